/** The gradient of a function, as a function. Knows no operation by name. */
import { showShape, type NdArray } from '../array/index.ts';
import { inline, namedLike, traceFunction, within, type Entry, type Flat, type Traced } from '../program/index.ts';
import { backward } from './backward.ts';

/** The gradient with respect to an argument: an array of the same shape, or the same records and lists of them. */
export type Gradient<T> = T extends NdArray<infer S> ? NdArray<S> : { -readonly [K in keyof T]: Gradient<T[K]> };

/** One gradient per argument, in order; just the one for a single argument. */
export type Gradients<A extends readonly unknown[]> = A extends readonly [infer Only] ? Gradient<Only> : { -readonly [K in keyof A]: Gradient<A[K]> };

/**
 * The gradient of f: `grad(f)(...args)` gives ∂f/∂arg for every argument, each shaped like it. An argument is an
 * array, or a record or list of arrays, and its gradient has the same structure. An int32 array has a gradient of 0.
 *
 * f is traced at every call and differentiated backwards: the cost is a few times that of f, for any number of
 * arguments. The result is a function like any other: it can be traced and differentiated again.
 * @param f  returns a scalar: an array of shape [], such as a sum or a mean
 * @throws TypeError when f does not return a scalar float, or an argument is no array, record or list
 * @example
 * ```ts
 * import { array, grad, mul, sum } from 'glissade';
 * const slope = grad((x) => sum(mul(x, mul(x, x))));
 * slope(array([1, 2, 3])).data; // Float64Array [3, 12, 27]
 * const bend = grad((x) => sum(slope(x)));
 * bend(array([1, 2, 3])).data; // Float64Array [6, 12, 18]
 * ```
 */
export function grad(f: (x: NdArray) => NdArray): <X extends NdArray>(x: X) => Gradient<X>;
export function grad<const A extends readonly NdArray[]>(f: (...args: A) => NdArray): (...args: A) => Gradients<A>;
export function grad<const A extends readonly unknown[]>(f: (...args: A) => NdArray): (...args: A) => Gradients<A>;
export function grad(f: (...args: never[]) => NdArray): unknown {
  const gradient = (...args: readonly unknown[]): unknown => within(gradient as Entry, () => {
    const traced = traceScalar('grad', f, args);
    return structured(traced, inline(backward(traced.program), leavesOf(traced.args)));
  });
  namedLike(gradient, f);
  return gradient;
}

/**
 * The value of f with its gradient, for the cost of the gradient: `valueAndGrad(f)(...args)` gives
 * `[f(...args), grad(f)(...args)]`.
 * @param f  as of grad
 * @throws TypeError as grad does
 * @example
 * ```ts
 * import { array, matmul, mean, square, sub, valueAndGrad } from 'glissade';
 * const [X, y] = [array([[1, 2], [3, 4]]), array([[1], [2]])];
 * const cost = valueAndGrad((params: { w: typeof y }) => mean(square(sub(y, matmul(X, params.w)))));
 * const [value, gradient] = cost({ w: array([[0], [0]]) });
 * value.data; // Float64Array [2.5]
 * gradient.w.toNested(); // [[-7], [-10]]
 * ```
 */
export function valueAndGrad(f: (x: NdArray) => NdArray): <X extends NdArray>(x: X) => [NdArray<[]>, Gradient<X>];
export function valueAndGrad<const A extends readonly NdArray[]>(f: (...args: A) => NdArray): (...args: A) => [NdArray<[]>, Gradients<A>];
export function valueAndGrad<const A extends readonly unknown[]>(f: (...args: A) => NdArray): (...args: A) => [NdArray<[]>, Gradients<A>];
export function valueAndGrad(f: (...args: never[]) => NdArray): unknown {
  const both = (...args: readonly unknown[]): [NdArray, unknown] => within(both as Entry, () => {
    const traced = traceScalar('valueAndGrad', f, args);
    const [value, ...gradients] = inline(backward(traced.program, true), leavesOf(traced.args));
    return [value, structured(traced, gradients)];
  });
  namedLike(both, f);
  return both;
}

/** Traces f and holds it to returning one float. */
export function traceScalar(caller: string, f: (...args: never[]) => unknown, args: readonly unknown[]): Traced {
  const traced = traceFunction(caller, f, args);
  if (args.length === 0) throw new TypeError(`${caller}: f must be given at least one argument; there is none to differentiate by`);
  const { leaves, paths } = traced.result;
  const [value] = leaves;
  if (leaves.length !== 1 || paths[0] !== 'the result of f') throw new TypeError(`${caller}: f must return one scalar, an array of shape []; it returned a structure of ${leaves.length}`);
  if (value.shape.length !== 0) throw new TypeError(`${caller}: f must return a scalar, an array of shape []; it returned ${showShape(value.shape)}, take its sum or mean`);
  if (value.dtype === 'int32') throw new TypeError(`${caller}: f must return a float; it returned int32, which has no gradient`);
  return traced;
}

export function leavesOf(args: readonly Flat[]): NdArray[] {
  return args.flatMap(({ leaves }) => leaves);
}

/** Gradients in the structures of the arguments. */
function structured({ args }: Traced, gradients: readonly NdArray[]): unknown {
  let used = 0;
  const trees = args.map(({ leaves, rebuild }) => rebuild(gradients.slice(used, (used += leaves.length))));
  return trees.length === 1 ? trees[0] : trees;
}
