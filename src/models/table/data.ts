/** Reads a table for a regression: which columns, which rows, which weights. Knows no estimator. */
import { describe, readWeights, type VectorInput } from '../../array/index.ts';
import { checkKnown, type RunOptions } from '../../estimator/index.ts';
import { unknownColumn, type ColumnType, type Frame, type Table } from '../../table/index.ts';

/** What fitting on a table takes. */
export interface TableFitOptions extends RunOptions {
  /** The numeric column to predict. */
  readonly target: string;
  /** The columns to predict it from. Default: every other column. */
  readonly features?: readonly string[];
  /** One weight ≥ 0 per row: a column, or a vector as long as the table. Default all 1. */
  readonly sampleWeight?: string | VectorInput;
}

/** A column of the table and what the model makes of it. */
export interface ModelColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** 'dropped': a feature that cannot help; the model does not need it. */
  readonly role: 'target' | 'feature' | 'weight' | 'dropped';
}

/** The rows of a table that have a target. */
export interface RegressionData {
  /** The feature columns. */
  readonly frame: Frame;
  readonly y: Float64Array;
  readonly weights?: Float64Array;
  readonly target: string;
  readonly features: readonly string[];
  /** The column of weights, when they came from one. */
  readonly weightColumn?: string;
  /** Rows left out because their target is missing. */
  readonly targetMissing: number;
  readonly notes: readonly string[];
}

/**
 * Reads the columns of a regression and leaves out the rows whose target is missing.
 * @param caller  the public function's name, for messages
 * @throws RangeError for an unknown column, a target among the features, zero rows, a target that is missing
 * everywhere or infinite, bad weights; TypeError for options of another kind and a target that is not numeric
 */
export async function readRegression(caller: string, table: Table, options: TableFitOptions): Promise<RegressionData> {
  const { target, features, weightColumn } = chooseColumns(caller, table, options);
  const wanted = [...new Set([...features, target, ...(weightColumn === undefined ? [] : [weightColumn])])];
  const all = await table.read(wanted);
  options.signal?.throwIfAborted();
  if (all.rowCount === 0) throw new RangeError(`${caller}: the table must have at least one row; ${table.source} has none`);
  const values = readTargetColumn(caller, all, target);
  const kept = new Int32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) kept[count++] = i;
  const rows = kept.subarray(0, count);
  const targetMissing = values.length - count;
  if (count === 0) throw new RangeError(`${caller}: the target must have at least one value; all ${values.length} rows of ${JSON.stringify(target)} are missing`);
  const picked = targetMissing === 0 ? all : all.take(rows);
  const given = weightColumn === undefined ? (options.sampleWeight as VectorInput | undefined) : readWeightColumn(caller, all, weightColumn, rows);
  const weights = pickWeights(caller, given, all.rowCount, rows);
  return {
    frame: await picked.read(features),
    y: targetMissing === 0 ? values : values.filter((value) => !Number.isNaN(value)),
    ...(weights && { weights }),
    target,
    features,
    ...(weightColumn !== undefined && { weightColumn }),
    targetMissing,
    notes: targetMissing === 0 ? [] : [`${targetMissing} of ${values.length} rows left out: ${JSON.stringify(target)} is missing there`],
  };
}

/** The target of a table as numbers, missing ones as NaN. */
function readTargetColumn(caller: string, frame: Frame, target: string): Float64Array {
  const column = frame.column(target);
  const name = JSON.stringify(target);
  if (column.type === 'categorical') {
    const levels = new Set(column.codes);
    levels.delete(-1);
    const advice = 'choose another target, or clean the column if numbers were meant';
    throw new TypeError(`${caller}: regression needs a numeric target; ${name} is categorical with ${levels.size} ${levels.size === 1 ? 'level' : 'levels'}, ${advice}`);
  }
  if (column.type !== 'numeric') throw new TypeError(`${caller}: regression needs a numeric target; ${name} is ${column.type}, choose another target`);
  const infinite = column.values.findIndex((value) => value === Infinity || value === -Infinity);
  if (infinite >= 0) throw new RangeError(`${caller}: every target must be finite; row ${infinite} of ${name} is ${column.values[infinite]}`);
  return column.values;
}

/** The column of weights, 0 in the rows that are left out; a missing weight in the others is refused. */
function readWeightColumn(caller: string, frame: Frame, name: string, rows: Int32Array): Float64Array {
  const column = frame.column(name);
  if (column.type !== 'numeric') throw new TypeError(`${caller}: sampleWeight must be a numeric column; ${JSON.stringify(name)} is ${column.type}`);
  const weights = new Float64Array(column.values.length);
  for (const row of rows) {
    if (Number.isNaN(column.values[row])) throw new RangeError(`${caller}: every row must have a weight; row ${row} of ${JSON.stringify(name)} is missing`);
    weights[row] = column.values[row];
  }
  return weights;
}

function chooseColumns(caller: string, table: Table, options: TableFitOptions): { target: string; features: readonly string[]; weightColumn?: string } {
  if (typeof options !== 'object' || options === null || typeof options.target !== 'string') {
    const given = typeof options === 'object' && options !== null ? `target is ${describe(options.target)}` : `there is ${describe(options)}`;
    throw new TypeError(`${caller}: fitting on a table needs { target: 'the column to predict' }; ${given}`);
  }
  checkKnown(caller, options, ['target', 'features', 'sampleWeight', 'signal', 'onProgress']);
  const { target, features, sampleWeight } = options;
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
