/** exp, log, powers, roots, sine and cosine: the same bits in every engine, through numeric/. */
import type { NdArray } from '../array/index.ts';
import * as numeric from '../numeric/index.ts';
import type { Op } from '../program/index.ts';
import { add, div, mul, neg, sub } from './arithmetic.ts';
import { equal, greater, where } from './compare.ts';
import { binaryFloat, binaryOp, unary, unaryFloat, unaryOp, type NoParams } from './elementwise.ts';
import { literal, type Operand } from './operand.ts';
import type { BroadcastArg, BroadcastOf, Same } from './signature.ts';

export const expOp: Op<NoParams> = unaryOp('exp', numeric.exp, (g, _, y) => mul(g, y));
export const expm1Op: Op<NoParams> = unaryOp('expm1', numeric.expm1, (g, _, y) => mul(g, add(y, 1)));
export const logOp: Op<NoParams> = unaryOp('log', numeric.log, (g, x) => div(g, x));
export const log1pOp: Op<NoParams> = unaryOp('log1p', numeric.log1p, (g, x) => div(g, add(x, 1)));
export const sqrtOp: Op<NoParams> = unaryOp('sqrt', Math.sqrt, (g, _, y) => div(g, mul(y, 2)));
export const squareOp: Op<NoParams> = unaryOp('square', (x) => x * x, (g, x) => mul(g, mul(x, 2)), (x) => Math.imul(x, x));
export const sinOp: Op<NoParams> = unaryOp('sin', numeric.sin, (g, x) => mul(g, cos(x)));
export const cosOp: Op<NoParams> = unaryOp('cos', numeric.cos, (g, x) => neg(mul(g, sin(x))));
export const erfOp: Op<NoParams> = unaryOp('erf', numeric.erf, (g, x) => mul(g, mul(exp(neg(square(x))), 1.1283791670955126)));
export const powOp: Op<NoParams> = binaryOp('pow', numeric.pow, [powByBase, (g, a, _, y) => mul(g, where(greater(a, 0), mul(y, log(safe(a))), 0))]);

/** y·aʸ⁻¹. A known exponent leaves no 0·∞ behind at a = 0, also in higher derivatives. */
function powByBase(g: NdArray, a: NdArray, b: NdArray): NdArray | null {
  const exponent = literal(b);
  if (exponent === 0) return null;
  if (exponent === 1) return g;
  if (exponent === 2) return mul(g, mul(a, 2));
  if (exponent !== undefined) return mul(g, mul(pow(a, sub(b, 1)), b));
  const isZero = equal(b, 0);
  return mul(g, mul(pow(a, sub(where(isZero, 1, b), 1)), b));
}

/** a, and 1 where log a is not wanted. */
function safe(a: NdArray): NdArray {
  return where(greater(a, 0), a, 1);
}

/**
 * eˣ. int32 becomes float64, here and in all functions whose results are no whole numbers.
 * @example
 * ```ts
 * import { array, exp } from 'glissade';
 * exp(array([0, 1])).data; // Float64Array [1, 2.71828182845904…]
 * ```
 */
export function exp<X extends NdArray>(x: X): Same<X> {
  return unaryFloat(expOp, x, exp) as Same<X>;
}

/**
 * eˣ − 1, accurate near 0.
 */
export function expm1<X extends NdArray>(x: X): Same<X> {
  return unaryFloat(expm1Op, x, expm1) as Same<X>;
}

/**
 * The natural logarithm; −∞ at 0, NaN below.
 */
export function log<X extends NdArray>(x: X): Same<X> {
  return unaryFloat(logOp, x, log) as Same<X>;
}

/**
 * log(1 + x), accurate near 0.
 */
export function log1p<X extends NdArray>(x: X): Same<X> {
  return unaryFloat(log1pOp, x, log1p) as Same<X>;
}

/**
 * √x; NaN below 0. The gradient at 0 is infinite.
 */
export function sqrt<X extends NdArray>(x: X): Same<X> {
  return unaryFloat(sqrtOp, x, sqrt) as Same<X>;
}

/**
 * x².
 */
export function square<X extends NdArray>(x: X): Same<X> {
  return unary(squareOp, x, square) as Same<X>;
}

/**
 * The sine of x radians.
 */
export function sin<X extends NdArray>(x: X): Same<X> {
  return unaryFloat(sinOp, x, sin) as Same<X>;
}

/**
 * The cosine of x radians.
 */
export function cos<X extends NdArray>(x: X): Same<X> {
  return unaryFloat(cosOp, x, cos) as Same<X>;
}

/**
 * The error function, 2/√π ∫₀ˣ e^(−t²) dt.
 */
export function erf<X extends NdArray>(x: X): Same<X> {
  return unaryFloat(erfOp, x, erf) as Same<X>;
}

/**
 * aᵇ, broadcasting. int32 becomes float64. A negative a needs a whole b, else NaN. The gradient with respect to b is
 * that of positive a; it is 0 for others.
 * @throws TypeError when the shapes do not broadcast
 * @example
 * ```ts
 * import { array, pow } from 'glissade';
 * pow(array([1, 2, 3]), 2).data; // Float64Array [1, 4, 9]
 * ```
 */
export function pow<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'pow', A, B>): BroadcastOf<'pow', A, B> {
  return binaryFloat(powOp, a, b, pow) as BroadcastOf<'pow', A, B>;
}
