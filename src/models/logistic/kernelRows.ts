/**
 * Rows in the memory of a machine, in stretches: all of them for as long as a fit takes, or, where they are too many,
 * one stretch at a time, read again for each pass. Knows no cost and no solver.
 */
import type { Matrix, RowBlocks } from '../../array/index.ts';
import { standardiseCall, type KernelWork, type LogisticRowsAt } from '../../kernels/index.ts';
import type { Pause } from '../../linalg/index.ts';
import { runShared, type Machine } from '../../runtime/index.ts';

/** Bytes of a stretch, at most about: a millisecond or two of a pass. */
const stretchBytes = 1 << 23;
/** Bytes of X that are kept in the machine's memory, at most. */
const mostBytes = 1 << 30;

/** Rows that near means are taken from. */
const sampled = 256;

/** What becomes of a row: (x − center)·factor. */
export interface Standard {
  readonly center: Float64Array;
  readonly factor: Float64Array;
}

export class KernelRows {
  readonly machine: Machine;
  readonly rows: number;
  readonly features: number;
  readonly #pause: Pause;
  /** All of them, or undefined when they are read again for each pass. */
  readonly #held: readonly LogisticRowsAt[] | undefined;
  readonly #blocks: RowBlocks | undefined;
  readonly #room: LogisticRowsAt | undefined;
  #standard: Standard | undefined;
  readonly #samples = new Map<number, KernelRows>();

  private constructor(machine: Machine, rows: number, features: number, pause: Pause, source: { held: readonly LogisticRowsAt[] } | { blocks: RowBlocks; room: LogisticRowsAt }) {
    this.machine = machine;
    this.rows = rows;
    this.features = features;
    this.#pause = pause;
    this.#held = 'held' in source ? source.held : undefined;
    this.#blocks = 'held' in source ? undefined : source.blocks;
    this.#room = 'held' in source ? undefined : source.room;
  }

  /**
   * @param blocks  `rows` rows in all, with the number of their class as the one target
   * @param most  bytes of X that may be kept
   */
  static async of(machine: Machine, blocks: RowBlocks, rows: number, weighted: boolean, pause: Pause, most: number = mostBytes): Promise<KernelRows> {
    const { features } = blocks;
    const stretch = stretchRows(features);
    if (8 * rows * features > most) {
      const room = allocateRows(machine, Math.min(rows, stretch), features, weighted);
      return new KernelRows(machine, rows, features, pause, { blocks, room });
    }
    const all = allocateRows(machine, rows, features, weighted);
    const held: LogisticRowsAt[] = [];
    let first = 0;
    for await (const block of blocks.walk(stretch)) {
      held.push(fill(machine, part(all, first, block.X.rows), block));
      first += block.X.rows;
      await pause();
    }
    return new KernelRows(machine, rows, features, pause, { held });
  }

  /** True when each visit reads all rows again. */
  get streamed(): boolean {
    return this.#held === undefined;
  }

  /** Visits all rows in order. `first` counts the rows before; what `visit` allocates is free again afterwards. */
  async each(visit: (stretch: LogisticRowsAt, first: number) => void): Promise<void> {
    let first = 0;
    for await (const stretch of this.#held ?? this.#read()) {
      this.machine.scope(() => visit(stretch, first));
      first += stretch.rows;
      await this.#pause();
    }
  }

  /** Means of some rows of the first stretch, as deviations from the first row, so that a constant gives itself. */
  async nearMeans(): Promise<Float64Array> {
    const means = new Float64Array(this.features);
    for await (const stretch of this.#held ?? this.#read()) {
      const { data, rows, columns: d } = this.matrix(stretch);
      const step = Math.ceil(rows / sampled);
      const sums = new Float64Array(d);
      for (let i = step; i < rows; i += step) for (let j = 0; j < d; j++) sums[j] += data[i * d + j] - data[j];
      for (let j = 0; j < d; j++) means[j] = data[j] + sums[j] / Math.ceil(rows / step);
      break;
    }
    return means;
  }

  /** From now on rows are standardised. Once. */
  async standardise(standard: Standard): Promise<void> {
    if (this.#held === undefined) this.#standard = standard;
    else await this.each((stretch) => this.#apply(stretch, standard));
  }

  /** Rows at evenly spaced places, always kept; the same each time. */
  async sample(count: number): Promise<KernelRows> {
    const taken = count === this.rows ? this : this.#samples.get(count) ?? await this.#take(count);
    this.#samples.set(count, taken);
    return taken;
  }

  async #take(count: number): Promise<KernelRows> {
    const { machine, rows, features } = this;
    const weighted = (this.#held?.[0] ?? this.#room)!.weights !== 0;
    const all = allocateRows(machine, count, features, weighted);
    let taken = 0;
    await this.each((stretch, first) => {
      const [to, from] = [this.#views(all), this.#views(stretch)];
      for (let row; taken < count && (row = Math.floor((taken * rows) / count) - first) < stretch.rows; taken++) {
        to.X.set(from.X.subarray(row * features, (row + 1) * features), taken * features);
        to.codes[taken] = from.codes[row];
        if (weighted) to.weights[taken] = from.weights[row];
      }
    });
    const step = stretchRows(features);
    const held = Array.from({ length: Math.ceil(count / step) }, (_, i) => part(all, i * step, Math.min(step, count - i * step)));
    return new KernelRows(machine, count, features, this.#pause, { held });
  }

  /** Runs kernels on all threads; within `each`. */
  run({ calls, scratchBytes }: KernelWork): void {
    runShared(this.machine, this.machine.writeTable(calls), scratchBytes);
  }

  /** The address of a copy; within `each`. */
  copyIn(values: Float64Array): number {
    const address = this.machine.allocate(8 * values.length);
    this.machine.float64(address, values.length).set(values);
    return address;
  }

  /** Good until the next allocation. */
  matrix({ rows, features, x }: LogisticRowsAt): Matrix {
    return { data: this.machine.float64(x, rows * features), rows, columns: features };
  }

  async *#read(): AsyncGenerator<LogisticRowsAt> {
    for await (const block of this.#blocks!.walk(this.#room!.rows)) {
      const stretch = fill(this.machine, { ...this.#room!, rows: block.X.rows }, block);
      const standard = this.#standard;
      if (standard !== undefined) this.machine.scope(() => this.#apply(stretch, standard));
      yield stretch;
    }
  }

  #apply(stretch: LogisticRowsAt, { center, factor }: Standard): void {
    this.run({ calls: [standardiseCall(stretch, this.copyIn(center), this.copyIn(factor))], scratchBytes: 64 });
  }

  #views({ rows, features, x, codes, weights }: LogisticRowsAt): { X: Float64Array; codes: Float64Array; weights: Float64Array } {
    const { machine } = this;
    return { X: machine.float64(x, rows * features), codes: machine.float64(codes, rows), weights: machine.float64(weights, weights === 0 ? 0 : rows) };
  }
}

/** Rows of a stretch. Part of the result: sums of stretches are added in twice the precision. */
function stretchRows(features: number): number {
  return Math.max(64, Math.floor(stretchBytes / (8 * features)));
}

/** With one number more behind each of the three, for kernels that read in pairs. */
function allocateRows(machine: Machine, rows: number, features: number, weighted: boolean): LogisticRowsAt {
  const room = (numbers: number): number => {
    const address = machine.allocate(8 * (numbers + 1));
    machine.float64(address + 8 * numbers, 1).fill(0);
    return address;
  };
  return { rows, features, x: room(rows * features), codes: room(rows), weights: weighted ? room(rows) : 0 };
}

function part(all: LogisticRowsAt, first: number, rows: number): LogisticRowsAt {
  const { features, x, codes, weights } = all;
  return { rows, features, x: x + 8 * first * features, codes: codes + 8 * first, weights: weights === 0 ? 0 : weights + 8 * first };
}

function fill(machine: Machine, at: LogisticRowsAt, { X, Y, weights }: { X: Matrix; Y: Matrix; weights?: Float64Array }): LogisticRowsAt {
  machine.float64(at.x, X.data.length).set(X.data);
  machine.float64(at.codes, Y.data.length).set(Y.data);
  if (at.weights !== 0 && weights !== undefined) machine.float64(at.weights, weights.length).set(weights);
  return at;
}
