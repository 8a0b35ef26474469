import { expect, test } from 'vitest';
import { concatShape, stackShape } from './concat.ts';

test('lengths are added along the axis', () => {
  expect(concatShape([[2, 3], [5, 3], [0, 3]])).toEqual([7, 3]);
  expect(concatShape([[2, 3], [2, 5]], -1)).toEqual([2, 8]);
  expect(concatShape([[2, 3]], 1)).toEqual([2, 3]);
});

test('arrays that differ elsewhere, in rank or lack the axis are not concatenated', () => {
  expect(() => concatShape([[2, 3], [2, 3], [2, 4]])).toThrow(new TypeError('concat: arrays must be equal in all axes but axis 0; array 0 is [2,3], array 2 is [2,4]'));
  expect(() => concatShape([[2, 3], [3]], -2)).toThrow('equal in all axes but axis -2; array 0 is [2,3], array 1 is [3]');
  expect(() => concatShape([[2, 3], [2, 3]], 2)).toThrow(new RangeError("concat: axis must be one of array 0's axes; array 0 [2,3] has rank 2, axis is 2"));
  expect(() => concatShape([])).toThrow(new TypeError('concat: at least one array is needed; the list is empty'));
});

test('equal arrays are stacked along a new axis', () => {
  expect([stackShape([[2, 3], [2, 3], [2, 3], [2, 3]]), stackShape([[2, 3], [2, 3]], 1), stackShape([[2, 3]], -1)]).toEqual([[4, 2, 3], [2, 2, 3], [2, 3, 1]]);
  expect(() => stackShape([[2, 3], [2, 4]])).toThrow(new TypeError('stack: arrays must have equal shapes; array 0 is [2,3], array 1 is [2,4]'));
  expect(() => stackShape([[2, 3]], 3)).toThrow(new RangeError("stack: axis must be one of the result's axes; the result has rank 3, axis is 3"));
  expect(() => stackShape([])).toThrow(new TypeError('stack: at least one array is needed; the list is empty'));
});
