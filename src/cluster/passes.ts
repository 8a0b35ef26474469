/**
 * Passes over all rows with given centres: labels, cost and the sums that new centres are made of. Holds the bounds that
 * let most distances go uncomputed; no result depends on them.
 * @see Ding et al. (2015), Yinyang K-means; with one group: Hamerly (2010), Making k-means even faster
 */
import { partLength, passCalls, passRows, passScratch } from '../kernels/index.ts';
import { runShared, type CallTable } from '../runtime/index.ts';
import { distanceOf } from './distance.ts';
import { groupCenters } from './groups.ts';
import { costFactor } from './metric.ts';
import type { Points } from './points.ts';

export type Pause = () => Promise<void> | undefined;

/** What one pass found. Clusters in the order of the centres given. */
export interface Pass {
  /** Σ w·(x − centre) per cluster [clusters, width]. */
  readonly sums: Float64Array;
  /** Σ w per cluster. */
  readonly weights: Float64Array;
  /** Σ w·distance: the inertia of these centres. */
  readonly cost: number;
  /** Rows whose label is another than in the pass before. */
  readonly changed: number;
}

/** Multiplications of one run of the kernel, at most: a few dozen milliseconds, after which others get a turn. */
const mostAtOnce = 400_000_000;

export class Passes {
  readonly points: Points;
  readonly clusters: number;
  readonly #groups: number;
  readonly #at: { centers: number; begins: number; groupOf: number; rank: number; drift: number; safe: number; lower: number; parts: number };
  readonly #total: number;
  /** Position in memory → cluster. Groups lie together. */
  #order: Int32Array = new Int32Array(0);
  #centers: Float64Array | undefined;
  readonly #tables = new Map<number, readonly CallTable[]>();

  /**
   * @param groups  groups of centres with a bound of their own; 0 for passes without bounds
   * @param workspace  an address with room for rows · groups numbers; 0 without bounds
   */
  constructor(points: Points, clusters: number, groups: number, workspace: number) {
    const { machine, rows, width } = points;
    this.points = points;
    this.clusters = clusters;
    this.#groups = groups;
    const several = Math.max(1, groups);
    const parts = Math.ceil(rows / passRows(rows, clusters)) + 1;
    const length = 8 * partLength(clusters, width);
    this.#at = {
      centers: machine.allocate(8 * (clusters + 3) * width),
      begins: machine.allocate(4 * (several + 1)), groupOf: machine.allocate(4 * clusters), rank: machine.allocate(4 * clusters),
      drift: machine.allocate(8 * several), safe: machine.allocate(8 * clusters),
      lower: groups === 0 ? 0 : workspace,
      parts: machine.allocate(parts * length),
    };
    this.#total = machine.allocate(length);
  }

  /** The next pass is the first with centres like these: nothing is known about them. */
  begin(centers: Float64Array): void {
    const { machine, rows, sum, width, labels } = this.points;
    const { order, begins } = groupCenters(sum, centers, this.clusters, width, Math.max(1, this.#groups));
    this.#order = order;
    machine.int32(this.#at.begins, begins.length).set(begins);
    machine.int32(this.#at.rank, order.length).set(order);
    const groupOf = machine.int32(this.#at.groupOf, order.length);
    for (let g = 0; g + 1 < begins.length; g++) groupOf.fill(g, begins[g], begins[g + 1]);
    machine.int32(labels, rows).fill(0);
    if (this.#groups > 0) machine.float64(this.#at.lower, rows * this.#groups).fill(0);
    this.#centers = undefined;
  }

  async pass(centers: Float64Array, pause: Pause): Promise<Pass> {
    const { points: { machine }, clusters } = this;
    const { width } = this.points;
    this.#place(centers);
    for (const table of this.#tablesOf()) {
      runShared(machine, table, passScratch(Math.max(1, this.#groups), clusters, width));
      await pause();
    }
    const found = machine.float64(this.#total, partLength(clusters, width));
    const sums = new Float64Array(clusters * width);
    const weights = new Float64Array(clusters);
    this.#order.forEach((cluster, position) => {
      sums.set(found.subarray(position * width, (position + 1) * width), cluster * width);
      weights[cluster] = found[clusters * width + position];
    });
    const end = clusters * width + clusters;
    return { sums, weights, cost: found[end] * costFactor(this.points.metric), changed: found[end + 1] };
  }

  /** The clusters of the rows, as of the last pass. */
  labels(): Int32Array {
    const positions = this.points.machine.int32(this.points.labels, this.points.rows);
    const labels = new Int32Array(positions.length);
    for (let i = 0; i < labels.length; i++) labels[i] = this.#order[positions[i]];
    return labels;
  }

  /** The rows' distances to their centres, as the kernels sum them. A view. */
  distances(): Float64Array {
    return this.points.machine.float64(this.points.distances, this.points.rows);
  }

  /** Moves a row into another cluster; the next pass may move it on. */
  relabel(row: number, cluster: number): void {
    const { machine, rows, labels } = this.points;
    machine.int32(labels, rows)[row] = this.#order.indexOf(cluster);
    if (this.#groups > 0) machine.float64(this.#at.lower, rows * this.#groups).fill(0, row * this.#groups, (row + 1) * this.#groups);
  }

  /** Centres into memory, how far they moved, and within which distance each is alone. */
  #place(centers: Float64Array): void {
    const { points: { machine, width, sum, rows }, clusters } = this;
    const before = this.#centers;
    const here = machine.float64(this.#at.centers, clusters * width);
    this.#order.forEach((cluster, position) => here.set(centers.subarray(cluster * width, (cluster + 1) * width), position * width));
    this.#centers = centers.slice();
    if (this.#groups === 0) {
      machine.float64(this.#at.drift, 1).fill(0);
      return;
    }
    const slack = (width + 32) * Number.EPSILON;
    const drift = machine.float64(this.#at.drift, this.#groups).fill(0);
    const groupOf = machine.int32(this.#at.groupOf, clusters);
    this.#order.forEach((cluster, position) => {
      const moved = before === undefined ? 0 : root(sum, distanceOf(sum, before, cluster * width, centers, cluster * width, width)) * (1 + slack);
      drift[groupOf[position]] = Math.max(drift[groupOf[position]], moved);
    });
    const safe = machine.float64(this.#at.safe, clusters).fill(0);
    // worth it only where comparing the centres costs less than the rows
    if (clusters * clusters > rows) return;
    safe.fill(Infinity);
    for (let a = 0; a < clusters; a++) {
      for (let b = 0; b < a; b++) {
        const half = distanceOf(sum, here, a * width, here, b * width, width) * (sum === 'squares' ? 0.25 : 0.5) * (1 - 8 * slack);
        if (half < safe[a]) safe[a] = half;
        if (half < safe[b]) safe[b] = half;
      }
    }
  }

  /** The calls of a pass, written once for each number of rows. */
  #tablesOf(): readonly CallTable[] {
    const { points } = this;
    let tables = this.#tables.get(points.rows);
    if (tables === undefined) {
      const calls = passCalls(points, this.clusters, Math.max(1, this.#groups), { ...this.#at, labels: points.labels, distances: points.distances }, this.#total, mostAtOnce);
      // the last rows and the sum of the parts run together
      tables = [...calls.slice(0, -2).map((call) => [call]), calls.slice(-2)].map((table) => points.machine.writeTable(table));
      this.#tables.set(points.rows, tables);
    }
    return tables;
  }
}

function root(sum: Points['sum'], distance: number): number {
  return sum === 'squares' ? Math.sqrt(distance) : distance;
}
