import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyWork, fillWork } from '../kernels/index.ts';
import type { KernelNumber } from '../kernels/index.ts';
import { random } from './random.testing.ts';
import { threadLimit, threadsReady } from './threads.ts';
import { runWork, testMachine } from './work.testing.ts';
import type { Numbers } from './work.testing.ts';

const types = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;
const names = Object.keys(types) as KernelNumber[];
const pairs = names.flatMap((from) => names.map((to) => [from, to] as const));

/** Where two arrays differ; much quicker than toEqual on long ones. */
function differences(found: Numbers, wanted: Numbers): number[] {
  expect(found.length).toBe(wanted.length);
  return Array.from(found.keys()).filter((i) => !Object.is(found[i], wanted[i]));
}

/** What ECMAScript makes of a number that it stores: rounded, cut, wrapped around. */
function stored(to: KernelNumber, x: Numbers): Numbers {
  return types[to].from(x);
}

test.each(pairs)('%s as %s: every number is what storing it makes of it, for lengths 0 to 33 and odd offsets', (from, to) => {
  const special = [0, -0, 1.5, -1.5, 2.5, 1e-300, 5e-324, 1e300, 3e9, -3e9, 2 ** 31, -(2 ** 31), 2 ** 32 + 1, 2 ** 52 + 1, 2 ** 63, -(2 ** 63), 2 ** 63 + 2 ** 12, 2 ** 64 + 2 ** 13,
    -(2 ** 70) - 2 ** 20, 2 ** 83 + 2 ** 31, 2 ** 84, 1.7976931348623157e308, Infinity, -Infinity, NaN, 16777217, 0.1];
  const lists = [special, ...Array.from({ length: 34 }, (_, n) => random(n, n + 1).map((value) => value * 2 ** (n * 3)))];
  for (const [n, list] of lists.entries()) {
    const x: Numbers = types[from].from(list);
    const y = runWork([x], new types[to](x.length), ([address], out) => copyWork(from, to, [x.length], { address, strides: [1] }, { address: out, strides: [1] }), { offset: n % 4 });
    expect(y).toEqual(stored(to, x));
  }
});

test('bits are copied as they are: of every NaN too', () => {
  const bits = Int32Array.of(0x7fc00001, 0x7fa00000, -1, 1, 0, -(2 ** 31));
  const y = runWork([bits], new Int32Array(6), ([address], out) => copyWork('float32', 'float32', [6], { address, strides: [1] }, { address: out, strides: [1] }));
  expect(y).toEqual(bits);
});

test.each(pairs)('%s as %s: source and destination are stepped through by any strides of any number of axes, and nothing else is written', (from, to) => {
  const axis = fc.record({ length: fc.integer({ min: 0, max: 4 }), stride: fc.integer({ min: 0, max: 4 }), gap: fc.integer({ min: 0, max: 2 }) });
  fc.assert(fc.property(fc.array(axis, { maxLength: 8 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 2 }), (axes, offset, threads) => {
    const shape = axes.map(({ length }) => length);
    const strides = axes.map(({ stride }) => stride);
    fc.pre(shape.reduce((a, b) => a * b, 1) < 3000);
    // places that do not meet: each axis steps beyond all that the axes behind it reach
    const apart: number[] = [];
    let reach = 1;
    for (let k = axes.length - 1; k >= 0; k--) {
      apart.unshift(reach + axes[k].gap);
      reach += Math.max(0, shape[k] - 1) * (reach + axes[k].gap);
    }
    const x: Numbers = types[from].from(random(200, 3).map((value) => 1e6 * value));
    const before: Numbers = new types[to](reach).fill(5);
    const y = runWork([x], before, ([address], out) => copyWork(from, to, shape, { address, strides }, { address: out, strides: apart }), { offset, threads });
    const wanted: Numbers = before.slice();
    const visit = (k: number, at: number, place: number): void => {
      if (k === shape.length) wanted[place] = x[at];
      else for (let i = 0; i < shape[k]; i++) visit(k + 1, at + i * strides[k], place + i * apart[k]);
    };
    visit(0, 0, 0);
    expect(differences(y, wanted)).toEqual([]);
  }), { numRuns: 40, seed: 4 });
});

test.each(names)('%s: a stretch of any length is filled with any number, its bits kept', (dtype) => {
  for (const value of [0, -0, 7, -1.25, NaN, Infinity, 1e300]) {
    for (let n = 0; n < 34; n++) {
      const filled = runWork([], new types[dtype](n), (_, out) => fillWork(dtype, value, n, out), { offset: n % 4 });
      expect(filled).toEqual(new types[dtype](n).fill(value));
    }
  }
});

test('long stretches are cut and put together, by several threads the same', async () => {
  await threadsReady(testMachine);
  const x = Float64Array.from(random(200_001, 5));
  for (const threads of [1, threadLimit()]) {
    expect(differences(runWork([x], new Float32Array(x.length), ([address], out) => copyWork('float64', 'float32', [x.length], { address, strides: [1] }, { address: out, strides: [1] }), { threads }), Float32Array.from(x))).toEqual([]);
    const turned = runWork([x], new Float64Array(200_000), ([address], out) => copyWork('float64', 'float64', [400, 500], { address, strides: [1, 400] }, { address: out, strides: [500, 1] }), { threads });
    expect(differences(turned, Float64Array.from({ length: 200_000 }, (_, i) => x[Math.floor(i / 500) + 400 * (i % 500)]))).toEqual([]);
    expect(differences(runWork([], new Int32Array(200_001), (_, out) => fillWork('int32', -3, 200_001, out), { threads }), new Int32Array(200_001).fill(-3))).toEqual([]);
  }
});
