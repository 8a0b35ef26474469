/** What lasso and elastic net share: their common options, checked, and the solver these ask for. */
import { checkFlag, checkNumber, type Json } from '../estimator/index.ts';
import { readSolver } from './solverOption.ts';
import { solveElasticNet, solveElasticNetOfBlocks } from './coordinateDescent/solver.ts';
import { descend, type DescentPenalty } from './gradientDescent/descent.ts';
import type { GradientDescent } from './gradientDescent/gradientDescent.ts';
import type { BlockSolver, LinearSolver } from './linearEstimator.ts';
import { softThreshold } from './coordinateDescent/penalty.ts';

/** 'auto' is coordinate descent. Gradient descent takes proximal steps, and its own maxIter and tol. */
export type PenaltySolver = 'auto' | 'coordinateDescent' | 'gradientDescent' | GradientDescent;

export interface PenaltyOptions {
  readonly alpha?: number;
  readonly fitIntercept?: boolean;
  readonly maxIter?: number;
  readonly tol?: number;
  readonly solver?: PenaltySolver;
}

/** Defaults filled in and ranges checked: the options as the model remembers them, and the solver. */
export function penalised(kind: string, given: PenaltyOptions, l1Ratio: number): { options: Readonly<Record<string, Json>>; solve: LinearSolver; solveBlocks?: BlockSolver } {
  const alpha = checkNumber(kind, 'alpha', given.alpha ?? 1, { min: 0 });
  const maxIter = checkNumber(kind, 'maxIter', given.maxIter ?? 10000, { min: 1, integer: true });
  const tol = checkNumber(kind, 'tol', given.tol ?? 1e-10, { above: 0 });
  const fitIntercept = checkFlag(kind, 'fitIntercept', given.fitIntercept ?? true);
  const solver = readSolver(kind, ['auto', 'coordinateDescent'], given.solver ?? 'auto');
  const settings = { alpha, l1Ratio, fitIntercept, maxIter, tol };
  return {
    options: { alpha, fitIntercept, maxIter, tol, solver: solver as Json },
    solve: (problem, run) => typeof solver === 'string'
      ? solveElasticNet(kind, settings, problem, run)
      : descend(problem, fitIntercept, descentPenalty(alpha, l1Ratio), solver, run),
    ...(typeof solver === 'string' && {
      solveBlocks: (caller, blocks, run) => {
        if (alpha * l1Ratio > 0) return solveElasticNetOfBlocks(kind, settings, caller, blocks, run);
        throw new RangeError(`${caller}: rows in blocks need a penalty with an L1 part here; alpha is ${alpha} and l1Ratio ${l1Ratio}, use ridge or linearRegression`);
      },
    }),
  };
}

/** Gradient descent's cost is the mean of squares, twice the objective of coordinate descent, so the penalties double. */
function descentPenalty(alpha: number, l1Ratio: number): DescentPenalty {
  const l1 = 2 * alpha * l1Ratio;
  const l2 = alpha * (1 - l1Ratio);
  if (l1 === 0) return { l2 };
  return { l2, proximal: { apply: (w, step) => softThreshold(w, step * l1), value: (w) => l1 * Math.abs(w) } };
}
