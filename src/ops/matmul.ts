/** Matrix products, one or a batch of them, with either operand transposed on the way in. */
import { matmulShape, type NdArray, type Shape } from '../array/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { addUp, oneType } from './broadcast.ts';
import { throughFloat64 } from './cast.ts';
import { lowerMatmul, type MatMulParams } from './matmulLowering.ts';
import { readArray, readOperands } from './operand.ts';
import type { MatMulArg, MatMulOf } from './signature.ts';
import { broadcastStrides, walk } from './strides.ts';

export interface MatMulOptions<TA extends boolean = boolean, TB extends boolean = boolean> {
  /** Multiplies by the transpose of a's last two axes. Default false. */
  readonly transposeA?: TA;
  /** Multiplies by the transpose of b's last two axes. Default false. */
  readonly transposeB?: TB;
}

export const matmulOp: Op<MatMulParams> = {
  name: 'matmul',
  shape: ([a, b], { transposeA, transposeB }) => matmulShape(swapped(a, transposeA), swapped(b, transposeB)),
  dtype: oneType('matmul'),
  reference: (out, [a, b], [aShape, bShape], { transposeA, transposeB }, shape) => {
    const [n, m] = shape.slice(-2);
    const k = swapped(aShape, transposeA).at(-1)!;
    const batch = shape.slice(0, -2);
    const [aRow, aColumn] = transposeA ? [1, n] : [k, 1];
    const [bRow, bColumn] = transposeB ? [1, k] : [m, 1];
    const strides = [aShape, bShape].map((one) => broadcastStrides(one.slice(0, -2), batch).map((stride) => stride * one.at(-1)! * one.at(-2)!));
    walk(batch, strides, (matrix, [aStart, bStart]) => {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < m; j++) {
          let sum = 0;
          for (let l = 0; l < k; l++) sum += a[aStart + i * aRow + l * aColumn] * b[bStart + l * bRow + j * bColumn];
          out[(matrix * n + i) * m + j] = sum;
        }
      }
    });
  },
  // C = A·B:  ∂L/∂A = G·Bᵀ,  ∂L/∂B = Aᵀ·G; for Aᵀ and Bᵀ their transposes
  vjp: (index, g, [a, b], _, { transposeA, transposeB }) => {
    const cotangent = index === 0
      ? transposeA ? product(b, g, transposeB, true) : product(g, b, false, !transposeB)
      : transposeB ? product(g, a, true, transposeA) : product(a, g, !transposeA, false);
    return addUp(cotangent, (index === 0 ? a : b).shape);
  },
  lower: lowerMatmul,
  lowerWith: lowerMatmul,
  expand: (inputs, params) => throughFloat64(inputs, (floats) => bind(matmulOp, floats, params)),
  describe: ({ transposeA, transposeB }) => [transposeA ? 'left transposed' : '', transposeB ? 'right transposed' : ''].filter((part) => part !== '').join(', '),
};

/**
 * The matrix product.  c[…, i, j] = Σₖ a[…, i, k] · b[…, k, j]
 * @param a  [..., n, k]   @param b  [..., k, m]; the axes before the last two broadcast
 * @returns  [..., n, m], summed in float64 and rounded once
 * @throws TypeError when the inner lengths differ, the batches do not broadcast, or an operand has less than 2 axes
 * @example
 * ```ts
 * import { array, matmul } from 'glissade';
 * const a = array([[1, 2], [3, 4]]);
 * matmul(a, array([[5], [6]])).toNested(); // [[17], [39]]
 * matmul(a, a, { transposeB: true }).toNested(); // [[5, 11], [11, 25]]
 * ```
 */
export function matmul<A extends NdArray, B extends NdArray, TA extends boolean = false, TB extends boolean = false>(
  a: A, b: MatMulArg<A, B, TA, TB>, options: MatMulOptions<TA, TB> = {},
): MatMulOf<A, B, TA, TB> {
  return within(matmul, () => {
    const operands = readOperands('matmul', ['a', 'b'], [readArray('matmul', 'a', a), readArray('matmul', 'b', b)]);
    return bind(matmulOp, operands, { transposeA: options.transposeA ?? false, transposeB: options.transposeB ?? false });
  }) as MatMulOf<A, B, TA, TB>;
}

function product(a: NdArray, b: NdArray, transposeA: boolean, transposeB: boolean): NdArray {
  return bind(matmulOp, [a, b], { transposeA, transposeB });
}

function swapped(shape: Shape, transpose: boolean): Shape {
  return transpose && shape.length >= 2 ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape;
}
