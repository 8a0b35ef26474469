/** Reductions as calls of their kernels. Computes nothing. */
import { argReduceWork, reduceWork, type KernelWork, type ReductionName, type StridedAt } from '../kernels/index.ts';
import type { ArrayType, Lowering } from '../program/index.ts';
import { stridesOf } from './strides.ts';

/** A call has six axes of each kind, and of a row-major array only neighbours of different kinds cannot be joined. */
const mostAxes = 12;

/** Sums, maxima and minima of floats. */
export function lowerReduction(name: ReductionName, x: ArrayType, axes: readonly number[]): Lowering | undefined {
  const { dtype } = x;
  return dtype === 'int32' ? undefined : lowering(x, (at, y) => reduceWork(name, dtype, x.shape, axes, at, y));
}

/** The places of extremes. */
export function lowerPlaces(name: 'max' | 'min', x: ArrayType, axes: readonly number[]): Lowering | undefined {
  return lowering(x, (at, y) => argReduceWork(name, x.dtype, x.shape, axes, at, y));
}

function lowering({ shape }: ArrayType, work: (x: StridedAt, y: number) => KernelWork): Lowering | undefined {
  if (shape.length > mostAxes) return undefined;
  const strides = stridesOf(shape);
  return { calls: ({ inputs, output }) => work({ address: inputs[0], strides }, output) };
}
