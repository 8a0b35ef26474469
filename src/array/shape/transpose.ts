/** The shape after its axes have been put in another order. */
import { describe } from '../describe.ts';
import { type Shape, showShape } from './shape.ts';

/**
 * result[i] = shape[axes[i]]; without axes their order is reversed.
 * @throws TypeError when `axes` is no list; RangeError when it does not name every axis once
 */
export function transposeShape(shape: Shape, axes?: readonly number[] | 'reverse'): number[] {
  return resolvePermutation(shape, axes).map((axis) => shape[axis]);
}

/** The permutation with every axis counted from 0: axis i of the result is axis permutation[i] of x. */
export function resolvePermutation(shape: Shape, axes: readonly number[] | 'reverse' = 'reverse'): number[] {
  if (axes === 'reverse') return shape.map((_, i) => shape.length - 1 - i);
  if (!Array.isArray(axes)) throw new TypeError(`transpose: axes must be a list of whole numbers; it is ${describe(axes)}`);
  const permutation = (axes as readonly number[]).map((axis) => (axis < 0 ? axis + shape.length : axis));
  if (permutation.length === shape.length && shape.every((_, axis) => permutation.includes(axis))) return permutation;
  throw new RangeError(`transpose: axes must name every axis of x once; x ${showShape(shape)} has rank ${shape.length}, axes are ${showShape(axes)}`);
}

/** The permutation that undoes `permutation`. */
export function invertPermutation(permutation: readonly number[]): number[] {
  const inverse = permutation.slice();
  permutation.forEach((axis, i) => { inverse[axis] = i; });
  return inverse;
}
