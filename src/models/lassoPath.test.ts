import { expect, test } from 'vitest';
import type { Matrix } from '../array/index.ts';
import { gram } from '../linalg/index.ts';
import { alphaMax } from './alphaMax.ts';
import { columnsOf, designFromColumns } from './coordinateDescent/columns.ts';
import { designFromGram } from './coordinateDescent/gram.ts';
import { pathFromDesign } from './coordinateDescent/path.ts';
import { elasticNet } from './elasticNet.ts';
import { design, numbers } from './lasso.testing.ts';
import { lassoPath, type LassoPathOptions } from './lassoPath.ts';

const matrix = (rows: readonly (readonly number[])[]): Matrix => ({ data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0].length });

test('every point of a path is what a fit at that alpha finds', async () => {
  for (const [n, d, l1Ratio, fitIntercept] of [[50, 8, 1, true], [20, 60, 1, true], [20, 60, 0.5, true], [50, 8, 0.5, false]] as const) {
    const { X, y } = design(41, n, d, 0.9);
    const sampleWeight = numbers(42, n).map((value) => value + 1.25);
    const path = await lassoPath(X, y, { nAlphas: 12, l1Ratio, fitIntercept, sampleWeight });
    expect(path.converged).toBe(true);
    expect(path.coefs.shape).toEqual([12, d]);
    expect(Math.max(...path.dualGaps)).toBeLessThanOrEqual(1e-10);
    for (const [a, alpha] of path.alphas.entries()) {
      const model = await elasticNet({ alpha, l1Ratio, fitIntercept }).fit(X, y, { sampleWeight });
      model.coef.forEach((value, j) => expect(Math.abs(path.coefs.data[a * d + j] - value)).toBeLessThan(1e-10));
      expect(Math.abs(path.intercepts[a] - model.intercept)).toBeLessThan(1e-10);
    }
  }
});

test('the default grid has 100 alphas, from alpha_max where all is zero down to a thousandth of it', async () => {
  const { X, y } = design(43, 40, 6, 0.5);
  const { alphas, coefs, intercepts } = await lassoPath(X, y);
  expect(alphas).toHaveLength(100);
  expect(alphas[0]).toBeCloseTo(await alphaMax(X, y), 12);
  expect(alphas[99]).toBe(alphas[0] * 1e-3);
  alphas.forEach((alpha, a) => expect(alpha / alphas[Math.max(0, a - 1)]).toBeCloseTo(a === 0 ? 1 : 0.001 ** (1 / 99), 12));
  expect([...coefs.data.subarray(0, 6)]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(coefs.data.subarray(6, 12).some((value) => value !== 0)).toBe(true);
  expect(intercepts[0]).toBeCloseTo(y.reduce((sum, value) => sum + value, 0) / 40, 14);
});

test('the path is continuous: halving the step of alpha halves the largest jump of a coefficient', async () => {
  const { X, y } = design(44, 30, 10, 0.9);
  const jumps: number[] = [];
  for (const nAlphas of [101, 201, 401, 801]) {
    const { coefs } = await lassoPath(X, y, { nAlphas });
    let largest = 0;
    for (let e = 10; e < coefs.data.length; e++) largest = Math.max(largest, Math.abs(coefs.data[e] - coefs.data[e - 10]));
    jumps.push(largest);
  }
  for (const [k, jump] of jumps.slice(1).entries()) expect(jump).toBeLessThan(0.6 * jumps[k]);
});

test('between two alphas where no coefficient enters or leaves, the lasso path is a straight line', async () => {
  const { X, y } = design(45, 60, 5, 0.5);
  const { coefs } = await lassoPath(X, y, { alphas: [0.001, 0.0011, 0.0012] });
  for (let j = 0; j < 5; j++) expect(coefs.data[5 + j]).toBeCloseTo((coefs.data[j] + coefs.data[10 + j]) / 2, 13);
});

test('alphas may come in any order and are returned from the largest down; the user’s array stays', async () => {
  const { X, y } = design(46, 30, 4, 0.5);
  const alphas = Float64Array.of(0.01, 1, 0.1);
  const path = await lassoPath(X, y, { alphas });
  expect([...path.alphas]).toEqual([1, 0.1, 0.01]);
  expect([...alphas]).toEqual([0.01, 1, 0.1]);
});

test('the Gram matrix and the columns give the same path', async () => {
  for (const [n, d] of [[40, 12], [15, 30]]) {
    const { X, y } = design(47, n, d, 0.8);
    const Y = matrix(y.map((value, i) => [-value, value, i]));
    const weights = Float64Array.from(numbers(48, n), (value) => value + 1.5);
    const pause = (): undefined => undefined;
    const options = { alphas: [0.5, 0.1, 0.02], l1Ratio: 0.9, tol: 1e-10, maxIter: 1000 };
    const one = await pathFromDesign(designFromGram(await gram(matrix(X), Y, weights, { center: true }, pause), 1), options, pause);
    const other = await pathFromDesign(designFromColumns(columnsOf(matrix(X), weights, true), Y, 1, weights, true), options, pause);
    expect([one.converged, other.converged]).toEqual([true, true]);
    one.coefs.forEach((value, e) => expect(Math.abs(value - other.coefs[e])).toBeLessThan(1e-11));
    one.intercepts.forEach((value, a) => expect(Math.abs(value - other.intercepts[a])).toBeLessThan(1e-11));
  }
});

test('a constant y gives a path of zeros', async () => {
  const path = await lassoPath([[1, 5], [2, 3], [4, 4]], [0.3, 0.3, 0.3], { nAlphas: 3 });
  expect([...path.coefs.data]).toEqual([0, 0, 0, 0, 0, 0]);
  expect([...path.intercepts]).toEqual([0.3, 0.3, 0.3]);
  expect([...path.alphas]).toEqual([1, expect.closeTo(0.0316227766, 9), 0.001]);
});

test('a path reports each alpha and can be aborted', async () => {
  const { X, y } = design(49, 20, 4, 0.5);
  const done: number[] = [];
  await lassoPath(X, y, { nAlphas: 3, onProgress: (progress) => done.push(progress.done) });
  expect(done).toEqual([1, 2, 3]);
  await expect(lassoPath(X, y, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});

test('too few passes are reported, not thrown', async () => {
  const { X, y } = design(50, 40, 30, 0.9);
  const path = await lassoPath(X, y, { maxIter: 1, nAlphas: 5 });
  expect(path.converged).toBe(false);
  expect(Math.max(...path.dualGaps)).toBeGreaterThan(1e-6);
  expect(Math.max(...path.iterations)).toBe(1);
});

test('lassoPath and alphaMax refuse what they cannot mean', async () => {
  const X = [[1], [2]];
  const refusals: [LassoPathOptions, string][] = [
    [{ l1Ratio: 0 }, 'lassoPath: l1Ratio must be a number above 0 and at most 1; it is 0'],
    [{ eps: 1 }, 'lassoPath: eps must be a number above 0 and below 1; it is 1'],
    [{ nAlphas: 0 }, 'lassoPath: nAlphas must be an integer at least 1; it is 0'],
    [{ alphas: [] }, 'lassoPath: alphas must hold at least one number; it holds none'],
    [{ alphas: [1, 0] }, 'lassoPath: alphas[1] must be a number above 0; it is 0'],
    [{ alphas: [NaN] }, 'lassoPath: alphas[0] must be a number above 0; it is NaN'],
    [{ alphas: 3 as unknown as number[] }, 'lassoPath: alphas must be an array of numbers or a typed array; it is 3'],
    [{ tol: -1 }, 'lassoPath: tol must be a number above 0; it is -1'],
    [{ maxIter: 1.5 }, 'lassoPath: maxIter must be an integer at least 1; it is 1.5'],
    [{ fitIntercept: 'no' as unknown as boolean }, 'lassoPath: fitIntercept must be true or false; it is "no"'],
    [{ nalphas: 3 } as LassoPathOptions, 'lassoPath: unknown option "nalphas"; the options are nAlphas, eps, l1Ratio, alphas, fitIntercept, tol, maxIter, sampleWeight, signal, onProgress'],
  ];
  for (const [options, message] of refusals) await expect(lassoPath(X, [1, 2], options)).rejects.toThrow(message);
  await expect(lassoPath(X, [[1, 2], [3, 4]] as unknown as number[])).rejects.toThrow('lassoPath: y must be one target; it has 2, call lassoPath for each');
  await expect(alphaMax(X, [1, 2], { l1Ratio: 0 })).rejects.toThrow('alphaMax: l1Ratio must be a number above 0 and at most 1; it is 0');
});
