/** Opens a file as a table. Knows which reader takes which format, and what can be wrong before any reads it. */
import { access, constants, stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { basename, resolve } from 'node:path';
import { describe } from '../array/index.ts';
import { checkChoice, checkKnown, checkNumber, type Progress } from '../estimator/index.ts';
import { asFileError, FileError } from '../files/index.ts';
import type { ColumnType } from '../table/index.ts';
import { readCsv } from './csv.ts';
import { Database, firstLine, isFromDuckdb } from './database.ts';
import { readDuckdb } from './duckdbFile.ts';
import { FileTable } from './fileTable.ts';
import { formatOf, formats, type Format } from './format.ts';
import { readJson } from './json.ts';
import { readParquet } from './parquet.ts';
import type { Relation } from './relation.ts';

export interface OpenOptions {
  /** Default: by the extension. */
  readonly format?: Format;
  /** The table of a DuckDB file, default the only one; 'sales.houses' with its schema. */
  readonly table?: string;
  /** The character that separates columns of a CSV file, default the likeliest of , ; tab and |. */
  readonly delimiter?: string;
  /** Whether the first line of a CSV or TSV file names the columns. Without it columns are 'column1', 'column2', … Default true. */
  readonly header?: boolean;
  /** What stands for a missing value in CSV and TSV. Default: nothing, NA, N/A, n/a, NaN, nan, null, NULL, ?. */
  readonly missing?: readonly string[];
  /** Types of columns, where they should not be inferred: { postcode: 'categorical' }. */
  readonly types?: Readonly<Record<string, ColumnType>>;
  /** The columns to open, in this order. Default all. */
  readonly columns?: readonly string[];
  /**
   * Bytes that may be held at one time: by a fit or a prediction on the table, which reads it in blocks when it would
   * need more, and by DuckDB (1 GiB at least), which goes on in a temporary folder. Default a quarter of the memory.
   */
  readonly memoryBudget?: number;
  /** Aborting it rejects the call with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Of CSV and TSV, which are read into DuckDB: told some times a second how far that is, in percent. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Opens a table: CSV, TSV, JSON lines, a JSON array of objects (each also as .gz), Parquet, or a DuckDB database. Images are
 * opened by `openImages`.
 *
 * Types are those of the whole file, never of a sample. In CSV and TSV a column is numeric when all its values are
 * numbers (1,5 too where another character separates columns), boolean for true/false, yes/no or t/f, date for
 * ISO 8601 (2024-01-31, with time or without, UTC unless it says otherwise), else categorical; digits that a number
 * would lose, as in the postcode 01234, stay categorical. Numbers are float64: integers beyond 2⁵³ are rounded.
 * Text files are read into DuckDB once; Parquet and databases are read where they are.
 *
 * @throws FileError when the file is not there or not what it should be; RangeError for unknown columns; TypeError for options
 * @example const table = await open('houses.csv'); const X = await table.matrix(['area', 'rooms']); await table.close();
 */
export async function open(path: string, options: OpenOptions = {}): Promise<FileTable> {
  checkOptions(path, options);
  const { signal } = options;
  const source = basename(path);
  signal?.throwIfAborted();
  await checkReadable(path);
  const format = options.format ?? formatByName(path);
  const memoryBudget = options.memoryBudget ?? totalmem() / 4;
  const database = await Database.create(memoryBudget);
  try {
    const relation = await relationOf(database, format, { source, path: resolve(path), gzip: /\.gz$/i.test(path) }, options);
    if (relation.rowCount === 0) throw new FileError(`open: ${source}: a table must have at least one row; it has ${relation.columns.length} columns and no rows`);
    return new FileTable(source, database, relation, memoryBudget);
  } catch (error) {
    await database.close();
    throw isFromDuckdb(error) ? new FileError(`open: ${source}: ${firstLine(error)}`) : error;
  }
}

function relationOf(database: Database, format: Format, file: { source: string; path: string; gzip: boolean }, options: OpenOptions): Promise<Relation> {
  switch (format) {
    case 'csv': return readCsv(database, file, options);
    case 'tsv': return readCsv(database, file, { ...options, delimiter: options.delimiter ?? '\t' });
    case 'json': return readJson(database, file, false, options);
    case 'jsonl': return readJson(database, file, true, options);
    case 'parquet': return readParquet(database, file.source, file.path, options);
    case 'duckdb': return readDuckdb(database, file.source, file.path, options);
  }
}

function checkOptions(path: unknown, options: OpenOptions): void {
  if (typeof path !== 'string' || path === '') throw new TypeError(`open: path must be the name of a file; it is ${describe(path)}`);
  checkKnown('open', options, ['format', 'table', 'delimiter', 'header', 'missing', 'types', 'columns', 'memoryBudget', 'signal', 'onProgress']);
  if (options.format !== undefined) checkChoice('open', 'format', options.format, formats);
  if (options.memoryBudget !== undefined) checkNumber('open', 'memoryBudget', options.memoryBudget, { min: 0 });
  const { delimiter } = options;
  if (delimiter !== undefined && !/^[\x20-\x7e\t]$/.test(delimiter)) throw new TypeError(`open: delimiter must be one ASCII character; it is ${describe(delimiter)}`);
  for (const [name, type] of Object.entries(options.types ?? {})) {
    checkChoice('open', `types[${JSON.stringify(name)}]`, type, ['numeric', 'categorical', 'boolean', 'date']);
  }
}

function formatByName(path: string): Format {
  const { format, extension } = formatOf(path);
  if (format !== undefined) return format;
  if (/idx\d/i.test(basename(path))) throw new FileError(`open: ${basename(path)}: a table must have columns; IDX files hold images, and openImages opens them`);
  throw new FileError(
    `open: ${basename(path)}: the extension must tell the format: .csv, .tsv, .json, .jsonl (each also .gz), .parquet or .duckdb; ` +
    `${extension === '' ? 'there is none' : `it is .${extension}`}. Say which with the option format (--format csv)`,
  );
}

async function checkReadable(path: string): Promise<void> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new FileError(`open: ${path} must be a file; it is a folder. A folder of images is opened by openImages`);
    if (!found.isFile()) throw new FileError(`open: ${path} must be a regular file, because it is read more than once`);
    await access(path, constants.R_OK);
  } catch (error) {
    throw asFileError('open', path, error);
  }
}
