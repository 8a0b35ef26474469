/** What distinguishes arguments for a compiled function: structure, shapes, number types; not the numbers. */
import { NdArray, type DType, type Shape } from '../array/index.ts';

/** How deep records and lists may lie in each other. */
export const deepest = 64;

/**
 * Collects the arrays of `args` into `leaves`, in the order in which program/'s flatten does.
 * @returns  text that is the same for arguments that one program serves; undefined where something is no array, record
 * or list, or lies too deep
 */
export function signature(args: readonly unknown[], leaves: NdArray[], depth = 0): string | undefined {
  let text = '';
  for (const arg of args) {
    const part = signatureOf(arg, leaves, depth);
    if (part === undefined) return undefined;
    text += part;
  }
  return text;
}

function signatureOf(tree: unknown, leaves: NdArray[], depth: number): string | undefined {
  if (tree instanceof NdArray) {
    leaves.push(tree);
    return `${tree.dtype}[${tree.shape.join()}];`;
  }
  if (typeof tree !== 'object' || tree === null || depth === deepest) return undefined;
  if (Array.isArray(tree)) {
    const inside = signature(tree, leaves, depth + 1);
    return inside === undefined ? undefined : `(${inside})`;
  }
  let text = '{';
  for (const [name, value] of Object.entries(tree)) {
    const part = signatureOf(value, leaves, depth + 1);
    if (part === undefined) return undefined;
    text += `${JSON.stringify(name)}:${part}`;
  }
  return `${text}}`;
}

/** The structure of arguments, held against those of the next call: of an array type and shape, of a record its keys in order. */
export type Outline = { readonly dtype: DType; readonly shape: Shape } | readonly Outline[] | { readonly names: readonly string[]; readonly parts: readonly Outline[] };

/** Of arguments that have a signature. */
export function outlineOf(tree: unknown): Outline {
  if (tree instanceof NdArray) return { dtype: tree.dtype, shape: [...tree.shape] };
  if (Array.isArray(tree)) return tree.map(outlineOf);
  const entries = Object.entries(tree as object);
  return { names: entries.map(([name]) => name), parts: entries.map(([, part]) => outlineOf(part)) };
}

/**
 * Whether arguments have the signature of those that the outline is of, found without making anything, because a step of training asks
 * thousands of times. Collects their arrays as `signature` does; some of them when the answer is no.
 */
export function fits(tree: unknown, outline: Outline, leaves: NdArray[]): boolean {
  if (typeof tree !== 'object' || tree === null) return false;
  if ('dtype' in outline) {
    if (!(tree instanceof NdArray) || tree.dtype !== outline.dtype || tree.shape.length !== outline.shape.length) return false;
    for (let axis = 0; axis < outline.shape.length; axis++) if (tree.shape[axis] !== outline.shape[axis]) return false;
    leaves.push(tree);
    return true;
  }
  if ('names' in outline) {
    if (tree instanceof NdArray || Array.isArray(tree)) return false;
    const { names, parts } = outline;
    let i = 0;
    for (const name in tree) {
      if (name !== names[i] || !fits((tree as Record<string, unknown>)[name], parts[i++], leaves)) return false;
    }
    return i === names.length;
  }
  if (!Array.isArray(tree) || tree.length !== outline.length) return false;
  for (let i = 0; i < outline.length; i++) if (!fits(tree[i], outline[i], leaves)) return false;
  return true;
}
