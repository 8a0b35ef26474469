/** The rows of a table as inputs of a graph, block by block, and the outputs of the blocks as one. Knows no operator. */
import { describe, NdArray, showShape, type NumericView, type Shape } from '../../array/index.ts';
import { isStreamed, type ColumnType, type Frame, type FrameColumn, type Table } from '../../table/index.ts';
import { showLengths, type OnnxMetadata } from './metadata.ts';
import type { OnnxValue } from './readOnnx.ts';

/** What goes into a graph: numbers, or texts and booleans in a list. */
export type OnnxInput = NdArray | { readonly data: NumericView | readonly (string | number | boolean)[]; readonly shape: Shape };
/** What comes out: an array of numbers, or a list of texts or booleans. */
export type OnnxOutput = NdArray | { readonly data: readonly (string | boolean)[]; readonly shape: Shape };

export interface TableFeeds {
  /** The columns that are read. */
  readonly names: readonly string[];
  readonly of: (rows: Frame) => Promise<Record<string, OnnxInput>>;
}

/** The columns that are named as the inputs. @throws RangeError naming every one that is not there */
export function namedColumns(inputs: readonly OnnxValue[], { columns }: OnnxMetadata, table: Table): TableFeeds {
  const missing = inputs.filter(({ name }) => !table.columns.some((column) => column.name === name));
  if (missing.length > 0) throw new RangeError(`${table.source}: the table must have every column of the model; ${missing.slice(0, 8).map(({ name }) => describe(name)).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`);
  const types = new Map(columns?.map(({ name, type }) => [name, type]));
  return {
    names: inputs.map(({ name }) => name),
    of: async (rows) => Object.fromEntries(inputs.map((input) => [input.name, columnInput(rows, input, types.get(input.name))])),
  };
}

/** These columns, side by side, as the only input. @throws TypeError for a graph of more, or of texts; RangeError for another number of columns */
export function matrixOfColumns(caller: string, inputs: readonly OnnxValue[], names: readonly string[]): TableFeeds {
  const [{ name, type, shape }] = inputs;
  if (inputs.length > 1 || type === 'string') throw new TypeError(`${caller}: columns are for a model of one input of numbers; the inputs are ${inputs.slice(0, 8).map((input) => describe(input.name)).join(', ')}`);
  const sample = shape.slice(1);
  const known = sample.reduce<number>((product, length) => (typeof length === 'number' ? product * length : product), 1);
  const free = sample.filter((length) => typeof length !== 'number').length;
  const fits = free === 0 ? names.length === known : free === 1 && names.length % known === 0;
  if (!fits) throw new RangeError(`${caller}: columns must be as many as the numbers of a row of ${describe(name)}, ${showLengths(shape)}; there are ${names.length}`);
  const lengths = sample.map((length) => (typeof length === 'number' ? length : names.length / known));
  return {
    names,
    of: async (rows) => ({ [name]: { data: (await rows.matrix(names)).data, shape: [rows.rowCount, ...lengths] } }),
  };
}

/** In memory, or read as they are wanted. */
export async function* blocksOf(table: Table, names: readonly string[], blockRows: number, signal: AbortSignal | undefined): AsyncGenerator<Frame, void, undefined> {
  if (isStreamed(table)) {
    yield* table.scan(names, { blockRows, categories: 'block', ...(signal && { signal }) });
    return;
  }
  const frame = await table.read(names);
  for (let start = 0; start < frame.rowCount; start += blockRows) {
    yield frame.rowCount <= blockRows ? frame : frame.take(Int32Array.from({ length: Math.min(blockRows, frame.rowCount - start) }, (_, i) => start + i));
  }
}

/** @param rows  of each block @throws RangeError for an output that has no row for each row of the table */
export function joined(caller: string, blocks: readonly Record<string, OnnxOutput>[], rows: readonly number[]): Record<string, OnnxOutput> {
  if (blocks.length === 1) return blocks[0];
  return Object.fromEntries(Object.keys(blocks[0]).map((name) => {
    const parts = blocks.map((block) => block[name]);
    const odd = parts.findIndex(({ shape }, i) => shape[0] !== rows[i]);
    if (odd >= 0) throw new RangeError(`${caller}: outputs must have a row for each row of the table; ${describe(name)} has ${showShape(parts[odd].shape)} for ${rows[odd]} rows`);
    const shape = [rows.reduce((sum, count) => sum + count, 0), ...parts[0].shape.slice(1)];
    const arrays = parts.filter((part) => part instanceof NdArray);
    return [name, arrays.length > 0 ? stacked(arrays, shape) : { data: (parts as readonly Exclude<OnnxOutput, NdArray>[]).flatMap(({ data }) => data), shape }];
  }));
}

function stacked(parts: readonly NdArray[], shape: Shape): NdArray {
  const [{ dtype }] = parts;
  const size = parts.reduce((sum, { data }) => sum + data.length, 0);
  // whole numbers of more than 32 bits are float64, in the blocks that have any
  const all = parts.some((part) => part.dtype !== dtype) || dtype === 'float64' ? new Float64Array(size) : dtype === 'float32' ? new Float32Array(size) : new Int32Array(size);
  let start = 0;
  for (const { data } of parts) {
    all.set(data, start);
    start += data.length;
  }
  return new NdArray(all, shape);
}

/** @param fitted  the column's type in the fit, where it is known */
function columnInput(rows: Frame, { name, type, shape: wanted }: OnnxValue, fitted: ColumnType | undefined): OnnxInput {
  const column = rows.column(name);
  const shape = wanted.length === 1 ? [rows.rowCount] : [rows.rowCount, 1];
  if ((type === 'string') !== (column.type === 'categorical') || (fitted !== undefined && (fitted === 'date') !== (column.type === 'date'))) {
    if (!isEmpty(column)) throw new TypeError(`${rows.source}: columns must have the type that the model takes; ${JSON.stringify(name)} is ${column.type}, the model takes ${fitted ?? type}`);
    return type === 'string' ? { data: Array.from({ length: rows.rowCount }, () => ''), shape } : { data: new Float64Array(rows.rowCount).fill(NaN), shape };
  }
  if (column.type !== 'categorical') return { data: column.values, shape };
  return { data: Array.from(column.codes, (code) => column.categories[code] ?? ''), shape };
}

function isEmpty(column: FrameColumn): boolean {
  return column.type === 'categorical' ? column.codes.every((code) => code < 0) : column.values.every(Number.isNaN);
}
