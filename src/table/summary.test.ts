import { expect, test } from 'vitest';
import { categoryColumn, columnOf } from './index.ts';
import { summarize } from './summary.ts';

test('numbers are counted, missing ones apart, and described', () => {
  expect(summarize(columnOf('x', [4, null, 1, 2, 4]))).toEqual({
    name: 'x', type: 'numeric', count: 4, missing: 1, distinct: 3, mean: 2.75, standardDeviation: 1.5, min: 1, median: 3, max: 4,
  });
  expect(summarize(columnOf('x', [7]))).toMatchObject({ standardDeviation: 0, median: 7, min: 7, max: 7 });
  expect(summarize(columnOf('x', [null, null]))).toEqual({ name: 'x', type: 'numeric', count: 0, missing: 2, distinct: 0 });
});

test('values far from zero keep their spread', () => {
  expect(summarize(columnOf('x', [1e9 + 1, 1e9 + 2, 1e9 + 3]))).toMatchObject({ mean: 1e9 + 2, standardDeviation: 1 });
});

test('categories are counted, the most frequent five first, equals by name', () => {
  expect(summarize(categoryColumn('c', [...'bbaaccdefg', null]))).toEqual({
    name: 'c', type: 'categorical', count: 10, missing: 1, distinct: 7,
    top: [{ value: 'a', count: 2 }, { value: 'b', count: 2 }, { value: 'c', count: 2 }, { value: 'd', count: 1 }, { value: 'e', count: 1 }],
  });
});
