/** How scores change with the number of training rows. */
import { describe, type Coded, type Labels, type MatrixInput, type VectorInput } from '../array/index.ts';
import type { Classifier, RegressionModel, Regressor, RunOptions } from '../estimator/index.ts';
import { generator } from '../random/index.ts';
import type { Table } from '../table/index.ts';
import { dataArguments } from './arguments.ts';
import type { Curves } from './curves.ts';
import { datasetOf, type RowOptions, type TableClassifier, type TableRegressor, type TableTarget } from './dataset.ts';
import { runFolds, splitsFor } from './folds.ts';
import { scoresAlong } from './scoresAlong.ts';
import { shuffling, type ShuffleOptions, type Split, type Splitter } from './splitter.ts';
import { checkMetricFor, defaultMetric, defaultSplits, taskOf, type AnyMetric } from './task.ts';

export interface CurveOptions extends RunOptions {
  /** Default kFold(5), for classes stratifiedKFold(5). */
  readonly splits?: Splitter;
  /** Default rootMeanSquaredError, for classes logLoss. */
  readonly metric?: AnyMetric;
}

export interface LearningCurveOptions extends CurveOptions, ShuffleOptions {
  /** Shares of the training rows, above 0 and at most 1, or numbers of rows above 1. Default [0.1, 0.325, 0.55, 0.775, 1]. */
  readonly trainSizes?: readonly number[];
}

/**
 * Fits on growing parts of each fold's training rows and measures on the part and on the rows held out, always the
 * same ones. Parts are nested: each holds the smaller ones. Shares are of the smallest training part, at least 2
 * rows; equal sizes are tried once. Of classes every part has a row of each, and beyond that the mix of the whole; the
 * smallest has as many rows as there are classes.
 * @param options  trainSizes, splits kFold(5), metric rootMeanSquaredError (for a classifier stratifiedKFold(5), logLoss), shuffle true (which rows come first; false
 *   takes the fold's first rows), seed 0, groups, sampleWeight, signal, onProgress; for a table also target, features
 * @returns scores per size, and the score of the simplest prediction as `baseline`: what `diagnose` reads
 * @throws RangeError when a size is above the training rows there are
 * @example diagnose(await learningCurve(ridge(), X, y)).verdict
 */
export async function learningCurve<M extends RegressionModel>(
  estimator: Regressor<M>, X: MatrixInput, y: VectorInput | MatrixInput, options?: LearningCurveOptions & RowOptions,
): Promise<Curves>;
export async function learningCurve(estimator: Classifier, X: MatrixInput, y: Labels, options?: LearningCurveOptions & RowOptions): Promise<Curves>;
export async function learningCurve(estimator: TableRegressor | TableClassifier, table: Table, options: LearningCurveOptions & TableTarget): Promise<Curves>;
export async function learningCurve(estimator: unknown, data: MatrixInput | Table, ...rest: readonly unknown[]): Promise<Curves> {
  const { y, options } = dataArguments<LearningCurveOptions>(caller, data, rest, ['trainSizes', 'metric', 'shuffle', 'seed']);
  const task = taskOf(estimator);
  const { splits: splitter = defaultSplits(task), metric = defaultMetric(task), trainSizes = [0.1, 0.325, 0.55, 0.775, 1], signal, onProgress } = options;
  checkMetricFor(caller, metric, task);
  const { shuffle, seed } = shuffling(caller, options);
  const dataset = await datasetOf(caller, data, y, options, task);
  const splits = splitsFor(caller, dataset, splitter);
  const { classified } = dataset;
  const sizes = sizesOf(trainSizes, classified?.labels.length ?? 2, Math.min(...splits.map(({ train }) => train.length)));
  const orders = splits.map(({ train }, fold) => {
    const order = shuffle ? generator(seed, `${caller}.${fold}`).permutation(train.length).map((i) => train[i]) : train;
    return classified === undefined ? order : mixed(order, classified);
  });
  const points = [];
  for (const [i, size] of sizes.entries()) {
    const parts = splits.map(({ test }, fold): Split => ({ train: orders[fold].slice(0, size).sort(), test }));
    points.push(await runFolds(dataset, estimator, parts, {
      caller, metrics: [metric], withTrain: true, tried: ` with ${size} training rows`, done: i * splits.length, total: sizes.length * splits.length, signal, onProgress,
    }));
  }
  return { kind: 'learning', parameter: 'training rows', values: sizes, ...(await scoresAlong(points, metric, dataset, splits)) };
}

const caller = 'learningCurve';

/** Rows so ordered that every beginning has the mix of classes of the whole, after one row of each. */
function mixed(order: Int32Array, { codes, counts }: Coded): Int32Array {
  const seen = new Int32Array(counts.length);
  const totals = new Int32Array(counts.length);
  for (const row of order) totals[codes[row]]++;
  const place = new Float64Array(codes.length);
  for (const row of order) {
    const c = codes[row];
    place[row] = seen[c] === 0 ? -1 : (seen[c] + 0.5) / totals[c];
    seen[c]++;
  }
  return order.toSorted((a, b) => place[a] - place[b] || codes[a] - codes[b]);
}

function sizesOf(trainSizes: readonly number[], least: number, most: number): number[] {
  if (!Array.isArray(trainSizes)) throw new TypeError(`${caller}: trainSizes must be an array of numbers; it is ${describe(trainSizes)}`);
  if (trainSizes.length === 0) throw new RangeError(`${caller}: there must be at least one size; trainSizes is empty`);
  const sizes = trainSizes.map((size: unknown, i) => {
    const rule = `${caller}: a size must be a share above 0 and at most 1, or a number of rows from ${least} to the ${most} of the smallest training part`;
    if (typeof size !== 'number') throw new TypeError(`${rule}; trainSizes[${i}] is ${describe(size)}`);
    if (!(size > 0) || (size > 1 && (!Number.isInteger(size) || size < least || size > most))) throw new RangeError(`${rule}; trainSizes[${i}] is ${size}`);
    return size > 1 ? size : Math.min(most, Math.max(least, Math.round(size * most)));
  });
  return [...new Set(sizes)].sort((a, b) => a - b);
}
