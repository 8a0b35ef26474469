/** concat: arrays one behind the other along an axis. Its gradient cuts them apart again. */
import { concatShape, describe, resolveAxis, sizeOf, type NdArray } from '../array/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { oneType } from './broadcast.ts';
import { readArray, readOperands } from './operand.ts';
import type { ConcatArg, ConcatOf } from './signature.ts';
import { sliceOp } from './slice.ts';

export interface ConcatParams {
  readonly axis: number;
}

export const concatOp: Op<ConcatParams> = {
  name: 'concat',
  shape: (inputs, { axis }) => concatShape(inputs, axis),
  dtype: oneType('concat'),
  reference: (out, inputs, shapes, { axis }, shape) => {
    const after = sizeOf(shape.slice(axis + 1));
    const row = shape[axis] * after;
    let start = 0;
    inputs.forEach((x, k) => {
      const part = shapes[k][axis] * after;
      for (let i = 0; i < sizeOf(shape.slice(0, axis)); i++) out.set(x.subarray(i * part, (i + 1) * part), i * row + start);
      start += part;
    });
  },
  vjp: (index, g, inputs, _, { axis }) => {
    const before = inputs.slice(0, index).reduce((length, x) => length + x.shape[axis], 0);
    return bind(sliceOp, [g], { begin: g.shape.map((_, k) => (k === axis ? before : 0)), step: g.shape.map(() => 1), shape: inputs[index].shape });
  },
};

/**
 * Arrays one behind the other along an axis; their other lengths must agree.
 * @param axis  default 0
 * @throws TypeError when there is no array, or lengths differ outside the axis
 * @example
 * ```ts
 * import { array, concat } from 'glissade';
 * concat([array([[1, 2]]), array([[3, 4], [5, 6]])]).toNested(); // [[1, 2], [3, 4], [5, 6]]
 * ```
 */
export function concat<const L extends readonly NdArray[], const A extends number = 0>(arrays: ConcatArg<L, A>, axis: A = 0 as A): ConcatOf<L, A> {
  return within(concat, () => {
    const list: unknown = arrays;
    if (!Array.isArray(list)) throw new TypeError(`concat: arrays must be a list of arrays; they are ${describe(list)}`);
    const inputs = list.map((one, i) => readArray('concat', `arrays[${i}]`, one));
    concatShape(inputs.map((input) => input.shape), axis);
    return bind(concatOp, readOperands('concat', [], inputs), { axis: resolveAxis('concat', inputs[0].shape, axis) });
  }) as ConcatOf<L, A>;
}
