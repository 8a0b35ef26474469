/** Clusters that no row belongs to: each gets the row farthest from its centre, so that the cost can only fall. */
import type { Pass, Passes } from './passes.ts';

/** Sums and weights after every empty cluster has been given a row; relabels these rows. */
export function fillEmpty(passes: Passes, pass: Pass, centers: Float64Array): Pick<Pass, 'sums' | 'weights'> {
  const empty = Array.from(pass.weights.keys()).filter((cluster) => pass.weights[cluster] === 0);
  if (empty.length === 0) return pass;
  const { points: { rows, weightsOfRows }, clusters } = passes;
  const labels = passes.labels();
  const distances = passes.distances();
  const counts = new Int32Array(clusters);
  for (let i = 0; i < rows; i++) if (weightsOfRows?.[i] !== 0) counts[labels[i]]++;
  for (const cluster of empty) {
    const row = farthest(labels, distances, counts, weightsOfRows);
    // all rows lie on centres: nothing to gain
    if (row < 0) break;
    counts[labels[row]]--;
    counts[cluster] = 1;
    labels[row] = cluster;
    passes.relabel(row, cluster);
  }
  return sumsOf(passes, labels, centers);
}

/** The first of the rows farthest from their centres, of those that would not leave their cluster empty; −1 when none lies off its centre. */
function farthest(labels: Int32Array, distances: Float64Array, counts: Int32Array, weights: Float64Array | undefined): number {
  let found = -1;
  let most = 0;
  for (let i = 0; i < labels.length; i++) {
    if (distances[i] > most && counts[labels[i]] > 1 && weights?.[i] !== 0) {
      most = distances[i];
      found = i;
    }
  }
  return found;
}

/** Added again from the rows: taking a row out of a sum would leave its rounding behind. */
function sumsOf({ points: { rows, width, data, weightsOfRows }, clusters }: Passes, labels: Int32Array, centers: Float64Array): Pick<Pass, 'sums' | 'weights'> {
  const sums = new Float64Array(clusters * width);
  const weights = new Float64Array(clusters);
  for (let i = 0; i < rows; i++) {
    const weight = weightsOfRows === undefined ? 1 : weightsOfRows[i];
    const at = labels[i] * width;
    weights[labels[i]] += weight;
    for (let q = 0; q < width; q++) sums[at + q] += weight * (data[i * width + q] - centers[at + q]);
  }
  return { sums, weights };
}
