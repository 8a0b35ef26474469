/** Clusters from a table: reads its columns, encodes them, and leaves the rest to a fit on numbers. */
import { readWeights, toNdArray, type NdArray, type VectorInput } from '../array/index.ts';
import { checkKnown, type FitOptions, type RunOptions } from '../estimator/index.ts';
import { tableEncoder } from '../preprocess/index.ts';
import type { Table } from '../table/index.ts';
import type { KMeansModel } from './kMeansModel.ts';
import { TableClusters } from './tableClusters.ts';

export interface TableClusterOptions extends RunOptions {
  /** The columns to cluster by. Default all. */
  readonly columns?: readonly string[];
  /** One weight ≥ 0 per row, default all 1. */
  readonly sampleWeight?: VectorInput;
}

export async function fitTable(
  caller: string, table: Table, options: TableClusterOptions, fit: (X: NdArray<[number, number]>, options: FitOptions) => Promise<KMeansModel>,
): Promise<TableClusters> {
  checkKnown(caller, options, ['columns', 'sampleWeight', 'signal', 'onProgress']);
  const { columns = table.columns.map(({ name }) => name), sampleWeight, signal, onProgress } = options;
  const frame = await table.read(columns);
  signal?.throwIfAborted();
  const weights = readWeights(caller, sampleWeight, frame.rowCount, 'the table');
  const encoder = tableEncoder().fit(frame, columns, weights);
  if (encoder.nFeatures === 0) {
    const reasons = encoder.dropped.map(({ column, reason }) => `${JSON.stringify(column)} (${reason})`).join(', ');
    throw new RangeError(`${caller}: at least one column must be usable as a feature; left out: ${reasons}`);
  }
  const model = await fit(toNdArray(encoder.transform(frame)), { signal, onProgress, ...(weights && { sampleWeight: weights }) });
  return new TableClusters(encoder, model);
}
