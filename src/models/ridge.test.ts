import { expect, test } from 'vitest';
import { linearRegression } from './linearRegression.ts';
import { ridge } from './ridge.ts';

const X = [[-1], [0], [1]];
const y = [-2, 0, 2];

test('ridge shrinks the slope by n var / (n var + alpha) and leaves the intercept alone', async () => {
  const model = await ridge({ alpha: 2 }).fit(X, y.map((value) => value + 100));
  expect([model.coef[0], model.intercept, model.rank, model.standardErrors]).toEqual([1, 100, undefined, undefined]);
  expect((await ridge().fit(X, y)).coef[0]).toBeCloseTo(4 / 3, 15);
});

test('with alpha 0 ridge is linear regression, rank and standard errors included', async () => {
  const rows = [[1, 4], [2, 1], [3, 3], [4, 4]];
  const [a, b] = await Promise.all([ridge({ alpha: 0 }).fit(rows, [1, 3, 2, 5]), linearRegression().fit(rows, [1, 3, 2, 5])]);
  expect([a.coef, a.intercept, a.rank, a.standardErrors]).toEqual([b.coef, b.intercept, b.rank, b.standardErrors]);
});

test('a huge alpha leaves the mean, a tiny one the least squares of smallest norm', async () => {
  const twin = [[-1, -1], [0, 0], [1, 1]];
  const strong = await ridge({ alpha: 1e300 }).fit(twin, [1, 2, 6]);
  expect(Math.abs(strong.coef[0])).toBeLessThan(1e-290);
  expect(strong.intercept).toBe(3);
  for (const alpha of [1e-12, 1e-30, 1e-300]) {
    const weak = await ridge({ alpha }).fit(twin, [-2, 0, 2]);
    expect([...weak.coef].map((value) => Math.round(value * 1e10) / 1e10)).toEqual([1, 1]);
    expect(weak.converged).toBe(true);
  }
});

test('weight 2 equals the row twice, for the penalty is per problem, not per row', async () => {
  const weighted = await ridge({ alpha: 0.5 }).fit([[1, 2], [3, 1], [2, 2]], [1, 2, 4], { sampleWeight: [1, 2, 1] });
  const repeated = await ridge({ alpha: 0.5 }).fit([[1, 2], [3, 1], [2, 2], [3, 1]], [1, 2, 4, 2]);
  weighted.coef.forEach((value, j) => expect(Math.abs(value - repeated.coef[j])).toBeLessThan(1e-14));
});

test('ridge refuses an alpha that is negative or not a number', () => {
  expect(() => ridge({ alpha: -1 })).toThrow('ridge: alpha must be a number at least 0; it is -1');
  expect(() => ridge({ alpha: NaN })).toThrow('ridge: alpha must be a number at least 0; it is NaN');
  expect(() => ridge({ alpha: '1' as unknown as number })).toThrow('ridge: alpha must be a number at least 0; it is "1"');
  expect(() => ridge({ lambda: 1 } as object)).toThrow('ridge: unknown option "lambda"; the options are alpha, fitIntercept, solver');
});
