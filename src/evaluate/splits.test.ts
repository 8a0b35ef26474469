/** What all splitters promise, checked on many sizes; and each one's own promise. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupKFold } from './groupKFold.ts';
import { kFold } from './kFold.ts';
import { repeated } from './repeated.ts';
import type { Split, Splitter } from './splitter.ts';
import { stratifiedKFold } from './stratifiedKFold.ts';
import { timeSeriesSplit } from './timeSeriesSplit.ts';

const plain = (splits: readonly Split[]): number[][][] => splits.map(({ train, test }) => [[...train], [...test]]);
const tests = (splits: readonly Split[]): number[][] => splits.map(({ test }) => [...test]);
const spread = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts);

function expectPartition(splits: readonly Split[], nSamples: number): void {
  expect(splits.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(Array.from({ length: nSamples }, (_, i) => i));
  for (const { train, test } of splits) {
    const held = new Set(test);
    expect(train.some((row) => held.has(row))).toBe(false);
    expect(train.length + test.length).toBe(nSamples);
    for (const part of [train, test]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
  }
}

const foldsAndRows = fc.integer({ min: 2, max: 8 }).chain((folds) => fc.tuple(fc.constant(folds), fc.integer({ min: folds, max: 60 }), fc.integer(), fc.boolean()));

test('kFold: the test parts partition the rows, apart from training, and their sizes differ by at most one', () => {
  fc.assert(fc.property(foldsAndRows, ([folds, rows, seed, shuffle]) => {
    const splits = kFold(folds, { seed, shuffle }).split(rows);
    expect(splits).toHaveLength(folds);
    expectPartition(splits, rows);
    expect(spread(splits.map(({ test }) => test.length))).toBeLessThanOrEqual(1);
  }));
});

test('kFold without shuffling cuts the rows as they come, the first folds one longer, as scikit-learn', () => {
  expect(tests(kFold(3, { shuffle: false }).split(8))).toEqual([[0, 1, 2], [3, 4, 5], [6, 7]]);
});

test('kFold shuffles by default, because rows are often sorted', () => {
  const firstFold = kFold(5).split(100)[0].test;
  expect(Math.max(...firstFold) - Math.min(...firstFold)).toBeGreaterThan(50);
});

test('stratifiedKFold: classes and folds are balanced to within one row', () => {
  const classes = fc.integer({ min: 2, max: 6 }).chain((folds) =>
    fc.tuple(fc.constant(folds), fc.array(fc.integer({ min: folds, max: 20 }), { minLength: 1, maxLength: 4 }), fc.integer(), fc.boolean()));
  fc.assert(fc.property(classes, ([folds, sizes, seed, shuffle]) => {
    const y = sizes.flatMap((size, c) => Array.from({ length: size }, () => `class ${c}`));
    const splits = stratifiedKFold(folds, { seed, shuffle }).split(y.length, { y });
    expectPartition(splits, y.length);
    expect(spread(splits.map(({ test }) => test.length))).toBeLessThanOrEqual(1);
    for (const label of new Set(y)) expect(spread(splits.map(({ test }) => test.filter((row) => y[row] === label).length))).toBeLessThanOrEqual(1);
  }));
});

test('stratifiedKFold: small classes are spread as far as they go when they may be missing', () => {
  const y = ['a', 'a', 'a', 'a', 'a', 'a', 'a', 'b', 'b', 'c'];
  const splits = stratifiedKFold(5, { allowMissing: true }).split(10, { y });
  expectPartition(splits, 10);
  for (const [label, most] of [['a', 2], ['b', 1], ['c', 1]] as const) expect(Math.max(...splits.map(({ test }) => test.filter((row) => y[row] === label).length))).toBe(most);
  expect(repeated(stratifiedKFold(5, { allowMissing: true }), 2).split(10, { y })).toHaveLength(10);
});

test('groupKFold: no group is split, and folds are as even as the largest group allows', () => {
  const groups = fc.integer({ min: 2, max: 5 }).chain((folds) =>
    fc.tuple(fc.constant(folds), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: folds, maxLength: 12 }), fc.integer(), fc.boolean()));
  fc.assert(fc.property(groups, ([folds, sizes, seed, shuffle]) => {
    const groups = sizes.flatMap((size, g) => Array.from({ length: size }, () => g));
    const splits = groupKFold(folds, { seed, shuffle }).split(groups.length, { groups });
    expectPartition(splits, groups.length);
    for (const { train, test } of splits) {
      const held = new Set(Array.from(test, (row) => groups[row]));
      expect(train.some((row) => held.has(groups[row]))).toBe(false);
    }
    expect(spread(splits.map(({ test }) => test.length))).toBeLessThanOrEqual(Math.max(...sizes));
  }));
});

test('timeSeriesSplit: time never runs backwards, tests are even and follow each other to the last row', () => {
  const options = fc.record({ folds: fc.integer({ min: 2, max: 6 }), rows: fc.integer({ min: 20, max: 80 }), gap: fc.integer({ min: 0, max: 2 }), most: fc.option(fc.integer({ min: 1, max: 9 })) });
  fc.assert(fc.property(options, ({ folds, rows, gap, most }) => {
    const splits = timeSeriesSplit(folds, { gap, ...(most !== null && { maxTrainSize: most }) }).split(rows);
    expect(splits).toHaveLength(folds);
    expect(spread(splits.map(({ test }) => test.length))).toBe(0);
    const held = splits.flatMap(({ test }) => [...test]);
    expect(held).toEqual(Array.from({ length: held.length }, (_, i) => rows - held.length + i));
    for (const { train, test } of splits) {
      expect(train[train.length - 1]).toBe(test[0] - gap - 1);
      expect(train.length).toBeLessThanOrEqual(most ?? rows);
    }
  }));
});

test('timeSeriesSplit gives the splits of scikit-learn', () => {
  expect(plain(timeSeriesSplit(3).split(9))).toEqual([[[0, 1, 2], [3, 4]], [[0, 1, 2, 3, 4], [5, 6]], [[0, 1, 2, 3, 4, 5, 6], [7, 8]]]);
  expect(plain(timeSeriesSplit(2, { testSize: 1, gap: 1, maxTrainSize: 2 }).split(5))).toEqual([[[0, 1], [3]], [[1, 2], [4]]]);
});

const context = { y: Array.from({ length: 40 }, (_, i) => i % 3), groups: Array.from({ length: 40 }, (_, i) => i % 10) };
const seeded: readonly (readonly [string, (seed?: number) => Splitter])[] = [
  ['kFold', (seed) => kFold(4, { seed })],
  ['stratifiedKFold', (seed) => stratifiedKFold(4, { seed })],
  ['groupKFold', (seed) => groupKFold(4, { seed })],
  ['repeated', (seed) => repeated(kFold(4), 3, { seed })],
];

test.each(seeded)('%s: the same seed gives the same splits, another seed others, and the default seed is 0', (_, make) => {
  const splits = (seed?: number): number[][][] => plain(make(seed).split(40, context));
  expect(splits(1)).toEqual(splits(1));
  expect(splits(1)).not.toEqual(splits(2));
  expect(splits()).toEqual(splits(0));
});

test.each(seeded)('%s can be repeated: each repetition is a partition of its own', (_, make) => {
  const once = make().split(40, context).length;
  const splits = repeated(make(), 2).split(40, context);
  expect(splits).toHaveLength(2 * once);
  expectPartition(splits.slice(0, 4), 40);
  expectPartition(splits.slice(once, once + 4), 40);
  expect(plain(splits.slice(0, once))).not.toEqual(plain(splits.slice(once)));
});

test.each<[string, () => unknown, ErrorConstructor, string]>([
  ['one fold', () => kFold(1), RangeError, 'kFold: nSplits must be an integer at least 2; it is 1'],
  ['half a fold', () => timeSeriesSplit(2.5), RangeError, 'timeSeriesSplit: nSplits must be an integer at least 2; it is 2.5'],
  ['folds as text', () => groupKFold('5' as unknown as number), TypeError, 'groupKFold: nSplits must be an integer at least 2; it is "5"'],
  ['more folds than rows', () => kFold(5).split(4), RangeError, 'kFold: there must be at least one row per fold; there are 4 rows for 5 folds'],
  ['no rows', () => kFold(5).split(0), RangeError, 'kFold: nSamples must be an integer at least 1; it is 0'],
  ['an unknown option', () => kFold(5, { random: 1 } as object), TypeError, 'kFold: unknown option "random"; the options are shuffle, seed'],
  ['shuffle as text', () => kFold(5, { shuffle: 'no' as unknown as boolean }), TypeError, 'kFold: shuffle must be true or false; it is "no"'],
  ['half a seed', () => stratifiedKFold(5, { seed: 0.5 }), RangeError, 'stratifiedKFold: seed must be an integer at least -9007199254740991 and at most 9007199254740991; it is 0.5'],
  ['allowMissing as a number', () => stratifiedKFold(5, { allowMissing: 1 as unknown as boolean }), TypeError, 'stratifiedKFold: allowMissing must be true or false; it is 1'],
  ['no classes', () => stratifiedKFold(2).split(4), TypeError, 'stratifiedKFold: y must be the class of each row; it is undefined'],
  ['classes of another length', () => stratifiedKFold(2).split(4, { y: ['a', 'b'] }), RangeError, 'stratifiedKFold: y must have one element per row; it has 2, there are 4 rows'],
  ['a missing class', () => stratifiedKFold(2).split(2, { y: ['a', null as unknown as string] }), TypeError, 'stratifiedKFold: y must hold strings, numbers or booleans, none missing; y[1] is null'],
  ['classes of a wrong kind', () => stratifiedKFold(2).split(2, { y: 'ab' as unknown as string[] }), TypeError, 'stratifiedKFold: y must be an array of strings, numbers or booleans; it is "ab"'],
  ['a class smaller than the folds', () => stratifiedKFold(3).split(5, { y: ['a', 'b', 'a', 'b', 'a'] }), RangeError, 'stratifiedKFold: every class must have at least one row per fold; class "b" has 2 of the 3 needed. Use fewer folds, merge classes, or kFold when y is a quantity'],
  ['no groups', () => groupKFold(2).split(4), TypeError, 'groupKFold: groups must be the group of each row; it is undefined'],
  ['fewer groups than folds', () => groupKFold(3).split(4, { groups: [1, 1, 2, 2] }), RangeError, 'groupKFold: there must be at least one group per fold; there are 2 groups for 3 folds'],
  ['too little time', () => timeSeriesSplit(5).split(5), RangeError, 'timeSeriesSplit: there must be a row to fit on before the first test part; there are 5 rows for 5 test parts of 1 and a gap of 0'],
  ['a gap that leaves nothing', () => timeSeriesSplit(2, { gap: 4 }).split(9), RangeError, 'timeSeriesSplit: there must be a row to fit on before the first test part; there are 9 rows for 2 test parts of 3 and a gap of 4'],
  ['an empty test part', () => timeSeriesSplit(2, { testSize: 0 }), RangeError, 'timeSeriesSplit: testSize must be an integer at least 1; it is 0'],
  ['repeating what is not random', () => repeated(kFold(5, { shuffle: false }), 2), TypeError, 'repeated: splitter must be random; kFold gives the same splits every time'],
  ['repeating what is no splitter', () => repeated(5 as unknown as Splitter, 2), TypeError, 'repeated: splitter must be a splitter, such as kFold(5); it is 5'],
  ['no repetition', () => repeated(kFold(5), 0), RangeError, 'repeated: times must be an integer at least 1; it is 0'],
])('refuses %s', (_, act, Kind, message) => {
  expect(act).toThrow(new Kind(message));
});
