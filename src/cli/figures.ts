/** How far predictions are from what is true: for a program, and for a reader. Knows no model. */
import {
  accuracy, balancedAccuracy, classificationFigures, confusionMatrix, f1, meanAbsoluteError, NdArray, r2, rootMeanSquaredError, type ColumnInfo, type Label,
} from '../index.ts';
import type { FileTable, FrameColumn } from '../data/index.ts';
import { confusionTable } from './confusionTable.ts';
import { noteOnlyClass } from './onlyClass.ts';
import { formatCount, formatNumber, formatShare, formatTable, note, print, printJson } from './output.ts';
import type { TableOptions } from './withTable.ts';

export interface EvaluateOptions extends TableOptions {
  /** Of an ONNX file that does not name it. */
  readonly target?: string;
  /** Of one that names no columns. */
  readonly columns?: readonly string[];
  /** Of an IDX file of images. */
  readonly labels?: string;
  readonly json?: boolean;
}

/** A table's column of what is true, and the rows where it has a value. */
export interface Truth {
  readonly table: FileTable;
  readonly column: FrameColumn;
  readonly known: Int32Array;
}

export interface Figures {
  /** Of how many rows they are. */
  readonly rows: number;
  readonly document: object;
  readonly lines: readonly (readonly [name: string, value: string])[];
  readonly below?: string;
}

/** @throws Error for a target of another type than the model's, or without values; RangeError where it is not there */
export async function readTruth(table: FileTable, { name, type }: ColumnInfo, run: { readonly signal: AbortSignal }): Promise<Truth> {
  // the features stay in the file where they would not fit
  const column = (await table.read([name], run)).column(name);
  if (column.type !== type) throw new Error(`${table.source}: the target must be ${type}, as for the fit; ${JSON.stringify(name)} is ${column.type}`);
  const known = Int32Array.from({ length: table.rowCount }, (_, i) => i).filter((i) => (column.type === 'categorical' ? column.codes[i] >= 0 : !Number.isNaN(column.values[i])));
  if (known.length === 0) throw new Error(`${table.source}: at least one row must have a target; all ${table.rowCount} of ${JSON.stringify(name)} are missing`);
  return { table, column, known };
}

export function showFigures({ rows, document, lines, below }: Figures, { table, column: { name }, known }: Truth, about: { readonly model: string; readonly table: string }, json: boolean | undefined): void {
  const missing = table.rowCount - known.length;
  if (json === true) {
    printJson({ ...about, target: name, rows, targetMissing: missing, ...document });
    return;
  }
  if (missing > 0) note(`${formatCount(missing, 'row')} without ${name} left out`);
  print(formatTable(['figure', name], [['rows', String(rows)], ...lines]));
  if (below !== undefined) print(`\n${below}`);
}

/** @param predicted  for every row of the table */
export function numberFigures({ column, known }: Truth, predicted: ArrayLike<number>): Figures {
  const values = (column as { readonly values: Float64Array }).values;
  const [y, found] = [values, predicted].map((all) => Float64Array.from(known, (i) => all[i]));
  const figures = { rootMeanSquaredError: rootMeanSquaredError(y, found), meanAbsoluteError: meanAbsoluteError(y, found), r2: r2(y, found) };
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

/** Rows of classes that a model knows. */
export interface ClassTruth {
  readonly classes: readonly Label[];
  readonly y: readonly Label[];
  /** Their places in the table. */
  readonly places: Int32Array;
  readonly unknown: { readonly unknownClasses: readonly Label[]; readonly unknownRows: number };
}

/** Rows of classes that the model does not know are left out, and counted. @throws Error when none is left */
export function classTruth({ table, column, known }: Truth, classes: readonly Label[]): ClassTruth {
  const labels = labelsOf(column, known);
  const kept = Int32Array.from(labels.keys()).filter((i) => classes.includes(labels[i]));
  const strangers = [...new Set(labels.filter((label) => !classes.includes(label)))];
  if (kept.length === 0) throw new Error(`${table.source}: some rows must be of classes of the model; ${JSON.stringify(column.name)} has ${strangers.slice(0, 5).map((label) => JSON.stringify(label)).join(', ')}`);
  if (strangers.length > 0) note(`${formatCount(labels.length - kept.length, 'row')} of classes that the model does not know left out: ${strangers.slice(0, 5).map(String).join(', ')}${strangers.length > 5 ? ', …' : ''}`);
  return { classes, y: Array.from(kept, (i) => labels[i]), places: kept.map((i) => known[i]), unknown: { unknownClasses: strangers, unknownRows: labels.length - kept.length } };
}

/** In the type of the column. */
export function labelsOf(column: FrameColumn, rows: ArrayLike<number>): Label[] {
  return Array.from(rows, (i): Label => (column.type === 'categorical' ? column.categories[column.codes[i]] : column.type === 'boolean' ? column.values[i] === 1 : column.values[i]));
}

/** @param predicted  for every row of the table, like @param probabilities  [rows, classes]; without them what needs them is left out */
export function classFigures({ classes, y, places, unknown }: ClassTruth, predicted: ArrayLike<Label>, probabilities: NdArray | undefined): Figures {
  const found = Array.from(places, (i) => predicted[i]);
  const k = classes.length;
  const chosen = probabilities && new NdArray<[number, number]>(Float64Array.from({ length: places.length * k }, (_, e) => probabilities.data[places[Math.floor(e / k)] * k + (e % k)]), [places.length, k]);
  const figures: Omit<ReturnType<typeof classificationFigures>, 'logLoss'> & { readonly logLoss?: number } = chosen === undefined
    ? { accuracy: accuracy(y, found, { classes }), balancedAccuracy: balancedAccuracy(y, found, { classes }), macroF1: f1(y, found, { classes, average: 'macro' }) }
    : classificationFigures(y, found, chosen, classes);
  const matrix = confusionMatrix(y, found, { classes });
  noteOnlyClass(formatCount(places.length, 'row'), y, classes);
  return {
    rows: places.length,
    document: { ...unknown, ...figures, classes, confusion: matrix.toNested() },
    lines: [
      ['accuracy', formatShare(figures.accuracy)],
      ['balanced accuracy', formatShare(figures.balancedAccuracy)],
      ['macro F1', figures.macroF1.toFixed(4)],
      ...(figures.logLoss === undefined ? [] : [['log loss', formatNumber(figures.logLoss)] as const]),
      ...(figures.rocAuc === undefined ? [] : [['AUC', figures.rocAuc.toFixed(4)] as const]),
    ],
    below: confusionTable(matrix),
  };
}

export function noTarget(path: string): Error {
  return new Error(`evaluate: the model must have a target; ${path} holds clusters, which glissade predict finds for rows and glissade explain describes`);
}
