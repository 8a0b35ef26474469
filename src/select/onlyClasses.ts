/** A table in a file less the rows of some classes: those that were not compared. Knows no model. */
import type { Label } from '../array/index.ts';
import { scanRows } from '../preprocess/index.ts';
import type { Frame, FrameColumn, StreamedTable } from '../table/index.ts';

/** The table with the rows that have one of the labels, or no target; the table itself where that is all of them. */
export async function onlyClasses(table: StreamedTable, target: string, labels: readonly Label[], signal?: AbortSignal): Promise<StreamedTable> {
  const wanted = new Set(labels);
  let dropped = 0;
  for await (const frame of table.scan([target], { blockRows: scanRows(1), categories: 'block', ...(signal && { signal }) })) dropped += frame.rowCount - keptRows(frame.column(target), wanted).length;
  if (dropped === 0) return table;
  const keep = (frame: Frame): Frame => frame.take(keptRows(frame.column(target), wanted));
  return {
    source: table.source,
    columns: table.columns,
    rowCount: table.rowCount - dropped,
    memoryBudget: table.memoryBudget,
    async *scan(names, options) {
      const read = names.includes(target) ? names : [...names, target];
      for await (const frame of table.scan(read, options)) yield keep(frame).read(names);
    },
    read: async (names = table.columns.map(({ name }) => name)) => keep(await table.read(names.includes(target) ? names : [...names, target])).read(names),
    levels: (name, rows, stop) => table.levels(name, rows, stop),
    matrix: async (names) => keep(await table.read([...new Set([...names ?? table.columns.map(({ name }) => name), target])])).matrix(names),
    summary: async () => keep(await table.read()).summary(),
    close: () => table.close(),
  };
}

function keptRows(column: FrameColumn, wanted: ReadonlySet<Label>): Int32Array {
  if (column.type === 'categorical') {
    const isWanted = column.categories.map((category) => wanted.has(category));
    return indicesWhere(column.codes, (code) => code < 0 || isWanted[code]);
  }
  return indicesWhere(column.values, (value) => Number.isNaN(value) || wanted.has(column.type === 'boolean' ? value === 1 : value));
}

function indicesWhere(values: ArrayLike<number>, keep: (value: number) => boolean): Int32Array {
  const kept = new Int32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (keep(values[i])) kept[count++] = i;
  return kept.subarray(0, count);
}
