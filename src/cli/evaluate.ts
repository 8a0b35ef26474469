/** glissade evaluate: the errors of a model on rows whose target is known. */
import {
  ClassificationTableModel, classificationFigures, confusionMatrix, meanAbsoluteError, NdArray, r2, rootMeanSquaredError, TableClusters,
  type Label, type TableModel,
} from '../index.ts';
import type { FrameColumn, NumberColumn, Table } from '../data/index.ts';
import { confusionTable } from './confusionTable.ts';
import { isImageModel, loadCommandModel } from './loadCommandModel.ts';
import { noteOnlyClass } from './onlyClass.ts';
import { withTableOf, type TableOptions } from './withTable.ts';
import { formatCount, formatNumber, formatShare, formatTable, note, print, printJson } from './output.ts';

export interface EvaluateOptions extends TableOptions {
  /** Of an IDX file of images. */
  readonly labels?: string;
  readonly json?: boolean;
}

interface Run {
  readonly signal: AbortSignal;
}

/** The target's column, and the rows where it has a value. */
interface Target<C> {
  readonly column: C;
  readonly known: Int32Array;
}

/** What was found: for a program, and for a reader. */
interface Figures {
  /** Of how many rows they are. */
  readonly rows: number;
  readonly document: object;
  readonly lines: readonly (readonly [name: string, value: string])[];
  readonly below?: string;
}

export async function evaluate(modelPath: string, tablePath: string, options: EvaluateOptions, run: Run): Promise<void> {
  const model = await loadCommandModel(modelPath);
  if (isImageModel(model)) {
    const { evaluateImages } = await import('./imageModel.ts');
    return evaluateImages(model, modelPath, tablePath, options, run);
  }
  if (model instanceof TableClusters) throw new Error(`evaluate: the model must have a target; ${modelPath} holds clusters, which glissade predict finds for rows and glissade explain describes`);
  await withTableOf(model.columns.filter(({ role }) => role === 'feature' || role === 'target'), tablePath, { ...options, ...run }, async (table) => {
    const { name: target, type } = model.columns.find(({ role }) => role === 'target')!;
    model.encoder.checkColumns(table);
    // the features stay in the file where they would not fit
    const column = (await table.read([target], run)).column(target);
    if (column.type !== type) throw new Error(`${table.source}: the target must be ${type}, as for the fit; ${JSON.stringify(target)} is ${column.type}`);
    const known = Int32Array.from({ length: table.rowCount }, (_, i) => i).filter((i) => (column.type === 'categorical' ? column.codes[i] >= 0 : !Number.isNaN(column.values[i])));
    if (known.length === 0) throw new Error(`${table.source}: at least one row must have a target; all ${table.rowCount} of ${JSON.stringify(target)} are missing`);
    const missing = table.rowCount - known.length;
    const { rows, document, lines, below } = column.type === 'categorical' || model instanceof ClassificationTableModel
      ? await ofClasses(model as ClassificationTableModel, table, { column, known }, run) : await ofNumbers(model, table, { column, known }, run);
    if (options.json === true) {
      printJson({ model: modelPath, table: tablePath, target, rows, targetMissing: missing, ...document });
      return;
    }
    if (missing > 0) note(`${formatCount(missing, 'row')} without ${target} left out`);
    print(formatTable(['figure', target], [['rows', String(rows)], ...lines]));
    if (below !== undefined) print(`\n${below}`);
  });
}

async function ofNumbers(model: TableModel, table: Table, { column, known }: Target<NumberColumn>, { signal }: Run): Promise<Figures> {
  const all = await model.predict(table, { onNote: note, signal });
  const [y, predicted] = [column.values, all].map((values) => Float64Array.from(known, (i) => values[i]));
  const figures = {
    rootMeanSquaredError: rootMeanSquaredError(y, predicted),
    meanAbsoluteError: meanAbsoluteError(y, predicted),
    r2: r2(y, predicted),
  };
  return {
    rows: known.length,
    document: figures,
    lines: [
      ['root mean squared error', formatNumber(figures.rootMeanSquaredError)],
      ['mean absolute error', formatNumber(figures.meanAbsoluteError)],
      ['R²', figures.r2.toFixed(4)],
    ],
  };
}

/** Rows of classes that the model does not know are left out, and counted. */
async function ofClasses(model: ClassificationTableModel, table: Table, { column, known: labelled }: Target<FrameColumn>, { signal }: Run): Promise<Figures> {
  const labels = Array.from(labelled, (i): Label => (
    column.type === 'categorical' ? column.categories[column.codes[i]] : column.type === 'boolean' ? column.values[i] === 1 : column.values[i]));
  const known = Int32Array.from(labels.keys()).filter((i) => model.classes.includes(labels[i]));
  const strangers = [...new Set(labels.filter((label) => !model.classes.includes(label)))];
  if (known.length === 0) throw new Error(`${table.source}: some rows must be of classes of the model; ${JSON.stringify(model.target)} has ${strangers.slice(0, 5).map((label) => JSON.stringify(label)).join(', ')}`);
  if (strangers.length > 0) note(`${formatCount(labels.length - known.length, 'row')} of classes that the model does not know left out: ${strangers.slice(0, 5).map(String).join(', ')}${strangers.length > 5 ? ', …' : ''}`);
  const y = Array.from(known, (i) => labels[i]);
  const all = await model.predict(table, { onNote: note, signal });
  const predicted = Array.from(known, (i) => all[labelled[i]]);
  const { data } = await model.predictProbability(table, { signal });
  const k = model.classes.length;
  const probabilities = new NdArray<[number, number]>(Float64Array.from({ length: known.length * k }, (_, e) => data[labelled[known[Math.floor(e / k)]] * k + (e % k)]), [known.length, k]);
  const figures = classificationFigures(y, predicted, probabilities, model.classes);
  const matrix = confusionMatrix(y, predicted, { classes: model.classes });
  noteOnlyClass(formatCount(known.length, 'row'), y, model.classes);
  return {
    rows: known.length,
    document: { unknownClasses: strangers, unknownRows: labels.length - known.length, ...figures, classes: model.classes, confusion: matrix.toNested() },
    lines: [
      ['accuracy', formatShare(figures.accuracy)],
      ['balanced accuracy', formatShare(figures.balancedAccuracy)],
      ['macro F1', figures.macroF1.toFixed(4)],
      ['log loss', formatNumber(figures.logLoss)],
      ...(figures.rocAuc === undefined ? [] : [['AUC', figures.rocAuc.toFixed(4)] as const]),
    ],
    below: confusionTable(matrix),
  };
}
