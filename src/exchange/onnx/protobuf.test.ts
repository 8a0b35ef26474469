/** The wire format: bytes as protobuf's documentation and other writers have them, and bytes that lie. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode, type Fields } from './protobuf.ts';
import { model } from './messages.ts';

const inner: Fields = { x: { number: 1, kind: 'int' }, again: { number: 2, kind: () => inner } };
const fields: Fields = {
  a: { number: 1, kind: 'int' }, b: { number: 2, kind: 'string' }, c: { number: 3, kind: () => inner }, d: { number: 4, kind: 'int', many: true },
  e: { number: 5, kind: 'float' }, f: { number: 6, kind: 'double', many: true }, g: { number: 7, kind: 'bytes', many: true }, h: { number: 20, kind: () => inner, many: true },
};
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));

test.each<[string, object, string]>([
  // the examples of https://protobuf.dev/programming-guides/encoding
  ['a number', { a: 150 }, '08 96 01'],
  ['a text', { b: 'testing' }, '12 07 74 65 73 74 69 6e 67'],
  ['a record', { c: { x: 150 } }, '1a 03 08 96 01'],
  ['numbers, packed', { d: [3, 270, 86942] }, '22 06 03 8e 02 9e a7 05'],
  ['a negative number', { a: -2 }, '08 fe ff ff ff ff ff ff ff ff 01'],
  // as onnx 1.23 (google.protobuf 7.36) wrote them
  ['a number of 32 bits', { e: 0.1 }, '2d cd cc cc 3d'],
  ['numbers of 64 bits', { f: [1, -0] }, '32 10 00 00 00 00 00 00 f0 3f 00 00 00 00 00 00 00 80'],
  ['a large number', { a: Number.MAX_SAFE_INTEGER }, '08 ff ff ff ff ff ff ff 0f'],
  ['a field beyond 15', { h: [{}, { x: 1 }] }, 'a2 01 00 a2 01 02 08 01'],
])('%s has the bytes that others write, and comes back', (_, message, bytes) => {
  expect(hex(encode(message as never, fields))).toBe(bytes.replaceAll(' ', ''));
  const back = decode(bytesOf(bytes), fields, 'it');
  expect(hex(encode(back, fields))).toBe(bytes.replaceAll(' ', ''));
});

test('numbers that are not packed, fields of others and the last of two are read as the format says', () => {
  expect(decode(bytesOf('20 03 20 8e 02'), fields, 'it')).toEqual({ d: [3, 270] });
  expect(decode(bytesOf('08 01 08 02'), fields, 'it')).toEqual({ a: 2 });
  expect(decode(bytesOf('78 05 7a 01 00 79 00 00 00 00 00 00 00 00 7d 00 00 00 00 08 07'), fields, 'it')).toEqual({ a: 7 });
});

test.each([
  ['08', 'load: it.a must lie in the 0 bytes that are left; it needs 1: the file is cut short, or no ONNX file'],
  ['12 07 74', 'load: it.b must lie in the 1 bytes that are left; it should have 7'],
  ['12 ff ff ff ff ff ff ff ff 7f', 'it should have 9223372036854776000'],
  ['12 ff ff ff ff ff ff ff ff ff 01', 'it should have -1'],
  ['1a 02 08 96 01', 'load: it.c.x must lie in the 0 bytes that are left'],
  ['08 ff ff ff ff ff ff ff ff ff ff 01', 'load: it.a must be a number of at most 10 bytes; it has more'],
  ['0a 00', 'load: it.a must be int, of wire type 0; it has wire type 2'],
  ['18 00', 'load: it.c must be a record, of wire type 2; it has wire type 0'],
  ['0b', 'load: it.a must be int, of wire type 0; it has wire type 3'],
  ['7b', 'load: it must have fields of wire types 0, 1, 2 or 5; one has 3: this is no ONNX file'],
  ['12 01 ff', 'load: it.b must be UTF-8 text; it has bytes that are none'],
  ['2d 00 00', 'load: it.e must lie in the 2 bytes that are left; it needs 4'],
])('%s is refused', (bytes, message) => {
  expect(() => decode(bytesOf(bytes), fields, 'it')).toThrow(message);
});

test('records nest 32 deep, no deeper', () => {
  const nested = (depth: number): Uint8Array => {
    let bytes: Uint8Array = Uint8Array.of(8, 1);
    for (let i = 0; i < depth; i++) bytes = encode({ again: bytes }, { again: { number: i === depth - 1 ? 3 : 2, kind: 'bytes' } });
    return bytes;
  };
  expect(() => decode(nested(32), fields, 'it')).not.toThrow();
  expect(() => decode(nested(33), fields, 'it')).toThrow('load: an ONNX file must nest at most 32 deep; it.c.again');
});

test('any bytes are a model or an error in a sentence', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    const said = messageOf(() => decode(bytes, model, 'the model'));
    expect(said).toMatch(/^(ModelFormatError: load: [^\n]{1,300})?$/);
  }));
});

function messageOf(f: () => unknown): string {
  try {
    f();
    return '';
  } catch (error) {
    return String(error);
  }
}
