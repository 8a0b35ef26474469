/** Groups the rows of a table by k-means, for one number of clusters or the best of a range, and says why. Knows no file. */
import { toNdArray, type Matrix, type NdArray } from '../array/index.ts';
import { chooseClusters, kMeans, TableClusters } from '../cluster/index.ts';
import { checkKnown, checkNumber, type RunOptions } from '../estimator/index.ts';
import { silhouetteSamples } from '../evaluate/index.ts';
import { checkUsable } from '../models/index.ts';
import { tableEncoder } from '../preprocess/index.ts';
import { generator } from '../random/index.ts';
import type { Frame, Table } from '../table/index.ts';
import type { Clustering } from './clustering.ts';
import { columnsOf, inspect } from './dataChecks.ts';
import { rowsWithinBudget } from './sampleRows.ts';
import { whyClusters } from './whyClusters.ts';

export interface ClusterTableOptions extends RunOptions {
  /** How many, or the smallest and largest number to try. Default [2, 10], or as many as there are distinct rows. */
  readonly clusters?: number | readonly [number, number];
  /** The columns to cluster by. Default all. */
  readonly columns?: readonly string[];
  /** Columns to leave out. Default none. */
  readonly drop?: readonly string[];
  /** Of the starts. Default 0. */
  readonly seed?: number;
  /**
   * Bytes, ≥ 0. Of a table in a file that would need more, the number of clusters is chosen on a random sample of its rows,
   * and the clusters are those of all rows, read in blocks. Default: that of the table, a quarter of the computer's memory.
   */
  readonly memoryBudget?: number;
}

const caller = 'clusterTable';
/** Of a table larger than the budget: k-means++ and silhouettes of some thousand rows tell the number of clusters. */
const rowsToChooseOn = 50_000;
/** Silhouettes compare all pairs of rows. */
const sampleRows = 2000;

/**
 * Columns are encoded and standardised as `tableEncoder` does; k-means with 10 starts. Of a range the number of clusters
 * with the greatest mean silhouette is kept.
 * @throws RangeError, TypeError for unknown columns, infinite numbers, no column that varies, more clusters than distinct rows
 */
export async function clusterTable(table: Table, options: ClusterTableOptions = {}): Promise<Clustering> {
  checkKnown(caller, options, ['clusters', 'columns', 'drop', 'seed', 'memoryBudget', 'signal', 'onProgress']);
  const { seed = 0, signal, onProgress } = options;
  const run = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const columns = columnsOf(caller, table, options);
  const { table: source, sample: chosenOn } = await rowsWithinBudget(caller, table, columns, { ...options, seed, most: rowsToChooseOn });
  const frame = await source.read(columns);
  if (frame.rowCount === 0) throw new RangeError(`${caller}: the table must have at least one row; ${table.source} has none`);
  signal?.throwIfAborted();
  const seen = await inspect(caller, frame);
  const encoder = tableEncoder().fit(frame, frame.columns.map(({ name }) => name));
  checkUsable(caller, encoder);
  const matrix = encoder.transform(frame);
  const X = toNdArray(matrix);
  const given = options.clusters ?? defaultRange(matrix);
  const range = typeof given === 'number' ? [given, given] as const : given;
  if (typeof given === 'number') checkNumber(caller, 'clusters', given, { min: 1, integer: true });
  const single = range[0] === range[1];
  const choice = single ? await one(X, range[0], seed, run) : await chooseClusters(X, { range, seed, ...run });
  const at = choice.nClusters.indexOf(choice.best);
  const model = chosenOn === undefined ? new TableClusters(encoder, choice.models[at])
    : await kMeans({ nClusters: choice.best, seed }).fit(table, { columns, ...run, ...(options.memoryBudget !== undefined && { memoryBudget: options.memoryBudget }) });
  const seenBy = chosenOn === undefined ? { X, labels: model.labels, inertia: model.inertia, squares: squaresOf(matrix) } : await seenOf(model, frame);
  const sample = await sampleOf(seenBy.X, seenBy.labels, seed, run);
  const silhouettes = single && sample.silhouettes !== undefined ? [sample.silhouettes.reduce((sum, value) => sum + value, 0) / sample.silhouettes.length] : choice.silhouette;
  const tried = { nClusters: choice.nClusters, inertia: choice.inertia, silhouette: silhouettes, ...(choice.elbow !== undefined && { elbow: choice.elbow }) };
  return {
    task: 'clustering',
    source: table.source,
    rows: table.rowCount,
    ...(chosenOn && { chosenOn }),
    seed,
    ...seen,
    dropped: model.dropped,
    features: model.features,
    identifiers: identifiersIn(frame),
    clusters: choice.best,
    tried,
    why: whyClusters(tried, choice.best),
    explained: 1 - seenBy.inertia / seenBy.squares,
    sample,
    model,
  };
}

/** Some rows as the clusters of all see them. */
async function seenOf({ encoder, model }: TableClusters, frame: Frame): Promise<{ readonly X: NdArray<[number, number]>; readonly labels: Int32Array; readonly inertia: number; readonly squares: number }> {
  const matrix = encoder.transform(frame);
  const X = toNdArray(matrix);
  const labels = await model.predict(X);
  const { data, shape: [, k] } = await model.transform(X);
  return { X, labels, inertia: labels.reduce((sum, label, i) => sum + data[i * k + label] * data[i * k + label], 0), squares: squaresOf(matrix) };
}

type Choice = Pick<Awaited<ReturnType<typeof chooseClusters>>, 'nClusters' | 'inertia' | 'silhouette' | 'models' | 'best' | 'elbow'>;

async function one(X: NdArray<[number, number]>, nClusters: number, seed: number, run: RunOptions): Promise<Choice> {
  const model = await kMeans({ nClusters, seed }).fit(X, run);
  return { nClusters: [nClusters], inertia: [model.inertia], silhouette: [NaN], models: [model], best: nClusters, elbow: undefined };
}

/** 2 … 10, but no more than there are distinct rows. */
function defaultRange({ data, rows, columns }: Matrix): readonly [number, number] {
  const distinct = new Set<string>();
  for (let i = 0; i < rows && distinct.size < 10; i++) distinct.add(data.subarray(i * columns, (i + 1) * columns).join(' '));
  return [2, distinct.size];
}

/** Of the rows drawn, silhouettes, where there are two clusters at least and fewer than rows. */
async function sampleOf(X: NdArray<[number, number]>, labels: Int32Array, seed: number, run: RunOptions): Promise<Clustering['sample']> {
  const [n, d] = X.shape;
  const rows = n <= sampleRows ? Int32Array.from(labels.keys()) : generator(seed, caller).permutation(n).slice(0, sampleRows).sort();
  const drawn = rows.map((row) => labels[row]);
  const data = new Float64Array(rows.length * d);
  rows.forEach((row, i) => data.set(X.data.subarray(row * d, (row + 1) * d), i * d));
  const part = toNdArray({ data, rows: rows.length, columns: d });
  const found = new Set(drawn).size;
  return { X: part, labels: drawn, ...(found >= 2 && found < rows.length && { silhouettes: await silhouetteSamples(part, drawn, { signal: run.signal }) }) };
}

/** Σ x² of standardised features: their variance is about 0. */
function squaresOf({ data }: Matrix): number {
  let sum = 0;
  for (const value of data) sum += value * value;
  return sum;
}

/** Fewer rows may all differ by chance. */
const fewest = 30;

function identifiersIn(frame: Frame): string[] {
  return frame.columns
    .filter((column) => column.type === 'numeric' && column.values.length >= fewest && column.values.every(Number.isInteger) && new Set(column.values).size === column.values.length)
    .map(({ name }) => name);
}
