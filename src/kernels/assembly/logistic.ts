/**
 * One pass over rows for logistic regression: scores x·w + b, and from them the log-loss and its gradient Σ r x, Σ r;
 * or what the second derivatives are made of. Some rows at a time go through all steps while they lie in the first cache.
 */
import { sigmoidResiduals, sigmoidRoots, softmax, softmaxResiduals, sumOfLosses, weightedLoss } from './logLoss';

/** One call as the host writes it (src/kernels/calls.ts). X is row-major and dense. */
@unmanaged
export class LogisticCall {
  kernel: i32;
  chunks: i32;
  rows: i32;
  features: i32;
  /** 1: the sigmoid, classes 0 and 1; more: softmax. */
  outputs: i32;
  /** Followed by one number more, which is finite. */
  x: usize;
  /** The class of every row, a f64; one number more follows. */
  codes: usize;
  /** The weight of every row, one number more; or 0. */
  weights: usize;
  /** For each output an even number of coefficients, the last 0 if there is one too many, the intercept, and 0. */
  theta: usize;
  /** For each part: as theta, the gradient; then the loss, and 0. Or 0: not wanted. */
  sums: usize;
  /** Without sums: √(weight·p(1 − p)) of the sigmoid for every row; or for each output of softmax the p of all rows. */
  curvature: usize;
  /** A multiple of 4. */
  partRows: i32;
}

/** Rows of a block, at most, and about the bytes of X in it. */
const MOST_ROWS: i32 = 64;
const BLOCK_BYTES: i32 = 16384;

/** Chunk = a part of the rows. `scratch` holds 64 numbers for each output, and three times 64 more. */
export function logistic(call: LogisticCall, chunk: i32, scratch: usize): void {
  const outputs = call.outputs;
  const step = <usize>call.features << 3;
  const stride = (<usize>((call.features + 1) & ~1) << 3) + 16;
  const first = chunk * call.partRows;
  const last = min(call.rows, first + call.partRows);
  const length = <usize>outputs * stride + 16;
  const sums = call.sums === 0 ? 0 : call.sums + <usize>chunk * length;
  if (sums !== 0) memory.fill(sums, 0, length);
  const block = max(4, min(MOST_ROWS, (BLOCK_BYTES / <i32>step) & ~3));
  const behind = scratch + (<usize>outputs << 9);
  let loss = f64x2.splat(0);
  for (let row = first; row < last; row += block) {
    const count = min(block, last - row);
    const x = call.x + <usize>row * step;
    for (let k = 0; k < outputs; k++) score(x, step, count, call.theta + <usize>k * stride, stride - 16, scratch + (<usize>k << 9));
    if (sums === 0) {
      putCurvature(call, row, count, scratch);
      continue;
    }
    const codes = call.codes + (<usize>row << 3);
    for (let i = 0; i < count; i += 2) {
      const at = scratch + (<usize>i << 3);
      const code = v128.load(codes + (<usize>i << 3));
      const weight = weightsOf(call, row + i, i + 1 < count);
      const to = behind + (<usize>i << 3);
      if (outputs === 1) sigmoidResiduals(at, code, weight, to, to + 512);
      else softmaxResiduals(at, 512, outputs, code, weight, to, to + 512);
      if (call.weights !== 0) loss = f64x2.add(loss, weightedLoss(to, to + 512, weight));
    }
    if (call.weights === 0) loss = f64x2.add(loss, sumOfLosses(behind, behind + 512, count));
    for (let k = 0; k < outputs; k++) addProducts(x, step, count, scratch + (<usize>k << 9), sums + <usize>k * stride, stride - 16, k === 0 && row + 2 * block <= last ? <usize>block * step : 0);
  }
  if (sums !== 0) store<f64>(sums + length - 16, across(loss));
}

/** Of two rows; 0 for a second that is not there. */
// @ts-ignore: decorator
@inline
function weightsOf(call: LogisticCall, row: i32, both: bool): v128 {
  const weights = call.weights === 0 ? f64x2.splat(1) : v128.load(call.weights + (<usize>row << 3));
  return both ? weights : f64x2.replace_lane(weights, 1, 0);
}

/** scores[row] = x·w + b, four rows at a time, which share each load of a coefficient. `width` bytes of coefficients. */
function score(x: usize, step: usize, count: i32, theta: usize, width: usize, scores: usize): void {
  const intercept = load<f64>(theta + width);
  const whole = width & ~31;
  for (let row = 0; row < count; row += 4, x += 4 * step, scores += 32) {
    const left = count - row;
    // rows that are not there repeat the first one
    const x1 = left > 1 ? x + step : x;
    const x2 = left > 2 ? x + 2 * step : x;
    const x3 = left > 3 ? x + 3 * step : x;
    let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
    let t0 = s0, t1 = s0, t2 = s0, t3 = s0;
    for (let j: usize = 0; j < whole; j += 32) {
      let w = v128.load(theta + j);
      s0 = f64x2.add(s0, f64x2.mul(v128.load(x + j), w));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(x1 + j), w));
      s2 = f64x2.add(s2, f64x2.mul(v128.load(x2 + j), w));
      s3 = f64x2.add(s3, f64x2.mul(v128.load(x3 + j), w));
      w = v128.load(theta + j, 16);
      t0 = f64x2.add(t0, f64x2.mul(v128.load(x + j, 16), w));
      t1 = f64x2.add(t1, f64x2.mul(v128.load(x1 + j, 16), w));
      t2 = f64x2.add(t2, f64x2.mul(v128.load(x2 + j, 16), w));
      t3 = f64x2.add(t3, f64x2.mul(v128.load(x3 + j, 16), w));
    }
    if (whole !== width) {
      const w = v128.load(theta + whole);
      s0 = f64x2.add(s0, f64x2.mul(v128.load(x + whole), w));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(x1 + whole), w));
      s2 = f64x2.add(s2, f64x2.mul(v128.load(x2 + whole), w));
      s3 = f64x2.add(s3, f64x2.mul(v128.load(x3 + whole), w));
    }
    store<f64>(scores, intercept + across(f64x2.add(s0, t0)));
    store<f64>(scores, intercept + across(f64x2.add(s1, t1)), 8);
    store<f64>(scores, intercept + across(f64x2.add(s2, t2)), 16);
    store<f64>(scores, intercept + across(f64x2.add(s3, t3)), 24);
  }
}

/**
 * sums += Σ r x, Σ r, four rows at a time, which share each load and store of a sum. Looks at the rows `ahead` bytes
 * further on, one number of each cache line, so that they come from memory meanwhile (measured: a third of the time).
 */
function addProducts(x: usize, step: usize, count: i32, residuals: usize, sums: usize, width: usize, ahead: usize): void {
  let seen = f64x2.splat(0);
  let total = load<f64>(sums + width);
  for (let row = 0; row < count; row += 4, x += 4 * step, residuals += 32) {
    const left = count - row;
    const x1 = left > 1 ? x + step : x;
    const x2 = left > 2 ? x + 2 * step : x;
    const x3 = left > 3 ? x + 3 * step : x;
    if (left < 4) {
      store<f64>(residuals, 0, 24);
      if (left < 3) store<f64>(residuals, 0, 16);
      if (left < 2) store<f64>(residuals, 0, 8);
    }
    const r0 = v128.load_splat<f64>(residuals), r1 = v128.load_splat<f64>(residuals, 8);
    const r2 = v128.load_splat<f64>(residuals, 16), r3 = v128.load_splat<f64>(residuals, 24);
    total += (load<f64>(residuals) + load<f64>(residuals, 8)) + (load<f64>(residuals, 16) + load<f64>(residuals, 24));
    let next = x + ahead;
    for (let j: usize = 0; j < width; j += 16) {
      seen = v128.or(seen, v128.load(next));
      next += 64;
      const near = f64x2.add(f64x2.mul(v128.load(x + j), r0), f64x2.mul(v128.load(x1 + j), r1));
      const far = f64x2.add(f64x2.mul(v128.load(x2 + j), r2), f64x2.mul(v128.load(x3 + j), r3));
      v128.store(sums + j, f64x2.add(v128.load(sums + j), f64x2.add(near, far)));
    }
  }
  v128.store(residuals - 16, seen); // over residuals that are done with: else the compiler would not look
  store<f64>(sums + width, total);
}

function putCurvature(call: LogisticCall, row: i32, count: i32, scores: usize): void {
  const plane = <usize>call.rows << 3;
  for (let i = 0; i < count; i += 2) {
    const at = scores + (<usize>i << 3);
    if (call.outputs === 1) v128.store(at, sigmoidRoots(at, weightsOf(call, row + i, true)));
    else softmax(at, 512, call.outputs);
  }
  let to = call.curvature + (<usize>row << 3);
  for (let k = 0; k < call.outputs; k++, to += plane) memory.copy(to, scores + (<usize>k << 9), <usize>count << 3);
}

// @ts-ignore: decorator
@inline
function across(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}
