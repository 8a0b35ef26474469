/** reshape and its kin: the same numbers in the same order under another shape. Knows no other operation. */
import { expandDimsShape, flattenShape, reshapeShape, sameShape, squeezeShape, type Axes, type NdArray, type Shape } from '../array/index.ts';
import { bind, within, type Entry, type Op } from '../program/index.ts';
import type { ShapeParams } from './broadcast.ts';
import { readArray } from './operand.ts';
import type { ExpandDimsArg, ExpandDimsOf, FlattenOf, ReshapeArg, ReshapeOf, SqueezeArg, SqueezeOf } from './signature.ts';

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
export function reshape<X extends NdArray, const S extends number[]>(x: X, shape: ReshapeArg<X, S>): ReshapeOf<X, S> {
  return viewed('reshape', x, reshape, (own) => reshapeShape(own, shape as Shape)) as ReshapeOf<X, S>;
}

/**
 * The first axis, the batch, is kept and the rest put in one: [n, c, h, w] → [n, c·h·w]; [n] → [n, 1].
 */
export function flatten<X extends NdArray>(x: X): FlattenOf<X> {
  return viewed('flatten', x, flatten, flattenShape) as FlattenOf<X>;
}

/**
 * x with a new axis of length 1, which becomes axis `axis` of the result; −1 adds it at the end.
 * @throws RangeError when the result has no such axis
 */
export function expandDims<X extends NdArray, const A extends number>(x: X, axis: ExpandDimsArg<X, A>): ExpandDimsOf<X, A> {
  return viewed('expandDims', x, expandDims, (own) => expandDimsShape(own, axis as number)) as ExpandDimsOf<X, A>;
}

/**
 * x without the axes named, each of length 1.
 * @param axes  one, several, or 'all' of length 1 (the default)
 * @throws TypeError when one is longer; RangeError when x has no such axis
 */
export function squeeze<X extends NdArray, const A extends Axes = 'all'>(x: X, axes?: SqueezeArg<X, A>): SqueezeOf<X, A> {
  return viewed('squeeze', x, squeeze, (own) => squeezeShape(own, axes as Axes | undefined)) as SqueezeOf<X, A>;
}

function viewed(name: string, x: unknown, entry: Entry, shapeOf: (own: Shape) => Shape): NdArray {
  return within(entry, () => {
    const input = readArray(name, 'x', x);
    return view(input, shapeOf(input.shape));
  });
}

/** reshape, or x itself when it has that shape already. */
export function view(x: NdArray, shape: Shape): NdArray {
  return sameShape(x.shape, shape) ? x : bind(reshapeOp, [x], { shape });
}
