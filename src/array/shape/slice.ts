/** The shape of a part of an array, and of an array with a margin around it. */
import { isCount, type Shape, showShape } from './shape.ts';

/** A slice with every axis resolved: from `begin` (included) to `end` (not included) in steps of `step`. */
export interface SliceGeometry {
  readonly begin: number[];
  readonly end: number[];
  readonly step: number[];
  readonly outputShape: number[];
}

/**
 * x[begin₀:end₀:step₀, begin₁:end₁:step₁, …], each length ⌈(end − begin) / step⌉. Axes beyond the lists are taken
 * whole; a negative begin or end counts from the end of its axis. Unlike NumPy's, nothing is clipped silently.
 * @param end  default: the ends of the axes   @param step  ≥ 1; default 1
 * @throws RangeError for more entries than axes, an entry outside its axis, an end before its begin or a step below 1
 */
export function sliceGeometry(shape: Shape, begin: readonly number[], end: readonly number[] = [], step: readonly number[] = []): SliceGeometry {
  for (const [name, list] of [['begin', begin], ['end', end], ['step', step]] as const) {
    if (list.length > shape.length) throw new RangeError(`slice: ${name} must have one entry per axis at most; x ${showShape(shape)} has rank ${shape.length}, ${name} is ${showShape(list)}`);
  }
  const steps = shape.map((_, axis) => step[axis] ?? 1);
  const wrong = steps.findIndex((one) => !isCount(one, 1));
  if (wrong >= 0) throw new RangeError(`slice: step must be a whole number ≥ 1; at axis ${wrong} it is ${steps[wrong]}`);
  const bounds = shape.map((length, axis) => {
    const from = begin[axis] ?? 0;
    const to = end[axis] ?? length;
    const [first, last] = [from, to].map((at) => (at < 0 ? at + length : at));
    if (isCount(first) && isCount(last) && first <= last && last <= length) return [first, last];
    throw new RangeError(`slice: begin and end must lie within the axis, in this order; x ${showShape(shape)} has ${length} at axis ${axis}, begin is ${from}, end is ${to}`);
  });
  return {
    begin: bounds.map(([first]) => first),
    end: bounds.map(([, last]) => last),
    step: steps,
    outputShape: bounds.map(([first, last], axis) => Math.ceil((last - first) / steps[axis])),
  };
}

/** The shape of a slice: see `sliceGeometry`. */
export function sliceShape(shape: Shape, begin: readonly number[], end?: readonly number[], step?: readonly number[]): number[] {
  return sliceGeometry(shape, begin, end, step).outputShape;
}

/**
 * With margins [before, after] around every axis.
 * @throws TypeError when there is not one pair per axis; RangeError for a margin that is not a whole number ≥ 0
 */
export function padShape(shape: Shape, margins: readonly (readonly [number, number])[]): number[] {
  if (margins.length !== shape.length) throw new TypeError(`pad: one pair [before, after] per axis is needed; x ${showShape(shape)} has rank ${shape.length}, ${margins.length} pairs are given`);
  margins.forEach((pair, axis) => {
    if (pair.length !== 2 || !pair.every((margin) => isCount(margin))) throw new RangeError(`pad: margins must be two whole numbers ≥ 0; at axis ${axis} they are ${showShape(pair)}`);
  });
  return shape.map((length, axis) => length + margins[axis][0] + margins[axis][1]);
}
