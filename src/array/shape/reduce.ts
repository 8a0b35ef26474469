/** The shape left by a reduction: sum, mean, max and their like. */
import { type Axes, resolveAxes } from './axes.ts';
import type { Shape } from './shape.ts';

/**
 * Without the axes that are summed over, or with length 1 in their place.
 * @param axes  default 'all', which gives []   @param keepDims  default false
 * @throws TypeError for another kind of axes; RangeError for an axis that x lacks or that is named twice
 */
export function reduceShape(caller: string, shape: Shape, axes: Axes = 'all', keepDims = false): number[] {
  const reduced = resolveAxes(caller, shape, axes);
  return keepDims ? shape.map((length, axis) => (reduced.includes(axis) ? 1 : length)) : shape.filter((_, axis) => !reduced.includes(axis));
}
