/** The number types that kernels know, and what each is called in their names. */
import type { KernelFloat } from './gemmPlan.ts';

export type KernelNumber = KernelFloat | 'int32';

export const suffixes = { float32: 'Float32', float64: 'Float64', int32: 'Int32' } as const;
