/** + − × ÷ and what is like them: negation, absolute value, the greater and the lesser. */
import type { NdArray } from '../array/index.ts';
import type { Op } from '../program/index.ts';
import { equal, greater, less, where } from './compare.ts';
import { binary, binaryFloat, binaryOp, unary, unaryOp, type NoParams } from './elementwise.ts';
import type { Operand } from './operand.ts';
import type { BroadcastArg, BroadcastOf, Same } from './signature.ts';

export const addOp: Op<NoParams> = binaryOp('add', (a, b) => a + b, [(g) => g, (g) => g]);
export const subOp: Op<NoParams> = binaryOp('sub', (a, b) => a - b, [(g) => g, (g) => neg(g)]);
// a product of int32 may need 62 bits; imul keeps the lower 32, as every int32 result does
export const mulOp: Op<NoParams> = binaryOp('mul', (a, b) => a * b, [(g, _, b) => mul(g, b), (g, a) => mul(g, a)], Math.imul);
export const divOp: Op<NoParams> = binaryOp('div', (a, b) => a / b, [(g, _, b) => div(g, b), (g, _, b, y) => neg(div(mul(g, y), b))]);
export const negOp: Op<NoParams> = unaryOp('neg', (x) => -x, (g) => neg(g));
export const absOp: Op<NoParams> = unaryOp('abs', Math.abs, (g, x) => mul(g, sign(x)));
export const signOp: Op<NoParams> = unaryOp('sign', Math.sign, null);
// where a = b each has half of the gradient, so that it sums to that of either
export const maximumOp: Op<NoParams> = binaryOp('maximum', Math.max, [(g, a, b) => share(g, greater(a, b), a, b), (g, a, b) => share(g, less(a, b), a, b)]);
export const minimumOp: Op<NoParams> = binaryOp('minimum', Math.min, [(g, a, b) => share(g, less(a, b), a, b), (g, a, b) => share(g, greater(a, b), a, b)]);

function share(g: NdArray, won: NdArray, a: NdArray, b: NdArray): NdArray {
  return where(won, g, where(equal(a, b), mul(g, 0.5), 0));
}

/**
 * a + b, broadcasting. int32 wraps around at 2³¹.
 * @throws TypeError when the shapes do not broadcast, or an operand is neither an array nor a number
 * @example
 * ```ts
 * import { add, array } from 'glissade';
 * add(array([[1], [2]]), array([10, 20])).toNested(); // [[11, 21], [12, 22]]
 * ```
 */
export function add<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'add', A, B>): BroadcastOf<'add', A, B> {
  return binary(addOp, a, b, add) as BroadcastOf<'add', A, B>;
}

/**
 * a − b, broadcasting. int32 wraps around.
 * @throws TypeError when the shapes do not broadcast
 */
export function sub<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'sub', A, B>): BroadcastOf<'sub', A, B> {
  return binary(subOp, a, b, sub) as BroadcastOf<'sub', A, B>;
}

/**
 * a · b, element by element, broadcasting. int32 wraps around.
 * @throws TypeError when the shapes do not broadcast
 */
export function mul<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'mul', A, B>): BroadcastOf<'mul', A, B> {
  return binary(mulOp, a, b, mul) as BroadcastOf<'mul', A, B>;
}

/**
 * a / b, element by element, broadcasting. int32 is divided as float64.
 * @throws TypeError when the shapes do not broadcast
 */
export function div<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'div', A, B>): BroadcastOf<'div', A, B> {
  return binaryFloat(divOp, a, b, div) as BroadcastOf<'div', A, B>;
}

/**
 * −x.
 */
export function neg<X extends NdArray>(x: X): Same<X> {
  return unary(negOp, x, neg) as Same<X>;
}

/**
 * |x|. Gradient sign x, 0 at 0.
 */
export function abs<X extends NdArray>(x: X): Same<X> {
  return unary(absOp, x, abs) as Same<X>;
}

/**
 * −1, 0 or 1 as x is negative, zero or positive. Its gradient is 0.
 */
export function sign<X extends NdArray>(x: X): Same<X> {
  return unary(signOp, x, sign) as Same<X>;
}

/**
 * The greater of a and b, element by element, broadcasting; NaN if either is. Where they are equal, each has half of the gradient.
 * @throws TypeError when the shapes do not broadcast
 */
export function maximum<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'maximum', A, B>): BroadcastOf<'maximum', A, B> {
  return binary(maximumOp, a, b, maximum) as BroadcastOf<'maximum', A, B>;
}

/**
 * The lesser of a and b, element by element, broadcasting; NaN if either is. Where they are equal, each has half of the gradient.
 * @throws TypeError when the shapes do not broadcast
 */
export function minimum<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'minimum', A, B>): BroadcastOf<'minimum', A, B> {
  return binary(minimumOp, a, b, minimum) as BroadcastOf<'minimum', A, B>;
}
