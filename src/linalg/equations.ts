/** The normal equations of centred columns: from a Gram matrix to a factor, a condition number and a solution up to rounding. Knows no rows. */
import { choleskyFactor, choleskyInverse, choleskySolve } from './cholesky.ts';
import type { Gram } from './gram.ts';
import { isPenalised, moveIntercept, type Iterate, type System } from './residual.ts';

/** Condition of the Gram matrix, unit diagonal, up to which the inverse (standard errors) keeps ten digits. */
const worstCondition = 1e6;
/** With a penalty there are no standard errors and no rank to find, and refinement wins the digits back. */
const worstPenalisedCondition = 1e10;

/** The equations of scaled columns, factored, and their solutions up to rounding. */
export interface Equations {
  /** Of the matrix with unit diagonal. */
  readonly condition: number;
  readonly center: Float64Array;
  readonly lengths: Float64Array;
  readonly targetLengths: Float64Array;
  readonly solve: (right: Float64Array) => Float64Array;
  /** One per target. */
  readonly starts: readonly Iterate[];
  readonly errorFactors?: { readonly coef: Float64Array; readonly intercept: number };
}

/** @returns undefined when the matrix is too ill-conditioned or singular */
export function factorEquations(products: Gram, { intercept, scale, targetScale, penalty }: Omit<System, 'X' | 'Y' | 'weights'>): Equations | undefined {
  const d = penalty.length;
  const center = products.means.map((mean, j) => mean * scale[j]);
  const lengths = Float64Array.from(penalty, (own, j) => Math.sqrt(products.xx[j * d + j] + own));
  if (hidesConstant(products, center, penalty)) return undefined;

  const matrix = equilibrated(products.xx, penalty, lengths);
  const factor = choleskyFactor(matrix, d, 1e-12);
  if (factor === undefined) return undefined;
  const inverse = choleskyInverse(factor);
  const condition = rowSumNorm(matrix, d) * rowSumNorm(inverse, d);
  const penalised = isPenalised({ penalty });
  if (!(condition <= (penalised ? worstPenalisedCondition : worstCondition))) return undefined;
  const solve = (right: Float64Array): Float64Array => choleskySolve(factor, right.map((value, j) => value / lengths[j])).map((value, j) => value / lengths[j]);

  const starts = Array.from(targetScale, (factorOfTarget, t) => {
    const coef = solve(Float64Array.from({ length: d }, (_, j) => products.xy[j * targetScale.length + t]));
    const start: Iterate = { coef, intercept: products.targetMeans[t] * factorOfTarget, interceptLow: 0 };
    if (intercept) moveIntercept(start, 0, center, coef);
    return start;
  });
  return {
    condition, center, lengths, targetLengths: products.yy.map(Math.sqrt), solve, starts,
    ...(!penalised && { errorFactors: errorFactors(inverse, lengths, center, intercept ? products.totalWeight : undefined) }),
  };
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
