/**
 * Coordinate descent on the Gram matrix ("covariance updates"): a step costs one column of AᵀA, however many rows there are.
 * Right for many more rows than columns, for many targets and for many penalties. Never sees X.
 * @see Friedman, Hastie & Tibshirani (2010), Regularization paths for generalized linear models via coordinate descent, §2.2
 */
import type { Gram } from '../../linalg/index.ts';
import { squareOrConstant, supportOf, type Design, type Sweeper } from './design.ts';
import { softThreshold, type Penalty } from './penalty.ts';

/** The largest set whose equations are solved directly: k³/6 multiplications and 8k² bytes. */
const largestInner = 2000;

/** The design of one target of a Gram matrix. */
export function designFromGram(gram: Gram, target = 0): Design {
  const { xx, means, totalWeight } = gram;
  const d = means.length;
  const nTargets = gram.targetMeans.length;
  const squares = new Float64Array(d);
  const xy = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    squares[j] = squareOrConstant(xx[j * d + j], means[j], totalWeight);
    xy[j] = squares[j] === 0 ? 0 : gram.xy[j * nTargets + target];
  }
  const yy = squareOrConstant(gram.yy[target], gram.targetMeans[target], totalWeight);
  if (yy === 0) xy.fill(0);
  return {
    nFeatures: d, squares, xy, yy, totalWeight, means, targetMean: gram.targetMeans[target],
    correlate: (w, u) => correlate(xx, xy, yy, w, u),
    inner: (set) => (set.length > largestInner ? undefined : pick(xx, d, set)),
    restrict: (set, w, penalty) => gramSweeper(pick(xx, d, set), set, xy, w, penalty),
  };
}

/** Only rows of non-zero coefficients are read. ‖b − Aw‖² = bᵀb − wᵀAᵀb − wᵀu, never below 0. */
function correlate(xx: Float64Array, xy: Float64Array, yy: number, w: Float64Array, u: Float64Array): number {
  const d = xy.length;
  u.set(xy);
  for (const j of supportOf(w)) {
    const value = w[j];
    const row = j * d;
    for (let k = 0; k < d; k++) u[k] -= xx[row + k] * value;
  }
  let square = yy;
  for (let j = 0; j < d; j++) square -= w[j] * (xy[j] + u[j]);
  return Math.max(0, square);
}

/** Sweeps that keep the correlations of a small, dense set up to date. */
export function gramSweeper(inner: Float64Array, set: Int32Array, xy: Float64Array, w: Float64Array, { l1, l2 }: Penalty): Sweeper {
  const k = set.length;
  const u = new Float64Array(k);
  const change = (i: number, delta: number): void => {
    const row = i * k;
    for (let m = 0; m < k; m++) u[m] -= inner[row + m] * delta;
  };
  const moved = (): void => {
    for (let i = 0; i < k; i++) u[i] = xy[set[i]];
    for (let i = 0; i < k; i++) if (w[set[i]] !== 0) change(i, w[set[i]]);
  };
  moved();
  return {
    moved,
    correlation: (i) => u[i],
    sweep: () => {
      let any = false;
      for (let i = 0; i < k; i++) {
        const old = w[set[i]];
        if (old === 0 && Math.abs(u[i]) <= l1) continue; // stays at zero: the common case costs one comparison
        const square = inner[i * k + i];
        const value = softThreshold(u[i] + square * old, l1) / (square + l2);
        if (value === old) continue;
        w[set[i]] = value;
        change(i, value - old);
        any = true;
      }
      return any;
    },
  };
}

function pick(xx: Float64Array, d: number, set: Int32Array): Float64Array {
  const k = set.length;
  const inner = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    const row = set[i] * d;
    for (let m = 0; m < k; m++) inner[i * k + m] = xx[row + set[m]];
  }
  return inner;
}
