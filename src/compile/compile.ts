/** compile: a function of arrays, traced once and then run as a planned program. Knows no operation by name. */
import type { NdArray } from '../array/index.ts';
import { isTracing, namedLike, traceFunction, within, type Entry } from '../program/index.ts';
import { executable } from './executable.ts';
import { expand } from './expand.ts';
import { fuse } from './fuse.ts';
import { deepest, fits, outlineOf, signature, type Outline } from './signature.ts';
import { simplify } from './simplify.ts';

/** Programs kept per function; beyond that, the one not used for longest is dropped. */
const mostPrograms = 64;

/**
 * The same function, fast: for each new combination of shapes and number types it is traced and compiled once — the
 * program simplified, every array given its place in one memory, the equations turned into kernel calls — and then run
 * as that.
 *
 * The result has the bits of `f`, with any number of threads. What `f` does besides calling operations happens while it is
 * traced only: ordinary numbers, branches and arrays it closes over are those of the first call with these shapes. So
 * what changes from call to call must be an argument. Nothing has to be disposed of: the memory goes with the function.
 *
 * @param f  a function of arrays, or of records and lists of arrays, that returns such; the gradient of one, for example
 * @throws TypeError when an argument or a result is no array, record or list; and what the operations throw
 * @example
 * ```ts
 * import { array, compile, grad, matmul, mean, mul, square, sub, type NdArray } from 'glissade';
 * const [X, y] = [array([[1], [2]]), array([[2], [4]])];
 * const slope = grad((w: NdArray) => mean(square(sub(matmul(X, w), y))));
 * const step = compile((w: NdArray) => sub(w, mul(slope(w), 0.2)));
 * let w: NdArray = array([[0]]);
 * for (let i = 0; i < 50; i++) w = step(w);
 * w.toNested(); // [[2]]
 * ```
 */
export function compile<const A extends readonly unknown[], R>(f: (...args: A) => R): (...args: A) => R {
  if (typeof f !== 'function') throw new TypeError(`compile: f must be a function of arrays; it is ${typeof f}`);
  const programs = new Map<string, (leaves: readonly NdArray[]) => R>();
  let last: { readonly outline: Outline; readonly run: (leaves: readonly NdArray[]) => R } | undefined;
  const compiled = (...args: A): R => {
    // part of another function's trace: nothing to run yet
    if (isTracing()) return f(...args);
    return within(compiled as Entry, () => {
      let leaves: NdArray[] = [];
      if (last !== undefined && fits(args, last.outline, leaves)) return last.run(leaves);
      leaves = [];
      const key = signature(args, leaves);
      const known = key === undefined ? undefined : programs.get(key);
      const run = known ?? build(f, args);
      if (key === undefined) throw new TypeError(`compile: arguments must be arrays with values, in at most ${deepest} records and lists; some are not`);
      if (known !== undefined) programs.delete(key);
      else if (programs.size === mostPrograms) programs.delete(programs.keys().next().value!);
      programs.set(key, run); // last in the order of use
      last = { outline: outlineOf(args), run };
      return run(leaves);
    });
  };
  namedLike(compiled, f as (...args: never[]) => unknown);
  return compiled;
}

function build<A extends readonly unknown[], R>(f: (...args: A) => R, args: A): (leaves: readonly NdArray[]) => R {
  const { program, result } = traceFunction('compile', f as unknown as (...args: never[]) => unknown, args);
  const { run } = executable(fuse(simplify(expand(program))));
  const { rebuild } = result;
  return (leaves) => rebuild(run(leaves)) as R;
}
