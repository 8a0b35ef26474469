/** The calls of k-means on rows at given addresses: passes over all rows, and trials of new centres. Knows no update rule. */
import type { KernelArguments, KernelCall } from './calls.ts';

/** How distances are kept: sums of squares, or of absolute values. Codes as assembly/distance.ts has them. */
export const distanceSums = { squares: 0, absolutes: 1 } as const;
export type DistanceSum = keyof typeof distanceSums;

/** Rows of `width` (even) numbers, and their weights (0: every row counts once). */
export interface RowsAt {
  readonly rows: number;
  readonly width: number;
  readonly x: number;
  readonly weights: number;
  readonly sum: DistanceSum;
}

/** Addresses as the words of NearestCall. */
export type PassAt = Pick<KernelArguments<'nearestFloat64'>, 'centers' | 'begins' | 'groupOf' | 'rank' | 'drift' | 'safe' | 'labels' | 'distances' | 'lower' | 'parts'>;

/**
 * Rows that one thread takes at a time. Part of the result: sums are added in these parts. Many enough that the parts,
 * one number per cluster and column each, cost little beside the rows; at most 256 parts.
 */
export function passRows(rows: number, clusters: number): number {
  return Math.max(1024, 8 * clusters, Math.ceil(rows / 256));
}

/** Numbers in a part: sums per cluster and column, weights per cluster, the cost, the labels that changed. */
export function partLength(clusters: number, width: number): number {
  return clusters * width + clusters + 2;
}

/** Bytes that each thread needs for itself. */
export function passScratch(groups: number, clusters: number, width: number): number {
  return 8 * Math.max(groups + clusters + 3, 4 * (width + clusters + 1));
}

/**
 * A pass over all rows, as several calls that may run one after the other: none has more than about `most` distances
 * times columns to compute. The parts, where wanted, are added in order by the last one, to the address `total`.
 */
export function passCalls(at: RowsAt, clusters: number, groups: number, pass: PassAt, total: number, most: number): readonly KernelCall[] {
  const { rows, width } = at;
  const blockRows = passRows(rows, clusters);
  const blocks = Math.ceil(rows / blockRows);
  const step = Math.max(1, Math.floor(most / (blockRows * clusters * width)));
  const calls: KernelCall[] = [];
  for (let firstBlock = 0; firstBlock < blocks; firstBlock += step) {
    const words = { metric: distanceSums[at.sum], rows, width, clusters, groups, blockRows, firstBlock, x: at.x, weights: at.weights, ...pass };
    calls.push({ kernel: 'nearestFloat64', chunks: Math.min(step, blocks - firstBlock), words });
  }
  if (pass.parts !== 0) calls.push({ kernel: 'addPartsFloat64', chunks: 1, words: { length: partLength(clusters, width), parts: blocks, from: pass.parts, to: total } });
  return calls;
}

/** Every row's distance to the nearest centre with each of `count` candidates, and the costs, part by part [parts, count]. */
export function candidatesCall(at: RowsAt, count: number, trial: { candidates: number; closest: number; distances: number; costs: number }): KernelCall {
  const { rows, width } = at;
  const blockRows = passRows(rows, 1);
  const words = { metric: distanceSums[at.sum], rows, width, count, blockRows, x: at.x, weights: at.weights, ...trial };
  return { kernel: 'candidatesFloat64', chunks: Math.ceil(rows / blockRows), words };
}
