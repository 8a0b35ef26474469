import { expect, test } from 'vitest';
import { toNdArray } from '../array/index.ts';
import { ModelFormatError, type Json } from '../estimator/index.ts';
import { Frame, frameOf, type Cell } from '../table/index.ts';
import { expectClose, fixture, throughJson } from './checks.testing.ts';
import { restoreTableEncoder, tableEncoder, type FittedTableEncoder } from './index.ts';

const { size, kind, flag } = fixture.tableEncoder;
const table = frameOf({ size, kind, flag }, 'things.csv');
const names = ['size', 'kind', 'flag'];
const encode = (columns: Record<string, ArrayLike<Cell>>, used = Object.keys(columns), weights?: number[]): FittedTableEncoder =>
  tableEncoder().fit(frameOf(columns, 'things.csv'), used, weights && Float64Array.from(weights));

test('the table encoder agrees with imputer, one-hot encoder and scaler of scikit-learn in a row', () => {
  const fitted = tableEncoder().fit(table, names);
  expect(fitted.names).toEqual(['size', 'kind=b', 'kind=c', 'flag']);
  fitted.mean.forEach((mean, j) => expect(Math.abs(mean - fixture.tableEncoder.mean[j])).toBeLessThan(1e-12));
  fitted.scale.forEach((scale, j) => expect(Math.abs(scale - fixture.tableEncoder.scale[j])).toBeLessThan(1e-12));
  expectClose(toNdArray(fitted.transform(table)), fixture.tableEncoder.transformed);
});

test('every feature of the fit has mean 0 and deviation 1, dates and dummies too', () => {
  const n = 700; // more rows than are written at a time
  const day = (i: number): Date => new Date(Date.UTC(2024, 0, 1 + ((i * 37) % 100), i % 24));
  const columns = {
    day: Array.from({ length: n }, (_, i) => (i % 10 === 0 ? null : day(i))),
    word: Array.from({ length: n }, (_, i) => (i % 11 === 0 ? null : 'abcde'[(i * i) % 5])),
    on: Array.from({ length: n }, (_, i) => (i % 13 === 0 ? null : i % 3 === 0)),
    x: Array.from({ length: n }, (_, i) => (i % 17 === 0 ? NaN : i * i)),
  };
  const fitted = encode(columns);
  const X = fitted.transform(frameOf(columns));
  expect(fitted.features.map(({ type }) => type)).toEqual(['date', 'categorical', 'categorical', 'boolean', 'numeric']);
  for (let j = 0; j < X.columns; j++) {
    const values = Array.from({ length: n }, (_, i) => X.data[i * X.columns + j]);
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    expect(Math.abs(mean)).toBeLessThan(1e-12);
    expect(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / n).toBeCloseTo(1, 12);
  }
});

test('the most frequent level is the reference, the first of equal ones; weights decide', () => {
  const word = ['b', 'a', 'b', 'a', 'c'];
  const reference = (weights?: number[]): string | undefined => encode({ word }, ['word'], weights).features[0].reference;
  expect(reference()).toBe('a');
  expect(reference([1, 1, 1.5, 1, 1])).toBe('b');
  expect(encode({ word }, ['word'], [0, 1, 0, 1, 1]).names).toEqual(['word=c']);
});

test('as many true as false: a missing value is false', () => {
  expect(encode({ on: [true, false, null, true, false] }).columns).toEqual([{ name: 'on', type: 'boolean', fill: 0 }]);
});

test('rows of weight 0 do not make an identifier a category', () => {
  const name = Array.from({ length: 60 }, (_, i) => `n${i % 25}`);
  expect(encode({ name }).dropped).toEqual([]);
  expect(encode({ name }, ['name'], name.map((_, i) => (i < 25 ? 1 : 0))).dropped).toEqual([{ column: 'name', reason: 'an identifier: 25 different values in 25 rows' }]);
});

test('a row of weight 2 is the row twice', () => {
  const weights = size.map((_, i) => i % 3);
  const twice = weights.flatMap((weight, i) => Array.from({ length: weight }, () => i));
  const weighted = tableEncoder().fit(table, names, Float64Array.from(weights));
  const repeated = tableEncoder().fit(table.take(twice), names);
  expect(weighted.names).toEqual(repeated.names);
  expectClose(toNdArray(weighted.transform(table)), toNdArray(repeated.transform(table)));
});

test('rows are transformed one by one as they are together, and the table stays as it is', () => {
  const before = JSON.stringify(table.columns.map((column) => ({ ...column })));
  const fitted = tableEncoder().fit(table, names);
  const all = toNdArray(fitted.transform(table)).toNested();
  all.forEach((row, i) => expect(toNdArray(fitted.transform(table.take([i]))).toNested()).toEqual([row]));
  expect(JSON.stringify(table.columns.map((column) => ({ ...column })))).toBe(before);
});

test('fitted on a part of the rows, the encoder knows the mean and the levels of that part alone', () => {
  const whole = frameOf({ x: [1, 2, 3, 100], word: ['a', 'b', 'a', 'z'] });
  const fitted = tableEncoder().fit(whole.take([0, 1, 2]), ['x', 'word']);
  expect(fitted.mean[0]).toBe(2);
  expect(fitted.names).toEqual(['x', 'word=b']);
});

test('columns that cannot help are left out with the reason', () => {
  const n = 60;
  const rows = Array.from({ length: n }, (_, i) => i);
  const fitted = encode({
    x: rows,
    same: rows.map(() => 0.1),
    rounded: rows.map((i) => (i % 2 === 0 ? 0.3 : 0.1 + 0.2)),
    empty: rows.map(() => null),
    yes: rows.map((i) => (i === 0 ? null : true)),
    blank: rows.map(() => null as string | null),
    word: rows.map(() => 'a'),
    name: rows.map((i) => `n${i % 40}`),
    many: rows.map((i) => `m${i % 55}`),
    fine: rows.map((i) => `f${i % 20}`),
  });
  expect(fitted.dropped).toEqual([
    { column: 'same', reason: 'constant: every value is 0.1' },
    { column: 'rounded', reason: 'constant: every value is 0.30000000000000004' },
    { column: 'empty', reason: 'all values are missing' },
    { column: 'yes', reason: 'constant: every value is true' },
    { column: 'blank', reason: 'all values are missing' },
    { column: 'word', reason: 'constant: every value is "a"' },
    { column: 'name', reason: 'an identifier: 40 different values in 60 rows' },
    { column: 'many', reason: 'an identifier: 55 different values in 60 rows' },
  ]);
  expect(fitted.columns.map(({ name }) => name)).toEqual(['x', 'fine']);
  const wide = { word: Array.from({ length: 200 }, (_, i) => `w${i % 51}`) };
  expect(encode(wide).dropped).toEqual([{ column: 'word', reason: '51 different values, more than 50' }]);
  expect(tableEncoder({ maxLevels: 51 }).fit(frameOf(wide), ['word']).nFeatures).toBe(50);
  expect(encode(wide).transform(frameOf(wide))).toEqual({ data: new Float64Array(0), rows: 200, columns: 0 });
});

test('missing values count as the mean, the more frequent boolean, the reference level', () => {
  const fitted = encode({ x: [1, 3, null], on: [true, true, false], word: ['a', 'a', 'b'] });
  const gaps = frameOf([{ x: null, on: null, word: null }, { x: 2, on: true, word: 'a' }]);
  const { data } = fitted.transform(gaps);
  expect(data.slice(0, 3)).toEqual(data.slice(3));
  expect(data[0]).toBe(0);
});

test('a level that the fit did not see is the reference, and a note counts it', () => {
  const fitted = encode({ word: ['a', 'a', 'b'] });
  const notes: string[] = [];
  const { data } = fitted.transform(frameOf({ word: ['z', 'a', 'b', 'y', 'z'] }, 'new.csv'), (note) => notes.push(note));
  expect(data[0]).toBe(data[1]);
  expect(data[3]).toBe(data[1]);
  expect(data[2]).not.toBe(data[1]);
  expect(notes).toEqual(['new.csv: 3 rows have a value of "word" that the fit did not see ("y", "z"); treated as "a"']);
  notes.length = 0;
  fitted.transform(frameOf({ word: ['z', 'a'] }, 'new.csv').take([1]), (note) => notes.push(note));
  expect(notes).toEqual([]);
});

test('a table that lacks columns is refused with all their names and those it has', () => {
  const fitted = tableEncoder().fit(table, names);
  expect(() => fitted.transform(frameOf({ kind, Size: size }, 'other.csv'))).toThrow(
    'other.csv: the table must have every column of the fit; "size", "flag" are missing, the table has "kind", "Size"',
  );
  expect(() => fitted.transform(frameOf({ kind, size }, 'other.csv'))).toThrow('"flag" is missing');
});

test('a column of another type is refused with both types, one without values passes', () => {
  const fitted = encode({ x: [1, 2], on: [true, false], word: ['a', 'b'], day: [new Date(0), new Date(1e9)] });
  const row = { x: 1, on: true, word: 'a', day: new Date(0) };
  const transform = (change: Record<string, Cell>): Float64Array => fitted.transform(frameOf([{ ...row, ...change }], 'other.csv')).data;
  expect(() => transform({ word: 3 })).toThrow('other.csv: columns must have the type they had in the fit; "word" is numeric, and was categorical');
  expect(() => transform({ x: 'many' })).toThrow('"x" is categorical, and was numeric');
  expect(() => transform({ x: new Date(0) })).toThrow('"x" is date, and was numeric');
  expect(() => transform({ day: 3 })).toThrow('"day" is numeric, and was date');
  expect(() => transform({ on: 'yes' })).toThrow(TypeError);
  expect(transform({ x: true })).toEqual(transform({ x: 1 }));
  expect(transform({ on: 0 })).toEqual(transform({ on: false }));
  expect(() => transform({ on: 2 })).toThrow('other.csv: "on" must be true or false (or 1 or 0), as in the fit; row 0 is 2');
  expect(transform({ word: null, x: null, day: null, on: null }).every(Number.isFinite)).toBe(true);
  const empty = new Frame([
    { name: 'x', type: 'categorical', codes: Int32Array.of(-1), categories: ['q'] }, { name: 'on', type: 'date', values: Float64Array.of(NaN) },
    { name: 'word', type: 'date', values: Float64Array.of(NaN) }, { name: 'day', type: 'boolean', values: Float64Array.of(NaN) },
  ], 1);
  expect(fitted.transform(empty).data).toEqual(transform({ word: null, x: null, day: null, on: null }));
});

test('infinite numbers are refused with row and column, in the fit and later; so are numbers too large to scale', () => {
  expect(() => encode({ x: [1, 2, -Infinity] })).toThrow('tableEncoder.fit: every number must be finite; row 2 of "x" is -Infinity');
  expect(() => encode({ x: [1e308, -1e308] })).toThrow('the numbers of "x" are too large, rescale it first');
  expect(() => encode({ x: [1, 2] }).transform(frameOf({ x: [1, Infinity] }, 'other.csv'))).toThrow('other.csv: every number must be finite; row 1 of "x" is Infinity');
});

test('fit refuses unknown and repeated columns, no rows, bad weights and bad options', () => {
  expect(() => encode({ x: [1, 2] }, ['y'])).toThrow('things.csv: there is no column "y"; the columns are "x"');
  expect(() => encode({ x: [1, 2] }, ['x', 'x'])).toThrow('tableEncoder.fit: columns must be distinct; "x" is there twice');
  expect(() => tableEncoder().fit(table, 'size' as unknown as string[])).toThrow('columns must be an array of column names; it is "size"');
  expect(() => encode({ x: [] }, ['x'])).toThrow('tableEncoder.fit: the table must have at least one row; things.csv has none');
  expect(() => encode({ x: [1, 2] }, ['x'], [1])).toThrow('weights must have one element per row; there are 1 weights and 2 rows');
  expect(() => encode({ x: [1, 2] }, ['x'], [1, -1])).toThrow('weights must be finite and at least 0; weights[1] is -1');
  expect(() => encode({ x: [1, 2] }, ['x'], [0, 0])).toThrow('at least one weight must be above 0; all 2 are 0');
  expect(() => tableEncoder({ maxLevels: 1 })).toThrow('tableEncoder: maxLevels must be an integer at least 2; it is 1');
  expect(() => (tableEncoder as (options: unknown) => unknown)({ levels: 3 })).toThrow('tableEncoder: unknown option "levels"');
});

test('columns and levels named like properties of objects are columns and levels', () => {
  const rows = [{ ['__proto__']: 1, constructor: '__proto__' }, { ['__proto__']: 2, constructor: 'toString' }, { ['__proto__']: 4, constructor: '__proto__' }];
  const fitted = tableEncoder().fit(frameOf(rows), ['__proto__', 'constructor']);
  expect(fitted.names).toEqual(['__proto__', 'constructor=toString']);
  const back = restoreTableEncoder(throughJson(fitted.state()));
  expect(back.names).toEqual(fitted.names);
  expect(back.transform(frameOf(rows))).toEqual(fitted.transform(frameOf(rows)));
});

test('the encoder comes back from its state with every bit', () => {
  const fitted = tableEncoder().fit(frameOf({ size, kind, flag, same: size.map(() => 1) }), [...names, 'same']);
  const back = restoreTableEncoder(throughJson(fitted.state()));
  expect(back.transform(table)).toEqual(fitted.transform(table));
  expect(back.dropped).toEqual([{ column: 'same', reason: 'constant: every value is 1' }]);
  expect(back.state()).toEqual(fitted.state());
});

test('a lying state is refused', () => {
  const state = tableEncoder().fit(table, names).state();
  const columns = state.settings.columns as { [key: string]: Json }[];
  const change = (c: number, changes: { [key: string]: Json }): Json => columns.map((column, i) => (i === c ? { ...column, ...changes } : column));
  const lies: Json[] = [
    null, {}, [null], [[]], columns.slice(1), [...columns, columns[0]], change(0, { name: 'kind' }), change(0, { name: 3 }), change(0, { type: 'text' }),
    change(1, { type: 'numeric' }), change(1, { levels: [] }), change(1, { levels: ['c', 'b'] }), change(1, { levels: ['b', 'b'] }), change(1, { levels: ['a', 'b'] }),
    change(1, { levels: ['b', 3] }), change(1, { levels: { length: 2 } }), change(1, { reference: 3 }), change(1, { levels: ['b', 'c', 'd'] }),
  ];
  for (const lie of lies) expect(() => restoreTableEncoder({ ...state, settings: { ...state.settings, columns: lie } })).toThrow(ModelFormatError);
  for (const dropped of [null, [3], [{ column: 'a' }], [{ column: 'a', reason: 1 }]] as Json[]) {
    expect(() => restoreTableEncoder({ ...state, settings: { ...state.settings, dropped } })).toThrow(ModelFormatError);
  }
  const scale = state.arrays.get('scale')!;
  for (const wrong of [0, -1, NaN, Infinity]) {
    const data = scale.data.slice();
    data[2] = wrong;
    const arrays = new Map([...state.arrays, ['scale', { ...scale, data } as typeof scale]]);
    expect(() => restoreTableEncoder({ ...state, arrays })).toThrow(ModelFormatError);
  }
  for (const name of state.arrays.keys()) {
    expect(() => restoreTableEncoder({ ...state, arrays: new Map([...state.arrays].filter(([other]) => other !== name)) })).toThrow(ModelFormatError);
  }
});
