/**
 * The most this processor can do: multiplications and additions on registers, nothing loaded, nothing waited for.
 * The benchmarks measure the kernels against it in the same run.
 */

/** 12 products and sums on vectors of f32, `n` × 4 times; `state` holds 14 vectors. */
export function roofF32(n: i32, state: usize): void {
  roof<f32>(n, state);
}

export function roofF64(n: i32, state: usize): void {
  roof<f64>(n, state);
}

// @ts-ignore: decorator
@inline
function roof<T>(n: i32, state: usize): void {
  const k = v128.load(state), z = v128.load(state, 16);
  let m0 = v128.load(state, 32), m1 = v128.load(state, 48), m2 = v128.load(state, 64);
  let m3 = v128.load(state, 80), m4 = v128.load(state, 96), m5 = v128.load(state, 112);
  let s0 = v128.load(state, 128), s1 = v128.load(state, 144), s2 = v128.load(state, 160);
  let s3 = v128.load(state, 176), s4 = v128.load(state, 192), s5 = v128.load(state, 208);
  for (let i = 0; i < 4 * n; i++) {
    m0 = v128.mul<T>(m0, k);
    s0 = v128.add<T>(s0, z);
    m1 = v128.mul<T>(m1, k);
    s1 = v128.add<T>(s1, z);
    m2 = v128.mul<T>(m2, k);
    s2 = v128.add<T>(s2, z);
    m3 = v128.mul<T>(m3, k);
    s3 = v128.add<T>(s3, z);
    m4 = v128.mul<T>(m4, k);
    s4 = v128.add<T>(s4, z);
    m5 = v128.mul<T>(m5, k);
    s5 = v128.add<T>(s5, z);
  }
  const products = v128.add<T>(v128.add<T>(v128.add<T>(m0, m1), v128.add<T>(m2, m3)), v128.add<T>(m4, m5));
  const sums = v128.add<T>(v128.add<T>(v128.add<T>(s0, s1), v128.add<T>(s2, s3)), v128.add<T>(s4, s5));
  v128.store(state, v128.add<T>(products, sums), 224);
}
