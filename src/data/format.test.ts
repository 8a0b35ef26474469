import { expect, test } from 'vitest';
import { binaryKind, formatOf } from './format.ts';

test('the extension gives the format, in any case, through .gz', () => {
  expect(['a.csv', 'b.TSV.gz', 'c.d/x.ndjson', 'y.JSON', 'z.pq', 'w.ddb'].map((name) => formatOf(name).format)).toEqual(['csv', 'tsv', 'jsonl', 'json', 'parquet', 'duckdb']);
  expect(formatOf('a.xlsx')).toEqual({ extension: 'xlsx' });
  expect(formatOf('folder.csv/a')).toEqual({ extension: '' });
  expect(formatOf('constructor')).toEqual({ extension: '' });
});

test('a DuckDB file is known by the bytes after its checksum', () => {
  expect(binaryKind(Buffer.from('01234567DUCK'))).toBe('a DuckDB database');
  expect(binaryKind(Buffer.from('a,b\n'))).toBeUndefined();
});
