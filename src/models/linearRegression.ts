/** Linear regression: least squares with standard errors. Knows only its options and which solver they ask for. */
import { checkFlag, checkKnown, type Json } from '../estimator/index.ts';
import { closedForms, readSolver, type ClosedFormSolver } from './solverOption.ts';
import { descend } from './gradientDescent/descent.ts';
import { solveClosedForm, solveClosedFormOfBlocks } from './leastSquaresSolver.ts';
import { linearEstimator, type LinearEstimator } from './linearEstimator.ts';

export interface LinearRegressionOptions {
  /** Fit b; false forces predictions through the origin. Default true. */
  readonly fitIntercept?: boolean;
  /**
   * 'auto' and 'leastSquares' solve in closed form (Cholesky when well-conditioned, pivoted QR otherwise);
   * 'gradientDescent', or gradientDescent({ … }) with its own options, descends and keeps the cost history.
   * Default 'auto'.
   */
  readonly solver?: ClosedFormSolver;
}

/**
 * Linear regression.  min over w, b of  Σᵢ sᵢ (yᵢ − xᵢw − b)²,  sᵢ the sample weights.
 *
 * y is a vector or a matrix [rows, targets]. The model has `coef`, `intercept`, `rank`, and with more rows than
 * parameters and independent columns the classical standard errors: σ̂² = Σ s (y − ŷ)² / (Σ s − rank − 1),
 * cov(w) = σ̂² (XᵀSX)⁻¹. When columns depend on each other, the w of smallest norm is returned, `rank` is below the
 * number of columns and `note` says so, as scikit-learn's LinearRegression does without saying.
 *
 * The closed form costs O(n d²), is refined in extended precision, and does not depend on the units of the columns.
 * By gradient descent the same sum is divided by Σ s, which does not move its minimum.
 *
 * @throws TypeError for an unknown option or an option of another kind
 * @see Björck, Numerical Methods for Least Squares Problems, SIAM 1996
 * @example
 * const model = await linearRegression().fit([[1], [2], [3]], [3, 5, 7]);
 * model.coef;       // Float64Array [2]
 * model.intercept;  // 1
 */
export function linearRegression(options: LinearRegressionOptions = {}): LinearEstimator {
  checkKnown('linearRegression', options, ['fitIntercept', 'solver']);
  const fitIntercept = checkFlag('linearRegression', 'fitIntercept', options.fitIntercept ?? true);
  const solver = readSolver('linearRegression', closedForms, options.solver ?? 'auto');
  const settings = { fitIntercept, solver: solver as Json };
  return linearEstimator('linearRegression', settings, (problem, run) =>
    typeof solver === 'string' ? solveClosedForm(problem, fitIntercept, 0, run) : descend(problem, fitIntercept, { l2: 0 }, solver, run),
  typeof solver === 'string' ? (caller, blocks, run) => solveClosedFormOfBlocks(caller, blocks, fitIntercept, 0, run) : undefined);
}
