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
  /** For each part an even number of Σ w (x − center), of Σ w (x − center)², and of the largest |x − center|. */
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
  let x = call.x + <usize>first * step;
  let weight = f64x2.splat(1);
  for (let row = first; row < last; row++, x += step) {
    if (call.weights !== 0) weight = v128.load_splat<f64>(call.weights + (<usize>row << 3));
    for (let j: usize = 0; j < width; j += 16) {
      const z = f64x2.sub(v128.load(x + j), v128.load(call.center + j));
      const wz = f64x2.mul(weight, z);
      v128.store(sums + j, f64x2.add(v128.load(sums + j), wz));
      v128.store(squares + j, f64x2.add(v128.load(squares + j), f64x2.mul(wz, z)));
      v128.store(largest + j, f64x2.max(v128.load(largest + j), f64x2.abs(z)));
    }
  }
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
