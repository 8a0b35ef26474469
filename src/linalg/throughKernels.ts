/** Takes a block's rows through a small part of the kernels' memory, a call's worth at a time. Knows no sum. */
import type { RowBlock } from '../array/index.ts';
import type { KernelWork } from '../kernels/index.ts';
import { hostMachine, runShared, type CallTable } from '../runtime/index.ts';

/** Addresses of what a call reads and adds to. */
export interface Staged {
  readonly rows: number;
  readonly x: number;
  readonly y: number;
  /** 0 without weights. */
  readonly weights: number;
  readonly inputs: readonly number[];
  /** Room for the sums of the parts, before they are added to the totals. */
  readonly parts: number;
  readonly total: number;
  readonly lost: number;
}

export interface RowSum {
  /** Rows of a call, and of the parts that it is cut into. */
  readonly callRows: number;
  readonly partRows: number;
  /** What is written for the weight of a row; default the weight. */
  readonly weight?: (weight: number) => number;
  /** Vectors that every call reads. */
  readonly inputs: readonly Float64Array[];
  /** Added to: the sum is total + lost. */
  readonly total: Float64Array;
  readonly lost: Float64Array;
  readonly work: (staged: Staged) => KernelWork;
}

/** After X in the kernels' memory lies one finite number more, for kernels that read in pairs. */
export function throughKernels({ X, Y, weights }: RowBlock, { callRows, partRows, weight = (value): number => value, inputs, total, lost, work }: RowSum): void {
  const machine = hostMachine();
  machine.scope(() => {
    const most = Math.min(X.rows, callRows);
    const room = (numbers: number): number => machine.allocate(8 * numbers);
    const hold = (values: Float64Array): number => {
      const address = room(values.length);
      machine.float64(address, values.length).set(values);
      return address;
    };
    const at = {
      x: room(most * X.columns + 1), y: room(most * Y.columns), weights: weights === undefined ? 0 : room(most),
      inputs: inputs.map(hold), parts: room(Math.ceil(most / partRows) * total.length), total: hold(total), lost: hold(lost),
    };
    const tables = new Map<number, { table: CallTable; scratchBytes: number }>();
    for (const rows of new Set([most, X.rows % most])) {
      const { calls, scratchBytes } = work({ ...at, rows });
      tables.set(rows, { table: machine.writeTable(calls), scratchBytes });
    }
    for (let start = 0; start < X.rows; start += most) {
      const rows = Math.min(most, X.rows - start);
      machine.float64(at.x, rows * X.columns).set(X.data.subarray(start * X.columns, (start + rows) * X.columns));
      machine.float64(at.x + 8 * rows * X.columns, 1).fill(0);
      machine.float64(at.y, rows * Y.columns).set(Y.data.subarray(start * Y.columns, (start + rows) * Y.columns));
      if (weights !== undefined) {
        const staged = machine.float64(at.weights, rows);
        for (let i = 0; i < rows; i++) staged[i] = weight(weights[start + i]);
      }
      const { table, scratchBytes } = tables.get(rows)!;
      runShared(machine, table, scratchBytes);
    }
    total.set(machine.float64(at.total, total.length));
    lost.set(machine.float64(at.lost, lost.length));
  });
}
