/** NumPy's broadcasting: which shape two arrays have together. Knows no arithmetic. */
import { type Shape, showShape } from './shape.ts';

/**
 * The shape of an elementwise operation on arrays of shapes `a` and `b`: aligned at the last axis, lengths must be
 * equal or one of them 1, and a missing axis counts as 1.
 * @throws TypeError when two lengths do not fit
 * @see https://numpy.org/doc/stable/user/basics.broadcasting.html
 */
export function broadcastShapes(caller: string, a: Shape, b: Shape): number[] {
  return broadcastAxes(a, b, (axis, one, other) =>
    `${caller}: shapes must broadcast, sizes equal or one of them 1; a ${showShape(a)} and b ${showShape(b)} have ${one} and ${other} at axis ${axis}`);
}

/**
 * The shape `to`, when an array of shape `shape` can be repeated along axes of length 1, or along new axes in front,
 * to fill it.
 * @throws TypeError when it cannot
 */
export function broadcastToShape(caller: string, shape: Shape, to: Shape): number[] {
  const message = `${caller}: x must broadcast to the shape, sizes equal or 1 in x`;
  for (let axis = -1; axis >= -Math.min(shape.length, to.length); axis--) {
    const [from, wanted] = [shape[shape.length + axis], to[to.length + axis]];
    if (from !== wanted && from !== 1) throw new TypeError(`${message}; x ${showShape(shape)} and the shape ${showShape(to)} have ${from} and ${wanted} at axis ${axis}`);
  }
  if (shape.length > to.length) {
    throw new TypeError(`${message}; x ${showShape(shape)} has rank ${shape.length}, the shape ${showShape(to)} has ${to.length}`);
  }
  return [...to];
}

/**
 * The axes of `to` along which an array of shape `shape` is repeated to fill it: those a gradient is summed over.
 * `shape` must broadcast to `to`.
 */
export function repeatedAxes(shape: Shape, to: Shape): number[] {
  const added = to.length - shape.length;
  return to.flatMap((length, axis) => (axis < added || (shape[axis - added] === 1 && length !== 1) ? [axis] : []));
}

/** Broadcasts two shapes; `message(axis, a's length, b's length)` is thrown for the last axis that does not fit. */
export function broadcastAxes(a: Shape, b: Shape, message: (axis: number, one: number, other: number) => string, offset = 0): number[] {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = -1; axis >= -rank; axis--) {
    const one = a[a.length + axis] ?? 1;
    const other = b[b.length + axis] ?? 1;
    if (one !== other && one !== 1 && other !== 1) throw new TypeError(message(axis - offset, one, other));
    shape.unshift(one === 1 ? other : one);
  }
  return shape;
}
