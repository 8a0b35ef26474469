/** Element-by-element operations as calls of their kernel: operands are read by strides, so broadcasting copies nothing. */
import { elementwise, mapWork, wholeElementwise, type ElementwiseName } from '../kernels/index.ts';
import type { ArrayType, Lowering } from '../program/index.ts';
import { broadcastStrides } from './strides.ts';

/** @param order  the operands in the kernel's order, where it is not that of the operation */
export function lowerElementwise(name: string, inputs: readonly ArrayType[], { shape, dtype }: ArrayType, order?: readonly number[]): Lowering | undefined {
  if (!isKernel(name) || (dtype === 'int32' && !wholeElementwise.has(name)) || inputs.some((input) => input.dtype !== dtype)) return undefined;
  const places = order ?? inputs.map((_, i) => i);
  const strides = inputs.map((input) => broadcastStrides(input.shape, shape));
  return {
    elementwise: { name, order: places, strides },
    calls: (at) => mapWork(name, dtype, shape, places.map((i) => ({ address: at.inputs[i], strides: strides[i] })), at.output),
  };
}

function isKernel(name: string): name is ElementwiseName {
  return Object.hasOwn(elementwise, name);
}
