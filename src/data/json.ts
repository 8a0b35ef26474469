/** JSON lines and JSON arrays of objects: one row per object, one column per key. */
import { FileError } from '../files/index.ts';
import type { SourceFile } from './chunks.ts';
import type { Database } from './database.ts';
import { checkNames } from './header.ts';
import { typedRelation, type ColumnRules, type Relation, type StoredColumn } from './relation.ts';
import { fileLiteral, identifier, literal } from './sql.ts';
import { checkText } from './text.ts';

/** Values keep their JSON kinds: null or an absent key is missing, "5" and "NA" are texts. Texts that are all ISO dates become dates. */
export async function readJson(database: Database, file: SourceFile, lines: boolean, rules: ColumnRules): Promise<Relation> {
  const { signal } = rules;
  const head = await checkText(file, signal);
  const array = !lines && head.text.trimStart().startsWith('[');
  const common = `${fileLiteral(file.path)}, format = '${lines ? 'newline_delimited' : array ? 'array' : 'auto'}', compression = '${file.gzip ? 'gzip' : 'uncompressed'}'`;
  try {
    const keys = new Set((await database.rows(`SELECT DISTINCT unnest(json_keys(json)) FROM read_json_objects(${common})`, signal)).map(([key]) => key as string));
    if (keys.size === 0) throw new FileError(`open: ${file.source}: a JSON table must hold objects, one per row; it holds none`);
    if (keys.has('')) checkNames(file.source, ['']);
    const scan = `read_json(${common}, records = true, sample_size = -1, hive_partitioning = false)`;
    const described = (await database.rows(`SELECT column_name, column_type FROM (DESCRIBE FROM ${scan})`, signal)) as [string, string][];
    const renamed = described.findIndex(([name]) => !keys.has(name));
    if (renamed >= 0) throw new FileError(`open: ${file.source}: column names must differ by more than upper and lower case; ${twins(keys)}`);
    const columns = described.map(([name, inferred]): StoredColumn => (texts.has(inferred) ? { name, stored: 'VARCHAR', maybeDate: true } : { name, stored: inferred }));
    const explicit = columns.map(({ name, stored }) => `${literal(name)}: ${literal(stored)}`).join(', ');
    await database.run(`CREATE TABLE kept AS FROM read_json(${common}, records = true, hive_partitioning = false, columns = {${explicit}})`, signal);
    const settled = await Promise.all(columns.map((column) => settle(database, file.source, column, rules)));
    return await typedRelation(database, file.source, 'kept', settled, rules);
  } catch (error) {
    throw explained(error, file.source);
  }
}

/** What DuckDB makes of texts; read as they stand, because it drops the time zone of a time. */
const texts = new Set(['VARCHAR', 'DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE', 'TIME', 'UUID']);

/** A column of type JSON holds nothing, or things of different kinds. */
async function settle(database: Database, source: string, column: StoredColumn, rules: ColumnRules): Promise<StoredColumn> {
  if (column.stored !== 'JSON' || rules.columns?.includes(column.name) === false) return column;
  const rows = await database.rows(`SELECT DISTINCT json_type(${identifier(column.name)}) AS t FROM kept WHERE t <> 'NULL' ORDER BY t`, rules.signal);
  if (rows.length === 0) return { ...column, stored: 'DOUBLE' };
  const found = [...new Set(rows.map(([type]) => kindWords.get(type as string) ?? 'numbers'))];
  throw new FileError(`open: ${source}: a column must hold one kind of value; ${JSON.stringify(column.name)} holds ${found.join(' and ')}. Leave it out by naming the others with { columns: […] }`);
}

const kindWords = new Map([['VARCHAR', 'texts'], ['BOOLEAN', 'booleans'], ['OBJECT', 'objects'], ['ARRAY', 'arrays']]);

function twins(keys: ReadonlySet<string>): string {
  const byLower = new Map<string, string>();
  for (const key of [...keys].sort()) {
    const other = byLower.get(key.toLowerCase());
    if (other !== undefined) return `it has ${JSON.stringify(other)} and ${JSON.stringify(key)}`;
    byLower.set(key.toLowerCase(), key);
  }
  return 'some do not';
}

function explained(error: unknown, source: string): unknown {
  if (!(error instanceof Error) || error instanceof FileError) return error;
  // DuckDB 1.5 counts one row too many here, and here alone
  const malformed = /Malformed JSON in file ".*", at byte (\d+) in (?:line|record\/value) (\d+): (.*?)\.? *$/m.exec(error.message);
  if (malformed?.[3].includes('byte order mark') === true) return new FileError(`open: ${source}: JSON lines must begin with an object; the file begins with a byte order mark. Save it as UTF-8 without one`);
  if (malformed !== null) return new FileError(`open: ${source}: every row must be a JSON object; row ${Number(malformed[2]) - 1} is not (${malformed[3]} at its byte ${malformed[1]})`);
  const twice = /in (?:line|record\/value) (\d+): .* has duplicate key "(.*)"/.exec(error.message);
  if (twice !== null) return new FileError(`open: ${source}: the keys of a row must be distinct; row ${twice[1]} has "${twice[2]}" twice`);
  if (error.message.includes('non-record JSON')) return new FileError(`open: ${source}: a JSON table must hold objects, one per row; it holds other values`);
  return error;
}
