/** The steps of every comparison, whatever is predicted: hold out, judge, choose, test, learn from all. Knows no model. */
import { checkChoice, checkKnown, checkNumber, type Progress, type RunOptions } from '../estimator/index.ts';
import { diagnose, learningCurve, oneStandardError, standardError, type Curves, type LearningCurveOptions, type Split, type Splitter, type TrainTestIndices } from '../evaluate/index.ts';
import type { TableData, TableFitOptions } from '../models/index.ts';
import type { MlpOptions } from '../nn/index.ts';
import type { EncodedColumn } from '../preprocess/index.ts';
import { isStreamed, unknownColumn, type Frame, type StreamedTable, type Table } from '../table/index.ts';
import { checkRows, featuresOf, inspect } from './dataChecks.ts';
import { partOf, tableOf, type Targets } from './part.ts';
import type { Candidate, CoefficientPath, ComparedSample, ComparisonOf, PenaltyCurve } from './result.ts';
import { rowsWithinBudget, type SampleSize } from './sampleRows.ts';
import { whyChosen, type Words } from './why.ts';

export interface CompareOptions<Name extends string = string> extends RunOptions {
  /** The column to predict. */
  readonly target: string;
  /** The columns to predict it from. Default: every other column. */
  readonly features?: readonly string[];
  /** Columns to leave out. Default none. */
  readonly drop?: readonly string[];
  /** Which model to keep. Default 'auto': the simplest within one standard error of the best. */
  readonly model?: 'auto' | Name;
  /** Folds of the cross-validation, 2 or more. Default 5. */
  readonly folds?: number;
  /** Share of the rows held out for the final figure, above 0 and below 1. Default 0.2. */
  readonly testSize?: number;
  /** Seed of the splits. Default 0. */
  readonly seed?: number;
  /**
   * Bytes, ≥ 0. A table in a file that would need more is compared on a random sample of its rows, and the model that is
   * kept is fitted on all of them, read in blocks. Default: that of the table, a quarter of the computer's memory.
   */
  readonly memoryBudget?: number;
  /** Of the network that `model: 'mlp'` asks for; its seed is `seed`. Default those of mlpRegressor, mlpClassifier. */
  readonly mlp?: Omit<MlpOptions, 'seed'>;
}

/** Says where the work is. */
export interface Steps {
  /** One step begins. */
  advance(label: string): void;
  /** Steps that turn out not to be needed. */
  skip(count: number): void;
  /** More about the step that is under way. */
  say(label: string): void;
}

/** The network that is asked for beside the other models; undefined when none is. */
export type AskedMlp = MlpOptions | undefined;

/** The candidates with their scores over the folds, all fitted inside the fold, each at its best penalty. */
export interface Judged<C extends Candidate> {
  readonly models: readonly C[];
  readonly baseline: C;
  readonly penalties: readonly PenaltyCurve[];
  /** Along the penalty of the kept model, where there is one to draw. */
  path(kept: C): Promise<CoefficientPath | undefined>;
}

export interface TableLearner<M> {
  readonly kind: string;
  fit(table: Table, options: TableFitOptions): Promise<M>;
}

/** What predicting numbers and predicting classes do differently. */
export interface Task<Y extends Targets, C extends Candidate, M, D extends TableData<Y> = TableData<Y>> {
  readonly caller: string;
  /** The models that can be asked for. */
  readonly names: readonly string[];
  read(table: Table, options: TableFitOptions, testSize: number): Promise<D>;
  /** @throws RangeError for a target from which nothing can be learnt, when there are enough rows */
  check(data: D): void;
  holdOut(data: TableData<Y>, options: { readonly testSize: number; readonly seed: number }): TrainTestIndices;
  /** Folds with the seed. */
  splitter(folds: number, seed: number): Splitter;
  /** @param data  the training part is a part of */
  judge(train: TableData<Y>, splits: readonly Split[], steps: Steps, run: RunOptions, mlp: AskedMlp, data: D): Promise<Judged<C>>;
  /** How many steps `judge` takes at most. */
  stepsOf(folds: number, mlp: AskedMlp): number;
  /**
   * @param rough  for many fits whose last digits are not looked at
   * @param times  as many rows as the penalty was chosen on: it stays the same for each row. Default 1
   */
  estimator(kept: C, rough: boolean, times?: number): TableLearner<M>;
  /** The table with the rows that a model of `data`'s targets can be fitted on. */
  whole(table: StreamedTable, data: D, signal?: AbortSignal): Promise<Table>;
  metric(data: D): LearningCurveOptions['metric'];
  readonly words: Words;
}

/** What the tasks still need to make their figures. */
export interface Compared<Y extends Targets, C extends Candidate, M, D extends TableData<Y> = TableData<Y>> {
  readonly common: Omit<ComparisonOf<C, unknown, M>, 'test' | 'baselineTest'>;
  readonly data: D;
  readonly train: TableData<Y>;
  readonly test: TableData<Y>;
  /** Fitted on the training part. */
  readonly trained: M;
}

/** More rows than this tell nothing about the shape of a learning curve, and cost time: much of it when a network is fitted. */
const curveRows = { mlp: 5000, other: 50_000 };

type TableFitted = { readonly encoder: { readonly nFeatures: number; readonly columns: readonly EncodedColumn[] }; readonly dropped: ComparisonOf<never, never, never>['dropped']; readonly features: readonly string[] };

/**
 * From a table to a validated model:
 * 1. `testSize` of the rows are held out and not looked at until step 5;
 * 2. on the others every model and penalty is cross-validated; what is learnt from data (means, categories, scaling,
 *    coefficients) is learnt inside each fold;
 * 3. of each model the penalty with the smallest mean loss stands;
 * 4. of the models, the simplest within one standard error of the best is kept (Breiman et al. 1984), where simple is
 *    a small effective number of coefficients;
 * 5. it is fitted on all rows of steps 2–4 and measured once on the rows held out;
 * 6. the model to keep is fitted once more, on every row.
 * Of a table that would need more memory than the budget, steps 1 to 5 are done on a random sample.
 * @see Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed., §7.10
 */
export async function compare<Y extends Targets, C extends Candidate, M extends TableFitted, D extends TableData<Y> = TableData<Y>>(
  table: Table, options: CompareOptions, task: Task<Y, C, M, D>,
): Promise<Compared<Y, C, M, D>> {
  const { caller } = task;
  checkKnown(caller, options, ['target', 'features', 'drop', 'model', 'folds', 'testSize', 'seed', 'memoryBudget', 'mlp', 'signal', 'onProgress']);
  const { target, model = 'auto', folds = 5, testSize = 0.2, seed = 0, signal, onProgress } = options;
  checkChoice(caller, 'model', model, ['auto', ...task.names, 'mlp']);
  checkNumber(caller, 'folds', folds, { min: 2, integer: true });
  checkNumber(caller, 'testSize', testSize, { above: 0, below: 1 });
  if (options.mlp !== undefined && model !== 'mlp') throw new TypeError(`${caller}: mlp must be left out unless model is 'mlp'; model is ${JSON.stringify(model)}`);
  const mlp = model === 'mlp' ? { ...options.mlp, seed } : undefined;

  const run = { ...(signal && { signal }) };
  const { features = table.columns.map(({ name }) => name).filter((name) => name !== target) } = featuresOf(caller, table, options);
  if (!table.columns.some(({ name }) => name === target)) throw unknownColumn(table, target);
  const { table: rows, sample } = await rowsWithinBudget(caller, table, [...features, target], { ...options, seed });
  const data = await task.read(rows, { target, features, ...run }, testSize);
  checkRows(caller, data.y.length, folds, testSize);
  task.check(data);
  const seen = await inspect(caller, await rows.read([...data.features, target]));
  const { trainIndices, testIndices } = task.holdOut(data, { testSize, seed });
  const train = partOf(data, trainIndices);
  const test = partOf(data, testIndices);

  const total = task.stepsOf(folds, mlp) + 4;
  let done = 0;
  const steps: Steps = { advance: (label) => onProgress?.({ label, done: done++, total }), skip: (count) => { done += count; }, say: (label) => onProgress?.({ label, done: Math.max(0, done - 1), total }) };
  const splitter = task.splitter(folds, seed);
  const judged = await task.judge(train, splitter.split(train.y.length, { y: train.y }), steps, run, mlp, data);
  const { chosen, best, limit } = choose(judged.models, model);
  const models = judged.models.map((candidate): C => ({ ...candidate, chosen: candidate === chosen }));
  const kept = models.find((candidate) => candidate.chosen)!;

  steps.advance(`fitting ${kept.name} on ${train.y.length} rows`);
  const trained = await task.estimator(kept, false).fit(tableOf(train), { target, ...run, onProgress: (inner) => steps.say(`fitting ${kept.name} on ${train.y.length} rows: ${inner.label}`) });
  const path = await judged.path(kept);

  steps.advance('learning curve');
  const most = kept.name === 'mlp' ? curveRows.mlp : curveRows.other;
  const few = train.y.length <= most ? train : partOf(train, task.holdOut(train, { testSize: most, seed }).testIndices);
  const curve = await largestCurve((trainSizes) => learningCurve(task.estimator(kept, true) as never, tableOf(few), {
    target, splits: splitter, metric: task.metric(data), trainSizes, ...run,
    onProgress: (inner) => steps.say(`learning curve: ${inner.done} of ${inner.total}`),
  }));

  steps.advance('fitting on all rows');
  const { model: final, fittedOn } = await fitOnAll(table, data, kept, sample, options, task, (inner) => steps.say(`fitting on all rows: ${inner.label}`));
  onProgress?.({ label: 'done', done: total, total });
  const { baseline } = judged;
  return {
    data, train, test, trained,
    common: {
      source: table.source,
      target,
      rows: { total: data.y.length, train: train.y.length, test: test.y.length, targetMissing: data.targetMissing },
      ...(sample && fittedOn && { sample: { ...sample, ...fittedOn } }),
      seed,
      folds,
      ...seen,
      dropped: final.dropped,
      features: final.features,
      baseline,
      models,
      penalties: judged.penalties,
      why: whyChosen({ target, words: task.words, baseline, models, chosen: kept, best: models[judged.models.indexOf(best)], standardError: limit - best.cv.mean, automatic: model === 'auto' }),
      ...singleFeature(final, test.frame),
      ...(path && { path }),
      curve,
      diagnosis: diagnose(curve, { baseline: baseline.cv.mean }),
      model: final,
    },
  };
}

/** Shares of the training rows. */
const curveSizes = [0.1, 0.325, 0.55, 0.775, 1];

/** Without the smallest sizes where these leave nothing to learn from: a handful of rows may be alike in every column. */
async function largestCurve(of: (trainSizes: readonly number[]) => Promise<Curves>): Promise<Curves> {
  for (let from = 0; ; from++) {
    try {
      return await of(curveSizes.slice(from));
    } catch (error) {
      if (from === curveSizes.length - 1 || !(error instanceof RangeError && error.message.includes('at least one column must be usable'))) throw error;
    }
  }
}

/** On what was compared, or, where that is a sample, on the whole table in blocks. */
async function fitOnAll<Y extends Targets, C extends Candidate, M extends TableFitted, D extends TableData<Y>>(
  table: Table, data: D, kept: C, sample: SampleSize | undefined, { target, memoryBudget, signal, onProgress }: CompareOptions, task: Task<Y, C, M, D>, say: (inner: Progress) => void,
): Promise<{ readonly model: M; readonly fittedOn?: Pick<ComparedSample, 'fittedOn' | 'reason'> }> {
  const run = { target, ...(signal && { signal }) };
  const onCompared = (): Promise<M> => task.estimator(kept, false).fit(tableOf(data), { ...run, onProgress: say });
  if (sample === undefined) return { model: await onCompared() };
  if (!isStreamed(table) || kept.name === 'mlp') return { model: await onCompared(), fittedOn: { fittedOn: 'sample', reason: 'a network takes its rows at random, and so from memory' } };
  try {
    const whole = await task.whole(table, data, signal);
    const model = await task.estimator(kept, false, sample.of / sample.rows).fit(whole, { ...run, features: data.features, ...(memoryBudget !== undefined && { memoryBudget }), ...(onProgress && { onProgress }) });
    return { model, fittedOn: { fittedOn: 'all' } };
  } catch (error) {
    if (!(error instanceof RangeError && error.message.includes('nearly dependent'))) throw error;
    return { model: await onCompared(), fittedOn: { fittedOn: 'sample', reason: 'columns depend on each other, which least squares finds out in memory only' } };
  }
}

/** Of the candidates, all of them judged by a loss. */
function choose<C extends Candidate>(models: readonly C[], model: string): { chosen: C; best: C; limit: number } {
  const best = models.reduce((least, candidate) => (candidate.cv.mean < least.cv.mean ? candidate : least));
  const limit = best.cv.mean + standardError(best.cv);
  if (model !== 'auto') return { chosen: models.find((candidate) => candidate.name === model)!, best, limit };
  // equal to three digits, as shown, is equally simple: then the smaller error decides
  const { index } = oneStandardError(models.map(({ cv, degreesOfFreedom }) => ({ ...cv, complexity: Number(degreesOfFreedom.toPrecision(3)) })), { greaterIsBetter: false });
  return { chosen: models[index], best, limit };
}

function singleFeature({ encoder }: TableFitted, frame: Frame): { testFeature?: Float64Array } {
  if (encoder.nFeatures !== 1 || encoder.columns[0].type !== 'numeric') return {};
  const column = frame.column(encoder.columns[0].name);
  return 'values' in column && column.values.every(Number.isFinite) ? { testFeature: column.values } : {};
}
