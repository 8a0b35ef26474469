/** A 128-bit vector of f32, f64 or i32 lanes, the same words for all. Knows no arrays. */

/** Lanes in a vector: 4 of f32 and i32, 2 of f64. */
// @ts-ignore: decorator
@inline
export function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}

// @ts-ignore: decorator
@inline
export function splat<T>(x: f64): v128 {
  return v128.splat<T>(<T>x);
}

/** a + b·c, rounded after the product and after the sum: no fused multiply-add, whose bits depend on the processor. */
// @ts-ignore: decorator
@inline
export function multiplyAdd<T>(a: v128, b: v128, c: v128): v128 {
  return v128.add<T>(a, v128.mul<T>(b, c));
}

/** The larger of x and 0 in each lane, NaN where x is NaN. Two instructions, where v128.max takes V8 eight; equal to it down to the sign of zero. */
// @ts-ignore: decorator
@inline
export function rectified<T>(x: v128): v128 {
  return v128.andnot(x, v128.le<T>(x, v128.splat<T>(0)));
}
