/** transpose: the same numbers with the axes in another order. Knows no other operation. */
import { invertPermutation, resolvePermutation, transposeShape, type NdArray } from '../array/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { lowerTake } from './copyLowering.ts';
import { readArray } from './operand.ts';
import type { TransposeArg, TransposeOf } from './signature.ts';
import { stridesOf, walk } from './strides.ts';

export interface TransposeParams {
  /** Result axis k is operand axis axes[k]. */
  readonly axes: readonly number[];
}

export const transposeOp: Op<TransposeParams> = {
  name: 'transpose',
  shape: ([x], { axes }) => transposeShape(x, axes),
  dtype: ([dtype]) => dtype,
  reference: (out, [x], [from], { axes }, shape) => {
    const strides = stridesOf(from);
    walk(shape, [axes.map((axis) => strides[axis])], (i, [at]) => { out[i] = x[at]; });
  },
  vjp: (_, g, __, ___, { axes }) => bind(transposeOp, [g], { axes: invertPermutation(axes) }),
  lower: ([x], output, { axes }) => {
    const strides = stridesOf(x.shape);
    return lowerTake(x, output, { strides: axes.map((axis) => strides[axis]) });
  },
};

/**
 * x with its axes in another order: the result's axis k is x's axis axes[k].
 * @param axes  every axis once; negative ones count from the end. Default: all in reverse, for a matrix its transpose
 * @throws RangeError when the axes are not those of x, each once
 * @example
 * ```ts
 * import { array, transpose } from 'glissade';
 * transpose(array([[1, 2, 3], [4, 5, 6]])).toNested(); // [[1, 4], [2, 5], [3, 6]]
 * ```
 */
export function transpose<X extends NdArray, const P extends readonly number[] | 'reverse' = 'reverse'>(x: X, axes?: TransposeArg<X, P>): TransposeOf<X, P> {
  return within(transpose, () => {
    const input = readArray('transpose', 'x', x);
    return bind(transposeOp, [input], { axes: resolvePermutation(input.shape, axes as readonly number[] | 'reverse' | undefined) });
  }) as TransposeOf<X, P>;
}
