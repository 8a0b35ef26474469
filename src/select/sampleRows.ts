/**
 * The rows that a comparison works on: all of them, or, of a table in a file that would need more memory than the
 * budget, a random sample. docs/decisions/0011 says why. Knows no model.
 */
import { checkNumber, type RunOptions } from '../estimator/index.ts';
import { maxLevels, mostFeatures, rowProgress, scanRows } from '../preprocess/index.ts';
import { generator } from '../random/index.ts';
import { categoryColumn, Frame, isStreamed, type FrameColumn, type StreamedTable, type Table } from '../table/index.ts';

/** How many rows were drawn, and of how many. */
export interface SampleSize {
  readonly rows: number;
  readonly of: number;
}

export interface SampleOptions extends RunOptions {
  readonly seed: number;
  /** Bytes; default that of the table. */
  readonly memoryBudget?: number;
  /** Rows, default 200,000: more tell no more of scores, a fifth of these give standard errors of a two-hundredth of their spread. */
  readonly most?: number;
}

/** How many times columns and features are in memory at one time: the table, its parts, and these encoded, fold by fold. */
const copies = 4;
/** A sample has so many rows where the table has, however small the budget. */
const fewest = 2_000;

/** @returns the table itself, and no sample, where all of it fits */
export async function rowsWithinBudget(caller: string, table: Table, names: readonly string[], options: SampleOptions): Promise<{ readonly table: Table; readonly sample?: SampleSize }> {
  const { memoryBudget, most = 200_000 } = options;
  if (memoryBudget !== undefined) checkNumber(caller, 'memoryBudget', memoryBudget, { min: 0 });
  if (!isStreamed(table)) return { table };
  const budget = memoryBudget ?? table.memoryBudget;
  const bytesOf = (features: number): number => 8 * copies * (names.length + 2 * features);
  if (bytesOf(mostFeatures(table, names)) * table.rowCount <= budget) return { table };
  const bytesPerRow = bytesOf(await countFeatures(table, names, options.signal));
  const rows = Math.min(most, Math.max(fewest, Math.floor(budget / bytesPerRow)));
  if (rows >= table.rowCount || bytesPerRow * table.rowCount <= budget) return { table };
  return { table: await sampleRows(caller, table, names, rows, options), sample: { rows, of: table.rowCount } };
}

/** As many as columns become: of categories one less than there are, none of too many. */
async function countFeatures(table: StreamedTable, names: readonly string[], signal: AbortSignal | undefined): Promise<number> {
  let count = 0;
  for (const { name, type } of table.columns) {
    if (!names.includes(name)) continue;
    const levels = type === 'categorical' ? (await table.levels(name, {}, signal)).distinct : 2;
    count += levels > maxLevels ? 0 : Math.max(0, levels - 1);
  }
  return count;
}

/**
 * `count` rows of the named columns, each set of so many as likely as any other, in the order of the file; one pass.
 * @see Knuth, The Art of Computer Programming, vol. 2, §3.4.2, algorithm S
 */
export async function sampleRows(caller: string, table: StreamedTable, names: readonly string[], count: number, { seed, signal, onProgress }: SampleOptions): Promise<Frame> {
  const { uniform } = generator(seed, 'sampleRows');
  const report = rowProgress(`${caller}: drawing ${count} of ${table.rowCount} rows`, table.rowCount, onProgress);
  const drawn = names.map((): Float64Array | (string | null)[] | undefined => undefined);
  let types: readonly FrameColumn[] = [];
  let seen = 0;
  let taken = 0;
  for await (const frame of table.scan(names, { blockRows: scanRows(names.length), categories: 'block', ...(signal && { signal }) })) {
    const rows: number[] = [];
    for (let i = 0; i < frame.rowCount; i++, seen++) if ((table.rowCount - seen) * uniform() < count - taken - rows.length) rows.push(i);
    types = frame.columns;
    frame.columns.forEach((column, j) => {
      if (column.type === 'categorical') {
        const words = (drawn[j] ??= []) as (string | null)[];
        for (const row of rows) words.push(column.categories[column.codes[row]] ?? null);
      } else {
        const values = (drawn[j] ??= new Float64Array(count)) as Float64Array;
        rows.forEach((row, i) => { values[taken + i] = column.values[row]; });
      }
    });
    taken += rows.length;
    report(seen);
    signal?.throwIfAborted();
  }
  return new Frame(types.map((column, j): FrameColumn => (column.type === 'categorical'
    ? categoryColumn(column.name, drawn[j] as (string | null)[]) : { name: column.name, type: column.type, values: drawn[j] as Float64Array })), taken, table.source);
}
