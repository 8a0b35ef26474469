/** glissade predict and evaluate with an ONNX file: its inputs are columns of the table, or its only input is the columns of numbers. */
import { columnOf, type FileTable, type FrameColumn } from '../data/index.ts';
import { NdArray, type ColumnInfo, type Label, type OnnxModel, type OnnxOutput, type RunOptions } from '../index.ts';
import { UsageError } from './failure.ts';
import { classFigures, classTruth, labelsOf, noTarget, numberFigures, readTruth, showFigures, type EvaluateOptions } from './figures.ts';
import { freeName } from './freeName.ts';
import { meaningOf, namesColumns, onlyUnnamed, rowsFor, typesOf, type RowsAsked } from './onnxMeaning.ts';
import { note, progressBar } from './output.ts';
import { clusterPredictions, probabilityColumns, putOut, type Predictions, type PredictOptions } from './predictions.ts';
import { withTableOf } from './withTable.ts';

interface Run {
  readonly signal: AbortSignal;
}

export async function predictOnnx(model: OnnxModel, modelPath: string, tablePath: string, options: PredictOptions, run: Run): Promise<void> {
  if (options.columns !== undefined && namesColumns(model)) throw onlyUnnamed(modelPath);
  const { what, beside } = meaningOf(model);
  if (options.probabilities === true && (what !== 'classes' || beside === undefined)) throw new UsageError(`--probabilities is for a model of classes; ${modelPath} ${what === 'clusters' ? 'holds clusters' : what === 'classes' ? 'gives labels without probabilities' : 'predicts numbers'}`);
  const target = model.columns?.find(({ role }) => role === 'target')?.name;
  const bar = progressBar();
  try {
    await withTableOf(typesOf(model), tablePath, { ...options, ...run, onProgress: bar.show }, async (table) => {
      const found = await answersOf(model, modelPath, table, { columns: options.columns }, { ...run, onProgress: (progress) => bar.show({ ...progress, label: 'predicting rows' }) });
      bar.stop();
      await putOut(table, predictionsOf(model, found, table, options.probabilities === true), { model: modelPath, table: tablePath, ...(target !== undefined && { target }) }, options, run.signal);
    });
  } finally {
    bar.stop();
  }
}

function predictionsOf(model: OnnxModel, found: Answers, rows: FileTable, withProbabilities: boolean): Predictions {
  const taken = new Set(rows.columns.map(({ name }) => name));
  const { first, beside } = found;
  if (found.what === 'clusters' && beside !== undefined) return clusterPredictions(first.data as ArrayLike<number>, beside, taken);
  const columns = columnsOf(first, found.what === 'clusters' ? 'cluster' : 'prediction', taken);
  const predictions = first instanceof NdArray && width(first) > 1 ? first.toNested() : Array.from<Label>(first.data);
  const document = { ...(model.classes && { classes: model.classes }), predictions };
  if (!withProbabilities) return { columns, document };
  const labels = model.classes ?? Array.from({ length: beside!.shape[1] }, (_, c) => c + 1);
  return { columns: [...columns, ...probabilityColumns(beside!, labels, taken)], document: { ...document, probabilities: beside!.toNested() } };
}

/** One column, or numbered ones where a row has several numbers. */
function columnsOf(output: OnnxOutput, name: string, taken: Set<string>): FrameColumn[] {
  const k = width(output);
  if (k === 1) return [columnOf(freeName(name, taken), output.data as ArrayLike<Label>)];
  return Array.from({ length: k }, (_, j) => columnOf(freeName(`${name}_${j + 1}`, taken), Array.from({ length: output.shape[0] }, (__, i) => output.data[i * k + j])));
}

function width({ shape }: OnnxOutput): number {
  return shape[1] ?? 1;
}

export async function evaluateOnnx(model: OnnxModel, modelPath: string, tablePath: string, options: EvaluateOptions, run: Run): Promise<void> {
  if (options.columns !== undefined && namesColumns(model)) throw onlyUnnamed(modelPath);
  const { what, type } = meaningOf(model);
  if (what === 'clusters') throw noTarget(modelPath);
  const own = model.columns?.find(({ role }) => role === 'target');
  if (own !== undefined && options.target !== undefined && options.target !== own.name) throw new UsageError(`--target is for ONNX files that do not name theirs; ${modelPath} predicts ${own.name}`);
  if (own === undefined && options.target === undefined) throw new UsageError(`${modelPath} does not name what it predicts: say with --target which column of the table that is`);
  if (own === undefined && (model.inputs.some(({ name }) => name === options.target) || options.columns?.includes(options.target!))) throw new UsageError(`--target must be none of the columns that the model takes; ${modelPath} takes ${options.target}`);
  const target: ColumnInfo = own ?? { name: options.target!, type };
  await withTableOf([...typesOf(model), target], tablePath, { ...options, ...run }, async (table) => {
    const truth = await readTruth(table, target, run);
    const { first, beside } = await answersOf(model, modelPath, table, { target: target.name, columns: options.columns }, run);
    const about = { model: modelPath, table: tablePath };
    if (width(first) !== 1) throw new Error(`evaluate: the model must give a number or a label for each row; ${modelPath} gives ${width(first)} numbers`);
    if (what === 'numbers') {
      showFigures(numberFigures(truth, first.data as ArrayLike<number>), truth, about, options.json);
      return;
    }
    const predicted = Array.from<Label>(first.data);
    // without the classes in order, probabilities are of nobody knows what
    const classes = model.classes ?? sorted([...new Set([...predicted, ...labelsOf(truth.column, truth.known)])]);
    showFigures(classFigures(classTruth(truth, classes), predicted, model.classes && beside), truth, about, options.json);
  });
}

function sorted(labels: readonly Label[]): Label[] {
  return labels.toSorted((a, b) => (a < b ? -1 : 1));
}

interface Answers {
  readonly what: 'numbers' | 'classes' | 'clusters';
  /** What is predicted, [rows] or [rows, width]. */
  readonly first: OnnxOutput;
  /** Probabilities or distances. */
  readonly beside: NdArray | undefined;
}

/** @throws Error for outputs that are not rows of numbers or labels */
async function answersOf(model: OnnxModel, path: string, table: FileTable, asked: RowsAsked, run: RunOptions): Promise<Answers> {
  const { what, output, beside } = meaningOf(model);
  const found = await model.answers(table, { ...await rowsFor(model, path, table, asked, note), ...run });
  for (const name of [output, ...(beside === undefined ? [] : [beside])]) {
    const { shape } = found[name];
    if (shape[0] !== table.rowCount || shape.length > 2) throw new Error(`${path}: outputs must have a row of numbers or a label for each row of the table; ${JSON.stringify(name)} has [${shape.join(', ')}] for ${table.rowCount} rows`);
  }
  return { what, first: found[output], beside: beside === undefined ? undefined : found[beside] as NdArray };
}
