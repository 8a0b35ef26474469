/** Which axes an argument names: negative ones count from the last. Knows no operation. */
import { describe } from '../describe.ts';
import { type Shape, showShape } from './shape.ts';

/** One axis, several, or all of them. Negative ones count from the last, which is -1. */
export type Axes = number | readonly number[] | 'all';

/**
 * The axis counted from 0.
 * @param name  what messages call the array
 * @throws TypeError when it is no number; RangeError when the shape has no such axis
 */
export function resolveAxis(caller: string, shape: Shape, axis: number, name = 'x'): number {
  if (typeof axis !== 'number') throw new TypeError(`${caller}: axis must be a whole number; it is ${describe(axis)}`);
  const resolved = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= shape.length) {
    throw new RangeError(`${caller}: axis must be one of ${name}'s axes; ${name} ${showShape(shape)} has rank ${shape.length}, axis is ${axis}`);
  }
  return resolved;
}

/**
 * The axes counted from 0, in rising order.
 * @throws TypeError for another kind; RangeError for an axis that the shape lacks or that is named twice
 */
export function resolveAxes(caller: string, shape: Shape, axes: Axes = 'all'): number[] {
  if (axes === 'all') return shape.map((_, axis) => axis);
  if (typeof axes !== 'number' && !Array.isArray(axes)) {
    throw new TypeError(`${caller}: axis must be a whole number, a list of them or 'all'; it is ${describe(axes)}`);
  }
  const resolved = (typeof axes === 'number' ? [axes] : (axes as readonly number[])).map((axis) => resolveAxis(caller, shape, axis));
  const twice = resolved.find((axis, i) => resolved.indexOf(axis) !== i);
  if (twice !== undefined) throw new RangeError(`${caller}: axes must differ; ${showShape(axes as Shape)} names axis ${twice} of x ${showShape(shape)} twice`);
  return resolved.sort((a, b) => a - b);
}
