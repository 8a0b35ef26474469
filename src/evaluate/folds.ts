/** Fits and measures one estimator on given splits: the loop under cross-validation, search and curves. */
import { describe } from '../array/index.ts';
import { pauser, type RunOptions } from '../estimator/index.ts';
import type { Dataset } from './dataset.ts';
import { measure } from './measure.ts';
import { summarizeScores, type ScoreSummary } from './score.ts';
import type { Split, Splitter } from './splitter.ts';
import type { AnyMetric } from './task.ts';

/** What one fold gave; scores in the order of the metrics, undefined where one has no meaning. */
export interface FoldResult<M> {
  readonly test: Scored;
  /** Empty unless asked for. */
  readonly train: Scored;
  readonly model: M;
  readonly seconds: number;
}

type Scored = readonly (number | undefined)[];

export interface FoldOptions extends RunOptions {
  /** The public function, for messages and progress. */
  readonly caller: string;
  readonly metrics: readonly AnyMetric[];
  readonly withTrain: boolean;
  /** What is being tried, for messages: ' with {"alpha":1}'. */
  readonly tried?: string;
  /** This run's place in a longer one, for progress. Default alone. */
  readonly done?: number;
  readonly total?: number;
}

/** Folds run one after the other. An error says in which fold it arose; an abort is passed on as it is. */
export async function runFolds<E, M>(dataset: Dataset<E, M>, estimator: E, splits: readonly Split[], options: FoldOptions): Promise<FoldResult<M>[]> {
  const { caller, metrics, withTrain, tried = '', done = 0, total = splits.length, signal, onProgress } = options;
  const kind = kindOf(caller, estimator);
  const pause = pauser(signal);
  const results: FoldResult<M>[] = [];
  onProgress?.({ label: caller, done, total });
  for (const [fold, { train, test }] of splits.entries()) {
    signal?.throwIfAborted();
    await pause();
    const place = `in fold ${fold + 1} of ${splits.length}${tried}`;
    const started = performance.now();
    const model = await within(`${caller}: fitting ${kind} failed ${place} (its rows are counted within the fold's ${train.length} training rows)`, signal, () =>
      dataset.fit(estimator, train, signal === undefined ? {} : { signal }));
    const seconds = (performance.now() - started) / 1000;
    const scoresOn = (rows: Int32Array): Promise<Scored> => within(`${caller}: measuring ${kind} failed ${place}`, signal, () => measureRows(dataset, model, rows, metrics));
    const testScores = await scoresOn(test);
    results.push({ test: testScores, train: withTrain ? await scoresOn(train) : [], model, seconds });
    onProgress?.({ label: caller, done: done + fold + 1, total });
  }
  return results;
}

/** The folds' scores of the metric at `index`. */
export function summaryOf(results: readonly FoldResult<unknown>[], part: 'test' | 'train', index: number): ScoreSummary {
  return summarizeDefined(results.map((result) => result[part][index]));
}

/** As `summarizeScores`, over the folds in which there is a score; NaN stands for the others. */
export function summarizeDefined(scores: Scored): ScoreSummary {
  const folds = scores.map((score) => score ?? NaN);
  const defined = scores.filter((score) => score !== undefined);
  return defined.length === 0 ? { mean: NaN, std: NaN, folds } : { ...summarizeScores(defined), folds };
}

/** The splits of all rows of a dataset, by a splitter of ours or of the user's, checked. */
export function splitsFor(caller: string, dataset: Dataset<never, unknown>, splitter: Splitter): readonly Split[] {
  if (typeof splitter?.split !== 'function') throw new TypeError(`${caller}: splits must be a splitter, such as kFold(5); it is ${describe(splitter)}`);
  const splits = splitter.split(dataset.nSamples, dataset.context);
  if (splits.length === 0) throw new RangeError(`${caller}: splits must hold out rows at least once; ${splitter.kind} gives no split`);
  for (const [fold, { train, test }] of splits.entries()) {
    if (train.length === 0 || test.length === 0) {
      throw new RangeError(`${caller}: every split must have training and test rows; split ${fold + 1} of ${splitter.kind} has ${train.length} and ${test.length}`);
    }
  }
  return splits;
}

function kindOf(caller: string, estimator: unknown): string {
  const { kind, fit } = (estimator ?? {}) as { kind?: unknown; fit?: unknown };
  if (typeof fit !== 'function') throw new TypeError(`${caller}: estimator must be an estimator, such as ridge(), with a fit function; it is ${describe(estimator)}`);
  return typeof kind === 'string' ? kind : 'the estimator';
}

async function measureRows<M>(dataset: Dataset<never, M>, model: M, rows: Int32Array, metrics: readonly AnyMetric[]): Promise<Scored> {
  const values = once(() => dataset.predict(model, rows));
  const probabilities = once(() => dataset.predictProbability(model, rows));
  return Promise.all(metrics.map((metric) => measure(dataset, rows, metric, { values, probabilities })));
}

function once<T>(compute: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= compute());
}

/** Runs `work`; its error gets `context` in front and keeps its kind. */
async function within<T>(context: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted === true || !(error instanceof Error) || error.name === 'AbortError') throw error;
    const Kind = error instanceof TypeError ? TypeError : error instanceof RangeError ? RangeError : Error;
    throw new Kind(`${context}; ${error.message}`, { cause: error });
  }
}
