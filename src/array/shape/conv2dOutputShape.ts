/** The public function that answers which shape a convolution gives, without computing it. */
import type { Conv2dRule } from '../types/conv2d.ts';
import type { Arg, Only } from '../types/rule.ts';
import { conv2dGeometry, type Conv2dShapeOptions } from './conv2d.ts';
import type { Shape } from './shape.ts';

/**
 * The shape of `conv2d(x, k, options)`: [n, c, h, w] with kernel [o, c/groups, kh, kw] gives [n, o, h′, w′],
 *   h′ = ⌊(h + top + bottom − d(kh − 1) − 1) / s⌋ + 1
 * and w′ alike. Literal shapes give a literal type.
 * @param options  `stride`, `dilation`: one number or [height, width], default 1; `padding`: one number, [vertical,
 *   horizontal], [top, right, bottom, left], 'same' or 'valid', default 0; `groups`: default 1; the options of a `conv2d` with a bias may be given as they are
 * @throws TypeError when an operand has another rank, the channels differ or the kernel does not fit into the padded
 *   image; RangeError for an option out of range
 * @see Dumoulin & Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285
 */
export function conv2dOutputShape<const X extends Shape, const K extends Shape, const O extends Conv2dShapeOptions = object>(
  inputShape: X, kernelShape: Arg<Conv2dRule<X, K, O>, K>, options?: O & Only<O, keyof Conv2dShapeOptions | 'bias'>,
): Conv2dRule<X, K, O>['shape'] {
  return conv2dGeometry(inputShape, kernelShape as Shape, options).outputShape;
}
