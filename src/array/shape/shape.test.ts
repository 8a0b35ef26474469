import { expect, test } from 'vitest';
import { isCount, sameShape, showShape, sizeOf } from './shape.ts';

test('a shape holds the product of its lengths, a single number has the shape []', () => {
  expect([sizeOf([2, 3, 4]), sizeOf([]), sizeOf([5, 0])]).toEqual([24, 1, 0]);
});

test('a shape is written without spaces', () => {
  expect([showShape([8, 3, 28, 28]), showShape([])]).toEqual(['[8,3,28,28]', '[]']);
});

test('shapes are the same when all lengths are, in order', () => {
  expect([sameShape([2, 3], [2, 3]), sameShape([2, 3], [3, 2]), sameShape([2], [2, 1])]).toEqual([true, false, false]);
});

test('a count is a whole number no less than the least', () => {
  expect([isCount(0), isCount(0, 1), isCount(1.5), isCount('1'), isCount(Number.NaN), isCount(-1)]).toEqual([true, false, false, false, false, false]);
});
