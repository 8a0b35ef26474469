/** Rows in a machine's memory, as a metric sees them, with a label and a distance each. Knows no centres. */
import type { Matrix } from '../array/index.ts';
import type { DistanceSum, RowsAt } from '../kernels/index.ts';
import type { Machine } from '../runtime/index.ts';
import { paddedWidth, sumOf, writeRow, type ClusterMetric } from './metric.ts';

export class Points implements RowsAt {
  readonly machine: Machine;
  readonly metric: ClusterMetric;
  readonly sum: DistanceSum;
  readonly columns: number;
  readonly width: number;
  readonly x: number;
  readonly weights: number;
  /** Addresses of what the last pass found: an int32 and a float64 per row. */
  readonly labels: number;
  readonly distances: number;
  /** At most as many as there is room for. */
  rows: number;

  /** Room for `rows` rows, not filled. */
  constructor(machine: Machine, metric: ClusterMetric, rows: number, columns: number, weighted: boolean) {
    this.machine = machine;
    this.metric = metric;
    this.sum = sumOf(metric);
    this.rows = rows;
    this.columns = columns;
    this.width = paddedWidth(columns);
    this.x = machine.allocate(8 * rows * this.width);
    this.weights = weighted ? machine.allocate(8 * rows) : 0;
    this.labels = machine.allocate(4 * rows);
    this.distances = machine.allocate(8 * rows);
  }

  /** Views are good until the machine's next allocation. */
  get data(): Float64Array {
    return this.machine.float64(this.x, this.rows * this.width);
  }

  get weightsOfRows(): Float64Array | undefined {
    return this.weights === 0 ? undefined : this.machine.float64(this.weights, this.rows);
  }

  /** All rows of a matrix. */
  fill(caller: string, matrix: Matrix, weights?: Float64Array): this {
    const { data, width } = this;
    if (this.metric !== 'cosine' && width === matrix.columns) data.set(matrix.data);
    else for (let i = 0; i < this.rows; i++) writeRow(caller, 'X', this.metric, matrix, i, data, i * width);
    if (weights !== undefined) this.weightsOfRows?.set(weights);
    return this;
  }

  /** The rows of `other` at `indices`, as many as there are now. */
  take(other: Points, indices: Int32Array): void {
    this.rows = indices.length;
    const { data, width } = this;
    const from = other.data;
    const weights = this.weightsOfRows;
    const given = other.weightsOfRows;
    indices.forEach((index, i) => {
      data.set(from.subarray(index * width, (index + 1) * width), i * width);
      if (weights !== undefined && given !== undefined) weights[i] = given[index];
    });
  }
}
