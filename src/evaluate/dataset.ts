/**
 * Rows that can be fitted on and predicted, be they a matrix with a target or a table with the name of its target:
 * what cross-validation, search and curves see. Knows no estimator, only the contract.
 */
import {
  describe, readLabels, readMatrix, readVector, readWeights, takeRows, toNdArray,
  type Label, type Labels, type MatrixInput, type NdArray, type VectorInput,
} from '../array/index.ts';
import type { ClassificationModel, Classifier, RegressionModel, Regressor, RunOptions } from '../estimator/index.ts';
import { isTable, type Frame, type Table } from '../table/index.ts';
import { probabilitiesOf } from './probabilitiesOf.ts';
import type { SplitContext } from './splitter.ts';
import { classTarget, numberTarget, type Target, type Truth } from './target.ts';
import type { Task } from './task.ts';

/** What the target of a table is, and what may explain it. */
export interface TableTarget {
  /** The column to predict. Rows where it is missing are left out. */
  readonly target: string;
  /** The columns to predict from; default all but the target and the weights. */
  readonly features?: readonly string[];
  /** A column, or one weight per row. */
  readonly sampleWeight?: string | VectorInput;
  /** A column, or one group per row: which rows belong together. */
  readonly groups?: string | Labels;
}

/** One weight and one group per row of a matrix. */
export interface RowOptions {
  /** Used in fitting and in measuring. Default all 1. */
  readonly sampleWeight?: VectorInput;
  /** Which rows belong together, for groupKFold. */
  readonly groups?: Labels;
}

type TableFit = { readonly target: string; readonly features?: readonly string[]; readonly sampleWeight?: string | VectorInput } & RunOptions;

/** A model fitted on a table. */
export interface TableRegressionModel {
  predict(table: Table): Promise<Float64Array>;
}

/** An estimator that can be fitted on a table. */
export interface TableRegressor {
  readonly kind: string;
  fit(table: Table, options: TableFit): Promise<TableRegressionModel>;
}

/** A model of classes fitted on a table. */
export interface TableClassificationModel {
  readonly classes: readonly Label[];
  predict(table: Table): Promise<readonly Label[]>;
  /** [rows, classes], columns in the order of `classes`. */
  predictProbability(table: Table): Promise<NdArray<[number, number]>>;
}

/** An estimator of classes that can be fitted on a table: of strings, booleans or numbers, as the target column has them. */
export interface TableClassifier {
  readonly kind: string;
  readonly task: 'classification';
  fit(table: Table, options: TableFit): Promise<TableClassificationModel>;
}

/** @typeParam E  the estimators it takes   @typeParam M  the models they give */
export interface Dataset<E, M> {
  readonly nSamples: number;
  readonly context: SplitContext;
  /** The target's classes, sorted, and the class of each row; undefined when it is numbers. */
  readonly classified: Target['classified'];
  /** True values at `rows`, as metrics take them. */
  truth(rows: Int32Array): Truth;
  /** Weights at `rows`; undefined when all count the same. */
  weights(rows: Int32Array): Float64Array | undefined;
  /** Without `rows`: on all. */
  fit(estimator: E, rows: Int32Array | undefined, run: RunOptions): Promise<M>;
  predict(model: M, rows: Int32Array): Promise<Truth>;
  /** Of a model of classes: one column per class of the dataset, 0 for one that the model did not see. */
  predictProbability(model: M, rows: Int32Array): Promise<NdArray<[number, number]>>;
}

/** X may hold NaN: an imputer in a pipeline may be there to fill it, and an estimator that minds will say so. */
function matrixDataset(
  caller: string, X: MatrixInput, y: VectorInput | MatrixInput | Labels, options: RowOptions, task: Task,
): Dataset<Regressor | Classifier, RegressionModel | ClassificationModel> {
  const matrix = readMatrix(caller, 'X', X, { allowMissing: true });
  const nSamples = matrix.rows;
  const target = task === 'classification' ? classTarget(caller, 'y', y as Labels, nSamples) : numberTarget(caller, y as VectorInput, nSamples);
  const weights = readWeights(caller, options.sampleWeight, nSamples, 'X');
  const { groups } = options;
  if (groups !== undefined) readLabels(caller, 'groups', groups, nSamples);
  const features = (rows?: Int32Array): NdArray<[number, number]> => toNdArray(rows === undefined ? matrix : takeRows(matrix, rows));
  return {
    nSamples,
    context: { ...(target.y && { y: target.y }), ...(groups !== undefined && { groups }) },
    classified: target.classified,
    truth: (rows) => target.at(rows),
    weights: (rows) => (weights === undefined ? undefined : takeValues(weights, rows)),
    fit: (estimator, rows, run) => {
      const sampleWeight = weights === undefined || rows === undefined ? weights : takeValues(weights, rows);
      return (estimator as Regressor).fit(features(rows), target.at(rows) as VectorInput, { ...run, ...(sampleWeight && { sampleWeight }) });
    },
    predict: (model, rows) => model.predict(features(rows)),
    predictProbability: (model, rows) => probabilitiesOf(model as ClassificationModel, features(rows), target.classified!.labels),
  };
}

/** Reads the table once; rows without a target are left out. */
async function tableDataset(
  caller: string, table: Table, options: TableTarget, task: Task,
): Promise<Dataset<TableRegressor | TableClassifier, TableRegressionModel | TableClassificationModel>> {
  const { target: name, features, sampleWeight, groups } = options;
  if (typeof name !== 'string') throw new TypeError(`${caller}: target must be the name of the column to predict; it is ${describe(name)}`);
  const all = await table.read();
  const rows = rowsWithTarget(caller, all, name, task);
  const frame = rows.length === all.rowCount ? all : all.take(rows);
  const target = task === 'classification'
    ? classTarget(caller, JSON.stringify(name), labelsOf(frame, name), frame.rowCount)
    : numberTarget(caller, numbersOf(caller, frame, name, 'the target'), frame.rowCount);
  const given = sampleWeight === undefined || typeof sampleWeight === 'string'
    ? undefined
    : takeValues(readVector(caller, 'sampleWeight', sampleWeight, [all.rowCount, 'the table']), rows);
  const weights = readWeights(caller, typeof sampleWeight === 'string' ? numbersOf(caller, frame, sampleWeight, 'sampleWeight') : given, rows.length, 'the table');
  const weightsFor = (chosen: Int32Array | undefined): { sampleWeight?: string | VectorInput } =>
    sampleWeight === undefined ? {} : { sampleWeight: typeof sampleWeight === 'string' ? sampleWeight : chosen === undefined ? given : takeValues(given as Float64Array, chosen) };
  // a column that only says which rows belong together is no feature
  const explaining = features ?? (typeof groups === 'string' ? all.columns.map((column) => column.name).filter((column) => ![name, groups, sampleWeight].includes(column)) : undefined);
  return {
    nSamples: rows.length,
    context: { y: target.y as Labels, ...(groups !== undefined && { groups: groupsOf(caller, all, rows, groups) }) },
    classified: target.classified,
    truth: (chosen) => target.at(chosen),
    weights: (chosen) => (weights === undefined ? undefined : takeValues(weights, chosen)),
    fit: (estimator, chosen, run) => estimator.fit(chosen === undefined ? frame : frame.take(chosen), {
      ...run, target: name, ...(explaining !== undefined && { features: explaining }), ...weightsFor(chosen),
    }),
    predict: (model, chosen) => model.predict(frame.take(chosen)),
    predictProbability: (model, chosen) => probabilitiesOf(model as TableClassificationModel, frame.take(chosen), target.classified!.labels),
  };
}

/** Either dataset, by what was given; `options` hold the target when it is a table. */
export async function datasetOf(
  caller: string, data: MatrixInput | Table, y: VectorInput | MatrixInput | Labels | undefined, options: RowOptions | TableTarget, task: Task,
): Promise<Dataset<unknown, unknown>> {
  if (isTable(data)) return (await tableDataset(caller, data, options as TableTarget, task)) as Dataset<unknown, unknown>;
  return matrixDataset(caller, data, y as VectorInput, options as RowOptions, task) as Dataset<unknown, unknown>;
}

function takeValues(values: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]);
}

function rowsWithTarget(caller: string, frame: Frame, target: string, task: Task): Int32Array {
  const column = frame.column(target);
  if (task === 'regression') numbersOf(caller, frame, target, 'the target', true);
  else if (column.type === 'date') throw new TypeError(`${caller}: classes must be strings, booleans or numbers; the column ${JSON.stringify(target)} is of dates`);
  const rows = Int32Array.from({ length: frame.rowCount }, (_, i) => i)
    .filter((i) => (column.type === 'categorical' ? column.codes[i] >= 0 : !Number.isNaN(column.values[i])));
  if (rows.length === 0) throw new RangeError(`${caller}: the target must be known in some row; ${JSON.stringify(target)} is missing in all ${frame.rowCount}`);
  return rows;
}

/** The cells of a column none of which is missing, as users write them. */
function labelsOf(frame: Frame, name: string): readonly Label[] {
  const column = frame.column(name);
  if (column.type === 'categorical') return Array.from(column.codes, (code) => column.categories[code]);
  return Array.from(column.values, (value) => (column.type === 'boolean' ? value === 1 : value));
}

function numbersOf(caller: string, frame: Frame, name: string, role: string, allowMissing = false): Float64Array {
  const column = frame.column(name);
  if (column.type !== 'numeric') throw new TypeError(`${caller}: ${role} must be a numeric column; ${JSON.stringify(name)} is ${column.type}`);
  return frame.rowCount === 0 ? column.values : readVector(caller, JSON.stringify(name), column.values, undefined, { allowMissing });
}

function groupsOf(caller: string, all: Frame, rows: Int32Array, groups: string | Labels): Labels {
  if (typeof groups !== 'string') {
    const { codes } = readLabels(caller, 'groups', groups, all.rowCount);
    return Array.from(rows, (row) => codes[row]);
  }
  const column = all.column(groups);
  const values: ArrayLike<number> = column.type === 'categorical' ? column.codes : column.values;
  return Array.from(rows, (row): Label => {
    const missing = column.type === 'categorical' ? values[row] < 0 : Number.isNaN(values[row]);
    if (missing) throw new RangeError(`${caller}: every row must have a group; ${JSON.stringify(groups)} is missing in row ${row}`);
    return values[row];
  });
}
