/** Lloyd's iteration in plain loops: every row compared with every centre, no bounds, no kernels. */
import { passRows } from '../kernels/index.ts';
import type { ClusterMetric } from './metric.ts';

export interface Reference {
  readonly centers: number[][];
  readonly labels: number[];
  readonly history: number[];
}

/**
 * `iterations` updates from `start`. Sums are added in the documented order: of differences to the centre, over blocks
 * of `passRows` rows, the blocks in order; distances in four running sums.
 * @param X  for the cosine metric: rows of length 1
 */
export function reference(X: readonly number[][], start: readonly number[][], metric: ClusterMetric, iterations: number, weights?: readonly number[]): Reference {
  let centers = start.map((row) => [...row]);
  const history: number[] = [];
  for (let iteration = 0; ; iteration++) {
    const labels = X.map((x) => {
      const distances = centers.map((c) => distance(metric, x, c));
      return distances.indexOf(Math.min(...distances));
    });
    history.push(inBlocks(X.length, centers.length, (i) => (weights?.[i] ?? 1) * distance(metric, X[i], centers[labels[i]])) * (metric === 'cosine' ? 0.5 : 1));
    if (iteration === iterations) return { centers, labels, history };
    centers = centers.map((center, c) => update(X, labels, c, center, centers.length, metric, weights));
  }
}

function update(X: readonly number[][], labels: readonly number[], c: number, center: readonly number[], clusters: number, metric: ClusterMetric, weights?: readonly number[]): number[] {
  const weightOf = (i: number): number => (labels[i] === c ? (weights?.[i] ?? 1) : 0);
  if (metric === 'manhattan') {
    return center.map((_, j) => middle(X.flatMap((x, i) => Array.from({ length: weightOf(i) }, () => x[j])).sort((a, b) => a - b)));
  }
  const total = inBlocks(X.length, clusters, weightOf);
  const mean = center.map((value, j) => value + inBlocks(X.length, clusters, (i) => (labels[i] === c ? weightOf(i) * (X[i][j] - value) : 0)) / total);
  if (metric === 'euclidean') return mean;
  const norm = Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0));
  return mean.map((value) => value / norm);
}

function inBlocks(rows: number, clusters: number, term: (row: number) => number): number {
  let total: number | undefined;
  for (let first = 0; first < rows; first += passRows(rows, clusters)) {
    let sum = 0;
    for (let i = first; i < Math.min(rows, first + passRows(rows, clusters)); i++) sum += term(i);
    total = total === undefined ? sum : total + sum;
  }
  return total!;
}

function distance(metric: ClusterMetric, x: readonly number[], c: readonly number[]): number {
  const sums = [0, 0, 0, 0];
  x.forEach((value, q) => {
    const difference = value - c[q];
    sums[q % 4] += metric === 'manhattan' ? Math.abs(difference) : difference * difference;
  });
  return sums[0] + sums[2] + (sums[1] + sums[3]);
}

function middle(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : sorted[half - 1] + (sorted[half] - sorted[half - 1]) / 2;
}
