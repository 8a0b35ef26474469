/**
 * The calls that kernels understand, as the host writes them: 32-bit words, in the order of the classes in assembly/.
 * Knows no memory and no threads.
 */

const gemm = [
  'm', 'n', 'k', 'a', 'aRow', 'aColumn', 'aBatch', 'b', 'bRow', 'bColumn', 'bBatch', 'c', 'cRow', 'cBatch',
  'accumulate', 'biasKind', 'bias', 'activation', 'blockRows', 'blockColumns', 'blockDepth',
] as const;

/** Kernel → its number and the words that follow [number, chunks]. Addresses in bytes, strides in elements. */
export const kernels = {
  gemmFloat32: { id: 0, words: gemm },
  gemmFloat64: { id: 1, words: gemm },
} as const;

export type KernelName = keyof typeof kernels;
export type KernelArguments<K extends KernelName> = { readonly [word in (typeof kernels)[K]['words'][number]]: number };

/** A kernel, its arguments, and in how many chunks, which may run at the same time, it is cut. */
export interface KernelCall<K extends KernelName = KernelName> {
  readonly kernel: K;
  readonly chunks: number;
  readonly words: KernelArguments<K>;
}

/** The words of a call, to be written at any address that is a multiple of 4. */
export function encodeCall<K extends KernelName>({ kernel, chunks, words }: KernelCall<K>): Int32Array {
  const names: readonly string[] = kernels[kernel].words;
  const values: Readonly<Record<string, number>> = words;
  return Int32Array.from([kernels[kernel].id, chunks, ...names.map((name) => values[name])]);
}
