/** Every bad file, and the sentence it gets. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Database } from './database.ts';
import { duckdb, failure, testFolder } from './folder.testing.ts';
import { open, type OpenOptions } from './open.ts';

const { pathOf, write } = testFolder();

const csv: [rule: string, content: string | Uint8Array, message: string][] = [
  ['an empty file', '', 'a table must have a header and rows; the file is empty'],
  ['a header without rows', 'a,b\n', 'a table must have at least one row; it has 2 columns and no rows'],
  ['an empty first line', '\na,b\n1,2\n', 'the first line must name the columns; it is empty'],
  ['a header of numbers', '5.1,3.5\n4.9,3.0\n', 'the first line must name the columns; it holds only numbers (5.1, 3.5). If there is no header, say { header: false } (--no-header); if these are names, { header: true } (--header)'],
  ['repeated names', 'a,b,a\n1,2,3\n', 'column names must be distinct; columns 1 and 3 are both "a"'],
  ['a column without name', ',b\n1,2\n', 'every column must have a name; column 1 of 2 has none. If it is an index, leave it out when writing the file'],
  ['a short row', 'a,b\n"1\n2",3\n4\n5,6\n', 'every row must have as many fields as the header, 2; line 4 has 1. A field that holds the separator must be in quotes'],
  ['a long row', `a,b\n${'1,2\n'.repeat(5000)}1,2,3\n`, 'every row must have as many fields as the header, 2; line 5002 has 3. A field that holds the separator must be in quotes'],
  ['an open quote', 'a,b\n1,2\n3,"4\n', 'a quoted field must end with a quote, and quotes inside must be doubled; in row 3 (the header is row 1) one does not'],
  ['text after a quote', 'a,b\n1,"2"x\n', 'a quoted field must end with a quote, and quotes inside must be doubled; in row 2 (the header is row 1) one does not'],
  ['mixed line ends', 'a,b\n1,2\r\n3,4\n5,6\r\n', 'rows must all end alike, with LF or CRLF, and quotes must be closed; somewhere they are not'],
  ['a header in Latin-1', Buffer.from('größe\n1\n', 'latin1'), 'text must be UTF-8; line 1 is not. Save the file as UTF-8, for example with: iconv -f latin1 -t utf-8'],
  ['a late line in Latin-1', Buffer.concat([Buffer.from(`ä\n${'ä,\n'.repeat(400_000)}`), Buffer.from('Köln\nx\n', 'latin1')]), 'text must be UTF-8; line 400002 is not. Save the file as UTF-8, for example with: iconv -f latin1 -t utf-8'],
  ['a cut character at the end', Buffer.from('a\nä\nä').subarray(0, -1), 'text must be UTF-8; line 3 is not. Save the file as UTF-8, for example with: iconv -f latin1 -t utf-8'],
  ['a zero byte', 'a,b\n1,\0\n', 'a text file must hold text; byte 6 is zero, as in binary files'],
  ['a spreadsheet', Buffer.from('PK\x03\x04\x00\x00'), 'a text file must hold text; this is a ZIP archive, as spreadsheets are; save the sheet as CSV'],
  ['a Parquet file', 'PAR1....', 'a text file must hold text; this is a Parquet file'],
  ['UTF-16', Buffer.from('\ufeffa,b\n', 'utf16le'), 'a text file must hold text; this is UTF-16 text; save it as UTF-8'],
  ['a picture', Buffer.from([137, 80, 78, 71, 13, 10]), 'a text file must hold text; this is a PNG picture'],
  ['gzip under another name', gzipSync('a\n1\n'), 'a text file must hold text; this is compressed by gzip; name it .gz'],
  ['a row of 17 MiB', `a\n${'x'.repeat(17 << 20)}\n`, 'a row must be shorter than 16 MiB; row 2 is longer. Is a quote left open?'],
];

test.each(csv)('%s is refused', async (_rule, content, message) => {
  expect(await failure(open(write('bad.csv', content)))).toBe(`FileError: open: bad.csv: ${message}`);
});

const json: [rule: string, name: string, content: string | Uint8Array, message: string][] = [
  ['a truncated .gz', 'bad.csv.gz', gzipSync('a\n1\n'.repeat(1000)).subarray(0, 20), 'a .gz file must be whole gzip; it is not (unexpected end of file)'],
  ['a .gz that is none', 'bad.csv.gz', 'a,b\n1,2\n', 'a .gz file must be whole gzip; it is not (incorrect header check)'],
  ['a broken line of JSON', 'bad.jsonl', '{"a":1}\n{"a":2\n{"a":3}\n', 'every row must be a JSON object; row 2 is not (unexpected end of data at its byte 7)'],
  ['a byte order mark before JSON lines', 'bad.jsonl', '\ufeff{"a":1}\n', 'JSON lines must begin with an object; the file begins with a byte order mark. Save it as UTF-8 without one'],
  ['cut JSON', 'bad.json', '[{"a":1},{"a":', 'every row must be a JSON object; row 2 is not (unexpected end of data at its byte 6)'],
  ['JSON without objects', 'bad.json', '[1, 2]', 'a JSON table must hold objects, one per row; it holds none'],
  ['an empty JSON array', 'bad.json', '[]', 'a JSON table must hold objects, one per row; it holds none'],
  ['JSON of mixed kinds', 'bad.json', '[{"a":1},{"a":true},{"a":"x"}]', 'a column must hold one kind of value; "a" holds booleans and numbers and texts. Leave it out by naming the others with { columns: […] }'],
  ['nested JSON', 'bad.jsonl', '{"a":1,"b":[1,2]}\n', 'columns must hold numbers, texts, booleans or dates; "b" holds BIGINT[]. Leave it out by naming the others with { columns: […] }'],
  ['a key twice', 'bad.jsonl', '{"a":1,"a":2}\n', 'the keys of a row must be distinct; row 1 has "a" twice'],
  ['keys that differ by case', 'bad.jsonl', '{"a":1,"A":2}\n', 'column names must differ by more than upper and lower case; it has "A" and "a"'],
  ['an empty key', 'bad.jsonl', '{"":1}\n', 'every column must have a name; column 1 of 1 has none. If it is an index, leave it out when writing the file'],
  ['no Parquet', 'bad.parquet', 'hello world, this is text', 'the file must be a whole Parquet file; its end is missing, or it is something else'],
  ['an empty Parquet', 'bad.parquet', '', 'the file must be a whole Parquet file; its end is missing, or it is something else'],
  ['no database', 'bad.duckdb', 'hello world '.repeat(2000), 'the file must be a DuckDB database; it is something else, or damaged'],
  ['a short database', 'bad.duckdb', 'hi', 'the file must be a DuckDB database; it is something else, or damaged'],
  ['a spreadsheet by name', 'bad.xlsx', 'x', "the extension must tell the format: .csv, .tsv, .json, .jsonl (each also .gz), .parquet or .duckdb; it is .xlsx. Say which with the option format (--format csv)"],
  ['IDX by name', 'train-images-idx3-ubyte.gz', 'x', 'a table must have columns; IDX files hold images, and openImages opens them'],
  ['no extension', 'bad', 'x', "the extension must tell the format: .csv, .tsv, .json, .jsonl (each also .gz), .parquet or .duckdb; there is none. Say which with the option format (--format csv)"],
];

test.each(json)('%s is refused', async (_rule, name, content, message) => {
  expect(await failure(open(write(name, content)))).toBe(`FileError: open: ${name}: ${message}`);
});

test('nested columns are left out by naming the others', async () => {
  const table = await open(write('nested.jsonl', '{"a":1,"b":[1,2],"c":{"d":1}}\n'), { columns: ['a'] });
  expect(table.columns).toEqual([{ name: 'a', type: 'numeric' }]);
  await table.close();
});

test('a path that is no file is refused', async () => {
  expect(await failure(open(pathOf('none.csv')))).toBe(`FileError: open: ${pathOf('none.csv')}: there is no such file or folder`);
  mkdirSync(pathOf('folder.csv'));
  expect(await failure(open(pathOf('folder.csv')))).toBe(`FileError: open: ${pathOf('folder.csv')} must be a file; it is a folder. A folder of images is opened by openImages`);
  expect(await failure(open('/dev/null', { format: 'csv' }))).toBe('FileError: open: /dev/null must be a regular file, because it is read more than once');
  expect(await failure(open(''))).toBe('TypeError: open: path must be the name of a file; it is ""');
  expect(await failure(open(7 as unknown as string))).toBe('TypeError: open: path must be the name of a file; it is 7');
});

test('options that do not exist are refused', async () => {
  const refused = (options: object): Promise<string> => failure(open('x.csv', options as OpenOptions));
  expect(await refused({ sep: ';' })).toBe('TypeError: open: unknown option "sep"; the options are format, table, delimiter, header, missing, types, columns, memoryBudget, signal, onProgress');
  expect(await refused({ format: 'xlsx' })).toMatch(/^TypeError: open: format must be one of 'csv', .*; it is "xlsx"$/);
  expect(await refused({ delimiter: '::' })).toBe('TypeError: open: delimiter must be one ASCII character; it is "::"');
  expect(await refused({ types: { a: 'integer' } })).toBe(`TypeError: open: types["a"] must be one of 'numeric', 'categorical', 'boolean', 'date'; it is "integer"`);
});

test('a Parquet file that is cut, damaged, nested or ambiguous is refused', async () => {
  await duckdb(
    `COPY (SELECT range AS a, hash(range) AS b FROM range(2000)) TO '${pathOf('whole.parquet')}'`,
    `COPY (SELECT 1 AS a, [1, 2] AS list) TO '${pathOf('list.parquet')}'`,
    `COPY (SELECT 1 AS a WHERE false) TO '${pathOf('none.parquet')}'`,
  );
  const bytes = readFileSync(pathOf('whole.parquet'));
  expect(await failure(open(write('cut.parquet', bytes.subarray(0, -100))))).toBe('FileError: open: cut.parquet: the file must be a whole Parquet file; its end is missing, or it is something else');
  expect(await failure(open(pathOf('list.parquet')))).toBe('FileError: open: list.parquet: columns must hold numbers, texts, booleans or dates; "list" holds INTEGER[]. Leave it out by naming the others with { columns: […] }');
  expect(await failure(open(pathOf('none.parquet')))).toBe('FileError: open: none.parquet: a table must have at least one row; it has 1 columns and no rows');
  const damaged = Buffer.from(bytes);
  damaged.fill(0x55, 40, 4000);
  writeFileSync(pathOf('damaged.parquet'), damaged);
  await using table = await open(pathOf('damaged.parquet'));
  const message = await table.read().then(() => 'read', String);
  expect(message).toMatch(/^FileError: table\.read: damaged\.parquet: [^\n]+$/);
});

test('a database says which tables there are, and its views read no files', async () => {
  const path = pathOf('two.duckdb');
  await duckdb(`ATTACH '${path}' AS s`);
  expect(await failure(open(path))).toBe('FileError: open: two.duckdb: the database must hold a table; it holds none');
  write('secret.csv', 'a\n1\n');
  await duckdb(`ATTACH '${path}' AS s`, 'CREATE TABLE s.b AS SELECT 1 AS x', `CREATE VIEW s.a AS FROM read_csv('${pathOf('secret.csv')}')`);
  expect(await failure(open(path))).toBe('FileError: open: two.duckdb: the database holds 2 tables; say which with { table: … } (--table): "a", "b"');
  expect(await failure(open(path, { table: 'c' }))).toBe('FileError: open: two.duckdb: there is no table "c"; the tables are "a", "b"');
  expect(await failure(open(path, { table: 'a' }))).toBe('FileError: open: two.duckdb: a view must take its rows from the database itself; "a" reads other files');
});

test('a missing DuckDB package is named with the command that installs it', async () => {
  const absent = (): Promise<never> => Promise.reject(Object.assign(new Error("Cannot find package '@duckdb/node-api'"), { code: 'ERR_MODULE_NOT_FOUND' }));
  await expect(Database.create(0, absent)).rejects.toThrow(/^open: tables are read by the optional package @duckdb\/node-api, which cannot be loaded; install it with: npm install @duckdb\/node-api$/);
  await expect(Database.create(0, () => Promise.reject(new Error('GLIBC_2.34 not found\nat x')))).rejects.toThrow('which cannot be loaded (GLIBC_2.34 not found); install it');
});
