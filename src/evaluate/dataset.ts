/**
 * Rows that can be fitted on and predicted, be they a matrix with a target or a table with the name of its target:
 * what cross-validation, search and curves see. Knows no estimator, only the contract.
 */
import {
  describe, isMatrixInput, readLabels, readMatrix, readVector, readWeights, takeRows, toNdArray,
  type Label, type Labels, type Matrix, type MatrixInput, type NdArray, type VectorInput,
} from '../array/index.ts';
import type { RegressionModel, Regressor, RunOptions } from '../estimator/index.ts';
import { isTable, type Frame, type Table } from '../table/index.ts';
import type { SplitContext } from './splitter.ts';

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

/** A model fitted on a table. */
export interface TableRegressionModel {
  predict(table: Table): Promise<Float64Array>;
}

/** An estimator that can be fitted on a table. */
export interface TableRegressor {
  readonly kind: string;
  fit(table: Table, options: { readonly target: string; readonly features?: readonly string[]; readonly sampleWeight?: string | VectorInput } & RunOptions): Promise<TableRegressionModel>;
}

/** @typeParam E  the estimators it takes   @typeParam M  the models they give */
export interface Dataset<E, M> {
  readonly nSamples: number;
  readonly context: SplitContext;
  /** True values at `rows`, as metrics take them: a vector, or a matrix for many targets. */
  truth(rows: Int32Array): Float64Array | NdArray<[number, number]>;
  /** Weights at `rows`; undefined when all count the same. */
  weights(rows: Int32Array): Float64Array | undefined;
  /** Without `rows`: on all. */
  fit(estimator: E, rows: Int32Array | undefined, run: RunOptions): Promise<M>;
  predict(model: M, rows: Int32Array): Promise<Float64Array | NdArray<[number, number]>>;
}

/** X may hold NaN: an imputer in a pipeline may be there to fill it, and an estimator that minds will say so. */
export function matrixDataset<M extends RegressionModel>(
  caller: string, X: MatrixInput, y: VectorInput | MatrixInput, options: RowOptions,
): Dataset<Regressor<M>, M> {
  const matrix = readMatrix(caller, 'X', X, { allowMissing: true });
  const nSamples = matrix.rows;
  const many = isMatrixInput(y);
  const Y: Matrix = many ? readMatrix(caller, 'y', y) : { data: readVector(caller, 'y', y, [nSamples, 'X']), rows: nSamples, columns: 1 };
  if (Y.rows !== nSamples) throw new RangeError(`${caller}: y must have one row per row of X; y has ${Y.rows}, X has ${nSamples}`);
  const weights = readWeights(caller, options.sampleWeight, nSamples, 'X');
  const { groups } = options;
  if (groups !== undefined) readLabels(caller, 'groups', groups, nSamples);
  const features = (rows?: Int32Array): NdArray<[number, number]> => toNdArray(rows === undefined ? matrix : takeRows(matrix, rows));
  const truth = (rows?: Int32Array): Float64Array | NdArray<[number, number]> => {
    const taken = rows === undefined ? Y : takeRows(Y, rows);
    return many ? toNdArray(taken) : taken.data;
  };
  return {
    nSamples,
    context: { ...(!many && { y: Y.data }), ...(groups !== undefined && { groups }) },
    truth,
    weights: (rows) => (weights === undefined ? undefined : takeValues(weights, rows)),
    fit: (estimator, rows, run) => {
      const sampleWeight = weights === undefined || rows === undefined ? weights : takeValues(weights, rows);
      return estimator.fit(features(rows), truth(rows), { ...run, ...(sampleWeight && { sampleWeight }) });
    },
    predict: (model, rows) => model.predict(features(rows)),
  };
}

/** Reads the table once; rows without a target are left out. */
export async function tableDataset(caller: string, table: Table, options: TableTarget): Promise<Dataset<TableRegressor, TableRegressionModel>> {
  const { target, features, sampleWeight, groups } = options;
  if (typeof target !== 'string') throw new TypeError(`${caller}: target must be the name of the column to predict; it is ${describe(target)}`);
  const all = await table.read();
  const rows = rowsWithTarget(caller, all, target);
  const frame = rows.length === all.rowCount ? all : all.take(rows);
  const y = numbersOf(caller, frame, target, 'the target');
  const given = sampleWeight === undefined || typeof sampleWeight === 'string'
    ? undefined
    : takeValues(readVector(caller, 'sampleWeight', sampleWeight, [all.rowCount, 'the table']), rows);
  const weights = readWeights(caller, typeof sampleWeight === 'string' ? numbersOf(caller, frame, sampleWeight, 'sampleWeight') : given, y.length, 'the table');
  const weightsFor = (chosen: Int32Array | undefined): { sampleWeight?: string | VectorInput } =>
    sampleWeight === undefined ? {} : { sampleWeight: typeof sampleWeight === 'string' ? sampleWeight : chosen === undefined ? given : takeValues(given as Float64Array, chosen) };
  // a column that only says which rows belong together is no feature
  const explaining = features ?? (typeof groups === 'string' ? all.columns.map(({ name }) => name).filter((name) => ![target, groups, sampleWeight].includes(name)) : undefined);
  return {
    nSamples: y.length,
    context: { y, ...(groups !== undefined && { groups: groupsOf(caller, all, rows, groups) }) },
    truth: (chosen) => takeValues(y, chosen),
    weights: (chosen) => (weights === undefined ? undefined : takeValues(weights, chosen)),
    fit: (estimator, chosen, run) => estimator.fit(chosen === undefined ? frame : frame.take(chosen), {
      ...run, target, ...(explaining !== undefined && { features: explaining }), ...weightsFor(chosen),
    }),
    predict: (model, chosen) => model.predict(frame.take(chosen)),
  };
}

/** Either dataset, by what was given; `options` hold the target when it is a table. */
export async function datasetOf(
  caller: string, data: MatrixInput | Table, y: VectorInput | MatrixInput | undefined, options: RowOptions | TableTarget,
): Promise<Dataset<unknown, unknown>> {
  if (isTable(data)) return (await tableDataset(caller, data, options as TableTarget)) as Dataset<unknown, unknown>;
  return matrixDataset(caller, data, y as VectorInput, options as RowOptions) as Dataset<unknown, unknown>;
}

function takeValues(values: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]);
}

function rowsWithTarget(caller: string, frame: Frame, target: string): Int32Array {
  const values = numbersOf(caller, frame, target, 'the target', true);
  const rows = Int32Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]));
  if (rows.length === 0) throw new RangeError(`${caller}: the target must be known in some row; ${JSON.stringify(target)} is missing in all ${frame.rowCount}`);
  return rows;
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
