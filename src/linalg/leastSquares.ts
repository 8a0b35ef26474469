/** Least squares with an optional ridge penalty, many targets and weights: chooses the method, judges the result. */
import type { Matrix } from '../array/index.ts';
import { gram, type Gram, type Pause } from './gram.ts';
import { solveNormalEquations } from './normalEquations.ts';
import { solveOrthogonal } from './orthogonal.ts';
import { residualPass, type System } from './residual.ts';
import { columnScales } from './scale.ts';
import type { ScaledSolution } from './scaledSolution.ts';
import { solveWideRidge } from './wideRidge.ts';

export interface LeastSquaresProblem {
  readonly X: Matrix;
  /** Throws when X holds NaN or infinity; for callers that have not looked. */
  readonly checkX?: () => void;
  /** [rows, targets] */
  readonly Y: Matrix;
  /** ≥ 0, not all zero; default all 1 */
  readonly weights?: Float64Array;
  readonly intercept: boolean;
  /** α ≥ 0 of the penalty α‖w‖², default 0. */
  readonly alpha?: number;
}

export interface LeastSquaresSolution {
  /** [targets, features], row-major */
  readonly coef: Float64Array;
  /** [targets]; zeros without intercept */
  readonly intercept: Float64Array;
  readonly method: 'cholesky' | 'qr';
  /** Independent columns of X, centred with an intercept; those of X with its penalty when alpha > 0. */
  readonly rank: number;
  /** Steps of iterative refinement, the most that any target took. */
  readonly refinements: number;
  /** True when refinement settled: the coefficients are right to about nine digits at least, usually to all. */
  readonly settled: boolean;
  /** maxⱼ |xⱼᵀW(y − Xw − b) − αwⱼ| / (‖xⱼ‖‖y‖), columns and y centred; the largest over targets. */
  readonly optimality: number;
  /** √Σw(y − ŷ)² per target, in the unit of y */
  readonly residualLength: Float64Array;
  readonly totalWeight: number;
  /** Standard errors divided by σ, per feature; for full rank and alpha = 0. */
  readonly errorFactors?: { readonly coef: Float64Array; readonly intercept: number };
}

/**
 * min Σᵢ wᵢ (yᵢ − xᵢw − b)² + α‖w‖², for every column of Y. The intercept is not penalised.
 *
 * Centred Gram matrix and Cholesky while its condition number allows, O(n d²) with no copy of X; otherwise Householder
 * QR with column pivoting, one copy of X. With fewer rows than columns ridge costs O(n² d). All are refined with
 * residuals of the original numbers, in double-double unless fourteen digits are certain without, so that coefficients
 * come out to nearly all digits that float64 can hold. When columns depend on each other, of all minimisers the one with
 * the smallest ‖w‖.
 * @throws what `pause` throws
 */
export async function solveLeastSquares(problem: LeastSquaresProblem, pause: Pause): Promise<LeastSquaresSolution> {
  const { X, Y, intercept, alpha = 0 } = problem;
  const wide = X.columns > X.rows - (intercept ? 1 : 0);
  if (wide) problem.checkX?.();
  const plain = systemOf(problem, new Float64Array(X.columns).fill(1), new Float64Array(Y.columns).fill(1));
  const products = wide ? undefined : await gramOfSystem(plain, pause);
  if (products?.xx.some((product) => !Number.isFinite(product))) problem.checkX?.();
  if (products !== undefined && isModest(products, alpha)) {
    return inUnits(plain, await solveNormalEquations(plain, products, pause) ?? await solveOrthogonal(plain, pause), pause);
  }
  const system = systemOf(problem, columnScales(X, Math.sqrt(alpha)), columnScales(Y));
  const fast = !wide ? await solveNormalEquations(system, await gramOfSystem(system, pause), pause)
    : alpha > 0 ? await solveWideRidge(system, pause) : undefined;
  return inUnits(system, fast ?? await solveOrthogonal(system, pause), pause);
}

function systemOf({ X, Y, weights, intercept, alpha = 0 }: LeastSquaresProblem, scale: Float64Array, targetScale: Float64Array): System {
  return { X, Y, ...(weights && { weights }), intercept, scale, targetScale, penalty: scale.map((factor) => factor * alpha * factor) };
}

/** Numbers so far from the ends of float64 that their products need no scaling. A square of 0 is a constant, or has underflowed. */
function isModest({ means, targetMeans, xx, yy }: Gram, alpha: number): boolean {
  const d = means.length;
  const plain = (mean: number, square: number): boolean =>
    Math.abs(mean) < 1e100 && (square === 0 ? Math.abs(mean) > 1e-100 : square > 1e-200 && square < 1e200);
  return (alpha === 0 || (alpha > 1e-200 && alpha < 1e200)) &&
    means.every((mean, j) => plain(mean, xx[j * d + j])) && targetMeans.every((mean, t) => plain(mean, yy[t]));
}

function gramOfSystem({ X, Y, weights, intercept, scale, targetScale }: System, pause: Pause): Promise<Gram> {
  return gram(X, Y, weights, { center: intercept, scale, targetScale }, pause);
}

async function inUnits(system: System, solution: ScaledSolution, pause: Pause): Promise<LeastSquaresSolution> {
  const { X, Y, weights, scale, targetScale, intercept } = system;
  const { iterates, center, lengths, targetLengths, errorFactors, method, rank, refinements, settled, residuals } = solution;
  const found: LeastSquaresSolution = {
    coef: new Float64Array(Y.columns * X.columns), intercept: new Float64Array(Y.columns), residualLength: new Float64Array(Y.columns),
    method, rank, refinements, settled, totalWeight: weights === undefined ? X.rows : weights.reduce((sum, weight) => sum + weight, 0), optimality: 0,
    ...(errorFactors && { errorFactors: { coef: errorFactors.coef.map((factor, j) => factor * scale[j]), intercept: errorFactors.intercept } }),
  };
  let optimality = 0;
  for (let t = 0; t < Y.columns; t++) {
    const iterate = iterates[t];
    const { gradient, squares } = residuals?.[t] ?? await residualPass(system, t, iterate, center, undefined, pause);
    for (let j = 0; j < X.columns; j++) {
      found.coef[t * X.columns + j] = (iterate.coef[j] * scale[j]) / targetScale[t];
      const size = lengths[j] * targetLengths[t];
      // a size of 0 is a constant column or target, whose products are 0 too
      if (size > 0) optimality = Math.max(optimality, Math.abs(gradient[1 + j]) / size);
    }
    found.intercept[t] = intercept ? iterate.intercept / targetScale[t] : 0;
    found.residualLength[t] = Math.sqrt(squares) / targetScale[t];
  }
  return { ...found, optimality };
}
