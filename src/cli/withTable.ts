/** Tables as the commands need them: opened, used, closed. */
import { stat } from 'node:fs/promises';
import type { ColumnInfo } from '../index.ts';
import { open, type FileTable, type OpenOptions } from '../data/index.ts';

/** What the options of a command say about its table. */
export type TableOptions = Pick<OpenOptions, 'table' | 'format' | 'header'> & {
  /** Bytes. */
  readonly memory?: number;
};

export type TableChoice = TableOptions & Pick<OpenOptions, 'signal' | 'onProgress'>;

/** Opens a table, hands it to `use`, and closes it whatever happens. */
export async function withTable<T>(path: string, choice: TableChoice, use: (table: FileTable) => Promise<T>): Promise<T> {
  return using(await open(path, optionsOf(choice)), use);
}

/**
 * The same for a table that a model is to read. A small file may look like another type than the model learnt (only F
 * for a sex, only 1 for a count of words): then its columns are read as the model's types.
 * @param columns  of the model
 */
export async function withTableOf<T>(columns: readonly ColumnInfo[], path: string, choice: TableChoice, use: (table: FileTable) => Promise<T>): Promise<T> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) throw new Error(`${path}: the model takes a table, which is a file; this is a folder`);
  const table = await open(path, optionsOf(choice));
  const types = new Map(table.columns.map(({ name, type }) => [name, type]));
  const others = columns.filter(({ name, type }) => types.has(name) && types.get(name) !== type);
  if (others.length === 0) return using(table, use);
  await table.close();
  return using(await open(path, { ...optionsOf(choice), types: Object.fromEntries(others.map(({ name, type }) => [name, type])) }), use);
}

async function using<T>(table: FileTable, use: (table: FileTable) => Promise<T>): Promise<T> {
  try {
    return await use(table);
  } finally {
    await table.close();
  }
}

function optionsOf({ table, format, header, memory, signal, onProgress }: TableChoice): OpenOptions {
  return { ...(table !== undefined && { table }), ...(format !== undefined && { format }), ...(header !== undefined && { header }), ...(memory !== undefined && { memoryBudget: memory }), ...(signal && { signal }), ...(onProgress && { onProgress }) };
}
