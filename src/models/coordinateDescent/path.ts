/**
 * Coordinate descent at a sequence of penalties, each started from the solution before, or at one that is reached so.
 * Knows no matrix: a design, which can be a Gram matrix that cross-validation already has.
 */
import { coordinateDescent, startOf, type Descent, type DescentOptions, type Point } from './coordinateDescent.ts';
import { interceptOf, type Design } from './design.ts';
import { penaltyOf, type Penalty } from './penalty.ts';

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

/** Passes after which a single fit is taken to be a hard one. */
const directPasses = 200;

/**
 * The minimum at one penalty: directly from zero, which is fastest where it works; else, when the columns are so
 * correlated that they come in only to leave again, through larger penalties, each 0.6 times the last.
 */
export async function minimumAt(design: Design, penalty: Penalty, { tol, maxIter }: DescentOptions, pause: Pause): Promise<{ point: Point; descent: Descent }> {
  const direct = startOf(design);
  const found = await coordinateDescent(design, penalty, direct, { tol, maxIter: Math.min(maxIter, directPasses) }, penalty.l1, pause);
  if (found.converged || found.iterations < directPasses || maxIter <= directPasses) return { point: direct, descent: found };
  const point = startOf(design);
  let { iterations } = found;
  let before = design.xy.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  for (;;) {
    const last = before * 0.36 <= penalty.l1; // from here in one step
    const l1 = last ? penalty.l1 : before * 0.6;
    const step = last ? penalty : { l1, l2: (penalty.l2 * l1) / penalty.l1 };
    const options = { tol: last ? tol : Math.max(tol, 1e-6), maxIter: Math.max(0, maxIter - iterations) };
    const descent = await coordinateDescent(design, step, point, options, Math.min(l1, Math.max(0, 2 * l1 - before)), pause);
    iterations += descent.iterations;
    if (last) return { point, descent: { ...descent, iterations } };
    before = l1;
  }
}

/** The smallest alpha at which every coefficient is 0: max |Aᵀb| / (n·l1Ratio). */
export function largestAlpha({ xy, totalWeight }: Design, l1Ratio: number): number {
  let largest = 0;
  for (const value of xy) largest = Math.max(largest, Math.abs(value));
  return largest / (totalWeight * l1Ratio);
}
