/** Gradients that are too long, shortened. */
import type { NdArray } from '../array/index.ts';
import { checkNumber } from '../estimator/index.ts';
import { add, div, maximum, mul, sqrt, square, sum } from '../ops/index.ts';
import type { Tree } from '../program/index.ts';
import { leavesOf, mapTree } from './tree.ts';

/**
 * The gradients, all multiplied by one number so that the root of the sum of all their squares is at most `norm`.
 * @param norm  > 0
 * @see Pascanu, Mikolov & Bengio, arXiv:1211.5063
 * @example
 * ```ts
 * import { array } from 'glissade';
 * import { clipByNorm } from 'glissade/nn';
 * clipByNorm({ w: array([3, 0]), b: array([4]) }, 1).w.data; // Float64Array [0.6…, 0]
 * ```
 */
export function clipByNorm<T extends Tree>(gradients: T, norm: number): T {
  checkNumber('clipByNorm', 'norm', norm, { above: 0 });
  const leaves = leavesOf(gradients);
  if (leaves.length === 0) return gradients;
  const length = sqrt(leaves.map((g): NdArray => sum(square(g))).reduce((total, one): NdArray => add(total, one)));
  const factor = div(norm, maximum(length, norm));
  return mapTree((g) => mul(g, factor), gradients);
}
