/** Functions of one number, on a vector; of i32 those that stay whole. The codes are those of src/kernels/mapCalls.ts. */
import { erf, gelu } from './erf';
import { exp, log, sigmoid, tanh } from './exponential';
import * as float32 from './exponentialFloat32';
import { cos, sin } from './trigonometric';
import { rectified } from './vector';

export namespace Unary {
  export const negative: i32 = 0;
  export const absolute: i32 = 1;
  export const squareRoot: i32 = 2;
  export const square: i32 = 3;
  export const relu: i32 = 4;
  export const exponential: i32 = 5;
  export const logarithm: i32 = 6;
  export const sigmoid: i32 = 7;
  export const tanh: i32 = 8;
  export const sine: i32 = 9;
  export const cosine: i32 = 10;
  export const expm1: i32 = 11;
  export const log1p: i32 = 12;
  export const softplus: i32 = 13;
  export const sign: i32 = 14;
  export const erf: i32 = 15;
  export const gelu: i32 = 16;
}

// @ts-ignore: decorator
@inline
export function unary<T>(op: i32, x: v128): v128 {
  switch (op) {
    case Unary.negative: return v128.neg<T>(x);
    case Unary.absolute: return v128.abs<T>(x);
    case Unary.square: return v128.mul<T>(x, x);
    case Unary.relu: return rectified<T>(x);
    case Unary.sign: return sign<T>(x);
  }
  if (isInteger<T>()) return unreachable();
  if (op === Unary.squareRoot) return v128.sqrt<T>(x);
  if (sizeof<T>() === 8) return inDouble(op, x);
  switch (op) {
    case Unary.exponential: return float32.exp(x);
    case Unary.logarithm: return float32.log(x);
    case Unary.sigmoid: return float32.sigmoid(x);
    case Unary.tanh: return float32.tanh(x);
  }
  const low = f32x4.demote_f64x2_zero(inDouble(op, f64x2.promote_low_f32x4(x)));
  const high = f32x4.demote_f64x2_zero(inDouble(op, f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 1))));
  return v128.shuffle<f64>(low, high, 0, 2);
}

/** A zero and NaN are their own. */
function sign<T>(x: v128): v128 {
  const zero = v128.splat<T>(0);
  const negative = v128.bitselect(v128.splat<T>(-1), x, v128.lt<T>(x, zero));
  return v128.bitselect(v128.splat<T>(1), negative, v128.gt<T>(x, zero));
}

function inDouble(op: i32, x: v128): v128 {
  switch (op) {
    case Unary.exponential: return exp(x);
    case Unary.logarithm: return log(x);
    case Unary.sigmoid: return sigmoid(x);
    case Unary.tanh: return tanh(x);
  }
  return f64x2(one(op, f64x2.extract_lane(x, 0)), one(op, f64x2.extract_lane(x, 1)));
}

/** The rarer ones, lane by lane; some by AssemblyScript's own library, compiled in, so that no engine's is called. */
function one(op: i32, x: f64): f64 {
  switch (op) {
    case Unary.sine: return sin(x);
    case Unary.cosine: return cos(x);
    case Unary.expm1: return NativeMath.expm1(x);
    case Unary.log1p: return NativeMath.log1p(x);
    case Unary.erf: return erf(x);
    case Unary.gelu: return gelu(x);
    case Unary.softplus: return x > 0 ? x + NativeMath.log1p(NativeMath.exp(-x)) : NativeMath.log1p(NativeMath.exp(x));
    default: return unreachable();
  }
}
