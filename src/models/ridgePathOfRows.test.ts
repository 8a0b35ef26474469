import { expect, test } from 'vitest';
import { toNdArray, type Matrix } from '../array/index.ts';
import { generator } from '../random/index.ts';
import { ridge } from './ridge.ts';
import { ridgePathOfRows } from './ridgePathOfRows.ts';

test('each point of the path is the ridge of its alpha, and its degrees of freedom fall', async () => {
  const random = generator(4, 'wide');
  const X: Matrix = { data: Float64Array.from({ length: 12 * 40 }, () => random.normal() + 3), rows: 12, columns: 40 };
  const y = Float64Array.from({ length: 12 }, (_, i) => 2 * X.data[i * 40] - X.data[i * 40 + 7] + random.normal());
  const alphas = [1000, 10, 0.01];
  const path = await ridgePathOfRows(X, y, alphas, () => undefined);
  for (const [p, alpha] of alphas.entries()) {
    const model = await ridge({ alpha }).fit(toNdArray(X), y);
    model.coef.forEach((coef, j) => expect(path.coefs[p * 40 + j]).toBeCloseTo(coef, 9));
    expect(path.intercepts[p]).toBeCloseTo(model.intercept, 8);
  }
  expect([...path.degreesOfFreedom]).toEqual([...path.degreesOfFreedom].sort((a, b) => a - b));
  expect(path.degreesOfFreedom[2]).toBeCloseTo(11, 1);
});
