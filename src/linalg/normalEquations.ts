/** Least squares through the centred Gram matrix and Cholesky: fast, and refined to full accuracy while well-conditioned. */
import { choleskyFactor, choleskyInverse, choleskySolve } from './cholesky.ts';
import type { Gram, Pause } from './gram.ts';
import { correctOnce } from './correctOnce.ts';
import { refine } from './refine.ts';
import { isPenalised, moveIntercept, residualPass, type Iterate, type System } from './residual.ts';
import type { ScaledSolution } from './scaledSolution.ts';

/** Condition of the Gram matrix, unit diagonal, up to which the inverse (standard errors) keeps ten digits. */
const worstCondition = 1e6;
/** With a penalty there are no standard errors and no rank to find, and refinement wins the digits back. */
const worstPenalisedCondition = 1e10;

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
  const { X, Y, intercept, scale, targetScale, penalty } = system;
  const d = X.columns;
  const center = products.means.map((mean, j) => mean * scale[j]);
  const lengths = Float64Array.from(penalty, (own, j) => Math.sqrt(products.xx[j * d + j] + own));
  if (hidesConstant(products, center, penalty)) return undefined;

  const matrix = equilibrated(products.xx, penalty, lengths);
  const factor = choleskyFactor(matrix, d, 1e-12);
  if (factor === undefined) return undefined;
  const inverse = choleskyInverse(factor);
  const condition = rowSumNorm(matrix, d) * rowSumNorm(inverse, d);
  if (!(condition <= (isPenalised(system) ? worstPenalisedCondition : worstCondition))) return undefined;
  const solve = (right: Float64Array): Float64Array => choleskySolve(factor, right.map((value, j) => value / lengths[j])).map((value, j) => value / lengths[j]);

  const starts = Array.from({ length: Y.columns }, (_, t) => {
    const coef = solve(Float64Array.from({ length: d }, (_, j) => products.xy[j * Y.columns + t]));
    const start: Iterate = { coef, intercept: products.targetMeans[t] * targetScale[t], interceptLow: 0 };
    if (intercept) moveIntercept(start, 0, center, coef);
    return start;
  });
  const targetLengths = products.yy.map(Math.sqrt);
  const quick = needsPrecision(system, condition) ? undefined : await correctOnce(system, starts, products, center, lengths, targetLengths, solve, pause);
  const refined = quick ?? await refineTargets(system, starts, center, lengths, targetLengths, solve, pause);
  return {
    method: 'cholesky', center, lengths, targetLengths, rank: d, ...refined,
    ...(!isPenalised(system) && { errorFactors: errorFactors(inverse, lengths, center, intercept ? products.totalWeight : undefined) }),
  };
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

/** A column that is constant up to the rounding of its numbers must not be taken for information. */
function hidesConstant({ xx, totalWeight }: Gram, center: Float64Array, penalty: Float64Array): boolean {
  return center.some((mean, j) => {
    const negligible = 1e-14 * Math.abs(mean);
    return xx[j * center.length + j] + penalty[j] <= negligible * negligible * totalWeight;
  });
}

/** (xx + diag(penalty)) with unit diagonal. */
function equilibrated(xx: Float64Array, penalty: Float64Array, lengths: Float64Array): Float64Array {
  const d = lengths.length;
  const matrix = new Float64Array(d * d);
  for (let i = 0, e = 0; i < d; i++) {
    for (let j = 0; j < d; j++, e++) matrix[e] = (i === j ? xx[e] + penalty[i] : xx[e]) / lengths[i] / lengths[j];
  }
  return matrix;
}

/** max over rows of Σ|element|, for a square matrix. */
export function rowSumNorm(matrix: Float64Array, size: number): number {
  let largest = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += Math.abs(matrix[i * size + j]);
    largest = Math.max(largest, sum);
  }
  return largest;
}

/** √diag of (XᵀWX)⁻¹, and for the intercept √(1/W + x̄ᵀ (XᵀWX)⁻¹ x̄). */
function errorFactors(inverse: Float64Array, lengths: Float64Array, center: Float64Array, totalWeight: number | undefined): { coef: Float64Array; intercept: number } {
  const d = lengths.length;
  const coef = Float64Array.from(lengths, (length, j) => Math.sqrt(inverse[j * d + j]) / length);
  if (totalWeight === undefined) return { coef, intercept: NaN };
  let variance = 1 / totalWeight;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) variance += (center[i] / lengths[i]) * inverse[i * d + j] * (center[j] / lengths[j]);
  }
  return { coef, intercept: Math.sqrt(variance) };
}
