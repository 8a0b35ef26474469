import { expect, test } from 'vitest';
import { type Axes, resolveAxes, resolveAxis } from './axes.ts';

test('an axis below 0 counts from the last', () => {
  expect([resolveAxis('sum', [2, 3, 4], 1), resolveAxis('sum', [2, 3, 4], -1), resolveAxis('sum', [2, 3, 4], -3)]).toEqual([1, 2, 0]);
});

test('axes come out in rising order, and all of them by default', () => {
  expect(resolveAxes('sum', [2, 3, 4], [-1, 0])).toEqual([0, 2]);
  expect(resolveAxes('sum', [2, 3, 4], 1)).toEqual([1]);
  expect(resolveAxes('sum', [2, 3, 4])).toEqual([0, 1, 2]);
  expect(resolveAxes('sum', [2, 3, 4], [])).toEqual([]);
});

test('an axis that the array lacks is refused with its rank', () => {
  expect(() => resolveAxis('mean', [2, 3], 2)).toThrow(new RangeError("mean: axis must be one of x's axes; x [2,3] has rank 2, axis is 2"));
  expect(() => resolveAxis('mean', [2, 3], -3)).toThrow(new RangeError("mean: axis must be one of x's axes; x [2,3] has rank 2, axis is -3"));
  expect(() => resolveAxis('mean', [2, 3], 0.5)).toThrow(new RangeError("mean: axis must be one of x's axes; x [2,3] has rank 2, axis is 0.5"));
  expect(() => resolveAxes('mean', [], 0)).toThrow(new RangeError("mean: axis must be one of x's axes; x [] has rank 0, axis is 0"));
});

test('an axis named twice is refused, also when once from either end', () => {
  expect(() => resolveAxes('sum', [2, 3], [0, -2])).toThrow(new RangeError('sum: axes must differ; [0,-2] names axis 0 of x [2,3] twice'));
});

test('what is no axis is refused with its kind', () => {
  expect(() => resolveAxes('sum', [2, 3], 'rows' as Axes)).toThrow(new TypeError(`sum: axis must be a whole number, a list of them or 'all'; it is "rows"`));
  expect(() => resolveAxes('sum', [2, 3], ['0'] as unknown as Axes)).toThrow(new TypeError('sum: axis must be a whole number; it is "0"'));
});
