/** Sums that the mean and the spread of columns are made of; and columns less a shift, times a factor, in place. */

/** One call as the host writes it (src/kernels/calls.ts). X is row-major and dense. */
@unmanaged
export class ColumnsCall {
  kernel: i32;
  chunks: i32;
  rows: i32;
  features: i32;
  /** Followed by one number more. */
  x: usize;
  /** The weight of every row, or 0. */
  weights: usize;
  /** An even number of numbers. */
  center: usize;
  /** The same; not read by `moments`. */
  factor: usize;
  /** For each part an even number of Σ w (x − center), of Σ w (x − center)², and of the largest |x − center|, past which NaN may slip. */
  sums: usize;
  partRows: i32;
}

/** Chunk = a part of the rows. */
export function moments(call: ColumnsCall, chunk: i32): void {
  const step = <usize>call.features << 3;
  const width = <usize>((call.features + 1) & ~1) << 3;
  const first = chunk * call.partRows;
  const last = min(call.rows, first + call.partRows);
  const sums = call.sums + <usize>chunk * 3 * width;
  const squares = sums + width;
  const largest = squares + width;
  memory.fill(sums, 0, 3 * width);
  for (let row = first; row < last; row += 4) {
    const left = last - row;
    // rows that are not there repeat the first one, with weight 0
    const x0 = call.x + <usize>row * step;
    const x1 = left > 1 ? x0 + step : x0;
    const x2 = left > 2 ? x0 + 2 * step : x0;
    const x3 = left > 3 ? x0 + 3 * step : x0;
    const w0 = weightOf(call, row, last), w1 = weightOf(call, row + 1, last), w2 = weightOf(call, row + 2, last), w3 = weightOf(call, row + 3, last);
    for (let j: usize = 0; j < width; j += 16) {
      const c = v128.load(call.center + j);
      const z0 = f64x2.sub(v128.load(x0 + j), c), z1 = f64x2.sub(v128.load(x1 + j), c);
      const z2 = f64x2.sub(v128.load(x2 + j), c), z3 = f64x2.sub(v128.load(x3 + j), c);
      const most = f64x2.pmax(f64x2.pmax(f64x2.abs(z0), f64x2.abs(z1)), f64x2.pmax(f64x2.abs(z2), f64x2.abs(z3)));
      v128.store(largest + j, f64x2.pmax(v128.load(largest + j), most));
      const p0 = f64x2.mul(w0, z0), p1 = f64x2.mul(w1, z1), p2 = f64x2.mul(w2, z2), p3 = f64x2.mul(w3, z3);
      v128.store(sums + j, f64x2.add(v128.load(sums + j), f64x2.add(f64x2.add(p0, p1), f64x2.add(p2, p3))));
      const s = f64x2.add(f64x2.add(f64x2.mul(p0, z0), f64x2.mul(p1, z1)), f64x2.add(f64x2.mul(p2, z2), f64x2.mul(p3, z3)));
      v128.store(squares + j, f64x2.add(v128.load(squares + j), s));
    }
  }
}

/** 0 for a row that is not there. */
// @ts-ignore: decorator
@inline
function weightOf(call: ColumnsCall, row: i32, last: i32): v128 {
  return row >= last ? f64x2.splat(0) : call.weights === 0 ? f64x2.splat(1) : v128.load_splat<f64>(call.weights + (<usize>row << 3));
}

/** Chunk = a part of the rows. */
export function standardise(call: ColumnsCall, chunk: i32): void {
  const pairs = <usize>(call.features & ~1) << 3;
  const first = chunk * call.partRows;
  const last = min(call.rows, first + call.partRows);
  let x = call.x + <usize>(first * call.features) * 8;
  for (let row = first; row < last; row++) {
    for (let j: usize = 0; j < pairs; j += 16, x += 16) {
      v128.store(x, f64x2.mul(f64x2.sub(v128.load(x), v128.load(call.center + j)), v128.load(call.factor + j)));
    }
    if ((call.features & 1) === 0) continue;
    store<f64>(x, (load<f64>(x) - load<f64>(call.center + pairs)) * load<f64>(call.factor + pairs));
    x += 8;
  }
}
