/** Sums, maxima and minima as calls of the reduction kernel. Computes nothing. */
import { reduceWork, type ReductionName } from '../kernels/index.ts';
import type { ArrayType, Lowering } from '../program/index.ts';
import { stridesOf } from './strides.ts';

/** Axes that a call can always have. */
const mostAxes = 6;

export function lowerReduction(name: ReductionName, { shape, dtype }: ArrayType, axes: readonly number[]): Lowering | undefined {
  if (dtype === 'int32' || shape.length > mostAxes) return undefined;
  const strides = stridesOf(shape);
  return { calls: ({ inputs, output }) => reduceWork(name, dtype, shape, axes, { address: inputs[0], strides }, output) };
}
