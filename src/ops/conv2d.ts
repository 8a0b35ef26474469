/**
 * Convolution and its two gradients, as three operations. Each is linear in both operands, and the gradients of any
 * of them are the other two: so derivatives of every order exist.
 */
import { checkConv2dBias, conv2dGeometry, sameShape, showShape, type Conv2dShapeOptions, type NdArray, type Shape , type Conv2dBias, type Only, type ShapeOf } from '../array/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { add } from './arithmetic.ts';
import { oneType } from './broadcast.ts';
import { throughFloat64 } from './cast.ts';
import { lowerConv2d, lowerConv2dInputGradient, lowerConv2dKernelGradient } from './conv2dLowering.ts';
import { describeWindow, eachProduct, type Conv2dParams } from './conv2dProducts.ts';
import { readArray, readOperands } from './operand.ts';
import { view } from './reshape.ts';
import type { Conv2dArg, Conv2dOf } from './signature.ts';

export interface Conv2dOptions extends Conv2dShapeOptions {
  /** A number added to every output channel, [o]. Default none. */
  readonly bias?: NdArray;
}

export interface Conv2dGradientParams extends Conv2dParams {
  /** The shape of what the gradient is of. */
  readonly shape: Shape;
}

/** y = x ∗ k */
export const conv2dOp: Op<Conv2dParams> = {
  name: 'conv2d',
  shape: ([x, k], params) => conv2dGeometry(x, k, params).outputShape,
  dtype: oneType('conv2d'),
  reference: (out, [x, k], [xShape, kShape], params, shape) => {
    const sums = new Float64Array(out.length);
    eachProduct(xShape, kShape, shape, params, (xi, ki, yi) => { sums[yi] += x[xi] * k[ki]; });
    out.set(sums);
  },
  vjp: (index, g, [x, k], _, params) => (index === 0
    ? bind(conv2dInputGradientOp, [g, k], { ...params, shape: x.shape })
    : bind(conv2dKernelGradientOp, [x, g], { ...params, shape: k.shape })),
  lower: lowerConv2d,
  lowerWith: lowerConv2d,
  expand: (inputs, params) => throughFloat64(inputs, (floats) => bind(conv2dOp, floats, params)),
  describe: describeParams,
};

/** ∂L/∂x, given g = ∂L/∂y and k. */
export const conv2dInputGradientOp: Op<Conv2dGradientParams> = {
  name: 'conv2dInputGradient',
  shape: ([g, k], params) => {
    checkGradient('conv2dInputGradient', g, conv2dGeometry(params.shape, k, params).outputShape);
    return params.shape;
  },
  dtype: oneType('conv2dInputGradient'),
  reference: (out, [g, k], [gShape, kShape], params, shape) => {
    const sums = new Float64Array(out.length);
    eachProduct(shape, kShape, gShape, params, (xi, ki, yi) => { sums[xi] += g[yi] * k[ki]; });
    out.set(sums);
  },
  vjp: (index, h, [g, k], __, { shape: _shape, ...params }) => (index === 0
    ? bind(conv2dOp, [h, k], params)
    : bind(conv2dKernelGradientOp, [h, g], { ...params, shape: k.shape })),
  lower: ([g, k], x, params) => lowerConv2dInputGradient(x, k.shape, g.shape, params),
  expand: (inputs, params) => throughFloat64(inputs, (floats) => bind(conv2dInputGradientOp, floats, params)),
  describe: describeParams,
};

/** ∂L/∂k, given x and g = ∂L/∂y. */
export const conv2dKernelGradientOp: Op<Conv2dGradientParams> = {
  name: 'conv2dKernelGradient',
  shape: ([x, g], params) => {
    checkGradient('conv2dKernelGradient', g, conv2dGeometry(x, params.shape, params).outputShape);
    return params.shape;
  },
  dtype: oneType('conv2dKernelGradient'),
  reference: (out, [x, g], [xShape, gShape], params, shape) => {
    const sums = new Float64Array(out.length);
    eachProduct(xShape, shape, gShape, params, (xi, ki, yi) => { sums[ki] += x[xi] * g[yi]; });
    out.set(sums);
  },
  vjp: (index, h, [x, g], __, { shape: _shape, ...params }) => (index === 0
    ? bind(conv2dInputGradientOp, [g, h], { ...params, shape: x.shape })
    : bind(conv2dOp, [x, h], params)),
  lower: ([x, g], k, params) => lowerConv2dKernelGradient(x.shape, k, g.shape, params),
  expand: (inputs, params) => throughFloat64(inputs, (floats) => bind(conv2dKernelGradientOp, floats, params)),
  describe: describeParams,
};

/**
 * 2-D cross-correlation, which every library calls convolution: the kernel is not flipped.
 *
 * y[n, o, i, j] = bias[o] + Σ_{c,u,v} x[n, c, i·s + u·d − p, j·s + v·d − p] · k[o, c, u, v]
 *
 * @param x  [n, c, h, w]   @param kernel  [o, c / groups, kh, kw]
 * @param options.bias  [o]. Default none
 * @param options.stride  steps between places, one number or [down, across]. Default 1
 * @param options.padding  zeros around the image: one number, [rows, columns], or 'same', which keeps ⌈h / s⌉ with the
 * odd one below and to the right. Default 0
 * @param options.dilation  distance between the kernel's elements. Default 1
 * @param options.groups  how many blocks the channels form, each convolved for itself; c of them is depthwise. Default 1
 * @returns  [n, o, h′, w′], h′ = ⌊(h + 2p − d(kh − 1) − 1) / s⌋ + 1
 * @throws TypeError when channels differ or the kernel does not fit; RangeError for a wrong option
 * @see Dumoulin & Visin, arXiv:1603.07285
 * @example
 * ```ts
 * import { array, conv2d, reshape } from 'glissade';
 * const x = reshape(array([1, 2, 3, 4, 5, 6, 7, 8, 9]), [1, 1, 3, 3]);
 * const edges = reshape(array([1, -1]), [1, 1, 1, 2]);
 * conv2d(x, edges).data; // Float64Array [-1, -1, -1, -1, -1, -1]
 * conv2d(x, edges, { padding: 'same' }).shape; // [1, 1, 3, 3]
 * ```
 */
export function conv2d<X extends NdArray, W extends NdArray, const O extends Conv2dOptions = object>(
  x: X, kernel: Conv2dArg<X, W, O>, options?: O & Conv2dBias<O, ShapeOf<W>> & Only<O, keyof Conv2dOptions>,
): Conv2dOf<X, W, O> {
  return within(conv2d, () => {
    const { bias, ...settings }: Conv2dOptions = options ?? {};
    const arrays = [readArray('conv2d', 'x', x), readArray('conv2d', 'kernel', kernel), ...(bias === undefined ? [] : [readArray('conv2d', 'bias', bias)])];
    const [image, weights, offset] = readOperands('conv2d', [], arrays);
    const { stride, padding, dilation, groups } = conv2dGeometry(image.shape, weights.shape, settings);
    if (offset !== undefined) checkConv2dBias(offset.shape, weights.shape);
    const y = bind(conv2dOp, [image, weights], { stride, padding, dilation, groups });
    return offset === undefined ? y : add(y, view(offset, [offset.shape[0], 1, 1]));
  }) as Conv2dOf<X, W, O>;
}

function checkGradient(name: string, g: Shape, expected: Shape): void {
  if (!sameShape(g, expected)) throw new TypeError(`${name}: g must have the shape of the convolution; g is ${showShape(g)}, the convolution ${showShape(expected)}`);
}

function describeParams(params: Conv2dParams): string {
  return `${describeWindow(params)}${params.groups === 1 ? '' : `, groups ${params.groups}`}`;
}
