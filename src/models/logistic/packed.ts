/** θ as the kernels have it: an even number of coefficients per output, the intercept, 0. */
import { logisticLength, logisticStride } from '../../kernels/index.ts';
import type { Layout } from './rowBlocks.ts';

export function packTheta(theta: Float64Array, { outputs, intercept }: Layout, d: number): Float64Array {
  const packed = new Float64Array(outputs * logisticStride(d));
  const stride = intercept ? d + 1 : d;
  for (let k = 0; k < outputs; k++) {
    const to = k * logisticStride(d);
    packed.set(theta.subarray(k * stride, k * stride + d), to);
    if (intercept) packed[to + logisticStride(d) - 2] = theta[k * stride + d];
  }
  return packed;
}

/** Writes the gradient in θ's order; returns the loss. The numbers are total + lost. */
export function unpackSums(total: Float64Array, lost: Float64Array, { outputs, intercept }: Layout, d: number, gradient: Float64Array): number {
  const stride = intercept ? d + 1 : d;
  for (let k = 0; k < outputs; k++) {
    const from = k * logisticStride(d);
    for (let j = 0; j < d; j++) gradient[k * stride + j] = total[from + j] + lost[from + j];
    const b = from + logisticStride(d) - 2;
    if (intercept) gradient[k * stride + d] = total[b] + lost[b];
  }
  const at = logisticLength(d, outputs) - 2;
  return total[at] + lost[at];
}
