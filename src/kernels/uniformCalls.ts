/** The call that fills an array with random numbers, for arrays at given addresses. Knows no operation by name. */
import type { KernelWork } from './gemmCall.ts';
import type { KernelFloat } from './gemmPlan.ts';
import { suffixes } from './numberTypes.ts';

/** Elements worth a chunk of their own; a multiple of what the kernel makes at a time. */
const chunkElements = 8192;

/** y[i] in [0, 1), of the key's two words, the stream and i alone. */
export function uniformWork(dtype: KernelFloat, length: number, stream: number, at: { key: number; y: number }): KernelWork {
  if (length === 0) return { calls: [], scratchBytes: 0 };
  const words = { key: at.key, y: at.y, length, stream, block: chunkElements };
  return { calls: [{ kernel: `uniform${suffixes[dtype]}` as const, chunks: Math.ceil(length / chunkElements), words }], scratchBytes: 32 };
}
