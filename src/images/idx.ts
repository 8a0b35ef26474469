/**
 * The IDX format of MNIST: two zero bytes, the type of the numbers, the rank, the lengths (32 bits each), the numbers, all
 * big endian. Knows bytes, no files.
 * @see LeCun, Cortes, Burges, "The MNIST database"
 */
import { describe, type NumericView } from '../array/index.ts';

export interface IdxHeader {
  readonly shape: readonly number[];
  readonly type: IdxType;
  /** Where the numbers begin. */
  readonly start: number;
  /** Bytes of all numbers. */
  readonly bytes: number;
}

export interface IdxType {
  readonly name: string;
  /** Bytes of a number. */
  readonly size: number;
  /** Numbers from big-endian bytes. */
  decode(bytes: Uint8Array): NumericView;
}

/**
 * Numbers of any rank and type from the bytes of an IDX file, decompressed.
 * @throws TypeError when it is no IDX; RangeError when its lengths promise more or fewer bytes than there are
 * @example const { data, shape } = readIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9)); // [7, 9], [2]
 */
export function readIdx(bytes: Uint8Array): { readonly data: NumericView; readonly shape: readonly number[] } {
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`readIdx: bytes must be a Uint8Array; they are ${describe(bytes)}`);
  const problem = (text: string): Error => new TypeError(`readIdx: ${text}`);
  const header = idxHeader(bytes, problem);
  checkIdxLength(header, bytes.length, (text) => new RangeError(`readIdx: ${text}`));
  return { data: header.type.decode(bytes.subarray(header.start)), shape: header.shape };
}

/** @param problem  makes the error of a sentence: "an IDX file must …" */
export function idxHeader(bytes: Uint8Array, problem: (text: string) => Error): IdxHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0) {
    const gzip = bytes[0] === 31 && bytes[1] === 139 ? '; this is compressed by gzip (name it .gz)' : `; it begins with ${bytes.length === 0 ? 'nothing' : `the bytes ${[...bytes.subarray(0, 4)].join(' ')}`}`;
    throw problem(`an IDX file must begin with two zero bytes, its type and its rank${gzip}`);
  }
  const type = types.get(bytes[2]);
  if (type === undefined) throw problem(`the type of an IDX file must be one of 8, 9, 11, 12, 13, 14 (0x08 to 0x0E); it is ${bytes[2]}`);
  const rank = bytes[3];
  if (rank === 0) throw problem('the rank of an IDX file must be at least 1; it is 0');
  const start = 4 + 4 * rank;
  if (bytes.length < start) throw problem(`an IDX file of rank ${rank} must begin with ${start} bytes of header; it has ${bytes.length}`);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { shape, type, start, bytes: shape.reduce((product, length) => product * length, type.size) };
}

/** @param length  bytes of the whole file   @param atLeast  'at least ' when there may be more */
export function checkIdxLength({ shape, type, start, bytes }: IdxHeader, length: number, problem: (text: string) => Error, atLeast = ''): void {
  if (start + bytes === length) return;
  throw problem(`an IDX file must hold what its header says: ${shape.join(' × ')} numbers (${type.name}), ${start + bytes} bytes with the header; it has ${atLeast}${length}${length < start + bytes ? '. Is it cut short?' : ''}`);
}

const types: ReadonlyMap<number, IdxType> = new Map([
  [0x08, { name: 'unsigned bytes', size: 1, decode: (bytes: Uint8Array): NumericView => bytes }],
  [0x09, { name: 'signed bytes', size: 1, decode: (bytes: Uint8Array): NumericView => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) }],
  [0x0b, { name: '16-bit integers', size: 2, decode: decoder(Int16Array, 2, (view, at) => view.getInt16(at)) }],
  [0x0c, { name: '32-bit integers', size: 4, decode: decoder(Int32Array, 4, (view, at) => view.getInt32(at)) }],
  [0x0d, { name: 'float32', size: 4, decode: decoder(Float32Array, 4, (view, at) => view.getFloat32(at)) }],
  [0x0e, { name: 'float64', size: 8, decode: decoder(Float64Array, 8, (view, at) => view.getFloat64(at)) }],
]);

function decoder(Numbers: new (length: number) => NumericView, size: number, get: (view: DataView, at: number) => number): (bytes: Uint8Array) => NumericView {
  return (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const numbers = new Numbers(bytes.length / size);
    for (let i = 0; i < numbers.length; i++) numbers[i] = get(view, i * size);
    return numbers;
  };
}
