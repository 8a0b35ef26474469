/**
 * The safetensors format: named arrays and a record of strings in one block of bytes. Knows no model.
 *
 *   8 bytes   length n of the header, little-endian
 *   n bytes   JSON { "__metadata__": { string: string }, name: { "dtype", "shape", "data_offsets": [begin, end] } }, padded with spaces
 *   the rest  the numbers, little-endian, without gaps
 *
 * @see https://huggingface.co/docs/safetensors
 */
import { describe, NdArray, typedArrays, type DType } from '../array/index.ts';
import { ModelFormatError, type Json } from '../estimator/index.ts';
import { parseStrictJson } from './strictJson.ts';

export interface Safetensors {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, NdArray>;
}

interface Entry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

const codes = new Map<string, DType>([['F64', 'float64'], ['F32', 'float32'], ['I32', 'int32']]);
const bytesOf: Record<DType, number> = { float64: 8, float32: 4, int32: 4 };
const longestHeader = 100_000_000; // the limit of the format's own implementation
const mostAxes = 8;
const longestEmptyAxis = 1_000_000; // the size of the file bounds every other axis

/** The bytes of `tensors` with `metadata`. Every number starts at a multiple of its size, counted from the start of the file. */
export function writeSafetensors({ metadata, tensors }: Safetensors): Uint8Array<ArrayBuffer> {
  // the format allows no gaps, so wide numbers come first
  const ordered = [...tensors].sort(([, a], [, b]) => bytesOf[b.dtype] - bytesOf[a.dtype]);
  let end = 0;
  const placed = ordered.map(([name, array]) => {
    const begin = end;
    end += array.data.length * bytesOf[array.dtype];
    return { name, array, begin, end };
  });
  const codeOf = new Map([...codes].map(([code, dtype]) => [dtype, code]));
  const header = JSON.stringify(Object.fromEntries<unknown>([
    ['__metadata__', Object.fromEntries(metadata)],
    ...placed.map(({ name, array, begin, end }) => [name, { dtype: codeOf.get(array.dtype), shape: array.shape, data_offsets: [begin, end] }] as const),
  ]));
  const text = new TextEncoder().encode(header);
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, headerLength, true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(text, 8);
  for (const { array, begin } of placed) putNumbers(view, 8 + headerLength + begin, array);
  return bytes;
}

/**
 * Reads what `writeSafetensors`, or any other writer of the format, wrote; numbers are copied. Trusts nothing:
 * every number the file states is held against the bytes that are there before it is used.
 * @throws ModelFormatError
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const headerLength = readHeaderLength(bytes, bytes.length);
  const dataStart = 8 + headerLength;
  const header = parseHeader(bytes.subarray(8, dataStart));
  const metadata = new Map<string, string>();
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') readMetadata(value, metadata);
    else entries.push(readEntry(name, value, bytes.length - dataStart));
  }
  checkCoverage(entries, bytes.length - dataStart);
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataStart, bytes.length - dataStart);
  return { metadata, tensors: new Map(entries.map((entry) => [entry.name, takeNumbers(view, entry)])) };
}

/**
 * The length of the header, from the first bytes of a file.
 * @param fileLength  how many bytes the whole file has
 */
export function readHeaderLength(start: Uint8Array, fileLength: number): number {
  if (fileLength < 8 || start.length < 8) {
    throw new ModelFormatError(`load: a model file must start with 8 bytes, the length of its header; the file has ${Math.min(fileLength, start.length)} in all`);
  }
  const view = new DataView(start.buffer, start.byteOffset, 8);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 4294967296;
  if (length > longestHeader) throw new ModelFormatError(`load: this is no model file; the first 8 bytes of one say how long its header is, at most ${longestHeader} bytes, and these say ${length}`);
  if (length > fileLength - 8) throw new ModelFormatError(`load: the header must lie in the file; it should have ${length} bytes, but ${fileLength - 8} follow: the file is cut short, or no model file`);
  return length;
}

function parseHeader(bytes: Uint8Array): { readonly [key: string]: Json } {
  if (bytes[0] !== 0x7b) throw new ModelFormatError(`load: the header must start with "{"; it ${bytes.length === 0 ? 'is empty' : `starts with byte ${bytes[0]}`}`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ModelFormatError('load: the header must be UTF-8 text; it has bytes that are none');
  }
  return parseStrictJson(text, 'the header') as { readonly [key: string]: Json };
}

function readMetadata(value: Json, into: Map<string, string>): void {
  if (!isRecord(value)) throw new ModelFormatError(`load: __metadata__ must be an object; it is ${describe(value)}`);
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw new ModelFormatError(`load: __metadata__ must hold strings; ${describe(key)} is ${describe(text)}`);
    into.set(key, text);
  }
}

function readEntry(name: string, value: Json, available: number): Entry {
  const what = `load: the array ${describe(name)}`;
  if (!isRecord(value)) throw new ModelFormatError(`${what} must be described by an object; it is ${describe(value)}`);
  for (const key of Object.keys(value)) {
    if (key !== 'dtype' && key !== 'shape' && key !== 'data_offsets') throw new ModelFormatError(`${what} must have dtype, shape and data_offsets only; it has ${describe(key)}`);
  }
  const dtype = typeof value.dtype === 'string' ? codes.get(value.dtype) : undefined;
  if (dtype === undefined) throw new ModelFormatError(`${what} must have one of the dtypes ${[...codes.keys()].join(', ')}; it has ${describe(value.dtype)}`);
  const { shape, data_offsets: offsets } = value;
  if (!isLengths(shape) || shape.length > mostAxes) throw new ModelFormatError(`${what} must have a shape of at most ${mostAxes} whole numbers, 0 or more; it has ${listed(shape)}`);
  if (!isLengths(offsets) || offsets.length !== 2) throw new ModelFormatError(`${what} must have data_offsets of two whole numbers, 0 or more; it has ${listed(offsets)}`);
  const [begin, end] = offsets;
  if (begin > end || end > available) {
    throw new ModelFormatError(`${what} must lie in the ${available} bytes of data; its offsets are ${listed(offsets)}${end > available ? ': the file is cut short' : ''}`);
  }
  if (begin % bytesOf[dtype] !== 0) throw new ModelFormatError(`${what} must start at a multiple of ${bytesOf[dtype]} bytes; it starts at ${begin}`);
  const size = shape.includes(0) ? 0 : shape.reduce((product, length) => product * length, bytesOf[dtype]);
  if (size !== end - begin) throw new ModelFormatError(`${what} must have as many bytes as its shape needs; ${listed(shape)} of ${dtype} needs ${size}, it has ${end - begin}`);
  if (size === 0 && shape.some((length) => length > longestEmptyAxis)) {
    throw new ModelFormatError(`${what} is empty, so its axes must be at most ${longestEmptyAxis}; its shape is ${listed(shape)}`);
  }
  return { name, dtype, shape, begin, end };
}

/** Arrays one after the other, from the first byte of data to the last: no overlap, no gap, nothing left over. */
function checkCoverage(entries: readonly Entry[], available: number): void {
  let reached = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== reached) {
      throw new ModelFormatError(`load: arrays must follow each other without ${begin < reached ? 'overlap' : 'gap'}; ${describe(name)} starts at byte ${begin}, the one before ends at ${reached}`);
    }
    reached = end;
  }
  if (reached !== available) throw new ModelFormatError(`load: the file must end with its last array; ${available - reached} bytes follow it`);
}

function putNumbers(view: DataView, at: number, { data, dtype }: NdArray): void {
  if (dtype === 'float64') for (let i = 0; i < data.length; i++) view.setFloat64(at + i * 8, data[i], true);
  else if (dtype === 'float32') for (let i = 0; i < data.length; i++) view.setFloat32(at + i * 4, data[i], true);
  else for (let i = 0; i < data.length; i++) view.setInt32(at + i * 4, data[i], true);
}

function takeNumbers(view: DataView, { dtype, shape, begin, end }: Entry): NdArray {
  const n = (end - begin) / bytesOf[dtype];
  const data = new typedArrays[dtype](n);
  if (dtype === 'float64') for (let i = 0; i < n; i++) data[i] = view.getFloat64(begin + i * 8, true);
  else if (dtype === 'float32') for (let i = 0; i < n; i++) data[i] = view.getFloat32(begin + i * 4, true);
  else for (let i = 0; i < n; i++) data[i] = view.getInt32(begin + i * 4, true);
  return new NdArray(data, shape);
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLengths(value: Json | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && length >= 0 && !Object.is(length, -0));
}

/** A value of the header for a message, never long. */
function listed(value: Json | undefined): string {
  if (!Array.isArray(value)) return describe(value);
  return `[${value.slice(0, mostAxes + 1).map((item) => describe(item)).join(', ')}${value.length > mostAxes + 1 ? ', …' : ''}]`;
}
