import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gatherWork, oneHotWork, scatterAddBytes, scatterAddWork } from '../kernels/index.ts';
import type { IndexedSizes, KernelNumber } from '../kernels/index.ts';
import { generator } from '../random/index.ts';
import { random } from './random.testing.ts';
import { threadLimit, threadsReady } from './threads.ts';
import { runWork, testMachine } from './work.testing.ts';
import type { Numbers, RunOptions } from './work.testing.ts';

const types = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;
const names = Object.keys(types) as KernelNumber[];
const refuse = (place: number, found: number): Error => new RangeError(`number ${place} is ${found}`);

function indicesBelow(length: number, count: number, seed: number): Int32Array {
  const { below } = generator(seed, 'indices');
  return Int32Array.from({ length: count }, () => below(length));
}

function numbers(dtype: KernelNumber, length: number, seed: number): Numbers {
  return types[dtype].from(random(length, seed).map((value) => value * (dtype === 'int32' ? 2 ** 31 : 1)));
}

function gathered(dtype: KernelNumber, sizes: IndexedSizes, x: Numbers, indices: Int32Array, options?: RunOptions): Numbers {
  return runWork([x, indices], new types[dtype](sizes.before * indices.length * sizes.after), ([from, address], y) =>
    gatherWork(dtype, sizes, { x: from, indices: { address, count: indices.length, refuse }, y }), options);
}

function scattered(dtype: KernelNumber, sizes: IndexedSizes, g: Numbers, indices: Int32Array, options?: RunOptions): Numbers {
  return runWork([g, indices], new types[dtype](sizes.before * sizes.length * sizes.after).fill(9), ([from, address], y, sums) =>
    scatterAddWork(dtype, sizes, { g: from, indices: { address, count: indices.length, refuse }, y, sums }), { ...options, workBytes: scatterAddBytes(dtype, sizes) });
}

function encoded(dtype: KernelNumber, depth: number, indices: Int32Array, options?: RunOptions): Numbers {
  return runWork([indices], new types[dtype](indices.length * depth).fill(9), ([address], y) =>
    oneHotWork(dtype, depth, { indices: { address, count: indices.length, refuse }, y }), options);
}

/** Calls `visit(inMany, inOne)` for every element of every slice. */
function eachElement({ before, length, after }: IndexedSizes, indices: Int32Array, visit: (inMany: number, inOne: number) => void): void {
  for (let a = 0; a < before; a++) {
    indices.forEach((index, k) => { for (let b = 0; b < after; b++) visit((a * indices.length + k) * after + b, (a * length + index) * after + b); });
  }
}

function plainScatter(dtype: KernelNumber, sizes: IndexedSizes, g: Numbers, indices: Int32Array): Numbers {
  const sums = new (dtype === 'int32' ? Int32Array : Float64Array)(sizes.before * sizes.length * sizes.after);
  eachElement(sizes, indices, (from, to) => { sums[to] += g[from]; });
  return types[dtype].from(sums);
}

/** Few elements differ in length, so this is quicker than toEqual. */
function sameBits(found: Numbers, wanted: Numbers): boolean {
  return found.length === wanted.length && Buffer.from(found.buffer).equals(Buffer.from(wanted.buffer));
}

const length = fc.integer({ min: 1, max: 7 });
const few = fc.record({ before: fc.integer({ min: 0, max: 4 }), length, after: fc.integer({ min: 0, max: 40 }), count: fc.integer({ min: 0, max: 33 }), offset: fc.integer({ min: 0, max: 3 }), seed: fc.nat(1000) });

test.each(names)('%s: slices are taken, and added in the order of the indices, to the bit, for 0 to 33 indices, any sizes and odd offsets', (dtype) => {
  fc.assert(fc.property(few, ({ count, offset, seed, ...sizes }) => {
    const indices = indicesBelow(sizes.length, count, seed);
    const x = numbers(dtype, sizes.before * sizes.length * sizes.after, seed);
    const taken = new types[dtype](sizes.before * count * sizes.after);
    eachElement(sizes, indices, (to, from) => { taken[to] = x[from]; });
    expect(gathered(dtype, sizes, x, indices, { offset })).toEqual(taken);
    const g = numbers(dtype, sizes.before * count * sizes.after, seed + 1);
    expect(scattered(dtype, sizes, g, indices, { offset })).toEqual(plainScatter(dtype, sizes, g, indices));
  }), { numRuns: 150, seed: 6 });
});

test.each(names)('%s: rows have a single one each, for 0 to 33 of them', (dtype) => {
  for (let n = 0; n < 34; n++) {
    for (const depth of [1, 2, 7]) {
      const indices = indicesBelow(depth, n, n);
      const wanted = new types[dtype](n * depth);
      indices.forEach((index, k) => { wanted[k * depth + index] = 1; });
      expect(encoded(dtype, depth, indices, { offset: n % 4 })).toEqual(wanted);
    }
  }
});

test('a thousand float32 numbers added to one place are rounded once', () => {
  const g = Float32Array.from(random(1000, 2));
  const sum = g.reduce((a, b) => a + b, 0);
  expect(scattered('float32', { before: 1, length: 1, after: 1 }, g, new Int32Array(1000))).toEqual(Float32Array.of(sum));
});

test.each(names)('%s: what is large is cut, and any number of threads gives the same bits as the plain loop', async (dtype) => {
  await threadsReady(testMachine);
  for (const sizes of [{ before: 1, length: 5, after: 3000 }, { before: 1, length: 3000, after: 5 }, { before: 700, length: 3, after: 4 }, { before: 2, length: 9000, after: 1 }]) {
    const indices = indicesBelow(sizes.length, Math.ceil(60_000 / (sizes.before * sizes.after)), 3);
    const g = numbers(dtype, sizes.before * indices.length * sizes.after, 4);
    const x = numbers(dtype, sizes.before * sizes.length * sizes.after, 5);
    const taken = new types[dtype](g.length);
    eachElement(sizes, indices, (to, from) => { taken[to] = x[from]; });
    const sums = plainScatter(dtype, sizes, g, indices);
    for (const threads of [1, threadLimit()]) {
      expect(sameBits(gathered(dtype, sizes, x, indices, { threads }), taken)).toBe(true);
      expect(sameBits(scattered(dtype, sizes, g, indices, { threads }), sums)).toBe(true);
    }
  }
  const many = indicesBelow(50, 4000, 1);
  expect(sameBits(encoded(dtype, 50, many, { threads: threadLimit() }), encoded(dtype, 50, many))).toBe(true);
});

test('the first index out of range is refused, wherever it stands and whatever it is, and nothing beside the result is touched', async () => {
  await threadsReady(testMachine);
  for (let n = 1; n < 20; n++) {
    for (let at = 0; at < n; at++) {
      for (const [wrong, threads] of [[5, 1], [-1, threadLimit()], [2147483647, 1], [-2147483648, 1]]) {
        const indices = indicesBelow(5, n, n).fill(wrong, at, at + 1);
        if (at + 2 < n) indices[at + 2] = 77; // a later one is not the first
        const message = `number ${at} is ${wrong}`;
        const sizes = { before: 2, length: 5, after: 3 };
        expect(() => gathered('float32', sizes, numbers('float32', 30, 1), indices, { threads })).toThrow(message);
        expect(() => scattered('float64', sizes, numbers('float64', 6 * n, 1), indices, { threads })).toThrow(message);
        expect(() => encoded('int32', 5, indices, { threads })).toThrow(message);
      }
    }
  }
  const none = { before: 0, length: 2, after: 3 };
  expect(() => gathered('float32', none, new Float32Array(0), Int32Array.of(1, 2))).toThrow('number 1 is 2');
});
