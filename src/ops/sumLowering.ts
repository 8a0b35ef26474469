/** Sums over leading axes as calls of the kernel that adds partial results. Computes nothing. */
import { sizeOf, type Shape } from '../array/index.ts';
import type { KernelCall } from '../kernels/index.ts';
import type { ArrayType, Lowering } from '../program/index.ts';

/** More rows than this are added up in blocks: float32 sums stay accurate, and rows in the cache. */
const mostRows = 64;

/**
 * The sum of `x` over `axes`, where those, axes of length 1 aside, come before all that are kept; else undefined. It is
 * added up in order, from the first row to the last, in blocks of about √rows when there are many.
 */
export function lowerSum({ shape, dtype }: ArrayType, axes: readonly number[]): Lowering | undefined {
  const rows = sizeOf(axes.map((axis) => shape[axis]));
  const length = sizeOf(shape) / rows;
  if (dtype === 'int32' || sizeOf(shape) === 0 || !areLeading(shape, axes)) return undefined;
  const bytes = dtype === 'float32' ? 4 : 8;
  const add = (from: number, parts: number, to: number): KernelCall =>
    ({ kernel: dtype === 'float32' ? 'addPartsFloat32' : 'addPartsFloat64', chunks: 1, words: { length, parts, from, to } });
  if (rows <= mostRows) return { calls: ({ inputs, output }) => ({ calls: [add(inputs[0], rows, output)], scratchBytes: 0 }) };
  const block = Math.ceil(Math.sqrt(rows));
  const blocks = Math.ceil(rows / block);
  return {
    workBytes: blocks * length * bytes,
    calls: ({ inputs, output, work }) => {
      const partial = Array.from({ length: blocks }, (_, i) =>
        add(inputs[0] + i * block * length * bytes, Math.min(block, rows - i * block), work + i * length * bytes));
      return { calls: [...partial, add(work, blocks, output)], scratchBytes: 0 };
    },
  };
}

function areLeading(shape: Shape, axes: readonly number[]): boolean {
  const last = axes.findLast((axis) => shape[axis] !== 1) ?? -1;
  return shape.every((length, axis) => length === 1 || axes.includes(axis) === axis <= last);
}
