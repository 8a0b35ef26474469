/**
 * Newton's method, which for logistic regression is iteratively reweighted least squares. Few steps, each with the
 * whole matrix of second derivatives: for few parameters. Knows no rows.
 */
import type { RunOptions } from '../../estimator/index.ts';
import { choleskyFactor, choleskySolve, symmetricEigen } from '../../linalg/index.ts';
import { lineSearch, type Standing } from './lineSearch.ts';
import { relativeGradient, type LogisticObjective } from './objective.ts';

export interface Found extends Standing {
  readonly iterations: number;
  readonly optimality: number;
  /** Columns that are combinations of others, as far as the solver came to know. */
  readonly dependent: number;
}

export interface StoppingRule {
  /** On the relative gradient. */
  readonly tol: number;
  readonly maxIter: number;
}

/**
 * Steps H⁻¹g with a line search until the relative gradient is at most `tol`, then, as long as that halves it, the last
 * matrix once more: digits that cost a pass each. Where H is singular, its part that is not: from w = 0 the solution is
 * then the smallest of many.
 */
export async function newton(objective: LogisticObjective, penalised: boolean, { tol, maxIter }: StoppingRule, run: RunOptions): Promise<Found> {
  let at = await standingAt(objective, objective.start());
  let optimality = relativeGradient(objective, at.gradient);
  let iterations = 0;
  let dependent = 0;
  let system: NewtonSystem | undefined;
  // at least one step: beside a penalty that hides it, a coefficient is small, not 0
  while (optimality > (iterations === 0 ? 0 : tol) && iterations < maxIter) {
    system = factorHessian(objective, await objective.hessian(at.theta), penalised);
    if (iterations === 0) ({ dependent } = system);
    const next = await lineSearch(objective, at, system.solve(at.gradient));
    if (next === undefined) break;
    at = next;
    optimality = relativeGradient(objective, at.gradient);
    iterations++;
    run.onProgress?.({ label: 'logistic regression', done: iterations, total: maxIter });
  }
  if (system !== undefined && optimality <= tol) at = await polish(objective, at, system.solve, 4);
  return { ...at, iterations, optimality: relativeGradient(objective, at.gradient), dependent };
}

/** Whole steps as long as they halve the gradient, at most `most`: digits that cost a pass each. */
export async function polish(objective: LogisticObjective, from: Standing, solve: (gradient: Float64Array) => Float64Array, most: number): Promise<Standing> {
  let at = from;
  for (let extra = 0; extra < most; extra++) {
    const step = solve(at.gradient);
    const next = await standingAt(objective, at.theta.map((value, e) => value + step[e]));
    if (!(relativeGradient(objective, next.gradient) < relativeGradient(objective, at.gradient) / 2)) break;
    at = next;
  }
  return at;
}

export async function standingAt(objective: LogisticObjective, theta: Float64Array): Promise<Standing> {
  const gradient = new Float64Array(theta.length);
  return { theta, gradient, value: await objective.valueAndGradient(theta, gradient) };
}

export interface NewtonSystem {
  /** −H⁻¹g */
  readonly solve: (gradient: Float64Array) => Float64Array;
  readonly dependent: number;
}

const negligible = 1e-12; // of the largest eigenvalue, or of a pivot's diagonal

/** @param penalised  every coefficient has an L2 penalty: H is singular by rounding only */
export function factorHessian({ outputs, size }: LogisticObjective, H: Float64Array, penalised: boolean): NewtonSystem {
  const free = makeUnique(H, outputs, size);
  const negative = (x: Float64Array): Float64Array => x.map((value) => -value);
  const factor = choleskyFactor(H, size, negligible);
  if (factor !== undefined) return { solve: (gradient) => negative(choleskySolve(factor, gradient)), dependent: penalised ? 0 : free };
  // penalties may differ by orders of magnitude between columns: then each in its own unit
  const unit = Float64Array.from({ length: size }, (_, e) => (penalised ? 1 / Math.sqrt(H[e * size + e]) : 1));
  for (let e = 0; e < size; e++) for (let c = 0; c < size; c++) H[e * size + c] *= unit[e] * unit[c];
  const { values, vectors } = symmetricEigen(H, size);
  const smallest = negligible * values[size - 1];
  const lost = values.filter((value) => !(value > smallest)).length / Math.max(1, outputs - 1);
  return {
    solve: (gradient) => {
      const x = new Float64Array(size);
      for (let v = 0; v < size; v++) {
        if (!(values[v] > smallest)) continue;
        let along = 0;
        for (let e = 0; e < size; e++) along += vectors[v * size + e] * gradient[e] * unit[e];
        for (let e = 0; e < size; e++) x[e] -= (along / values[v]) * vectors[v * size + e];
      }
      return x.map((value, e) => value * unit[e]);
    },
    dependent: penalised ? 0 : Math.round(lost) + free,
  };
}

/**
 * Softmax does not change when the same is added to the scores of all classes: H is singular along it, and the gradient
 * has no part there. A positive number along it makes H invertible and leaves the step as it was. A parameter that
 * nothing depends on (a column without spread) gets a 1 on the diagonal; returns how many columns that are.
 */
function makeUnique(H: Float64Array, outputs: number, size: number): number {
  const stride = size / outputs;
  let free = 0;
  for (let j = 0; j < stride; j++) {
    let mean = 0;
    for (let k = 0; k < outputs; k++) mean += H[(k * stride + j) * (size + 1)] / outputs;
    if (mean === 0) {
      free++;
      for (let k = 0; k < outputs; k++) H[(k * stride + j) * (size + 1)] = 1;
    } else if (outputs > 1) {
      for (let k = 0; k < outputs; k++) for (let l = 0; l < outputs; l++) H[(k * stride + j) * size + l * stride + j] += mean / outputs;
    }
  }
  return free;
}
