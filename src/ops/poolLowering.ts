/** Pooling and its gradients as calls of their kernel: sizes in the kernel's words. Computes nothing. */
import { sizeOf, type Shape } from '../array/index.ts';
import type { KernelFloat, KernelWork, Pool2dGeometry } from '../kernels/index.ts';
import type { Addresses, ArrayType, Lowering } from '../program/index.ts';
import type { PoolParams } from './poolWindow.ts';

/**
 * @param x  the image's shape   @param y  that of the places
 * @param work  the kernel's calls, for the arrays at given addresses
 */
export function lowerPool(
  { dtype }: ArrayType, x: Shape, y: Shape, { size, stride, padding }: PoolParams, work: (g: Pool2dGeometry, dtype: KernelFloat, at: Addresses) => KernelWork,
): Lowering | undefined {
  if (dtype === 'int32' || sizeOf(x) === 0 || sizeOf(y) === 0) return undefined;
  const g = {
    planes: x[0] * x[1], height: x[2], width: x[3], sizeHeight: size[0], sizeWidth: size[1], outHeight: y[2], outWidth: y[3],
    strideHeight: stride[0], strideWidth: stride[1], padTop: padding[0], padLeft: padding[3],
  };
  return { calls: (at) => work(g, dtype, at) };
}
