/** How well rows lie in their clusters: nearer to their own than to any other? Knows no clustering. */
import { readLabels, readMatrix, takeRows, type Labels, type Matrix, type MatrixInput } from '../array/index.ts';
import { checkChoice, checkKnown, checkNumber, pauser, type RunOptions } from '../estimator/index.ts';
import { inversePower } from '../numeric/index.ts';
import { generator } from '../random/index.ts';

export interface SilhouetteSamplesOptions extends RunOptions {
  /** Default 'euclidean' (not squared); 'cosine' is 1 − cos, 'manhattan' Σ|a − b|. */
  readonly metric?: 'euclidean' | 'cosine' | 'manhattan';
}

export interface SilhouetteOptions extends SilhouetteSamplesOptions {
  /** Of more rows, as many are drawn, and one of every cluster that was missed; only they are looked at. Default: all rows. */
  readonly sampleSize?: number;
  /** Of the draw. Default 0. */
  readonly seed?: number;
}

/**
 * The mean over rows of s = (b − a) / max(a, b), where a is a row's mean distance to the others of its cluster and b the
 * least of its mean distances to another cluster. From −1 to 1, greater is better; 0 for a row alone in its cluster.
 * Every pair of rows is compared: n²/2 distances, 10,000 rows of 20 columns take about a second. For more rows give `sampleSize`.
 * @throws RangeError unless there are from 2 to rows − 1 clusters; for 'cosine' naming a row of zeros
 * @see Rousseeuw (1987), Silhouettes
 */
export async function silhouette(X: MatrixInput, labels: Labels, options: SilhouetteOptions = {}): Promise<number> {
  checkKnown('silhouette', options, ['metric', 'sampleSize', 'seed', 'signal', 'onProgress']);
  const { sampleSize, seed = 0, ...rest } = options;
  const matrix = readMatrix('silhouette', 'X', X);
  const { codes } = readLabels('silhouette', 'labels', labels, matrix.rows);
  if (sampleSize !== undefined) checkNumber('silhouette', 'sampleSize', sampleSize, { min: 3, integer: true });
  let samples: Float64Array;
  if (sampleSize === undefined || sampleSize >= matrix.rows) samples = await samplesOf('silhouette', matrix, codes, rest);
  else {
    const drawn = drawRows(codes, sampleSize, seed);
    samples = await samplesOf('silhouette', takeRows(matrix, drawn), Int32Array.from(drawn, (row) => codes[row]), rest);
  }
  return samples.reduce((sum, value) => sum + value, 0) / samples.length;
}

/** s of every row; see `silhouette`. */
export async function silhouetteSamples(X: MatrixInput, labels: Labels, options: SilhouetteSamplesOptions = {}): Promise<Float64Array> {
  checkKnown('silhouetteSamples', options, ['metric', 'signal', 'onProgress']);
  const matrix = readMatrix('silhouetteSamples', 'X', X);
  return samplesOf('silhouetteSamples', matrix, readLabels('silhouetteSamples', 'labels', labels, matrix.rows).codes, options);
}

function drawRows(codes: Int32Array, sampleSize: number, seed: number): Int32Array {
  const seen = new Set<number>();
  const drawn = generator(seed, 'silhouette').permutation(codes.length).filter((row, i) => {
    const wanted = i < sampleSize || !seen.has(codes[row]);
    seen.add(codes[row]);
    return wanted;
  });
  return drawn.sort();
}

/** Rows of which all distances are computed before others get a turn. */
const blockRows = 32;

async function samplesOf(caller: string, given: Matrix, labels: Int32Array, { metric = 'euclidean', signal, onProgress }: SilhouetteSamplesOptions): Promise<Float64Array> {
  checkChoice(caller, 'metric', metric, ['euclidean', 'cosine', 'manhattan']);
  const { codes, sizes } = compact(labels);
  const clusters = sizes.length;
  const n = given.rows;
  if (clusters < 2 || clusters >= n) throw new RangeError(`${caller}: there must be at least 2 clusters and fewer than rows; there are ${clusters} clusters among ${n} rows`);
  const matrix = metric === 'cosine' ? directions(caller, given) : ofUnitSize(given);
  const distance = metric === 'manhattan' ? absolutes : squares;
  const pause = pauser(signal);
  const sums = new Float64Array(blockRows * clusters);
  const samples = new Float64Array(n);
  for (let first = 0; first < n; first += blockRows) {
    const last = Math.min(n, first + blockRows);
    sums.fill(0);
    for (let j = 0; j < n; j++) {
      // of cosine: rows of length 1, 1 − cos = ½‖a − b‖²
      for (let i = first; i < last; i++) {
        const d = distance(matrix, i, j);
        sums[(i - first) * clusters + codes[j]] += metric === 'euclidean' ? Math.sqrt(d) : metric === 'cosine' ? d / 2 : d;
      }
    }
    for (let i = first; i < last; i++) samples[i] = sampleOf(sums.subarray((i - first) * clusters, (i - first + 1) * clusters), sizes, codes[i]);
    onProgress?.({ label: caller, done: last, total: n });
    await pause();
  }
  return samples;
}

function sampleOf(sums: Float64Array, sizes: Int32Array, own: number): number {
  if (sizes[own] === 1) return 0;
  const a = sums[own] / (sizes[own] - 1);
  let b = Infinity;
  for (let c = 0; c < sums.length; c++) if (c !== own) b = Math.min(b, sums[c] / sizes[c]);
  // rows on one spot, in several clusters
  return a === b ? 0 : (b - a) / Math.max(a, b);
}

/** Labels 0, 1, 2 … without gaps: a sample may lack a cluster. */
function compact(labels: Int32Array): { readonly codes: Int32Array; readonly sizes: Int32Array } {
  const codeOf = new Map<number, number>();
  const codes = labels.map((label) => {
    if (!codeOf.has(label)) codeOf.set(label, codeOf.size);
    return codeOf.get(label)!;
  });
  const sizes = new Int32Array(codeOf.size);
  for (const code of codes) sizes[code]++;
  return { codes, sizes };
}

function squares({ data, columns }: Matrix, i: number, j: number): number {
  let sum = 0;
  for (let q = 0; q < columns; q++) {
    const difference = data[i * columns + q] - data[j * columns + q];
    sum += difference * difference;
  }
  return sum;
}

function absolutes({ data, columns }: Matrix, i: number, j: number): number {
  let sum = 0;
  for (let q = 0; q < columns; q++) sum += Math.abs(data[i * columns + q] - data[j * columns + q]);
  return sum;
}

function directions(caller: string, { data, rows, columns }: Matrix): Matrix {
  const unit = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * columns, (i + 1) * columns);
    const most = row.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
    if (most === 0) throw new RangeError(`${caller}: for the cosine metric every row must have a direction; row ${i} of X is zero, leave it out or use another metric`);
    const norm = Math.sqrt(row.reduce((sum, value) => sum + (value / most) * (value / most), 0));
    for (let q = 0; q < columns; q++) unit[i * columns + q] = row[q] / most / norm;
  }
  return { data: unit, rows, columns };
}

/** The same rows in another unit, which no silhouette depends on: so that no square and no sum leaves the range of numbers. */
function ofUnitSize({ data, ...shape }: Matrix): Matrix {
  const unit = inversePower(data.reduce((size, value) => Math.max(size, Math.abs(value)), 0));
  return { data: data.map((value) => value * unit), ...shape };
}
