/** Rows to the nearest of given centres, block after block. Knows no fit. */
import type { Matrix } from '../array/index.ts';
import { withMachine } from '../runtime/index.ts';
import { distanceOf } from './distance.ts';
import { checkRange, paddedWidth, shownDistance, sumOf, writeRow, type ClusterMetric } from './metric.ts';
import { Passes } from './passes.ts';
import { Points } from './points.ts';

/** Rows in memory at one time. */
const blockRows = 65536;

/** @param centers  as the model has them, row-major */
export async function assign(caller: string, matrix: Matrix, metric: ClusterMetric, centers: Matrix, weights?: Float64Array): Promise<{ labels: Int32Array; inertia: number }> {
  checkRange(caller, 'X', matrix);
  const labels = new Int32Array(matrix.rows);
  const padded = padCenters(centers);
  let inertia = 0;
  for (let first = 0; first < matrix.rows; first += blockRows) {
    await withMachine(async (machine) => {
      const rows = Math.min(blockRows, matrix.rows - first);
      const points = new Points(machine, metric, rows, matrix.columns, weights !== undefined);
      points.fill(caller, matrix, weights?.subarray(first, first + rows), first);
      const passes = new Passes(points, centers.rows, 0, 0);
      passes.begin(padded);
      const { cost } = await passes.pass(padded, () => undefined);
      inertia += cost;
      labels.set(passes.labels(), first);
    });
  }
  return { labels, inertia };
}

/** The distance of every row to every centre [rows, centres]. */
export function distancesTo(caller: string, matrix: Matrix, metric: ClusterMetric, centers: Matrix): Float64Array {
  checkRange(caller, 'X', matrix);
  const width = paddedWidth(matrix.columns);
  const padded = padCenters(centers);
  const row = new Float64Array(width);
  const distances = new Float64Array(matrix.rows * centers.rows);
  for (let i = 0; i < matrix.rows; i++) {
    writeRow(caller, 'X', metric, matrix, i, row, 0);
    for (let c = 0; c < centers.rows; c++) distances[i * centers.rows + c] = shownDistance(metric, distanceOf(sumOf(metric), row, 0, padded, c * width, width));
  }
  return distances;
}

/** As the kernels want them. Not normalised again: that would move them by a rounding. */
export function padCenters({ data, rows, columns }: Matrix): Float64Array {
  const width = paddedWidth(columns);
  const padded = new Float64Array(rows * width);
  for (let c = 0; c < rows; c++) padded.set(data.subarray(c * columns, (c + 1) * columns), c * width);
  return padded;
}
