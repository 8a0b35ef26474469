import { expect, test } from 'vitest';
import { reduceShape } from './reduce.ts';

test('the axes named go, or stay with length 1', () => {
  expect(reduceShape('mean', [16, 3, 8, 9])).toEqual([]);
  expect(reduceShape('mean', [16, 3, 8, 9], [2, -1])).toEqual([16, 3]);
  expect(reduceShape('mean', [16, 3, 8, 9], -1)).toEqual([16, 3, 8]);
  expect(reduceShape('mean', [16, 3, 8, 9], [0, 2], true)).toEqual([1, 3, 1, 9]);
  expect(reduceShape('mean', [16, 3], 'all', true)).toEqual([1, 1]);
  expect(reduceShape('mean', [16, 3], [])).toEqual([16, 3]);
});

test('an axis that x lacks is refused under the name of the reduction', () => {
  expect(() => reduceShape('logsumexp', [16, 3], 2)).toThrow(new RangeError("logsumexp: axis must be one of x's axes; x [16,3] has rank 2, axis is 2"));
});
