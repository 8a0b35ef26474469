/** The options that linear regression and ridge share, checked. */
import { describe } from '../array/index.ts';
import { gradientDescent, isGradientDescent, type GradientDescent } from './gradientDescent/gradientDescent.ts';

/** How to solve: in closed form ('auto', 'leastSquares'), or by gradient descent. */
export type ClosedFormSolver = 'auto' | 'leastSquares' | 'gradientDescent' | GradientDescent;

/** 'gradientDescent' becomes gradientDescent() with its defaults. @throws TypeError for anything else */
export function readSolver(caller: string, solver: unknown): 'auto' | 'leastSquares' | GradientDescent {
  if (solver === 'auto' || solver === 'leastSquares') return solver;
  if (solver === 'gradientDescent') return gradientDescent();
  if (isGradientDescent(solver)) {
    const { name: _, ...options } = solver;
    return gradientDescent(options); // checked again: it may have come from JSON
  }
  throw new TypeError(`${caller}: solver must be 'auto', 'leastSquares', 'gradientDescent' or gradientDescent({ … }); it is ${describe(solver)}`);
}

/** @throws TypeError when `value` is not true or false */
export function checkFlag(caller: string, name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new TypeError(`${caller}: ${name} must be true or false; it is ${describe(value)}`);
  return value;
}
