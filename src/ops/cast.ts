/** cast: the same numbers in another number type. Knows no other operation. */
import { describe, type DType, type NdArray } from '../array/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { lowerTake } from './copyLowering.ts';
import { stridesOf } from './strides.ts';

export interface CastParams {
  readonly dtype: DType;
  /** The type cast from, which the gradient is cast back to. */
  readonly from: DType;
}

export const castOp: Op<CastParams> = {
  name: 'cast',
  shape: ([x]) => x,
  dtype: (_, { dtype }) => dtype,
  // a typed array rounds to the nearest float32, and cuts to a whole number for int32, as it stores
  reference: (out, [x]) => out.set(x),
  vjp: (_, g, __, ___, { dtype, from }) => (dtype === 'int32' || from === 'int32' ? null : convert(g, from)),
  lower: ([x], output) => lowerTake(x, output, { strides: stridesOf(x.shape) }),
  describe: ({ dtype }) => dtype,
};

/**
 * The same numbers as `dtype`: rounded to the nearest for float32, cut towards 0 for int32. The gradient passes
 * between float types, and ends at int32.
 * @throws RangeError for another dtype
 * @example
 * ```ts
 * import { array, cast } from 'glissade';
 * cast(array([1.75, -1.75]), 'int32').data; // Int32Array [1, -1]
 * ```
 */
export function cast<X extends NdArray>(x: X, dtype: DType): NdArray<X['shape']> {
  return within(cast, () => {
    if (dtype !== 'float32' && dtype !== 'float64' && dtype !== 'int32') {
      throw new RangeError(`cast: dtype must be 'float32', 'float64' or 'int32'; it is ${describe(dtype)}`);
    }
    return convert(x, dtype) as NdArray<X['shape']>;
  });
}

/**
 * For int32, which an operation's kernels do not know: computed as float64, which holds every int32, and brought back,
 * as the reference does. undefined for other operands.
 */
export function throughFloat64(inputs: readonly NdArray[], compute: (inputs: readonly NdArray[]) => NdArray): NdArray | undefined {
  if (inputs.some(({ dtype }) => dtype !== 'int32')) return undefined;
  return convert(compute(inputs.map((input) => convert(input, 'float64'))), 'int32');
}

/** The same for what is computed with other operations, whatever the operands are. */
export function orThroughFloat64(inputs: readonly NdArray[], compute: (inputs: readonly NdArray[]) => NdArray): NdArray {
  return throughFloat64(inputs, compute) ?? compute(inputs);
}

/** x itself when it is of that type already. */
export function convert(x: NdArray, dtype: DType): NdArray {
  return x.dtype === dtype ? x : bind(castOp, [x], { dtype, from: x.dtype });
}
