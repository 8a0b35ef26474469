/**
 * L1: each step solves a lasso, the second-order model of the cost plus the penalty, over the columns that matter.
 * Knows no rows.
 * @see Yuan, Ho & Lin (2012), An improved GLMNET for L1-regularized logistic regression; Lee, Sun & Saunders (2014)
 */
import { pauser, type RunOptions } from '../../estimator/index.ts';
import { choleskyFactor, choleskySolve } from '../../linalg/index.ts';
import { coordinateDescent } from '../coordinateDescent/coordinateDescent.ts';
import { designFromGram } from '../coordinateDescent/gram.ts';
import { standingAt, type Found, type StoppingRule } from './newton.ts';
import type { LogisticObjective } from './objective.ts';
import { dot, type Standing } from './lineSearch.ts';

/** Parameters in one lasso: its matrix has the square of that. */
const mostParameters = 1500;

/**
 * min f(θ) + α Σ |θ_kj| / scaleⱼ: the penalty of the coefficients in units of X. Converged when the optimality conditions
 * hold to `tol`: |∂f| ≤ α/scale where a coefficient is 0, ∂f = −sign·α/scale where it is not.
 */
export async function proximalNewton(objective: LogisticObjective, scale: Float64Array, alpha: number, { tol, maxIter }: StoppingRule, run: RunOptions, start: Float64Array = objective.start()): Promise<Found> {
  const { outputs, size, columns: d } = objective;
  const pause = pauser(run.signal);
  const stride = size / outputs;
  const l1 = Float64Array.from({ length: size }, (_, e) => (e % stride < d && scale[e % stride] > 0 ? alpha / scale[e % stride] : 0));
  const penaltyOf = (theta: Float64Array): number => theta.reduce((sum, value, e) => sum + l1[e] * Math.abs(value), 0);
  let at = await standingAt(objective, start);
  let optimality = conditions(objective, at, l1).largest;
  let iterations = 0;
  let polished = 0;
  // after tol is reached: as long as a step halves what is left, at most three
  while (iterations < maxIter && optimality > 0 && (optimality > tol || polished < 3)) {
    const features = featuresAt(objective, at, l1, Math.max(1, Math.floor(mostParameters / outputs)));
    // a model is worth solving as far as it holds: gaps shrink as the square of what is left
    const gap = Math.max(1e-13, Math.min(1e-4, 1e-2 * optimality * optimality));
    const model = await secondOrderModel(objective, at, features, scale);
    let next: Standing | undefined;
    for (const damping of dampings) {
      const target = await minimumOf(model, damping, alpha, gap, pause);
      next = await lineSearch(objective, at, target, penaltyOf, l1);
      if (next !== undefined) break;
    }
    if (next === undefined) break;
    const better = conditions(objective, next, l1).largest;
    if (optimality <= tol) {
      polished++;
      if (!(better < optimality / 2)) break;
    }
    at = next;
    optimality = better;
    iterations++;
    run.onProgress?.({ label: 'logistic regression', done: iterations, total: maxIter });
  }
  return { ...at, iterations, optimality, dependent: 0 };
}

/** How far each parameter's optimality condition is broken, in parts of the gradient's scale. */
function conditions({ gradientScale }: LogisticObjective, { theta, gradient }: Standing, l1: Float64Array): { each: Float64Array; largest: number } {
  let largest = 0;
  const each = theta.map((value, e) => {
    const broken = value === 0 ? Math.max(0, Math.abs(gradient[e]) - l1[e]) : Math.abs(gradient[e] + Math.sign(value) * l1[e]);
    const relative = broken / gradientScale[e];
    if (!(relative <= largest)) largest = relative;
    return relative;
  });
  return { each, largest };
}

/** The columns with a coefficient, and those that break their condition, the worst first where they are too many; ascending. */
function featuresAt(objective: LogisticObjective, at: Standing, l1: Float64Array, most: number): Int32Array {
  const { size, outputs, columns: d } = objective;
  const stride = size / outputs;
  const { each } = conditions(objective, at, l1);
  const worst = new Float64Array(d);
  const wanted: number[] = [];
  let inUse = 0;
  for (let j = 0; j < d; j++) {
    let used = false;
    for (let k = 0; k < outputs; k++) {
      used ||= at.theta[k * stride + j] !== 0;
      worst[j] = Math.max(worst[j], each[k * stride + j]);
    }
    if (used) inUse++;
    if (used || worst[j] > 0) wanted.push(j);
  }
  // few at a time: most columns that break their condition at first do not once others have come in
  const limit = Math.min(most, Math.max(2 * inUse, 100));
  const chosen = wanted.length <= limit ? wanted : wanted.sort((i, j) => worst[j] - worst[i] || i - j).slice(0, limit);
  return Int32Array.from(chosen).sort();
}

/** ½δᵀHδ + gᵀδ in the coefficients of X, in units of X, with the intercepts at their best for each. */
interface SecondOrderModel {
  /** Where it is made. */
  readonly w: Float64Array;
  readonly xx: Float64Array;
  readonly slope: Float64Array;
  /** θ with these coefficients. */
  readonly thetaAt: (w: Float64Array) => Float64Array;
  /** Any number that is large enough beside ‖b‖² of the least squares that this is. */
  readonly slack: number;
}

/** The intercepts have no penalty and are eliminated first, δb = −B⁻¹(g_b + C δw): what is left with the penalty is a lasso. */
async function secondOrderModel(objective: LogisticObjective, { theta, gradient }: Standing, features: Int32Array, scale: Float64Array): Promise<SecondOrderModel> {
  const { outputs, size, columns: d, intercept, totalWeight } = objective;
  const stride = size / outputs;
  const m = features.length + (intercept ? 1 : 0);
  const H = await objective.hessian(theta, features);
  const width = outputs * m;
  const places: number[] = []; // of the coefficients in θ, and in H
  const inH: number[] = [];
  for (let k = 0; k < outputs; k++) {
    features.forEach((j, i) => {
      if (scale[j] === 0) return;
      places.push(k * stride + j);
      inH.push(k * m + i);
    });
  }
  const p = places.length;
  const unit = Float64Array.from(places, (e) => scale[e % stride]);
  const gb = Float64Array.from({ length: intercept ? outputs : 0 }, (_, k) => gradient[k * stride + d]);
  const C = inH.map((row) => Float64Array.from(gb, (_, k) => H[row * width + k * m + m - 1]));
  const eliminate = eliminator(H, width, m, gb.length);
  const solvedGb = eliminate(gb);
  const solved = C.map(eliminate);
  const xx = new Float64Array(p * p);
  const slope = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    slope[i] = (gradient[places[i]] - dot(C[i], solvedGb)) * unit[i];
    for (let l = 0; l <= i; l++) xx[i * p + l] = xx[l * p + i] = (H[inH[i] * width + inH[l]] - dot(C[i], solved[l])) * unit[i] * unit[l];
    xx[i * p + i] = Math.max(0, xx[i * p + i]);
  }
  const w = Float64Array.from(places, (e, i) => theta[e] / unit[i]);
  const thetaAt = (target: Float64Array): Float64Array => {
    const out = theta.slice();
    const moved = gb.slice();
    places.forEach((e, i) => {
      out[e] = target[i] * unit[i];
      for (let k = 0; k < moved.length; k++) moved[k] += C[i][k] * (target[i] - w[i]) * unit[i];
    });
    eliminate(moved).forEach((value, k) => { out[k * stride + d] -= value; });
    return out;
  };
  return { w, xx, slope, thetaAt, slack: totalWeight };
}

/** In parts of the curvature of each coefficient. Some, when directions without curvature or penalty to speak of lead too far. */
const dampings = [0, 1e-8, 1e-4, 1e-1];

/** θ at the minimum of the model plus α‖w‖₁, as ½‖b − Aw‖² + α‖w‖₁ with AᵀA = xx and Aᵀb = xx·w₀ − slope. */
async function minimumOf({ w, xx: plain, slope, thetaAt, slack }: SecondOrderModel, damping: number, alpha: number, tol: number, pause: () => Promise<void> | undefined): Promise<Float64Array> {
  const p = w.length;
  const xx = plain.slice();
  for (let i = 0; i < p; i++) xx[i * p + i] *= 1 + damping;
  const xy = new Float64Array(p);
  let yy = 0;
  for (let i = 0; i < p; i++) {
    let sum = 0;
    for (let l = 0; l < p; l++) sum += xx[i * p + l] * w[l];
    xy[i] = sum - slope[i];
    yy += w[i] * (sum - 2 * slope[i]);
  }
  const design = designFromGram({ xx, xy, yy: Float64Array.of(Math.max(yy, 0) + slack), means: new Float64Array(p), targetMeans: new Float64Array(1), totalWeight: 1, rows: p });
  const point = { w: w.slice(), u: slope.map((value) => -value) };
  await coordinateDescent(design, { l1: alpha, l2: 0 }, point, { tol, maxIter: 1000 }, alpha, pause);
  return thetaAt(point.w);
}

/** B⁻¹ of the intercepts' block; for softmax made invertible along equal intercepts, where gradients have no part. */
function eliminator(H: Float64Array, width: number, m: number, outputs: number): (v: Float64Array) => Float64Array {
  const B = new Float64Array(outputs * outputs);
  let mean = 0;
  for (let k = 0; k < outputs; k++) {
    for (let l = 0; l < outputs; l++) B[k * outputs + l] = H[(k * m + m - 1) * width + l * m + m - 1];
    mean += B[k * outputs + k] / outputs;
  }
  if (outputs > 1) for (let e = 0; e < B.length; e++) B[e] += mean / outputs;
  const factor = choleskyFactor(B, outputs, 1e-14);
  return factor === undefined ? (v) => new Float64Array(v.length) : (v) => choleskySolve(factor, v);
}

/** Halves the way to `target` until the cost with its penalty falls by a hundredth of what the model's slope promises. */
async function lineSearch(objective: LogisticObjective, from: Standing, target: Float64Array, penaltyOf: (theta: Float64Array) => number, l1: Float64Array): Promise<Standing | undefined> {
  const before = from.value + penaltyOf(from.theta);
  let promised = 0;
  for (let e = 0; e < target.length; e++) promised += from.gradient[e] * (target[e] - from.theta[e]) + l1[e] * (Math.abs(target[e]) - Math.abs(from.theta[e]));
  if (!(promised < 0)) return undefined;
  for (let trial = 0, t = 1; trial < 20; trial++, t /= 2) {
    const next = await standingAt(objective, t === 1 ? target : from.theta.map((value, e) => value + t * (target[e] - value)));
    if (next.value + penaltyOf(next.theta) <= before + 0.01 * t * promised + 1e-13 * before) return next;
  }
  return undefined;
}
