/** What lasso and elastic net share: their common options, checked, and the solver these ask for. */
import { describe } from '../array/index.ts';
import { checkChoice, checkNumber, type Json } from '../estimator/index.ts';
import { solveElasticNet } from './coordinateDescentSolver.ts';
import type { LinearSolver } from './linearEstimator.ts';

/** 'auto' is coordinate descent. */
export type PenaltySolver = 'auto' | 'coordinateDescent';

export interface PenaltyOptions {
  readonly alpha?: number;
  readonly fitIntercept?: boolean;
  readonly maxIter?: number;
  readonly tol?: number;
  readonly solver?: PenaltySolver;
}

/** Defaults filled in and ranges checked: the options as the model remembers them, and the solver. */
export function penalised(kind: string, given: PenaltyOptions, l1Ratio: number): { options: Readonly<Record<string, Json>>; solve: LinearSolver } {
  const { alpha = 1, fitIntercept = true, maxIter = 10000, tol = 1e-10, solver = 'auto' } = given;
  checkNumber(kind, 'alpha', alpha, { min: 0 });
  checkNumber(kind, 'maxIter', maxIter, { min: 1, integer: true });
  checkNumber(kind, 'tol', tol, { above: 0 });
  checkFlag(kind, 'fitIntercept', fitIntercept);
  checkChoice(kind, 'solver', solver, ['auto', 'coordinateDescent']);
  const settings = { alpha, l1Ratio, fitIntercept, maxIter, tol };
  return { options: { alpha, fitIntercept, maxIter, tol, solver }, solve: (problem, run) => solveElasticNet(kind, settings, problem, run) };
}

/** @throws TypeError when `value` is not true or false */
export function checkFlag(caller: string, name: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new TypeError(`${caller}: ${name} must be true or false; it is ${describe(value)}`);
}
