/** Least squares through the centred Gram matrix and Cholesky: fast, and refined to full accuracy while well-conditioned. */
import { blocksOf } from '../array/index.ts';
import type { Gram, Pause } from './gram.ts';
import { correctOnce } from './correctOnce.ts';
import { factorEquations } from './equations.ts';
import { refine } from './refine.ts';
import { residualPass, type Iterate, type System } from './residual.ts';
import type { ScaledSolution } from './scaledSolution.ts';

/** Up to here one correction from float64 residuals leaves 2e-14 of the largest coefficient wrong, measured. */
const harmlessCondition = 1e4;
/** Numbers in X that double-double goes through in a few milliseconds. */
const fewNumbers = 1e5;

/**
 * min Σ w (y − b − Xv)² + Σ penalty v² by G v = Xᵀ W y with G = XᵀWX + diag(penalty), X centred.
 * Each refinement solves G δ = Xᵀ W (y − b − Xv) − penalty v, the right side computed in double-double; many rows of
 * well-conditioned columns need one only, in float64.
 * @param products  of the system's scaled columns, centred with an intercept
 * @returns undefined when G is too ill-conditioned or singular: then the rows must be factored
 */
export async function solveNormalEquations(system: System, products: Gram, pause: Pause): Promise<ScaledSolution | undefined> {
  const { X, Y, weights } = system;
  const equations = factorEquations(products, system);
  if (equations === undefined) return undefined;
  const { condition, center, lengths, targetLengths, starts, solve, errorFactors } = equations;
  const quick = needsPrecision(system, condition) ? undefined : await correctOnce(blocksOf(X, Y, weights), system, products, equations, pause);
  const refined = quick ?? await refineTargets(system, starts, center, lengths, targetLengths, solve, pause);
  return { method: 'cholesky', center, lengths, targetLengths, rank: X.columns, ...refined, ...(errorFactors && { errorFactors }) };
}

/**
 * Residuals in double-double cost ten times as much. They are taken where they matter, and where they cost nothing.
 * (docs/decisions/0007)
 */
function needsPrecision({ X, scale, targetScale }: System, condition: number): boolean {
  return !(condition <= harmlessCondition) || X.rows * X.columns <= fewNumbers || [scale, targetScale].some((factors) => factors.some((factor) => factor !== 1));
}

/**
 * Refines every target from its start, in place, by δ = G⁻¹ (Xᵀ W (y − b − Xv) − penalty v).
 * @param solve  G⁻¹ up to rounding
 */
export async function refineTargets(
  system: System, iterates: readonly Iterate[], center: Float64Array, lengths: Float64Array, targetLengths: Float64Array,
  solve: (right: Float64Array) => Float64Array, pause: Pause,
): Promise<Pick<ScaledSolution, 'iterates' | 'refinements' | 'settled'>> {
  const totalWeight = system.weights === undefined ? system.X.rows : system.weights.reduce((sum, weight) => sum + weight, 0);
  let refinements = 0;
  let settled = true;
  for (const [t, iterate] of iterates.entries()) {
    const refinement = await refine(iterate, center, lengths, targetLengths[t], async () => {
      const { gradient } = await residualPass(system, t, iterate, center, undefined, pause);
      return { coef: solve(gradient.subarray(1)), intercept: system.intercept ? gradient[0] / totalWeight : 0 };
    });
    refinements = Math.max(refinements, refinement.steps);
    settled &&= refinement.settled;
  }
  return { iterates, refinements, settled };
}
