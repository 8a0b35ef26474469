/** Sums of products of shifted columns, block after block, by the kernels. Knows no means and no model. */
import type { RowBlock } from '../array/index.ts';
import { gramIndex, gramWork, panelColumns, planGram, type GramPlan } from '../kernels/index.ts';
import { throughKernels, type RowSum } from './throughKernels.ts';

/** Multiplications between two looks at the event loop: a few milliseconds. */
const turnWork = 1e8;
/** Bytes of a block, at most about. */
const turnBytes = 1 << 24;

/** Rows of a block. It is part of the result: blocks are summed in float64, and their sums in twice the precision. */
export function productRows(features: number, targets: number): number {
  const { panels, callRows } = planGram(features, targets);
  const columns = panelColumns * panels;
  return callRows * Math.max(1, Math.floor(Math.min(turnWork / (columns * columns), turnBytes / (8 * columns)) / callRows));
}

/** Σ ZᵀZ over the blocks added so far, Z = √w·[X·scale − shift, Y·scale − shift, 1]. */
export class Products {
  readonly shifts: Float64Array;
  readonly #plan: GramPlan;
  readonly #sum: RowSum;

  /** @param scales  of the columns of X, then of Y; as are the shifts */
  constructor(features: number, targets: number, scales: Float64Array, shifts: Float64Array) {
    const plan = planGram(features, targets);
    this.shifts = shifts;
    const scaled = scales.some((scale) => scale !== 1);
    this.#plan = plan;
    this.#sum = {
      callRows: plan.callRows, partRows: plan.partRows, weight: Math.sqrt, inputs: scaled ? [shifts, scales] : [shifts],
      total: new Float64Array(plan.length), lost: new Float64Array(plan.length),
      work: ({ inputs, parts, weights, ...staged }) =>
        gramWork({ ...staged, features, targets, roots: weights, shifts: inputs[0], scales: inputs[1] ?? 0, products: parts }, plan),
    };
  }

  /** Every block but the last has productRows rows. */
  add(block: RowBlock): void {
    throughKernels(block, this.#sum);
  }

  /** Element i ≤ j, counted over features, targets, and last the ones; of two targets only i = j. */
  at(i: number, j: number): number {
    const { total, lost } = this.#sum;
    const at = gramIndex(this.#plan, i, j);
    return total[at] + lost[at];
  }
}
