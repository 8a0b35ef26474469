/**
 * Max pooling: the greatest number under each place of a window. Its gradient goes to where that number lies
 * (`place`), and the gradient of that takes numbers from there (`take`): each of the two is the other's.
 */
import { pool2dGeometry, sameShape, showShape, type NdArray, type Pool2dShapeOptions, type Shape, type Size } from '../array/index.ts';
import { maxPool2dPlaceWork, maxPool2dTakeWork } from '../kernels/index.ts';
import { bind, within, type ArrayType, type Lowering, type Op } from '../program/index.ts';
import { oneType } from './broadcast.ts';
import { throughFloat64 } from './cast.ts';
import { readArray } from './operand.ts';
import { lowerPool } from './poolLowering.ts';
import { describePool, eachWindow, poolShape, type PoolParams } from './poolWindow.ts';
import type { PoolArg, PoolOf } from './signature.ts';

export const maxPool2dOp: Op<PoolParams> = {
  name: 'maxPool2d',
  shape: ([x], params) => poolShape('maxPool2d', x, params),
  dtype: ([dtype]) => dtype,
  reference: (out, [x], [shape], params, outShape) => eachWindow(shape, outShape, params, (y, inside) => { out[y] = x[greatest(x, inside)]; }),
  vjp: (_, g, [x], __, params) => bind(maxPool2dPlaceOp, [g, x], params),
  lower: ([x], y, params) => lowerPool(y, x.shape, y.shape, params, (g, dtype, { inputs: [image], output }) =>
    maxPool2dTakeWork(g, dtype, { x: image, v: image, y: output })),
  expand: (inputs, params) => throughFloat64(inputs, (floats) => bind(maxPool2dOp, floats, params)),
  describe: describePool,
};

/** Puts each number of g where the greatest of x lies under its window; what meets adds up. The first of equals counts. */
export const maxPool2dPlaceOp: Op<PoolParams> = {
  name: 'maxPool2dPlace',
  shape: ([g, x], params) => {
    checkShape('maxPool2dPlace', 'g', g, poolShape('maxPool2dPlace', x, params));
    return x;
  },
  dtype: oneType('maxPool2dPlace'),
  reference: (out, [g, x], [gShape, xShape], params) => {
    const sums = new Float64Array(out.length);
    eachWindow(xShape, gShape, params, (y, inside) => { sums[greatest(x, inside)] += g[y]; });
    out.set(sums);
  },
  vjp: (index, h, [, x], _, params) => (index === 0 ? bind(maxPool2dTakeOp, [h, x], params) : null),
  lower: (inputs, v, params) => lowerPlace(inputs, v, params, false),
  lowerPositive: (inputs, v, params) => lowerPlace(inputs, v, params, true),
  expand: (inputs, params) => throughFloat64(inputs, (floats) => bind(maxPool2dPlaceOp, floats, params)),
  describe: describePool,
};

function lowerPlace([g, x]: readonly ArrayType[], v: ArrayType, params: PoolParams, positive: boolean): Lowering | undefined {
  return lowerPool(v, x.shape, g.shape, params, (geometry, dtype, { inputs: [places, image], output }) =>
    maxPool2dPlaceWork(geometry, dtype, { x: image, v: output, y: places }, positive));
}

/** Takes, for each window, the number of v that lies where the greatest of x does. */
export const maxPool2dTakeOp: Op<PoolParams> = {
  name: 'maxPool2dTake',
  shape: ([v, x], params) => {
    checkShape('maxPool2dTake', 'v', v, x);
    return poolShape('maxPool2dTake', x, params);
  },
  dtype: oneType('maxPool2dTake'),
  reference: (out, [v, x], [, xShape], params, outShape) => eachWindow(xShape, outShape, params, (y, inside) => { out[y] = v[greatest(x, inside)]; }),
  vjp: (index, h, [, x], _, params) => (index === 0 ? bind(maxPool2dPlaceOp, [h, x], params) : null),
  lower: ([, x], y, params) => lowerPool(y, x.shape, y.shape, params, (g, dtype, { inputs: [values, image], output }) =>
    maxPool2dTakeWork(g, dtype, { x: image, v: values, y: output })),
  expand: (inputs, params) => throughFloat64(inputs, (floats) => bind(maxPool2dTakeOp, floats, params)),
  describe: describePool,
};

/**
 * The greatest number under each place of a window, channel by channel; padding never wins. NaN wins.
 * The gradient goes to the first of the greatest.
 * @param x  [n, c, h, w]   @param size  the window, one number or [height, width]
 * @param options.stride  default: the size, so that windows do not overlap
 * @param options.padding  one number, a pair or four sides, less than the size; or 'same'. Default 0
 * @returns  [n, c, h′, w′], h′ = ⌊(h + 2p − size) / s⌋ + 1
 * @throws TypeError when the window does not fit; RangeError for a wrong option
 * @example
 * ```ts
 * import { array, maxPool2d, reshape } from 'glissade';
 * maxPool2d(reshape(array([1, 2, 3, 4]), [1, 1, 2, 2]), 2).data; // Float64Array [4]
 * ```
 */
export function maxPool2d<X extends NdArray, const K extends Size, const O extends Pool2dShapeOptions = object>(
  x: X, size: PoolArg<'maxPool2d', X, K, O>, options?: O,
): PoolOf<'maxPool2d', X, K, O> {
  return within(maxPool2d, () => {
    const input = readArray('maxPool2d', 'x', x);
    const { kernel, stride, padding } = pool2dGeometry('maxPool2d', input.shape, size as Size, options);
    return bind(maxPool2dOp, [input], { size: kernel, stride, padding });
  }) as PoolOf<'maxPool2d', X, K, O>;
}

/** The place of the first greatest, or of the first NaN. */
function greatest(x: ArrayLike<number>, inside: readonly number[]): number {
  let best = inside[0];
  for (const at of inside) if (x[at] > x[best] || (Number.isNaN(x[at]) && !Number.isNaN(x[best]))) best = at;
  return best;
}

function checkShape(name: string, operand: string, found: Shape, expected: Shape): void {
  if (!sameShape(found, expected)) throw new TypeError(`${name}: ${operand} must be ${showShape(expected)}; it is ${showShape(found)}`);
}
