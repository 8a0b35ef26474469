/**
 * Second derivatives of softmax by some coefficients and all intercepts, by the kernels: what a penalty that leaves few
 * coefficients needs, at the cost of those alone. Knows no penalty.
 */
import { curvatureWork, gramIndex, planGram, type GramPlan, type KernelWork, type LogisticRowsAt } from '../../kernels/index.ts';
import { gramOfStretch, writeRoots } from './curvature.ts';
import type { KernelRows } from './kernelRows.ts';
import { packTheta } from './packed.ts';
import type { Layout } from './rowBlocks.ts';

/** Coefficients, by output and then by column. */
export interface Places {
  readonly outputs: Int32Array;
  readonly columns: Int32Array;
}

/** Bytes of products of some rows, at most about. */
const mostBytes = 1 << 22;

/**
 * [p + K, p + K] by the p coefficients and then the K intercepts, [p, p] without. With x = 1 for an intercept,
 * H = Σ w pₖ(1 − pₖ) xⱼxₘ where both are of output k, else −Σ w pₖpₗ xⱼxₘ = −(ZᵀZ), z = √w pₖ xⱼ: one sum of n·p²/2 products
 * for all pairs of outputs, and those of single outputs again, without the loss of digits of pₖ − pₖ².
 */
export async function curvatureAt(rows: KernelRows, layout: Layout, theta: Float64Array, places: Places): Promise<Float64Array> {
  const { machine } = rows;
  const { outputs, intercept } = layout;
  const p = places.columns.length;
  const width = intercept ? p + outputs : p;
  const own = Array.from({ length: outputs }, (_, k) => Int32Array.from(places.columns.keys()).filter((a) => places.outputs[a] === k));
  const joint = sumsOf(width);
  const single = own.map(({ length }) => sumsOf(length));
  const packed = packTheta(theta, layout, rows.features);
  const step = Math.max(64, Math.floor(mostBytes / (8 * width)));
  await rows.each((stretch) => {
    const probabilities = machine.allocate(8 * (stretch.rows * outputs + 1));
    rows.run(curvatureWork(stretch, outputs, rows.copyIn(packed), probabilities));
    for (let first = 0; first < stretch.rows; first += step) {
      machine.scope(() => {
        const block: Block = { rows, stretch, probabilities, first, count: Math.min(step, stretch.rows - first) };
        const works = [workOf(block, joint, writeProducts(block, places, layout), 0)];
        for (const [k, sums] of single.entries()) {
          const roots = machine.allocate(8 * stretch.rows);
          writeRoots(rows, stretch, outputs, probabilities, k, k, roots);
          works.push(workOf(block, sums, pickRows(block, Int32Array.from(own[k], (a) => places.columns[a])), roots + 8 * first));
        }
        rows.run({ calls: works.flatMap(({ calls }) => calls), scratchBytes: Math.max(...works.map(({ scratchBytes }) => scratchBytes)) });
        for (const { take } of works) take();
      });
    }
  });
  const H = new Float64Array(width * width);
  for (let u = 0; u < width; u++) for (let v = u; v < width; v++) H[u * width + v] = H[v * width + u] = -valueAt(joint, u, v);
  single.forEach((sums, k) => {
    const all = intercept ? [...own[k], p + k] : own[k]; // the column of ones comes last in both
    all.forEach((u, i) => { for (let m = i; m < all.length; m++) H[u * width + all[m]] = H[all[m] * width + u] = valueAt(sums, i, m); });
  });
  return H;
}

interface Sums {
  readonly plan: GramPlan;
  readonly columns: number;
  readonly total: Float64Array;
  readonly lost: Float64Array;
}

/** Some rows of a stretch. */
interface Block {
  readonly rows: KernelRows;
  readonly stretch: LogisticRowsAt;
  /** Of all rows of the stretch, output after output. */
  readonly probabilities: number;
  readonly first: number;
  readonly count: number;
}

function sumsOf(columns: number): Sums {
  const plan = planGram(columns, 0);
  return { plan, columns, total: new Float64Array(plan.length), lost: new Float64Array(plan.length) };
}

function valueAt({ plan, total, lost }: Sums, i: number, j: number): number {
  const at = gramIndex(plan, i, j);
  return total[at] + lost[at];
}

/** Adds ZᵀZ of the block's rows to the sums; `take` is for after the run. */
function workOf({ rows, count }: Block, { plan, columns, total, lost }: Sums, x: number, roots: number): KernelWork & { take: () => void } {
  const { machine } = rows;
  const products = machine.allocate(8 * plan.length * Math.ceil(Math.min(count, plan.callRows) / plan.partRows));
  const at = { total: rows.copyIn(total), lost: rows.copyIn(lost) };
  const work = gramOfStretch(plan, count, { features: columns, targets: 0, x, y: 0, roots, scales: 0, shifts: rows.copyIn(new Float64Array(columns)), products, ...at });
  return {
    ...work,
    take: () => {
      total.set(machine.float64(at.total, plan.length));
      lost.set(machine.float64(at.lost, plan.length));
    },
  };
}

/** z = √w pₖ xⱼ per place, then √w pₖ per intercept; row-major. */
function writeProducts({ rows, stretch, probabilities, first, count }: Block, { outputs: of, columns }: Places, { outputs, intercept }: Layout): number {
  const p = columns.length;
  const width = intercept ? p + outputs : p;
  const address = rows.machine.allocate(8 * (count * width + 1));
  const out = rows.machine.float64(address, count * width);
  const n = stretch.rows;
  const chances = rows.machine.float64(probabilities, n * outputs);
  const weights = rows.machine.float64(stretch.weights, stretch.weights === 0 ? 0 : n);
  const { data, columns: d } = rows.matrix(stretch);
  const roots = new Float64Array(outputs);
  for (let i = first; i < first + count; i++) {
    const to = (i - first) * width;
    const root = stretch.weights === 0 ? 1 : Math.sqrt(weights[i]);
    for (let k = 0; k < outputs; k++) roots[k] = root * chances[k * n + i];
    for (let a = 0; a < p; a++) out[to + a] = roots[of[a]] * data[i * d + columns[a]];
    if (intercept) out.set(roots, to + p);
  }
  return address;
}

function pickRows({ rows, stretch, first, count }: Block, columns: Int32Array): number {
  const width = columns.length;
  const address = rows.machine.allocate(8 * (count * width + 1));
  const out = rows.machine.float64(address, count * width);
  const { data, columns: d } = rows.matrix(stretch);
  for (let i = 0; i < count; i++) for (let a = 0; a < width; a++) out[i * width + a] = data[(first + i) * d + columns[a]];
  return address;
}
