/** glissade evaluate: the errors of a model on rows whose target is known. */
import {
  ClassificationTableModel, classificationFigures, confusionMatrix, meanAbsoluteError, r2, rootMeanSquaredError,
  type Frame, type Label, type LinearModel, type LogisticModel, type TableModel,
} from '../index.ts';
import type { Format } from '../data/index.ts';
import { confusionTable } from './confusionTable.ts';
import { loadTableModel } from './loadTableModel.ts';
import { withTableOf } from './withTable.ts';
import { formatCount, formatNumber, formatShare, formatTable, note, print, printJson } from './output.ts';

export interface EvaluateOptions {
  readonly table?: string;
  readonly format?: Format;
  readonly header?: boolean;
  readonly json?: boolean;
}

/** What was found: for a program, and for a reader. */
interface Figures {
  readonly document: object;
  readonly lines: readonly (readonly [name: string, value: string])[];
  readonly below?: string;
}

export async function evaluate(modelPath: string, tablePath: string, options: EvaluateOptions, run: { signal: AbortSignal }): Promise<void> {
  const model = await loadTableModel(modelPath);
  await withTableOf(model.columns.filter(({ role }) => role === 'feature' || role === 'target'), tablePath, { ...options, ...run }, async (table) => {
    const { name: target, type } = model.columns.find(({ role }) => role === 'target')!;
    const rows = await table.read([...model.encoder.columns.map(({ name }) => name).filter((name) => table.columns.some((column) => column.name === name)), target]);
    const column = rows.column(target);
    if (column.type !== type) throw new Error(`${table.source}: the target must be ${type}, as for the fit; ${JSON.stringify(target)} is ${column.type}`);
    const known = Int32Array.from({ length: rows.rowCount }, (_, i) => i).filter((i) => (column.type === 'categorical' ? column.codes[i] >= 0 : !Number.isNaN(column.values[i])));
    if (known.length === 0) throw new Error(`${table.source}: at least one row must have a target; all ${rows.rowCount} of ${JSON.stringify(target)} are missing`);
    const missing = rows.rowCount - known.length;
    const labelled = rows.take(known);
    const { document, lines, below } = model instanceof ClassificationTableModel ? await ofClasses(model, labelled) : await ofNumbers(model, labelled);
    if (options.json === true) {
      printJson({ model: modelPath, table: tablePath, target, rows: known.length, targetMissing: missing, ...document });
      return;
    }
    if (missing > 0) note(`${formatCount(missing, 'row')} without ${target} left out`);
    print(formatTable(['figure', target], [['rows', String(known.length)], ...lines]));
    if (below !== undefined) print(`\n${below}`);
  });
}

async function ofNumbers(model: TableModel<LinearModel>, rows: Frame): Promise<Figures> {
  const y = (rows.column(model.target) as { values: Float64Array }).values;
  const predicted = await model.predict(rows, { onNote: note });
  const figures = {
    rootMeanSquaredError: rootMeanSquaredError(y, predicted),
    meanAbsoluteError: meanAbsoluteError(y, predicted),
    r2: r2(y, predicted),
  };
  return {
    document: figures,
    lines: [
      ['root mean squared error', formatNumber(figures.rootMeanSquaredError)],
      ['mean absolute error', formatNumber(figures.meanAbsoluteError)],
      ['R²', figures.r2.toFixed(4)],
    ],
  };
}

/** Rows of classes that the model does not know are missed by any prediction. */
async function ofClasses(model: ClassificationTableModel<LogisticModel>, rows: Frame): Promise<Figures> {
  const column = rows.column(model.target);
  const labels = Array.from({ length: rows.rowCount }, (_, i): Label => (
    column.type === 'categorical' ? column.categories[column.codes[i]] : column.type === 'boolean' ? column.values[i] === 1 : column.values[i]));
  const known = Int32Array.from(labels.keys()).filter((i) => model.classes.includes(labels[i]));
  const strangers = [...new Set(labels.filter((label) => !model.classes.includes(label)))];
  if (known.length === 0) throw new Error(`${rows.source}: some rows must be of classes of the model; ${JSON.stringify(model.target)} has ${strangers.slice(0, 5).map((label) => JSON.stringify(label)).join(', ')}`);
  if (strangers.length > 0) note(`${formatCount(labels.length - known.length, 'row')} of classes that the model does not know left out: ${strangers.slice(0, 5).map(String).join(', ')}${strangers.length > 5 ? ', …' : ''}`);
  const kept = rows.take(known);
  const y = Array.from(known, (i) => labels[i]);
  const predicted = await model.predict(kept, { onNote: note });
  const figures = classificationFigures(y, predicted, await model.predictProbability(kept), model.classes);
  const matrix = confusionMatrix(y, predicted, { classes: model.classes });
  return {
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
