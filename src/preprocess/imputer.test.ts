import { expect, test } from 'vitest';
import { expectClose, fixture } from './checks.testing.ts';
import { imputer } from './index.ts';

const missing = fixture.missing.map((row) => row.map((value) => value ?? NaN));

test('imputer fills as scikit-learn does: mean, median, most frequent, constant', async () => {
  for (const strategy of ['mean', 'median', 'mostFrequent'] as const) {
    expectClose(await (await imputer({ strategy }).fit(missing)).transform(missing), fixture.imputer[strategy]);
  }
  expectClose(await (await imputer({ strategy: 'constant', fillValue: 7 }).fit(missing)).transform(missing), fixture.imputer.constant);
});

test('the median of an even number of values is the middle of two, and weights move it', async () => {
  const fill = async (X: number[][], sampleWeight?: number[]): Promise<number> => (await imputer({ strategy: 'median' }).fit(X, { sampleWeight })).fill[0];
  expect(await fill([[4], [1], [NaN], [2], [3]])).toBe(2.5);
  expect(await fill([[1], [2], [10]], [1, 1, 2])).toBe(6);
  expect(await fill([[1], [2], [10]], [1, 1, 3])).toBe(10);
  expect(await fill([[1], [2], [10]], [0.1, 0.2, 0.05])).toBe(2);
  expect(await fill([[1e308], [1.5e308]])).toBe(1.25e308);
});

test('the most frequent value is the smallest of equally frequent ones, and weights count', async () => {
  const fill = async (sampleWeight?: number[]): Promise<number> => (await imputer({ strategy: 'mostFrequent' }).fit([[3], [1], [1], [3], [NaN], [2]], { sampleWeight })).fill[0];
  expect(await fill()).toBe(1);
  expect(await fill([1, 1, 1, 1, 1, 5])).toBe(2);
});

test('a column that is missing altogether is named, unless it is filled with a constant', async () => {
  const X = [[1, NaN], [2, NaN], [3, 4]];
  await expect(imputer().fit([[1, NaN], [2, NaN]])).rejects.toThrow("imputer.fit: every column must have a value to learn from; column 1 is missing in all 2 rows, drop it or use strategy 'constant'");
  await expect(imputer().fit(X, { sampleWeight: [1, 1, 0] })).rejects.toThrow('column 1 is missing in all 3 rows with a weight above 0');
  expect([...(await (await imputer({ strategy: 'constant' }).fit([[NaN]])).transform([[NaN]])).data]).toEqual([0]);
});

test('imputer refuses options that make no sense', async () => {
  const make = imputer as (options: unknown) => unknown;
  expect(() => make({ strategy: 'modus' })).toThrow("imputer: strategy must be one of 'mean', 'median', 'mostFrequent', 'constant'; it is \"modus\"");
  expect(() => make({ fillValue: 1 })).toThrow("imputer: fillValue goes with strategy 'constant'; the strategy is 'mean'");
  expect(() => make({ strategy: 'constant', fillValue: NaN })).toThrow(RangeError);
  expect(() => make({ fill: 1 })).toThrow('imputer: unknown option "fill"');
  await expect(imputer().fit([[1e308], [1.7e308]])).rejects.toThrow('imputer.fit: columns of X must have a finite mean; the numbers of column 0 are too large, rescale it first');
});
