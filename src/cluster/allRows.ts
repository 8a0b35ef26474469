/** What the iterations of k-means ask of the rows, wherever these are; and rows in a machine's memory as that. */
import type { DistanceSum } from '../kernels/index.ts';
import type { Generator } from '../random/index.ts';
import { fillEmpty } from './empty.ts';
import type { ClusterMetric } from './metric.ts';
import { Passes, type Pass, type Pause } from './passes.ts';
import { Points } from './points.ts';
import { follow, means, medians } from './update.ts';

/** Σ w·(x − centre) [clusters, width] and Σ w, per cluster. */
export type ClusterSums = Pick<Pass, 'sums' | 'weights'>;

export interface AllRows {
  readonly metric: ClusterMetric;
  readonly sum: DistanceSum;
  readonly width: number;
  readonly clusters: number;
  /** The next pass is the first with centres like these. */
  begin(centers: Float64Array): void;
  pass(centers: Float64Array, pause: Pause): Promise<Pass>;
  /** Of the last pass. */
  labels(): Int32Array;
  /** The sums of a pass after every empty cluster has been given the row farthest from its centre. */
  fillEmpty(pass: Pass, centers: Float64Array): ClusterSums;
  /** The centres that are best for sums. */
  update(sums: ClusterSums, centers: Float64Array): Float64Array;
  /** All rows once, in random order, `batchSize` at a time: the centres follow each batch. @param given  Σ w of each so far */
  epoch(centers: Float64Array, given: Float64Array, batchSize: number, random: Generator, pause: Pause): Promise<void>;
}

export function rowsInMemory(passes: Passes): AllRows {
  const { points, clusters } = passes;
  const { machine, metric, sum, rows, columns, width } = points;
  let batch: { points: Points; passes: Passes } | undefined;
  return {
    metric, sum, width, clusters,
    begin: (centers) => passes.begin(centers),
    pass: (centers, pause) => passes.pass(centers, pause),
    labels: () => passes.labels(),
    fillEmpty: (pass, centers) => fillEmpty(passes, pass, centers),
    update: (sums, centers) => (metric === 'manhattan' ? medians(passes, sums.weights, centers) : means(sums, centers, width, metric)),
    async epoch(centers, given, batchSize, random, pause) {
      if (batch === undefined) {
        const own = new Points(machine, metric, Math.min(batchSize, rows), columns, points.weights !== 0);
        batch = { points: own, passes: new Passes(own, clusters, 0, 0) };
      }
      const order = random.permutation(rows);
      for (let first = 0; first < rows; first += batchSize) {
        batch.points.take(points, order.subarray(first, first + batchSize));
        batch.passes.begin(centers);
        follow(centers, given, await batch.passes.pass(centers, pause), width, metric === 'cosine');
      }
    },
  };
}
