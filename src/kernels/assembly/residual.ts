/**
 * One pass over rows for a linear model: r = y − offset − (x − center)·coef, and from it Σ w r (x − center), Σ w r and
 * Σ w r². Four rows at a time, so that the gradient is loaded and stored once for four.
 */

/** One call as the host writes it (src/kernels/calls.ts). X and Y are row-major and dense. */
@unmanaged
export class ResidualCall {
  kernel: i32;
  chunks: i32;
  rows: i32;
  features: i32;
  targets: i32;
  /** Followed by one number more, which is finite. */
  x: usize;
  y: usize;
  /** The weight of every row, or 0. */
  weights: usize;
  /** An even number of numbers, the last 0 if there is one too many. */
  center: usize;
  /** The same for each target. */
  coef: usize;
  /** One per target. */
  offset: usize;
  /** For each part and target: the gradient, padded to an even number, Σ w r, Σ w r². */
  sums: usize;
  partRows: i32;
}

/** Chunk = a part of the rows, one target. */
export function residual(call: ResidualCall, chunk: i32): void {
  const padded = <usize>((call.features + 1) & ~1) << 3;
  const target = chunk % call.targets;
  const first = chunk / call.targets * call.partRows;
  const last = min(call.rows, first + call.partRows);
  const coef = call.coef + <usize>target * padded;
  const offset = load<f64>(call.offset + (<usize>target << 3));
  const sums = call.sums + <usize>chunk * (padded + 16);
  const step = <usize>call.features << 3;
  const yStep = <usize>call.targets << 3;
  memory.fill(sums, 0, padded + 16);
  let total: f64 = 0;
  let squares: f64 = 0;
  for (let row = first; row < last; row += 4) {
    const count = last - row;
    // rows that are not there repeat the first one, with weight 0
    const x0 = call.x + <usize>row * step;
    const x1 = count > 1 ? x0 + step : x0;
    const x2 = count > 2 ? x0 + 2 * step : x0;
    const x3 = count > 3 ? x0 + 3 * step : x0;
    let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
    for (let j: usize = 0; j < padded; j += 16) {
      const c = v128.load(call.center + j);
      const v = v128.load(coef + j);
      s0 = f64x2.add(s0, f64x2.mul(f64x2.sub(v128.load(x0 + j), c), v));
      s1 = f64x2.add(s1, f64x2.mul(f64x2.sub(v128.load(x1 + j), c), v));
      s2 = f64x2.add(s2, f64x2.mul(f64x2.sub(v128.load(x2 + j), c), v));
      s3 = f64x2.add(s3, f64x2.mul(f64x2.sub(v128.load(x3 + j), c), v));
    }
    const y = call.y + <usize>row * yStep + (<usize>target << 3);
    const r0 = load<f64>(y) - offset - across(s0);
    const r1 = count > 1 ? load<f64>(y + yStep) - offset - across(s1) : 0;
    const r2 = count > 2 ? load<f64>(y + 2 * yStep) - offset - across(s2) : 0;
    const r3 = count > 3 ? load<f64>(y + 3 * yStep) - offset - across(s3) : 0;
    let q0 = r0, q1 = r1, q2 = r2, q3 = r3;
    if (call.weights !== 0) {
      const weights = call.weights + (<usize>row << 3);
      q0 *= load<f64>(weights);
      if (count > 1) q1 *= load<f64>(weights, 8);
      if (count > 2) q2 *= load<f64>(weights, 16);
      if (count > 3) q3 *= load<f64>(weights, 24);
    }
    total += (q0 + q1) + (q2 + q3);
    squares += (q0 * r0 + q1 * r1) + (q2 * r2 + q3 * r3);
    const p0 = f64x2.splat(q0), p1 = f64x2.splat(q1), p2 = f64x2.splat(q2), p3 = f64x2.splat(q3);
    for (let j: usize = 0; j < padded; j += 16) {
      const c = v128.load(call.center + j);
      const left = f64x2.add(f64x2.mul(f64x2.sub(v128.load(x0 + j), c), p0), f64x2.mul(f64x2.sub(v128.load(x1 + j), c), p1));
      const right = f64x2.add(f64x2.mul(f64x2.sub(v128.load(x2 + j), c), p2), f64x2.mul(f64x2.sub(v128.load(x3 + j), c), p3));
      v128.store(sums + j, f64x2.add(v128.load(sums + j), f64x2.add(left, right)));
    }
  }
  store<f64>(sums + padded, total);
  store<f64>(sums + padded + 8, squares);
}

// @ts-ignore: decorator
@inline
function across(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}
