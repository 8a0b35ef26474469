/** A table with columns for all its rows, read block by block: it need not fit into memory. */
import { Frame, type FileTable, type FrameColumn } from '../data/index.ts';

/** Rows that are read and written together: the table need not fit into memory. */
const blockRows = 8192;

/** @param columns  as long as the table */
export async function* scoredRows(table: FileTable, columns: readonly FrameColumn[], signal: AbortSignal): AsyncGenerator<Frame> {
  let start = 0;
  for await (const { columns: read, rowCount, source } of table.scan(table.columns.map(({ name }) => name), { blockRows, signal, categories: 'block' })) {
    const end = start + rowCount;
    yield new Frame([...read, ...columns.map((column): FrameColumn => (column.type === 'categorical'
      ? { ...column, codes: column.codes.subarray(start, end) } : { ...column, values: column.values.subarray(start, end) }))], rowCount, source);
    start = end;
  }
}
