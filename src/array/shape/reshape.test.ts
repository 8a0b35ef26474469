import { expect, test } from 'vitest';
import { expandDimsShape, flattenShape, reshapeShape, squeezeShape } from './reshape.ts';

test('a shape of as many numbers is taken as it is, and -1 is what is left', () => {
  expect(reshapeShape([2, 3], [6])).toEqual([6]);
  expect(reshapeShape([16, 3, 32, 32], [16, -1])).toEqual([16, 3072]);
  expect(reshapeShape([1], [])).toEqual([]);
  expect(reshapeShape([0, 3], [-1, 3])).toEqual([0, 3]);
});

test('another number of elements is refused', () => {
  expect(() => reshapeShape([2, 3], [4, 2])).toThrow(new TypeError('reshape: both shapes must hold as many numbers; x [2,3] holds 6, [4,2] holds 8'));
  expect(() => reshapeShape([2, 3], [4, -1])).toThrow(new TypeError('reshape: the sizes given must divide the numbers of x; x [2,3] holds 6, [4,-1] gives 4'));
  expect(() => reshapeShape([0, 3], [0, -1])).toThrow(new TypeError('reshape: the sizes given must divide the numbers of x; x [0,3] holds 0, [0,-1] gives 0'));
});

test('what is no shape is refused', () => {
  expect(() => reshapeShape([2, 3], [-1, -1])).toThrow(new RangeError('reshape: only one size may be -1; [-1,-1] has 2'));
  expect(() => reshapeShape([2, 3], [-2, 3])).toThrow(new RangeError('reshape: every size must be a whole number ≥ 0, or -1; [-2,3] has -2'));
  expect(() => reshapeShape([2, 3], 6 as unknown as number[])).toThrow(new TypeError('reshape: shape must be a list of whole numbers; it is 6'));
});

test('flatten keeps the batch', () => {
  expect([flattenShape([16, 3, 32, 32]), flattenShape([5]), flattenShape([])]).toEqual([[16, 3072], [5, 1], [1]]);
});

test('an axis of length 1 is added where the result shall have it', () => {
  expect([expandDimsShape([2, 3], 0), expandDimsShape([2, 3], 1), expandDimsShape([2, 3], -1), expandDimsShape([], 0)]).toEqual([[1, 2, 3], [2, 1, 3], [2, 3, 1], [1]]);
  expect(() => expandDimsShape([2, 3], 3)).toThrow(new RangeError("expandDims: axis must be one of the result's axes; the result has rank 3, axis is 3"));
  expect(() => expandDimsShape([2, 3], -4)).toThrow('the result has rank 3, axis is -4');
});

test('axes of length 1 are taken away, all of them or those named', () => {
  expect([squeezeShape([1, 2, 1, 3]), squeezeShape([1, 2, 1, 3], 0), squeezeShape([1, 2, 1, 3], [0, -2])]).toEqual([[2, 3], [2, 1, 3], [2, 3]]);
  expect(() => squeezeShape([1, 2, 3], [0, 1])).toThrow(new TypeError('squeeze: an axis taken away must have size 1; x [1,2,3] has 2 at axis 1'));
  expect(() => squeezeShape([1, 2, 3], 3)).toThrow(new RangeError("squeeze: axis must be one of x's axes; x [1,2,3] has rank 3, axis is 3"));
});
