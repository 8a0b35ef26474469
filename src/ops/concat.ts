/** concat and stack: arrays one behind the other along an axis, or along a new one. The gradient cuts them apart again. */
import { concatShape, describe, resolveAxis, sizeOf, stackShape, type NdArray } from '../array/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { oneType } from './broadcast.ts';
import { lowerPut } from './copyLowering.ts';
import { readArray, readOperands } from './operand.ts';
import { view } from './reshape.ts';
import type { ConcatArg, ConcatOf, StackArg, StackOf } from './signature.ts';
import { sliceOp } from './slice.ts';
import { stridesOf } from './strides.ts';

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
  lower: (inputs, output, { axis }) => {
    const strides = stridesOf(output.shape);
    let first = 0;
    const places = inputs.map(({ shape }) => {
      const place = { strides, first };
      first += shape[axis] * strides[axis];
      return place;
    });
    return lowerPut(inputs, output, places);
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
    const inputs = readList('concat', arrays);
    concatShape(inputs.map((input) => input.shape), axis);
    return bind(concatOp, inputs, { axis: resolveAxis('concat', inputs[0].shape, axis) });
  }) as ConcatOf<L, A>;
}

/**
 * Arrays of one shape side by side along a new axis.
 * @param axis  of the result; default 0
 * @throws TypeError when there is no array, or shapes differ; RangeError when the result has no such axis
 * @example
 * ```ts
 * import { array, stack } from 'glissade';
 * stack([array([1, 2]), array([3, 4])]).toNested(); // [[1, 2], [3, 4]]
 * ```
 */
export function stack<const L extends readonly NdArray[], const A extends number = 0>(arrays: StackArg<L, A>, axis: A = 0 as A): StackOf<L, A> {
  return within(stack, () => {
    const inputs = readList('stack', arrays);
    const shape = stackShape(inputs.map((input) => input.shape), axis);
    const at = axis < 0 ? axis + shape.length : axis;
    const rows = inputs.map((input) => view(input, shape.map((length, k) => (k === at ? 1 : length))));
    return bind(concatOp, rows, { axis: at });
  }) as StackOf<L, A>;
}

/** Arrays of one number type. */
function readList(caller: string, list: unknown): NdArray[] {
  if (!Array.isArray(list)) throw new TypeError(`${caller}: arrays must be a list of arrays; they are ${describe(list)}`);
  return readOperands(caller, [], list.map((one, i) => readArray(caller, `arrays[${i}]`, one)));
}
