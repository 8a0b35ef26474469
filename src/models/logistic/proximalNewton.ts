/**
 * L1: each step solves a lasso, the second-order model of the cost plus the penalty, over the coefficients that matter.
 * Knows no rows.
 * @see Yuan, Ho & Lin (2012), An improved GLMNET for L1-regularized logistic regression; Lee, Sun & Saunders (2014)
 */
import { pauser, type RunOptions } from '../../estimator/index.ts';
import { alphaOf, brokenBy, costOf, isNear, l1Penalty, relativeBreach, type L1Penalty } from './conditions.ts';
import type { Places } from './curvatureAt.ts';
import type { Standing } from './lineSearch.ts';
import type { Found, StoppingRule } from './found.ts';
import { standingAt } from './newton.ts';
import type { LogisticObjective } from './objective.ts';
import { inOnePass, startNear } from './fewerPasses.ts';
import { lassoOf, minimumOf, secondOrderModel, sweepModel } from './secondOrderModel.ts';

/** Parameters in one lasso: its matrix has the square of that. */
const mostParameters = 1500;
/** A tol below which more digits are wanted than asked for, and what is left where no more can be had. */
const fine = 1e-7;
const rounding = 1e-14;
/**
 * Far from its minimum a step leads too far, to too many coefficients: larger penalties come first, each this part of
 * the one before, from the one that the start is a minimum for; for so many steps, or until conditions hold so far.
 */
const levels = { ratio: 1 / 3, steps: 5, part: 0.7 };
/** While conditions are broken by more than this part of the penalty, so many sweeps through a model tell as much as its minimum. */
const rough = { from: 0.5, part: 0.1, most: 50 };

/**
 * min f(θ) + α Σ |θ_kj| / scaleⱼ: the penalty of the coefficients in units of X. Converged when the optimality conditions
 * hold to `tol`: |∂f| ≤ α/scale where a coefficient is 0, ∂f = −sign·α/scale where it is not.
 */
export async function proximalNewton(given: LogisticObjective, scale: Float64Array, alpha: number, { tol, maxIter }: StoppingRule, run: RunOptions, start?: Float64Array): Promise<Found> {
  const objective = inOnePass(given);
  const { size, outputs, columns: d, scaleAt } = objective;
  const pause = pauser(run.signal);
  const stride = size / outputs;
  const units = Float64Array.from({ length: size }, (_, e) => (e % stride < d && scale[e % stride] > 0 ? 1 / scale[e % stride] : 0));
  const begin = start ?? await startNear(given, (sampled, part, rule) => proximalNewton(sampled, scale, part * alpha, rule, { ...(run.signal && { signal: run.signal }) }));
  let at = await standingAt(objective, begin);
  let penalty = l1Penalty(units, Math.max(alpha, levels.ratio * alphaOf(at, units)));
  let optimality = relativeBreach(at, penalty, scaleAt);
  let iterations = 0;
  let steps = 0;
  let polished = 0;
  for (;;) {
    if (penalty.alpha > alpha && (steps >= levels.steps || isNear(at, penalty, levels.part))) {
      penalty = l1Penalty(units, Math.max(alpha, levels.ratio * penalty.alpha));
      optimality = relativeBreach(at, penalty, scaleAt);
      steps = 0;
    }
    const isLast = !(penalty.alpha > alpha);
    const isDone = isLast && optimality <= tol && (tol > fine || optimality <= rounding || polished >= 3);
    if (isDone || iterations >= maxIter) break;
    const next = await stepFrom(objective, at, penalty, scale, optimality, pause);
    if (next === undefined) {
      if (isLast) break;
      steps = levels.steps;
      continue;
    }
    const better = relativeBreach(next, penalty, scaleAt);
    if (isLast && optimality <= tol) {
      // as long as a step halves what is left
      polished++;
      if (!(better < optimality / 2)) break;
    }
    at = next;
    optimality = better;
    iterations++;
    steps++;
    run.onProgress?.({ label: 'logistic regression', done: iterations, total: maxIter });
  }
  return { ...at, iterations, optimality: relativeBreach(at, l1Penalty(units, alpha), scaleAt), dependent: 0 };
}

/** In parts of the curvature of each coefficient. Some, when directions without curvature or penalty to speak of lead too far. */
const dampings = [0, 1e-8, 1e-4, 1e-1];

/** Towards the minimum of the second-order model; undefined where no step gains more than rounding. */
async function stepFrom(
  objective: LogisticObjective, at: Standing, penalty: L1Penalty, scale: Float64Array, optimality: number, pause: () => Promise<void> | undefined,
): Promise<Standing | undefined> {
  const model = await secondOrderModel(objective, at, placesAt(objective, at, penalty, scale), scale);
  const isRough = !isNear(at, penalty, rough.from);
  // a model is worth solving as far as it holds: gaps shrink as the square of what is left
  const tol = Math.max(1e-13, Math.min(1e-4, 1e-2 * optimality * optimality));
  for (const damping of dampings) {
    const lasso = lassoOf(model, damping, penalty.alpha);
    const target = await (isRough ? sweepModel(model, lasso, rough, pause) : minimumOf(model, lasso, { tol, maxIter: 1000 }, pause));
    const next = await lineSearch(objective, at, target, penalty);
    if (next !== undefined) return next;
  }
  return undefined;
}

/** The coefficients that are not 0, and those that break their condition, the worst first where they are too many; in θ's order. */
function placesAt({ size, outputs, columns: d, scaleAt }: LogisticObjective, at: Standing, penalty: L1Penalty, scale: Float64Array): Places {
  const stride = size / outputs;
  const gradientScale = scaleAt(Infinity);
  const each = brokenBy(at, penalty).map((broken, e) => broken / gradientScale[e]);
  const wanted: number[] = [];
  let inUse = 0;
  for (let e = 0; e < size; e++) {
    if (e % stride === d || scale[e % stride] === 0) continue;
    if (at.theta[e] !== 0) inUse++;
    if (at.theta[e] !== 0 || each[e] > 0) wanted.push(e);
  }
  // few at a time: most that break their condition at first do not once others have come in
  const limit = Math.min(mostParameters, Math.max(2 * inUse, 100));
  const chosen = wanted.length <= limit ? wanted : wanted.sort((e, f) => each[f] - each[e] || e - f).slice(0, limit).sort((e, f) => e - f);
  return { outputs: Int32Array.from(chosen, (e) => Math.floor(e / stride)), columns: Int32Array.from(chosen, (e) => e % stride) };
}

/** Halves the way to `target` until the cost with its penalty falls by a hundredth of what the model's slope promises. */
async function lineSearch(objective: LogisticObjective, from: Standing, target: Float64Array, penalty: L1Penalty): Promise<Standing | undefined> {
  const before = from.value + costOf(penalty, from.theta);
  let promised = 0;
  for (let e = 0; e < target.length; e++) promised += from.gradient[e] * (target[e] - from.theta[e]) + penalty.l1[e] * (Math.abs(target[e]) - Math.abs(from.theta[e]));
  if (!(promised < 0)) return undefined;
  for (let trial = 0, t = 1; trial < 20; trial++, t /= 2) {
    const next = await standingAt(objective, t === 1 ? target : from.theta.map((value, e) => value + t * (target[e] - value)));
    if (next.value + costOf(penalty, next.theta) <= before + 0.01 * t * promised + 1e-13 * before) return next;
  }
  return undefined;
}
