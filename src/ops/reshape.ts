/** reshape: the same numbers in the same order under another shape. Knows no other operation. */
import { reshapeShape, sameShape, type NdArray, type Shape } from '../array/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import type { ShapeParams } from './broadcast.ts';
import { readArray } from './operand.ts';

export const reshapeOp: Op<ShapeParams> = {
  name: 'reshape',
  shape: ([x], { shape }) => reshapeShape(x, shape),
  dtype: ([dtype]) => dtype,
  reference: (out, [x]) => out.set(x),
  vjp: (_, g, [x]) => view(g, x.shape),
  describe: () => '',
};

/**
 * The same numbers in the same order as `shape`. One length may be −1: it is what the others leave.
 * @throws TypeError when the numbers do not fill the shape
 * @example
 * ```ts
 * import { array, reshape } from 'glissade';
 * reshape(array([1, 2, 3, 4]), [2, -1]).toNested(); // [[1, 2], [3, 4]]
 * ```
 */
export function reshape(x: NdArray, shape: Shape): NdArray {
  return within(reshape, () => {
    const input = readArray('reshape', 'x', x);
    return view(input, reshapeShape(input.shape, shape));
  });
}

/** reshape, or x itself when it has that shape already. */
export function view(x: NdArray, shape: Shape): NdArray {
  return sameShape(x.shape, shape) ? x : bind(reshapeOp, [x], { shape });
}
