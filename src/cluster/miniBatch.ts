/** k-means in batches: the centres move after every few rows instead of after all. For rows in great number. */
import type { Generator } from '../random/index.ts';
import { fillEmpty } from './empty.ts';
import type { Clustering, Stopping } from './lloyd.ts';
import { normalise } from './metric.ts';
import { Passes, type Pause } from './passes.ts';
import { Points } from './points.ts';

/** An epoch that lowers the inertia by less than this share of it is the last. */
const worthwhile = 1e-3;

/**
 * One iteration is an epoch: all rows in random order, `batchSize` at a time. A batch is labelled by the centres there
 * are; then each centre becomes the mean of all rows it has been given so far, this epoch and earlier. After the epoch
 * the inertia of all rows is measured. When it fell by less than a thousandth the run has converged; when it rose, the
 * centres before that epoch are the result. `shift` is as for `lloyd`.
 * @see Sculley (2010), Web-scale k-means clustering
 */
export async function miniBatch(passes: Passes, start: Float64Array, batchSize: number, { maxIter, shift }: Stopping, random: Generator, pause: Pause): Promise<Clustering> {
  const { points, clusters } = passes;
  const { machine, metric, rows, columns, width } = points;
  const batch = new Points(machine, metric, Math.min(batchSize, rows), columns, points.weights !== 0);
  const batchPasses = new Passes(batch, clusters, 0, 0);
  const given = new Float64Array(clusters);
  let best = start;
  passes.begin(start);
  let pass = await passes.pass(start, pause);
  const history = [pass.cost];
  let iterations = 0;
  let converged = false;
  while (iterations < maxIter && !converged) {
    iterations++;
    const centers = best.slice();
    const order = random.permutation(rows);
    for (let first = 0; first < rows; first += batchSize) {
      batch.take(points, order.subarray(first, first + batchSize));
      batchPasses.begin(centers);
      follow(centers, given, await batchPasses.pass(centers, pause), width, metric === 'cosine');
    }
    const after = await passes.pass(centers, pause);
    const moved = distanceBetween(best, centers);
    if (after.cost > pass.cost) {
      passes.begin(best);
      pass = await passes.pass(best, pause);
      converged = true;
    } else {
      converged = pass.cost - after.cost <= worthwhile * after.cost || moved <= shift;
      best = centers;
      pass = after;
      if (!converged && iterations < maxIter && pass.weights.includes(0)) best = filled(passes, pass, centers, given);
    }
    history.push(pass.cost);
  }
  return { centers: best, labels: passes.labels(), inertia: pass.cost, history, iterations, converged };
}

/** Each centre moves by its share of what it has been given: c += Σ w(x − c) / Σ w so far. */
function follow(centers: Float64Array, given: Float64Array, { sums, weights }: { sums: Float64Array; weights: Float64Array }, width: number, unit: boolean): void {
  for (let c = 0; c < given.length; c++) {
    if (weights[c] === 0) continue;
    given[c] += weights[c];
    const before = centers.slice(c * width, (c + 1) * width);
    for (let q = 0; q < width; q++) centers[c * width + q] += sums[c * width + q] / given[c];
    if (unit && normalise(centers, c * width, width) < 1e-12) centers.set(before, c * width);
  }
}

/** Centres without rows start again at the rows farthest from theirs. */
function filled(passes: Passes, pass: { sums: Float64Array; weights: Float64Array; cost: number; changed: number }, centers: Float64Array, given: Float64Array): Float64Array {
  const { width } = passes.points;
  const { sums, weights } = fillEmpty(passes, pass, centers);
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
