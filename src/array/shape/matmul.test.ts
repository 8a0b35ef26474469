import { expect, test } from 'vitest';
import { matmulShape } from './matmul.ts';

test.each([
  [[2, 3], [3, 4], [2, 4]],
  [[8, 2, 3], [3, 4], [8, 2, 4]],
  [[5, 1, 2, 3], [8, 3, 4], [5, 8, 2, 4]],
  [[0, 3], [3, 4], [0, 4]],
])('%j × %j is %j', (a, b, shape) => {
  expect(matmulShape(a, b)).toEqual(shape);
});

test('vectors, differing inner sizes and batches that do not broadcast are refused', () => {
  expect(() => matmulShape([3], [3, 4])).toThrow(new TypeError('matmul: a must have at least 2 axes; a [3] has 1'));
  expect(() => matmulShape([2, 3], [])).toThrow(new TypeError('matmul: b must have at least 2 axes; b [] has 0'));
  expect(() => matmulShape([2, 3], [5, 4])).toThrow(new TypeError('matmul: inner sizes must be equal; a [2,3] has 3, b [5,4] has 5'));
  expect(() => matmulShape([7, 2, 3], [8, 3, 4])).toThrow(
    new TypeError('matmul: batch axes must broadcast, sizes equal or one of them 1; a [7,2,3] and b [8,3,4] have 7 and 8 at axis -3'),
  );
});
