/** What a fit of logistic regression works on: rows that count, their classes as codes, and one weight for each. Knows no solver. */
import { describe, readClasses, readMatrix, readWeights, takeRows, type Label, type Labels, type Matrix, type MatrixInput, type VectorInput } from '../../array/index.ts';
import { checkChoice, checkNumber } from '../../estimator/index.ts';

/** Weights of classes: 'balanced' weighs each class alike; else by label, 1 where there is none. */
export type ClassWeight = 'balanced' | Readonly<Record<string, number>> | ReadonlyMap<Label, number>;

export interface LogisticProblem<L extends Label = Label> {
  /** For messages: 'logisticRegression.fit'. */
  readonly caller: string;
  /** Shares memory with the user's array: read only. */
  readonly X: Matrix;
  /** Sorted, at least two. */
  readonly classes: readonly L[];
  /** Per row of X, the index of its class. */
  readonly codes: Int32Array;
  /** Of rows times of classes, above 0; undefined when every row counts once. */
  readonly weights?: Float64Array;
}

/**
 * Reads the arguments of a fit. Rows of weight 0 are left out, so that a class which only they have is none.
 * @throws TypeError, RangeError for bad input; RangeError for fewer than two classes, or weights of classes that are not there
 */
export function readProblem<L extends Label>(caller: string, X: MatrixInput, y: Labels, sampleWeight: VectorInput | undefined, classWeight: ClassWeightOption): LogisticProblem<L> {
  let matrix = readMatrix(caller, 'X', X);
  const all = readClasses<Label>(caller, 'y', y, matrix.rows);
  let { codes, labels } = all;
  let weights = readWeights(caller, sampleWeight, matrix.rows);
  if (weights?.includes(0) === true) {
    const kept = Int32Array.from(weights.keys()).filter((i) => (weights as Float64Array)[i] > 0);
    matrix = takeRows(matrix, kept);
    ({ codes, labels } = readClasses<Label>(caller, 'y', Array.from(kept, (i) => all.labels[all.codes[i]]), kept.length));
    weights = Float64Array.from(kept, (i) => (weights as Float64Array)[i]);
  }
  if (labels.length < 2) throw new RangeError(`${caller}: y must have at least two classes; all ${codes.length} rows ${sampleWeight === undefined ? '' : 'of weight above 0 '}are ${describe(labels[0])}`);
  const factors = factorsOf(caller, labels, codes, weights, classWeight);
  if (factors !== undefined) weights = Float64Array.from(codes, (code, i) => factors[code] * (weights === undefined ? 1 : weights[i]));
  return { caller, X: matrix, classes: labels as readonly L[], codes, ...(weights && { weights }) };
}

/** The option as the model keeps it: plain JSON. */
export type ClassWeightOption = 'balanced' | { readonly [label: string]: number } | null;

/** @throws TypeError, RangeError for weights that are no numbers above 0 */
export function readClassWeight(caller: string, given: unknown): ClassWeightOption {
  if (given === undefined || given === null) return null;
  if (typeof given === 'string') return checkChoice(caller, 'classWeight', given, ['balanced']);
  if (typeof given !== 'object' || Array.isArray(given) || ArrayBuffer.isView(given)) {
    throw new TypeError(`${caller}: classWeight must be 'balanced', or weights by label, an object or a Map; it is ${describe(given)}`);
  }
  const entries: readonly (readonly [Label, unknown])[] = given instanceof Map ? [...(given as ReadonlyMap<Label, unknown>)] : Object.entries(given);
  return Object.fromEntries(entries.map(([label, weight]): [string, number] => [String(label), checkNumber(caller, `classWeight of ${describe(label)}`, weight, { above: 0 })]));
}

function factorsOf(caller: string, labels: readonly Label[], codes: Int32Array, weights: Float64Array | undefined, option: ClassWeightOption): Float64Array | undefined {
  if (option === null) return undefined;
  if (option === 'balanced') {
    const totals = new Float64Array(labels.length);
    for (let i = 0; i < codes.length; i++) totals[codes[i]] += weights === undefined ? 1 : weights[i];
    const mean = totals.reduce((sum, total) => sum + total, 0) / labels.length;
    return totals.map((total) => mean / total);
  }
  const names = labels.map(String);
  const unknown = Object.keys(option).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new RangeError(`${caller}: classWeight must name classes of y; ${JSON.stringify(unknown)} is none of ${names.map((name) => JSON.stringify(name)).join(', ')}`);
  return Float64Array.from(names, (name) => (Object.hasOwn(option, name) ? option[name] : 1));
}
