/** Lasso: least squares with an L1 penalty, which sets coefficients to exactly zero. */
import { checkKnown } from '../estimator/index.ts';
import { linearEstimator, type LinearEstimator } from './linearEstimator.ts';
import { penalised, type PenaltySolver } from './penaltySolver.ts';

export interface LassoOptions {
  /** Strength of the penalty, ≥ 0. Default 1. At 0 the fit is least squares, and the model notes it. */
  readonly alpha?: number;
  /** Default true. The intercept is never penalised. */
  readonly fitIntercept?: boolean;
  /** Most passes over the columns, ≥ 1. Default 10000. */
  readonly maxIter?: number;
  /** Relative duality gap at which the model counts as converged, > 0. Default 1e-10. */
  readonly tol?: number;
  /** Default 'auto', which is 'coordinateDescent'. gradientDescent({ … }) takes proximal steps; maxIter and tol are then its own. */
  readonly solver?: PenaltySolver;
}

/**
 * Lasso.  min over w, b of  (1/2n) Σ vᵢ (yᵢ − xᵢw − b)² + α‖w‖₁,  vᵢ the sample weights, n = Σ vᵢ: scikit-learn's
 * objective, for one target or many, each fitted by itself. For the cost (1/n) Σ (…)² + λ‖w‖₁ take α = λ/2.
 *
 * Solver, cost and certificate are those of `elasticNet` with l1Ratio 1. From alpha_max = max|Σ vᵢ(xᵢⱼ − x̄ⱼ)(yᵢ − ȳ)|/n
 * on (`alphaMax`) all coefficients are exactly zero. Where columns depend on each other the minimum is not unique:
 * earlier columns are preferred, and the model's `note` says so.
 * @throws TypeError for an unknown option or a wrong kind, RangeError for a value out of range
 * @see Tibshirani (1996), Regression shrinkage and selection via the lasso
 */
export function lasso(options: LassoOptions = {}): LinearEstimator {
  checkKnown('lasso', options, ['alpha', 'fitIntercept', 'maxIter', 'tol', 'solver']);
  const { options: common, solve, solveBlocks } = penalised('lasso', options, 1);
  return linearEstimator('lasso', common, solve, solveBlocks);
}
