/** Rows and truth that a derivation of a model takes its numbers from. Knows no model. */
import { isMatrixInput, NdArray, readMatrix, readVector, readWeights, type MatrixInput, type VectorInput } from '../../array/index.ts';
import type { Argument } from '../deriveFunction.ts';
import { checkSample, rowOf } from '../traced.ts';

/** Options that every derivation of a fitted model has. */
export interface RowsOptions<Y> {
  /** Rows, [samples, features], for a derivation with numbers. Default none. */
  readonly X?: MatrixInput;
  /** What is true of them. */
  readonly y?: Y;
  /** One weight ≥ 0 for each of them, as the fit had. Default all 1. */
  readonly sampleWeight?: VectorInput;
  /** Which of the rows alone to put in, from 0. Default: all. */
  readonly sample?: number;
  /** Names of the features. Default none. */
  readonly features?: readonly string[];
  readonly title?: string;
}

/** X as [m, n], or one row of it; undefined where there is none. @throws TypeError, RangeError for what does not fit */
export function readRows(columns: number, { X, y, sampleWeight, sample, features }: RowsOptions<unknown>): NdArray | undefined {
  if (features !== undefined && features.length !== columns) throw new RangeError(`derive: features must be one name for each feature; the model has ${columns}, ${features.length} are given`);
  if (X === undefined) {
    if (sample !== undefined) throw new TypeError('derive: sample must choose from rows; X is not given');
    if (sampleWeight !== undefined) throw new TypeError('derive: sampleWeight must be of rows; X is not given');
    return undefined;
  }
  if (y === undefined) throw new TypeError('derive: rows must come with their truth; y is not given');
  const { data, rows } = readMatrix('derive', 'X', X, { columns });
  return new NdArray(Float64Array.from(data), [rows, columns]);
}

/** The options of every derivation of rows, by name. */
export const rowsOptions = ['X', 'y', 'sampleWeight', 'sample', 'features', 'title'] as const;

export function chosen(all: NdArray, sample: number | undefined): NdArray {
  if (sample === undefined) return all;
  checkSample('derive', sample, all.shape[0]);
  return rowOf(all, sample);
}

/** y as [m, targets]. */
export function readTruth(y: VectorInput | MatrixInput, rows: number, targets: number): NdArray {
  if (!isMatrixInput(y)) {
    if (targets !== 1) throw new RangeError(`derive: y must have the ${targets} targets of the model; it is a vector`);
    return new NdArray(Float64Array.from(readVector('derive', 'y', y, [rows, 'X'])), [rows, 1]);
  }
  const matrix = readMatrix('derive', 'y', y, { columns: targets });
  if (matrix.rows !== rows) throw new RangeError(`derive: y must have one row per row of X; y has ${matrix.rows}, X has ${rows}`);
  return new NdArray(Float64Array.from(matrix.data), [rows, targets]);
}

/** Weights as [m, 1]; undefined where every row counts once. @throws RangeError for a sample of weight 0, which no mean can be taken of */
export function readRowWeights({ sampleWeight, sample }: RowsOptions<unknown>, rows: number): NdArray | undefined {
  const weights = readWeights('derive', sampleWeight, rows);
  if (sample !== undefined && weights?.[sample] === 0) throw new RangeError(`derive: the sample to show must count; sampleWeight[${sample}] is 0`);
  return weights && new NdArray(Float64Array.from(weights), [rows, 1]);
}

export function featuresArgument(X: NdArray, features: readonly string[] | undefined): Argument {
  return { name: 'X', shape: X.shape, dtype: 'float64', role: 'data', perSample: true, value: X, meaning: `features, a sample in each row${features === undefined ? '' : `: ${features.join(', ')}`}` };
}

export function zeros(shape: readonly number[]): NdArray {
  return new NdArray(new Float64Array(shape.reduce((size, length) => size * length, 1)), shape);
}
