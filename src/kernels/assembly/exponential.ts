/**
 * exp, log and what is made of them, on two f64 lanes: only + − × ÷ and exact scaling, below 2 ulp. f32 numbers are
 * computed in f64 and rounded once. The approximations are fdlibm's (Sun Microsystems, 1993); tanh near 0 is Cephes'.
 * exp reads its constants from memory, which costs one instruction; V8 makes a vector constant with four.
 */

// @ts-ignore: decorator
@inline
function c(x: f64): v128 {
  return f64x2.splat(x);
}

// @ts-ignore: decorator
@inline
function read(table: usize, i: i32 = 0): v128 {
  return v128.load_splat<f64>(table + (<usize>i << 3));
}

/** a·b + c, rounded twice. */
// @ts-ignore: decorator
@inline
function step(a: v128, b: v128, constant: f64): v128 {
  return f64x2.add(f64x2.mul(a, b), c(constant));
}

// @ts-ignore: decorator
@inline
function choose(mask: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, mask);
}

/** All of eˣ is 0 below the first and infinite above the second; what is above the third is infinite already. */
const EXP_RANGE = memory.data<f64>([-746, 709.8, 709.782712893384]);
const LOG2E = memory.data<f64>([1.4426950408889634]);
const LN2 = memory.data<f64>([6.93147180369123816490e-1, 1.90821492927058770002e-10]);
/** Highest power first. */
const EXP = memory.data<f64>([4.13813679705723846039e-8, -1.65339022054652515390e-6, 6.61375632143793436117e-5, -2.77777777770155933842e-3, 1.66666666666666019037e-1]);
const HALF = memory.data<f64>([0.5]);
const ONE = memory.data<f64>([1]);
const TWO = memory.data<f64>([2]);
/** 2⁵² + 2⁵¹ + 1023: adding a whole number leaves it, as the exponent of a power of two, in the low bits. */
const EXPONENT = memory.data<f64>([6755399441056767]);
const INFINITE = memory.data<f64>([Infinity]);

/** 2ᵏ for whole k, −1022 ≤ k ≤ 1023. */
// @ts-ignore: decorator
@inline
function powerOfTwo(k: v128): v128 {
  return i64x2.shl(f64x2.add(k, read(EXPONENT)), 52);
}

/** eˣ: x = k·ln 2 + r, a rational approximation of eʳ, scaled by 2ᵏ in two steps: one alone may leave the range. */
export function exp(x: v128): v128 {
  const clamped = f64x2.pmax(f64x2.pmin(x, read(EXP_RANGE, 1)), read(EXP_RANGE)); // NaN stays NaN
  const k = f64x2.floor(f64x2.add(f64x2.mul(clamped, read(LOG2E)), read(HALF)));
  const high = f64x2.sub(clamped, f64x2.mul(k, read(LN2)));
  const low = f64x2.mul(k, read(LN2, 1));
  const r = f64x2.sub(high, low);
  const t = f64x2.mul(r, r);
  let p = read(EXP);
  for (let i = 1; i < 5; i++) p = f64x2.add(f64x2.mul(p, t), read(EXP, i));
  const q = f64x2.sub(r, f64x2.mul(t, p));
  const rest = f64x2.sub(f64x2.sub(low, f64x2.div(f64x2.mul(r, q), f64x2.sub(read(TWO), q))), high);
  const mantissa = f64x2.sub(read(ONE), rest);
  const half = f64x2.floor(f64x2.mul(k, read(HALF)));
  const value = f64x2.mul(f64x2.mul(mantissa, powerOfTwo(half)), powerOfTwo(f64x2.sub(k, half)));
  return choose(f64x2.gt(x, read(EXP_RANGE, 2)), read(INFINITE), value);
}

/** log x: x = 2ᵏ·m with √½ ≤ m < √2, then by s = (m − 1)/(m + 1). */
export function log(x: v128): v128 {
  const tiny = f64x2.lt(x, c(2.2250738585072014e-308));
  const scaled = choose(tiny, f64x2.mul(x, c(18014398509481984)), x);
  const exponent = i64x2.shr_u(scaled, 52);
  // a whole number below 2⁵² put into the low bits of 2⁵² is that number, plus 2⁵²
  let k = f64x2.sub(v128.or(exponent, i64x2.splat(0x4330000000000000)), c(4503599627370496 + 1023));
  k = f64x2.sub(k, v128.and(tiny, c(54)));
  let m = v128.or(v128.and(scaled, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3ff0000000000000));
  const large = f64x2.gt(m, c(1.4142135623730951));
  m = choose(large, f64x2.mul(m, c(0.5)), m);
  k = f64x2.add(k, v128.and(large, c(1)));
  const f = f64x2.sub(m, c(1));
  const s = f64x2.div(f, f64x2.add(c(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const even = f64x2.mul(w, step(step(c(1.531383769920937332e-1), w, 2.222219843214978396e-1), w, 3.999999999940941908e-1));
  const odd = f64x2.mul(z, step(step(step(c(1.479819860511658591e-1), w, 1.818357216161805012e-1), w, 2.857142874366239149e-1), w, 6.666666666666735130e-1));
  const halfSquare = f64x2.mul(f64x2.mul(c(0.5), f), f);
  const correction = f64x2.add(f64x2.mul(s, f64x2.add(f64x2.add(halfSquare, odd), even)), f64x2.mul(k, c(1.90821492927058770002e-10)));
  const value = f64x2.sub(f64x2.mul(k, c(6.93147180369123816490e-1)), f64x2.sub(f64x2.sub(halfSquare, correction), f));
  const finite = choose(f64x2.eq(x, c(Infinity)), x, value);
  const positive = choose(f64x2.eq(x, c(0)), c(-Infinity), finite);
  return choose(v128.or(f64x2.lt(x, c(0)), f64x2.ne(x, x)), c(NaN), positive);
}

/** 1 / (1 + e⁻ˣ), by e⁻|ˣ|: nothing overflows and small values keep their digits. */
export function sigmoid(x: v128): v128 {
  const e = exp(f64x2.neg(f64x2.abs(x)));
  return f64x2.div(choose(f64x2.lt(x, c(0)), e, c(1)), f64x2.add(c(1), e));
}

/** x + x³·P/Q near 0, elsewhere ±(1 − 2 / (e²|ˣ| + 1)). */
export function tanh(x: v128): v128 {
  const a = f64x2.abs(x);
  const z = f64x2.mul(x, x);
  const p = step(step(c(-9.64399179425052238628e-1), z, -9.92877231001918586564e1), z, -1.61468768441708447952e3);
  const q = step(step(f64x2.add(z, c(1.12811678491632931402e2)), z, 2.23548839060100448583e3), z, 4.84406305325125486048e3);
  const near = f64x2.add(x, f64x2.mul(f64x2.mul(x, z), f64x2.div(p, q)));
  const e = exp(f64x2.add(a, a));
  const far = f64x2.sub(c(1), f64x2.div(c(2), f64x2.add(e, c(1))));
  const signed = choose(i64x2.splat(0x7fffffffffffffff), far, x);
  return choose(f64x2.lt(a, c(0.625)), choose(f64x2.eq(x, c(0)), x, near), signed);
}
