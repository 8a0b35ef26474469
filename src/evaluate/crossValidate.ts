/** Cross-validation: how well an estimator predicts rows it was not fitted on. */
import type { Labels, MatrixInput, VectorInput } from '../array/index.ts';
import type { ClassificationModel, Classifier, OneTarget, RegressionModel, Regressor, RunOptions } from '../estimator/index.ts';
import type { Table } from '../table/index.ts';
import { dataArguments } from './arguments.ts';
import type { ClassificationMetric } from './classMetric.ts';
import {
  datasetOf, type RowOptions, type TableClassificationModel, type TableClassifier, type TableRegressionModel, type TableRegressor, type TableTarget,
} from './dataset.ts';
import { foldNotes } from './foldNotes.ts';
import { runFolds, splitsFor, summaryOf } from './folds.ts';
import { accuracy } from './labelMetrics.ts';
import type { Metric } from './metric.ts';
import { logLoss } from './probabilityMetrics.ts';
import { meanAbsoluteError, r2, rootMeanSquaredError } from './regressionMetrics.ts';
import { rocAuc } from './rocAuc.ts';
import type { ScoreSummary } from './score.ts';
import type { Splitter } from './splitter.ts';
import { checkMetrics, defaultSplits, taskOf, type AnyMetric } from './task.ts';

type DefaultMetrics = readonly [Metric<'r2'>, Metric<'rootMeanSquaredError'>, Metric<'meanAbsoluteError'>];
type DefaultClassMetrics = readonly [typeof accuracy, typeof logLoss, typeof rocAuc];
/** One summary per metric, by the metric's name. */
export type Scores<Ms extends readonly AnyMetric[]> = { readonly [Name in Ms[number]['name']]: ScoreSummary };

export interface CrossValidateOptions<Ms extends readonly AnyMetric[] = DefaultMetrics> extends RunOptions {
  /** Default kFold(5), for classes stratifiedKFold(5), shuffled with seed 0. */
  readonly splits?: Splitter;
  /** Default [r2, rootMeanSquaredError, meanAbsoluteError], for classes [accuracy, logLoss, rocAuc]. */
  readonly metrics?: Ms;
  /** Measure on the training rows too. Default false. */
  readonly returnTrainScores?: boolean;
  /** Keep each fold's model. Default false. */
  readonly returnModels?: boolean;
}

export interface CrossValidation<Ms extends readonly AnyMetric[], M> {
  /** On the rows held out: `metrics.r2.mean`. */
  readonly metrics: Scores<Ms>;
  /** On the rows fitted, with `returnTrainScores`. */
  readonly trainMetrics?: Scores<Ms>;
  /** One per fold, with `returnModels`. */
  readonly models?: readonly M[];
  /** The time each fold's fit took. */
  readonly fitSeconds: readonly number[];
  /** What a reader of the scores must know: folds that lack a class. Mostly empty. */
  readonly notes: readonly string[];
}

/**
 * Fits the estimator once per split, on the training rows only, and measures it on the rows held out. Whatever is
 * learnt (scaling in a pipeline, categories of a table) is learnt inside the fold.
 * @param estimator  anything that keeps the contract of a Regressor or Classifier, a pipeline too   @param X  [rows, features]
 * @param y  one number per row, or [rows, targets]; for a classifier one string, number or boolean per row
 * @param options  splits kFold(5); metrics [r2, rootMeanSquaredError, meanAbsoluteError]; groups; sampleWeight (used in
 *   fitting and measuring; scikit-learn only fits with it); returnTrainScores; returnModels; signal; onProgress per fold.
 *   For a classifier splits stratifiedKFold(5) (a class with fewer rows than folds is missing from some, and `notes` says
 *   so), metrics [accuracy, logLoss, rocAuc]. For a table also target and features
 * @throws TypeError or RangeError for bad input; an error in a fold says which fold
 * @see Stone (1974), Cross-validatory choice and assessment of statistical predictions, J. R. Stat. Soc. B 36
 * @example const { metrics } = await crossValidate(ridge({ alpha: 1 }), X, y); metrics.r2.mean
 */
export async function crossValidate<M extends ClassificationModel, const Ms extends readonly ClassificationMetric[] = DefaultClassMetrics>(
  estimator: Classifier<M>, X: MatrixInput, y: Labels, options?: CrossValidateOptions<Ms> & RowOptions,
): Promise<CrossValidation<Ms, M>>;
export async function crossValidate<const Ms extends readonly ClassificationMetric[] = DefaultClassMetrics>(
  estimator: TableClassifier, table: Table, options: CrossValidateOptions<Ms> & TableTarget,
): Promise<CrossValidation<Ms, TableClassificationModel>>;
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
): Promise<CrossValidation<readonly AnyMetric[], unknown>> {
  const caller = 'crossValidate';
  const { y, options } = dataArguments<CrossValidateOptions<readonly AnyMetric[]>>(caller, data, rest, ['metrics', 'returnTrainScores', 'returnModels']);
  const task = taskOf(estimator);
  const { splits: splitter = defaultSplits(task), metrics = defaultMetrics[task], returnTrainScores = false, returnModels = false, signal, onProgress } = options;
  checkMetrics(caller, metrics, task);
  const dataset = await datasetOf(caller, data, y, options, task);
  const splits = splitsFor(caller, dataset, splitter);
  const results = await runFolds(dataset, estimator, splits, { caller, metrics, withTrain: returnTrainScores, signal, onProgress });
  const scores = (part: 'test' | 'train'): Scores<readonly AnyMetric[]> =>
    Object.fromEntries(metrics.map(({ name }, index) => [name, summaryOf(results, part, index)]));
  return {
    metrics: scores('test'),
    ...(returnTrainScores && { trainMetrics: scores('train') }),
    ...(returnModels && { models: results.map(({ model }) => model) }),
    fitSeconds: results.map(({ seconds }) => seconds),
    notes: foldNotes(dataset, splits, metrics),
  };
}

const defaultMetrics = { regression: [r2, rootMeanSquaredError, meanAbsoluteError], classification: [accuracy, logLoss, rocAuc] } as const;
