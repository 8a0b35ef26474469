/** What a neuron does with its sum: sigmoid, tanh, relu, gelu, softplus. Stable for every finite x. */
import type { NdArray } from '../array/index.ts';
import * as numeric from '../numeric/index.ts';
import type { Op } from '../program/index.ts';
import { add, mul, sub } from './arithmetic.ts';
import { greater, where } from './compare.ts';
import { unary, unaryFloat, unaryOp, type NoParams } from './elementwise.ts';
import { erf, exp, square } from './functions.ts';
import type { Same } from './signature.ts';

export const tanhOp: Op<NoParams> = unaryOp('tanh', numeric.tanh, (g, _, y) => mul(g, sub(1, square(y))));
export const sigmoidOp: Op<NoParams> = unaryOp('sigmoid', numeric.sigmoid, (g, _, y) => mul(g, mul(y, sub(1, y))));
export const softplusOp: Op<NoParams> = unaryOp('softplus', numeric.softplus, (g, x) => mul(g, sigmoid(x)));
// y > 0 where x > 0: the sum before it need not be kept for the gradient
export const reluOp: Op<NoParams> = unaryOp('relu', (x) => (x > 0 || Number.isNaN(x) ? x : 0), (g, _, y) => where(greater(y, 0), g, 0));
export const geluOp: Op<NoParams> = unaryOp('gelu', numeric.gelu, (g, x) => mul(g, geluSlope(x)));

/** Φ(x) + x·φ(x), the normal distribution and its density. */
function geluSlope(x: NdArray): NdArray {
  const distribution = mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);
  const density = mul(exp(mul(square(x), -0.5)), 0.3989422804014327);
  return add(distribution, mul(x, density));
}

/**
 * (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ).
 */
export function tanh<X extends NdArray>(x: X): Same<X> {
  return unaryFloat(tanhOp, x, tanh) as Same<X>;
}

/**
 * 1 / (1 + e⁻ˣ).
 */
export function sigmoid<X extends NdArray>(x: X): Same<X> {
  return unaryFloat(sigmoidOp, x, sigmoid) as Same<X>;
}

/**
 * log(1 + eˣ): also the cross-entropy of a sigmoid, softplus(−x) for a 1 and softplus(x) for a 0.
 */
export function softplus<X extends NdArray>(x: X): Same<X> {
  return unaryFloat(softplusOp, x, softplus) as Same<X>;
}

/**
 * max(x, 0). Gradient 1 above 0, else 0.
 * @example
 * ```ts
 * import { array, relu } from 'glissade';
 * relu(array([-1, 0, 2])).data; // Float64Array [0, 0, 2]
 * ```
 */
export function relu<X extends NdArray>(x: X): Same<X> {
  return unary(reluOp, x, relu) as Same<X>;
}

/**
 * x · Φ(x), Φ the standard normal distribution function (the exact form, by erf).
 * @see Hendrycks & Gimpel, arXiv:1606.08415
 */
export function gelu<X extends NdArray>(x: X): Same<X> {
  return unaryFloat(geluOp, x, gelu) as Same<X>;
}
