/** Comparisons and where. Results are 1 or 0 in the operands' number type, ready to multiply with. */
import { broadcastShapes, type NdArray } from '../array/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { addUp } from './broadcast.ts';
import { convert } from './cast.ts';
import { binary, binaryOp, none, type NoParams } from './elementwise.ts';
import { lowerElementwise } from './elementwiseLowering.ts';
import { readArray, readOperands, type Operand } from './operand.ts';
import type { BroadcastArg, BroadcastOf, WhereArg, WhereOf } from './signature.ts';
import { broadcastStrides, walk } from './strides.ts';

export const equalOp: Op<NoParams> = binaryOp('equal', (a, b) => Number(a === b), null);
export const notEqualOp: Op<NoParams> = binaryOp('notEqual', (a, b) => Number(a !== b), null);
export const lessOp: Op<NoParams> = binaryOp('less', (a, b) => Number(a < b), null);
export const lessEqualOp: Op<NoParams> = binaryOp('lessEqual', (a, b) => Number(a <= b), null);
export const greaterOp: Op<NoParams> = binaryOp('greater', (a, b) => Number(a > b), null);
export const greaterEqualOp: Op<NoParams> = binaryOp('greaterEqual', (a, b) => Number(a >= b), null);

export const whereOp: Op<NoParams> = {
  name: 'where',
  shape: ([condition, a, b]) => broadcastShapes('where, condition (a) and values (b)', condition, broadcastShapes('where', a, b)),
  dtype: ([, a, b]) => {
    if (a !== b) throw new TypeError(`where: a and b must have one number type; they are ${a} and ${b}, cast one of them`);
    return a;
  },
  reference: (out, [condition, a, b], shapes, _, shape) =>
    walk(shape, shapes.map((one) => broadcastStrides(one, shape)), (i, at) => { out[i] = condition[at[0]] !== 0 ? a[at[1]] : b[at[2]]; }),
  vjp: (index, g, inputs) => {
    if (index === 0) return null;
    return addUp(index === 1 ? where(inputs[0], g, 0) : where(inputs[0], 0, g), inputs[index].shape);
  },
  lower: (inputs, output) => lowerElementwise('where', inputs, output, [1, 2, 0]),
  // for a condition of another type: 1 and 0 are the same in all
  expand: ([condition, a, b]) => bind(whereOp, [convert(notEqual(condition, 0), a.dtype), a, b], none),
};

/**
 * 1 where a = b, else 0, broadcasting. NaN equals nothing. No gradient.
 * @example
 * ```ts
 * import { array, equal } from 'glissade';
 * equal(array([1, 2, 3]), 2).data; // Float64Array [0, 1, 0]
 * ```
 */
export function equal<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'equal', A, B>): BroadcastOf<'equal', A, B> {
  return binary(equalOp, a, b, equal) as BroadcastOf<'equal', A, B>;
}

/**
 * 1 where a ≠ b, else 0, broadcasting. No gradient.
 */
export function notEqual<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'notEqual', A, B>): BroadcastOf<'notEqual', A, B> {
  return binary(notEqualOp, a, b, notEqual) as BroadcastOf<'notEqual', A, B>;
}

/**
 * 1 where a < b, else 0, broadcasting. No gradient.
 */
export function less<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'less', A, B>): BroadcastOf<'less', A, B> {
  return binary(lessOp, a, b, less) as BroadcastOf<'less', A, B>;
}

/**
 * 1 where a ≤ b, else 0, broadcasting. No gradient.
 */
export function lessEqual<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'lessEqual', A, B>): BroadcastOf<'lessEqual', A, B> {
  return binary(lessEqualOp, a, b, lessEqual) as BroadcastOf<'lessEqual', A, B>;
}

/**
 * 1 where a > b, else 0, broadcasting. No gradient.
 */
export function greater<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'greater', A, B>): BroadcastOf<'greater', A, B> {
  return binary(greaterOp, a, b, greater) as BroadcastOf<'greater', A, B>;
}

/**
 * 1 where a ≥ b, else 0, broadcasting. No gradient.
 */
export function greaterEqual<A extends Operand, B extends Operand>(a: A, b: BroadcastArg<'greaterEqual', A, B>): BroadcastOf<'greaterEqual', A, B> {
  return binary(greaterEqualOp, a, b, greaterEqual) as BroadcastOf<'greaterEqual', A, B>;
}

/**
 * a where the condition is not 0, else b; all three broadcast. The gradient reaches what was chosen; none the condition.
 * @throws TypeError when the shapes do not broadcast
 * @example
 * ```ts
 * import { array, less, where } from 'glissade';
 * const x = array([-1, 2]);
 * where(less(x, 0), 0, x).data; // Float64Array [0, 2]
 * ```
 */
export function where<C extends NdArray, A extends Operand, B extends Operand>(condition: C, a: A, b: WhereArg<C, A, B>): WhereOf<C, A, B> {
  return within(where, () => {
    const [chosen, other] = readOperands('where', ['a', 'b'], [a, b]);
    return bind(whereOp, [readArray('where', 'condition', condition), chosen, other], none);
  }) as WhereOf<C, A, B>;
}
