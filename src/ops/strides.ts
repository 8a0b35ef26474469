/** Steps through row-major arrays of several shapes at once. Knows no operation. */
import { sizeOf, type Shape } from '../array/index.ts';

/** How far apart neighbours lie along each axis of a row-major array. */
export function stridesOf(shape: Shape): number[] {
  const strides: number[] = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** The strides of an array of shape `shape` seen as one of shape `to`: 0 along every axis it is repeated along. */
export function broadcastStrides(shape: Shape, to: Shape): number[] {
  const own = stridesOf(shape);
  const missing = to.length - shape.length;
  return to.map((_, axis) => (axis < missing || shape[axis - missing] === 1 ? 0 : own[axis - missing]));
}

/**
 * Calls `visit(index, offsets)` for every element of `shape` in row-major order: index counts up, offsets[k] is the
 * element's place under strides[k]. `offsets` is the same array every time.
 */
export function walk(shape: Shape, strides: readonly (readonly number[])[], visit: (index: number, offsets: readonly number[]) => void): void {
  const size = sizeOf(shape);
  const position = shape.map(() => 0);
  const offsets = strides.map(() => 0);
  for (let index = 0; index < size; index++) {
    visit(index, offsets);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position[axis] += 1;
      const turn = position[axis] === shape[axis];
      for (let k = 0; k < strides.length; k++) offsets[k] += turn ? -strides[k][axis] * (shape[axis] - 1) : strides[k][axis];
      if (!turn) break;
      position[axis] = 0;
    }
  }
}
