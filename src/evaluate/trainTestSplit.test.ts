import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { array, type NdArray } from '../array/index.ts';
import { Frame, frameOf, type Table } from '../table/index.ts';
import { trainTestSplit } from './trainTestSplit.ts';

const X = Array.from({ length: 20 }, (_, i) => [i, -i]);
const y = Array.from({ length: 20 }, (_, i) => 10 * i);

test('a quarter of the rows is held out, rows keep their order, and X and y stay together', () => {
  const { XTrain, XTest, yTrain, yTest, trainIndices, testIndices } = trainTestSplit(X, y);
  expect(testIndices).toHaveLength(5);
  expect([...trainIndices, ...testIndices].sort((a, b) => a - b)).toEqual(X.map((_, i) => i));
  expect(XTrain.toNested()).toEqual(Array.from(trainIndices, (i) => X[i]));
  expect(XTest.toNested()).toEqual(Array.from(testIndices, (i) => X[i]));
  expect([...yTrain]).toEqual(Array.from(trainIndices, (i) => y[i]));
  expect([...yTest]).toEqual(Array.from(testIndices, (i) => y[i]));
  expect([...testIndices]).toEqual([...testIndices].sort((a, b) => a - b));
});

test('the same seed gives the same split, another seed another; without shuffling the last rows are held out', () => {
  const held = (options: object): number[] => [...trainTestSplit(X, undefined, options).testIndices];
  expect(held({ seed: 3 })).toEqual(held({ seed: 3 }));
  expect(held({ seed: 3 })).not.toEqual(held({ seed: 4 }));
  expect(held({ shuffle: false, testSize: 2 })).toEqual([18, 19]);
});

test('a share is rounded up to whole rows, and floating point adds none', () => {
  const rows = (n: number, testSize: number): number => trainTestSplit(Array.from({ length: n }, () => [0]), undefined, { testSize }).testIndices.length;
  expect(0.07 * 100).toBeGreaterThan(7);
  expect([rows(100, 0.07), rows(10, 0.25), rows(10, 0.2), rows(10, 0.001), rows(10, 3)]).toEqual([7, 3, 2, 1, 3]);
});

test('stratified parts have each class in proportion, to within one row, and exactly the rows asked for', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 2, max: 30 }), { minLength: 1, maxLength: 5 }), fc.double({ min: 0.1, max: 0.9, noNaN: true }), fc.integer(), fc.boolean(), (sizes, testSize, seed, shuffle) => {
    const stratify = sizes.flatMap((size, c) => Array.from({ length: size }, () => c));
    fc.pre(Math.ceil(testSize * stratify.length) < stratify.length);
    const { testIndices } = trainTestSplit(stratify.map((c) => [c]), undefined, { testSize, seed, shuffle, stratify });
    const plain = trainTestSplit(stratify.map((c) => [c]), undefined, { testSize, seed, shuffle });
    expect(testIndices.length).toBe(plain.testIndices.length);
    sizes.forEach((size, c) => {
      const held = testIndices.filter((row) => stratify[row] === c).length;
      expect(Math.abs(held - (size * testIndices.length) / stratify.length)).toBeLessThan(1);
    });
  }));
});

test('y may be many targets or labels, X may miss values, and the types say what comes back', () => {
  const many = trainTestSplit(array([[1], [NaN], [3], [4]]), [[1, 2], [3, 4], [5, 6], [7, 8]], { shuffle: false });
  expectTypeOf(many.yTest).toEqualTypeOf<NdArray<[number, number]>>();
  expect(many.yTest.toNested()).toEqual([[7, 8]]);
  expect(many.XTrain.toNested()).toEqual([[1], [NaN], [3]]);
  const labelled = trainTestSplit([[1], [2], [3], [4]], ['a', 'b', 'a', 'c'], { shuffle: false });
  expectTypeOf(labelled.yTest).toEqualTypeOf<('a' | 'b' | 'c')[]>();
  expect(labelled.yTest).toEqual(['c']);
  expectTypeOf(trainTestSplit(X, y).yTest).toEqualTypeOf<Float64Array>();
});

test('a table is split by rows, stratified by a column', () => {
  const frame = frameOf({ kind: Array.from({ length: 12 }, (_, i) => (i < 8 ? 'a' : 'b')), value: Array.from({ length: 12 }, (_, i) => i) });
  const { train, test: held, testIndices } = trainTestSplit(frame, { stratify: 'kind', testSize: 3 });
  expect([train.rowCount, held.rowCount]).toEqual([9, 3]);
  expect(testIndices.filter((row) => row < 8)).toHaveLength(2);
  expect(held.column('value')).toMatchObject({ values: Float64Array.from(testIndices) });
});

test('a table that is not in memory is refused, and says how to read it', () => {
  const { source, rowCount, columns, read } = new Frame([], 0, 'houses.csv');
  const table = { source, rowCount, columns, read } as unknown as Frame;
  expect(() => trainTestSplit(table)).toThrow(new TypeError('trainTestSplit: a table must be in memory; read houses.csv first: trainTestSplit(await table.read())'));
  expectTypeOf<Table>().not.toExtend<Frame>();
});

test.each<[string, () => unknown, ErrorConstructor, string]>([
  ['a share of all rows and more', () => trainTestSplit(X, y, { testSize: 1.5 }), RangeError, 'trainTestSplit: testSize must be a share of the rows above 0 and below 1, or a number of rows; it is 1.5'],
  ['no test rows', () => trainTestSplit(X, y, { testSize: 0 }), RangeError, 'trainTestSplit: testSize must be a share of the rows above 0 and below 1, or a number of rows; it is 0'],
  ['a share as text', () => trainTestSplit(X, y, { testSize: '20%' as unknown as number }), TypeError, 'trainTestSplit: testSize must be a share of the rows above 0 and below 1, or a number of rows; it is "20%"'],
  ['no training rows', () => trainTestSplit(X, y, { testSize: 20 }), RangeError, 'trainTestSplit: both parts must have at least one row; testSize 20 of 20 rows leaves 0 to train on'],
  ['a single row', () => trainTestSplit([[1]], [1]), RangeError, 'trainTestSplit: both parts must have at least one row; testSize 0.25 of 1 rows leaves 0 to train on'],
  ['y of another length', () => trainTestSplit(X, [1]), RangeError, 'trainTestSplit: y must have one element per row of X; y has 1, X has 20 rows'],
  ['targets of another length', () => trainTestSplit(X, [[1]]), RangeError, 'trainTestSplit: y must have one row per row of X; y has 1, X has 20'],
  ['labels of another length', () => trainTestSplit(X, ['a']), RangeError, 'trainTestSplit: y must have one element per row; it has 1, there are 20 rows'],
  ['a class of one row', () => trainTestSplit([[1], [2], [3]], undefined, { stratify: ['a', 'a', 'b'] }), RangeError, 'trainTestSplit: every class of stratify must have at least two rows, one for each part; class "b" has one'],
  ['an unknown option', () => trainTestSplit(X, y, { test_size: 0.2 } as object), TypeError, 'trainTestSplit: unknown option "test_size"; the options are testSize, seed, shuffle, stratify'],
  ['an unknown column', () => trainTestSplit(frameOf({ a: [1, 2] }), { stratify: 'b' }), RangeError, 'table in memory: there is no column "b"; the columns are "a"'],
])('refuses %s', (_, act, Kind, message) => {
  expect(act).toThrow(new Kind(message));
});
