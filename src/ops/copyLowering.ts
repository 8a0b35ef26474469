/** Operations that only move numbers, as calls of the elementwise kernel, which reads by strides. Computes nothing. */
import { mapWork } from '../kernels/index.ts';
import type { ArrayType, Lowering } from '../program/index.ts';

/** Axes that a call can always have. */
const mostAxes = 6;

/**
 * Element [i, j, …] of the result is element first + i·strides[0] + j·strides[1] + … of the operand.
 */
export function lowerCopy({ shape, dtype }: ArrayType, strides: readonly number[], first = 0): Lowering | undefined {
  if (dtype === 'int32' || shape.length > mostAxes) return undefined;
  return {
    calls: ({ inputs, output }) => {
      const x = { address: inputs[0] + first * (dtype === 'float32' ? 4 : 8), strides };
      // the greater of x and x is x, NaN and −0 too
      return mapWork('maximum', dtype, shape, [x, x], output);
    },
  };
}
