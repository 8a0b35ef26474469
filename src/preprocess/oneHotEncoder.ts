/** One 0/1 feature per category of each column. Knows no table and no model. */
import { readWeights, toNdArray, type MatrixInput, type NdArray } from '../array/index.ts';
import { checkChoice, checkKnown, type FitOptions, type FittedTransformer, type Json, type ModelState, type Transformer } from '../estimator/index.ts';
import { readLabels, sortCategories, type CategoryRows, type Label, type LabelColumns } from './labels.ts';

export interface OneHotEncoderOptions {
  /**
   * A category of each column that gets no feature, so that the features do not add up to 1: none, the first, or the
   * most frequent (of largest weight; the first when equal). Default 'none'.
   */
  readonly drop?: 'none' | 'first' | 'mostFrequent';
  /** A category that the fit did not see: an error, or all zeros. Default 'error'. */
  readonly unknown?: 'error' | 'ignore';
}

/** An encoder takes rows of labels as well as matrices of numeric codes. */
export interface OneHotEncoder extends Transformer<FittedOneHotEncoder> {
  fit(X: MatrixInput | CategoryRows, options?: FitOptions): Promise<FittedOneHotEncoder>;
}

/**
 * Rows of strings, numbers or booleans (one kind per column) → features 0 and 1, column by column, the categories of
 * each sorted: numbers by value, strings by code unit, false before true; null is a category of its own, the last.
 * Rows of weight 0 are not looked at.
 * @throws TypeError for mixed kinds, ragged rows, other cells; RangeError for no rows or columns, NaN and infinity
 * @see scikit-learn, sklearn.preprocessing.OneHotEncoder
 */
export function oneHotEncoder(options: OneHotEncoderOptions = {}): OneHotEncoder {
  const kind = 'oneHotEncoder';
  checkKnown(kind, options, ['drop', 'unknown']);
  const drop = checkChoice(kind, 'drop', options.drop ?? 'none', ['none', 'first', 'mostFrequent']);
  const unknown = checkChoice(kind, 'unknown', options.unknown ?? 'error', ['error', 'ignore']);
  const fit = async (X: MatrixInput | CategoryRows, { sampleWeight, signal }: FitOptions = {}): Promise<FittedOneHotEncoder> => {
    const caller = `${kind}.fit`;
    signal?.throwIfAborted();
    const columns = readLabels(caller, 'X', X);
    const weights = readWeights(caller, sampleWeight, columns[0].length);
    const counts = columns.map((labels, j) => countLabels(caller, labels, j, weights));
    const categories = counts.map((count) => sortCategories([...count.keys()]));
    const dropped = categories.map((labels, j) => (drop === 'none' ? null : drop === 'first' ? 0 : mostFrequent(labels, counts[j])));
    return new FittedOneHotEncoder({ categories, dropped, unknown });
  };
  return Object.freeze({ kind, options: Object.freeze({ drop, unknown }), fit });
}

/** What fitting a one-hot encoder finds out. */
export interface OneHotEncoding {
  readonly categories: readonly (readonly Label[])[];
  readonly dropped: readonly (number | null)[];
  readonly unknown: 'error' | 'ignore';
}

export class FittedOneHotEncoder implements FittedTransformer {
  readonly nFeatures: number;
  readonly nOutputs: number;
  /** The categories of each column, sorted. */
  readonly categories: readonly (readonly Label[])[];
  /** Of each column, the index of the category without a feature, or null. */
  readonly dropped: readonly (number | null)[];
  readonly unknown: 'error' | 'ignore';
  /** Per column, the feature of each category; −1 for the one without. */
  readonly #featureOf: readonly ReadonlyMap<Label, number>[];

  constructor({ categories, dropped, unknown }: OneHotEncoding) {
    this.categories = categories;
    this.dropped = dropped;
    this.unknown = unknown;
    this.nFeatures = categories.length;
    let next = 0;
    this.#featureOf = categories.map((labels, j) => new Map(labels.map((label, k) => [label, k === dropped[j] ? -1 : next++])));
    this.nOutputs = next;
  }

  /** 'species=Gentoo' for every feature. @param names  of the columns, default x0, x1, … */
  featureNames(names: readonly string[] = this.categories.map((_, j) => `x${j}`)): string[] {
    if (names.length !== this.nFeatures) throw new RangeError(`oneHotEncoder.featureNames: there must be ${this.nFeatures} names; there are ${names.length}`);
    return this.categories.flatMap((labels, j) => labels.filter((_, k) => k !== this.dropped[j]).map((label) => `${names[j]}=${String(label)}`));
  }

  /** @throws RangeError for a category that the fit did not see, unless these are ignored */
  async transform(X: MatrixInput | CategoryRows): Promise<NdArray<[number, number]>> {
    const caller = 'oneHotEncoder.transform';
    const columns = readLabels(caller, 'X', X, this.nFeatures);
    const rows = columns[0].length;
    const width = this.nOutputs;
    const data = new Float64Array(rows * width);
    columns.forEach((labels, j) => {
      const featureOf = this.#featureOf[j];
      for (let i = 0; i < rows; i++) {
        const feature = featureOf.get(labels[i]);
        if (feature === undefined && this.unknown === 'error') throw unseen(caller, i, j, labels[i], this.categories[j]);
        if (feature !== undefined && feature >= 0) data[i * width + feature] = 1;
      }
    });
    return toNdArray({ data, rows, columns: width });
  }

  /**
   * The category of the largest feature of each column; where none is above 0, the one without a feature, or null
   * where every category has one.
   */
  async inverseTransform(X: MatrixInput): Promise<Label[][]> {
    const columns = readLabels('oneHotEncoder.inverseTransform', 'X', X, this.nOutputs) as readonly (readonly number[])[];
    return Array.from({ length: columns[0].length }, (_, i) => this.categories.map((labels, j) => {
      const without = this.dropped[j];
      let best = without === null ? null : labels[without];
      let largest = 0;
      for (const [label, feature] of this.#featureOf[j]) {
        if (feature < 0 || columns[feature][i] <= largest) continue;
        best = label;
        largest = columns[feature][i];
      }
      return best;
    }));
  }

  state(): ModelState {
    const settings: Record<string, Json> = { categories: this.categories, dropped: this.dropped, unknown: this.unknown };
    return { kind: 'oneHotEncoder', settings, arrays: new Map() };
  }
}

/** The weight of each category of a column. */
function countLabels(caller: string, labels: LabelColumns[number], j: number, weights: Float64Array | undefined): Map<Label, number> {
  const counts = new Map<Label, number>();
  let kind: string | undefined;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    const weight = weights === undefined ? 1 : weights[i];
    if (weight === 0) continue;
    if (label !== null) {
      kind ??= typeof label;
      if (typeof label !== kind) throw new TypeError(`${caller}: a column must hold one kind of category; column ${j} has ${kind}s, and row ${i} is ${JSON.stringify(label)}`);
    }
    counts.set(label, (counts.get(label) ?? 0) + weight);
  }
  return counts;
}

function mostFrequent(labels: readonly Label[], counts: ReadonlyMap<Label, number>): number {
  let best = 0;
  labels.forEach((label, k) => {
    if ((counts.get(label) ?? 0) > (counts.get(labels[best]) ?? 0)) best = k;
  });
  return best;
}

function unseen(caller: string, i: number, j: number, label: Label, categories: readonly Label[]): RangeError {
  const known = categories.slice(0, 10).map((one) => JSON.stringify(one)).join(', ') + (categories.length > 10 ? `, … (${categories.length} in all)` : '');
  return new RangeError(`${caller}: categories must be those of the fit; X[${i}][${j}] is ${JSON.stringify(label)}, column ${j} has ${known}. Pass { unknown: 'ignore' } to encode it as zeros`);
}
