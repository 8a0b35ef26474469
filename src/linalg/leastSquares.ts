/** Least squares with an optional ridge penalty, many targets and weights: chooses the method, judges the result. */
import type { Matrix, RowBlocks } from '../array/index.ts';
import { correctOnce } from './correctOnce.ts';
import { factorEquations } from './equations.ts';
import { gram, type Gram, type Pause } from './gram.ts';
import { solveNormalEquations } from './normalEquations.ts';
import { solveOrthogonal } from './orthogonal.ts';
import { residualPass, type PassResult, type System } from './residual.ts';
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
    return judged(plain, await solveNormalEquations(plain, products, pause) ?? await solveOrthogonal(plain, pause), pause);
  }
  const system = systemOf(problem, columnScales(X, Math.sqrt(alpha)), columnScales(Y));
  const fast = !wide ? await solveNormalEquations(system, await gramOfSystem(system, pause), pause)
    : alpha > 0 ? await solveWideRidge(system, pause) : undefined;
  return judged(system, fast ?? await solveOrthogonal(system, pause), pause);
}

/**
 * The same for rows that come in blocks, walked once more after their Gram matrix. No pass is in double-double, so
 * numbers that need one are refused.
 * @param products  of the blocks, centred with an intercept
 * @returns undefined for ill-conditioned or dependent columns and for numbers beyond 1e±100
 */
export async function solveLeastSquaresOfBlocks(
  blocks: RowBlocks, products: Gram, { intercept, alpha = 0 }: Pick<LeastSquaresProblem, 'intercept' | 'alpha'>, pause: Pause,
): Promise<LeastSquaresSolution | undefined> {
  if (!isModest(products, alpha)) return undefined;
  const ones = (length: number): Float64Array => new Float64Array(length).fill(1);
  const system = { intercept, scale: ones(blocks.features), targetScale: ones(blocks.targets), penalty: ones(blocks.features).fill(alpha) };
  const equations = factorEquations(products, system);
  const corrected = equations && await correctOnce(blocks, system, products, equations, pause);
  if (corrected === undefined) return undefined;
  return inUnits(system, { method: 'cholesky', rank: blocks.features, ...equations!, ...corrected }, corrected.residuals, products.totalWeight);
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

/** Residuals of the solution in double-double, unless they are known. */
async function judged(system: System, solution: ScaledSolution, pause: Pause): Promise<LeastSquaresSolution> {
  const { X, Y, weights } = system;
  const residuals = [...solution.residuals ?? []];
  for (let t = residuals.length; t < Y.columns; t++) residuals.push(await residualPass(system, t, solution.iterates[t], solution.center, undefined, pause));
  return inUnits(system, solution, residuals, weights === undefined ? X.rows : weights.reduce((sum, weight) => sum + weight, 0));
}

function inUnits(
  { scale, targetScale, intercept }: Pick<System, 'scale' | 'targetScale' | 'intercept'>,
  { iterates, lengths, targetLengths, errorFactors, method, rank, refinements, settled }: ScaledSolution,
  residuals: readonly PassResult[], totalWeight: number,
): LeastSquaresSolution {
  const d = scale.length;
  const targets = targetScale.length;
  const found: LeastSquaresSolution = {
    coef: new Float64Array(targets * d), intercept: new Float64Array(targets), residualLength: new Float64Array(targets),
    method, rank, refinements, settled, totalWeight, optimality: 0,
    ...(errorFactors && { errorFactors: { coef: errorFactors.coef.map((factor, j) => factor * scale[j]), intercept: errorFactors.intercept } }),
  };
  let optimality = 0;
  residuals.forEach(({ gradient, squares }, t) => {
    const iterate = iterates[t];
    for (let j = 0; j < d; j++) {
      found.coef[t * d + j] = (iterate.coef[j] * scale[j]) / targetScale[t];
      const size = lengths[j] * targetLengths[t];
      // a size of 0 is a constant column or target, whose products are 0 too
      if (size > 0) optimality = Math.max(optimality, Math.abs(gradient[1 + j]) / size);
    }
    found.intercept[t] = intercept ? iterate.intercept / targetScale[t] : 0;
    found.residualLength[t] = Math.sqrt(squares) / targetScale[t];
  });
  return { ...found, optimality };
}
