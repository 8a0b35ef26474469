/** How scores change with one option of the estimator. */
import { describe, type Labels, type MatrixInput, type VectorInput } from '../array/index.ts';
import { checkNumber, type Classifier, type RegressionModel, type Regressor } from '../estimator/index.ts';
import type { Table } from '../table/index.ts';
import { dataArguments } from './arguments.ts';
import type { Curves } from './curves.ts';
import { datasetOf, type RowOptions, type TableClassifier, type TableRegressor, type TableTarget } from './dataset.ts';
import { runFolds, splitsFor } from './folds.ts';
import type { CurveOptions } from './learningCurve.ts';
import { scoresAlong } from './scoresAlong.ts';
import { checkMetricFor, defaultMetric, defaultSplits, taskOf } from './task.ts';

/**
 * Cross-validates the estimator for each value of one option, on the same splits, on training and held-out rows.
 * @param make  options → estimator: `ridge`, or `({ degree }) => pipeline(polynomialFeatures({ degree }), linearRegression())`
 * @param name  the option's name   @param values  finite and strictly ascending, so that the ends are ends
 * @param options  splits kFold(5), metric rootMeanSquaredError (for a classifier stratifiedKFold(5), logLoss), groups,
 *   sampleWeight, signal, onProgress; for a table also target and features
 * @throws RangeError when values are not ascending
 * @example diagnose(await validationCurve(ridge, 'alpha', [0.01, 0.1, 1, 10], X, y)).at // the best alpha
 */
export async function validationCurve<Name extends string, M extends RegressionModel>(
  make: (options: { [N in Name]: number }) => Regressor<M>, name: Name, values: ArrayLike<number>,
  X: MatrixInput, y: VectorInput | MatrixInput, options?: CurveOptions & RowOptions,
): Promise<Curves>;
export async function validationCurve<Name extends string>(
  make: (options: { [N in Name]: number }) => Classifier, name: Name, values: ArrayLike<number>, X: MatrixInput, y: Labels, options?: CurveOptions & RowOptions,
): Promise<Curves>;
export async function validationCurve<Name extends string>(
  make: (options: { [N in Name]: number }) => TableRegressor | TableClassifier, name: Name, values: ArrayLike<number>, table: Table, options: CurveOptions & TableTarget,
): Promise<Curves>;
export async function validationCurve(
  make: (options: Record<string, number>) => unknown, name: string, values: ArrayLike<number>, data: MatrixInput | Table, ...rest: readonly unknown[]
): Promise<Curves> {
  if (typeof make !== 'function') throw new TypeError(`${caller}: make must be a function from options to an estimator, such as ridge; it is ${describe(make)}`);
  if (typeof name !== 'string') throw new TypeError(`${caller}: name must be the name of an option; it is ${describe(name)}`);
  const tried = ascending(values);
  const { y, options } = dataArguments<CurveOptions>(caller, data, rest, ['metric']);
  const estimators = tried.map((value) => make(Object.fromEntries([[name, value]])));
  const task = taskOf(estimators[0]);
  const { splits: splitter = defaultSplits(task), metric = defaultMetric(task), signal, onProgress } = options;
  checkMetricFor(caller, metric, task);
  const dataset = await datasetOf(caller, data, y, options, task);
  const splits = splitsFor(caller, dataset, splitter);
  const points = [];
  for (const [i, value] of tried.entries()) {
    points.push(await runFolds(dataset, estimators[i], splits, {
      caller, metrics: [metric], withTrain: true, tried: ` with ${name} ${value}`, done: i * splits.length, total: tried.length * splits.length, signal, onProgress,
    }));
  }
  return { kind: 'validation', parameter: name, values: tried, ...(await scoresAlong(points, metric, dataset, splits)) };
}

const caller = 'validationCurve';

function ascending(values: ArrayLike<number>): number[] {
  if (!Array.isArray(values) && !ArrayBuffer.isView(values)) throw new TypeError(`${caller}: values must be an array of numbers; it is ${describe(values)}`);
  if (values.length === 0) throw new RangeError(`${caller}: there must be at least one value; values is empty`);
  const tried = Array.from(values);
  for (const [i, value] of tried.entries()) {
    checkNumber(caller, `values[${i}]`, value, {});
    if (i > 0 && value <= tried[i - 1]) throw new RangeError(`${caller}: values must ascend; values[${i}] is ${value} after ${tried[i - 1]}`);
  }
  return tried;
}
