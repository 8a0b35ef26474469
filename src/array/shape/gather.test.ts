import { expect, test } from 'vitest';
import { gatherShape, oneHotShape } from './gather.ts';

test('the axes of the indices take the place of the axis gathered', () => {
  expect([gatherShape([5, 6, 7], [2, 3]), gatherShape([5, 6, 7], [4], 1), gatherShape([5, 6, 7], [], -1)]).toEqual([[2, 3, 6, 7], [5, 4, 7], [5, 6]]);
  expect(() => gatherShape([5], [2], 1)).toThrow(new RangeError("gather: axis must be one of x's axes; x [5] has rank 1, axis is 1"));
});

test('one-hot adds a last axis', () => {
  expect(oneHotShape([3, 4], 10)).toEqual([3, 4, 10]);
  expect(() => oneHotShape([3], 0)).toThrow(new RangeError('oneHot: depth must be a whole number ≥ 1; it is 0'));
});
