import { expect, test } from 'vitest';
import { array, type MatrixInput } from '../array/index.ts';
import { elasticNet } from './elasticNet.ts';
import { lasso } from './lasso.ts';
import { linearRegression } from './linearRegression.ts';
import { LinearModel, restoreLinearModel } from './linearModel.ts';
import { ridge } from './ridge.ts';

const X = [[1, 2], [2, 1], [3, 5], [4, 3], [5, 8], [6, 4]];
const y = [2, 4, 5, 4, 9, 8];

test('linearRegression finds the line through points, and predicts along it', async () => {
  const model = await linearRegression().fit([[1], [2], [3]], [3, 5, 7]);
  expect([model.coef[0], model.intercept, model.rank, model.converged]).toEqual([2, 1, 1, true]);
  expect([...await model.predict([[10], [0]])]).toEqual([21, 1]);
  expect(await model.score([[1], [2], [3]], [3, 5, 7])).toBe(1);
});

test('coefficients and classical standard errors are those of the textbook formula', async () => {
  const model = await linearRegression().fit(X, y);
  const residual = y.map((value, i) => value - model.intercept - X[i][0] * model.coef[0] - X[i][1] * model.coef[1]);
  for (const column of [[1, 1, 1, 1, 1, 1], X.map((row) => row[0]), X.map((row) => row[1])]) {
    expect(residual.reduce((sum, r, i) => sum + r * column[i], 0)).toBeCloseTo(0, 12);
  }
  const sigma = Math.sqrt(residual.reduce((sum, r) => sum + r * r, 0) / 3);
  expect(model.residualStandardError).toBeCloseTo(sigma, 13);
  expect(model.degreesOfFreedom).toBe(3);
  const mean = (column: number): number => X.reduce((sum, row) => sum + row[column], 0) / 6;
  const cross = (a: number, b: number): number => X.reduce((sum, row) => sum + (row[a] - mean(a)) * (row[b] - mean(b)), 0);
  const determinant = cross(0, 0) * cross(1, 1) - cross(0, 1) * cross(0, 1);
  const variance = [[cross(1, 1), -cross(0, 1)], [-cross(0, 1), cross(0, 0)]].map((row) => row.map((value) => value / determinant));
  expect(model.standardErrors![0]).toBeCloseTo(sigma * Math.sqrt(variance[0][0]), 13);
  expect(model.standardErrors![1]).toBeCloseTo(sigma * Math.sqrt(variance[1][1]), 13);
  const m = [mean(0), mean(1)];
  const quadratic = m[0] * m[0] * variance[0][0] + 2 * m[0] * m[1] * variance[0][1] + m[1] * m[1] * variance[1][1];
  expect(model.interceptStandardError).toBeCloseTo(sigma * Math.sqrt(1 / 6 + quadratic), 13);
});

test('weights count as repeated rows, in standard errors and degrees of freedom too', async () => {
  const weights = [1, 2, 1, 3, 1, 1];
  const index = weights.flatMap((weight, i) => Array.from<number>({ length: weight }).fill(i));
  const weighted = await linearRegression().fit(X, y, { sampleWeight: weights });
  const repeated = await linearRegression().fit(index.map((i) => X[i]), index.map((i) => y[i]));
  for (const [a, b] of [
    [weighted.coef[0], repeated.coef[0]], [weighted.intercept, repeated.intercept], [weighted.standardErrors![1], repeated.standardErrors![1]],
    [weighted.interceptStandardError, repeated.interceptStandardError], [weighted.degreesOfFreedom, repeated.degreesOfFreedom],
  ]) expect(Math.abs(a! / b! - 1)).toBeLessThan(1e-12);
});

test('without an intercept the line goes through the origin and its error is NaN', async () => {
  const model = await linearRegression({ fitIntercept: false }).fit([[1], [2]], [2, 5]);
  expect([model.coef[0], model.intercept, model.interceptStandardError]).toEqual([12 / 5, 0, NaN]);
});

test('many targets give a matrix of coefficients, one row per target', async () => {
  const model = await linearRegression().fit(X, array(y.map((value) => [value, -2 * value])));
  const single = await linearRegression().fit(X, y);
  expect(model.coef.shape).toEqual([2, 2]);
  expect([model.coef.data[0], model.intercept[0]]).toEqual([single.coef[0], single.intercept]);
  expect(model.coef.data[2]).toBeCloseTo(-2 * single.coef[0], 14);
  expect((await model.predict(X)).shape).toEqual([6, 2]);
});

test('dependent columns give the smallest coefficients, a rank and a note that says how many', async () => {
  const model = await linearRegression().fit(X.map(([a, b]) => [a, b, a, 7]), y);
  expect([model.rank, model.converged, model.standardErrors]).toEqual([2, true, undefined]);
  expect(model.coef[0]).toBeCloseTo(model.coef[2], 14);
  expect(model.coef[3]).toBe(0);
  expect(model.note).toBe('2 of 4 columns of X depend on the others, or are constant: many coefficients fit equally well, these are the smallest (minimum norm) and single ones must not be interpreted');
});

test('as many parameters as rows leave nothing to estimate errors from', async () => {
  const model = await linearRegression().fit([[1], [2]], [1, 3]);
  expect([model.coef[0], model.standardErrors, model.degreesOfFreedom]).toEqual([2, undefined, undefined]);
});

/** x, x², …: nearly dependent for x in [1, 2]. */
const powers = (degree: number): number[][] => Array.from({ length: 30 }, (_, i) => Array.from({ length: degree }, (_, k) => {
  let power = 1;
  for (let e = 0; e <= k; e++) power *= 1 + i / 29;
  return power;
}));

test('columns too nearly dependent to predict with rounded coefficients are admitted, not hidden', async () => {
  const fit = (degree: number): Promise<LinearModel> => linearRegression().fit(powers(degree), powers(1).map((_, i) => (i * 7) % 5));
  const [fine, rough, deficient] = [await fit(8), await fit(13), await fit(18)];
  expect([fine.converged, fine.note]).toEqual([true, undefined]);
  expect([rough.converged, rough.rank]).toEqual([false, 13]);
  expect(rough.note).toMatch(/^rounding the coefficients to float64 alone leaves a relative residual of \S+ in the normal equations: columns of X nearly cancel in the prediction; drop or combine some, or use ridge$/);
  expect([deficient.converged, deficient.rank! < 18]).toEqual([false, true]);
  expect(deficient.note).toMatch(/of 18 columns of X depend on the others.*; rounding the coefficients/);
});

test('a fit survives its state, standard errors included', async () => {
  const model = await linearRegression({ solver: 'leastSquares' }).fit(X, y);
  const back = restoreLinearModel(model.state());
  expect(back).toBeInstanceOf(LinearModel);
  expect([back.coef, back.intercept, back.standardErrors, back.rank, back.options]).toEqual([model.coef, model.intercept, model.standardErrors, 2, { fitIntercept: true, solver: 'leastSquares' }]);
});

test('neither X nor y nor the weights are changed, and the estimator is frozen', async () => {
  const data = Float64Array.from(X.flat());
  const target = Float64Array.from(y);
  const weight = Float64Array.of(1, 2, 1, 1, 1, 1);
  await linearRegression().fit({ data, shape: [6, 2] }, target, { sampleWeight: weight });
  expect([[...data], [...target], [...weight]]).toEqual([X.flat(), y, [1, 2, 1, 1, 1, 1]]);
  expect(Object.isFrozen(linearRegression())).toBe(true);
});

const bad: readonly [string, MatrixInput, readonly number[], readonly number[] | undefined, string][] = [
  ['NaN', [[1], [NaN]], [1, 2], undefined, 'linearRegression.fit: every number must be finite; X[1][0] is NaN; fill missing values first, for example with imputer()'],
  ['infinity', [[1], [2]], [1, Infinity], undefined, 'linearRegression.fit: every number must be finite; y[1] is Infinity'],
  ['ragged rows', [[1, 2], [3]], [1, 2], undefined, 'linearRegression.fit: rows of X must have equal lengths; row 0 has 2, row 1 has 1'],
  ['no rows', [], [], undefined, 'linearRegression.fit: X must have at least one row; it has none'],
  ['no columns', [[], []], [1, 2], undefined, 'linearRegression.fit: X must have at least one column; it is [2, 0]'],
  ['y of another length', [[1], [2]], [1, 2, 3], undefined, 'linearRegression.fit: y must have one element per row of X; y has 3, X has 2 rows'],
  ['weights of another length', [[1], [2]], [1, 2], [1], 'linearRegression.fit: sampleWeight must have one element per row of X; sampleWeight has 1, X has 2 rows'],
  ['a negative weight', [[1], [2]], [1, 2], [1, -3], 'linearRegression.fit: weights must be at least 0; sampleWeight[1] is -3'],
  ['weights all zero', [[1], [2]], [1, 2], [0, 0], 'linearRegression.fit: at least one weight must be above 0; all 2 are 0'],
];
for (const [what, matrix, target, sampleWeight, message] of bad) {
  test(`linearRegression.fit refuses ${what} and says where`, async () => {
    await expect(linearRegression().fit(matrix, target, { ...(sampleWeight && { sampleWeight }) })).rejects.toThrow(message);
  });
}

test('linearRegression refuses options it does not know and solvers that do not exist', () => {
  expect(() => linearRegression({ fit_intercept: false } as object)).toThrow('linearRegression: unknown option "fit_intercept"; the options are fitIntercept, solver');
  expect(() => linearRegression({ fitIntercept: 1 as unknown as boolean })).toThrow('linearRegression: fitIntercept must be true or false; it is 1');
  expect(() => linearRegression({ solver: 'svd' as 'auto' })).toThrow(
    'linearRegression: solver must be \'auto\', \'leastSquares\', \'gradientDescent\' or gradientDescent({ … }); it is "svd"');
});

test('fit refuses options it does not know: a misspelt weight would be no weight', async () => {
  await expect(linearRegression().fit(X, y, { sampleWeights: y } as object)).rejects.toThrow(
    new TypeError('linearRegression.fit: unknown option "sampleWeights"; the options are sampleWeight, signal, onProgress'));
  await expect(linearRegression().fit(X, y, y as object)).rejects.toThrow('linearRegression.fit: options must be an object with sampleWeight, signal, onProgress; they are an array of 6');
});

test('an aborted fit rejects with the reason', async () => {
  await expect(linearRegression().fit(X, y, { signal: AbortSignal.abort(new Error('no more')) })).rejects.toThrow('no more');
});

test('NaN and infinity are refused with their place, wherever they are and whichever solver meets them', async () => {
  const [n, d] = [3000, 3];
  for (const [row, value] of [[0, NaN], [1234, Infinity], [n - 1, NaN], [7, -Infinity]]) {
    const data = Float64Array.from({ length: n * d }, (_, e) => (e * 7919) % 101);
    data[row * d + 1] = value;
    const y = Float64Array.from({ length: n }, (_, i) => i % 7);
    const message = `every number must be finite; X[${row}][1] is ${value}`;
    for (const estimator of [linearRegression(), linearRegression({ fitIntercept: false }), ridge(), lasso(), elasticNet({ l1Ratio: 0 }), ridge({ solver: 'gradientDescent' })]) {
      await expect(estimator.fit({ data, shape: [n, d] }, y)).rejects.toThrow(message);
      await expect(estimator.fit({ data, shape: [n, d] }, y, { sampleWeight: y.map((each) => each) })).rejects.toThrow(message);
    }
    const wide = data.slice(0, 30);
    wide[5] = value;
    for (const estimator of [linearRegression(), ridge(), lasso()]) await expect(estimator.fit({ data: wide, shape: [2, 15] }, [1, 2])).rejects.toThrow('every number must be finite');
  }
});
