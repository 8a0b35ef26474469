/** glissade train: from a table, or images, to a validated model, a report and a file to load. */
import { basename } from 'node:path';
import { compareClassifiers, compareRegressions, recogniseTask, save, type ClassifierName, type Comparison, type CompareOptions, type RecognisedTask, type RegressionName, type Table } from '../index.ts';
import { withTable, type TableOptions } from './withTable.ts';
import { UsageError } from './failure.ts';
import { holdsImages } from './imageInput.ts';
import { documentOf, printComparison } from './comparisonOutput.ts';
import type { NetworkOptions } from './networkOptions.ts';
import { checkOutputs, stemOf } from './outputs.ts';
import { sourceFor } from './ownTable.ts';
import { shellWords } from './shellWords.ts';
import { note, printJson, progressBar } from './output.ts';
import type { ImageOptions } from './trainImages.ts';

type TaskName = RecognisedTask['task'];
const regressions: readonly string[] = ['linear', 'ridge', 'lasso', 'elastic-net'] satisfies readonly RegressionName[];
/** 'logistic': whichever of both is chosen. */
type ModelName = 'auto' | RegressionName | 'logistic' | ClassifierName | 'mlp' | 'cnn';

export interface TrainOptions extends TableOptions, NetworkOptions, ImageOptions {
  /** Of a table. */
  readonly target?: string;
  readonly model: ModelName;
  readonly task: 'auto' | TaskName;
  readonly folds: number;
  readonly features?: readonly string[];
  readonly drop?: readonly string[];
}

/** @param given  the options that the user wrote, not the defaults */
export async function train(path: string, options: TrainOptions, given: readonly string[], run: { version: string; signal: AbortSignal }): Promise<void> {
  if (await holdsImages(path)) return trainOnImages(path, options, given, run);
  const { target, model } = options;
  if (target === undefined) throw new UsageError("required option '-t, --target <column>' not specified: a table has a column to predict");
  if (model === 'cnn') throw new UsageError(`--model cnn is for images: a folder or an IDX file; ${path} is a table`);
  const wrong = given.find((name) => ofImages.includes(name));
  if (wrong !== undefined) throw new UsageError(`--${dashed(wrong)} is for images; ${path} is a table`);
  return trainOnTable(path, { ...options, target, model }, run);
}

/** What says something of a table only. */
const ofTables: readonly string[] = ['target', 'task', 'folds', 'features', 'drop', 'table', 'format', 'header'];
/** … and of images only. */
const ofImages: readonly string[] = ['size', 'channels', 'labels', 'checkpoint', 'augment'];

/** 'testSize' → 'test-size' */
const dashed = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

async function trainOnImages(path: string, options: TrainOptions, given: readonly string[], run: { version: string; signal: AbortSignal }): Promise<void> {
  const { model } = options;
  const wrong = given.find((name) => ofTables.includes(name));
  if (wrong !== undefined) throw new UsageError(`--${dashed(wrong)} is for tables; ${path} is a ${/idx\d/i.test(basename(path)) ? 'file' : 'folder'} of images, whose classes are its ${/idx\d/i.test(basename(path)) ? 'labels' : 'sub-folders'}`);
  if (model !== 'auto' && model !== 'cnn' && model !== 'mlp') throw new UsageError(`--model ${model} is for tables; of images it may be cnn or mlp`);
  if (options.hidden !== undefined && model !== 'mlp') throw new UsageError('--hidden is for --model mlp');
  const { trainImages } = await import('./trainImages.ts');
  return trainImages(path, { ...options, model: model === 'mlp' ? 'mlp' : 'cnn' }, run);
}

type TableOptionsOfTrain = Omit<TrainOptions, 'target' | 'model'> & { readonly target: string; readonly model: Exclude<ModelName, 'cnn'> };

async function trainOnTable(path: string, options: TableOptionsOfTrain, run: { version: string; signal: AbortSignal }): Promise<void> {
  const start = performance.now();
  const stem = stemOf(path);
  const out = options.out ?? `${stem}.glissade`;
  const report = options.report ?? `${stem}.html`;
  if (options.features !== undefined && options.drop !== undefined) throw new UsageError('give --features or --drop, not both');
  await checkOutputs([['the table', path]], [['--out', out], ['--report', report]]);

  const asked = taskOf(options);
  mlpOptions(options);
  const bar = progressBar();
  let comparison: Comparison;
  let recognised: RecognisedTask;
  try {
    bar.show({ label: `reading ${basename(path)}`, done: 0, total: 1 });
    ({ comparison, recognised } = await withTable(path, { ...options, ...run, onProgress: bar.show }, async (table) => {
      const found = asked ?? await recogniseTask(table, options.target);
      return { recognised: found, comparison: await compareOn(table, found.task, options, { signal: run.signal, onProgress: bar.show }) };
    }));
  } finally {
    bar.stop();
  }

  const { htmlReport, writeReport } = await import('../report/index.ts');
  const html = htmlReport(comparison, { modelFile: out, version: run.version, command: commandOf(path, options) });
  run.signal.throwIfAborted();
  await save(comparison.model.withSource(sourceFor(out, path)), out);
  await writeReport(report, html);
  const written = { model: out, report, seconds: (performance.now() - start) / 1000 };
  if (recognised.ambiguous) note(`${recognised.reason}: taken for ${recognised.task}; --task ${recognised.task === 'regression' ? 'classification' : 'regression'} does otherwise`);
  if (options.json === true) printJson(documentOf(comparison, recognised.reason, written));
  else printComparison(comparison, recognised.reason, written);
}

/** The task that the options name, directly or by a model. @throws UsageError when they name two */
function taskOf({ task, model }: TableOptionsOfTrain): RecognisedTask | undefined {
  const ofModel: TaskName | undefined = model === 'auto' || model === 'mlp' ? undefined : regressions.includes(model) ? 'regression' : 'classification';
  if (task === 'auto') return ofModel && { task: ofModel, reason: `--model ${model} asks for it`, ambiguous: false };
  if (ofModel !== undefined && ofModel !== task) throw new UsageError(`--model ${model} is for ${ofModel}, and --task says ${task}`);
  return { task, reason: `--task ${task} asks for it`, ambiguous: false };
}

function compareOn(table: Table, task: TaskName, options: TableOptionsOfTrain, run: Pick<CompareOptions, 'signal' | 'onProgress'>): Promise<Comparison> {
  const { target, folds, testSize, seed, features, drop } = options;
  const mlp = mlpOptions(options);
  const common = { target, folds, testSize, seed, ...(features && { features }), ...(drop && { drop }), ...(mlp && { mlp }), ...run };
  const model = options.model === 'logistic' ? 'auto' : options.model;
  const { classWeight } = options;
  if (classWeight !== undefined && task === 'regression') throw new UsageError(`--class-weight is for classes; ${target} is predicted as a number, --task classification does otherwise`);
  return task === 'regression' ? compareRegressions(table, { ...common, model: model as RegressionName | 'mlp' }) : compareClassifiers(table, { ...common, ...(classWeight !== undefined && { classWeight }), model: model as ClassifierName | 'mlp' });
}

/** @throws UsageError when options of networks are given for another model */
function mlpOptions({ model, hidden, epochs, batchSize, learningRate }: TableOptionsOfTrain): CompareOptions['mlp'] {
  const given = { ...(hidden && { hidden }), ...(epochs !== undefined && { epochs }), ...(batchSize !== undefined && { batchSize }), ...(learningRate !== undefined && { learningRate }) };
  const [first] = Object.keys(given);
  if (first === undefined) return undefined;
  if (model !== 'mlp') throw new UsageError(`--${dashed(first)} is for networks: --model mlp; --model is ${model}`);
  return given;
}

/** The command that does the same again, for the report. */
function commandOf(path: string, options: TableOptionsOfTrain): string {
  const unless = <T>(usual: T, value: T): string | undefined => (value === usual ? undefined : String(value));
  const given = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));
  const { target, task, model, folds, testSize, features, drop, classWeight, table, format, header, memory, seed, hidden, epochs, batchSize, learningRate } = options;
  return shellWords('npx glissade train', path, [
    ['target', target], ['task', unless('auto', task)], ['model', unless('auto', model)], ['folds', unless(5, folds)], ['test-size', unless(0.2, testSize)],
    ['features', features?.join(',')], ['drop', drop?.join(',')], ['class-weight', typeof classWeight === 'object' ? JSON.stringify(classWeight) : classWeight], ['table', table], ['format', format], ['header', header], ['memory', given(memory)], ['seed', String(seed)],
    ['hidden', hidden?.join(',')], ['epochs', given(epochs)], ['batch-size', given(batchSize)], ['learning-rate', given(learningRate)],
  ]);
}
