/** Tables as the commands need them: opened, used, closed. */
import { open, type OpenOptions, type Table } from '../data/index.ts';

/** Opens a table, hands it to `use`, and closes it whatever happens. */
export async function withTable<T>(path: string, { table, signal }: Pick<OpenOptions, 'table' | 'signal'>, use: (table: Table) => Promise<T>): Promise<T> {
  const opened = await open(path, { ...(table !== undefined && { table }), ...(signal && { signal }) });
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
}
