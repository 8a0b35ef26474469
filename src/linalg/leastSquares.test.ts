import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Matrix } from '../array/index.ts';
import fixtures from './__fixtures__/ridge.json' with { type: 'json' };
import { solveLeastSquares, type LeastSquaresProblem, type LeastSquaresSolution } from './leastSquares.ts';

const matrix = (rows: readonly (readonly number[])[]): Matrix => ({ data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0].length });
const solve = (problem: LeastSquaresProblem): Promise<LeastSquaresSolution> => solveLeastSquares(problem, () => undefined);
const target = (y: readonly number[]): Matrix => matrix(y.map((value) => [value]));

function expectClose(found: ArrayLike<number>, right: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(right.length);
  const size = Math.max(1e-300, ...Array.from(right, Math.abs));
  for (let i = 0; i < right.length; i++) expect(Math.abs(found[i] - right[i]) / size).toBeLessThanOrEqual(tolerance);
}

/** Numbers with few digits, so that duplicated rows and shifted columns stay exact. */
const coarse = fc.integer({ min: -1000, max: 1000 }).map((k) => k / 8);
const problems = fc.record({ n: fc.integer({ min: 1, max: 30 }), d: fc.integer({ min: 1, max: 5 }), intercept: fc.boolean(), alpha: fc.constantFrom(0, 0, 1e-3, 1, 50) })
  .chain(({ n, d, intercept, alpha }) => fc.record({
    X: fc.array(fc.array(coarse, { minLength: d, maxLength: d }), { minLength: n, maxLength: n }),
    y: fc.array(coarse, { minLength: n, maxLength: n }),
    weights: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: n, maxLength: n }),
    intercept: fc.constant(intercept), alpha: fc.constant(alpha),
  }));

for (const { name, X, Y, alpha, intercept, weights, coef, b } of fixtures.ridge) {
  test(`ridge agrees with scikit-learn or the exact solution to 1e-12: ${name}`, async () => {
    const found = await solve({ X: matrix(X), Y: matrix(Y), alpha, intercept, ...(weights && { weights: Float64Array.from(weights) }) });
    expectClose(found.coef, coef.flat(), 1e-12);
    expectClose(found.intercept, b, 1e-12);
    expect(found.settled).toBe(true);
  });
}

for (const { name, X, Y, intercept, coef, b } of fixtures.smallest) {
  test(`the smallest of all solutions is that of LAPACK's lstsq: ${name}`, async () => {
    const found = await solve({ X: matrix(X), Y: matrix(Y), intercept });
    expectClose(found.coef, coef.flat(), 1e-12);
    expectClose(found.intercept, b, 1e-12);
    expect([found.method, found.rank < X[0].length, found.settled, found.errorFactors]).toEqual(['qr', true, true, undefined]);
  });
}

test('the normal equations hold: no column has anything left to explain', async () => {
  await fc.assert(fc.asyncProperty(problems, async ({ X, y, weights, intercept, alpha }) => {
    const { coef, intercept: [b], optimality } = await solve({ X: matrix(X), Y: target(y), weights: Float64Array.from(weights), intercept, alpha });
    expect(optimality).toBeLessThan(1e-10); // what rounding large coefficients leaves
    const size = Math.max(1, ...y.map(Math.abs)) * X.length * 3;
    const residual = y.map((value, i) => weights[i] * (value - b - X[i].reduce((sum, x, j) => sum + x * coef[j], 0)));
    X[0].forEach((_, j) => {
      const length = Math.max(1, ...X.map((row) => Math.abs(row[j])));
      const spread = Math.max(1, ...X[0].map((_, k) => Math.abs(coef[k]) * Math.max(...X.map((row) => Math.abs(row[k])))));
      expect(Math.abs(residual.reduce((sum, r, i) => sum + r * X[i][j], 0) - alpha * coef[j]) / (size * length * spread)).toBeLessThan(1e-13);
    });
  }), { numRuns: 150 });
});

test('a row of weight k is the row k times, and the order of rows does not matter, to 1e-12', async () => {
  await fc.assert(fc.asyncProperty(problems, async ({ X, y, weights, intercept, alpha }) => {
    const weighted = await solve({ X: matrix(X), Y: target(y), weights: Float64Array.from(weights), intercept, alpha });
    const index = weights.flatMap((weight, i) => Array.from<number>({ length: weight }).fill(i)).toReversed();
    const repeated = await solve({ X: matrix(index.map((i) => X[i])), Y: target(index.map((i) => y[i])), intercept, alpha });
    expect(repeated.rank).toBe(weighted.rank);
    expectClose(repeated.coef, weighted.coef, 1e-12);
    expectClose(repeated.intercept, weighted.intercept, 1e-12 * Math.max(1, ...y.map(Math.abs)) / Math.max(1e-3, Math.abs(weighted.intercept[0])));
    expect(repeated.totalWeight).toBe(weighted.totalWeight);
  }), { numRuns: 150 });
});

test('columns in other units give coefficients in these units, and y shifted moves only the intercept', async () => {
  await fc.assert(fc.asyncProperty(problems, fc.integer({ min: -300, max: 300 }), async ({ X, y }, exponent) => {
    const first = await solve({ X: matrix(X), Y: target(y), intercept: true });
    fc.pre(first.rank === X[0].length);
    const unit = Number(`1e${exponent}`);
    const scaled = await solve({ X: matrix(X.map((row) => row.map((x, j) => (j === 0 ? x * unit : x)))), Y: target(y.map((value) => value + 4096)), intercept: true });
    expectClose(scaled.coef.map((value, j) => (j === 0 ? value * unit : value)), first.coef, 1e-11);
    expect(Math.abs(scaled.intercept[0] - 4096 - first.intercept[0])).toBeLessThan(1e-9 * Math.max(1, Math.abs(first.intercept[0])));
  }), { numRuns: 100 });
});

test('many targets are as many fits', async () => {
  const X = matrix([[1, 2], [3, 1], [4, 4], [0, 5]]);
  const both = await solve({ X, Y: matrix([[1, -2], [2, 0], [7, 1], [3, 3]]), intercept: true });
  const second = await solve({ X, Y: target([-2, 0, 1, 3]), intercept: true });
  expectClose(both.coef.subarray(2), second.coef, 1e-15);
  expect(both.intercept[1]).toBe(second.intercept[0]);
});

test('columns about a billion, of 1e-300 and of 1e300 are solved like any other', async () => {
  const X = matrix([[1e9 + 1, 1e-300, 1e300], [1e9 + 2, 3e-300, -2e300], [1e9 + 4, 3e-300, 1e300], [1e9 + 7, 8e-300, 5e300], [1e9, -1e-300, 0]]);
  const found = await solve({ X, Y: target([4 + 1, 6 + 3 - 2, 8 + 5, 7 + 8 + 10, -1]), intercept: true });
  const plain = await solve({ X: matrix([[1, 1, 1], [2, 3, -2], [4, 3, 1], [7, 8, 5], [0, -1, 0]]), Y: target([5, 7, 13, 25, -1]), intercept: true });
  expectClose([found.coef[0], found.coef[1] * 1e-300, found.coef[2] * 1e300], plain.coef, 1e-13);
  expect(found.rank).toBe(3);
});

test('a penalty that vanishes beside a huge column still counts for the others', async () => {
  const rows = [[1, 1, 1], [-2, 3, 3], [1, 3, 3], [5, 8, 8], [0, -1, -1]];
  for (const alpha of [1, 1e-11]) {
    const found = await solve({ X: matrix(rows.map(([a, b, c]) => [a * 1e200, b, c])), Y: target([5, 7, 13, 25, -1]), intercept: true, alpha });
    const alike = await solve({ X: matrix(rows.map(([a, b, c]) => [a * 1e12, b, c])), Y: target([5, 7, 13, 25, -1]), intercept: true, alpha });
    expectClose([found.coef[0] * 1e200, found.coef[1], found.coef[2]], [alike.coef[0] * 1e12, alike.coef[1], alike.coef[2]], 1e-12);
    expect(found.coef[1]).toBeCloseTo(found.coef[2], 14);
  }
});

test('with more columns than rows, ridge goes to the smallest solution as alpha goes to 0, by whichever method', async () => {
  const { X, Y, coef, intercept } = fixtures.smallest.find(({ name }) => name === 'more columns than rows')!;
  const methods = new Set<string>();
  for (const alpha of [1e-9, 1e-11, 1e-13, 1e-20, 1e-100]) {
    const found = await solve({ X: matrix(X), Y: matrix(Y), intercept, alpha });
    expectClose(found.coef, coef.flat(), 1e-8);
    expect([found.settled, found.optimality < 1e-14]).toEqual([true, true]);
    methods.add(found.method);
  }
  expect([...methods]).toEqual(['cholesky', 'qr']);
});

test('one row is met exactly by its intercept; a constant or zero column gets 0', async () => {
  const one = await solve({ X: matrix([[3, 4]]), Y: target([7]), intercept: true });
  expect([one.intercept[0], ...one.coef, one.rank]).toEqual([7, 0, 0, 0]);
  const zero = await solve({ X: matrix([[0], [0]]), Y: target([1, 2]), intercept: false });
  expect([zero.intercept[0], zero.coef[0], zero.rank]).toEqual([0, 0, 0]);
  const constant = await solve({ X: matrix([[0.1, 1], [0.1, 2], [0.1, 4]]), Y: target([1, 2, 4]), intercept: true });
  expect([...constant.coef, constant.rank]).toEqual([0, 1, 1]);
});

test('a column that differs from a constant by rounding only is not taken for information', async () => {
  const X = matrix(Array.from({ length: 50 }, (_, i) => [(0.1 + i / 10) - i / 10, i]));
  const found = await solve({ X, Y: target(Array.from({ length: 50 }, (_, i) => 2 * i + (i % 3))), intercept: true });
  expect([found.rank, Math.abs(found.coef[0]) < 10]).toEqual([1, true]);
});

test('dependence of columns is found among many rows and columns, not invented', async () => {
  const n = 3000;
  const d = 12;
  const data = Float64Array.from({ length: n * d }, (_, e) => ((e * 7919) % 10007) / 10007 + (e % d));
  const dependent = data.map((value, e) => (e % d === 7 ? data[e - 1] + data[e - 2] - 0.3 * data[e - 5] : value));
  const Y: Matrix = { data: Float64Array.from({ length: n }, (_, i) => (i * 31) % 17), rows: n, columns: 1 };
  expect((await solve({ X: { data, rows: n, columns: d }, Y, intercept: true })).rank).toBe(d);
  expect((await solve({ X: { data: dependent, rows: n, columns: d }, Y, intercept: true })).rank).toBe(d - 1);
});

test('y that no column explains, constant y and y of zeros settle with coefficients of nothing', async () => {
  const X = matrix([[-0.3, 0.7], [-0.1, 0.2], [0.1, 0.2], [0.3, 0.7]]);
  for (const y of [[0.1, -0.3, 0.3, -0.1], [0.7, 0.7, 0.7, 0.7], [0, 0, 0, 0]]) {
    for (const columns of [X, matrix([[-0.3, -0.3], [-0.1, -0.1], [0.1, 0.1], [0.3, 0.3]])]) {
      const found = await solve({ X: columns, Y: target(y), intercept: true });
      expect([found.settled, found.refinements <= 3, found.optimality < 1e-15]).toEqual([true, true, true]);
      expect(found.intercept[0]).toBeCloseTo(y.reduce((sum, value) => sum + value, 0) / 4, 15);
    }
  }
});

test('a solve stops when the pause throws', async () => {
  const X = matrix(Array.from({ length: 600 }, (_, i) => [i, (i * i) % 7, 2 * i]));
  for (const calls of [1, 3, 8]) {
    let left = calls;
    const pause = (): undefined => {
      if (--left === 0) throw new Error('stopped by the user');
      return undefined;
    };
    await expect(solveLeastSquares({ X, Y: target(Array.from({ length: 600 }, (_, i) => i % 5)), intercept: true }, pause)).rejects.toThrow('stopped by the user');
  }
});

test('many rows, solved with residuals in float64, agree with the exact solution of their normal equations', async () => {
  // integers and a small condition number: y is met exactly by coefficients 3, -2, 1, ... and intercept 7, plus noise that is orthogonal to all
  const [half, d] = [4000, 16];
  const X = new Float64Array(2 * half * d);
  const y = new Float64Array(2 * half);
  for (let i = 0; i < half; i++) {
    let exact = 7;
    for (let j = 0; j < d; j++) {
      const x = (((i * (j + 3) * 7919) ^ (i * 31 + j)) % 1009) / 16;
      X[i * d + j] = X[(half + i) * d + j] = x;
      exact += x * ((j % 5) - 2);
    }
    const noise = (i * 13) % 64; // the same row twice, once above and once below
    y[i] = exact + noise;
    y[half + i] = exact - noise;
  }
  const found = await solve({ X: { data: X, rows: 2 * half, columns: d }, Y: { data: y, rows: 2 * half, columns: 1 }, intercept: true });
  expectClose(found.coef, Array.from({ length: d }, (_, j) => (j % 5) - 2), 2e-14);
  expect(found.intercept[0]).toBeCloseTo(7, 10);
  expect([found.method, found.refinements, found.settled, found.optimality < 1e-13]).toEqual(['cholesky', 1, true, true]);
  expect(found.residualLength[0]).toBeCloseTo(Math.sqrt(Array.from({ length: half }, (_, i) => 2 * ((i * 13) % 64) ** 2).reduce((a, b) => a + b)), 8);
});
