/** Average pooling, and the operation that spreads numbers back over the windows: each is the other's gradient. */
import { pool2dGeometry, sameShape, showShape, type NdArray, type Pool2dShapeOptions, type Shape, type Size } from '../array/index.ts';
import { averagePool2dSpreadWork, averagePool2dWork } from '../kernels/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { throughFloat64 } from './cast.ts';
import { readFloat } from './operand.ts';
import { lowerPool } from './poolLowering.ts';
import { describePool, eachWindow, poolShape, type PoolParams } from './poolWindow.ts';
import type { PoolArg, PoolOf } from './signature.ts';

export interface AveragePoolParams extends PoolParams {
  readonly countPadding: boolean;
}

export interface AveragePool2dOptions extends Pool2dShapeOptions {
  /** Whether zeros of the padding count as numbers of the window. Default true, as in PyTorch; ONNX and Keras say false. */
  readonly countPadding?: boolean;
}

export interface AveragePoolSpreadParams extends AveragePoolParams {
  /** The shape spread over. */
  readonly shape: Shape;
}

export const averagePool2dOp: Op<AveragePoolParams> = {
  name: 'averagePool2d',
  shape: ([x], params) => poolShape('averagePool2d', x, params),
  dtype: ([dtype]) => dtype,
  reference: (out, [x], [shape], params, outShape) => eachWindow(shape, outShape, params, (y, inside) => {
    let sum = 0;
    for (const at of inside) sum += x[at];
    out[y] = sum / divisor(params, inside);
  }),
  vjp: (_, g, [x], __, params) => bind(averagePool2dSpreadOp, [g], { ...params, shape: x.shape }),
  lower: ([x], y, params) => lowerPool(y, x.shape, y.shape, params, (g, dtype, { inputs: [v], output }) =>
    averagePool2dWork(g, dtype, { v, y: output }, params.countPadding)),
  expand: (inputs, params) => throughFloat64(inputs, (floats) => bind(averagePool2dOp, floats, params)),
  describe,
};

/** Adds to each number of the window its share of g. */
export const averagePool2dSpreadOp: Op<AveragePoolSpreadParams> = {
  name: 'averagePool2dSpread',
  shape: ([g], params) => {
    const expected = poolShape('averagePool2dSpread', params.shape, params);
    if (!sameShape(g, expected)) throw new TypeError(`averagePool2dSpread: g must be ${showShape(expected)}; it is ${showShape(g)}`);
    return params.shape;
  },
  dtype: ([dtype]) => dtype,
  reference: (out, [g], [gShape], params, shape) => {
    const sums = new Float64Array(out.length);
    eachWindow(shape, gShape, params, (y, inside) => {
      const share = g[y] / divisor(params, inside);
      for (const at of inside) sums[at] += share;
    });
    out.set(sums);
  },
  vjp: (_, h, __, ___, { shape: _shape, ...params }) => bind(averagePool2dOp, [h], params),
  lower: ([g], v, params) => lowerPool(v, v.shape, g.shape, params, (geometry, dtype, { inputs: [y], output }) =>
    averagePool2dSpreadWork(geometry, dtype, { v: output, y }, params.countPadding)),
  expand: (inputs, params) => throughFloat64(inputs, (floats) => bind(averagePool2dSpreadOp, floats, params)),
  describe,
};

/**
 * The mean of the numbers under each place of a window, channel by channel. int32 becomes float64.
 * @param x  [n, c, h, w]   @param size  the window, one number or [height, width]
 * @param options.stride  default: the size, so that windows do not overlap
 * @param options.padding  zeros around the image: one number, a pair, or 'same'. Default 0
 * @param options.countPadding  whether those zeros count. Default true
 * @returns  [n, c, h′, w′], h′ = ⌊(h + 2p − size) / s⌋ + 1
 * @throws TypeError when the window does not fit; RangeError for a wrong option
 * @example
 * ```ts
 * import { array, averagePool2d, reshape } from 'glissade';
 * averagePool2d(reshape(array([1, 2, 3, 6]), [1, 1, 2, 2]), 2).data; // Float64Array [3]
 * ```
 */
export function averagePool2d<X extends NdArray, const K extends Size, const O extends AveragePool2dOptions = object>(
  x: X, size: PoolArg<'averagePool2d', X, K, O>, options?: O,
): PoolOf<'averagePool2d', X, K, O> {
  return within(averagePool2d, () => {
    const input = readFloat('averagePool2d', 'x', x);
    const { countPadding = true, ...settings }: AveragePool2dOptions = options ?? {};
    const { kernel, stride, padding } = pool2dGeometry('averagePool2d', input.shape, size as Size, settings);
    return bind(averagePool2dOp, [input], { size: kernel, stride, padding, countPadding });
  }) as PoolOf<'averagePool2d', X, K, O>;
}

function divisor({ size, countPadding }: AveragePoolParams, inside: readonly number[]): number {
  return countPadding ? size[0] * size[1] : inside.length;
}

function describe(params: AveragePoolParams): string {
  const padded = params.padding.some((p) => p !== 0);
  return `${describePool(params)}${padded && !params.countPadding ? ', padding not counted' : ''}`;
}
