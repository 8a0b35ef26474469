/** The same numbers in another shape: reshape with −1, flatten, axes of length 1 added and taken away. */
import { describe } from '../describe.ts';
import { type Axes, resolveAxes } from './axes.ts';
import { isCount, type Shape, showShape, sizeOf } from './shape.ts';

/**
 * The shape `to`, in which one length may be -1: what is left of the numbers of `shape`.
 * @throws TypeError when the numbers of elements disagree; RangeError for a length that is not a whole number ≥ 0
 */
export function reshapeShape(shape: Shape, to: Shape): number[] {
  if (!Array.isArray(to)) throw new TypeError(`reshape: shape must be a list of whole numbers; it is ${describe(to)}`);
  const wrong = to.find((length) => !isCount(length) && length !== -1);
  if (wrong !== undefined) throw new RangeError(`reshape: every size must be a whole number ≥ 0, or -1; ${showShape(to)} has ${describe(wrong)}`);
  const open = to.filter((length) => length === -1).length;
  const size = sizeOf(shape);
  if (open === 0) {
    if (sizeOf(to) === size) return [...to];
    throw new TypeError(`reshape: both shapes must hold as many numbers; x ${showShape(shape)} holds ${size}, ${showShape(to)} holds ${sizeOf(to)}`);
  }
  if (open > 1) throw new RangeError(`reshape: only one size may be -1; ${showShape(to)} has ${open}`);
  const known = sizeOf(to.filter((length) => length !== -1));
  if (known === 0 || size % known !== 0) {
    throw new TypeError(`reshape: the sizes given must divide the numbers of x; x ${showShape(shape)} holds ${size}, ${showShape(to)} gives ${known}`);
  }
  return to.map((length) => (length === -1 ? size / known : length));
}

/** Keeps the first axis (the batch) and flattens the rest: [n, c, h, w] → [n, c·h·w]; a vector [n] → [n, 1], [] → [1]. */
export function flattenShape(shape: Shape): number[] {
  return shape.length === 0 ? [1] : [shape[0], sizeOf(shape.slice(1))];
}

/**
 * A new axis of length 1, which becomes axis `axis` of the result; -1 adds it at the end.
 * @throws RangeError when the result has no such axis
 */
export function expandDimsShape(shape: Shape, axis: number): number[] {
  const at = resolveNewAxis('expandDims', shape, axis);
  return [...shape.slice(0, at), 1, ...shape.slice(at)];
}

/**
 * Without the axes named, which must have length 1; 'all' takes away every axis of length 1.
 * @throws TypeError when one is longer; RangeError when x lacks one
 */
export function squeezeShape(shape: Shape, axes: Axes = 'all'): number[] {
  if (axes === 'all') return shape.filter((length) => length !== 1);
  const dropped = resolveAxes('squeeze', shape, axes);
  const long = dropped.find((axis) => shape[axis] !== 1);
  if (long !== undefined) throw new TypeError(`squeeze: an axis taken away must have size 1; x ${showShape(shape)} has ${shape[long]} at axis ${long}`);
  return shape.filter((_, axis) => !dropped.includes(axis));
}

/** An axis of the result, which has one axis more than `shape`. */
export function resolveNewAxis(caller: string, shape: Shape, axis: number): number {
  const rank = shape.length + 1;
  const resolved = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(axis) && resolved >= 0 && resolved < rank) return resolved;
  throw new RangeError(`${caller}: axis must be one of the result's axes; the result has rank ${rank}, axis is ${describe(axis)}`);
}
