/** Names for what a function computes on the way, so that its derivation can use them. */
import type { NdArray } from '../array/index.ts';

const labels = new WeakMap<object, string>();

/**
 * Gives an array inside a function a name for `derive`, and returns it as it is.
 * @param name  letters, with a number behind it as an index: 'A', 'W1', 'yHat', 'alpha'
 * @example
 * ```ts
 * import { array, mean, mul, square, sub, type NdArray } from 'glissade';
 * import { derive, label } from 'glissade/explain';
 * const cost = (w: NdArray) => mean(square(label(sub(array([2, 4]), mul(array([1, 2]), w)), 'A')));
 * derive(cost, [array([1])]).lines.map(({ text }) => text)[1]; // 'C = (1/2) Σ A²'
 * ```
 */
export function label<X extends NdArray>(x: X, name: string): X {
  labels.set(x, name);
  return x;
}

export function labelOf(x: object): string | undefined {
  return labels.get(x);
}
