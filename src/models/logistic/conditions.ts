/** The optimality conditions of an L1 penalty beside a smooth cost. Knows no solver and no rows. */
import type { Standing } from './lineSearch.ts';
import { largestPart, type LogisticObjective } from './objective.ts';

/** α·Σ |w|, w the coefficients in units of X. */
export interface L1Penalty {
  readonly alpha: number;
  /** Per parameter α/scale, 0 for intercepts. */
  readonly l1: Float64Array;
}

/** @param units  per parameter 1/scale, 0 for intercepts and columns without spread */
export function l1Penalty(units: Float64Array, alpha: number): L1Penalty {
  return { alpha, l1: units.map((unit) => alpha * unit) };
}

export function costOf({ l1 }: L1Penalty, theta: Float64Array): number {
  let sum = 0;
  for (let e = 0; e < theta.length; e++) sum += l1[e] * Math.abs(theta[e]);
  return sum;
}

/** How far each parameter's condition is broken: |∂f| ≤ l1 where it is 0, ∂f = −sign·l1 where it is not. */
export function brokenBy({ theta, gradient }: Standing, { l1 }: L1Penalty): Float64Array {
  return theta.map((value, e) => (value === 0 ? Math.max(0, Math.abs(gradient[e]) - l1[e]) : Math.abs(gradient[e] + Math.sign(value) * l1[e])));
}

/** The largest of them in parts of the gradient's scale. */
export function relativeBreach(at: Standing, penalty: L1Penalty, scaleAt: LogisticObjective['scaleAt']): number {
  return largestPart(brokenBy(at, penalty), scaleAt(at.value + costOf(penalty, at.theta)));
}

/** Whether the condition of every coefficient is broken by at most `part` of its penalty. */
export function isNear(at: Standing, penalty: L1Penalty, part: number): boolean {
  return brokenBy(at, penalty).every((broken, e) => penalty.l1[e] === 0 || broken <= part * penalty.l1[e]);
}

/** The largest |∂f/∂w|, w in units of X: at a minimum, the alpha that it is the minimum for. */
export function alphaOf({ gradient }: Standing, units: Float64Array): number {
  let largest = 0;
  for (let e = 0; e < units.length; e++) if (units[e] > 0) largest = Math.max(largest, Math.abs(gradient[e]) / units[e]);
  return largest;
}
