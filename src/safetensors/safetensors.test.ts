import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NdArray } from '../array/index.ts';
import { ModelFormatError } from '../estimator/index.ts';
import { crafted } from './crafted.testing.ts';
import { readSafetensors, writeSafetensors, type Safetensors } from './safetensors.ts';

const arrays = fc.oneof(
  fc.float64Array({ maxLength: 6 }), fc.float32Array({ maxLength: 6 }), fc.int32Array({ maxLength: 6 }),
).chain((data) => fc.constantFrom([data.length], [1, data.length], [data.length, 1]).map((shape) => new NdArray(data, shape)));

test('what is written is read to the last bit, whatever its name: −0, subnormals, NaN and infinity too', () => {
  const names = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', '')).filter((name) => name !== '__metadata__');
  fc.assert(fc.property(fc.array(fc.tuple(names, arrays)), fc.array(fc.tuple(fc.string(), fc.string())), (tensors, metadata) => {
    const given: Safetensors = { tensors: new Map(tensors), metadata: new Map(metadata) };
    const read = readSafetensors(writeSafetensors(given));
    expect(read.metadata).toEqual(given.metadata);
    expect([...read.tensors.keys()].sort()).toEqual([...given.tensors.keys()].sort());
    for (const [name, { data, shape, dtype }] of given.tensors) {
      const again = read.tensors.get(name)!;
      expect([again.shape, again.dtype]).toEqual([shape, dtype]);
      expect(bitsOf(again)).toEqual(bitsOf({ data } as NdArray));
    }
  }), { numRuns: 150 });
});

test('numbers start at multiples of their size, the widest first, and the header is padded with spaces', () => {
  const bytes = writeSafetensors({
    metadata: new Map(),
    tensors: new Map([['a', new NdArray(Int32Array.of(7), [1])], ['b', new NdArray(Float64Array.of(0.5), [1])]]),
  });
  const length = new DataView(bytes.buffer).getUint32(0, true);
  expect(length % 8).toBe(0);
  expect(new TextDecoder().decode(bytes.subarray(8, 8 + length)).trimEnd())
    .toBe('{"__metadata__":{},"b":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"a":{"dtype":"I32","shape":[1],"data_offsets":[8,12]}}');
  expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 7, 0, 0, 0]);
});

test('a file of the format’s own implementation is read', async () => {
  const { metadata, tensors } = readSafetensors(await readFile(new URL('__fixtures__/reference.safetensors', import.meta.url)));
  expect(metadata).toEqual(new Map([['writer', 'the reference implementation']]));
  expect(tensors.get('double')).toEqual(new NdArray(Float64Array.of(0.1, -0, 5e-324, Number.MAX_VALUE), [2, 2]));
  expect(tensors.get('single')).toEqual(new NdArray(Float32Array.of(1.5, -0, 1.401298464324817e-45), [1, 3]));
  expect(tensors.get('whole')).toEqual(new NdArray(Int32Array.of(-2147483648, 0, 2147483647), [3]));
  expect(tensors.get('none')).toEqual(new NdArray(new Float64Array(0), [0, 3]));
  expect(tensors.get('scalar')).toEqual(new NdArray(Float64Array.of(3.25), []));
});

test('bytes may lie anywhere in their buffer, and are copied', () => {
  const bytes = writeSafetensors({ metadata: new Map(), tensors: new Map([['a', new NdArray(Float64Array.of(1), [1])]]) });
  const shifted = new Uint8Array(bytes.length + 3).subarray(3);
  shifted.set(bytes);
  const { tensors } = readSafetensors(shifted);
  shifted.fill(0);
  expect(tensors.get('a')!.data).toEqual(Float64Array.of(1));
});

const one = { dtype: 'F64', shape: [1], data_offsets: [0, 8] };

/** What the file says → what the reader answers. Each has 8 bytes of data unless it says otherwise. */
const lies: readonly (readonly [string, Uint8Array, string])[] = [
  ['no bytes', new Uint8Array(0), 'a model file must start with 8 bytes, the length of its header; the file has 0 in all'],
  ['seven bytes', new Uint8Array(7), 'the file has 7 in all'],
  ['an empty header', new Uint8Array(8), 'the header must start with "{"; it is empty'],
  ['a header longer than the file', Uint8Array.of(200, 0, 0, 0, 0, 0, 0, 0, 0x7b), 'the header must lie in the file; it should have 200 bytes, but 1 follow: the file is cut short, or no model file'],
  ['a header of 2⁶⁴ − 1 bytes', new Uint8Array(20).fill(255), 'this is no model file; the first 8 bytes of one say how long its header is, at most 100000000 bytes, and these say 18446744073709552000'],
  ['a header that is a list', crafted([]), 'the header must start with "{"; it starts with byte 91'],
  ['a header of broken UTF-8', (() => { const bytes = crafted('{"é":1}'); bytes[11] = 0x20; return bytes; })(), 'the header must be UTF-8 text; it has bytes that are none'],
  ['a header cut short', crafted('{"a":'), 'the header must be JSON; '],
  ['metadata that is a list', crafted({ __metadata__: [] }), '__metadata__ must be an object; it is an array of 0'],
  ['metadata with numbers', crafted({ __metadata__: { a: 1 } }), '__metadata__ must hold strings; "a" is 1'],
  ['an array that is a number', crafted({ a: 3 }, 8), 'the array "a" must be described by an object; it is 3'],
  ['an array with an extra key', crafted({ a: { ...one, code: 'x' } }, 8), 'the array "a" must have dtype, shape and data_offsets only; it has "code"'],
  ['an unknown dtype', crafted({ a: { ...one, dtype: 'I64' } }, 8), 'the array "a" must have one of the dtypes F64, F32, I32; it has "I64"'],
  ['no dtype', crafted({ a: { shape: [1], data_offsets: [0, 8] } }, 8), 'one of the dtypes F64, F32, I32; it has undefined'],
  ['a negative length', crafted({ a: { ...one, shape: [-1] } }, 8), 'a shape of at most 8 whole numbers, 0 or more; it has [-1]'],
  ['a fractional length', crafted({ a: { ...one, shape: [0.5] } }, 8), 'it has [0.5]'],
  ['a huge length', crafted({ a: { ...one, shape: [1e300] } }, 8), 'it has [1e+300]'],
  ['an infinite length', crafted('{"a":{"dtype":"F64","shape":[1e999],"data_offsets":[0,8]}}', 8), 'it has [Infinity]'],
  ['a shape of strings', crafted({ a: { ...one, shape: ['1'] } }, 8), 'it has ["1"]'],
  ['no shape', crafted({ a: { dtype: 'F64', data_offsets: [0, 8] } }, 8), '0 or more; it has undefined'],
  ['nine axes', crafted({ a: { ...one, shape: Array(9).fill(1) } }, 8), 'at most 8 whole numbers'],
  ['a shape whose product overflows', crafted({ a: { ...one, shape: [2 ** 53 - 1, 2 ** 53 - 1, 2 ** 53 - 1] } }, 8), 'must have as many bytes as its shape needs'],
  ['a shape of another size', crafted({ a: { ...one, shape: [2] } }, 8), 'the array "a" must have as many bytes as its shape needs; [2] of float64 needs 16, it has 8'],
  ['a dtype of another size', crafted({ a: { ...one, dtype: 'F32' } }, 8), '[1] of float32 needs 4, it has 8'],
  ['an empty array with a huge axis', crafted({ a: { dtype: 'F64', shape: [0, 2 ** 40], data_offsets: [0, 0] } }), 'the array "a" is empty, so its axes must be at most 1000000; its shape is [0, 1099511627776]'],
  ['one offset', crafted({ a: { ...one, data_offsets: [0] } }, 8), 'the array "a" must have data_offsets of two whole numbers, 0 or more; it has [0]'],
  ['offsets that are text', crafted({ a: { ...one, data_offsets: 'ab' } }, 8), '0 or more; it has "ab"'],
  ['offsets in reverse', crafted({ a: { ...one, data_offsets: [8, 0] } }, 8), 'the array "a" must lie in the 8 bytes of data; its offsets are [8, 0]'],
  ['offsets beyond the file', crafted({ a: { ...one, shape: [2], data_offsets: [0, 16] } }, 8), 'the array "a" must lie in the 8 bytes of data; its offsets are [0, 16]: the file is cut short'],
  ['an unaligned array', crafted({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] }, b: { ...one, data_offsets: [4, 12] } }, 12), 'the array "b" must start at a multiple of 8 bytes; it starts at 4'],
  ['two arrays in one place', crafted({ a: one, b: one }, 8), 'arrays must follow each other without overlap; "b" starts at byte 0, the one before ends at 8'],
  ['a gap', crafted({ a: { ...one, data_offsets: [8, 16] } }, 16), 'arrays must follow each other without gap; "a" starts at byte 8, the one before ends at 0'],
  ['bytes after the end', crafted({ a: one }, 9), 'the file must end with its last array; 1 bytes follow it'],
  ['an array twice', crafted('{"a":{"dtype":"F64","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F64","shape":[0],"data_offsets":[0,0]}}'), 'the header must name everything once; "a" is there twice'],
];

test.each(lies)('%s: refused with the reason', (_, bytes, reason) => {
  expect(() => readSafetensors(bytes)).toThrow(ModelFormatError);
  expect(() => readSafetensors(bytes)).toThrow(reason);
});

test('an array called __proto__ is an array like any other', () => {
  expect([...readSafetensors(crafted('{"__proto__":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}', 8)).tensors.keys()]).toEqual(['__proto__']);
});

function bitsOf({ data }: NdArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
}
