/** What a table encoder finds out about columns: types only. */
import type { ColumnType } from '../table/index.ts';

/** A column in use. A number column gives one feature, a categorical one a 0/1 feature per level. */
export type EncodedColumn =
  /** `fill` stands for missing values. */
  | { readonly name: string; readonly type: 'numeric' | 'boolean' | 'date'; readonly fill: number }
  /** `levels` are sorted and do not hold the reference, which stands for missing and unknown values. */
  | { readonly name: string; readonly type: 'categorical'; readonly reference: string; readonly levels: readonly string[] };

/** One feature: (x − mean) / scale, where x is the number, 0/1 for false/true, or 1 for the rows of `category`. */
export interface EncodedFeature {
  /** 'bmi', or 'species=Gentoo' for a level. */
  readonly feature: string;
  readonly column: string;
  readonly type: ColumnType;
  readonly category?: string;
  readonly reference?: string;
  readonly mean: number;
  readonly scale: number;
}

export interface DroppedColumn {
  readonly column: string;
  readonly reason: string;
}

/** What fitting an encoder finds out. */
export interface TableEncoding {
  readonly columns: readonly EncodedColumn[];
  /** One per feature, in the order of the columns and their levels. */
  readonly mean: Float64Array;
  /** One per feature, above 0. */
  readonly scale: Float64Array;
  readonly dropped: readonly DroppedColumn[];
}
