import { expect, test } from 'vitest';
import { invertPermutation, resolvePermutation, transposeShape } from './transpose.ts';

test('axes are reversed, or put in the order named', () => {
  expect(transposeShape([2, 3, 4])).toEqual([4, 3, 2]);
  expect(transposeShape([16, 3, 32, 31], [0, 2, 3, 1])).toEqual([16, 32, 31, 3]);
  expect(transposeShape([2, 3, 4], [-1, 0, 1])).toEqual([4, 2, 3]);
  expect(transposeShape([])).toEqual([]);
});

test('the inverse puts the axes back', () => {
  const permutation = resolvePermutation([2, 3, 4, 5], [2, 0, -1, 1]);
  expect(transposeShape(transposeShape([2, 3, 4, 5], permutation), invertPermutation(permutation))).toEqual([2, 3, 4, 5]);
});

test('axes that are no permutation are refused', () => {
  expect(() => transposeShape([2, 3], [0, 1, 2])).toThrow(new RangeError('transpose: axes must name every axis of x once; x [2,3] has rank 2, axes are [0,1,2]'));
  expect(() => transposeShape([2, 3], [0, 0])).toThrow('x [2,3] has rank 2, axes are [0,0]');
  expect(() => transposeShape([2, 3], 1 as unknown as number[])).toThrow(new TypeError('transpose: axes must be a list of whole numbers; it is 1'));
});
