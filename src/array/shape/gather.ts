/** The shape of rows picked by index, and of indices written as ones among zeros. */
import { resolveAxis } from './axes.ts';
import { isCount, type Shape } from './shape.ts';

/**
 * The elements of x at `indices` along `axis`: that axis gives way to the axes of the indices.
 * @param axis  default 0
 * @throws RangeError when x lacks the axis
 */
export function gatherShape(shape: Shape, indices: Shape, axis = 0): number[] {
  const at = resolveAxis('gather', shape, axis);
  return [...shape.slice(0, at), ...indices, ...shape.slice(at + 1)];
}

/**
 * A new last axis of length `depth`.
 * @throws RangeError when depth is not a whole number ≥ 1
 */
export function oneHotShape(indices: Shape, depth: number): number[] {
  if (!isCount(depth, 1)) throw new RangeError(`oneHot: depth must be a whole number ≥ 1; it is ${depth}`);
  return [...indices, depth];
}
