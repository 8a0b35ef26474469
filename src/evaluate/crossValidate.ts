/** Cross-validation: how well an estimator predicts rows it was not fitted on. */
import type { MatrixInput, VectorInput } from '../array/index.ts';
import type { OneTarget, RegressionModel, Regressor, RunOptions } from '../estimator/index.ts';
import type { Table } from '../table/index.ts';
import { dataArguments } from './arguments.ts';
import { datasetOf, type RowOptions, type TableRegressionModel, type TableRegressor, type TableTarget } from './dataset.ts';
import { runFolds, splitsFor, summaryOf } from './folds.ts';
import { kFold } from './kFold.ts';
import { checkMetrics, type Metric } from './metric.ts';
import { meanAbsoluteError, r2, rootMeanSquaredError } from './regressionMetrics.ts';
import type { ScoreSummary } from './score.ts';
import type { Splitter } from './splitter.ts';

type DefaultMetrics = readonly [Metric<'r2'>, Metric<'rootMeanSquaredError'>, Metric<'meanAbsoluteError'>];
/** One summary per metric, by the metric's name. */
export type Scores<Ms extends readonly Metric[]> = { readonly [Name in Ms[number]['name']]: ScoreSummary };

export interface CrossValidateOptions<Ms extends readonly Metric[] = DefaultMetrics> extends RunOptions {
  /** Default kFold(5), shuffled with seed 0. */
  readonly splits?: Splitter;
  /** Default [r2, rootMeanSquaredError, meanAbsoluteError]. */
  readonly metrics?: Ms;
  /** Measure on the training rows too. Default false. */
  readonly returnTrainScores?: boolean;
  /** Keep each fold's model. Default false. */
  readonly returnModels?: boolean;
}

export interface CrossValidation<Ms extends readonly Metric[], M> {
  /** On the rows held out: `metrics.r2.mean`. */
  readonly metrics: Scores<Ms>;
  /** On the rows fitted, with `returnTrainScores`. */
  readonly trainMetrics?: Scores<Ms>;
  /** One per fold, with `returnModels`. */
  readonly models?: readonly M[];
  /** The time each fold's fit took. */
  readonly fitSeconds: readonly number[];
}

/**
 * Fits the estimator once per split, on the training rows only, and measures it on the rows held out. Whatever is
 * learnt (scaling in a pipeline, categories of a table) is learnt inside the fold.
 * @param estimator  anything that keeps the Regressor contract, a pipeline too   @param X  [rows, features]
 * @param y  one number per row, or [rows, targets]
 * @param options  splits kFold(5); metrics [r2, rootMeanSquaredError, meanAbsoluteError]; groups; sampleWeight (used in
 *   fitting and measuring; scikit-learn only fits with it); returnTrainScores; returnModels; signal; onProgress per fold.
 *   For a table also target and features
 * @throws TypeError or RangeError for bad input; an error in a fold says which fold
 * @see Stone (1974), Cross-validatory choice and assessment of statistical predictions, J. R. Stat. Soc. B 36
 * @example const { metrics } = await crossValidate(ridge({ alpha: 1 }), X, y); metrics.r2.mean
 */
export async function crossValidate<M extends RegressionModel, const Ms extends readonly Metric[] = DefaultMetrics>(
  estimator: Regressor<M>, X: MatrixInput, y: VectorInput, options?: CrossValidateOptions<Ms> & RowOptions,
): Promise<CrossValidation<Ms, OneTarget<M>>>;
export async function crossValidate<M extends RegressionModel, const Ms extends readonly Metric[] = DefaultMetrics>(
  estimator: Regressor<M>, X: MatrixInput, y: MatrixInput, options?: CrossValidateOptions<Ms> & RowOptions,
): Promise<CrossValidation<Ms, M>>;
export async function crossValidate<M extends RegressionModel, const Ms extends readonly Metric[] = DefaultMetrics>(
  estimator: Regressor<M>, X: MatrixInput, y: VectorInput | MatrixInput, options?: CrossValidateOptions<Ms> & RowOptions,
): Promise<CrossValidation<Ms, M>>;
export async function crossValidate<const Ms extends readonly Metric[] = DefaultMetrics>(
  estimator: TableRegressor, table: Table, options: CrossValidateOptions<Ms> & TableTarget,
): Promise<CrossValidation<Ms, TableRegressionModel>>;
export async function crossValidate(
  estimator: unknown, data: MatrixInput | Table, ...rest: readonly unknown[]
): Promise<CrossValidation<readonly Metric[], unknown>> {
  const caller = 'crossValidate';
  const { y, options } = dataArguments<CrossValidateOptions<readonly Metric[]>>(caller, data, rest, ['metrics', 'returnTrainScores', 'returnModels']);
  const { splits = kFold(5), metrics = [r2, rootMeanSquaredError, meanAbsoluteError], returnTrainScores = false, returnModels = false, signal, onProgress } = options;
  checkMetrics(caller, metrics);
  const dataset = await datasetOf(caller, data, y, options);
  const results = await runFolds(dataset, estimator, splitsFor(caller, dataset, splits), { caller, metrics, withTrain: returnTrainScores, signal, onProgress });
  const scores = (part: 'test' | 'train'): Scores<readonly Metric[]> =>
    Object.fromEntries(metrics.map(({ name }, index) => [name, summaryOf(results, part, index)]));
  return {
    metrics: scores('test'),
    ...(returnTrainScores && { trainMetrics: scores('train') }),
    ...(returnModels && { models: results.map(({ model }) => model) }),
    fitSeconds: results.map(({ seconds }) => seconds),
  };
}
