/** compileStep: a compiled function whose first argument stays in the program's memory from call to call. Knows no operation by name. */
import { showShape, type NdArray } from '../array/index.ts';
import { flatten, traceFunction, within, type Entry, type Traced, type Tree } from '../program/index.ts';
import { executable, type Executable } from './executable.ts';
import { expand } from './expand.ts';
import { fuse } from './fuse.ts';
import { deepest, fits, outlineOf, signature, type Outline } from './signature.ts';
import { simplify } from './simplify.ts';

/** A function that is called again and again on what it gave last. */
export interface CompiledStep<C, A extends readonly unknown[], R> {
  /** Calls the function on what is carried, keeps what it gives as that, and returns the rest. */
  run(...args: A): R;
  /** A copy of what is carried. After a call that threw, restart: some of it may be new and some old. */
  carried(): C;
  /** Goes on from other values, of the shapes and types of the first. */
  restart(carried: C): void;
}

/**
 * As compile, for a function that is called on its own results, such as a training step: `f(carried, …args)` returns
 * `[carried, result]`. What is carried, parameters for example, lies in the program's memory, and the new values are
 * written over the old ones: nothing is copied, in or out, from call to call. For each new combination of shapes of `args` a program
 * is made, and what is carried is brought there when it is that one's turn.
 * @param start  arrays, or records and lists of arrays, that are carried first; copied
 * @throws TypeError when f does not return a pair of which the first has the structure, shapes and types of `start`; and what compile throws
 * @example
 * ```ts
 * import { array, compileStep, matmul, mean, mul, square, sub, valueAndGrad, type NdArray } from 'glissade';
 * const cost = (w: NdArray, x: NdArray, y: NdArray) => mean(square(sub(matmul(x, w), y)));
 * const step = compileStep((w: NdArray, x: NdArray, y: NdArray) => {
 *   const [value, slope] = valueAndGrad((w: NdArray) => cost(w, x, y))(w);
 *   return [sub(w, mul(slope, 0.2)), value];
 * }, array([[0]]));
 * for (let i = 0; i < 50; i++) step.run(array([[1], [2]]), array([[2], [4]]));
 * step.carried().toNested(); // [[2]]
 * ```
 */
export function compileStep<C extends Tree, A extends readonly unknown[], R>(f: (carried: C, ...args: A) => readonly [C, R], start: C): CompiledStep<C, A, R> {
  if (typeof f !== 'function') throw new TypeError(`compileStep: f must be a function of arrays; it is ${typeof f}`);
  const tree = flatten('compileStep', 'start', start);
  const shape = signatureOf([start], []);
  const programs: Program<R>[] = [];
  let held: readonly NdArray[] | undefined = tree.leaves;
  let current: Program<R> | undefined;
  const values = (): readonly NdArray[] => held ?? current!.read();
  const run = (...args: A): R => within(run as Entry, () => {
    const leaves: NdArray[] = [];
    let program = programs.find(({ outline }) => {
      leaves.length = 0;
      return fits(args, outline, leaves);
    });
    if (program === undefined) {
      leaves.length = 0;
      signatureOf(args, leaves);
      programs.push(program = build(f, start, args, tree.leaves.length));
    }
    if (held !== undefined || program !== current) {
      program.load(values());
      [held, current] = [undefined, program];
    }
    return program.rebuild(program.run(leaves));
  });
  return {
    run,
    carried: () => tree.rebuild(values()) as C,
    restart: (carried) => {
      const leaves: NdArray[] = [];
      if (signatureOf([carried], leaves) !== shape) throw new TypeError('compileStep: what is carried must keep its structure, shapes and types; restart was given others');
      held = leaves;
    },
  };
}

interface Program<R> extends Executable {
  /** Of the arguments, without what is carried. */
  readonly outline: Outline;
  rebuild(results: readonly NdArray[]): R;
}

function build<C, A extends readonly unknown[], R>(f: (carried: C, ...args: A) => readonly [C, R], start: C, args: A, carried: number): Program<R> {
  const traced = traceFunction('compileStep', f as unknown as (...args: never[]) => unknown, [start, ...args]);
  checkCarried(traced, carried);
  const built = executable(fuse(simplify(expand(traced.program))), carried);
  const { leaves, rebuild } = traced.result;
  const { rebuild: rebuildResult } = flatten('compileStep', 'the result of f[1]', (rebuild(leaves) as [C, R])[1]);
  return { ...built, outline: outlineOf(args), rebuild: (results) => rebuildResult(results) as R };
}

/** The first arrays of the result must be like those of the first argument. */
function checkCarried({ args: [{ leaves, paths }], result }: Traced, carried: number): void {
  const given = result.paths.filter((path) => path.startsWith('the result of f[0]')).length;
  const rule = 'compileStep: f must return [carried, result], the first with the structure, shapes and types that it was given';
  if (given !== carried) throw new TypeError(`${rule}; it was given ${carried} arrays, and returned ${given}`);
  leaves.forEach(({ shape, dtype }, i) => {
    const found = result.leaves[i];
    if (found.dtype !== dtype || showShape(found.shape) !== showShape(shape)) {
      throw new TypeError(`${rule}; ${paths[i]} is ${dtype} ${showShape(shape)}, and was returned as ${found.dtype} ${showShape(found.shape)}`);
    }
  });
}

function signatureOf(args: readonly unknown[], leaves: NdArray[]): string {
  const key = signature(args, leaves);
  if (key === undefined) throw new TypeError(`compileStep: arguments must be arrays with values, in at most ${deepest} records and lists; some are not`);
  return key;
}
