/** Operations that only move or convert numbers, as calls of the copy kernel, which reads and writes by strides. Computes nothing. */
import { sizeOf } from '../array/index.ts';
import { copyWork, fillWork, inTurn, bytesOf } from '../kernels/index.ts';
import type { ArrayType, Lowering } from '../program/index.ts';
import { stridesOf } from './strides.ts';

/** Some places of a row-major array: [i, j, …] is element first + i·strides[0] + j·strides[1] + …  */
export interface Places {
  readonly strides: readonly number[];
  /** Default 0. */
  readonly first?: number;
}

/** Every element of the result is that of the operand at the place of the same index. */
export function lowerTake(x: ArrayType, { shape, dtype }: ArrayType, { strides, first = 0 }: Places): Lowering {
  return {
    calls: ({ inputs, output }) => copyWork(x.dtype, dtype, shape,
      { address: inputs[0] + first * bytesOf[x.dtype], strides }, { address: output, strides: stridesOf(shape) }),
  };
}

/**
 * Every element of each operand goes to its place in the result.
 * @param rest  what stands where no element goes; undefined where all places are taken
 */
export function lowerPut(operands: readonly ArrayType[], { shape, dtype }: ArrayType, places: readonly Places[], rest?: number): Lowering {
  return {
    calls: ({ inputs, output }) => inTurn([
      ...(rest === undefined ? [] : [fillWork(dtype, rest, sizeOf(shape), output)]),
      ...operands.map((x, k) => copyWork(x.dtype, dtype, x.shape, { address: inputs[k], strides: stridesOf(x.shape) },
        { address: output + (places[k].first ?? 0) * bytesOf[dtype], strides: places[k].strides })),
    ]),
  };
}
