/** derive: the derivation of whatever can be derived. Knows which kinds there are, and no formula. */
import type { NdArray } from '../array/index.ts';
import { within, type Entry } from '../program/index.ts';
import type { Derivation } from './derivation.ts';
import { deriveTraced, type DeriveOptions } from './traced.ts';

/**
 * Forward and backward propagation of a function of arrays, written out: what is computed under which name, each partial
 * derivative by the chain rule, the update of the parameters. Made from the function's program and that of its gradient; the
 * last formula of every line computes what the program does.
 *
 * What is used twice, or that you name with `label`, has a name and a line; the rest stands where it is used.
 * @param f  returns a scalar, as for grad
 * @param inputs  its arguments, as a list: shapes, and numbers where you ask for them
 * @throws TypeError when f does not return a scalar float; RangeError for names that do not fit
 * @example
 * ```ts
 * import { add, array, matmul, mean, square, sub, type NdArray } from 'glissade';
 * import { derive } from 'glissade/explain';
 * const cost = (X: NdArray, y: NdArray, w: NdArray, b: NdArray) => mean(square(sub(y, add(matmul(X, w), b))));
 * const derivation = derive(cost, [array([[1, 2], [3, 4]]), array([[1], [2]]), array([[0], [0]]), array([0])], {
 *   names: ['X', 'y', 'w', 'b'], data: ['X', 'y'],
 * });
 * for (const { text } of derivation.lines) console.log(text);
 * // A = y − X w − b
 * // C = (1/m) Σ A²
 * // ∂C/∂A = (2/m) A
 * // ∂C/∂w = ∂C/∂A · ∂A/∂w = −Xᵀ ∂C/∂A = −(2/m) Xᵀ A
 * // ∂C/∂b = ∂C/∂A · ∂A/∂b = −Σ ∂C/∂A = −(2/m) Σ A
 * // w ← w − α ∂C/∂w
 * // b ← b − α ∂C/∂b
 * ```
 */
export function derive(f: (x: NdArray) => NdArray, inputs: readonly [NdArray], options?: DeriveOptions): Derivation;
export function derive<const A extends readonly NdArray[]>(f: (...args: A) => NdArray, inputs: A, options?: DeriveOptions): Derivation;
export function derive<const A extends readonly unknown[]>(f: (...args: A) => NdArray, inputs: A, options?: DeriveOptions): Derivation;
export function derive(f: (...args: never[]) => NdArray, inputs: readonly unknown[], options?: DeriveOptions): Derivation {
  return within(derive as Entry, () => deriveTraced(f, inputs, options));
}
