/** Gradient descent on the cost of a linear model, whole or in batches, with proximal steps for lasso. */
import { NdArray } from '../../array/index.ts';
import { pauser, type RunOptions } from '../../estimator/index.ts';
import { generator } from '../../random/index.ts';
import {
  difference, finishGradient, newPlace, penaltyValue, squaresCost, totalWeightOf, type DescentCost, type DescentPenalty, type Place,
} from './cost.ts';
import { geometryOf, type Geometry } from './geometry.ts';
import type { GradientDescent } from './gradientDescent.ts';
import type { LinearProblem } from '../linearEstimator.ts';
import type { LinearSolution } from '../linearModel.ts';

export { totalWeightOf, type DescentCost, type DescentPenalty, type Place } from './cost.ts';

const hopeless = 1000; // times the cost of the start

/**
 * Goes down cost = (1/n) Σ wᵢ (yᵢ − xᵢw − b)² + l2‖w‖² + Σ proximal.value(w), n = Σ wᵢ, summed over targets.
 * The lasso's ½ (1/n)… + α‖w‖₁ is half of this with proximal penalty 2α|w|.
 * @throws what `run.signal` was aborted with
 */
export function descend(problem: LinearProblem, fitIntercept: boolean, penalty: DescentPenalty, settings: GradientDescent, run: RunOptions): Promise<LinearSolution> {
  return descendCost(squaresCost(problem), fitIntercept, penalty, settings, run);
}

/** The same for the mean of another loss. */
export async function descendCost(descentCost: DescentCost, fitIntercept: boolean, penalty: DescentPenalty, settings: GradientDescent, run: RunOptions): Promise<LinearSolution> {
  const { problem, factor } = descentCost;
  const { X, Y } = problem;
  const pause = pauser(run.signal);
  const geometry = await geometryOf(descentCost, fitIntercept, penalty.l2, pause);
  const batch = Math.min(settings.batchSize ?? X.rows, X.rows);
  const rate = settings.learningRate ?? 1 / (smoothness(geometry, X.rows, batch) || 1);
  const weight = totalWeightOf(problem);
  const place = newPlace(Y.columns, X.columns);
  const gradient = newPlace(Y.columns, X.columns);
  const order = generator(settings.seed, 'gradient descent');

  const costHere = async (): Promise<number> => {
    clear(gradient);
    let losses = 0;
    for (let start = 0; start < X.rows; start += 4096) {
      losses += descentCost.addRows(place, gradient, undefined, start, Math.min(X.rows, start + 4096));
      await pause();
    }
    finishGradient(gradient, place, factor, weight, penalty.l2, fitIntercept);
    return losses / weight + penaltyValue(place.coef, penalty);
  };
  const batches = async (corrected: boolean): Promise<void> => {
    const shuffled = order.permutation(X.rows);
    const begin = copy(place);
    const whole = copy(gradient);
    for (let start = 0; start < X.rows; start += batch) {
      const end = Math.min(X.rows, start + batch);
      clear(gradient);
      if (corrected) descentCost.addChange(place, begin, gradient, shuffled, start, end);
      else descentCost.addRows(place, gradient, shuffled, start, end);
      // so many rows stand for all: the mean of batch gradients is the whole gradient
      finishGradient(gradient, corrected ? difference(place, begin) : place, factor, (weight * (end - start)) / X.rows, penalty.l2, fitIntercept);
      if (corrected) add(gradient, whole);
      // a last batch of fewer rows is noisier by as much, and would throw a whole step off
      move(place, gradient, (rate * (end - start)) / batch, penalty);
      await pause();
    }
  };

  const history = [await costHere()];
  const slopes = (): number => relativeGradient(place, gradient, geometry, penalty, rate, weight, factor);
  let optimality = slopes();
  let best = { cost: history[0], place: copy(place), optimality };
  let end: 'converged' | 'diverged' | 'out of passes' = optimality <= settings.tol ? 'converged' : 'out of passes';
  let passes = 0;
  let noisy = false; // plain batches gain no more
  while (end === 'out of passes' && passes < settings.maxIter) {
    passes++;
    if (batch < X.rows) await batches(noisy);
    else move(place, gradient, rate, penalty);
    const before = history[history.length - 1];
    const cost = await costHere();
    noisy ||= !(cost < 0.99 * before);
    if (Number.isFinite(cost)) history.push(cost);
    optimality = slopes();
    if (cost < best.cost || (cost === best.cost && optimality < best.optimality)) best = { cost, place: copy(place), optimality };
    if (!(cost <= hopeless * history[0])) end = 'diverged';
    else if (optimality <= settings.tol) {
      end = 'converged';
      best = { cost, place: copy(place), optimality };
    }
    run.onProgress?.({ label: 'gradient descent', done: passes, total: settings.maxIter });
  }
  if (end === 'out of passes' && history[history.length - 1] > history[0]) end = 'diverged';
  const note = noteOf(end, passes, best.optimality, rate, settings, geometry, batch < X.rows);
  return {
    coef: new NdArray(best.place.coef, [Y.columns, X.columns]), intercept: best.place.intercept,
    converged: end === 'converged', iterations: passes, optimality: best.optimality, history: Float64Array.from(history),
    ...(note !== '' && { note }),
  };
}

/** Expected smoothness of a batch, between that of all rows and that of the worst row (Gower et al., ICML 2019). */
function smoothness({ curvature, rowCurvature }: Geometry, rows: number, batch: number): number {
  if (batch === rows) return curvature;
  return ((rows * (batch - 1)) / (batch * (rows - 1))) * curvature + ((rows - batch) / (batch * (rows - 1))) * rowCurvature;
}

function move(place: Place, gradient: Place, step: number, { proximal }: DescentPenalty): void {
  for (let e = 0; e < place.coef.length; e++) {
    const moved = place.coef[e] - step * gradient.coef[e];
    place.coef[e] = proximal === undefined ? moved : proximal.apply(moved, step);
  }
  for (let t = 0; t < place.intercept.length; t++) place.intercept[t] -= step * gradient.intercept[t];
}

/** max |∂ⱼ| / (factor/n ‖xⱼ‖ ‖y − ȳ‖); with a proximal part, ∂ⱼ is what a step changes, divided by its length. */
function relativeGradient(place: Place, gradient: Place, { lengths, targetLengths }: Geometry, { proximal }: DescentPenalty, step: number, weight: number, factor: number): number {
  const d = lengths.length;
  let largest = 0;
  const look = (slope: number, size: number): void => {
    const relative = size > 0 ? (Math.abs(slope) * weight) / (factor * size) : 0;
    if (!(relative <= largest)) largest = relative; // NaN stays
  };
  for (let t = 0; t < targetLengths.length; t++) {
    for (let j = 0; j < d; j++) {
      const w = place.coef[t * d + j];
      const slope = gradient.coef[t * d + j];
      look(proximal === undefined ? slope : (w - proximal.apply(w - step * slope, step)) / step, lengths[j] * targetLengths[t]);
    }
    look(gradient.intercept[t], Math.sqrt(weight) * targetLengths[t]);
  }
  return Number.isFinite(largest) ? largest : Number.MAX_VALUE;
}

function noteOf(end: string, passes: number, optimality: number, rate: number, settings: GradientDescent, { curvature }: Geometry, batches: boolean): string {
  if (end === 'converged') return '';
  const safe = 2 / curvature;
  if (end === 'diverged') {
    const advice = batches ? `take a smaller one, well below ${figure(safe)}, or larger batches` : `take one below 2/L = ${figure(safe)}, or none and it is chosen`;
    return `gradient descent diverged at iteration ${passes} with learning rate ${figure(rate)}; ${advice}. The best weights on the way are returned`;
  }
  return `gradient descent stopped after maxIter = ${settings.maxIter} iterations with relative gradient ${figure(optimality)}, above tol = ${settings.tol}; ` +
    `raise maxIter, or standardise the columns: the cost is then rounder`;
}

const figure = (value: number): string => Number(value.toPrecision(3)).toString();

function clear({ coef, intercept }: Place): void {
  coef.fill(0);
  intercept.fill(0);
}

function add({ coef, intercept }: Place, other: Place): void {
  for (let e = 0; e < coef.length; e++) coef[e] += other.coef[e];
  for (let t = 0; t < intercept.length; t++) intercept[t] += other.intercept[t];
}

const copy = ({ coef, intercept }: Place): Place => ({ coef: coef.slice(), intercept: intercept.slice() });
