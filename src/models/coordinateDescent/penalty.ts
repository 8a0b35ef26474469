/**
 * The elastic-net penalty l1·‖w‖₁ + ½·l2·‖w‖², its soft threshold and its duality gap. Knows no data and no solver.
 * Everything is in the units of ½‖b − Aw‖²: for the mean over n rows, l1 = n·α·ρ and l2 = n·α·(1 − ρ).
 */

export interface Penalty {
  readonly l1: number;
  readonly l2: number;
}

/** α·ρ‖w‖₁ + ½α(1 − ρ)‖w‖² beside a mean over rows of total weight n. */
export function penaltyOf(alpha: number, l1Ratio: number, totalWeight: number): Penalty {
  return { l1: alpha * l1Ratio * totalWeight, l2: alpha * (1 - l1Ratio) * totalWeight };
}

/** argmin ½(w − value)² + threshold·|w|: `value` moved towards zero by `threshold`, and no further. */
export function softThreshold(value: number, threshold: number): number {
  if (value > threshold) return value - threshold;
  if (value < -threshold) return value + threshold;
  return 0;
}

/**
 * How far P(w) = ½‖b − Aw‖² + l1‖w‖₁ + ½l2‖w‖² can be above its minimum: P(w) − D(θ) for a feasible dual θ.
 * Every term is a non-negative product, so nothing cancels and gaps far below 1e-16·P are still meaningful.
 *
 * Two duals are tried and the smaller gap is returned; both are certificates.
 * - Augmented lasso (A over √l2·I): θ = s·r̃, r̃ = (b − Aw, −√l2·w), s = min(1, l1/‖c‖∞), c = Aᵀ(b − Aw) − l2·w.
 *   With bᵀr̃ = wᵀc + ‖r̃‖² the gap is ½(1 − s)²‖r̃‖² + Σ (l1|w| − s·w·c).
 * - Fenchel, where l2 > 0: θ = r = b − Aw, u = Aᵀr. The gap is Σ Ω(w) + Ω*(u) − w·u, Ω*(u) = (|u| − l1)₊²/2l2.
 * @param u  Aᵀ(b − Aw), the correlations of the residual
 * @param residualSquare  ‖b − Aw‖²
 */
export function dualityGap(w: Float64Array, u: Float64Array, residualSquare: number, { l1, l2 }: Penalty): number {
  let largest = 0;
  let square = residualSquare;
  for (let j = 0; j < w.length; j++) {
    largest = Math.max(largest, Math.abs(u[j] - l2 * w[j]));
    square += l2 * w[j] * w[j];
  }
  const s = largest <= l1 ? 1 : l1 / largest;
  let augmented = 0.5 * (1 - s) * (1 - s) * square;
  for (let j = 0; j < w.length; j++) {
    if (w[j] !== 0) augmented += Math.max(0, l1 * Math.abs(w[j]) - s * w[j] * (u[j] - l2 * w[j]));
  }
  return l2 > 0 ? Math.min(augmented, fenchelGap(w, u, l1, l2)) : augmented;
}

function fenchelGap(w: Float64Array, u: Float64Array, l1: number, l2: number): number {
  let gap = 0;
  for (let j = 0; j < w.length; j++) {
    const size = Math.abs(w[j]);
    const along = w[j] < 0 ? -u[j] : u[j]; // u in the direction of w
    if (along > l1) gap += ((along - l1 - l2 * size) * (along - l1 - l2 * size)) / (2 * l2);
    else {
      const excess = Math.max(0, -along - l1);
      gap += size * (l1 - along) + 0.5 * l2 * size * size + (excess * excess) / (2 * l2);
    }
  }
  return gap;
}
