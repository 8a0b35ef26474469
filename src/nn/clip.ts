/** Gradients that are too long, shortened. */
import type { NdArray } from '../array/index.ts';
import { checkNumber } from '../estimator/index.ts';
import { add, div, less, maximum, mul, sqrt, square, sum, where } from '../ops/index.ts';
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
  const length = lengthOf(leaves);
  // squares of float32 are infinite from 1.8e19 on, where clipping is needed most
  const factor = where(less(length, Infinity), div(norm, maximum(length, norm)), div(norm * small, lengthOf(leaves.map((g) => mul(g, small)))));
  return mapTree((g) => mul(g, factor), gradients);
}

const small = 8.271806125530277e-25; // 2⁻⁸⁰, exact

function lengthOf(arrays: readonly NdArray[]): NdArray {
  return sqrt(arrays.map((one): NdArray => sum(square(one))).reduce((total, one): NdArray => add(total, one)));
}
