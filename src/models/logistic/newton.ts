/**
 * Newton's method, which for logistic regression is iteratively reweighted least squares. Few steps, each with the
 * whole matrix of second derivatives: for few parameters. Knows no rows.
 */
import type { RunOptions } from '../../estimator/index.ts';
import { choleskyFactor, choleskySolve, symmetricEigen } from '../../linalg/index.ts';
import type { Basis, Found, StoppingRule } from './found.ts';
import { dot, lineSearch, type Standing } from './lineSearch.ts';
import { relativeGradient, type LogisticObjective } from './objective.ts';
import { inOnePass, startNear } from './fewerPasses.ts';

/**
 * Steps H⁻¹g with a line search until the relative gradient is at most `tol`, then, as long as that halves it, the last
 * matrix once more: digits that cost a pass each.
 * @param penalised  every coefficient has an L2 penalty; else columns may depend on each other with nothing to decide between them
 */
export async function newton(given: LogisticObjective, penalised: boolean, { tol, maxIter }: StoppingRule, run: RunOptions, start?: Float64Array): Promise<Found> {
  const objective = inOnePass(given);
  const begin = start ?? await startNear(given, (sampled, _part, rule) => newton(sampled, penalised, rule, { ...(run.signal && { signal: run.signal }) }));
  let at = await standingAt(objective, begin);
  if (start === undefined && at.value > objective.startValue) at = await standingAt(objective, objective.start());
  let optimality = relativeGradient(objective, at);
  let iterations = 0;
  let dependent = 0;
  let basis: Basis | undefined;
  let system: NewtonSystem | undefined;
  // at least one step: beside a penalty that hides it, a coefficient is small, not 0
  while (optimality > (iterations === 0 ? 0 : tol) && iterations < maxIter) {
    const H = await objective.hessian(at.theta);
    if (iterations === 0 && !penalised) ({ dependent, basis } = independent(objective, H));
    system = factorHessian(objective, H, basis);
    const next = await lineSearch(objective, at, system.solve(at.gradient));
    if (next === undefined) break;
    at = next;
    optimality = relativeGradient(objective, at);
    iterations++;
    run.onProgress?.({ label: 'logistic regression', done: iterations, total: maxIter });
  }
  if (system !== undefined && optimality <= tol) {
    // the matrix of where it stands, where that is known already
    if (objective.streamed) system = factorHessian(objective, await objective.hessian(at.theta), basis);
    at = await polish(objective, at, system.solve, 4);
  }
  return { ...at, iterations, optimality: relativeGradient(objective, at), dependent, ...(basis && { basis }) };
}

/** In parts of the gradient's scale: what no step makes less. */
const rounding = 1e-15;

/** Whole steps as long as they halve the gradient, at most `most`: digits that cost a pass each. */
export async function polish(objective: LogisticObjective, from: Standing, solve: (gradient: Float64Array) => Float64Array, most: number): Promise<Standing> {
  let at = from;
  for (let extra = 0; extra < most && relativeGradient(objective, at) > rounding; extra++) {
    const step = solve(at.gradient);
    const next = await standingAt(objective, at.theta.map((value, e) => value + step[e]));
    if (!(relativeGradient(objective, next) < relativeGradient(objective, at) / 2)) break;
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
}

/**
 * Where columns depend on each other, and nothing else decides between their coefficients: the directions in which the
 * cost bends at the start. Steps stay within them, and so from w = 0 the coefficients are the smallest of many.
 */
export function independent({ outputs, size }: LogisticObjective, H: Float64Array): { readonly dependent: number; readonly basis?: Basis } {
  const whole = H.slice();
  const free = makeUnique(whole, outputs, size);
  if (choleskyFactor(whole, size, negligible) !== undefined) return { dependent: free };
  const { values, vectors } = symmetricEigen(whole, size);
  const lost = values.findIndex((value) => value > negligible * values[size - 1]);
  return { dependent: free + Math.round(lost / Math.max(1, outputs - 1)), basis: { vectors: vectors.slice(lost * size), count: size - lost } };
}

/** Of the largest eigenvalue, or of a pivot's diagonal: what columns that depend on each other leave. */
const negligible = 1e-12;
/** The same for directions that bend less and less, as those in which classes separate: near rounding. */
const tiny = 1e-15;

export function factorHessian({ outputs, size }: LogisticObjective, H: Float64Array, basis?: Basis): NewtonSystem {
  makeUnique(H, outputs, size);
  const negative = (x: Float64Array): Float64Array => x.map((value) => -value);
  if (basis === undefined) {
    const factor = choleskyFactor(H, size, tiny);
    return { solve: factor === undefined ? pseudoInverse(H, size) : (gradient) => negative(choleskySolve(factor, gradient)) };
  }
  const { vectors, count } = basis;
  const reduced = new Float64Array(count * count);
  const rows = Array.from({ length: count }, (_, v) => times(H, vectors.subarray(v * size, (v + 1) * size)));
  for (let v = 0; v < count; v++) for (let u = 0; u < count; u++) reduced[v * count + u] = dot(rows[v], vectors.subarray(u * size, (u + 1) * size));
  const factor = choleskyFactor(reduced, count, tiny);
  const within = factor === undefined ? pseudoInverse(reduced, count) : (gradient: Float64Array): Float64Array => negative(choleskySolve(factor, gradient));
  return {
    solve: (gradient) => {
      const step = within(times(vectors, gradient));
      const x = new Float64Array(size);
      for (let v = 0; v < count; v++) for (let e = 0; e < size; e++) x[e] += step[v] * vectors[v * size + e];
      return x;
    },
  };
}

/** −H⁺g, parameters in units in which H has 1 on its diagonal: penalties may differ by orders of magnitude between columns. */
function pseudoInverse(H: Float64Array, size: number): (gradient: Float64Array) => Float64Array {
  const unit = Float64Array.from({ length: size }, (_, e) => 1 / Math.sqrt(H[e * (size + 1)] || 1));
  const { values, vectors } = symmetricEigen(H.map((value, at) => value * unit[Math.floor(at / size)] * unit[at % size]), size);
  return (gradient) => {
    const x = new Float64Array(size);
    const scaled = gradient.map((value, e) => value * unit[e]);
    for (let v = 0; v < size; v++) {
      if (!(values[v] > negligible * values[size - 1])) continue;
      const vector = vectors.subarray(v * size, (v + 1) * size);
      const along = dot(vector, scaled) / values[v];
      for (let e = 0; e < size; e++) x[e] -= along * vector[e] * unit[e];
    }
    return x;
  };
}

/** Rows of a row-major matrix times x. */
function times(rows: Float64Array, x: Float64Array): Float64Array {
  return Float64Array.from({ length: rows.length / x.length }, (_, i) => dot(rows.subarray(i * x.length, (i + 1) * x.length), x));
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
