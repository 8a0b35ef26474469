/**
 * Convolution and its gradients, each as a convolution: of the cotangent, spread by the stride, with the kernel turned round;
 * and of the image with the cotangent, samples in the place of channels. Knows no expression but these.
 */
import type { Shape, Sides } from '../../array/index.ts';
import type { Conv2dGradientParams, Conv2dParams } from '../../ops/index.ts';
import { call, type Expression } from '../expression/expression.ts';

/** How a convolution in a formula slides; a negative padding leaves rows or columns out. */
export interface Sliding {
  readonly stride: readonly [number, number];
  /** Top, right, bottom, left. */
  readonly padding: Readonly<Sides>;
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

/** Whose channels are in groups while the first two axes are exchanged. */
export interface Exchange {
  readonly groups: number;
  readonly of: 'image' | 'kernel';
}

export function convolution(x: Expression, k: Expression, shape: Shape, { stride, padding, dilation, groups }: Conv2dParams): Expression {
  return call<Sliding>('conv', [x, k], shape, { stride, padding, dilation, groups });
}

/** ∂C/∂x = spread(g) ∗ turned(k)↔ with as much padding as the kernel reached over the image. */
export function inputGradient(g: Expression, k: Expression, params: Conv2dGradientParams): Expression {
  const { stride: [s, t], padding: [top, right, bottom, left], dilation: [d, e], groups, shape } = params;
  const [, , height, width] = k.shape;
  const [restDown, restAcross] = leftOver(shape, k.shape, g.shape, params);
  const spread = s === 1 && t === 1 ? g : call('spreadOut', [g], [g.shape[0], g.shape[1], s * (g.shape[2] - 1) + 1, t * (g.shape[3] - 1) + 1], { stride: [s, t] });
  const turned = height === 1 && width === 1 ? k : call('turned', [k], k.shape, {});
  const padding = [d * (height - 1) - top, e * (width - 1) - right + restAcross, d * (height - 1) - bottom + restDown, e * (width - 1) - left] as const;
  return call<Sliding>('conv', [spread, exchanged(turned, { groups, of: 'kernel' })], shape, { stride: [1, 1], padding, dilation: [d, e], groups });
}

/** ∂C/∂k = (x↔ ∗ g↔)↔, stride and dilation exchanged. */
export function kernelGradient(x: Expression, g: Expression, params: Conv2dGradientParams): Expression {
  const { stride, padding: [top, right, bottom, left], dilation, groups, shape } = params;
  const [restDown, restAcross] = leftOver(x.shape, shape, g.shape, params);
  const inner = call<Sliding>('conv', [exchanged(x, { groups, of: 'image' }), exchanged(g, { groups: 1, of: 'image' })], [shape[1], shape[0], shape[2], shape[3]], {
    stride: dilation, padding: [top, right - restAcross, bottom - restDown, left], dilation: stride, groups,
  });
  return exchanged(inner, { groups: 1, of: 'image' });
}

/** The rows and columns at the end that no place of the kernel covered. */
function leftOver([, , h, w]: Shape, [, , kh, kw]: Shape, [, , gh, gw]: Shape, { stride, padding, dilation }: Conv2dParams): readonly [number, number] {
  return [
    h + padding[0] + padding[2] - dilation[0] * (kh - 1) - 1 - stride[0] * (gh - 1),
    w + padding[1] + padding[3] - dilation[1] * (kw - 1) - 1 - stride[1] * (gw - 1),
  ];
}

/** The first two axes exchanged: samples and channels, or the channels that a kernel gives and takes. */
function exchanged(x: Expression, exchange: Exchange): Expression {
  const { groups, of } = exchange;
  const [a, b, ...rest] = x.shape;
  const shape = groups === 1 ? [b, a, ...rest] : of === 'image' ? [b / groups, groups * a, ...rest] : [groups * b, a / groups, ...rest];
  return call<Exchange>('exchanged', [x], shape, exchange);
}
