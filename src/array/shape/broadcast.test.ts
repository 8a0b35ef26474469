import { expect, test } from 'vitest';
import { broadcastShapes, broadcastToShape, repeatedAxes } from './broadcast.ts';

test.each([
  [[2, 3], [3], [2, 3]],
  [[4, 1, 3], [2, 1], [4, 2, 3]],
  [[2, 3], [], [2, 3]],
  [[], [], []],
  [[1], [0], [0]],
  [[5, 1], [1, 7], [5, 7]],
])('%j and %j broadcast to %j, in either order', (a, b, shape) => {
  expect(broadcastShapes('add', a, b)).toEqual(shape);
  expect(broadcastShapes('add', b, a)).toEqual(shape);
});

test('lengths that differ and are not 1 are refused at their axis', () => {
  expect(() => broadcastShapes('add', [2, 3], [4])).toThrow(
    new TypeError('add: shapes must broadcast, sizes equal or one of them 1; a [2,3] and b [4] have 3 and 4 at axis -1'),
  );
  expect(() => broadcastShapes('mul', [5, 2, 3], [4, 1, 3])).toThrow('a [5,2,3] and b [4,1,3] have 5 and 4 at axis -3');
  expect(() => broadcastShapes('mul', [0], [2])).toThrow('a [0] and b [2] have 0 and 2 at axis -1');
});

test('an array is repeated to a shape along its axes of length 1 and new axes in front', () => {
  expect(broadcastToShape('broadcastTo', [2, 1], [4, 2, 3])).toEqual([4, 2, 3]);
  expect(repeatedAxes([2, 1], [4, 2, 3])).toEqual([0, 2]);
  expect(repeatedAxes([2, 1], [2, 1])).toEqual([]);
  expect(repeatedAxes([], [3, 1])).toEqual([0, 1]);
});

test('an array is not shrunk to a shape', () => {
  expect(() => broadcastToShape('broadcastTo', [2, 3], [2, 1])).toThrow(
    new TypeError('broadcastTo: x must broadcast to the shape, sizes equal or 1 in x; x [2,3] and the shape [2,1] have 3 and 1 at axis -1'),
  );
  expect(() => broadcastToShape('broadcastTo', [2, 3], [3])).toThrow(
    new TypeError('broadcastTo: x must broadcast to the shape, sizes equal or 1 in x; x [2,3] has rank 2, the shape [3] has 1'),
  );
});
