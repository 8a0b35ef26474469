/** k-means in batches: the centres move after every few rows instead of after all. For rows in great number. */
import type { Generator } from '../random/index.ts';
import type { AllRows } from './allRows.ts';
import type { Clustering, Stopping } from './lloyd.ts';
import type { Pass, Pause } from './passes.ts';

/** An epoch that lowers the inertia by less than this share of it is the last. */
const worthwhile = 1e-3;

/**
 * One iteration is an epoch: all rows in random order, `batchSize` at a time. A batch is labelled by the centres there
 * are; then each centre becomes the mean of all rows it has been given so far, this epoch and earlier. After the epoch
 * the inertia of all rows is measured. When it fell by less than a thousandth the run has converged; when it rose, the
 * centres before that epoch are the result. `shift` is as for `lloyd`.
 * @see Sculley (2010), Web-scale k-means clustering
 */
export async function miniBatch(rows: AllRows, start: Float64Array, batchSize: number, { maxIter, shift }: Stopping, random: Generator, pause: Pause): Promise<Clustering> {
  const given = new Float64Array(rows.clusters);
  let best = start;
  rows.begin(start);
  let pass = await rows.pass(start, pause);
  const history = [pass.cost];
  let iterations = 0;
  let converged = false;
  while (iterations < maxIter && !converged) {
    iterations++;
    const centers = best.slice();
    await rows.epoch(centers, given, batchSize, random, pause);
    const after = await rows.pass(centers, pause);
    const moved = distanceBetween(best, centers);
    if (after.cost > pass.cost) {
      rows.begin(best);
      pass = await rows.pass(best, pause);
      converged = true;
    } else {
      converged = pass.cost - after.cost <= worthwhile * after.cost || moved <= shift;
      best = centers;
      pass = after;
      if (!converged && iterations < maxIter && pass.weights.includes(0)) best = filled(rows, pass, centers, given);
    }
    history.push(pass.cost);
  }
  return { centers: best, labels: rows.labels(), inertia: pass.cost, history, iterations, converged };
}

/** Centres without rows start again at the rows farthest from theirs. */
function filled(rows: AllRows, pass: Pass, centers: Float64Array, given: Float64Array): Float64Array {
  const { width } = rows;
  const { sums, weights } = rows.fillEmpty(pass, centers);
  const next = centers.slice();
  for (let c = 0; c < given.length; c++) {
    if (pass.weights[c] !== 0 || weights[c] === 0) continue;
    given[c] = weights[c];
    for (let q = c * width; q < (c + 1) * width; q++) next[q] += sums[q] / weights[c];
  }
  return next;
}

function distanceBetween(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let q = 0; q < a.length; q++) total += (a[q] - b[q]) * (a[q] - b[q]);
  return total;
}
