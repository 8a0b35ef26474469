/** Iterative refinement: correct, look whether corrections shrink, stop. Knows no factorisation. */
import { moveIntercept, type Iterate } from './residual.ts';

export interface Correction {
  readonly coef: Float64Array;
  readonly intercept: number;
  /** Takes over what else the correction changes. */
  readonly accept?: () => void;
}

export interface Refinement {
  readonly steps: number;
  /** True when the last correction was below 1e-9 of the solution, or nothing beside y: nine digits are certain, usually all. */
  readonly settled: boolean;
}

const mostSteps = 20;

/**
 * Adds corrections to `iterate` until the next would be beyond the last digit or corrections no longer halve.
 * Sizes are compared as contributions to the prediction, |coefⱼ|·lengthⱼ.
 * @param lengths       Euclidean lengths of the columns
 * @param targetLength  that of y
 */
export async function refine(iterate: Iterate, center: Float64Array, lengths: Float64Array, targetLength: number, correction: () => Promise<Correction>): Promise<Refinement> {
  // a solution that is zero up to rounding has no digits of its own: then y is the measure
  const small = (size: number, whole: number): boolean => size <= 1e-9 * whole || size <= 1e-15 * targetLength;
  let before = sizeOf(iterate.coef, lengths);
  let fromNothing = before === 0;
  let settled = false;
  for (let steps = 1; steps <= mostSteps; steps++) {
    const { coef, intercept, accept } = await correction();
    const size = sizeOf(coef, lengths);
    if (!fromNothing && !(size < before / 2)) return { steps: steps - 1, settled: settled || small(size, sizeOf(iterate.coef, lengths)) };
    for (let j = 0; j < coef.length; j++) iterate.coef[j] += coef[j];
    moveIntercept(iterate, intercept, center, coef);
    accept?.();
    const whole = sizeOf(iterate.coef, lengths);
    settled = small(size, whole) && (!fromNothing || size === 0);
    // corrections shrink about geometrically: the next is near size²/before
    if (!fromNothing && size * (size / before) <= Math.max(1e-22 * whole, 1e-26 * targetLength)) return { steps, settled };
    if (size === 0) return { steps, settled };
    before = size;
    fromNothing = false;
  }
  return { steps: mostSteps, settled };
}

/** max |coefⱼ|·lengthⱼ; NaN when one is. */
export function sizeOf(coef: Float64Array, lengths: Float64Array): number {
  let size = 0;
  for (let j = 0; j < coef.length; j++) {
    const own = Math.abs(coef[j]) * lengths[j];
    if (!(own <= size)) size = own; // NaN wins, and ends the refinement
  }
  return size;
}
