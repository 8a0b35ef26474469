/** Fills missing values, NaN, with one number per feature. Knows no model. */
import { NdArray, readMatrix, readWeights, toNdArray, type Matrix, type MatrixInput } from '../array/index.ts';
import {
  arrayOf, checkChoice, checkKnown, checkNumber, ModelFormatError, type FitOptions, type FittedTransformer, type ModelState, type Transformer,
} from '../estimator/index.ts';
import { columnView, momentsOf } from './moments.ts';

/** What a missing value becomes: the mean, the median or the most frequent of the values present, or `fillValue`. */
export type ImputerStrategy = 'mean' | 'median' | 'mostFrequent' | 'constant';

export interface ImputerOptions {
  /** Default 'mean'. */
  readonly strategy?: ImputerStrategy;
  /** For strategy 'constant'. Default 0. */
  readonly fillValue?: number;
}

/**
 * Per feature, over the values present with their weights: the mean Σwx / Σw; the median, the value where half the
 * weight is reached (the middle of two when exactly half is); or the value of largest weight, the smallest when equal.
 * @throws TypeError, RangeError for bad options and input; RangeError for a column that is missing altogether,
 * unless the strategy is 'constant' (scikit-learn would leave the column out)
 * @see scikit-learn, sklearn.impute.SimpleImputer
 */
export function imputer(options: ImputerOptions = {}): Transformer<FittedImputer> {
  const kind = 'imputer';
  checkKnown(kind, options, ['strategy', 'fillValue']);
  const strategy = checkChoice(kind, 'strategy', options.strategy ?? 'mean', ['mean', 'median', 'mostFrequent', 'constant']);
  if (options.fillValue !== undefined && strategy !== 'constant') {
    throw new TypeError(`${kind}: fillValue goes with strategy 'constant'; the strategy is '${strategy}'`);
  }
  const filled = strategy === 'constant' ? { strategy, fillValue: checkNumber(kind, 'fillValue', options.fillValue ?? 0, {}) } : { strategy };
  const fit = async (X: MatrixInput, { sampleWeight, signal }: FitOptions = {}): Promise<FittedImputer> => {
    const caller = `${kind}.fit`;
    signal?.throwIfAborted();
    const matrix = readMatrix(caller, 'X', X, { allowMissing: true });
    const weights = readWeights(caller, sampleWeight, matrix.rows);
    if (filled.fillValue !== undefined) return new FittedImputer(new Float64Array(matrix.columns).fill(filled.fillValue));
    return new FittedImputer(Float64Array.from({ length: matrix.columns }, (_, j) => fillOf(caller, matrix, j, weights, strategy)));
  };
  return Object.freeze({ kind, options: Object.freeze(filled), fit });
}

export class FittedImputer implements FittedTransformer {
  readonly nFeatures: number;
  readonly nOutputs: number;
  /** What stands for a missing value, per feature. */
  readonly fill: Float64Array;

  constructor(fill: Float64Array) {
    this.fill = fill;
    this.nFeatures = fill.length;
    this.nOutputs = fill.length;
  }

  async transform(X: MatrixInput): Promise<NdArray<[number, number]>> {
    const { data, rows, columns } = readMatrix('imputer.transform', 'X', X, { allowMissing: true, columns: this.nFeatures });
    const filled = new Float64Array(data.length);
    for (let i = 0; i < rows; i++) {
      for (let j = 0, at = i * columns; j < columns; j++, at++) filled[at] = Number.isNaN(data[at]) ? this.fill[j] : data[at];
    }
    return toNdArray({ data: filled, rows, columns });
  }

  state(): ModelState {
    return { kind: 'imputer', settings: {}, arrays: new Map([['fill', new NdArray(this.fill, [this.fill.length])]]) };
  }
}

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restoreImputer(state: ModelState): FittedImputer {
  const { data: fill } = arrayOf(state, 'fill', [null]);
  if (fill.length === 0) throw new ModelFormatError('load: an imputer must have at least one feature; "fill" is empty');
  return new FittedImputer(fill);
}

function fillOf(caller: string, X: Matrix, j: number, weights: Float64Array | undefined, strategy: 'mean' | 'median' | 'mostFrequent' | 'constant'): number {
  const { weight, mean } = momentsOf(columnView(X, j), weights);
  if (weight === 0) {
    throw new RangeError(`${caller}: every column must have a value to learn from; column ${j} is missing in all ${X.rows} rows${weights === undefined ? '' : ' with a weight above 0'}, drop it or use strategy 'constant'`);
  }
  const fill = strategy === 'mean' ? mean : strategy === 'median' ? medianOf(X, j, weights, weight) : mostFrequentOf(X, j, weights);
  if (!Number.isFinite(fill)) throw new RangeError(`${caller}: columns of X must have a finite mean; the numbers of column ${j} are too large, rescale it first`);
  return fill;
}

/** Rows of column j that have a value and a weight above 0, in the order of their values. */
function sortedRows(X: Matrix, j: number, weights: Float64Array | undefined): Int32Array {
  const rows = new Int32Array(X.rows);
  let count = 0;
  for (let i = 0; i < X.rows; i++) {
    if (!Number.isNaN(X.data[i * X.columns + j]) && (weights === undefined || weights[i] > 0)) rows[count++] = i;
  }
  return rows.subarray(0, count).sort((a, b) => X.data[a * X.columns + j] - X.data[b * X.columns + j]);
}

function medianOf(X: Matrix, j: number, weights: Float64Array | undefined, total: number): number {
  const rows = sortedRows(X, j, weights);
  const value = (k: number): number => X.data[rows[k] * X.columns + j];
  let below = 0;
  for (let k = 0; k < rows.length; k++) {
    below += weights === undefined ? 1 : weights[rows[k]];
    if (below * 2 > total) return value(k);
    if (below * 2 === total && k + 1 < rows.length) return value(k) / 2 + value(k + 1) / 2;
  }
  return value(rows.length - 1); // rounding kept the sum below half of the total
}

function mostFrequentOf(X: Matrix, j: number, weights: Float64Array | undefined): number {
  const counts = new Map<number, number>();
  for (const row of sortedRows(X, j, weights)) {
    const value = X.data[row * X.columns + j];
    counts.set(value, (counts.get(value) ?? 0) + (weights === undefined ? 1 : weights[row]));
  }
  let best = NaN;
  let most = 0;
  for (const [value, count] of counts) {
    if (count <= most) continue;
    best = value;
    most = count;
  }
  return best;
}
