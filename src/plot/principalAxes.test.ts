import { describe, expect, test } from 'vitest';
import { readMatrix } from '../array/index.ts';
import { noise } from './noise.testing.ts';
import { principalAxes, projectOn } from './principalAxes.ts';

const next = noise(1);
/** Rows wide along (3, 4, 0)/5, less along (0, 0, 1), and hardly along the third direction. */
const rows = Array.from({ length: 400 }, () => {
  const [a, b, c] = [10 * next(), 2 * next(), 0.1 * next()];
  return [7 + 0.6 * a - 0.8 * c, -2 + 0.8 * a + 0.6 * c, 1 + b];
});

describe('principal axes', () => {
  test('point where rows differ most, with the variance along each', () => {
    const { means, axes, shares } = principalAxes(readMatrix('test', 'X', rows), 3);
    [0.6, 0.8, 0].forEach((value, j) => expect(axes[j]).toBeCloseTo(value, 1));
    expect(Math.abs(axes[5])).toBeCloseTo(1, 2);
    expect(shares[0] + shares[1] + shares[2]).toBeCloseTo(1, 12);
    expect(shares[0]).toBeGreaterThan(0.9);
    expect(means[0]).toBeCloseTo(rows.reduce((sum, [x]) => sum + x, 0) / 400, 12);
  });
  test('keep all distances when there are as many as columns, and coordinates do not correlate', () => {
    const X = readMatrix('test', 'X', rows);
    const projected = projectOn(principalAxes(X, 3), X).data;
    const distance = (data: Float64Array, i: number, k: number): number => [0, 1, 2].reduce((sum, j) => sum + (data[3 * i + j] - data[3 * k + j]) * (data[3 * i + j] - data[3 * k + j]), 0);
    for (let i = 0; i < 50; i++) expect(distance(projected, i, i + 50)).toBeCloseTo(distance(X.data, i, i + 50), 8);
    for (const [a, b] of [[0, 1], [0, 2], [1, 2]]) {
      expect(rows.reduce((sum, _, i) => sum + projected[3 * i + a] * projected[3 * i + b], 0)).toBeCloseTo(0, 7);
    }
  });
  test.each([1e-200, 1e200])('do not depend on the unit: times %d', (unit) => {
    const plain = principalAxes(readMatrix('test', 'X', rows), 2);
    const scaled = principalAxes(readMatrix('test', 'X', rows.map((row) => row.map((value) => value * unit))), 2);
    scaled.axes.forEach((value, at) => expect(value).toBeCloseTo(plain.axes[at], 9));
  });
  test('of equal rows, a single row or a single column are finite', () => {
    for (const X of [[[1, 2], [1, 2]], [[3, 4, 5]], [[1], [2], [4]]]) {
      const matrix = readMatrix('test', 'X', X);
      const { axes, shares } = principalAxes(matrix, 2);
      expect([...axes, ...shares, ...projectOn(principalAxes(matrix, 2), matrix).data].every(Number.isFinite)).toBe(true);
      expect(shares[1]).toBe(0);
    }
  });
  test('of many columns are found from evenly spaced rows', () => {
    const wide = Array.from({ length: 3001 }, (_, i) => Array.from({ length: 40 }, (_, j) => (j === 17 ? i % 100 : (i * j) % 3)));
    const { axes, means } = principalAxes(readMatrix('test', 'X', wide), 1, 1);
    expect(means[17]).toBeCloseTo(Array.from({ length: 751 }, (_, k) => (4 * k) % 100).reduce((sum, value) => sum + value, 0) / 751, 10);
    expect(axes.indexOf(Math.max(...axes))).toBe(17);
  });
  test('have the residual and the values of eigenvectors, in many dimensions and few ranks too', () => {
    for (const [d, n] of [[30, 200], [120, 40], [9, 9], [12, 3]]) {
      const X = readMatrix('test', 'X', Array.from({ length: n }, (_, i) => Array.from({ length: d }, (_, j) => next() * (1 + 4 / (j + 1)) + ((i * j) % 3))));
      const { means, axes, shares } = principalAxes(X, 2);
      const images = [0, 1].map((axis) => {
        const image = new Float64Array(d);
        for (let i = 0; i < n; i++) {
          let along = 0;
          for (let j = 0; j < d; j++) along += axes[axis * d + j] * (X.data[i * d + j] - means[j]);
          for (let j = 0; j < d; j++) image[j] += along * (X.data[i * d + j] - means[j]);
        }
        return image;
      });
      let total = 0;
      X.data.forEach((value, at) => (total += (value - means[at % d]) * (value - means[at % d])));
      images.forEach((image, axis) => image.forEach((value, j) => expect(Math.abs(value - shares[axis] * total * axes[axis * d + j])).toBeLessThan(1e-8 * total)));
      let inner = 0;
      for (let j = 0; j < d; j++) inner += axes[j] * axes[d + j];
      expect(Math.abs(inner)).toBeLessThan(1e-12);
      expect(shares[0]).toBeGreaterThanOrEqual(shares[1]);
      // no other direction is wider: not that of any row
      for (let i = 0; i < n; i++) {
        const row = Float64Array.from({ length: d }, (_, j) => X.data[i * d + j] - means[j]);
        const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
        let spread = 0;
        for (let k = 0; k < n; k++) {
          let along = 0;
          for (let j = 0; j < d; j++) along += (row[j] / length) * (X.data[k * d + j] - means[j]);
          spread += along * along;
        }
        expect(spread).toBeLessThanOrEqual(shares[0] * total * (1 + 1e-9));
      }
    }
  });
});
