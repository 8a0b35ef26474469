/** A size given as one number or two. */
import { describe, isCount, showShape, type Size } from '../../array/index.ts';

/** [height, width], each a whole number ≥ 1. */
export function pairOf(caller: string, name: string, size: Size): [number, number] {
  const pair: readonly unknown[] = Array.isArray(size) ? size : [size, size];
  if (pair.length === 2 && pair.every((one) => isCount(one, 1))) return pair as [number, number];
  throw new RangeError(`${caller}: ${name} must be a whole number ≥ 1, or two of them [height, width]; it is ${Array.isArray(size) ? showShape(size) : describe(size)}`);
}
