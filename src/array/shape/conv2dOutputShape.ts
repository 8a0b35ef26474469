/** The public function that answers which shape a convolution gives, without computing it. */
import { conv2dGeometry, type Conv2dShapeOptions } from './conv2d.ts';
import type { Shape } from './shape.ts';

/**
 * The shape of `conv2d(x, k, options)`: [n, c, h, w] with kernel [o, c/groups, kh, kw] gives [n, o, h′, w′],
 *   h′ = ⌊(h + top + bottom − d(kh − 1) − 1) / s⌋ + 1
 * and w′ alike.
 * @throws TypeError when an operand has another rank, the channels differ or the kernel does not fit into the padded
 *   image; RangeError for an option out of range
 * @see Dumoulin & Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285
 */
export function conv2dOutputShape(inputShape: Shape, kernelShape: Shape, options: Conv2dShapeOptions = {}): number[] {
  return conv2dGeometry(inputShape, kernelShape, options).outputShape;
}
