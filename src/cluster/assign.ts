/** Rows and given centres: the nearest, and all distances. In plain loops, so that a page that only predicts needs no kernels. */
import type { Matrix } from '../array/index.ts';
import { distanceOf } from './distance.ts';
import { checkRange, costFactor, paddedWidth, shownDistance, sumOf, writeRow, type ClusterMetric } from './metric.ts';

/** The nearest centre of each row, the first of equally near ones, and Σ w·distance. @param centers  as the model has them */
export function assign(caller: string, matrix: Matrix, metric: ClusterMetric, centers: Matrix, weights?: Float64Array): { labels: Int32Array; inertia: number } {
  const labels = new Int32Array(matrix.rows);
  let cost = 0;
  eachRow(caller, matrix, metric, centers, (i, distances) => {
    let best = 0;
    for (let c = 1; c < distances.length; c++) if (distances[c] < distances[best]) best = c;
    labels[i] = best;
    cost += (weights === undefined ? 1 : weights[i]) * distances[best];
  });
  return { labels, inertia: cost * costFactor(metric) };
}

/** The distance of every row to every centre [rows, centres]. */
export function distancesTo(caller: string, matrix: Matrix, metric: ClusterMetric, centers: Matrix): Float64Array {
  const all = new Float64Array(matrix.rows * centers.rows);
  eachRow(caller, matrix, metric, centers, (i, distances) => {
    for (let c = 0; c < distances.length; c++) all[i * centers.rows + c] = shownDistance(metric, distances[c]);
  });
  return all;
}

/** Calls `visit` with each row and its distances, as they are summed, to all centres. */
function eachRow(caller: string, matrix: Matrix, metric: ClusterMetric, centers: Matrix, visit: (row: number, distances: Float64Array) => void): void {
  checkRange(caller, 'X', matrix);
  const width = paddedWidth(matrix.columns);
  const sum = sumOf(metric);
  const padded = padCenters(centers);
  const row = new Float64Array(width);
  const distances = new Float64Array(centers.rows);
  for (let i = 0; i < matrix.rows; i++) {
    writeRow(caller, 'X', metric, matrix, i, row, 0);
    for (let c = 0; c < distances.length; c++) distances[c] = distanceOf(sum, row, 0, padded, c * width, width);
    visit(i, distances);
  }
}

/** With the column that the distances want. Not normalised again: that would move them by a rounding. */
function padCenters({ data, rows, columns }: Matrix): Float64Array {
  const width = paddedWidth(columns);
  const padded = new Float64Array(rows * width);
  for (let c = 0; c < rows; c++) padded.set(data.subarray(c * columns, (c + 1) * columns), c * width);
  return padded;
}
