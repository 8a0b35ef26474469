/** Records and lists of arrays, taken leaf by leaf: what optimizers and clipping do. */
import type { NdArray } from '../array/index.ts';
import { flatten, type Tree } from '../program/index.ts';

/** f of the arrays that lie in the same place of each tree, in the structure of the first. */
export function mapTree<T extends Tree>(f: (...arrays: NdArray[]) => NdArray, first: T, ...others: readonly Tree[]): T {
  const tree = flatten('mapTree', 'tree', first);
  const lists = others.map(leavesOf);
  return tree.rebuild(tree.leaves.map((leaf, i) => f(leaf, ...lists.map((list) => list[i])))) as T;
}

export function leavesOf(tree: Tree): readonly NdArray[] {
  return flatten('leavesOf', 'tree', tree).leaves;
}

/** How many numbers the arrays hold together. */
export function countNumbers(tree: Tree): number {
  return leavesOf(tree).reduce((total, { shape }) => total + shape.reduce((size, length) => size * length, 1), 0);
}
