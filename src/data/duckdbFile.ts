/** Tables in DuckDB database files, read where they are. */
import { FileError } from '../files/index.ts';
import type { Database } from './database.ts';
import { typedRelation, type ColumnRules, type Relation } from './relation.ts';
import { identifier, literal } from './sql.ts';

export interface TableRules extends ColumnRules {
  /** 'houses', or 'sales.houses' with its schema. */
  readonly table?: string;
}

/** Opens the database read-only. A view in it may compute, but not read files: the database may come from anyone. */
export async function readDuckdb(database: Database, source: string, path: string, rules: TableRules): Promise<Relation> {
  try {
    await database.run(`ATTACH ${literal(path)} AS file (READ_ONLY)`, rules.signal);
  } catch (error) {
    throw attachError(error, source);
  }
  await database.run('SET GLOBAL enable_external_access = false', rules.signal);
  const { schema, name } = await find(database, source, rules);
  const from = `file.${identifier(schema)}.${identifier(name)}`;
  try {
    const described = (await database.rows(`SELECT column_name, column_type FROM (DESCRIBE FROM ${from})`, rules.signal)) as [string, string][];
    return await typedRelation(database, source, from, described.map(([column, stored]) => ({ name: column, stored })), rules);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('Permission Error')) throw error;
    throw new FileError(`open: ${source}: a view must take its rows from the database itself; ${JSON.stringify(name)} reads other files`);
  }
}

async function find(database: Database, source: string, rules: TableRules): Promise<{ schema: string; name: string }> {
  const found = ((await database.rows(
    `SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'file' AND NOT internal
     UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = 'file' AND NOT internal ORDER BY ALL`, rules.signal,
  )) as [string, string][]).map(([schema, name]) => ({ schema, name, full: schema === 'main' ? name : `${schema}.${name}` }));
  const names = found.map(({ full }) => JSON.stringify(full)).join(', ');
  if (found.length === 0) throw new FileError(`open: ${source}: the database must hold a table; it holds none`);
  if (rules.table === undefined) {
    if (found.length > 1) throw new FileError(`open: ${source}: the database holds ${found.length} tables; say which with { table: … } (--table): ${names}`);
    return found[0];
  }
  const table = found.find(({ full }) => full === rules.table);
  if (table === undefined) throw new FileError(`open: ${source}: there is no table ${JSON.stringify(rules.table)}; the tables are ${names}`);
  return table;
}

function attachError(error: unknown, source: string): unknown {
  if (!(error instanceof Error)) return error;
  const { message } = error;
  if (message.includes('not a valid DuckDB database')) return new FileError(`open: ${source}: the file must be a DuckDB database; it is something else, or damaged`);
  if (message.includes('Conflicting lock') || message.includes('set lock')) return new FileError(`open: ${source}: another program has the database open for writing; close it there first`);
  return error;
}
