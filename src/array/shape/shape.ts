/** A shape: the lengths of an array's axes, how many numbers it holds, how it is written in a message. */

/** The lengths of the axes, outermost first; `[]` is the shape of a single number. */
export type Shape = readonly number[];

/** The product of the lengths: how many numbers an array of this shape holds. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** The shape as messages write it: `[8,3,28,28]`. Without spaces, so that commas between operands stand out. */
export function showShape(shape: Shape): string {
  return `[${shape.join(',')}]`;
}

/** True when both have the same lengths in the same order. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** A whole number of at least `least`: what a length, a stride or a padding has to be. */
export function isCount(value: unknown, least = 0): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}
