import { expect, test } from 'vitest';
import { Database, firstLine, isFromDuckdb } from './database.ts';

test('an error of DuckDB is told from others, and its first line is all a user sees', async () => {
  const database = await Database.create(0);
  const error = await database.run('SELECT *\nFROM nothing').catch((thrown: unknown) => thrown);
  expect(isFromDuckdb(error)).toBe(true);
  expect(firstLine(error)).toBe('Table with name nothing does not exist!');
  expect(isFromDuckdb(new TypeError('Error: x'))).toBe(false);
  expect(isFromDuckdb(new Error('ENOENT: no such file'))).toBe(false);
  expect(firstLine('Out of Memory Error: full\n\nadvice')).toBe('full');
  await database.close();
});

test('times are UTC, rows keep their order, and two streams may run at once', async () => {
  const database = await Database.create(0);
  expect(await database.rows("SELECT epoch_us('2024-01-31 00:00:00'::TIMESTAMPTZ)::DOUBLE")).toEqual([[1706659200000000]]);
  const read = async (): Promise<number[]> => {
    const found: number[] = [];
    for await (const chunk of database.chunks('SELECT range::DOUBLE FROM range(10000)')) for (let i = 0; i < chunk.rowCount; i++) found.push(chunk.column(0)[i]);
    return found;
  };
  const [one, two] = await Promise.all([read(), read()]);
  expect(one).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
  expect(two).toEqual(one);
  await database.close();
});

test('a statement under way ends when the signal says so', async () => {
  const database = await Database.create(0);
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('enough')), 50);
  await expect(database.run('SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b', stop.signal)).rejects.toThrow('enough');
  await database.close();
});
