/** Which format a file has, by the end of its name. Knows no content. */

export type Format = 'csv' | 'tsv' | 'json' | 'jsonl' | 'parquet' | 'duckdb';

export const formats: readonly Format[] = ['csv', 'tsv', 'json', 'jsonl', 'parquet', 'duckdb'];

const byExtension = new Map<string, Format>([
  ['csv', 'csv'], ['tsv', 'tsv'], ['tab', 'tsv'], ['json', 'json'], ['jsonl', 'jsonl'], ['ndjson', 'jsonl'],
  ['parquet', 'parquet'], ['pq', 'parquet'], ['duckdb', 'duckdb'], ['ddb', 'duckdb'],
]);

/** The format of `name`, and its extension for messages ('' when it has none). `.gz` is looked through. */
export function formatOf(name: string): { readonly format?: Format; readonly extension: string } {
  const extension = /\.([^./\\]+)(?:\.gz)?$/i.exec(name)?.[1].toLowerCase() ?? '';
  const format = byExtension.get(extension);
  return { ...(format && { format }), extension };
}

/** What the first bytes of a file that is not text give away, to say so instead of a strange parse error. */
export function binaryKind(head: Uint8Array): string | undefined {
  return signatures.find(([bytes]) => bytes.every((byte, i) => byte < 0 || head[i] === byte))?.[1];
}

const ascii = (text: string): number[] => [...text].map((character) => (character === '.' ? -1 : character.charCodeAt(0)));

const signatures: readonly (readonly [readonly number[], string])[] = [
  [ascii('PAR1'), 'a Parquet file'],
  [[80, 75, 3, 4], 'a ZIP archive, as spreadsheets are; save the sheet as CSV'],
  [[208, 207, 17, 224], 'an old spreadsheet; save the sheet as CSV'],
  [[31, 139], 'compressed by gzip; name it .gz'],
  [[40, 181, 47, 253], 'compressed by zstd; decompress it first'],
  [ascii('........DUCK'), 'a DuckDB database'],
  [ascii('SQLite format 3'), 'an SQLite database'],
  [ascii('%PDF'), 'a PDF document'],
  [[137, 80, 78, 71], 'a PNG picture'],
  [[255, 254], 'UTF-16 text; save it as UTF-8'],
  [[254, 255], 'UTF-16 text; save it as UTF-8'],
];
