/**
 * The wire format of protocol buffers: records of numbered fields as bytes, and back from bytes that are not trusted. Knows no record by name.
 *
 * A field is a tag, number · 8 + wire type, and a value: a varint (0), 8 bytes (1), a length and as many bytes (2), or 4 bytes (5).
 *
 * @see https://protobuf.dev/programming-guides/encoding
 */
import { ModelFormatError } from '../../estimator/index.ts';

/** A field's value: whole numbers to 2⁵³, numbers of 32 bits, texts, bytes, or records. */
export type Kind = 'int' | 'float' | 'double' | 'string' | 'bytes' | (() => Fields);

export interface Field {
  readonly number: number;
  readonly kind: Kind;
  /** A list; of numbers it is written packed, and read either way. */
  readonly many?: boolean;
}

/** By name, the fields of a record. */
export type Fields = Readonly<Record<string, Field>>;

/** A record; fields that are not there are undefined, lists without elements too. */
export type Message = { readonly [name: string]: unknown };

const wire = { varint: 0, eight: 1, bytes: 2, four: 5 } as const;
const deepest = 32;
const mostRecords = 2_000_000;

/** The bytes of a record, fields in the order of `fields`. Fields that are undefined are left out. */
export function encode(message: Message, fields: Fields): ReturnType<typeof Uint8Array.of> {
  const pieces: Uint8Array[] = [];
  put(message, fields, pieces);
  const bytes = new Uint8Array(sizeOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function put(message: Message, fields: Fields, pieces: Uint8Array[]): void {
  for (const [name, { number, kind, many }] of Object.entries(fields)) {
    const value = message[name];
    if (value === undefined) continue;
    const values = (many ? value : [value]) as readonly unknown[];
    if (many && isNumeric(kind)) {
      if (values.length > 0) putBytes(number, concatenated(values.map((one) => scalar(one as number, kind))), pieces);
      continue;
    }
    for (const one of values) {
      if (isNumeric(kind)) pieces.push(varint(number * 8 + wireOf(kind)), scalar(one as number, kind));
      else if (kind === 'string') putBytes(number, new TextEncoder().encode(one as string), pieces);
      else if (kind === 'bytes') putBytes(number, one as Uint8Array, pieces);
      else {
        const inner: Uint8Array[] = [];
        put(one as Message, kind(), inner);
        pieces.push(varint(number * 8 + wire.bytes), varint(sizeOf(inner)));
        for (const piece of inner) pieces.push(piece);
      }
    }
  }
}

function putBytes(number: number, bytes: Uint8Array, pieces: Uint8Array[]): void {
  pieces.push(varint(number * 8 + wire.bytes), varint(bytes.length), bytes);
}

function isNumeric(kind: Kind): kind is 'int' | 'float' | 'double' {
  return kind === 'int' || kind === 'float' || kind === 'double';
}

function wireOf(kind: 'int' | 'float' | 'double'): number {
  return kind === 'int' ? wire.varint : kind === 'float' ? wire.four : wire.eight;
}

function scalar(value: number, kind: 'int' | 'float' | 'double'): Uint8Array {
  if (kind === 'int') return varint(value);
  const bytes = new Uint8Array(kind === 'float' ? 4 : 8);
  const view = new DataView(bytes.buffer);
  if (kind === 'float') view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  return bytes;
}

/** Seven bits a byte, the lowest first; a negative number as its 64 bits. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

function sizeOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((total, { length }) => total + length, 0);
}

function concatenated(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(sizeOf(pieces));
  pieces.reduce((at, piece) => {
    bytes.set(piece, at);
    return at + piece.length;
  }, 0);
  return bytes;
}

/**
 * The record in `bytes`; bytes of it are views of them. Fields that `fields` does not name are skipped.
 * @param what  names the record in messages: 'the model'
 * @throws ModelFormatError for bytes that are no such record: cut short, lengths beyond the end, values of another kind, nested too deep
 */
export function decode(bytes: Uint8Array, fields: Fields, what: string): Message {
  return new Reader(bytes).record(bytes.length, fields, what, 0);
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #records = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  record(end: number, fields: Fields, what: string, depth: number): Message {
    if (depth > deepest) throw new ModelFormatError(`load: an ONNX file must nest at most ${deepest} deep; ${what} is deeper`);
    if (++this.#records > mostRecords) throw new ModelFormatError(`load: an ONNX file must be made of at most ${mostRecords} records; it has more`);
    const byNumber = new Map(Object.entries(fields).map(([name, field]) => [field.number, { name, ...field }]));
    const message: Record<string, unknown> = {};
    while (this.#at < end) {
      const tag = this.#varint(end, what);
      const [number, type] = [Math.floor(tag / 8), tag % 8];
      const field = byNumber.get(number);
      if (field === undefined) this.#skip(type, end, what);
      else this.#field(message, field, type, end, what, depth);
    }
    return message;
  }

  #field(message: Record<string, unknown>, { name, kind, many }: Field & { readonly name: string }, type: number, end: number, what: string, depth: number): void {
    const place = `${what}.${name}`;
    if (isNumeric(kind) && many && type === wire.bytes) {
      const last = this.#length(end, place);
      const list = (message[name] ??= []) as number[];
      while (this.#at < last) list.push(this.#number(kind, last, place));
      return;
    }
    const wanted = isNumeric(kind) ? wireOf(kind) : wire.bytes;
    if (type !== wanted) throw new ModelFormatError(`load: ${place} must be ${typeof kind === 'string' ? kind : 'a record'}, of wire type ${wanted}; it has wire type ${type}`);
    const value = isNumeric(kind) ? this.#number(kind, end, place) : this.#lengthened(kind, end, place, depth);
    if (many) ((message[name] ??= []) as unknown[]).push(value);
    else message[name] = value; // of two, the last counts, as the format says
  }

  #lengthened(kind: 'string' | 'bytes' | (() => Fields), end: number, place: string, depth: number): unknown {
    const last = this.#length(end, place);
    if (typeof kind === 'function') return this.record(last, kind(), place, depth + 1);
    const bytes = this.#bytes.subarray(this.#at, last);
    this.#at = last;
    if (kind === 'bytes') return bytes;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new ModelFormatError(`load: ${place} must be UTF-8 text; it has bytes that are none`);
    }
  }

  /** Where what follows ends. */
  #length(end: number, place: string): number {
    const length = this.#varint(end, place);
    if (!(length >= 0 && length <= end - this.#at)) throw new ModelFormatError(`load: ${place} must lie in the ${end - this.#at} bytes that are left; it should have ${length}: the file is cut short, or no ONNX file`);
    return this.#at + length;
  }

  #number(kind: 'int' | 'float' | 'double', end: number, place: string): number {
    if (kind === 'int') return this.#varint(end, place);
    const at = this.#advance(kind === 'float' ? 4 : 8, end, place);
    return kind === 'float' ? this.#view.getFloat32(at, true) : this.#view.getFloat64(at, true);
  }

  #varint(end: number, place: string): number {
    let low = 0; // of the first 28 bits; what is more goes through 64 bits
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#bytes[this.#advance(1, end, place)];
      low |= (byte & 127) << shift;
      if (byte < 128) return low;
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#advance(1, end, place)];
      value |= BigInt(byte & 127) << shift;
      if (byte >= 128) continue;
      return Number(BigInt.asIntN(64, value)); // beyond 2⁵³ only slices have numbers, and 2⁶³ − 1 says no more there than "to the end"
    }
    throw new ModelFormatError(`load: ${place} must be a number of at most 10 bytes; it has more`);
  }

  #skip(type: number, end: number, what: string): void {
    if (type === wire.varint) this.#varint(end, what);
    else if (type === wire.eight) this.#advance(8, end, what);
    else if (type === wire.four) this.#advance(4, end, what);
    else if (type === wire.bytes) this.#at = this.#length(end, what);
    else throw new ModelFormatError(`load: ${what} must have fields of wire types 0, 1, 2 or 5; one has ${type}: this is no ONNX file`);
  }

  /** The place of the next bytes, which are there. */
  #advance(count: number, end: number, place: string): number {
    const at = this.#at;
    if (count > end - at) throw new ModelFormatError(`load: ${place} must lie in the ${end - at} bytes that are left; it needs ${count}: the file is cut short, or no ONNX file`);
    this.#at += count;
    return at;
  }
}
