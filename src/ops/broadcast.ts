/** broadcastTo repeats an array along axes, sumTo adds up along the same axes: each is the other's gradient. */
import { broadcastToShape, repeatedAxes, sameShape, showShape, type DType, type NdArray, type Shape } from '../array/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { throughFloat64 } from './cast.ts';
import { lowerTake } from './copyLowering.ts';
import { readArray } from './operand.ts';
import type { BroadcastToArg } from './signature.ts';
import { lowerReduction } from './reduceLowering.ts';
import { broadcastStrides, walk } from './strides.ts';

export interface ShapeParams {
  readonly shape: Shape;
}

export const broadcastToOp: Op<ShapeParams> = {
  name: 'broadcastTo',
  shape: ([x], { shape }) => broadcastToShape('broadcastTo', x, shape),
  dtype: ([dtype]) => dtype,
  reference: (out, [x], [from], { shape }) => walk(shape, [broadcastStrides(from, shape)], (i, [at]) => { out[i] = x[at]; }),
  vjp: (_, g, [x]) => addUp(g, x.shape),
  lower: ([x], output) => lowerTake(x, output, { strides: broadcastStrides(x.shape, output.shape) }),
  describe: () => '',
};

export const sumToOp: Op<ShapeParams> = {
  name: 'sumTo',
  shape: ([x], { shape }) => {
    const missing = x.length - shape.length;
    if (missing < 0 || shape.some((length, axis) => length !== 1 && length !== x[missing + axis])) {
      throw new TypeError(`sumTo: the shape must have the lengths of x, or 1; x is ${showShape(x)}, the shape ${showShape(shape)}`);
    }
    return shape;
  },
  dtype: ([dtype]) => dtype,
  reference: (out, [x], [from], { shape }) => {
    const sums = new Float64Array(out.length);
    walk(from, [broadcastStrides(shape, from)], (i, [at]) => { sums[at] += x[i]; });
    out.set(sums);
  },
  vjp: (_, g, [x]) => repeat(g, x.shape),
  lower: ([x], { shape }) => lowerReduction('sum', x, repeatedAxes(shape, x.shape)),
  expand: (inputs, params) => throughFloat64(inputs, (floats) => bind(sumToOp, floats, params)),
  describe: () => '',
};

/**
 * x repeated along its axes of length 1, and along new ones in front, until it has `shape`.
 * @throws TypeError when another length differs
 * @example
 * ```ts
 * import { array, broadcastTo } from 'glissade';
 * broadcastTo(array([1, 2]), [2, 2]).toNested(); // [[1, 2], [1, 2]]
 * ```
 */
export function broadcastTo<X extends NdArray, const S extends number[]>(x: X, shape: BroadcastToArg<X, S>): NdArray<S> {
  return within(broadcastTo, () => repeat(readArray('broadcastTo', 'x', x), shape as readonly number[])) as NdArray<S>;
}

/** broadcastTo, or x itself when it has that shape already. */
export function repeat(x: NdArray, shape: Shape): NdArray {
  return sameShape(x.shape, shape) ? x : bind(broadcastToOp, [x], { shape });
}

/** Sums along the axes that broadcasting to x repeated: what reaches a broadcast operand of the gradient `x`. */
export function addUp(x: NdArray, shape: Shape): NdArray {
  return sameShape(x.shape, shape) ? x : bind(sumToOp, [x], { shape });
}

/** The dtype rule of operations whose operands must be of one number type. */
export function oneType(name: string): (inputs: readonly DType[]) => DType {
  return (inputs) => {
    const other = inputs.find((dtype) => dtype !== inputs[0]);
    if (other !== undefined) throw new TypeError(`${name}: operands must have one number type; they are ${inputs.join(' and ')}, cast one of them`);
    return inputs[0];
  };
}
