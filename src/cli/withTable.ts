/** Tables as the commands need them: opened, used, closed. */
import { open, type OpenOptions, type Table } from '../data/index.ts';

/** Opens a table, hands it to `use`, and closes it whatever happens. */
export async function withTable<T>(path: string, { table, format, signal }: Pick<OpenOptions, 'table' | 'format' | 'signal'>, use: (table: Table) => Promise<T>): Promise<T> {
  const opened = await open(path, { ...(table !== undefined && { table }), ...(format !== undefined && { format }), ...(signal && { signal }) });
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
}
