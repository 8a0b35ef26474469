/** Elastic net: least squares with an L1 and an L2 penalty, a compromise of lasso and ridge. */
import { checkKnown, checkNumber } from '../estimator/index.ts';
import { linearEstimator, type LinearEstimator } from './linearEstimator.ts';
import { penalised, type PenaltySolver } from './penaltySolver.ts';

export interface ElasticNetOptions {
  /** Strength of the penalty, ≥ 0. Default 1. At 0 the fit is least squares, and the model notes it. */
  readonly alpha?: number;
  /** Share of the L1 part: 1 is the lasso, 0 a ridge. In [0, 1], default 0.5. */
  readonly l1Ratio?: number;
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
 * Elastic net.  min over w, b of  (1/2n) Σ vᵢ (yᵢ − xᵢw − b)² + α·ρ‖w‖₁ + ½α(1 − ρ)‖w‖²,  vᵢ the sample weights,
 * n = Σ vᵢ, ρ = l1Ratio: scikit-learn's objective, for one target or many, each fitted by itself.
 *
 * Cyclic coordinate descent on working sets, starting from zero; once the signs of the coefficients stand still their
 * equations are solved directly and refined on X, so the coefficients are right to about machine precision, not only to
 * `tol`. Cost: n·d²/2 for a Gram matrix, or a pass over a column of X per step where that is cheaper (d > n).
 * Certificate: `optimality` is the duality gap over the objective at w = 0, ‖y − ȳ‖²/2n; `converged` when ≤ tol.
 * Not converging is reported in `converged` and `note`, not thrown. Constant columns get coefficient 0.
 * scikit-learn differs: it stops at a gap of tol·‖y‖² (default tol 1e-4), and leaves the coefficients there.
 * @throws TypeError for an unknown option or a wrong kind, RangeError for a value out of range
 * @see Zou & Hastie (2005), Regularization and variable selection via the elastic net
 */
export function elasticNet(options: ElasticNetOptions = {}): LinearEstimator {
  checkKnown('elasticNet', options, ['alpha', 'l1Ratio', 'fitIntercept', 'maxIter', 'tol', 'solver']);
  const { l1Ratio = 0.5 } = options;
  checkNumber('elasticNet', 'l1Ratio', l1Ratio, { min: 0, max: 1 });
  const { options: common, solve, solveBlocks } = penalised('elasticNet', options, l1Ratio);
  return linearEstimator('elasticNet', { l1Ratio, ...common }, solve, solveBlocks);
}
