/** Reads a table for a fit: which columns, which rows, which weights, and numbers or classes as target. Knows no estimator. */
import { describe, readWeights, type Label, type VectorInput } from '../../array/index.ts';
import { checkKnown, checkNumber, type RunOptions } from '../../estimator/index.ts';
import { unknownColumn, type ColumnType, type Frame, type FrameColumn, type NumberColumn, type Table } from '../../table/index.ts';

/** What fitting on a table takes. */
export interface TableFitOptions extends RunOptions {
  /** The column to predict: numbers for a regression; strings, booleans or whole numbers for a classification. */
  readonly target: string;
  /** The columns to predict it from. Default: every other column. */
  readonly features?: readonly string[];
  /** One weight ≥ 0 per row: a column, or a vector as long as the table. Default all 1. */
  readonly sampleWeight?: string | VectorInput;
  /**
   * Bytes, ≥ 0. A table in a file that would need more in memory is read in blocks, some times over; 0: always. Default:
   * that of the table, a quarter of the computer's memory.
   */
  readonly memoryBudget?: number;
}

/** A column of the table and what the model makes of it. */
export interface ModelColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** 'dropped': a feature that cannot help; the model does not need it. */
  readonly role: 'target' | 'feature' | 'weight' | 'dropped';
}

/** The rows of a table that have a target. @typeParam Y  their targets */
export interface TableData<Y> {
  /** The feature columns. */
  readonly frame: Frame;
  readonly y: Y;
  readonly weights?: Float64Array;
  readonly target: string;
  readonly targetType: ColumnType;
  readonly features: readonly string[];
  /** The column of weights, when they came from one. */
  readonly weightColumn?: string;
  /** Rows left out because their target is missing. */
  readonly targetMissing: number;
  readonly notes: readonly string[];
}

export type RegressionData = TableData<Float64Array>;
export type ClassificationData = TableData<readonly Label[]>;

/**
 * Reads the columns of a regression and leaves out the rows whose target is missing.
 * @param caller  the public function's name, for messages
 * @throws RangeError for an unknown column, a target among the features, zero rows, a target that is missing
 * everywhere or infinite, bad weights; TypeError for options of another kind and a target that is not numeric
 */
export function readRegression(caller: string, table: Table, options: TableFitOptions): Promise<RegressionData> {
  return readTable(caller, table, options, checkNumbers, (column, rows) => Float64Array.from(rows, (row) => (column as NumberColumn).values[row]));
}

/**
 * The same for a classification. Classes are strings, booleans or whole numbers, as the target column has them.
 * @throws as readRegression; TypeError for a target of dates, RangeError for one of fractions
 */
export function readClassification(caller: string, table: Table, options: TableFitOptions): Promise<ClassificationData> {
  return readTable(caller, table, options, checkClasses, (column, rows) => Array.from(rows, (row): Label => (
    column.type === 'categorical' ? column.categories[column.codes[row]] : column.type === 'boolean' ? column.values[row] === 1 : column.values[row])));
}

async function readTable<Y>(
  caller: string, table: Table, options: TableFitOptions, check: (caller: string, column: FrameColumn) => void, take: (column: FrameColumn, rows: Int32Array) => Y,
): Promise<TableData<Y>> {
  const { target, features, weightColumn } = chooseColumns(caller, table, options);
  const wanted = [...new Set([...features, target, ...(weightColumn === undefined ? [] : [weightColumn])])];
  const all = await table.read(wanted);
  options.signal?.throwIfAborted();
  const total = all.rowCount;
  if (total === 0) throw new RangeError(`${caller}: the table must have at least one row; ${table.source} has none`);
  const column = all.column(target);
  check(caller, column);
  const rows = knownRows(column);
  const targetMissing = total - rows.length;
  checkTargetThere(caller, target, rows.length, total);
  const picked = targetMissing === 0 ? all : all.take(rows);
  const given = weightColumn === undefined ? (options.sampleWeight as VectorInput | undefined) : readWeightColumn(caller, all, weightColumn, rows);
  const weights = pickWeights(caller, given, total, rows);
  return {
    frame: await picked.read(features),
    y: take(column, rows),
    ...(weights && { weights }),
    target,
    targetType: column.type,
    features,
    ...(weightColumn !== undefined && { weightColumn }),
    targetMissing,
    notes: notesOn(target, targetMissing, total),
  };
}

/** Where a column has a value. */
export function knownRows(column: FrameColumn): Int32Array {
  const values = column.type === 'categorical' ? column.codes : column.values;
  const rows = new Int32Array(values.length);
  let known = 0;
  for (let i = 0; i < values.length; i++) {
    rows[known] = i;
    if (values[i] >= 0 || (column.type !== 'categorical' && values[i] < 0)) known++;
  }
  return rows.subarray(0, known);
}

/** @throws RangeError when no row has a target */
export function checkTargetThere(caller: string, target: string, known: number, total: number): void {
  if (known === 0) throw new RangeError(`${caller}: the target must have at least one value; all ${total} rows of ${JSON.stringify(target)} are missing`);
}

export function notesOn(target: string, targetMissing: number, total: number): readonly string[] {
  return targetMissing === 0 ? [] : [`${targetMissing} of ${total} rows left out: ${JSON.stringify(target)} is missing there`];
}

/** A target of numbers, missing ones as NaN. @param start  rows before these, for messages */
export function checkNumbers(caller: string, column: FrameColumn, start = 0): void {
  const name = JSON.stringify(column.name);
  if (column.type === 'categorical') {
    const levels = new Set(column.codes);
    levels.delete(-1);
    const advice = 'choose another target, or clean the column if numbers were meant';
    throw new TypeError(`${caller}: regression needs a numeric target; ${name} is categorical with ${levels.size} ${levels.size === 1 ? 'level' : 'levels'}, ${advice}`);
  }
  if (column.type !== 'numeric') throw new TypeError(`${caller}: regression needs a numeric target; ${name} is ${column.type}, choose another target`);
  checkFinite(caller, column, start);
}

export function checkClasses(caller: string, column: FrameColumn, start = 0): void {
  const name = JSON.stringify(column.name);
  if (column.type === 'date') throw new TypeError(`${caller}: classes must be strings, booleans or whole numbers; ${name} is date, choose another target`);
  if (column.type !== 'numeric') return;
  checkFinite(caller, column, start);
  const fraction = column.values.findIndex((value) => !Number.isNaN(value) && !Number.isInteger(value));
  if (fraction < 0) return;
  throw new RangeError(`${caller}: classes must be strings, booleans or whole numbers; row ${start + fraction} of ${name} is ${column.values[fraction]}, fit a regression, or open the column as categorical`);
}

function checkFinite(caller: string, { name, values }: NumberColumn, start: number): void {
  const infinite = values.findIndex((value) => value === Infinity || value === -Infinity);
  if (infinite >= 0) throw new RangeError(`${caller}: every target must be finite; row ${start + infinite} of ${JSON.stringify(name)} is ${values[infinite]}`);
}

/** The column of weights, 0 in the rows that are left out; a missing weight in the others is refused. */
export function readWeightColumn(caller: string, frame: Frame, name: string, rows: Int32Array, start = 0): Float64Array {
  const column = frame.column(name);
  if (column.type !== 'numeric') throw new TypeError(`${caller}: sampleWeight must be a numeric column; ${JSON.stringify(name)} is ${column.type}`);
  const weights = new Float64Array(column.values.length);
  for (const row of rows) {
    if (Number.isNaN(column.values[row])) throw new RangeError(`${caller}: every row must have a weight; row ${start + row} of ${JSON.stringify(name)} is missing`);
    weights[row] = column.values[row];
  }
  return weights;
}

/** Which columns play which part. */
export interface ChosenColumns {
  readonly target: string;
  readonly features: readonly string[];
  readonly weightColumn?: string;
}

/** @throws as readRegression for unknown columns and options */
export function chooseColumns(caller: string, table: Table, options: TableFitOptions): ChosenColumns {
  if (typeof options !== 'object' || options === null || typeof options.target !== 'string') {
    const given = typeof options === 'object' && options !== null ? `target is ${describe(options.target)}` : `there is ${describe(options)}`;
    throw new TypeError(`${caller}: fitting on a table needs { target: 'the column to predict' }; ${given}`);
  }
  checkKnown(caller, options, ['target', 'features', 'sampleWeight', 'memoryBudget', 'signal', 'onProgress']);
  const { target, features, sampleWeight } = options;
  if (options.memoryBudget !== undefined) checkNumber(caller, 'memoryBudget', options.memoryBudget, { min: 0 });
  const there = new Set(table.columns.map(({ name }) => name));
  const check = (name: string): void => {
    if (!there.has(name)) throw unknownColumn(table, name);
  };
  check(target);
  const weightColumn = typeof sampleWeight === 'string' ? sampleWeight : undefined;
  if (weightColumn !== undefined) check(weightColumn);
  if (weightColumn === target) throw new RangeError(`${caller}: sampleWeight must be another column than the target; both are ${JSON.stringify(target)}`);
  if (features === undefined) {
    return { target, features: [...there].filter((name) => name !== target && name !== weightColumn), ...(weightColumn !== undefined && { weightColumn }) };
  }
  if (!Array.isArray(features)) throw new TypeError(`${caller}: features must be an array of column names; it is ${describe(features)}`);
  features.forEach((name: unknown, i) => {
    if (typeof name !== 'string') throw new TypeError(`${caller}: features must be column names; features[${i}] is ${describe(name)}`);
    check(name);
    if (name === target) throw new RangeError(`${caller}: features must not hold the target; features[${i}] is ${JSON.stringify(target)}`);
    if (name === weightColumn) throw new RangeError(`${caller}: features must not hold the column of weights; features[${i}] is ${JSON.stringify(name)}`);
    if (features.indexOf(name) !== i) throw new RangeError(`${caller}: features must be distinct; ${JSON.stringify(name)} is there twice`);
  });
  return { target, features, ...(weightColumn !== undefined && { weightColumn }) };
}

/** Weights of the whole table, of which the rows with a target are used. */
function pickWeights(caller: string, given: VectorInput | undefined, total: number, rows: Int32Array): Float64Array | undefined {
  const all = readWeights(caller, given, total);
  if (all === undefined || rows.length === total) return all;
  return readWeights(caller, Float64Array.from(rows, (row) => all[row]), rows.length);
}
