/**
 * The three metrics: what a row becomes before its distances are summed, and how a sum is said to the user. The update
 * that minimises each is in update.ts.
 */
import type { Matrix } from '../array/index.ts';
import type { DistanceSum } from '../kernels/index.ts';

export const metrics = ['euclidean', 'cosine', 'manhattan'] as const;
/** euclidean → mean (k-means), cosine → normalised mean (spherical k-means), manhattan → median (k-medians). */
export type ClusterMetric = (typeof metrics)[number];

/** Cosine distances are halves of squared distances between rows of length 1: 1 − cos = ½‖x − c‖². */
export function sumOf(metric: ClusterMetric): DistanceSum {
  return metric === 'manhattan' ? 'absolutes' : 'squares';
}

/** What a row adds to the inertia, from its sum. */
export function costFactor(metric: ClusterMetric): number {
  return metric === 'cosine' ? 0.5 : 1;
}

/** The distance that `transform` gives, from the sum. */
export function shownDistance(metric: ClusterMetric, sum: number): number {
  return metric === 'euclidean' ? Math.sqrt(sum) : metric === 'cosine' ? sum / 2 : sum;
}

/** A multiple of 2 columns, as the kernels want; the one added is 0 everywhere. */
export function paddedWidth(columns: number): number {
  return columns + (columns & 1);
}

/** Largest and smallest sizes of which squares and their sums keep all digits. */
const largest = 1e150;
const smallest = 1e-140;

/** @throws RangeError when the numbers are so large or so small that their squares would be infinite or vanish */
export function checkRange(caller: string, name: string, { data }: Matrix): void {
  let most = 0;
  for (let i = 0; i < data.length; i++) if (Math.abs(data[i]) > most) most = Math.abs(data[i]);
  if (most > largest || (most > 0 && most < smallest)) {
    throw new RangeError(`${caller}: the largest number of ${name} must be between ${smallest} and ${largest} in size, so that distances can be squared; it is ${most}, rescale the columns`);
  }
}

/**
 * The row `i` of `from` as the metric sees it, `width` numbers written to `to` from `at` on.
 * @throws RangeError naming the row when the metric is cosine and the row is zero: it has no direction
 */
export function writeRow(caller: string, name: string, metric: ClusterMetric, from: Matrix, i: number, to: Float64Array, at: number): void {
  const { data, columns } = from;
  const start = i * columns;
  if (metric !== 'cosine') {
    for (let j = 0; j < columns; j++) to[at + j] = data[start + j];
  } else {
    let most = 0;
    for (let j = 0; j < columns; j++) most = Math.max(most, Math.abs(data[start + j]));
    if (most === 0) throw new RangeError(`${caller}: for the cosine metric every row must have a direction; row ${i} of ${name} is zero, leave it out or use another metric`);
    // divided by the largest first: rows that are multiples of each other become equal, and no square overflows
    for (let j = 0; j < columns; j++) to[at + j] = data[start + j] / most;
    normalise(to, at, columns);
  }
  if (paddedWidth(columns) !== columns) to[at + columns] = 0;
}

/** Divides `length` numbers by their Euclidean length, which is returned; leaves zeros alone. */
export function normalise(values: Float64Array, at: number, length: number): number {
  let squares = 0;
  for (let j = 0; j < length; j++) squares += values[at + j] * values[at + j];
  const norm = Math.sqrt(squares);
  if (norm > 0) for (let j = 0; j < length; j++) values[at + j] /= norm;
  return norm;
}
