import { expect, test } from 'vitest';
import { categoryColumn, columnOf, Frame, frameOf, isTable } from './index.ts';

test('rows and columns give the same table, with a type per column', async () => {
  const day = new Date('2024-01-31T12:00:00Z');
  const rows = frameOf([{ n: 1, c: 'b', b: true, d: day }, { n: null, c: 'a', b: false, d: null }, { c: null, b: undefined, n: NaN, d: day }], 'rows');
  const columns = frameOf({ n: [1, null, NaN], c: ['b', 'a', null], b: [true, false, undefined], d: [day, null, day] }, 'rows');
  expect(rows).toEqual(columns);
  expect(rows.columns).toEqual([
    { name: 'n', type: 'numeric', values: new Float64Array([1, NaN, NaN]) },
    { name: 'c', type: 'categorical', codes: new Int32Array([1, 0, -1]), categories: ['a', 'b'] },
    { name: 'b', type: 'boolean', values: new Float64Array([1, 0, NaN]) },
    { name: 'd', type: 'date', values: new Float64Array([19753.5, NaN, 19753.5]) },
  ]);
  expect([rows.rowCount, rows.source, isTable(rows), isTable([[1]]), isTable(null)]).toEqual([3, 'rows', true, false, false]);
});

test('typed arrays are columns, and a column of nothing is numeric', () => {
  expect(frameOf({ a: new Float32Array([0.5]), b: [null] }).columns.map(({ type }) => type)).toEqual(['numeric', 'numeric']);
  expect(frameOf([]).rowCount).toBe(0);
});

test('names that objects inherit are names like others', async () => {
  const frame = frameOf([{ constructor: 1, ['__proto__']: 2 }, JSON.parse('{"__proto__": 3}') as Record<string, number>]);
  expect(frame.columns.map(({ name }) => name)).toEqual(['constructor', '__proto__']);
  expect((await frame.matrix(['__proto__', 'constructor'])).toNested()).toEqual([[2, 1], [3, NaN]]);
  expect(frame.has('toString')).toBe(false);
});

test('rows are taken in the order asked for', () => {
  const frame = new Frame([columnOf('x', [1, 2, 3]), categoryColumn('c', ['a', 'b', null])], 3);
  expect(frame.take([2, 0, 0]).columns).toEqual([columnOf('x', [3, 1, 1]), { ...categoryColumn('c', [null, 'a', 'a']), categories: ['a', 'b'] }]);
  expect(frame.take([]).rowCount).toBe(0);
});

test('what cannot be a table is refused', async () => {
  const frame = new Frame([columnOf('Price', [1]), categoryColumn('c', ['a'])], 1, 'houses.csv');
  expect(() => new Frame([columnOf('a', [1]), columnOf('b', [1, 2])], 1)).toThrow(new RangeError('table: every column must have 1 rows; "b" has 2'));
  expect(() => new Frame([columnOf('a', [1]), columnOf('a', [2])], 1)).toThrow(new RangeError('table: column names must be distinct; "a" is there twice'));
  expect(() => columnOf('a', [1, 'x'])).toThrow(new TypeError('table: a column must hold one kind of value; "a" has numbers, and row 1 is "x"'));
  expect(() => columnOf('a', [null, {} as never])).toThrow(new TypeError('table: cells must be numbers, strings, booleans, dates or null; row 1 of "a" is an object'));
  await expect(frame.read(['price '])).rejects.toThrow(new RangeError('houses.csv: there is no column "price " (did you mean "Price"?); the columns are "Price", "c"'));
  expect(() => frame.column('zip')).toThrow('houses.csv: there is no column "zip"; the columns are "Price", "c"');
  await expect(frame.matrix()).rejects.toThrow(new TypeError('table.matrix: columns must be numeric, boolean or date; "c" is categorical. Encode it, or fit on the table itself'));
  const wide = frameOf(Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`x${i}`, [i]])));
  expect(() => wide.column('y')).toThrow(/"x19", … \(25 in all\)$/);
});
