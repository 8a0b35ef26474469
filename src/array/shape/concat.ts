/** The shape of several arrays put together along an axis they have, or along a new one. */
import { resolveAxis } from './axes.ts';
import { resolveNewAxis } from './reshape.ts';
import { sameShape, type Shape, showShape } from './shape.ts';

/**
 * The arrays one after the other along `axis`, whose lengths are added; all other lengths must be equal.
 * @param axis  default 0
 * @throws TypeError when a shape differs outside the axis or the list is empty; RangeError when the arrays lack the axis
 */
export function concatShape(shapes: readonly Shape[], axis = 0): number[] {
  checkSome('concat', shapes);
  const [first] = shapes;
  const along = resolveAxis('concat', first, axis, 'array 0');
  shapes.forEach((shape, i) => {
    if (shape.length === first.length && shape.every((length, at) => at === along || length === first[at])) return;
    throw new TypeError(`concat: arrays must be equal in all axes but axis ${axis}; array 0 is ${showShape(first)}, array ${i} is ${showShape(shape)}`);
  });
  const total = shapes.reduce((sum, shape) => sum + shape[along], 0);
  return first.map((length, at) => (at === along ? total : length));
}

/**
 * Arrays of one shape side by side along a new axis: `axis` of the result.
 * @param axis  default 0
 * @throws TypeError when two shapes differ or the list is empty; RangeError when the result has no such axis
 */
export function stackShape(shapes: readonly Shape[], axis = 0): number[] {
  checkSome('stack', shapes);
  const [first] = shapes;
  const at = resolveNewAxis('stack', first, axis);
  const other = shapes.findIndex((shape) => !sameShape(shape, first));
  if (other >= 0) throw new TypeError(`stack: arrays must have equal shapes; array 0 is ${showShape(first)}, array ${other} is ${showShape(shapes[other])}`);
  return [...first.slice(0, at), shapes.length, ...first.slice(at)];
}

function checkSome(caller: string, shapes: readonly Shape[]): void {
  if (shapes.length === 0) throw new TypeError(`${caller}: at least one array is needed; the list is empty`);
}
