/**
 * Scores of some rows → residuals and what their log-loss is made of, two rows in the lanes of a vector; or what second derivatives are made
 * of. Differences p − 1 are formed from the other probabilities, and logarithms by log(1 + e): right to the last digits
 * where a fit is nearly perfect, and without overflow for scores of any size.
 */
import { exp, log } from './exponential';

// @ts-ignore: decorator
@inline
function read(table: usize, i: i32 = 0): v128 {
  return v128.load_splat<f64>(table + (<usize>i << 3));
}

// @ts-ignore: decorator
@inline
function step(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), c);
}

const ONE = memory.data<f64>([1]);
const TWO = memory.data<f64>([2]);
const HALF = memory.data<f64>([0.5]);
const ROOT2_LESS_1 = memory.data<f64>([0.41421356237309503]);
const LN2 = memory.data<f64>([6.93147180369123816490e-1, 1.90821492927058770002e-10]);
/** fdlibm's polynomial of log (Sun Microsystems, 1993), highest power first. */
const LOG = memory.data<f64>([
  1.479819860511658591e-1, 1.531383769920937332e-1, 1.818357216161805012e-1, 2.222219843214978396e-1, 2.857142874366239149e-1, 3.999999999940941908e-1, 6.666666666666735130e-1,
]);

/** log(1 + e), 0 ≤ e ≤ 1: of 1 + f, or of 2·(1 + f) from √2 on. */
// @ts-ignore: decorator
@inline
function log1p(e: v128): v128 {
  const large = f64x2.gt(e, read(ROOT2_LESS_1));
  const f = v128.bitselect(f64x2.mul(f64x2.sub(e, read(ONE)), read(HALF)), e, large);
  const s = f64x2.div(f, f64x2.add(f, read(TWO)));
  const z = f64x2.mul(s, s);
  let p = step(read(LOG), z, read(LOG, 1));
  for (let i = 2; i < 7; i++) p = step(p, z, read(LOG, i));
  const halfSquare = f64x2.mul(f64x2.mul(f, f), read(HALF));
  const rest = step(s, f64x2.add(halfSquare, f64x2.mul(p, z)), v128.and(large, read(LN2, 1)));
  return f64x2.add(v128.and(large, read(LN2)), f64x2.sub(f, f64x2.sub(halfSquare, rest)));
}

/**
 * Classes (0 or 1) and weights of two rows; scores → weight·(p − y), in place. The log-loss is behind + log(1 + others):
 * puts those at `behind` and `others`.
 */
// @ts-ignore: decorator
@inline
export function sigmoidResiduals(scores: usize, codes: v128, weights: v128, behind: usize, others: usize): void {
  const isFirst = f64x2.eq(codes, i64x2.splat(0));
  const score = v128.load(scores);
  const margin = v128.bitselect(f64x2.neg(score), score, isFirst);
  const size = f64x2.abs(score);
  const e = exp(f64x2.neg(size));
  const isRight = f64x2.eq(margin, size);
  // the probability of the other class
  const wrong = f64x2.div(v128.bitselect(e, read(ONE), isRight), f64x2.add(e, read(ONE)));
  const residual = f64x2.mul(weights, wrong);
  v128.store(scores, v128.bitselect(residual, f64x2.neg(residual), isFirst));
  v128.store(behind, v128.andnot(size, isRight));
  v128.store(others, e);
}

/** √(weight·p(1 − p)) instead of scores. */
// @ts-ignore: decorator
@inline
export function sigmoidRoots(scores: usize, weights: v128): v128 {
  const e = exp(f64x2.neg(f64x2.abs(v128.load(scores))));
  return f64x2.div(f64x2.sqrt(f64x2.mul(weights, e)), f64x2.add(e, read(ONE)));
}

/** The same for `outputs` scores of each row, `stride` bytes apart: scores → weight·(p − 1{y = k}). */
export function softmaxResiduals(scores: usize, stride: usize, outputs: i32, codes: v128, weights: v128, behind: usize, others: usize): void {
  const top = largest(scores, stride, outputs);
  let best = i64x2.splat(-1); // no output
  let rest = i64x2.splat(0); // Σ e^(score − largest) without the largest, the first of equals
  let lack = rest;
  let at = scores;
  for (let k = 0; k < outputs; k++, at += stride) {
    const index = f64x2.splat(<f64>k);
    const score = v128.load(at);
    const e = exp(f64x2.sub(score, top));
    v128.store(at, e);
    const isTop = v128.and(f64x2.eq(score, top), i64x2.lt_s(best, i64x2.splat(0)));
    best = v128.bitselect(i64x2.splat(1), best, isTop);
    rest = f64x2.add(rest, v128.andnot(e, isTop));
    lack = v128.bitselect(f64x2.sub(top, score), lack, f64x2.eq(index, codes));
  }
  const factor = f64x2.div(weights, f64x2.add(rest, read(ONE)));
  let wrong = i64x2.splat(0);
  at = scores;
  for (let k = 0; k < outputs; k++, at += stride) {
    const residual = f64x2.mul(v128.load(at), factor);
    v128.store(at, residual);
    wrong = f64x2.add(wrong, v128.andnot(residual, f64x2.eq(f64x2.splat(<f64>k), codes)));
  }
  at = scores;
  for (let k = 0; k < outputs; k++, at += stride) {
    v128.store(at, v128.bitselect(f64x2.neg(wrong), v128.load(at), f64x2.eq(f64x2.splat(<f64>k), codes)));
  }
  v128.store(behind, lack);
  v128.store(others, rest);
}

/** Σ behind + log(1 + others) of `count` rows: Π(1 + others) − 1 is summed without a difference, and needs one logarithm. */
export function sumOfLosses(behind: usize, others: usize, count: i32): v128 {
  if ((count & 1) !== 0) { // a second row of the last two is not there
    store<f64>(behind + (<usize>count << 3), 0);
    store<f64>(others + (<usize>count << 3), 0);
  }
  let linear = i64x2.splat(0);
  let product = linear;
  for (const end = behind + (<usize>count << 3); behind < end; behind += 16, others += 16) {
    const other = v128.load(others);
    linear = f64x2.add(linear, v128.load(behind));
    product = f64x2.add(product, f64x2.add(other, f64x2.mul(product, other)));
  }
  return f64x2.add(linear, logOfSum(product));
}

/** weight·(behind + log(1 + others)) of two rows. */
export function weightedLoss(behind: usize, others: usize, weights: v128): v128 {
  return f64x2.mul(weights, f64x2.add(v128.load(behind), logOfSum(v128.load(others))));
}

/** Scores → probabilities. */
export function softmax(scores: usize, stride: usize, outputs: i32): void {
  const top = largest(scores, stride, outputs);
  let sum = i64x2.splat(0);
  let at = scores;
  for (let k = 0; k < outputs; k++, at += stride) {
    const e = exp(f64x2.sub(v128.load(at), top));
    v128.store(at, e);
    sum = f64x2.add(sum, e);
  }
  at = scores;
  for (let k = 0; k < outputs; k++, at += stride) v128.store(at, f64x2.div(v128.load(at), sum));
}

// @ts-ignore: decorator
@inline
function largest(scores: usize, stride: usize, outputs: i32): v128 {
  let top = v128.load(scores);
  for (let k = 1; k < outputs; k++) {
    scores += stride;
    top = f64x2.pmax(top, v128.load(scores));
  }
  return top;
}

/** log(1 + x), x ≥ 0: beyond 1 from the plain logarithm, where nothing of 1 + x is lost that matters. */
// @ts-ignore: decorator
@inline
function logOfSum(x: v128): v128 {
  const isLarge = f64x2.gt(x, read(ONE));
  return v128.bitselect(log(f64x2.add(x, read(ONE))), log1p(x), isLarge);
}
