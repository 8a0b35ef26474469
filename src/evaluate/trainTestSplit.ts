/** Holds out some rows of a matrix or a table for a last, honest figure. */
import {
  describe, isMatrixInput, readLabels, readMatrix, readVector, takeRows, toNdArray,
  type Label, type Labels, type Matrix, type MatrixInput, type NdArray, type VectorInput,
} from '../array/index.ts';
import { checkKnown } from '../estimator/index.ts';
import { generator } from '../random/index.ts';
import { Frame, isTable } from '../table/index.ts';
import { shuffling, type ShuffleOptions } from './splitter.ts';
import { rowsByClass } from './stratifiedKFold.ts';

export interface TrainTestSplitOptions<Stratify = Labels> extends ShuffleOptions {
  /** A share of the rows, above 0 and below 1, or a number of rows. Default 0.25; a share is rounded up to whole rows. */
  readonly testSize?: number;
  /** The class of each row: train and test then have the same mix of classes, to within one row per class. */
  readonly stratify?: Stratify;
}

/** Row numbers, ascending. */
export interface TrainTestIndices {
  readonly trainIndices: Int32Array;
  readonly testIndices: Int32Array;
}

export interface FeatureSplit extends TrainTestIndices {
  readonly XTrain: NdArray<[number, number]>;
  readonly XTest: NdArray<[number, number]>;
}

export interface TargetSplit<Y> extends FeatureSplit {
  readonly yTrain: Y;
  readonly yTest: Y;
}

export interface FrameSplit extends TrainTestIndices {
  readonly train: Frame;
  readonly test: Frame;
}

/**
 * Splits rows into a training and a test part at random; both keep the order of the rows. Missing values (NaN) in X
 * may pass.
 * @param X  [rows, features], or a table in memory (then `stratify` is the name of a column)
 * @param y  one element per row: numbers, [rows, targets], or labels; optional
 * @param options  testSize 0.25, seed 0, shuffle true (false holds out the last rows), stratify none
 * @throws RangeError when a part would be empty, lengths differ, or a class to stratify by has a single row
 * @example const { XTrain, XTest, yTrain, yTest } = trainTestSplit(X, y, { testSize: 0.2 });
 */
export function trainTestSplit(frame: Frame, options?: TrainTestSplitOptions<string>): FrameSplit;
export function trainTestSplit(X: MatrixInput, y: VectorInput, options?: TrainTestSplitOptions): TargetSplit<Float64Array>;
export function trainTestSplit(X: MatrixInput, y: MatrixInput, options?: TrainTestSplitOptions): TargetSplit<NdArray<[number, number]>>;
export function trainTestSplit<L extends Label>(X: MatrixInput, y: readonly L[], options?: TrainTestSplitOptions): TargetSplit<L[]>;
export function trainTestSplit(X: MatrixInput, y?: undefined, options?: TrainTestSplitOptions): FeatureSplit;
export function trainTestSplit(
  X: Frame | MatrixInput,
  y?: VectorInput | MatrixInput | readonly Label[] | TrainTestSplitOptions<string>,
  options?: TrainTestSplitOptions,
): FrameSplit | FeatureSplit | TargetSplit<unknown> {
  if (X instanceof Frame) return splitFrame(X, (y ?? {}) as TrainTestSplitOptions<string>);
  if (isTable(X)) throw new TypeError(`trainTestSplit: a table must be in memory; read ${X.source} first: trainTestSplit(await table.read())`);
  const matrix = readMatrix(caller, 'X', X, { allowMissing: true });
  const given = y as VectorInput | MatrixInput | readonly Label[] | undefined;
  const take = given === undefined ? undefined : taker(given, matrix.rows);
  const indices = trainTestIndices(caller, matrix.rows, options ?? {});
  const { trainIndices, testIndices } = indices;
  const features = { XTrain: toNdArray(takeRows(matrix, trainIndices)), XTest: toNdArray(takeRows(matrix, testIndices)), ...indices };
  return take === undefined ? features : { ...features, yTrain: take(trainIndices), yTest: take(testIndices) };
}

const caller = 'trainTestSplit';
const stream = caller; // of random numbers, whoever asks for the rows

function splitFrame(frame: Frame, { stratify, ...options }: TrainTestSplitOptions<string>): FrameSplit {
  const column = stratify === undefined ? undefined : frame.column(stratify);
  const labels = column === undefined ? undefined : column.type === 'categorical' ? column.codes : column.values;
  const indices = trainTestIndices(caller, frame.rowCount, { ...options, ...(labels && { stratify: labels }) });
  return { train: frame.take(indices.trainIndices), test: frame.take(indices.testIndices), ...indices };
}

/** The rows of each part. @param caller  the public function's name, for messages */
export function trainTestIndices(caller: string, nSamples: number, options: TrainTestSplitOptions): TrainTestIndices {
  checkKnown(caller, options, ['testSize', 'seed', 'shuffle', 'stratify']);
  const { shuffle, seed } = shuffling(caller, options);
  const nTest = testRows(caller, nSamples, options.testSize ?? 0.25);
  const order = orderOf(caller, nSamples, options.stratify, shuffle, seed);
  const isTest = new Uint8Array(nSamples);
  if (options.stratify === undefined) {
    for (const row of order.subarray(nSamples - nTest)) isTest[row] = 1;
  } else {
    // nTest rows at even distances along the classes: every stretch holds its share to within one
    order.forEach((row, p) => {
      isTest[row] = Math.floor(((p + 1) * nTest) / nSamples) - Math.floor((p * nTest) / nSamples);
    });
  }
  const all = Int32Array.from({ length: nSamples }, (_, i) => i);
  return { trainIndices: all.filter((i) => isTest[i] === 0), testIndices: all.filter((i) => isTest[i] === 1) };
}

function orderOf(caller: string, nSamples: number, stratify: Labels | undefined, shuffle: boolean, seed: number): Int32Array {
  if (stratify !== undefined) {
    const coded = readLabels(caller, 'stratify', stratify, nSamples);
    const single = coded.counts.indexOf(1);
    if (single >= 0) throw new RangeError(`${caller}: every class of stratify must have at least two rows, one for each part; class ${describe(coded.labels[single])} has one`);
    return rowsByClass(coded, shuffle ? seed : undefined, stream);
  }
  return shuffle ? generator(seed, stream).permutation(nSamples) : Int32Array.from({ length: nSamples }, (_, i) => i);
}

function testRows(caller: string, nSamples: number, testSize: number): number {
  const rule = `${caller}: testSize must be a share of the rows above 0 and below 1, or a number of rows`;
  if (typeof testSize !== 'number') throw new TypeError(`${rule}; it is ${describe(testSize)}`);
  if (!(testSize > 0) || (testSize >= 1 && !Number.isInteger(testSize))) throw new RangeError(`${rule}; it is ${testSize}`);
  const nTest = testSize >= 1 ? testSize : rowsOfShare(testSize, nSamples);
  if (nTest >= nSamples) throw new RangeError(`${caller}: both parts must have at least one row; testSize ${testSize} of ${nSamples} rows leaves ${Math.max(0, nSamples - nTest)} to train on`);
  return nTest;
}

/** A share of rows, rounded up, but at least one: 0.07 of 100 is 7.000000000000001 in floating point, and means 7. */
export function rowsOfShare(share: number, rows: number): number {
  return Math.max(1, Math.ceil(share * rows - 1e-6));
}

function taker(y: VectorInput | MatrixInput | readonly Label[], rows: number): (indices: Int32Array) => unknown {
  if (isMatrixInput(y as MatrixInput)) {
    const matrix: Matrix = readMatrix(caller, 'y', y as MatrixInput);
    if (matrix.rows !== rows) throw new RangeError(`${caller}: y must have one row per row of X; y has ${matrix.rows}, X has ${rows}`);
    return (indices) => toNdArray(takeRows(matrix, indices));
  }
  if (Array.isArray(y) && typeof y[0] !== 'number') {
    const { codes, labels } = readLabels(caller, 'y', y as readonly Label[], rows);
    return (indices) => Array.from(indices, (i) => labels[codes[i]]);
  }
  const vector = readVector(caller, 'y', y as VectorInput, [rows, 'X']);
  return (indices) => Float64Array.from(indices, (i) => vector[i]);
}
