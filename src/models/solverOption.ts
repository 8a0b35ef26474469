/** The option `solver`, which all regressions have: a method of their own, or gradient descent. */
import { describe } from '../array/index.ts';
import { gradientDescent, isGradientDescent, type GradientDescent } from './gradientDescent/gradientDescent.ts';

/** How linear regression and ridge are solved: in closed form ('auto', 'leastSquares'), or by gradient descent. */
export type ClosedFormSolver = 'auto' | 'leastSquares' | 'gradientDescent' | GradientDescent;

export const closedForms: readonly ['auto', 'leastSquares'] = ['auto', 'leastSquares'];

/**
 * @param methods  the names of the regression's own methods; 'gradientDescent' becomes gradientDescent() with its defaults
 * @throws TypeError for anything else
 */
export function readSolver<const M extends string>(caller: string, methods: readonly M[], solver: unknown): M | GradientDescent {
  if (methods.includes(solver as M)) return solver as M;
  if (solver === 'gradientDescent') return gradientDescent();
  if (isGradientDescent(solver)) {
    const { name: _, ...options } = solver;
    return gradientDescent(options); // checked again: it may have come from JSON
  }
  const names = [...methods, 'gradientDescent'].map((name) => `'${name}'`).join(', ');
  throw new TypeError(`${caller}: solver must be ${names} or gradientDescent({ … }); it is ${describe(solver)}`);
}
