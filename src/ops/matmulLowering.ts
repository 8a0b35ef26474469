/** matmul as calls of the matrix kernel: which axes are its rows, columns, depth and batch. Computes nothing. */
import { sizeOf, type Shape } from '../array/index.ts';
import { gemmWork, inTurn, type KernelWork } from '../kernels/index.ts';
import type { ArrayType, Epilogue, Lowering } from '../program/index.ts';
import { broadcastStrides, walk } from './strides.ts';

export interface MatMulParams {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * One call, of a batch of products, as far as the axes before the last two can be stepped through as if they were one;
 * else one call for each index of the axes before those. A third operand is a bias to be added.
 */
export function lowerMatmul([a, b, bias]: readonly ArrayType[], { shape, dtype }: ArrayType, params: MatMulParams, epilogue?: Epilogue): Lowering | undefined {
  if (dtype === 'int32') return undefined;
  const bytes = dtype === 'float32' ? 4 : 8;
  const [m, n] = shape.slice(-2);
  const k = a.shape.at(params.transposeA ? -2 : -1)!;
  // one number per column, and something to add it to
  if (bias !== undefined && (k === 0 || bias.shape.at(-1) !== n || sizeOf(bias.shape) !== n)) return undefined;
  const batch = shape.slice(0, -2);
  const aStrides = batchStrides(a.shape, batch);
  const bStrides = batchStrides(b.shape, batch);
  const outer = outerAxes(batch, [aStrides, bStrides]);
  const count = sizeOf(batch.slice(outer));
  const [aBatch, bBatch] = [aStrides, bStrides].map((strides) => innerStride(batch, strides));
  // many small products by the same matrix are one with more rows
  const rows = bBatch === 0 && aBatch === m * k && !params.transposeA;
  const sizes = rows ? { m: m * count, n, k, batch: 1 } : { m, n, k, batch: count };
  return {
    calls: ({ inputs, output }) => {
      const works: KernelWork[] = [];
      walk(batch.slice(0, outer), [aStrides.slice(0, outer), bStrides.slice(0, outer)], (item, [aStart, bStart]) => {
        works.push(gemmWork({
          ...sizes,
          a: { address: inputs[0] + aStart * bytes, ...(params.transposeA ? { row: 1, column: m } : { row: k, column: 1 }), batch: rows ? 0 : aBatch },
          b: { address: inputs[1] + bStart * bytes, ...(params.transposeB ? { row: 1, column: k } : { row: n, column: 1 }), batch: bBatch },
          c: { address: output + item * count * m * n * bytes, row: n, batch: m * n },
          ...(bias === undefined ? {} : { bias: { address: inputs[2], axis: 'perColumn' } }),
          activation: epilogue?.relu === true ? 'relu' : 'none',
        }, dtype));
      });
      return inTurn(works);
    },
  };
}

/** How far apart an operand's matrices lie along each axis of the result's batch. */
function batchStrides(shape: Shape, batch: Shape): number[] {
  const matrix = sizeOf(shape.slice(-2));
  return broadcastStrides(shape.slice(0, -2), batch).map((stride) => stride * matrix);
}

/** How many axes, from the first, are left when all operands step through the others as if they were one. */
function outerAxes(batch: Shape, strides: readonly (readonly number[])[]): number {
  let outer = Math.max(0, batch.length - 1);
  while (outer > 0 && strides.every((one) => one[outer - 1] === one[outer] * batch[outer] || batch[outer - 1] === 1)) outer -= 1;
  return outer;
}

/** Between neighbours along the inner axes: that of the last one that is longer than 1. */
function innerStride(batch: Shape, strides: readonly number[]): number {
  return strides[batch.findLastIndex((length) => length > 1)] ?? 0;
}
