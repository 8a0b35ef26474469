import { expect, test } from 'vitest';
import type { Matrix } from '../array/index.ts';
import { gram } from '../linalg/index.ts';
import { design, numbers } from './lasso.testing.ts';
import { ridge } from './ridge.ts';
import { ridgePath } from './ridgePath.ts';

const pause = (): undefined => undefined;
const matrix = (rows: readonly (readonly number[])[]): Matrix => ({ data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0].length });

test('a ridge path has the coefficients that ridge finds one alpha at a time', async () => {
  for (const [n, d, fitIntercept] of [[50, 8, true], [50, 8, false], [12, 20, true]] as const) {
    const { X, y } = design(51, n, d, 0.8);
    const sampleWeight = numbers(52, n).map((value) => value + 1.5);
    const other = y.map((value, i) => value * X[i][0]);
    const products = await gram(matrix(X), matrix(y.map((value, i) => [value, other[i]])), Float64Array.from(sampleWeight), { center: fitIntercept }, pause);
    const alphas = [100, 1, 0.01];
    for (const [target, truth] of [y, other].entries()) {
      const path = ridgePath(products, alphas, target);
      for (const [a, alpha] of alphas.entries()) {
        const model = await ridge({ alpha, fitIntercept }).fit(X, truth, { sampleWeight });
        model.coef.forEach((value, j) => expect(Math.abs(path.coefs[a * d + j] - value)).toBeLessThan(1e-10));
        expect(Math.abs(path.intercepts[a] - model.intercept)).toBeLessThan(1e-10);
      }
    }
  }
});

test('degrees of freedom go from the rank of X down to none', async () => {
  const { X, y } = design(53, 30, 5, 0.5);
  const withCopy = X.map((row) => [...row, row[0]]);
  const products = await gram(matrix(withCopy), matrix(y.map((value) => [value])), undefined, { center: true }, pause);
  const { degreesOfFreedom, coefs } = ridgePath(products, [1e12, 10, 1e-9, 0]);
  expect(degreesOfFreedom[0]).toBeLessThan(1e-8);
  expect(degreesOfFreedom[1]).toBeGreaterThan(1);
  expect(degreesOfFreedom[1]).toBeLessThan(5);
  expect(degreesOfFreedom[2]).toBeCloseTo(5, 8);
  expect(degreesOfFreedom[3]).toBeCloseTo(5, 12);
  // the shortest solution shares equally between equal columns
  expect(coefs[3 * 6]).toBeCloseTo(coefs[3 * 6 + 5], 10);
});

test('the trace of the hat matrix agrees with its definition on orthogonal columns', async () => {
  const X = [[2, 0], [-2, 0], [0, 3], [0, -3]];
  const products = await gram(matrix(X), matrix([[1], [0], [0], [0]]), undefined, { center: true }, pause);
  expect(ridgePath(products, [2]).degreesOfFreedom[0]).toBeCloseTo(8 / 10 + 18 / 20, 14);
});
