/** What a table is to the models: named, typed columns that can be read into memory. Knows no file and no database. */
import type { NdArray } from '../array/index.ts';
import type { Frame } from './frame.ts';

/** numeric: a float64. categorical: one of few strings. boolean: 0 or 1. date: days since 1970-01-01 UTC, with fraction. */
export type ColumnType = 'numeric' | 'categorical' | 'boolean' | 'date';

export interface ColumnInfo {
  readonly name: string;
  readonly type: ColumnType;
}

/** One row of the summary of a table. Figures that a column does not have are absent. */
export interface ColumnSummary extends ColumnInfo {
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
  readonly mean?: number;
  readonly standardDeviation?: number;
  readonly min?: number;
  readonly median?: number;
  readonly max?: number;
  /** The most frequent categories, at most five, most frequent first. */
  readonly top?: readonly { readonly value: string; readonly count: number }[];
}

export interface Table {
  /** Where it came from, for messages and reports: 'houses.csv'. */
  readonly source: string;
  readonly columns: readonly ColumnInfo[];
  readonly rowCount: number;
  /** The named columns (default all) in memory. @throws RangeError for an unknown name */
  read(names?: readonly string[]): Promise<Frame>;
  /** The named numeric, boolean or date columns as a matrix, missing values as NaN. */
  matrix(names?: readonly string[]): Promise<NdArray<[number, number]>>;
  summary(): Promise<readonly ColumnSummary[]>;
  /** Gives back what the table holds open. Tables in memory hold nothing. */
  close(): Promise<void>;
}

/** True when `value` is a Table rather than a matrix. */
export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && 'columns' in value && 'rowCount' in value && 'read' in value;
}
