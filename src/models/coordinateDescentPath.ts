/**
 * Coordinate descent at a sequence of penalties, each started from the solution before. Knows no matrix: a design, which
 * can be a Gram matrix that cross-validation already has.
 */
import { coordinateDescent, startOf, type DescentOptions } from './coordinateDescent.ts';
import { interceptOf, type Design } from './coordinateDescentDesign.ts';
import { penaltyOf } from './penalty.ts';

export interface PathOptions extends DescentOptions {
  /** Descending: each start is then near. */
  readonly alphas: ArrayLike<number>;
  /** Above 0. */
  readonly l1Ratio: number;
}

export interface Path {
  /** [alphas, features], row-major, in the units of X. */
  readonly coefs: Float64Array;
  readonly intercepts: Float64Array;
  /** Relative to the objective at w = 0. */
  readonly dualGaps: Float64Array;
  readonly iterations: Int32Array;
  readonly converged: boolean;
}

type Pause = () => Promise<void> | undefined;

/** @param onStep  told after each alpha how many are done */
export async function pathFromDesign(design: Design, { alphas, l1Ratio, ...options }: PathOptions, pause: Pause, onStep?: (done: number) => void): Promise<Path> {
  const d = design.nFeatures;
  const coefs = new Float64Array(alphas.length * d);
  const intercepts = new Float64Array(alphas.length);
  const dualGaps = new Float64Array(alphas.length);
  const iterations = new Int32Array(alphas.length);
  const point = startOf(design);
  let converged = true;
  let before = 0;
  for (let a = 0; a < alphas.length; a++) {
    const penalty = penaltyOf(alphas[a], l1Ratio, design.totalWeight);
    // strong rule: correlations rarely change faster than the penalty, so 2·l1 − l1(before) is rarely passed by a zero
    const likely = a === 0 ? penalty.l1 : Math.min(penalty.l1, 2 * penalty.l1 - before);
    const found = await coordinateDescent(design, penalty, point, options, likely, pause);
    coefs.set(point.w, a * d);
    intercepts[a] = interceptOf(design, point.w);
    dualGaps[a] = found.gap;
    iterations[a] = found.iterations;
    converged &&= found.converged;
    before = penalty.l1;
    onStep?.(a + 1);
    await pause();
  }
  return { coefs, intercepts, dualGaps, iterations, converged };
}

/** The smallest alpha at which every coefficient is 0: max |Aᵀb| / (n·l1Ratio). */
export function largestAlpha({ xy, totalWeight }: Design, l1Ratio: number): number {
  let largest = 0;
  for (const value of xy) largest = Math.max(largest, Math.abs(value));
  return largest / (totalWeight * l1Ratio);
}
