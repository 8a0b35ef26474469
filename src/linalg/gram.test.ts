import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Matrix } from '../array/index.ts';
import { hostMachine, setThreads, threadsReady } from '../runtime/index.ts';
import { gram } from './gram.ts';

const pause = (): undefined => undefined;
const matrix = (rows: readonly (readonly number[])[]): Matrix => ({ data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0].length });

/** The definition, row by row. */
function reference(X: Matrix, Y: Matrix, w: readonly number[], center: boolean): { xx: number[]; xy: number[]; yy: number[]; means: number[] } {
  const W = w.reduce((a, b) => a + b, 0);
  const centred = ({ data, rows, columns }: Matrix): number[][] => Array.from({ length: columns }, (_, j) => {
    const column = Array.from({ length: rows }, (_, i) => data[i * columns + j]);
    const mean = center ? column.reduce((sum, x, i) => sum + w[i] * x, 0) / W : 0;
    return column.map((x) => x - mean);
  });
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + w[i] * x * b[i], 0);
  const [x, y] = [centred(X), centred(Y)];
  return {
    xx: x.flatMap((a) => x.map((b) => dot(a, b))), xy: x.flatMap((a) => y.map((b) => dot(a, b))), yy: y.map((a) => dot(a, a)),
    means: Array.from({ length: X.columns }, (_, j) => (center ? X.data.reduce((sum, x, e) => sum + (e % X.columns === j ? w[Math.floor(e / X.columns)] * x : 0), 0) / W : 0)),
  };
}

const expectClose = (actual: Float64Array, wanted: readonly number[]): void => {
  expect(actual.length).toBe(wanted.length);
  actual.forEach((value, i) => expect(Math.abs(value - wanted[i])).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(wanted[i]))));
};

test('gram is the weighted, centred product of columns, for any number of rows, columns and targets', async () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.boolean());
  await fc.assert(fc.asyncProperty(sizes, fc.infiniteStream(fc.double({ min: -10, max: 10, noNaN: true })), async ([n, d, t, center, weighted], stream) => {
    const draw = (count: number): Float64Array => Float64Array.from({ length: count }, () => stream.next().value as number);
    const X: Matrix = { data: draw(n * d), rows: n, columns: d };
    const Y: Matrix = { data: draw(n * t), rows: n, columns: t };
    const weights = weighted ? draw(n).map((w) => Math.abs(w) + 0.5) : undefined;
    const found = await gram(X, Y, weights, { center }, pause);
    const wanted = reference(X, Y, weights === undefined ? Array.from<number>({ length: n }).fill(1) : [...weights], center);
    expectClose(found.xx, wanted.xx);
    expectClose(found.xy, wanted.xy);
    expectClose(found.yy, wanted.yy);
    expectClose(found.means, wanted.means);
  }), { numRuns: 30 });
});

test('wide matrices, cut into blocks of columns, give the products of narrow ones', async () => {
  const [n, d] = [300, 270];
  const X: Matrix = { data: Float64Array.from({ length: n * d }, (_, e) => ((e * 7919) % 1009) - 500), rows: n, columns: d };
  const Y: Matrix = { data: Float64Array.from({ length: n * 6 }, (_, e) => ((e * 31) % 101) - 50), rows: n, columns: 6 };
  const { xx, xy, yy } = await gram(X, Y, undefined, { center: false }, pause); // whole numbers: exact
  for (const i of [0, 3, 130, 131, 135, 136, 269]) {
    for (let j = 0; j < d; j++) {
      let sum = 0;
      for (let r = 0; r < n; r++) sum += X.data[r * d + i] * X.data[r * d + j];
      expect([xx[i * d + j], xx[j * d + i]]).toEqual([sum, sum]);
    }
    for (let t = 0; t < 6; t++) {
      let sum = 0;
      for (let r = 0; r < n; r++) sum += X.data[r * d + i] * Y.data[r * 6 + t];
      expect(xy[i * 6 + t]).toBe(sum);
    }
  }
  expect(yy[5]).toBe(Y.data.reduce((sum, y, e) => (e % 6 === 5 ? sum + y * y : sum), 0));
});

test('several threads give the bits of one, with and without weights', async () => {
  const [n, d] = [30_000, 21];
  const X: Matrix = { data: Float64Array.from({ length: n * d }, (_, e) => ((e * 7919) % 10007) / 10007 + (e % d)), rows: n, columns: d };
  const Y: Matrix = { data: Float64Array.from({ length: n }, (_, i) => (i * 31) % 17), rows: n, columns: 1 };
  await threadsReady(hostMachine());
  for (const weights of [undefined, Float64Array.from({ length: n }, (_, i) => 1 + (i % 3))]) {
    const many = await gram(X, Y, weights, { center: true }, pause);
    setThreads(1);
    try {
      expect(await gram(X, Y, weights, { center: true }, pause)).toEqual(many);
    } finally {
      setThreads(Infinity);
    }
  }
});

test('first rows far from the others cost no digits', async () => {
  const [n, late] = [1_000_000, 600_000]; // the first block ends before
  const data = Float64Array.from({ length: n }, (_, i) => (i < late ? 0 : 1e9 + (i % 4)));
  const X: Matrix = { data, rows: n, columns: 1 };
  const weights = Float64Array.from({ length: n }, (_, i) => (i < late ? 1e-30 : 1));
  const { xx, means } = await gram(X, X, weights, { center: true }, pause);
  expect(means[0]).toBeCloseTo(1e9 + 1.5, 6);
  expect(xx[0] / ((n - late) * 1.25)).toBeCloseTo(1, 11);
});

test('a mean of a billion does not swallow deviations of a millionth', async () => {
  const x = [0, 1, 2, 3].map((k) => [1e9 + k / 1048576]);
  const { xx, xy } = await gram(matrix(x), matrix([[0], [1], [2], [3]]), undefined, { center: true }, pause);
  expect(xx[0]).toBe(5 / 1048576 / 1048576);
  expect(xy[0]).toBe(5 / 1048576);
});

test('a constant column has mean itself and products exactly zero, even when the constant has no exact sum', async () => {
  const X = matrix(Array.from({ length: 1000 }, (_, i) => [0.1, i]));
  const { means, xx } = await gram(X, X, undefined, { center: true }, pause);
  expect(means[0]).toBe(0.1);
  expect([xx[0], xx[1], xx[2]]).toEqual([0, 0, 0]);
});

test('rows of weight zero do not count, not even the first', async () => {
  const found = await gram(matrix([[1e300], [1], [3]]), matrix([[7], [1], [2]]), Float64Array.of(0, 1, 1), { center: true }, pause);
  expect([found.means[0], found.xx[0], found.xy[0], found.totalWeight]).toEqual([2, 2, 1, 2]);
});

test('scales keep squares of huge and tiny columns finite', async () => {
  const X = matrix([[1e200, 1e-200], [3e200, 2e-200], [2e200, 5e-200]]);
  const scale = Float64Array.of(1e-200, 1e200);
  const { xx } = await gram(X, X, undefined, { center: true, scale, targetScale: scale }, pause);
  expectClose(xx, [2, 1, 1, 8.666666666666666]);
});

test('gram pauses between blocks and stops when the pause throws', async () => {
  const X: Matrix = { data: new Float64Array(5_000_000), rows: 5_000_000, columns: 1 };
  let calls = 0;
  const stop = (): undefined => {
    calls++;
    if (calls === 2) throw new Error('enough');
    return undefined;
  };
  await expect(gram(X, X, undefined, { center: true }, stop)).rejects.toThrow('enough');
});
