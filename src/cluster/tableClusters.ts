/** Clusters of a table's rows: how its columns became features, and the clusters of these. Knows no iteration. */
import { NdArray } from '../array/index.ts';
import { ModelFormatError, type ModelState, type Persistent } from '../estimator/index.ts';
import { encodedParts, restoreTableEncoder, type DroppedColumn, type EncodeOptions, type FittedTableEncoder } from '../preprocess/index.ts';
import type { Table, TableRows } from '../table/index.ts';
import { restoreKMeans, type KMeansModel } from './kMeansModel.ts';

export type TablePassOptions = EncodeOptions;

/** What a cluster is like, in the units of the table. */
export interface ClusterProfile {
  readonly cluster: number;
  /** Rows of the fit. */
  readonly rows: number;
  /** Per feature: its value at the centre; of a category ('species=Gentoo'), for Euclidean clusters, the share of rows. */
  readonly center: Readonly<Record<string, number>>;
}

/**
 * Rows of a table in clusters. Columns are encoded as for regression: numbers standardised, so that no column counts
 * more because of its unit; missing numbers at the mean; one 0/1 feature per category but the most frequent,
 * standardised too.
 */
export class TableClusters implements Persistent {
  readonly kind = 'tableClusters';
  readonly encoder: FittedTableEncoder;
  /** The clusters of the standardised features, in the order of `features`. */
  readonly model: KMeansModel;

  constructor(encoder: FittedTableEncoder, model: KMeansModel) {
    this.encoder = encoder;
    this.model = model;
  }

  get features(): readonly string[] {
    return this.encoder.names;
  }

  /** Columns left out, and why. */
  get dropped(): readonly DroppedColumn[] {
    return this.encoder.dropped;
  }

  get labels(): Int32Array {
    return this.model.labels;
  }

  get inertia(): number {
    return this.model.inertia;
  }

  /**
   * The nearest cluster of each row.
   * @throws RangeError naming every column that is not there; TypeError for a column of another type
   */
  async predict(data: Table | TableRows, options: TablePassOptions = {}): Promise<Int32Array> {
    let labels: Int32Array | undefined;
    for await (const { X, start, total } of encodedParts('predict', this.encoder, data, options)) {
      (labels ??= new Int32Array(total)).set(await this.model.predict(X), start);
    }
    return labels!;
  }

  /** The distance of each row to each centre, in standard deviations [rows, clusters]. */
  async transform(data: Table | TableRows, options: TablePassOptions = {}): Promise<NdArray<[number, number]>> {
    const k = this.model.options.nClusters;
    let distances: Float64Array | undefined;
    for await (const { X, start, total } of encodedParts('transform', this.encoder, data, options)) {
      (distances ??= new Float64Array(total * k)).set((await this.model.transform(X)).data, start * k);
    }
    return new NdArray(distances!, [distances!.length / k, k]);
  }

  /** The clusters in the units of the table. A direction has no place there: not for the cosine metric. @throws TypeError */
  profiles(): readonly ClusterProfile[] {
    if (this.model.options.metric === 'cosine') throw new TypeError("profiles: centres must be places, those of the metric 'cosine' are directions; use 'euclidean' or 'manhattan'");
    const { mean, scale } = this.encoder;
    return this.model.centers.toNested().map((center, cluster) => ({
      cluster,
      rows: this.labels.reduce((count, label) => count + Number(label === cluster), 0),
      center: Object.fromEntries(this.features.map((feature, j) => [feature, mean[j] + scale[j] * center[j]])),
    }));
  }

  state(): ModelState {
    return { kind: this.kind, settings: {}, arrays: new Map(), parts: [this.encoder.state(), this.model.state()] };
  }
}

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restoreTableClusters(state: ModelState): TableClusters {
  const parts = state.parts ?? [];
  if (parts.length !== 2 || parts[0].kind !== 'tableEncoder' || parts[1].kind !== 'kMeans') {
    throw new ModelFormatError(`load: clusters of a table must have two parts, a tableEncoder and kMeans; they have ${parts.length === 0 ? 'none' : parts.map(({ kind }) => kind).join(', ')}`);
  }
  const encoder = restoreTableEncoder(parts[0]);
  const model = restoreKMeans(parts[1]);
  if (model.nFeatures !== encoder.nFeatures) throw new ModelFormatError(`load: encoder and clusters of a table must have equal features; they have ${encoder.nFeatures} and ${model.nFeatures}`);
  return new TableClusters(encoder, model);
}
