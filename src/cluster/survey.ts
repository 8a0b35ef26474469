/** A first pass over rows in blocks: how many there are, how far they spread, and some of them. Knows no clusters. */
import type { Matrix, RowBlocks } from '../array/index.ts';
import type { Generator } from '../random/index.ts';
import type { Machine } from '../runtime/index.ts';
import { checkRange, costFactor, type ClusterMetric } from './metric.ts';
import { Passes, type Pause } from './passes.ts';
import { Points } from './points.ts';
import { blockRowsOf } from './rowsInBlocks.ts';

export interface Survey {
  readonly rows: number;
  readonly weighted: boolean;
  /** As spreadOf's. */
  readonly spread: number;
  /** All rows, in order, where there are no more than were wanted; else so many, every one equally likely. */
  readonly sample: { readonly X: Matrix; readonly weights?: Float64Array };
}

/** @throws RangeError for numbers whose squares leave float64, no weight above 0 */
export async function survey(caller: string, machine: Machine, metric: ClusterMetric, blocks: RowBlocks, wanted: number, random: Generator, pause: Pause): Promise<Survey> {
  const { features: d } = blocks;
  const taken = new Float64Array(wanted * d);
  const takenWeights = new Float64Array(wanted);
  let rows = 0;
  let weighted = false;
  let about: { points: Points; passes: Passes; center: Float64Array } | undefined;
  let total = 0;
  let cost = 0;
  let sums = new Float64Array(0);
  for await (const { X, weights } of blocks.walk(blockRowsOf(d))) {
    checkRange(caller, 'X', X);
    if (rows === 0) weighted = weights !== undefined;
    for (let i = 0; i < X.rows; i++) {
      // reservoir: every row so far is among those taken with the same probability
      const place = rows < wanted ? rows : random.below(rows + 1);
      rows++;
      if (place >= wanted) continue;
      taken.set(X.data.subarray(i * d, (i + 1) * d), place * d);
      takenWeights[place] = weights === undefined ? 1 : weights[i];
    }
    const points: Points = about?.points ?? new Points(machine, metric, blockRowsOf(d), d, weighted);
    points.rows = X.rows;
    points.fill(caller, X, weights);
    if (about === undefined) {
      const passes = new Passes(points, 1, 0, 0);
      const first = points.data.slice(0, points.width);
      passes.begin(first);
      const found = await passes.pass(first, pause);
      about = { points, passes, center: first.map((value, q) => value + (found.weights[0] > 0 ? found.sums[q] / found.weights[0] : 0)) };
      sums = new Float64Array(points.width);
    }
    const { passes, center } = about;
    passes.begin(center);
    const found = await passes.pass(center, pause);
    for (let q = 0; q < sums.length; q++) sums[q] += found.sums[q];
    total += found.weights[0];
    cost += found.cost;
  }
  if (total === 0) throw new RangeError(`${caller}: at least one weight must be above 0; all ${rows} are 0`);
  // about the mean of all rows, from what was found about that of the first block
  const missed = sums.reduce((sum, value) => sum + (value / total) * (value / total), 0);
  const count = Math.min(rows, wanted);
  return {
    rows, weighted,
    spread: Math.max(0, cost / costFactor(metric) / total - missed) / d,
    sample: { X: { data: taken.subarray(0, count * d), rows: count, columns: d }, ...(weighted && { weights: takenWeights.subarray(0, count) }) },
  };
}
