/** A function of arrays, records and lists, as the program of what it does. Knows no operation by name. */
import type { Program } from './program.ts';
import { record, type InputSpec } from './trace.ts';
import { flatten, type Flat } from './tree.ts';

/** A traced function: its program, and the structures of its arguments and of its result around the arrays. */
export interface Traced {
  readonly program: Program;
  readonly args: readonly Flat[];
  readonly result: Flat;
}

/**
 * Runs `f` once on arrays without values and records every operation as an equation, checked for shape at its line.
 * Of `args` only structure, shapes and types matter. Ordinary numbers and branches in `f` are those of this one run.
 * @returns  the program; `toString()` prints it, a line per equation
 * @throws TypeError when an argument is no array, record or list; and what the operations throw
 * @example
 * ```ts
 * import { add, array, matmul, trace } from 'glissade';
 * const affine = trace((x, w, b) => add(matmul(x, w), b), array([[1, 2]]), array([[3], [4]]), array([5]));
 * console.log(affine.toString());
 * // program (x:[1, 2], w:[2, 1], b:[1]) float64
 * //   a:[1, 1] = matmul(x, w)
 * //   c:[1, 1] = add(a, b)
 * //   return c
 * ```
 */
export function trace<A extends readonly unknown[]>(f: (...args: NoInfer<A>) => unknown, ...args: A): Program {
  return traceFunction('trace', f, args).program;
}

/** As trace, with the structures. @param caller  the public function's name, for messages */
export function traceFunction(caller: string, f: (...args: never[]) => unknown, args: readonly unknown[]): Traced {
  if (typeof f !== 'function') throw new TypeError(`${caller}: f must be a function of arrays; it is ${typeof f}`);
  const names = parameterNames(f);
  const flats = args.map((arg, i) => flatten(caller, names[i] ?? `argument ${i}`, arg));
  const specs = flats.flatMap(({ leaves, paths }): InputSpec[] => leaves.map(({ shape, dtype }, i) => ({ shape, dtype, name: shortName(paths[i]) })));
  let result: Flat | undefined;
  const program = record((inputs) => {
    let used = 0;
    const built = flats.map(({ leaves, rebuild }) => rebuild(inputs.slice(used, (used += leaves.length))));
    result = flatten(caller, 'the result of f', (f as (...args: unknown[]) => unknown)(...built));
    return result.leaves;
  }, specs);
  return { program, args: flats, result: result! };
}

/** Lets `wrapper` be traced with the names of the parameters of `f`. */
export function namedLike(wrapper: object, f: (...args: never[]) => unknown): void {
  wrapped.set(wrapper, f);
}

const wrapped = new WeakMap<object, (...args: never[]) => unknown>();

/** The names of plain parameters, `(x, w) =>`, read off the function's text; none where it is anything else. */
function parameterNames(f: (...args: never[]) => unknown): readonly string[] {
  const inner = wrapped.get(f);
  if (inner !== undefined) return parameterNames(inner);
  const list = /^(?:async\s+)?(?:function\b[^(]*)?\(?\s*((?:[\p{ID_Start}_$][\p{ID_Continue}$]*\s*,?\s*)*)(?:\)|=>)/u.exec(String(f))?.[1] ?? '';
  return list.split(',').map((name) => name.trim()).filter((name) => name !== '');
}

/** 'params.layers[0].w' → 'layers0w': a record's own name is dropped, and so is a parameter's that is not known. */
function shortName(path: string): string | undefined {
  const inner = path.replace(/^[^.[]*[.]|^argument \d+/, '').replaceAll(/[^\p{ID_Continue}$]/gu, '');
  return /^\p{ID_Start}/u.test(inner) ? inner : undefined;
}
