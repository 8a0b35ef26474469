import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { duckdb, failure, plain, testFolder } from './folder.testing.ts';
import { open } from './open.ts';

const { opened, pathOf, write } = testFolder();

test('columns are numeric, categorical, boolean or date by all their values, and words for missing are missing', async () => {
  expect(await opened('types.csv', [
    'n,c,b,d,t,y',
    '1,red,true,2024-01-31,2024-01-31T12:00:00+02:00,yes',
    'NA, ?,FALSE,1969-12-31,2024-01-31 06:00:00,no',
    '-2.5e3,,null,,NaN,YES',
    ' 7 ,blue,true,2000-02-29,?,N/A',
  ].join('\n'))).toEqual({
    n: ['numeric', 1, null, -2500, 7],
    c: ['categorical', 'red', null, null, 'blue'],
    b: ['boolean', 1, 0, null, 1],
    d: ['date', 19753, -1, null, 11016],
    t: ['date', 19753 + 10 / 24, 19753.25, null, null],
    y: ['boolean', 1, 0, 1, null],
  });
});

test('a column keeps what a number or a boolean would lose', async () => {
  expect(await opened('kept.csv', 'postcode,sex,flag,id,mixed,empty,half,padded\n01234,F,t,2020_01,1,,true,00.5\n12345,F,f,2020_02,x,NA,yes,0\n')).toEqual({
    postcode: ['categorical', '01234', '12345'],
    sex: ['categorical', 'F', 'F'],
    flag: ['boolean', 1, 0],
    id: ['categorical', '2020_01', '2020_02'],
    mixed: ['categorical', '1', 'x'],
    empty: ['numeric', null, null],
    half: ['categorical', 'true', 'yes'],
    padded: ['numeric', 0.5, 0],
  });
});

test('text in the last of 300,000 rows makes a column categorical', async () => {
  const table = await open(write('long.csv', `a,b\n${'1,2\n'.repeat(300_000)}x,3\n`));
  expect(table.columns).toEqual([{ name: 'a', type: 'categorical' }, { name: 'b', type: 'numeric' }]);
  expect(table.rowCount).toBe(300_001);
  const [a, b] = (await table.read()).columns;
  expect(a.type === 'categorical' && [a.categories, a.codes[0], a.codes[300_000]]).toEqual([['1', 'x'], 0, 1]);
  expect(b.type === 'numeric' && b.values[300_000]).toBe(3);
  await table.close();
});

test('types, missing words, columns and their order can be given', async () => {
  const csv = 'zip,x,sex\n01234,-999,F\n00007,3,F\n';
  expect(await opened('given.csv', csv, { types: { zip: 'numeric', sex: 'boolean' }, missing: ['-999'], columns: ['x', 'zip', 'sex'] }))
    .toEqual({ x: ['numeric', null, 3], zip: ['numeric', 1234, 7], sex: ['boolean', 0, 0] });
  expect(await opened('digit.csv', 'digit\n3\n1\n', { types: { digit: 'categorical' } })).toEqual({ digit: ['categorical', '3', '1'] });
  expect(await failure(open(write('given.csv', 'a\n1\nx\n'), { types: { a: 'numeric' } })))
    .toBe('FileError: open: given.csv: every value of "a" must be numeric, as asked for; "x" is not');
  expect(await failure(open(pathOf('given.csv'), { types: { b: 'numeric' } }))).toBe('RangeError: open: given.csv: there is no column "b"; the columns are "a"');
  expect(await failure(open(pathOf('given.csv'), { columns: ['a', 'a'] }))).toBe('RangeError: open: columns must name each column once; "a" is there twice');
});

test('byte order mark, CRLF, quotes, quoted lines, other separators and decimal commas are read', async () => {
  const expected = { a: ['numeric', 1, 3], 'b "c"': ['categorical', 'x, "y"\nz', 'w'] };
  expect(await opened('bom.csv', '\ufeffa,"b ""c"""\r\n1,"x, ""y""\nz"\r\n3,w\r\n')).toEqual(expected);
  expect(await opened('tabs.tsv', 'a\t"b ""c"""\n1\t"x, ""y""\nz"\n3\tw')).toEqual(expected);
  expect(await opened('header.csv', '"a\r\nb",c\n1,2\n3,4\n')).toEqual({ 'a\r\nb': ['numeric', 1, 3], c: ['numeric', 2, 4] });
  expect(await opened('pipe.csv', 'a|b\n1|2\n')).toEqual({ a: ['numeric', 1], b: ['numeric', 2] });
  expect(await opened('comma.csv', 'preis;menge;ort;ip\n1.234,5;1.000;Köln, Süd;10.0.0.1\n-0,5;2;Bonn;10.0.0.2\n')).toEqual({
    preis: ['numeric', 1234.5, -0.5], menge: ['numeric', 1000, 2], ort: ['categorical', 'Köln, Süd', 'Bonn'], ip: ['categorical', '10.0.0.1', '10.0.0.2'],
  });
  expect(await opened('point.csv', 'a;b\n1.234;x,y\n2.5;z\n')).toEqual({ a: ['numeric', 1.234, 2.5], b: ['categorical', 'x,y', 'z'] });
  expect(await opened('blank.csv', 'a,b\n1,2\n\n3,4\n\n')).toEqual({ a: ['numeric', 1, 3], b: ['numeric', 2, 4] });
});

test('names and paths may hold anything', async () => {
  expect(await opened('a.csv', '__proto__,constructor,"a""b",Name,name,"x\'; DROP TABLE kept; --"\n1,2,3,4,5,6\n')).toEqual(
    Object.fromEntries([['__proto__', ['numeric', 1]], ['constructor', ['numeric', 2]], ['a"b', ['numeric', 3]], ['Name', ['numeric', 4]], ['name', ['numeric', 5]], ["x'; DROP TABLE kept; --", ['numeric', 6]]]),
  );
  for (const name of ["it's 100 %.csv", '*.csv', 'a[b]?.csv', 'é 数 {x}.csv', 'year=2020.csv', '--.csv', '$HOME.csv']) {
    expect(await opened(name, 'a\n1\n')).toEqual({ a: ['numeric', 1] });
  }
});

test('a file without a header is read when the caller says so', async () => {
  expect(await opened('bare.csv', '1,a\n2,b\n', { header: false })).toEqual({ column1: ['numeric', 1, 2], column2: ['categorical', 'a', 'b'] });
  expect(await opened('years.csv', '2019,2020\n1,2\n', { header: true })).toEqual({ 2019: ['numeric', 1], 2020: ['numeric', 2] });
});

test('infinity passes, so that a model can name its row and column', async () => {
  expect(await opened('inf.csv', 'a\n1\nInfinity\n-inf\n1e999\n')).toEqual({ a: ['numeric', 1, Infinity, -Infinity, Infinity] });
});

test('JSON lines, arrays and compressed text are read', async () => {
  const expected = {
    a: ['numeric', 1, 2.5], b: ['categorical', 'x', null], big: ['numeric', null, Number('12345678901234567890')], c: ['boolean', 1, 0], d: ['date', 19753, 19753.5],
    e: ['categorical', '5', '01'], z: ['numeric', null, null],
  };
  const one = '{"a":1,"b":"x","c":true,"d":"2024-01-31","e":"5","z":null}';
  const two = '{"a":2.5,"c":false,"d":"2024-01-31T14:00:00+02:00","big":12345678901234567890,"e":"01","z":null}';
  const lines = `${one}\n${two}\n`;
  for (const [name, content] of [['a.jsonl', lines], ['a.ndjson', lines], ['a.json', `[${one},\n ${two}]`], ['b.json', `\ufeff[${one},${two}]`], ['a.jsonl.gz', gzipSync(lines)]] as const) {
    const found = await opened(name, content);
    expect(Object.entries(found).sort()).toEqual(Object.entries(expected).sort());
  }
  expect(await opened('a.csv.gz', gzipSync('a,b\n1,x\n'))).toEqual({ a: ['numeric', 1], b: ['categorical', 'x'] });
});

const everything = `SELECT * FROM (VALUES
  (1::TINYINT, 9007199254740993::HUGEINT, 1.25::DECIMAL(9,2), 0.5::FLOAT, 'x', true, DATE '2024-01-31', TIMESTAMPTZ '2024-01-31 14:00:00+02', TIMESTAMP_NS '2024-01-31 18:00:00', 'b'::ENUM('b', 'a')),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (-1, 2, 3, 'inf', '', false, DATE '1969-12-31', TIMESTAMPTZ '1970-01-01 00:00:00+00', TIMESTAMP '1970-01-02', 'a')
) t(tiny, huge, "dec imal", "fl""oat", "Größe", ok, day, zoned, time, level)`;
const asRead = {
  tiny: ['numeric', 1, null, -1], huge: ['numeric', 9007199254740992, null, 2], 'dec imal': ['numeric', 1.25, null, 3], 'fl"oat': ['numeric', 0.5, null, Infinity],
  Größe: ['categorical', 'x', null, ''], ok: ['boolean', 1, null, 0], day: ['date', 19753, null, -1], zoned: ['date', 19753.5, null, 0], time: ['date', 19753.75, null, 1],
  level: ['categorical', 'b', null, 'a'],
};

test('Parquet is read where it is, with its own types', async () => {
  await duckdb(`COPY (${everything}) TO '${pathOf('all.parquet')}'`, `COPY (${everything}) TO '${pathOf('all [1]*.parquet')}'`);
  expect(await plain(pathOf('all.parquet'))).toEqual(asRead);
  expect(await plain(pathOf('all [1]*.parquet'))).toEqual(asRead);
  expect(await plain(pathOf('all.parquet'), { columns: ['day', 'tiny'], types: { tiny: 'categorical', day: 'numeric' } }))
    .toEqual({ day: asRead.day.with(0, 'numeric'), tiny: ['categorical', '1', null, '-1'] });
  expect(await failure(open(pathOf('all.parquet'), { types: { ok: 'date' } }))).toBe('FileError: open: all.parquet: "ok" can be read as boolean, numeric or categorical; date was asked for');
});

test('the only table of a DuckDB file is taken, and others by name, schema included', async () => {
  const path = pathOf("it's.duckdb");
  await duckdb(`ATTACH '${path.replaceAll("'", "''")}' AS s`, `CREATE TABLE s."the ""table""" AS ${everything}`);
  expect(await plain(path)).toEqual(asRead);
  await duckdb(`ATTACH '${path.replaceAll("'", "''")}' AS s`, 'CREATE SCHEMA s.sales', 'CREATE TABLE s.sales.t AS SELECT 7 AS a');
  expect(await plain(path, { table: 'the "table"' })).toEqual(asRead);
  expect(await plain(path, { table: 'sales.t' })).toEqual({ a: ['numeric', 7] });
});

test('columns are read by name, more than one read at a time, and the summary has a row for each', async () => {
  await using table = await open(write('read.csv', `a,b,c\n${Array.from({ length: 5000 }, (_, i) => `${i},${i % 3 === 0 ? 'x' : '😀'},${i % 2 === 0}`).join('\n')}\n`));
  const [two, matrix, summary] = await Promise.all([table.read(['c', 'a']), table.matrix(['a', 'c']), table.summary()]);
  expect(two.columns.map(({ name }) => name)).toEqual(['c', 'a']);
  expect([...matrix.data.subarray(9996)]).toEqual([4998, 1, 4999, 0]);
  expect(matrix.shape).toEqual([5000, 2]);
  expect(summary).toMatchObject([{ name: 'a', mean: 2499.5, max: 4999 }, { name: 'b', distinct: 2, top: [{ value: '😀', count: 3333 }, {}] }, { name: 'c', mean: 0.5 }]);
  await expect(table.read(['A'])).rejects.toThrow('read.csv: there is no column "A" (did you mean "a"?); the columns are "a", "b", "c"');
  await expect(table.matrix(['b'])).rejects.toThrow('table.matrix: columns must be numeric, boolean or date; "b" is categorical');
});

test('categories are sorted by code unit, whatever order DuckDB keeps', async () => {
  await using table = await open(write('order.csv', 'c\n\uff5e\n😀\na\n\uff5e\n'));
  const [column] = (await table.read()).columns;
  expect(column).toEqual({ name: 'c', type: 'categorical', categories: ['a', '😀', '\uff5e'], codes: new Int32Array([2, 1, 0, 2]) });
});

test('a closed table says so, and closing twice is nothing', async () => {
  const table = await open(write('closed.csv', 'a\n1\n'));
  await table.close();
  await table.close();
  await expect(table.read()).rejects.toThrow('table.read: the table must be open; closed.csv was closed');
});

test('opening and reading end with the reason of the signal', async () => {
  const path = write('abort.csv', `a,b\n${'1.5,x\n'.repeat(400_000)}`);
  await expect(open(path, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  const stop = new AbortController();
  const opening = open(path, { signal: stop.signal });
  setTimeout(() => stop.abort(new Error('too slow')), 30);
  await expect(opening).rejects.toThrow('too slow');
  await using table = await open(path);
  await expect(table.read(undefined, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});
