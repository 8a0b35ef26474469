/** What a column is: its name and type, its values in memory, the figures that describe it. */

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

export interface NumberColumn {
  readonly name: string;
  readonly type: 'numeric' | 'boolean' | 'date';
  /** NaN is a missing value. */
  readonly values: Float64Array;
}

export interface CategoryColumn {
  readonly name: string;
  readonly type: 'categorical';
  /** Index into `categories` per row; −1 is a missing value. */
  readonly codes: Int32Array;
  /** Distinct, sorted by code unit. */
  readonly categories: readonly string[];
}

export type FrameColumn = NumberColumn | CategoryColumn;
