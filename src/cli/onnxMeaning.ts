/** What an ONNX file is to the commands: what its outputs mean, and which columns of a table it takes. */
import type { FileTable } from '../data/index.ts';
import type { ColumnInfo, ColumnType, OnnxModel } from '../index.ts';
import { UsageError } from './failure.ts';
import { formatCount } from './output.ts';

export interface Meaning {
  readonly what: 'numbers' | 'classes' | 'clusters';
  /** The output with the predictions. */
  readonly output: string;
  /** That with the probabilities of classes, or the distances to clusters. */
  readonly beside: string | undefined;
  /** Of a column of true values. */
  readonly type: ColumnType;
}

/** By the names that `toOnnx` and other exporters give; any other first output is a prediction of numbers. */
export function meaningOf({ outputs }: OnnxModel): Meaning {
  const named = (pattern: RegExp): OnnxModel['outputs'][number] | undefined => outputs.find(({ name }) => pattern.test(name));
  const cluster = named(/^cluster$/);
  if (cluster !== undefined) return { what: 'clusters', output: cluster.name, beside: named(/^distances$/)?.name, type: 'numeric' };
  const label = named(/^(output_)?label/);
  const [first] = label === undefined ? outputs : [label];
  const type = first.type === 'string' ? 'categorical' : first.type === 'bool' ? 'boolean' : 'numeric';
  const isLabel = label !== undefined || type !== 'numeric';
  return { what: isLabel ? 'classes' : 'numbers', output: first.name, beside: label && named(/^(output_)?probabilit/)?.name, type };
}

/** Columns that must be read as a type: those of the fit, or texts where texts are taken. */
export function typesOf({ columns, inputs }: OnnxModel): readonly ColumnInfo[] {
  if (columns !== undefined) return columns.filter(({ role }) => role === 'feature');
  return inputs.filter(({ type }) => type === 'string').map(({ name }) => ({ name, type: 'categorical' }));
}

export interface RowsAsked {
  /** A column that is none of them. */
  readonly target?: string | undefined;
  /** --columns */
  readonly columns?: readonly string[] | undefined;
}

/**
 * How a table is put to the model: nothing to say where the inputs are named as columns, else columns of numbers in order, of which a sentence tells.
 * @throws Error for another number of columns than the model takes
 */
export async function rowsFor(model: OnnxModel, path: string, table: FileTable, asked: RowsAsked, tell: (sentence: string) => void): Promise<{ readonly columns?: readonly string[] }> {
  const there = new Set(table.columns.map(({ name }) => name));
  const [{ name, shape }] = model.inputs;
  const lengths = shape.slice(1);
  const fixed = lengths.every((length) => typeof length === 'number') ? lengths.reduce((product, length) => product * length, 1) : undefined;
  if (namesColumns(model) || (asked.columns === undefined && fixed === 1 && there.has(name))) {
    const known = new Set(model.columns?.map((column) => column.name));
    await tellMissing(path, table, model.inputs.filter((input) => input.type !== 'string' && there.has(input.name) && !known.has(input.name)).map((input) => input.name), tell);
    return {};
  }
  const columns = asked.columns ?? table.columns.filter((column) => column.type === 'numeric' && column.name !== asked.target).map((column) => column.name);
  const listed = `${columns.slice(0, 8).map((column) => JSON.stringify(column)).join(', ')}${columns.length > 8 ? ', …' : ''}`;
  if (columns.length === 0 || (fixed !== undefined && fixed !== columns.length)) {
    const found = `${columns.length}${columns.length === 0 ? '' : `, ${listed}`}`;
    if (asked.columns !== undefined) throw new UsageError(`--columns must name as many columns as ${path} takes for a row, ${fixed}; there are ${found}`);
    throw new Error(`${table.source}: the table must have as many columns of numbers as ${path} takes for a row, ${fixed ?? 'some'}${asked.target === undefined ? '' : ` besides ${JSON.stringify(asked.target)}`}; it has ${found}${fixed !== undefined && columns.length > fixed ? '; say with --columns which to take' : ''}`);
  }
  if (asked.columns === undefined) tell(`${path} names no columns: it is given ${columns.length === 1 ? 'the column' : `the ${columns.length} columns`} of numbers, ${listed}${columns.length === 1 ? '' : ', in this order'}`);
  await tellMissing(path, table, columns, tell);
  return { columns };
}

/** Whether its inputs are columns of a table, whatever these are called. */
export function namesColumns({ columns, inputs }: OnnxModel): boolean {
  return columns !== undefined || inputs.length > 1 || inputs[0].type === 'string';
}

/** For models that know their columns. */
export function onlyUnnamed(path: string): UsageError {
  return new UsageError(`--columns is for ONNX files that name no columns; ${path} knows which it takes`);
}

/** Graphs of others may make a label of what is missing without a word. */
async function tellMissing(path: string, table: FileTable, names: readonly string[], tell: (sentence: string) => void): Promise<void> {
  if (names.length === 0) return;
  let rows = 0;
  for await (const frame of table.scan(names, { blockRows: 8192, categories: 'block' })) {
    for (let i = 0; i < frame.rowCount; i++) rows += Number(frame.columns.some((column) => column.type !== 'categorical' && Number.isNaN(column.values[i])));
  }
  if (rows > 0) tell(`${formatCount(rows, 'row')} ${rows === 1 ? 'lacks' : 'lack'} a number: ${path} is given NaN there`);
}
