import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LinearModel } from './linearModel.ts';
import { alphaMax } from './alphaMax.ts';
import { lasso } from './lasso.ts';
import { design, numbers } from './lasso.testing.ts';

type Rows = readonly (readonly number[])[];

/** (1/n) Σ v (x_j − x̄_j)(y − ŷ) per column. */
function correlations(model: LinearModel, X: Rows, y: readonly number[], v: readonly number[] = y.map(() => 1)): number[] {
  const n = v.reduce((sum, weight) => sum + weight, 0);
  const residual = X.map((row, i) => y[i] - model.intercept - row.reduce((sum, x, j) => sum + x * model.coef[j], 0));
  return X[0].map((_, j) => {
    const mean = X.reduce((sum, row, i) => sum + v[i] * row[j], 0) / n;
    return X.reduce((sum, row, i) => sum + v[i] * (row[j] - mean) * residual[i], 0) / n;
  });
}

const objective = (X: Rows, y: readonly number[], coef: ArrayLike<number>, intercept: number, alpha: number): number =>
  X.reduce((sum, row, i) => {
    const r = y[i] - intercept - row.reduce((dot, x, j) => dot + x * coef[j], 0);
    return sum + (r * r) / (2 * y.length);
  }, 0) + alpha * Array.from(coef).reduce((sum, value) => sum + Math.abs(value), 0);

test('the optimality conditions hold on random designs, wide, tall and correlated', async () => {
  const problems = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }), n: fc.integer({ min: 2, max: 40 }), d: fc.integer({ min: 1, max: 60 }),
    correlation: fc.constantFrom(0, 0.5, 0.95, 1), part: fc.constantFrom(0.9, 0.3, 0.05, 0.002), weighted: fc.boolean(),
  });
  await fc.assert(fc.asyncProperty(problems, async ({ seed, n, d, correlation, part, weighted }) => {
    const { X, y } = design(seed, n, d, correlation);
    const sampleWeight = weighted ? numbers(seed + 2, n).map((value) => value + 1.25) : y.map(() => 1);
    const alpha = part * (await alphaMax(X, y, { sampleWeight }));
    const model = await lasso({ alpha }).fit(X, y, { sampleWeight });
    expect(model.converged).toBe(true);
    const spread = alpha / part;
    correlations(model, X, y, sampleWeight).forEach((u, j) => {
      const coef = model.coef[j];
      const broken = coef === 0 ? Math.max(0, Math.abs(u) - alpha) : Math.abs(u - alpha * Math.sign(coef));
      expect(broken).toBeLessThanOrEqual(1e-9 * spread);
    });
  }), { numRuns: 150 });
});

test('the gap bounds how far the objective is above its minimum, from the first pass to the last', async () => {
  const { X, y } = design(31, 40, 30, 0.9);
  const alpha = 0.01;
  const best = await lasso({ alpha }).fit(X, y);
  const least = objective(X, y, best.coef, best.intercept, alpha);
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const atZero = objective(X, y, new Float64Array(30), mean, alpha);
  let worst = Infinity;
  for (const maxIter of [1, 2, 3]) {
    const model = await lasso({ alpha, maxIter }).fit(X, y);
    const above = (objective(X, y, model.coef, model.intercept, alpha) - least) / atZero;
    expect(above).toBeGreaterThan(0);
    expect(model.optimality).toBeGreaterThanOrEqual(above);
    expect(above).toBeLessThan(worst);
    worst = above;
  }
});

test('a fit that may not take enough passes says so in the model and does not throw', async () => {
  const { X, y } = design(31, 40, 30, 0.9);
  const model = await lasso({ alpha: 0.01, maxIter: 1 }).fit(X, y);
  expect(model.converged).toBe(false);
  expect(model.iterations).toBe(1);
  expect(model.note).toMatch(/^stopped after 1 of 1 passes at relative duality gap 0\.\d+, above tol 1e-10: raise maxIter or alpha, or scale the columns$/);
});

test('from alpha_max on every coefficient is exactly zero, just below it one is not', async () => {
  for (const [n, d] of [[60, 8], [20, 100]]) {
    const { X, y } = design(32, n, d, 0.5);
    const largest = await alphaMax(X, y);
    for (const alpha of [largest, 1.5 * largest, 1e9]) {
      const model = await lasso({ alpha }).fit(X, y);
      expect([...model.coef]).toEqual(Array(d).fill(0));
      expect(model.intercept).toBeCloseTo(y.reduce((sum, value) => sum + value, 0) / n, 14);
      expect(model.converged).toBe(true);
      expect(model.optimality).toBeLessThan(1e-15); // at alpha_max itself the last bits of two sums may differ
    }
    const below = await lasso({ alpha: largest * 0.999 }).fit(X, y);
    expect(below.coef.filter((value) => value !== 0)).toHaveLength(1);
  }
});

test('on orthonormal columns the lasso soft-thresholds the least squares coefficients', async () => {
  // columns of a Hadamard matrix: orthogonal, squares summing to n = 8, mean zero
  const X = Array.from({ length: 8 }, (_, i) => [1, 2, 4].map((bit) => ((i & bit) === 0 ? 1 : -1)));
  const y = X.map(([a, b, c], i) => 3 * a - 0.5 * b + 0.1 * c + [1, -1, -1, 1, -1, 1, 1, -1][i]);
  const model = await lasso({ alpha: 0.25 }).fit(X, y);
  expect(model.coef[0]).toBeCloseTo(2.75, 14);
  expect(model.coef[1]).toBeCloseTo(-0.25, 14);
  expect(model.coef[2]).toBe(0);
});

test('permuting the rows changes nothing beyond 1e-12, in the units of the coefficients', async () => {
  for (const [n, d, correlation] of [[60, 8, 0.9], [30, 80, 0.9]]) {
    const { X, y } = design(33, n, d, correlation);
    const order = numbers(34, n).map((key, i) => [key, i]).sort((a, b) => a[0] - b[0]).map(([, i]) => i);
    const one = await lasso({ alpha: 0.02 }).fit(X, y);
    const other = await lasso({ alpha: 0.02 }).fit(order.map((i) => X[i]), order.map((i) => y[i]));
    one.coef.forEach((value, j) => expect(Math.abs(value - other.coef[j])).toBeLessThanOrEqual(1e-12));
    expect(Math.abs(one.intercept - other.intercept)).toBeLessThanOrEqual(1e-12);
  }
});

test('a row of weight 2 equals the row twice, a row of weight 0 no row', async () => {
  for (const [n, d] of [[40, 8], [20, 50]]) {
    const { X, y } = design(35, n, d, 0.9);
    const counts = y.map((_, i) => i % 3);
    const rows = counts.flatMap((count, i) => Array.from({ length: count }, () => i));
    const weighted = await lasso({ alpha: 0.02 }).fit(X, y, { sampleWeight: counts });
    const repeated = await lasso({ alpha: 0.02 }).fit(rows.map((i) => X[i]), rows.map((i) => y[i]));
    weighted.coef.forEach((value, j) => expect(Math.abs(value - repeated.coef[j])).toBeLessThanOrEqual(1e-12));
    expect(Math.abs(weighted.intercept - repeated.intercept)).toBeLessThanOrEqual(1e-12);
  }
});

test('constant columns have coefficient zero, whatever the constant', async () => {
  const { X, y } = design(36, 30, 5, 0.4);
  for (const constant of [0, 0.1, 1e9, -3e-7]) {
    const model = await lasso({ alpha: 0.01 }).fit(X.map((row) => [constant, ...row]), y);
    const without = await lasso({ alpha: 0.01 }).fit(X, y);
    expect(model.coef[0]).toBe(0);
    model.coef.subarray(1).forEach((value, j) => expect(Math.abs(value - without.coef[j])).toBeLessThan(1e-13));
  }
});

test('of equal columns the first is used, and the model says that others fit as well', async () => {
  for (const [n, d] of [[40, 5], [10, 40]]) {
    const { X, y } = design(37, n, d, 0.3);
    const model = await lasso({ alpha: 0.05 }).fit(X.map((row) => [...row, ...row]), y);
    const single = await lasso({ alpha: 0.05 }).fit(X, y);
    single.coef.forEach((value, j) => expect(Math.abs(model.coef[j] - value)).toBeLessThan(1e-11));
    expect([...model.coef.subarray(d)]).toEqual(Array(d).fill(0));
    expect(model.converged).toBe(true);
    expect(model.note).toMatch(/^\d+ of the columns that could be in use depend on others: other coefficients fit equally well, and earlier columns were preferred$/);
  }
});

test('one row, one column, a constant y: nothing to explain, nothing invented', async () => {
  const one = await lasso({ alpha: 0.1 }).fit([[1, 2, 3]], [7]);
  expect([[...one.coef], one.intercept, one.converged]).toEqual([[0, 0, 0], 7, true]);
  const constant = await lasso({ alpha: 0.1 }).fit([[1], [2], [4]], [0.1, 0.1, 0.1]);
  expect([[...constant.coef], constant.intercept, constant.optimality]).toEqual([[0], 0.1, 0]);
  const column = await lasso({ alpha: 0.5 }).fit([[-1], [1]], [-2, 2]);
  expect([[...column.coef], column.intercept]).toEqual([[1.5], 0]);
});

test('inputs stay as they were, and the same fit has the same bits', async () => {
  const { X, y } = design(38, 20, 30, 0.5);
  const copy = structuredClone({ X, y });
  const one = await lasso({ alpha: 0.05 }).fit(X, y);
  const other = await lasso({ alpha: 0.05 }).fit({ data: Float64Array.from(X.flat()), shape: [20, 30] }, Float64Array.from(y));
  expect({ X, y }).toEqual(copy);
  expect(other.coef).toEqual(one.coef);
  expect(other.intercept).toBe(one.intercept);
});

test('numbers whose squares overflow are refused by column', async () => {
  const rows = [[1, 1e200], [2, -1e200], [4, 3e200]];
  await expect(lasso().fit(rows, [1, 2, 3])).rejects.toThrow('lasso.fit: sums of squares must be below 1.8e308; those of column 1 of X are not, scale it first, for example with standardScaler()');
  await expect(lasso().fit([[1], [2], [4]], [1e200, 0, 1])).rejects.toThrow('those of y are not');
});

test('bad input is named', async () => {
  await expect(lasso().fit([[1], [NaN]], [1, 2])).rejects.toThrow('lasso.fit: every number must be finite; X[1][0] is NaN');
  await expect(lasso().fit([[1], [2]], [1])).rejects.toThrow('lasso.fit: y must have one element per row of X; y has 1, X has 2 rows');
  expect(() => lasso({ alpha: -0.5 })).toThrow('lasso: alpha must be a number at least 0; it is -0.5');
  expect(() => lasso({ l1Ratio: 0.5 } as object)).toThrow('lasso: unknown option "l1Ratio"; the options are alpha, fitIntercept, maxIter, tol, solver');
  expect(() => lasso({ solver: 'lars' as 'auto' })).toThrow("lasso: solver must be 'auto', 'coordinateDescent', 'gradientDescent' or gradientDescent({ … }); it is \"lars\"");
});

test('a fit reports progress per target and can be aborted', async () => {
  const { X, y } = design(39, 20, 3, 0);
  const seen: unknown[] = [];
  await lasso({ alpha: 0.1 }).fit(X, y.map((value) => [value, -value]), { onProgress: (progress) => seen.push(progress) });
  expect(seen).toEqual([{ label: 'lasso', done: 1, total: 2 }, { label: 'lasso', done: 2, total: 2 }]);
  await expect(lasso().fit(X, y, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});
