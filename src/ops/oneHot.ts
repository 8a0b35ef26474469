/** oneHot: class numbers as rows of zeros with a single one. Knows no other operation. */
import { oneHotShape, sizeOf, type DType, type NdArray } from '../array/index.ts';
import { oneHotWork } from '../kernels/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { checkIndexType, checkIndices, outOfRange } from './indices.ts';
import { readArray } from './operand.ts';
import type { OneHotArg, OneHotOf } from './signature.ts';

export interface OneHotParams {
  readonly depth: number;
  readonly dtype: DType;
}

export const oneHotOp: Op<OneHotParams> = {
  name: 'oneHot',
  shape: ([indices], { depth }) => oneHotShape(indices, depth),
  dtype: ([indices], { dtype }) => {
    checkIndexType('oneHot', indices);
    return dtype;
  },
  reference: (out, [indices], _, { depth }) => {
    checkIndices('oneHot', indices, depth);
    out.fill(0);
    for (let k = 0; k < indices.length; k++) out[k * depth + indices[k]] = 1;
  },
  vjp: () => null,
  lower: ([{ shape }], { dtype }, { depth }) => ({
    calls: ({ inputs, output }) => oneHotWork(dtype, depth, { indices: { address: inputs[0], count: sizeOf(shape), refuse: outOfRange('oneHot', depth) }, y: output }),
  }),
  describe: ({ depth }) => `depth ${depth}`,
};

/**
 * y[…, k] = 1 where k is the index, else 0. No gradient.
 * @param indices  int32, of any shape, from 0 to depth − 1   @param depth  the number of classes
 * @param options.dtype  default 'float64'
 * @throws TypeError for indices that are not int32; RangeError for an index out of range, or a depth below 1
 * @example
 * ```ts
 * import { array, oneHot } from 'glissade';
 * oneHot(array([2, 0], { dtype: 'int32' }), 3).toNested(); // [[0, 0, 1], [1, 0, 0]]
 * ```
 */
export function oneHot<I extends NdArray, const D extends number>(indices: I, depth: OneHotArg<I, D>, options: { readonly dtype?: DType } = {}): OneHotOf<I, D> {
  return within(oneHot, () => bind(oneHotOp, [readArray('oneHot', 'indices', indices)], { depth: depth as number, dtype: options.dtype ?? 'float64' })) as OneHotOf<I, D>;
}
