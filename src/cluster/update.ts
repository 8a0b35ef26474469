/**
 * The next centres: of each cluster the point that minimises the cost of its rows. For squared Euclidean distances that
 * is the mean, for cosine distances the mean divided by its length, for Manhattan distances the median of each column.
 */
import { median } from './median.ts';
import { normalise, type ClusterMetric } from './metric.ts';
import type { Pass, Passes } from './passes.ts';

type Sums = Pick<Pass, 'sums' | 'weights'>;

export function means({ sums, weights }: Sums, centers: Float64Array, width: number, metric: ClusterMetric): Float64Array {
  const next = centers.slice();
  for (let c = 0; c < weights.length; c++) {
    if (weights[c] === 0) continue;
    for (let q = c * width; q < (c + 1) * width; q++) next[q] += sums[q] / weights[c];
    // directions that cancel have no mean direction: every centre is as good as the one there is
    if (metric === 'cosine' && normalise(next, c * width, width) < 1e-12) next.set(centers.subarray(c * width, (c + 1) * width), c * width);
  }
  return next;
}

export function medians(passes: Passes, weights: Float64Array, centers: Float64Array): Float64Array {
  const { points: { rows, columns, width, data, weightsOfRows }, clusters } = passes;
  const next = centers.slice();
  const members = membersOf(passes.labels(), clusters, rows, weightsOfRows);
  for (let c = 0; c < clusters; c++) {
    if (weights[c] === 0) continue;
    const values = new Float64Array(members[c].length);
    const weightsHere = weightsOfRows && Float64Array.from(members[c], (row) => weightsOfRows[row]);
    for (let j = 0; j < columns; j++) {
      for (let i = 0; i < values.length; i++) values[i] = data[members[c][i] * width + j];
      next[c * width + j] = median(values, weightsHere);
    }
  }
  return next;
}

/** The rows of each cluster that count. */
function membersOf(labels: Int32Array, clusters: number, rows: number, weights: Float64Array | undefined): readonly Int32Array[] {
  const counts = new Int32Array(clusters);
  for (let i = 0; i < rows; i++) if (weights?.[i] !== 0) counts[labels[i]]++;
  const members = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  for (let i = 0; i < rows; i++) if (weights?.[i] !== 0) members[labels[i]][counts[labels[i]]++] = i;
  return members;
}

/** Each centre moves by its share of what it has been given: c += Σ w(x − c) / Σ w so far. */
export function follow(centers: Float64Array, given: Float64Array, { sums, weights }: Sums, width: number, unit: boolean): void {
  for (let c = 0; c < given.length; c++) {
    if (weights[c] === 0) continue;
    given[c] += weights[c];
    const before = centers.slice(c * width, (c + 1) * width);
    for (let q = 0; q < width; q++) centers[c * width + q] += sums[c * width + q] / given[c];
    if (unit && normalise(centers, c * width, width) < 1e-12) centers.set(before, c * width);
  }
}
