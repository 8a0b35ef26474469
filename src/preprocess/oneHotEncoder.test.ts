import { expect, test } from 'vitest';
import { array } from '../array/index.ts';
import { expectClose, fixture, throughJson } from './checks.testing.ts';
import { oneHotEncoder, restoreOneHotEncoder } from './index.ts';

const rows = [['b', true, 3], ['a', false, null], ['b', true, -1], [null, false, 3]] as const;

test('oneHotEncoder of numeric codes agrees with scikit-learn, from rows or an array', async () => {
  for (const X of [fixture.codes, array(fixture.codes)]) {
    expectClose(await (await oneHotEncoder().fit(X)).transform(X), fixture.oneHotEncoder.none);
    expectClose(await (await oneHotEncoder({ drop: 'first' }).fit(X)).transform(X), fixture.oneHotEncoder.first);
  }
  const typed = fixture.codes.map((row) => Float64Array.from(row));
  expectClose(await (await oneHotEncoder().fit(typed)).transform(typed), fixture.oneHotEncoder.none);
});

test('categories are sorted by kind, null last, and each is a feature', async () => {
  const fitted = await oneHotEncoder().fit(rows);
  expect(fitted.categories).toEqual([['a', 'b', null], [false, true], [-1, 3, null]]);
  expect(fitted.featureNames(['letter', 'flag', 'size'])).toEqual([
    'letter=a', 'letter=b', 'letter=null', 'flag=false', 'flag=true', 'size=-1', 'size=3', 'size=null',
  ]);
  expect((await fitted.transform([rows[0], rows[3]])).toNested()).toEqual([[0, 1, 0, 0, 1, 0, 1, 0], [0, 0, 1, 1, 0, 0, 1, 0]]);
});

test('inverseTransform gives the categories back, with and without a dropped one', async () => {
  for (const drop of ['none', 'first', 'mostFrequent'] as const) {
    const fitted = await oneHotEncoder({ drop }).fit(rows);
    expect(await fitted.inverseTransform(await fitted.transform(rows))).toEqual(rows);
  }
  const ignoring = await oneHotEncoder({ unknown: 'ignore' }).fit([['a'], ['b']]);
  expect(await ignoring.inverseTransform([[0, 0], [0.2, 0.7]])).toEqual([[null], ['b']]);
});

test('the most frequent category is dropped, by weight, the first of equal ones', async () => {
  const X = [['b'], ['a'], ['b'], ['a'], ['c']];
  expect((await oneHotEncoder({ drop: 'mostFrequent' }).fit(X)).dropped).toEqual([0]);
  expect((await oneHotEncoder({ drop: 'mostFrequent' }).fit(X, { sampleWeight: [1, 1, 2, 1, 1] })).dropped).toEqual([1]);
  expect((await oneHotEncoder({ drop: 'mostFrequent' }).fit(X, { sampleWeight: [0, 1, 0, 1, 3] })).categories).toEqual([['a', 'c']]);
});

test('an unknown category is an error with its place, or zeros when ignored', async () => {
  const X = [['a'], ['b']];
  await expect((await oneHotEncoder().fit(X)).transform([['a'], ['z']])).rejects.toThrow(
    'oneHotEncoder.transform: categories must be those of the fit; X[1][0] is "z", column 0 has "a", "b". Pass { unknown: \'ignore\' } to encode it as zeros',
  );
  expect((await (await oneHotEncoder({ unknown: 'ignore' }).fit(X)).transform([['z'], ['b']])).toNested()).toEqual([[0, 0], [0, 1]]);
});

test('names of object properties are categories like any other, and −0 is 0', async () => {
  const X = [['__proto__', 0], ['constructor', -0], ['__proto__', 1]]; // a Map's keys: −0 is 0
  const fitted = await oneHotEncoder().fit(X);
  const back = restoreOneHotEncoder(throughJson(fitted.state()));
  expect((await back.transform(X)).toNested()).toEqual([[1, 0, 1, 0], [0, 1, 1, 0], [1, 0, 0, 1]]);
  expect(await back.inverseTransform([[1, 0, 1, 0]])).toEqual([['__proto__', 0]]);
});

test('oneHotEncoder refuses what is no category', async () => {
  const fit = (X: unknown): Promise<unknown> => oneHotEncoder().fit(X as string[][]);
  await expect(fit([['a', 1], [2, 2]])).rejects.toThrow('oneHotEncoder.fit: a column must hold one kind of category; column 0 has strings, and row 1 is 2');
  await expect(fit([[{}]])).rejects.toThrow('oneHotEncoder.fit: categories must be strings, numbers, booleans or null; X[0][0] is an object');
  await expect(fit([['a'], [undefined]])).rejects.toThrow('X[1][0] is undefined');
  await expect(fit([[NaN]])).rejects.toThrow('numeric categories must be finite; X[0][0] is NaN; write null for a missing one');
  await expect(fit([['a'], 'b'])).rejects.toThrow('X must be an array of rows of categories; X[1] is "b"');
  await expect(fit('abc')).rejects.toThrow(TypeError);
  await expect(fit([['a'], ['b', 'c']])).rejects.toThrow('rows of X must have equal lengths; row 0 has 1, row 1 has 2');
  const make = oneHotEncoder as (options: unknown) => unknown;
  expect(() => make({ drop: 'last' })).toThrow("oneHotEncoder: drop must be one of 'none', 'first', 'mostFrequent'; it is \"last\"");
  expect(() => make({ unknown: 'zero' })).toThrow("oneHotEncoder: unknown must be one of 'error', 'ignore'");
  expect(() => make({ sparse: true })).toThrow('unknown option "sparse"');
  const fitted = await oneHotEncoder().fit([['a']]);
  expect(() => fitted.featureNames([])).toThrow('oneHotEncoder.featureNames: there must be 1 names; there are 0');
});
