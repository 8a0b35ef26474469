/**
 * Rows in blocks as the iterations of k-means want them: read again for each pass. In memory are one block, the label of
 * each row, and the rows farthest from their centres.
 */
import type { RowBlocks } from '../array/index.ts';
import type { DistanceSum } from '../kernels/index.ts';
import type { Generator } from '../random/index.ts';
import type { Machine } from '../runtime/index.ts';
import type { AllRows, ClusterSums } from './allRows.ts';
import { paddedWidth, sumOf, type ClusterMetric } from './metric.ts';
import { Passes, type Pass, type Pause } from './passes.ts';
import { Points } from './points.ts';
import { follow, means } from './update.ts';

/** Numbers in a block: some milliseconds of a pass. */
const blockNumbers = 1 << 20;

export function blockRowsOf(columns: number): number {
  return Math.max(1024, Math.floor(blockNumbers / columns));
}

/** A row that may become the centre of an empty cluster. */
interface FarRow {
  readonly row: number;
  readonly distance: number;
  readonly weight: number;
  readonly x: Float64Array;
}

export class RowsInBlocks implements AllRows {
  readonly metric: Exclude<ClusterMetric, 'manhattan'>;
  readonly sum: DistanceSum;
  readonly width: number;
  readonly clusters: number;
  readonly #caller: string;
  readonly #blocks: RowBlocks;
  readonly #points: Points;
  readonly #passes: Passes;
  readonly #labels: Int32Array;
  #counts: Int32Array;
  #far: FarRow[] = [];
  #batch: { points: Points; passes: Passes } | undefined;

  /** @param rows  how many there are in all */
  constructor(caller: string, machine: Machine, blocks: RowBlocks, { metric, clusters, rows, weighted }: { metric: Exclude<ClusterMetric, 'manhattan'>; clusters: number; rows: number; weighted: boolean }) {
    this.#caller = caller;
    this.#blocks = blocks;
    this.metric = metric;
    this.sum = sumOf(metric);
    this.width = paddedWidth(blocks.features);
    this.clusters = clusters;
    this.#points = new Points(machine, metric, blockRowsOf(blocks.features), blocks.features, weighted);
    this.#passes = new Passes(this.#points, clusters, 0, 0);
    this.#labels = new Int32Array(rows);
    this.#counts = new Int32Array(clusters);
  }

  begin(): void {
    this.#labels.fill(0);
  }

  async pass(centers: Float64Array, pause: Pause): Promise<Pass> {
    const sums = new Float64Array(centers.length);
    const weights = new Float64Array(this.clusters);
    let [cost, changed, start] = [0, 0, 0];
    this.#counts = new Int32Array(this.clusters);
    this.#far = [];
    for await (const points of this.#walk()) {
      this.#passes.begin(centers);
      const found = await this.#passes.pass(centers, pause);
      for (let e = 0; e < sums.length; e++) sums[e] += found.sums[e];
      for (let c = 0; c < weights.length; c++) weights[c] += found.weights[c];
      cost += found.cost;
      changed += this.#note(points, start);
      start += points.rows;
    }
    return { sums, weights, cost, changed };
  }

  labels(): Int32Array {
    return this.#labels;
  }

  fillEmpty(pass: Pass, centers: Float64Array): ClusterSums {
    const sums = pass.sums.slice();
    const weights = pass.weights.slice();
    const { width } = this;
    for (let empty = 0; empty < this.clusters; empty++) {
      if (pass.weights[empty] !== 0) continue;
      const at = this.#far.findIndex(({ row, distance }) => distance > 0 && this.#counts[this.#labels[row]] > 1);
      // all rows lie on centres: nothing to gain
      if (at < 0) break;
      const [{ row, weight, x }] = this.#far.splice(at, 1);
      const from = this.#labels[row];
      this.#counts[from]--;
      this.#counts[empty] = 1;
      this.#labels[row] = empty;
      weights[from] -= weight;
      weights[empty] = weight;
      for (let q = 0; q < width; q++) {
        sums[from * width + q] -= weight * (x[q] - centers[from * width + q]);
        sums[empty * width + q] = weight * (x[q] - centers[empty * width + q]);
      }
    }
    return { sums, weights };
  }

  update(sums: ClusterSums, centers: Float64Array): Float64Array {
    return means(sums, centers, this.width, this.metric);
  }

  /** In random order within each block only. */
  async epoch(centers: Float64Array, given: Float64Array, batchSize: number, random: Generator, pause: Pause): Promise<void> {
    for await (const points of this.#walk()) {
      const { machine, metric, columns, weights } = points;
      if (this.#batch === undefined) {
        const own = new Points(machine, metric, Math.min(batchSize, blockRowsOf(columns)), columns, weights !== 0);
        this.#batch = { points: own, passes: new Passes(own, this.clusters, 0, 0) };
      }
      const order = random.permutation(points.rows);
      for (let first = 0; first < points.rows; first += batchSize) {
        this.#batch.points.take(points, order.subarray(first, first + batchSize));
        this.#batch.passes.begin(centers);
        follow(centers, given, await this.#batch.passes.pass(centers, pause), this.width, this.metric === 'cosine');
      }
    }
  }

  async *#walk(): AsyncGenerator<Points> {
    const points = this.#points;
    for await (const { X, weights } of this.#blocks.walk(blockRowsOf(this.#blocks.features))) {
      points.rows = X.rows;
      yield points.fill(this.#caller, X, weights);
    }
  }

  /** Keeps the labels of a block, and the rows farthest from their centres. Returns how many labels are others. */
  #note(points: Points, start: number): number {
    const labels = this.#passes.labels();
    const distances = this.#passes.distances();
    const { data, weightsOfRows, width } = points;
    let changed = 0;
    let least = this.#far.length < this.clusters ? 0 : this.#far[this.clusters - 1].distance;
    for (let i = 0; i < labels.length; i++) {
      if (this.#labels[start + i] !== labels[i]) changed++;
      this.#labels[start + i] = labels[i];
      if (weightsOfRows?.[i] === 0) continue;
      this.#counts[labels[i]]++;
      if (!(distances[i] > least)) continue;
      const place = this.#far.findIndex(({ distance }) => distances[i] > distance);
      this.#far.splice(place < 0 ? this.#far.length : place, 0, { row: start + i, distance: distances[i], weight: weightsOfRows?.[i] ?? 1, x: data.slice(i * width, (i + 1) * width) });
      if (this.#far.length > this.clusters) this.#far.pop();
      if (this.#far.length === this.clusters) least = this.#far[this.clusters - 1].distance;
    }
    return changed;
  }
}
