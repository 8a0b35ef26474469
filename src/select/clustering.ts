/** What grouping the rows of a table found. Plain data, and the one source of the command's output and the report. */
import type { NdArray } from '../array/index.ts';
import type { TableClusters } from '../cluster/index.ts';
import type { ColumnSummary } from '../table/index.ts';
import type { AlmostNumeric } from './almostNumeric.ts';
import type { SampleSize } from './sampleRows.ts';

export interface Clustering {
  readonly task: 'clustering';
  readonly source: string;
  readonly rows: number;
  /** The random sample that the number of clusters was chosen on, and that is drawn, of a table larger than the memory budget. */
  readonly chosenOn?: SampleSize;
  readonly seed: number;
  readonly summary: readonly ColumnSummary[];
  readonly almostNumeric: readonly AlmostNumeric[];
  readonly dropped: readonly { readonly column: string; readonly reason: string }[];
  readonly features: readonly string[];
  /** Columns of numbers that are different in every row and whole, as those that count rows. */
  readonly identifiers: readonly string[];
  /** The number of clusters. */
  readonly clusters: number;
  /** What was tried, ascending; one number when it was given. */
  readonly tried: {
    readonly nClusters: readonly number[];
    /** Sum of squared distances to the nearest centre, in standard deviations. */
    readonly inertia: readonly number[];
    /** NaN where it has no meaning. */
    readonly silhouette: readonly number[];
    readonly elbow?: number;
  };
  readonly why: string;
  /** Share of the variance of the standardised features that is between clusters. */
  readonly explained: number;
  /** Rows to draw, at most 2,000, with their standardised features. */
  readonly sample: { readonly X: NdArray<[number, number]>; readonly labels: Int32Array; readonly silhouettes?: Float64Array };
  readonly model: TableClusters;
}
