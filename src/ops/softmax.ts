/** softmax and logSoftmax along one axis, both without overflow. */
import { resolveAxis, sizeOf, type DType, type NdArray, type Shape } from '../array/index.ts';
import * as numeric from '../numeric/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { div, mul, sub } from './arithmetic.ts';
import { orThroughFloat64 } from './cast.ts';
import { exp, log } from './functions.ts';
import { readFloat } from './operand.ts';
import { max, sum } from './reduce.ts';
import type { AxisArg, Same } from './signature.ts';

export interface AxisParams {
  readonly axis: number;
}

export const softmaxOp: Op<AxisParams> = {
  name: 'softmax',
  ...alongAxis((row) => {
    const { exponentials, total } = shifted(row);
    for (let i = 0; i < row.length; i++) row[i] = exponentials[i] / total;
  }),
  expand: (inputs, { axis }) => orThroughFloat64(inputs, ([x]) => {
    const exponentials = exp(sub(x, max(x, axis, { keepDims: true })));
    return div(exponentials, sum(exponentials, axis, { keepDims: true }));
  }),
  // ∂L/∂x = y ⊙ (g − Σ g ⊙ y)
  vjp: (_, g, __, y, { axis }) => mul(y, sub(g, sum(mul(g, y), axis, { keepDims: true }))),
};

export const logSoftmaxOp: Op<AxisParams> = {
  name: 'logSoftmax',
  ...alongAxis((row) => {
    const { greatest, total } = shifted(row);
    const logTotal = numeric.log(total);
    for (let i = 0; i < row.length; i++) row[i] = row[i] - greatest - logTotal;
  }),
  expand: (inputs, { axis }) => orThroughFloat64(inputs, ([x]) => {
    const shifted = sub(x, max(x, axis, { keepDims: true }));
    return sub(shifted, log(sum(exp(shifted), axis, { keepDims: true })));
  }),
  // ∂L/∂x = g − softmax(x) Σ g
  vjp: (_, g, __, y, { axis }) => sub(g, mul(exp(y), sum(g, axis, { keepDims: true }))),
};

/**
 * eˣⁱ / Σⱼ eˣʲ along an axis: positive numbers that sum to 1.
 * @param axis  default −1, the last
 * @throws RangeError when the axis does not exist
 * @example
 * ```ts
 * import { array, softmax } from 'glissade';
 * softmax(array([[0, 0], [1000, 0]])).toNested(); // [[0.5, 0.5], [1, 0]]
 * ```
 */
export function softmax<X extends NdArray, const A extends number = -1>(x: X, axis: AxisArg<'softmax', X, A> = -1 as AxisArg<'softmax', X, A>): Same<X> {
  return within(softmax, () => {
    const input = readFloat('softmax', 'x', x);
    return bind(softmaxOp, [input], { axis: resolveAxis('softmax', input.shape, axis as number) }) as Same<X>;
  });
}

/**
 * log softmax(x) = xᵢ − log Σⱼ eˣʲ along an axis, accurate where the softmax is almost 0.
 * @param axis  default −1, the last
 * @throws RangeError when the axis does not exist
 */
export function logSoftmax<X extends NdArray, const A extends number = -1>(x: X, axis: AxisArg<'logSoftmax', X, A> = -1 as AxisArg<'logSoftmax', X, A>): Same<X> {
  return within(logSoftmax, () => {
    const input = readFloat('logSoftmax', 'x', x);
    return bind(logSoftmaxOp, [input], { axis: resolveAxis('logSoftmax', input.shape, axis as number) }) as Same<X>;
  });
}

/** e^(xᵢ − greatest), and their sum, which is at least 1. */
function shifted(row: Float64Array): { readonly exponentials: Float64Array; readonly greatest: number; readonly total: number } {
  let greatest = -Infinity;
  for (const value of row) greatest = Math.max(greatest, value);
  const exponentials = row.map((value) => numeric.exp(value - greatest));
  let total = 0;
  for (const value of exponentials) total += value;
  return { exponentials, greatest, total };
}

/** Rules and loops of an operation on each row along an axis. @param onRow  changes the row in place */
function alongAxis(onRow: (row: Float64Array) => void): Pick<Op<AxisParams>, 'shape' | 'dtype' | 'reference'> {
  return {
    shape: ([x]: readonly Shape[]) => x,
    dtype: ([dtype]: readonly DType[]) => dtype,
    reference: (out, [x], [shape], { axis }) => {
      const length = shape[axis];
      const step = sizeOf(shape.slice(axis + 1));
      const row = new Float64Array(length);
      for (let before = 0; before < sizeOf(shape.slice(0, axis)); before++) {
        for (let after = 0; after < step; after++) {
          const start = before * length * step + after;
          for (let i = 0; i < length; i++) row[i] = x[start + i * step];
          onRow(row);
          for (let i = 0; i < length; i++) out[start + i * step] = row[i];
        }
      }
    },
  };
}
