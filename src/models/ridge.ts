/** Ridge regression: least squares with the squared length of w as penalty. Knows only its options and their solver. */
import { checkFlag, checkKnown, checkNumber, type Json } from '../estimator/index.ts';
import { closedForms, readSolver, type ClosedFormSolver } from './solverOption.ts';
import { descend, totalWeightOf } from './gradientDescent/descent.ts';
import { solveClosedForm, solveClosedFormOfBlocks } from './leastSquaresSolver.ts';
import { linearEstimator, type LinearEstimator } from './linearEstimator.ts';

export interface RidgeOptions {
  /** Weight of the penalty, at least 0. Default 1. */
  readonly alpha?: number;
  /** Fit b, which is never penalised. Default true. */
  readonly fitIntercept?: boolean;
  /** As for linearRegression. Default 'auto'. */
  readonly solver?: ClosedFormSolver;
}

/**
 * Ridge regression (L2).  min over w, b of  Σᵢ sᵢ (yᵢ − xᵢw − b)² + α‖w‖²,  sᵢ the sample weights.
 *
 * The objective is scikit-learn's. Written as a mean, (1/n)‖y − Xw − b‖² + λΣw², the same penalty is α = nλ: gradient
 * descent runs on that form with λ = α/Σs. The penalty depends on the units of the columns: standardise them first.
 * With alpha = 0 it is linear regression.
 *
 * Solved in closed form, O(n d²) by Cholesky, pivoted QR when alpha is tiny and columns nearly dependent; both refined
 * in extended precision.
 *
 * @throws RangeError when alpha is below 0 or not finite; TypeError for an unknown option
 * @see Hoerl & Kennard, Technometrics 12, 1970
 * @example
 * const model = await ridge({ alpha: 2 }).fit([[-1], [0], [1]], [-2, 0, 2]);
 * model.coef;  // Float64Array [1]
 */
export function ridge(options: RidgeOptions = {}): LinearEstimator {
  checkKnown('ridge', options, ['alpha', 'fitIntercept', 'solver']);
  const alpha = checkNumber('ridge', 'alpha', options.alpha ?? 1, { min: 0 });
  const fitIntercept = checkFlag('ridge', 'fitIntercept', options.fitIntercept ?? true);
  const solver = readSolver('ridge', closedForms, options.solver ?? 'auto');
  const settings = { alpha, fitIntercept, solver: solver as Json };
  return linearEstimator('ridge', settings, (problem, run) =>
    typeof solver === 'string'
      ? solveClosedForm(problem, fitIntercept, alpha, run)
      : descend(problem, fitIntercept, { l2: alpha / totalWeightOf(problem) }, solver, run),
  typeof solver === 'string' ? (caller, blocks, run) => solveClosedFormOfBlocks(caller, blocks, fitIntercept, alpha, run) : undefined);
}
