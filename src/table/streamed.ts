/** What a table offers that need not fit into memory: its rows, block by block, as often as they are wanted. Knows no file. */
import type { Frame, Table } from './frame.ts';

export interface ScanOptions {
  /** Rows of each block; the last may be shorter. */
  readonly blockRows: number;
  /** Aborting it ends the scan with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Which categories a categorical column has: those of all rows, the same in every block, or only those of the block, for
   * columns whose texts together may not fit. Default 'table'.
   */
  readonly categories?: 'table' | 'block';
}

/** How many different values a column has, and how many rows have one. */
export interface Levels {
  readonly distinct: number;
  readonly present: number;
}

/** Which rows count, of those with a value. */
export interface CountedRows {
  /** Another column that must have a value. */
  readonly known?: string;
  /** A column that must be above 0. */
  readonly positive?: string;
}

export interface StreamedTable extends Table {
  /** Bytes that a fit or a prediction may hold at one time, unless it is told otherwise. */
  readonly memoryBudget: number;
  /**
   * All rows of the named columns in order, the same each time. A block is good until the next one is asked for.
   */
  scan(names: readonly string[], options: ScanOptions): AsyncIterable<Frame>;
  /** Counts without holding the values. */
  levels(name: string, rows: CountedRows, signal?: AbortSignal): Promise<Levels>;
}

/** True when a table can be read in blocks. Tables in memory cannot: they fit already. */
export function isStreamed(table: Table): table is StreamedTable {
  return 'scan' in table && typeof table.scan === 'function';
}
