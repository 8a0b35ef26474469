/**
 * A duality gap that rounding of w does not spoil. Where l1 is tiny beside the data, the last bit of a coefficient moves
 * its correlation beyond l1 and the usual dual point, the scaled residual, is a poor one. Knows no rows and no sweeps.
 */
import { supportOf, type Design } from './design.ts';
import { factorSupport } from './factor.ts';
import { dualityGap, type Penalty } from './penalty.ts';

/**
 * The usual gap, or, where that is above `enough`, the smaller of it and the gap to a better dual point: the residual
 * of w + δ, where δ, far below the last bit of w, solves the support's equations for what is left of them:
 * (AᵀA + l2·I) δ = rest = u − l2·w − l1·sign(w). Then θ = s·(r̃ − Ã·δ), and
 * P(w) − D(θ) = ½‖r̃ − θ‖² + Σ (l1|w| − w·Ãᵀθ), with ‖Ãδ‖² = δᵀrest =: m². Correlations of the other columns move
 * by at most ‖Aⱼ‖·m, which s allows for.
 */
export function roundedGap(design: Design, penalty: Penalty, w: Float64Array, u: Float64Array, square: number, enough: number): number {
  const usual = dualityGap(w, u, square, penalty);
  if (usual <= enough || penalty.l1 === 0) return usual;
  const set = supportOf(w);
  const inner = set.length === 0 ? undefined : design.inner(set);
  if (inner === undefined) return usual;
  const factor = factorSupport(inner, Float64Array.from(set, (j) => w[j]), penalty);
  if (factor.kept.length < set.length) return usual;
  return Math.min(usual, correctedGap(design, penalty, w, u, square, set, inner, factor.solve));
}

function correctedGap(
  { squares }: Design, { l1, l2 }: Penalty, w: Float64Array, u: Float64Array, square: number,
  set: Int32Array, inner: Float64Array, solve: (right: Float64Array) => void,
): number {
  const k = set.length;
  const rest = Float64Array.from(set, (j) => u[j] - l2 * w[j] - l1 * Math.sign(w[j]));
  const delta = Float64Array.from(rest);
  solve(delta);
  let moved = 0;
  let augmented = square;
  for (let i = 0; i < k; i++) {
    moved += delta[i] * rest[i];
    augmented += l2 * w[set[i]] * w[set[i]];
  }
  const length = Math.sqrt(Math.max(0, moved));
  // correlations of the columns with r̃ − Ãδ: l1·sign(w) + left on the support, bounded elsewhere
  let largest = l1;
  const left = Float64Array.from(rest, (value, i) => {
    let sum = value - l2 * delta[i];
    for (let m = 0; m < k; m++) sum -= inner[i * k + m] * delta[m];
    largest = Math.max(largest, l1 + Math.abs(sum));
    return sum;
  });
  for (let j = 0; j < w.length; j++) if (w[j] === 0) largest = Math.max(largest, Math.abs(u[j]) + Math.sqrt(squares[j]) * length);
  const s = l1 / largest;
  // ‖r̃ − s(r̃ − Ãδ)‖ ≤ (1 − s)‖r̃‖ + s·m
  const distance = (1 - s) * Math.sqrt(augmented) + s * length;
  let gap = 0.5 * distance * distance;
  set.forEach((j, i) => { gap += Math.max(0, (1 - s) * l1 * Math.abs(w[j]) - s * w[j] * left[i]); });
  return gap;
}
