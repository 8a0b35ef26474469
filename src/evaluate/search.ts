/** Judges many candidates of one estimator on the same splits and fits the chosen one: what grid and random search share. */
import { describe, type MatrixInput } from '../array/index.ts';
import type { RunOptions } from '../estimator/index.ts';
import type { Table } from '../table/index.ts';
import { dataArguments } from './arguments.ts';
import { datasetOf } from './dataset.ts';
import { foldNotes } from './foldNotes.ts';
import { runFolds, splitsFor, summaryOf } from './folds.ts';
import { bestOf, oneStandardError } from './oneStandardError.ts';
import type { ScoreSummary } from './score.ts';
import type { Splitter } from './splitter.ts';
import { checkMetricFor, defaultMetric, defaultSplits, taskOf, type AnyMetric } from './task.ts';

export interface SearchOptions<O> extends RunOptions {
  /** Default kFold(5), for classes stratifiedKFold(5). All candidates are judged on the same splits. */
  readonly splits?: Splitter;
  /** Default rootMeanSquaredError, for classes logLoss. */
  readonly metric?: AnyMetric;
  /**
   * How complex a candidate is, larger is more complex: `({ alpha }) => -alpha`. When given, the simplest candidate
   * within one standard error of the best mean is chosen (see `oneStandardError`). Default: the best mean.
   */
  readonly complexity?: (options: O) => number;
}

export interface SearchResult<O> {
  readonly options: O;
  /** On the rows held out. */
  readonly score: ScoreSummary;
  /** 1 is the best mean; equal means share a rank. */
  readonly rank: number;
}

export interface Search<O, M> {
  readonly metric: string;
  /** The chosen candidate: its score chose it, so expect new rows to do a little worse. */
  readonly best: { readonly options: O; readonly score: ScoreSummary };
  /** All candidates, in the order tried. */
  readonly results: readonly SearchResult<O>[];
  /** Fitted with the best options on all rows. */
  readonly model: M;
  /** What a reader of the scores must know: folds that lack a class. Mostly empty. */
  readonly notes: readonly string[];
}

/**
 * @param make  options → estimator   @param candidates  the options to try, at least one
 * @param rest  (y, options) or, for a table, (options)
 */
export async function search<O extends object>(
  caller: string, make: (options: O) => unknown, candidates: readonly O[], data: MatrixInput | Table, rest: readonly unknown[], known: readonly string[],
): Promise<Search<O, unknown>> {
  if (typeof make !== 'function') throw new TypeError(`${caller}: make must be a function from options to an estimator, such as ridge; it is ${describe(make)}`);
  const { y, options } = dataArguments<SearchOptions<O>>(caller, data, rest, ['metric', 'complexity', ...known]);
  const estimators = candidates.map((candidate) => make(candidate));
  const task = taskOf(estimators[0]);
  const { splits: splitter = defaultSplits(task), metric = defaultMetric(task), complexity, signal, onProgress } = options;
  checkMetricFor(caller, metric, task);
  const dataset = await datasetOf(caller, data, y, options, task);
  const splits = splitsFor(caller, dataset, splitter);
  const scores: ScoreSummary[] = [];
  for (const [i, estimator] of estimators.entries()) {
    const results = await runFolds(dataset, estimator, splits, {
      caller, metrics: [metric], withTrain: false, tried: ` with ${named(candidates[i])}`, done: i * splits.length, total: candidates.length * splits.length, signal, onProgress,
    });
    scores.push(summaryOf(results, 'test', 0));
  }
  const means = scores.map(({ mean }) => mean);
  const { greaterIsBetter } = metric;
  const best = bestOf(means, greaterIsBetter);
  if (best < 0) throw new RangeError(`${caller}: at least one candidate must have a finite ${metric.name}; of ${candidates.length} none has`);
  const chosen = complexity === undefined
    ? best
    : oneStandardError(scores.map((score, i) => ({ ...score, complexity: checkedComplexity(caller, complexity(candidates[i]), candidates[i]) })), { greaterIsBetter }).index;
  const ranks = ranksOf(means, greaterIsBetter);
  return {
    metric: metric.name,
    best: { options: candidates[chosen], score: scores[chosen] },
    results: candidates.map((options, i) => ({ options, score: scores[i], rank: ranks[i] })),
    model: await dataset.fit(estimators[chosen], undefined, signal === undefined ? {} : { signal }),
    notes: foldNotes(dataset, splits, [metric]),
  };
}

/** Rank 1 is the best; equal values share the better rank; what is not finite comes last. */
function ranksOf(values: readonly number[], greaterIsBetter: boolean): number[] {
  const losses = values.map((value) => (Number.isFinite(value) ? (greaterIsBetter ? -value : value) : Infinity));
  return losses.map((loss) => 1 + losses.filter((other) => other < loss).length);
}

function checkedComplexity(caller: string, value: unknown, candidate: object): number {
  if (typeof value !== 'number' || Number.isNaN(value)) throw new TypeError(`${caller}: complexity must give a number; for ${named(candidate)} it gives ${describe(value)}`);
  return value;
}

/** Options in a message: {"alpha":1}; what JSON cannot hold is described. */
function named(candidate: object): string {
  return JSON.stringify(candidate, (_, value: unknown) => (typeof value === 'function' || typeof value === 'bigint' ? describe(value) : value));
}
