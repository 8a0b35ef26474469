/** slice cuts a block out of an array, pad puts one inside a larger array: each is the other's gradient. */
import { padShape, sizeOf, sliceGeometry, type NdArray, type Shape } from '../array/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { lowerPut, lowerTake } from './copyLowering.ts';
import { readArray } from './operand.ts';
import type { Margins, PadArg, PadOf, SliceArg, SliceOf } from './signature.ts';
import { stridesOf, walk } from './strides.ts';

export interface BlockParams {
  /** Where the block begins in the larger array, and the distance between its elements there, per axis. */
  readonly begin: Shape;
  readonly step: Shape;
  /** The shape of the result: the block's for slice, the larger array's for pad. */
  readonly shape: Shape;
}

export interface PadParams extends BlockParams {
  readonly value: number;
}

export const sliceOp: Op<BlockParams> = {
  name: 'slice',
  shape: ([x], { begin, step, shape }) => {
    const end = shape.map((length, axis) => (length === 0 ? begin[axis] : begin[axis] + (length - 1) * step[axis] + 1));
    return sliceGeometry(x, begin, end, step).outputShape;
  },
  dtype: ([dtype]) => dtype,
  reference: (out, [x], [from], { begin, step }, shape) => {
    const { first, strides } = block(from, begin, step);
    walk(shape, [strides], (i, [at]) => { out[i] = x[first + at]; });
  },
  vjp: (_, g, [x], __, { begin, step }) => bind(padOp, [g], { begin, step, shape: x.shape, value: 0 }),
  lower: ([x], output, { begin, step }) => lowerTake(x, output, block(x.shape, begin, step)),
  describe: ({ begin, step }) => `from [${begin.join(', ')}]${describeStep(step)}`,
};

export const padOp: Op<PadParams> = {
  name: 'pad',
  shape: (_, { shape }) => shape,
  dtype: ([dtype]) => dtype,
  reference: (out, [x], [from], { begin, step, value }, shape) => {
    const { first, strides } = block(shape, begin, step);
    out.fill(value);
    walk(from, [strides], (i, [at]) => { out[first + at] = x[i]; });
  },
  vjp: (_, g, [x], __, { begin, step }) => bind(sliceOp, [g], { begin, step, shape: x.shape }),
  lower: ([x], output, { begin, step, value }) => lowerPut([x], output, [block(output.shape, begin, step)], value),
  describe: ({ begin, step, value }) => `at [${begin.join(', ')}]${describeStep(step)}, value ${value}`,
};

/**
 * x[begin₀:end₀:step₀, begin₁:end₁:step₁, …]: the block from `begin` up to, not including, `end`. Axes beyond the lists
 * are taken whole; a negative begin or end counts from the end of its axis.
 * @param end  default: the ends of the axes   @param step  whole numbers ≥ 1; default 1
 * @throws RangeError for more entries than axes, or a block that does not lie inside x
 * @example
 * ```ts
 * import { array, slice } from 'glissade';
 * const x = array([[1, 2, 3], [4, 5, 6]]);
 * slice(x, [0, 1]).toNested(); // [[2, 3], [5, 6]]
 * slice(x, [1], [2], [1, 2]).toNested(); // [[4, 6]]
 * ```
 */
export function slice<X extends NdArray, const B extends readonly number[], const E extends readonly number[] = [], const T extends readonly number[] = []>(
  x: X, begin: SliceArg<X, B, E, T>, end?: E, step?: T,
): SliceOf<X, B, E, T> {
  return within(slice, () => {
    const input = readArray('slice', 'x', x);
    const geometry = sliceGeometry(input.shape, begin as Shape, end, step);
    return bind(sliceOp, [input], { begin: geometry.begin, step: geometry.step, shape: geometry.outputShape });
  }) as SliceOf<X, B, E, T>;
}

/**
 * x inside a larger array filled with `value`.
 * @param margins  [before, behind] for every axis
 * @param value  default 0
 * @throws TypeError when there are not as many margins as axes; RangeError for a margin that is no whole number ≥ 0
 * @example
 * ```ts
 * import { array, pad } from 'glissade';
 * pad(array([1, 2]), [[1, 2]]).data; // Float64Array [0, 1, 2, 0, 0]
 * ```
 */
export function pad<X extends NdArray, const M extends Margins>(x: X, margins: PadArg<X, M>, value = 0): PadOf<X, M> {
  return within(pad, () => {
    const input = readArray('pad', 'x', x);
    const pairs = margins as Margins;
    const shape = padShape(input.shape, pairs);
    return bind(padOp, [input], { begin: pairs.map(([before]) => before), step: pairs.map(() => 1), shape, value });
  }) as PadOf<X, M>;
}

/** Where a block's first element lies in an array of shape `shape`, and how far apart the others. */
function block(shape: Shape, begin: Shape, step: Shape): { readonly first: number; readonly strides: readonly number[] } {
  const strides = stridesOf(shape);
  return {
    first: sizeOf(shape) === 0 ? 0 : begin.reduce((offset, index, axis) => offset + index * strides[axis], 0),
    strides: strides.map((stride, axis) => stride * step[axis]),
  };
}

function describeStep(step: Shape): string {
  return step.every((one) => one === 1) ? '' : ` step [${step.join(', ')}]`;
}
