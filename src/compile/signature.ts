/** What distinguishes arguments for a compiled function: structure, shapes, number types; not the numbers. */
import { NdArray } from '../array/index.ts';

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
