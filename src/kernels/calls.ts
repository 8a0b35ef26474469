/**
 * The calls that kernels understand, as the host writes them: 32-bit words, in the order of the classes in assembly/.
 * Knows no memory and no threads.
 */

const gemm = [
  'm', 'n', 'k', 'a', 'aRow', 'aColumn', 'aBatch', 'b', 'bRow', 'bColumn', 'bBatch', 'c', 'cRow', 'cBatch',
  'accumulate', 'biasKind', 'bias', 'activation', 'blockRows', 'blockColumns', 'blockDepth',
] as const;

const conv2d = [
  'images', 'groups', 'inputs', 'outputs', 'height', 'width', 'kernelHeight', 'kernelWidth', 'outHeight', 'outWidth',
  'strideHeight', 'strideWidth', 'padTop', 'padLeft', 'dilationHeight', 'dilationWidth',
  'x', 'weights', 'y', 'biasKind', 'bias', 'activation', 'blockColumns', 'blockImages', 'blockDepth',
] as const;

const map = [
  'op', 'y', 'n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'blockRows', 'blockColumns',
  'a', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'b', 'b0', 'b1', 'b2', 'b3', 'b4', 'b5', 'c', 'c0', 'c1', 'c2', 'c3', 'c4', 'c5',
] as const;

const parts = ['length', 'parts', 'from', 'to'] as const;

/** Kernel → its number and the words that follow [number, chunks]. Addresses in bytes, strides in elements. */
export const kernels = {
  gemmFloat32: { id: 0, words: gemm },
  gemmFloat64: { id: 1, words: gemm },
  conv2dFloat32: { id: 2, words: conv2d },
  conv2dFloat64: { id: 3, words: conv2d },
  conv2dInputGradientFloat32: { id: 4, words: conv2d },
  conv2dInputGradientFloat64: { id: 5, words: conv2d },
  conv2dKernelGradientFloat32: { id: 6, words: conv2d },
  conv2dKernelGradientFloat64: { id: 7, words: conv2d },
  addPartsFloat32: { id: 8, words: parts },
  addPartsFloat64: { id: 9, words: parts },
  depthwiseFloat32: { id: 10, words: conv2d },
  depthwiseFloat64: { id: 11, words: conv2d },
  depthwiseInputGradientFloat32: { id: 12, words: conv2d },
  depthwiseInputGradientFloat64: { id: 13, words: conv2d },
  depthwiseKernelGradientFloat32: { id: 14, words: conv2d },
  depthwiseKernelGradientFloat64: { id: 15, words: conv2d },
  mapFloat32: { id: 16, words: map },
  mapFloat64: { id: 17, words: map },
} as const;

export type KernelName = keyof typeof kernels;
export type KernelArguments<K extends KernelName> = { readonly [word in (typeof kernels)[K]['words'][number]]: number };

/** A kernel, its arguments, and in how many chunks, which may run at the same time, it is cut. */
export type KernelCall = {
  readonly [K in KernelName]: { readonly kernel: K; readonly chunks: number; readonly words: KernelArguments<K> };
}[KernelName];

/** The words of a call, to be written at any address that is a multiple of 4. */
export function encodeCall({ kernel, chunks, words }: KernelCall): Int32Array {
  const names: readonly string[] = kernels[kernel].words;
  const values: Readonly<Record<string, number>> = words;
  return Int32Array.from([kernels[kernel].id, chunks, ...names.map((name) => values[name])]);
}
