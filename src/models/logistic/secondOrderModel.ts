/**
 * The second-order model of the log-loss in some coefficients, with the intercepts at their best for each: with an L1
 * penalty a lasso. Knows no rows, and not how the model is used.
 */
import { choleskyFactor } from '../../linalg/index.ts';
import { coordinateDescent, type DescentOptions } from '../coordinateDescent/coordinateDescent.ts';
import { designFromGram, gramSweeper } from '../coordinateDescent/gram.ts';
import type { Places } from './curvatureAt.ts';
import { dot, type Standing } from './lineSearch.ts';
import type { LogisticObjective } from './objective.ts';

/** ½δᵀHδ + gᵀδ in the coefficients of X, in units of X, with the intercepts at their best for each. */
export interface SecondOrderModel {
  /** Where it is made. */
  readonly w: Float64Array;
  readonly xx: Float64Array;
  readonly slope: Float64Array;
  /** θ with these coefficients. */
  readonly thetaAt: (w: Float64Array) => Float64Array;
  /** Any number that is large enough beside ‖b‖² of the least squares that this is. */
  readonly slack: number;
}

/**
 * The intercepts have no penalty and are eliminated first, δb = −B⁻¹(g_b + Cᵀδw): what is left with the penalty is a
 * lasso, whose matrix is H − VᵀV with V = L⁻¹Cᵀ, LLᵀ = B.
 */
export async function secondOrderModel(objective: LogisticObjective, { theta, gradient }: Standing, places: Places, scale: Float64Array): Promise<SecondOrderModel> {
  const { outputs, size, columns: d, intercept, totalWeight } = objective;
  const stride = size / outputs;
  const p = places.columns.length;
  const nb = intercept ? outputs : 0;
  const H = await objective.hessianAt(theta, places);
  const width = p + nb;
  const at = Int32Array.from(places.columns, (j, a) => places.outputs[a] * stride + j);
  const unit = Float64Array.from(places.columns, (j) => scale[j]);
  const lower = interceptFactor(H, p, nb, outputs);
  /** L⁻¹v, in place. */
  const half = (v: Float64Array): Float64Array => {
    for (let k = 0; k < nb; k++) {
      for (let l = 0; l < k; l++) v[k] -= lower[k * nb + l] * v[l];
      v[k] /= lower[k * nb + k];
    }
    return v;
  };
  const gb = half(Float64Array.from({ length: nb }, (_, k) => gradient[k * stride + d]));
  const V = new Float64Array(p * nb);
  const xx = new Float64Array(p * p);
  const slope = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    const v = half(H.slice(i * width + p, i * width + width));
    V.set(v, i * nb);
    slope[i] = (gradient[at[i]] - dot(v, gb)) * unit[i];
    for (let l = 0; l <= i; l++) {
      let sum = H[i * width + l];
      for (let k = 0; k < nb; k++) sum -= v[k] * V[l * nb + k];
      xx[i * p + l] = xx[l * p + i] = sum * unit[i] * unit[l];
    }
    xx[i * p + i] = Math.max(0, xx[i * p + i]);
  }
  const w = Float64Array.from(at, (e, i) => theta[e] / unit[i]);
  const thetaAt = (target: Float64Array): Float64Array => {
    const out = theta.slice();
    const moved = gb.slice(); // L⁻¹(g_b + Cᵀδ)
    for (let i = 0; i < p; i++) {
      const change = (target[i] - w[i]) * unit[i];
      out[at[i]] = target[i] * unit[i];
      for (let k = 0; k < nb; k++) moved[k] += V[i * nb + k] * change;
    }
    for (let k = nb - 1; k >= 0; k--) {
      moved[k] /= lower[k * nb + k];
      for (let l = 0; l < k; l++) moved[l] -= lower[k * nb + l] * moved[k];
      out[k * stride + d] -= moved[k];
    }
    return out;
  };
  return { w, xx, slope, thetaAt, slack: totalWeight };
}

/** A lasso ½‖b − Aw‖² + α‖w‖₁ of the model: AᵀA, Aᵀb = AᵀA·w₀ − slope. */
export interface ModelLasso {
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly alpha: number;
}

/** @param damping  in parts of the curvature of each coefficient, added to it */
export function lassoOf({ w, xx: plain, slope }: SecondOrderModel, damping: number, alpha: number): ModelLasso {
  const p = w.length;
  const xx = plain.slice();
  for (let i = 0; i < p; i++) xx[i * p + i] *= 1 + damping;
  const xy = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    let sum = 0;
    for (let l = 0; l < p; l++) sum += xx[i * p + l] * w[l];
    xy[i] = sum - slope[i];
  }
  return { xx, xy, alpha };
}

/** θ near the model's minimum: sweeps until each condition is broken by at most `part` of the penalty, at most `most`. */
export async function sweepModel(model: SecondOrderModel, { xx, xy, alpha }: ModelLasso, { part, most }: { part: number; most: number }, pause: () => Promise<void> | undefined): Promise<Float64Array> {
  const w = model.w.slice();
  const sweeper = gramSweeper(xx, Int32Array.from(w.keys()), xy, w, { l1: alpha, l2: 0 });
  const isNear = (): boolean => w.every((value, i) => {
    const u = sweeper.correlation(i);
    return (value === 0 ? Math.abs(u) - alpha : Math.abs(u - alpha * Math.sign(value))) <= part * alpha;
  });
  for (let pass = 0; pass < most; pass++) {
    if (!sweeper.sweep(false) || isNear()) break;
    await pause();
  }
  return model.thetaAt(w);
}

/** θ at the model's minimum. */
export async function minimumOf(model: SecondOrderModel, { xx, xy, alpha }: ModelLasso, options: DescentOptions, pause: () => Promise<void> | undefined): Promise<Float64Array> {
  const { w, slope, slack, thetaAt } = model;
  const p = w.length;
  const yy = w.reduce((sum, value, i) => sum + value * (xy[i] - slope[i]), slack);
  const design = designFromGram({ xx, xy, yy: Float64Array.of(Math.max(yy, slack)), means: new Float64Array(p), targetMeans: new Float64Array(1), totalWeight: 1, rows: p });
  const point = { w: w.slice(), u: slope.map((value) => -value) };
  await coordinateDescent(design, { l1: alpha, l2: 0 }, point, options, alpha, pause);
  return thetaAt(point.w);
}

/** L of the intercepts' block, LLᵀ = B; for softmax made invertible along equal intercepts, where gradients have no part. */
function interceptFactor(H: Float64Array, p: number, nb: number, outputs: number): Float64Array {
  const width = p + nb;
  const B = new Float64Array(nb * nb);
  let mean = 0;
  for (let k = 0; k < nb; k++) {
    for (let l = 0; l < nb; l++) B[k * nb + l] = H[(p + k) * width + p + l];
    mean += B[k * nb + k] / nb;
  }
  if (outputs > 1) for (let e = 0; e < B.length; e++) B[e] += mean / outputs;
  // an intercept without curvature stays where it is
  return choleskyFactor(B, nb, 1e-14)?.lower ?? Float64Array.from({ length: nb * nb }, (_, e) => (e % (nb + 1) === 0 ? Infinity : 0));
}
