/** Parquet files, read where they are. */
import { FileError } from '../files/index.ts';
import { firstLine, isFromDuckdb, type Database } from './database.ts';
import { checkNames } from './header.ts';
import { typedRelation, type ColumnRules, type Relation } from './relation.ts';
import { fileLiteral } from './sql.ts';

export async function readParquet(database: Database, source: string, path: string, rules: ColumnRules): Promise<Relation> {
  const from = `read_parquet(${fileLiteral(path)}, hive_partitioning = false)`;
  try {
    const described = (await database.rows(`SELECT column_name, column_type FROM (DESCRIBE FROM ${from})`, rules.signal)) as [string, string][];
    const names = await namesOf(database, path, rules.signal);
    checkNames(source, names);
    const renamed = described.findIndex(([name], i) => name !== names[i]);
    if (renamed >= 0) {
      throw new FileError(`open: ${source}: column names must differ by more than upper and lower case; column ${renamed + 1} is ${JSON.stringify(names[renamed])}, and an earlier one is alike`);
    }
    return await typedRelation(database, source, from, described.map(([name, stored]) => ({ name, stored })), rules);
  } catch (error) {
    throw parquetError(error, source);
  }
}

/** Damage in the data itself shows only when it is read. */
function parquetError(error: unknown, source: string): unknown {
  if (!isFromDuckdb(error)) return error;
  const reason = error.message.includes('No magic bytes') || error.message.includes('too small') ? 'its end is missing, or it is something else' : firstLine(error).replace(/^Failed to read file ".*?": /, '');
  return new FileError(`open: ${source}: the file must be a whole Parquet file; ${reason}`);
}

/** The names as the file has them: DuckDB renames those that it takes for the same. */
async function namesOf(database: Database, path: string, signal?: AbortSignal): Promise<string[]> {
  const nodes = (await database.rows(`SELECT name, coalesce(num_children, 0)::INTEGER FROM parquet_schema(${fileLiteral(path)})`, signal)) as [string, number][];
  const names: string[] = [];
  // the schema is a tree in depth-first order, its root first
  const skip = (at: number): number => {
    let next = at + 1;
    for (let child = 0; child < nodes[at][1]; child++) next = skip(next);
    return next;
  };
  for (let at = 1; at < nodes.length; at = skip(at)) names.push(nodes[at][0]);
  return names;
}
