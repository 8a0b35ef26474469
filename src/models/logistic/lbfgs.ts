/**
 * L-BFGS: a step from the last few changes of the gradient, for many parameters. Knows no rows.
 * @see Nocedal & Wright, Numerical Optimization, 2006, algorithm 7.4
 */
import type { RunOptions } from '../../estimator/index.ts';
import { dot, lineSearch, type Standing } from './lineSearch.ts';
import type { Found, StoppingRule } from './found.ts';
import { polish, standingAt } from './newton.ts';
import { relativeGradient, type LogisticObjective } from './objective.ts';
import { preconditioner, rowsOfCurvature, type Preconditioner } from './preconditioner.ts';

const memory = 10;
/** The iterations after which the preconditioner is made again, where the descent then stands; the first two only after a start from nothing. */
const renewals = [3, 10, 30, 100, 300];

/** Rows per parameter of an output in a sample whose minimum is a start, at least: it lies within about √(1/20) of that of all rows. */
const rowsOfStart = 20;
/** How many times as many rows make a sample worth it, and how far its minimum is sought: not beyond what the sample knows. */
const worthSampling = 4;
const stopInSample: StoppingRule = { tol: 1e-2, maxIter: 12 };
/** Beyond this tolerance digits are not what was asked for: no pass is spent on more of them. */
const mostPolished = 1e-8;

interface Change {
  readonly step: Float64Array;
  readonly gradient: Float64Array;
  /** stepᵀgradient */
  readonly product: number;
}

/** Where a descent begins: near the minimum or not, and with a preconditioner of there where one is known. */
interface Start {
  readonly at: Standing;
  readonly near: boolean;
  readonly apply?: Preconditioner;
}

interface Descent {
  readonly at: Standing;
  readonly iterations: number;
  readonly apply: Preconditioner;
  /** The preconditioner is of near where the descent stands, not of its start. */
  readonly renewed: boolean;
}

/** Stops when the relative gradient is at most `tol`, after `maxIter` steps, or when no step gains more than rounding. */
export async function lbfgs(objective: LogisticObjective, rule: StoppingRule, run: RunOptions, start?: Float64Array): Promise<Found> {
  const begin = start === undefined ? await nearMinimum(objective, run) : { at: await standingAt(objective, start), near: true };
  const { at, iterations } = await descend(objective, begin, rule, rowsOfCurvature(objective), run);
  return { ...at, iterations, optimality: relativeGradient(objective, at), dependent: 0 };
}

/** @param curvatureRows  that a preconditioner made on the way is of */
async function descend(objective: LogisticObjective, { at: begin, near, apply: known }: Start, { tol, maxIter }: StoppingRule, curvatureRows: number, run: RunOptions): Promise<Descent> {
  let at = begin;
  let optimality = relativeGradient(objective, at);
  let apply = known ?? await preconditioner(objective, at.theta);
  let renewed = false;
  let changes: Change[] = [];
  let iterations = 0;
  while (optimality > (iterations === 0 ? 0 : tol) && iterations < maxIter) { // at least one step, as Newton's
    const next = await lineSearch(objective, at, directionOf(at.gradient, changes, apply));
    if (next === undefined) {
      if (changes.length === 0) break;
      changes = []; // once more without what was remembered
      continue;
    }
    remember(changes, at, next);
    at = next;
    optimality = relativeGradient(objective, at);
    iterations++;
    run.onProgress?.({ label: 'logistic regression', done: iterations, total: maxIter });
    if (renewals.indexOf(iterations, near ? 2 : 0) >= 0) {
      apply = await preconditioner(objective, at.theta, curvatureRows);
      renewed = true;
    }
  }
  if (optimality <= tol && tol <= mostPolished) at = await polish(objective, at, (gradient) => directionOf(gradient, changes, apply), 3);
  return { at, iterations, apply, renewed };
}

/**
 * The minimum of a sample of the rows, where there are many, for a few passes over all of them less; and what the
 * sample knows of the second derivatives there, which is as much as a preconditioner would ask.
 */
async function nearMinimum(objective: LogisticObjective, run: RunOptions): Promise<Start> {
  const { rows, outputs, size } = objective;
  const start = objective.start();
  const least = Math.max(500, Math.ceil(rowsOfStart * size / outputs));
  if (least * worthSampling > rows) return { at: await standingAt(objective, start), near: false };
  const count = Math.min(Math.max(least, rowsOfCurvature(objective)), Math.floor(rows / worthSampling));
  const sampled = await objective.sampled(count);
  const quiet = { ...(run.signal && { signal: run.signal }) };
  const begin = await standingAt(sampled, sampled.start());
  const found = await descend(sampled, { at: begin, near: false, apply: await preconditioner(sampled, begin.theta, least) }, stopInSample, count, quiet);
  const at = await standingAt(objective, found.at.theta);
  // a sample may be separable where all rows are not, and lead far away
  if (!(at.value < objective.startValue)) return { at: await standingAt(objective, start), near: false };
  const part = count / rows;
  const apply: Preconditioner = (v) => found.apply(v).map((value) => part * value);
  return { at, near: true, ...(found.renewed && { apply }) };
}

function remember(changes: Change[], from: Standing, to: Standing): void {
  const step = to.theta.map((value, e) => value - from.theta[e]);
  const gradient = to.gradient.map((value, e) => value - from.gradient[e]);
  const product = dot(step, gradient);
  if (!(product > 0)) return; // lost in rounding
  changes.push({ step, gradient, product });
  if (changes.length > memory) changes.shift();
}

/** −B⁻¹g by the two loops; B starts as the preconditioner, scaled to the last change. */
function directionOf(gradient: Float64Array, changes: readonly Change[], apply: Preconditioner): Float64Array {
  const q = gradient.map((value) => -value);
  const along = new Float64Array(changes.length);
  for (let c = changes.length - 1; c >= 0; c--) {
    along[c] = dot(changes[c].step, q) / changes[c].product;
    add(q, changes[c].gradient, -along[c]);
  }
  const direction = apply(q);
  const last = changes.at(-1);
  if (last !== undefined) {
    const factor = last.product / dot(last.gradient, apply(last.gradient));
    for (let e = 0; e < direction.length; e++) direction[e] *= factor;
  }
  for (let c = 0; c < changes.length; c++) add(direction, changes[c].step, along[c] - dot(changes[c].gradient, direction) / changes[c].product);
  return direction;
}

function add(to: Float64Array, values: Float64Array, factor: number): void {
  for (let e = 0; e < to.length; e++) to[e] += factor * values[e];
}
