/**
 * exp, log and what is made of them, on four f32 lanes: only + − × ÷ and exact scaling. Errors in units of the last
 * place, found by trying numbers of every size: exp 0.86, log 0.75, tanh 1.30, sigmoid 1.77. The approximations are Cephes'
 * (Moshier, 1992). Constants are read from memory, which costs one instruction; V8 makes a vector constant with four.
 */

// @ts-ignore: decorator
@inline
function read(table: usize, i: i32 = 0): v128 {
  return v128.load_splat<f32>(table + (<usize>i << 2));
}

const ONE = memory.data<f32>([1]);
const HALF = memory.data<f32>([0.5]);
const TWO = memory.data<f32>([2]);
const LOG2E = memory.data<f32>([1.44269504088896341]);
/** ln 2 in two parts; a product of the first with a whole number up to 2¹⁵ is exact. */
const LN2_HIGH = memory.data<f32>([0.693359375]);
const LN2_LOW = memory.data<f32>([-2.12194440e-4]);
/** 2²³ + 2²² + 127: adding a whole number leaves it, as the exponent of a power of two, in the low bits. */
const EXPONENT = memory.data<f32>([12583039]);

/** Highest power first. */
const EXP = memory.data<f32>([1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1]);
const LOG = memory.data<f32>([
  7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
]);
const TANH = memory.data<f32>([-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1]);

/** All of e^x is 0 below the first and infinite above the second. */
const EXP_RANGE = memory.data<f32>([-104, 89]);
const TANH_LIMITS = memory.data<f32>([0.625, 20]);
const SMALLEST_NORMAL = memory.data<f32>([1.17549435e-38]);
const TWO_23 = memory.data<f32>([8388608]);
const ROOT_HALF = memory.data<f32>([0.707106781186547524]);
const LIMITS = memory.data<f32>([Infinity, -Infinity, NaN]);

/** a·b + c, rounded twice. */
// @ts-ignore: decorator
@inline
function step(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
function choose(mask: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, mask);
}

/** 2ᵏ for whole k, −126 ≤ k ≤ 127. */
// @ts-ignore: decorator
@inline
function powerOfTwo(k: v128): v128 {
  return i32x4.shl(f32x4.add(k, read(EXPONENT)), 23);
}

/** eˣ = 2ᵏ·eʳ, scaled in two steps: one alone may leave the range. NaN stays NaN, as pmin and pmax, which are one instruction in V8 and not eight, leave it. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, read(EXP_RANGE, 1)), read(EXP_RANGE));
  const k = f32x4.floor(step(clamped, read(LOG2E), read(HALF)));
  const half = f32x4.floor(f32x4.mul(k, read(HALF)));
  return f32x4.mul(f32x4.mul(mantissa(clamped, k), powerOfTwo(half)), powerOfTwo(f32x4.sub(k, half)));
}

/** eʳ, r = x − k·ln 2; what rounding r loses is added at the end. */
// @ts-ignore: decorator
@inline
function mantissa(x: v128, k: v128): v128 {
  const high = f32x4.sub(x, f32x4.mul(k, read(LN2_HIGH)));
  const low = f32x4.mul(k, read(LN2_LOW));
  const r = f32x4.sub(high, low);
  const lost = f32x4.sub(f32x4.sub(high, r), low);
  let p = step(read(EXP), r, read(EXP, 1));
  for (let i = 2; i < 6; i++) p = step(p, r, read(EXP, i));
  return f32x4.add(f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), lost), r), read(ONE));
}

/** log x: x = 2ᵏ·(1 + f) with √½ ≤ 1 + f < √2. */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const tiny = f32x4.lt(x, read(SMALLEST_NORMAL));
  const scaled = choose(tiny, f32x4.mul(x, read(TWO_23)), x);
  let exponent = i32x4.sub(i32x4.shr_u(scaled, 23), i32x4.splat(126));
  exponent = i32x4.sub(exponent, v128.and(tiny, i32x4.splat(23)));
  const m = v128.or(v128.and(scaled, i32x4.splat(0x007fffff)), read(HALF));
  const small = f32x4.lt(m, read(ROOT_HALF));
  const k = f32x4.convert_i32x4_s(i32x4.add(exponent, small)); // a mask is −1
  const f = f32x4.sub(f32x4.add(m, v128.and(small, m)), read(ONE));
  const z = f32x4.mul(f, f);
  let p = step(read(LOG), f, read(LOG, 1));
  for (let i = 2; i < 9; i++) p = step(p, f, read(LOG, i));
  p = f32x4.mul(f32x4.mul(p, f), z);
  p = f32x4.add(p, f32x4.mul(k, read(LN2_LOW)));
  p = f32x4.sub(p, f32x4.mul(z, read(HALF)));
  const value = f32x4.add(f32x4.add(f, p), f32x4.mul(k, read(LN2_HIGH)));
  const zero = i32x4.splat(0);
  const finite = choose(f32x4.eq(x, read(LIMITS)), x, value);
  const positive = choose(f32x4.eq(x, zero), read(LIMITS, 1), finite);
  return choose(v128.or(f32x4.lt(x, zero), f32x4.ne(x, x)), read(LIMITS, 2), positive);
}

/** 1 / (1 + e⁻ˣ), by e⁻|ˣ|: nothing overflows and small values keep their digits. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const negative = f32x4.lt(x, i32x4.splat(0));
  const sum = f32x4.add(read(ONE), e);
  const q = f32x4.div(choose(negative, e, read(ONE)), sum);
  // what the sum lost: q·(lost / sum), where 1 / sum is 1 − q or q
  const lost = f32x4.sub(e, f32x4.sub(sum, read(ONE)));
  return f32x4.sub(q, f32x4.mul(f32x4.mul(q, lost), choose(negative, f32x4.sub(read(ONE), q), q)));
}

/** A polynomial near 0, elsewhere ±(1 − 2 / (e²|ˣ| + 1)). */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const a = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = step(read(TANH), z, read(TANH, 1));
  for (let i = 2; i < 5; i++) p = step(p, z, read(TANH, i));
  const near = step(f32x4.mul(p, z), x, x);
  // the result is 1 long before 20, so e²|ˣ| need not be scaled in two steps; NaN stays NaN
  const twice = f32x4.pmin(f32x4.add(a, a), read(TANH_LIMITS, 1));
  const k = f32x4.floor(step(twice, read(LOG2E), read(HALF)));
  const e = f32x4.mul(mantissa(twice, k), powerOfTwo(k));
  const far = f32x4.sub(read(ONE), f32x4.div(read(TWO), f32x4.add(e, read(ONE))));
  const signed = choose(i32x4.splat(0x7fffffff), far, x);
  return choose(f32x4.lt(a, read(TANH_LIMITS)), choose(f32x4.eq(x, i32x4.splat(0)), x, near), signed);
}
