/**
 * Second derivatives of the log-loss by the kernels: for outputs k and l, Σ w s XᵀX and Σ w s X, s = p(1 − p) for k = l
 * and pₖpₗ else (to be subtracted). Knows no penalty.
 */
import { curvatureWork, gramIndex, gramWork, planGram, type GramPlan, type KernelCall, type LogisticRowsAt } from '../../kernels/index.ts';
import type { KernelRows } from './kernelRows.ts';
import { packTheta } from './packed.ts';
import type { Layout } from './rowBlocks.ts';

/** Sums of products of the columns and a column of ones, i ≤ j. */
export interface Products {
  at(i: number, j: number): number;
}

export interface CurvatureOptions {
  /** Columns; default all. */
  readonly features?: Int32Array;
  /** Only k = l. */
  readonly diagonal: boolean;
}

/** Sums that stretch after stretch adds to. */
export interface CurvatureSums {
  /** Within `each`. */
  add(stretch: LogisticRowsAt): void;
  /** By pairs k ≤ l in order. */
  found(): readonly Products[];
}

/** By pairs k ≤ l in order. */
export async function curvature(rows: KernelRows, layout: Layout, theta: Float64Array, options: CurvatureOptions): Promise<readonly Products[]> {
  const sums = curvatureSums(rows, layout, theta, options);
  await rows.each((stretch) => sums.add(stretch));
  return sums.found();
}

export function curvatureSums(rows: KernelRows, layout: Layout, theta: Float64Array, { features, diagonal }: CurvatureOptions): CurvatureSums {
  const { machine } = rows;
  const { outputs } = layout;
  const width = features?.length ?? rows.features;
  const plan = planGram(width, 0);
  const pairs: (readonly [number, number])[] = [];
  for (let k = 0; k < outputs; k++) for (let l = k; l < (diagonal ? k + 1 : outputs); l++) pairs.push([k, l]);
  const totals = pairs.map(() => ({ total: new Float64Array(plan.length), lost: new Float64Array(plan.length) }));
  const packed = packTheta(theta, layout, rows.features);
  return {
    add: (stretch) => {
      const n = stretch.rows;
      const p = machine.allocate(8 * (n * outputs + 1));
      const thetaAt = rows.copyIn(packed);
      rows.run(curvatureWork(stretch, outputs, thetaAt, p));
      const roots = outputs === 1 ? p : machine.allocate(8 * n);
      const x = features === undefined ? stretch.x : pickColumns(rows, stretch, features);
      const zeros = rows.copyIn(new Float64Array(width));
      const products = machine.allocate(8 * plan.length * Math.ceil(Math.min(n, plan.callRows) / plan.partRows));
      pairs.forEach(([k, l], pair) => {
        if (outputs > 1) writeRoots(rows, stretch, outputs, p, k, l, roots);
        machine.scope(() => {
          const { total, lost } = totals[pair];
          const at = { total: rows.copyIn(total), lost: rows.copyIn(lost) };
          rows.run(gramOfStretch(plan, n, { features: width, targets: 0, x, y: 0, roots, scales: 0, shifts: zeros, products, ...at }));
          total.set(machine.float64(at.total, plan.length));
          lost.set(machine.float64(at.lost, plan.length));
        });
      });
    },
    found: () => totals.map(({ total, lost }) => ({
      at: (i, j) => {
        const at = gramIndex(plan, i, j);
        return total[at] + lost[at];
      },
    })),
  };
}

export function gramOfStretch(plan: GramPlan, rows: number, work: Omit<Parameters<typeof gramWork>[0], 'rows'>): { calls: readonly KernelCall[]; scratchBytes: number } {
  const calls: KernelCall[] = [];
  let scratchBytes = 0;
  for (let start = 0; start < rows; start += plan.callRows) {
    const some = gramWork({ ...work, rows: Math.min(plan.callRows, rows - start), x: work.x + 8 * start * work.features, roots: work.roots === 0 ? 0 : work.roots + 8 * start }, plan);
    calls.push(...some.calls);
    scratchBytes = some.scratchBytes;
  }
  return { calls, scratchBytes };
}

/** √(w·p(1 − p)) for k = l, 1 − p the sum of the others, so that a probability near 1 does not lose it; √(w·pₖpₗ) else. */
export function writeRoots({ machine }: KernelRows, { rows: n, weights }: LogisticRowsAt, outputs: number, p: number, k: number, l: number, to: number): void {
  const roots = machine.float64(to, n);
  const all = machine.float64(p, n * outputs);
  const counts = machine.float64(weights, weights === 0 ? 0 : n);
  for (let i = 0; i < n; i++) {
    let other = k === l ? 0 : all[l * n + i];
    if (k === l) for (let m = 0; m < outputs; m++) if (m !== k) other += all[m * n + i];
    roots[i] = Math.sqrt((weights === 0 ? 1 : counts[i]) * all[k * n + i] * other);
  }
}

function pickColumns(rows: KernelRows, stretch: LogisticRowsAt, features: Int32Array): number {
  const width = features.length;
  const address = rows.machine.allocate(8 * (stretch.rows * width + 1));
  const out = rows.machine.float64(address, stretch.rows * width);
  const { data, columns } = rows.matrix(stretch);
  for (let i = 0; i < stretch.rows; i++) for (let j = 0; j < width; j++) out[i * width + j] = data[i * columns + features[j]];
  return address;
}
