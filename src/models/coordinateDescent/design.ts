/**
 * What coordinate descent needs to know of min ½‖b − Aw‖² + penalty: inner products, never the rows themselves.
 * Two backends keep this interface: inner products of all columns beforehand (Gram), or the columns (residual).
 */
import type { Penalty } from './penalty.ts';

export interface Design {
  readonly nFeatures: number;
  /** ‖A_j‖²; exactly 0 for a column that is constant but for rounding, which then keeps coefficient 0. */
  readonly squares: Float64Array;
  /** Aᵀb */
  readonly xy: Float64Array;
  /** ‖b‖² */
  readonly yy: number;
  /** Σ weights: what turns a mean over rows into ‖b − Aw‖². */
  readonly totalWeight: number;
  /** What was subtracted from each column and from y; zero without an intercept. */
  readonly means: Float64Array;
  readonly targetMean: number;
  /** Writes u = Aᵀ(b − Aw) and returns ‖b − Aw‖². */
  correlate(w: Float64Array, u: Float64Array): number;
  /** AᵀA for the columns of `set`, k × k; undefined where it would be too large to be worth it. */
  inner(set: Int32Array): Float64Array | undefined;
  /** Coordinate descent over the columns of `set` only, from w as it is. */
  restrict(set: Int32Array, w: Float64Array, penalty: Penalty): Sweeper;
}

export interface Sweeper {
  /** One pass in the order of the set, over all of it or over non-zero coefficients only. True when any changed. */
  sweep(onlyActive: boolean): boolean;
  /** To be called when someone else has changed w. */
  moved(): void;
  /** A_jᵀ(b − Aw) for the i-th column of the set. */
  correlation(i: number): number;
}

/** The intercept that belongs to w. */
export function interceptOf(design: Design, w: Float64Array): number {
  let intercept = design.targetMean;
  for (let j = 0; j < w.length; j++) if (w[j] !== 0) intercept -= design.means[j] * w[j];
  return intercept;
}

/** The support of w, ascending. */
export function supportOf(w: Float64Array): Int32Array {
  let count = 0;
  for (let j = 0; j < w.length; j++) if (w[j] !== 0) count++;
  const support = new Int32Array(count);
  count = 0;
  for (let j = 0; j < w.length; j++) if (w[j] !== 0) support[count++] = j;
  return support;
}

/**
 * Zero when the mean square about the mean is what rounding leaves of a constant column, else the sum itself.
 * A mean is wrong by a few units in the last place (2e-16), so a spread below 2e-15 of it carries no information.
 */
export function squareOrConstant(square: number, mean: number, totalWeight: number): number {
  const rounding = 2e-15 * mean;
  return square <= rounding * rounding * totalWeight ? 0 : square;
}
