/** Clusters from a table: reads its columns, encodes them, and leaves the rest to a fit on numbers. */
import { readWeights, toNdArray, type NdArray, type RowBlocks, type VectorInput } from '../array/index.ts';
import { checkKnown, checkNumber, type FitOptions, type RunOptions } from '../estimator/index.ts';
import { encodedBlocks, mostFeatures, rowProgress, scanRows, tableEncoder, unreadableColumns, type FittedTableEncoder, type FrameBlocks } from '../preprocess/index.ts';
import { isStreamed, type StreamedTable, type Table } from '../table/index.ts';
import type { KMeansModel } from './kMeansModel.ts';
import { TableClusters } from './tableClusters.ts';

export interface TableClusterOptions extends RunOptions {
  /** The columns to cluster by. Default all. */
  readonly columns?: readonly string[];
  /** One weight ≥ 0 per row, default all 1. */
  readonly sampleWeight?: VectorInput;
  /**
   * Bytes, ≥ 0. A table in a file that would need more in memory is read in blocks, once for each iteration; 0: always.
   * Default: that of the table, a quarter of the computer's memory.
   */
  readonly memoryBudget?: number;
}

type Fit = (X: NdArray<[number, number]>, options: FitOptions) => Promise<KMeansModel>;
type FitBlocks = (rows: RowBlocks, options: RunOptions) => Promise<KMeansModel>;

/** @param fitBlocks  undefined where all rows are needed at once */
export async function fitTable(caller: string, table: Table, options: TableClusterOptions, fit: Fit, fitBlocks: FitBlocks | undefined): Promise<TableClusters> {
  checkKnown(caller, options, ['columns', 'sampleWeight', 'memoryBudget', 'signal', 'onProgress']);
  const { columns = table.columns.map(({ name }) => name), sampleWeight, signal, onProgress } = options;
  if (options.memoryBudget !== undefined) checkNumber(caller, 'memoryBudget', options.memoryBudget, { min: 0 });
  if (fitBlocks !== undefined && isStreamed(table)) {
    const found = await streamed(caller, table, columns, options, fitBlocks);
    if (found !== undefined) return found;
  }
  const frame = await table.read(columns);
  signal?.throwIfAborted();
  const weights = readWeights(caller, sampleWeight, frame.rowCount, 'the table');
  const encoder = tableEncoder().fit(frame, columns, weights);
  checkUsable(caller, encoder);
  const model = await fit(toNdArray(encoder.transform(frame)), { signal, onProgress, ...(weights && { sampleWeight: weights }) });
  return new TableClusters(encoder, model);
}

/** Undefined where the rows need less memory than the budget. */
async function streamed(caller: string, table: StreamedTable, columns: readonly string[], options: TableClusterOptions, fitBlocks: FitBlocks): Promise<TableClusters | undefined> {
  const { signal, onProgress } = options;
  const budget = Math.min(options.memoryBudget ?? table.memoryBudget, mostInMachine);
  if (bytesInMemory(table.rowCount, columns.length, mostFeatures(table, columns)) <= budget) return undefined;
  const weights = readWeights(caller, options.sampleWeight, table.rowCount, 'the table');
  let passes = 0;
  const rows: FrameBlocks = {
    weighted: weights !== undefined,
    targeted: false,
    async *walk(names) {
      const report = rowProgress(`kMeans: reading rows, pass ${++passes}`, table.rowCount, onProgress);
      let start = 0;
      for await (const frame of table.scan(names, { blockRows: scanRows(names.length), ...(signal && { signal }) })) {
        yield { frame, start, ...(weights && { weights: weights.subarray(start, start + frame.rowCount) }) };
        start += frame.rowCount;
        report(start);
        signal?.throwIfAborted();
      }
    },
  };
  const leftOut = await unreadableColumns(table, columns, {}, signal);
  const fit = tableEncoder().begin(columns, leftOut);
  for await (const { frame, weights: own } of rows.walk(columns.filter((name) => !leftOut.some(({ column }) => column === name)))) fit.add(frame, own);
  const encoder = fit.encoder();
  checkUsable(caller, encoder);
  if (bytesInMemory(table.rowCount, columns.length, encoder.nFeatures) <= budget) return undefined;
  return new TableClusters(encoder, await fitBlocks(encodedBlocks(encoder, rows), { ...(signal && { signal }) }));
}

function checkUsable(caller: string, encoder: FittedTableEncoder): void {
  if (encoder.nFeatures > 0) return;
  const reasons = encoder.dropped.map(({ column, reason }) => `${JSON.stringify(column)} (${reason})`).join(', ');
  throw new RangeError(`${caller}: at least one column must be usable as a feature; left out: ${reasons}`);
}

/** The kernels' memory has 4 GiB, for rows beside bounds and starts. */
const mostInMachine = 2_147_483_648;

/** The columns, the features, and these in the kernels' memory with a few numbers for each row. */
function bytesInMemory(rows: number, columns: number, features: number): number {
  return 8 * rows * (columns + 2 * features + 8);
}
