/** Linear regression and ridge in closed form: calls linalg's least squares and says what its result means. */
import { NdArray, type RowBlocks } from '../array/index.ts';
import { pauser, type RunOptions } from '../estimator/index.ts';
import { gramOf, solveLeastSquares, solveLeastSquaresOfBlocks, type LeastSquaresSolution } from '../linalg/index.ts';
import type { LinearProblem } from './linearEstimator.ts';
import type { LinearSolution, StandardErrors } from './linearModel.ts';

/** Largest relative normal-equation residual that counts as solved. Only rounding of huge coefficients leaves more. */
const tolerance = 1e-6;

/** min Σ wᵢ (yᵢ − xᵢw − b)² + α‖w‖²; with standard errors when alpha is 0 and no column depends on others. */
export async function solveClosedForm(problem: LinearProblem, fitIntercept: boolean, alpha: number, run: RunOptions): Promise<LinearSolution> {
  const { X, checkX, Y, weights } = problem;
  const found = await solveLeastSquares({ X, ...(checkX && { checkX }), Y, ...(weights && { weights }), intercept: fitIntercept, alpha }, pauser(run.signal));
  return solutionOf(found, X.columns, Y.columns, fitIntercept, alpha);
}

/**
 * The same for rows that come in blocks, walked twice.
 * @throws RangeError for columns that need more precision than blocks are given, and for numbers beyond 1e±100
 */
export async function solveClosedFormOfBlocks(caller: string, blocks: RowBlocks, fitIntercept: boolean, alpha: number, run: RunOptions): Promise<LinearSolution> {
  const pause = pauser(run.signal);
  const products = await gramOf(blocks, { center: fitIntercept }, pause);
  const found = await solveLeastSquaresOfBlocks(blocks, products, { intercept: fitIntercept, alpha }, pause);
  if (found !== undefined) return solutionOf(found, blocks.features, blocks.targets, fitIntercept, alpha);
  throw new RangeError(`${caller}: columns of rows in blocks must not be constant or nearly dependent, nor beyond 1e±100; these are, drop or scale some, ${alpha > 0 ? 'raise alpha' : 'use ridge'}, or fit them in memory`);
}

function solutionOf(found: LeastSquaresSolution, features: number, targets: number, fitIntercept: boolean, alpha: number): LinearSolution {
  const note = noteOf(found, features, alpha, fitIntercept);
  const errors = alpha === 0 ? standardErrors(found, features, fitIntercept) : undefined;
  return {
    coef: new NdArray(found.coef, [targets, features]),
    intercept: found.intercept,
    converged: found.settled && found.optimality <= tolerance,
    iterations: found.refinements,
    optimality: found.optimality,
    ...(alpha === 0 && { rank: found.rank }),
    ...(errors && { errors }),
    ...(note !== '' && { note }),
  };
}

/** Undefined when σ cannot be estimated: dependent columns, or no more rows than parameters. */
function standardErrors(found: LeastSquaresSolution, nFeatures: number, fitIntercept: boolean): StandardErrors | undefined {
  const degreesOfFreedom = found.totalWeight - found.rank - (fitIntercept ? 1 : 0);
  const factors = found.errorFactors;
  if (factors === undefined || degreesOfFreedom <= 0) return undefined;
  const residual = found.residualLength.map((length) => length / Math.sqrt(degreesOfFreedom));
  const coef = new Float64Array(residual.length * nFeatures);
  residual.forEach((sigma, t) => factors.coef.forEach((factor, j) => {
    coef[t * nFeatures + j] = sigma * factor;
  }));
  return { coef: new NdArray(coef, [residual.length, nFeatures]), intercept: residual.map((sigma) => sigma * factors.intercept), residual, degreesOfFreedom };
}

function noteOf(found: LeastSquaresSolution, nFeatures: number, alpha: number, fitIntercept: boolean): string {
  const notes: string[] = [];
  const dependent = nFeatures - found.rank;
  if (dependent > 0 && alpha === 0) {
    const constant = fitIntercept ? ', or are constant' : ', or are zero';
    notes.push(`${dependent} of ${nFeatures} columns of X depend on the others${constant}: many coefficients fit equally well, these are the smallest (minimum norm) and single ones must not be interpreted`);
  }
  if (!found.settled) notes.push('the columns of X are so nearly dependent that refinement did not settle: digits of single coefficients may be wrong; drop or combine columns, or use ridge');
  else if (!(found.optimality <= tolerance)) {
    notes.push(`rounding the coefficients to float64 alone leaves a relative residual of ${Number(found.optimality.toPrecision(2))} in the normal equations: ` +
      'columns of X nearly cancel in the prediction; drop or combine some, or use ridge');
  }
  return notes.join('; ');
}
