/** CSV and TSV files: every value is read as text, typed by all its column holds, and kept as a DuckDB table. */
import type { RunOptions } from '../estimator/index.ts';
import { FileError } from '../files/index.ts';
import type { ColumnInfo } from '../table/index.ts';
import { chunksOf, type SourceFile } from './chunks.ts';
import type { Database } from './database.ts';
import { readLayout, type Layout, type LayoutRules } from './header.ts';
import { converted, kindsOf, missingWords, typeOfKinds, usesDecimalComma } from './kinds.ts';
import { findRagged } from './ragged.ts';
import { askedType, checkAsked, chosen, type ColumnRules, type Relation } from './relation.ts';
import { fileLiteral, literal } from './sql.ts';
import { checkText } from './text.ts';

export interface CsvRules extends ColumnRules, LayoutRules, Pick<RunOptions, 'onProgress'> {
  readonly missing?: readonly string[];
}

/**
 * Two passes over the file: the first finds out what each column holds, down to the last row, the second keeps it.
 * DuckDB's own guesses are not used: they come from a sample, rename columns and skip rows that do not fit, silently.
 */
export async function readCsv(database: Database, file: SourceFile, rules: CsvRules): Promise<Relation> {
  const { signal, onProgress } = rules;
  /** Both passes take about as long. */
  const ofPass = (pass: number): ((share: number) => void) | undefined => onProgress && ((share) => onProgress({ label: `reading ${file.source}`, done: Math.round(50 * (pass + share)), total: 100 }));
  const layout = readLayout(file.source, await checkText(file, signal), rules);
  const columns = chosen(file.source, layout.names.map((name, i) => ({ name, value: `c${i}` })), rules);
  const from = scan(file, layout);
  const words = { missing: rules.missing ?? missingWords, commas: layout.delimiter !== ',' };
  try {
    const kinds = columns.map(({ value }) => kindsOf(value, words));
    const [rowCount, ...found] = (await database.rows(`SELECT ${['count(*)::DOUBLE', ...kinds].join(', ')} FROM ${from}`, signal, ofPass(0)))[0] as number[];
    const comma = usesDecimalComma(found);
    const typed: (ColumnInfo & { value: string })[] = [];
    for (const [i, { name, value }] of columns.entries()) {
      const asked = askedType(name, rules);
      if (asked !== undefined) await checkAsked(database, { source: file.source, name, value, from, type: asked, found: found[i], decimalComma: comma, words }, signal);
      const type = asked ?? typeOfKinds(found[i], comma);
      typed.push({ name, type, value: converted(value, type, found[i], comma, words) });
    }
    await database.run(`CREATE TABLE kept AS SELECT ${typed.map(({ value }, i) => `${value} AS v${i}`).join(', ')} FROM ${from}`, signal, ofPass(1));
    return { from: 'kept', rowCount, columns: typed.map(({ name, type }, i) => ({ name, type, value: `v${i}` })) };
  } catch (error) {
    throw await explained(error, file, layout);
  }
}

/** The file as rows of texts c0, c1, …; empty fields are NULL. */
function scan(file: SourceFile, layout: Layout): string {
  const columns = layout.names.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  return `read_csv(${fileLiteral(file.path)}, auto_detect = false, delim = ${literal(layout.delimiter)}, quote = '"', escape = '"', ` +
    `new_line = '${escapes[layout.newline]}', header = ${layout.header}, compression = '${file.gzip ? 'gzip' : 'none'}', hive_partitioning = false, max_line_size = 16777216, columns = {${columns}})`;
}

/** Told, because DuckDB takes the first line end that it meets for the file's, even one inside quotes. */
const escapes = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\r\n': String.raw`\r\n` };

async function explained(error: unknown, file: SourceFile, layout: Layout): Promise<unknown> {
  if (!(error instanceof Error) || error instanceof FileError) return error;
  const { message } = error;
  const at = `open: ${file.source}:`;
  const width = layout.names.length;
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  if (message.includes('Expected Number of Columns')) {
    const row = await findRagged(chunksOf('open', file), layout.delimiter, width);
    const found = row?.fields ?? Number(/Found: (\d+)/.exec(message)?.[1]);
    return new FileError(`${at} every row must have as many fields as the header, ${width}; line ${row?.line ?? line} has ${found}. A field that holds the separator must be in quotes`);
  }
  if (/unterminated quote|unquoted value/i.test(message)) {
    return new FileError(`${at} a quoted field must end with a quote, and quotes inside must be doubled; in row ${line} (the header is row 1) one does not`);
  }
  if (message.includes('Maximum line size')) return new FileError(`${at} a row must be shorter than 16 MiB; row ${line} is longer. Is a quote left open?`);
  if (message.includes('invalid state')) return new FileError(`${at} rows must all end alike, with LF or CRLF, and quotes must be closed; somewhere they are not`);
  return error;
}
