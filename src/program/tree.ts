/** Records and lists of arrays: taken apart into their arrays, and put together again. Knows no operation. */
import { describe, NdArray } from '../array/index.ts';
import { isVar } from './trace.ts';

/** An array, or records and lists of them, as deep as one likes: the parameters of a model. */
export type Tree = NdArray | readonly Tree[] | { readonly [name: string]: Tree };

export interface Flat {
  readonly leaves: readonly NdArray[];
  /** Where each array lies: 'layers[0].w'. */
  readonly paths: readonly string[];
  /** The same structure around other arrays, in the order of `leaves`. */
  readonly rebuild: (leaves: readonly unknown[]) => unknown;
}

/**
 * Takes a structure apart. A record's arrays come in the order of its keys as written.
 * @param path  what the structure is called, for names and messages
 * @throws TypeError where something is no array, record or list
 */
export function flatten(caller: string, path: string, tree: unknown): Flat {
  const leaves: NdArray[] = [];
  const paths: string[] = [];
  const rebuild = walk(caller, path, tree, leaves, paths, []);
  return { leaves, paths, rebuild };
}

type Rebuild = (leaves: readonly unknown[]) => unknown;

function walk(caller: string, path: string, tree: unknown, leaves: NdArray[], paths: string[], above: readonly unknown[]): Rebuild {
  if (tree instanceof NdArray || isVar(tree)) {
    const index = leaves.push(tree as NdArray) - 1;
    paths.push(path);
    return (replaced) => replaced[index];
  }
  if (above.includes(tree)) throw new TypeError(`${caller}: records and lists must not contain themselves; ${path} does`);
  const inside = [...above, tree];
  if (Array.isArray(tree)) {
    const parts = tree.map((part, i) => walk(caller, `${path}[${i}]`, part, leaves, paths, inside));
    return (replaced) => parts.map((part) => part(replaced));
  }
  if (isRecord(tree)) {
    const parts = Object.entries(tree).map(([name, part]) => [name, walk(caller, `${path}.${name}`, part, leaves, paths, inside)] as const);
    // defined, not assigned: a key may be '__proto__'
    return (replaced) => Object.fromEntries(parts.map(([name, part]) => [name, part(replaced)]));
  }
  throw new TypeError(`${caller}: only arrays, and records or lists of arrays, may be passed; ${path} is ${describe(tree)}${advice(tree)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function advice(value: unknown): string {
  if (typeof value === 'number') return ', make it an array or let the function close over it';
  return ArrayBuffer.isView(value) ? ', make it an array with array(values, shape)' : '';
}
