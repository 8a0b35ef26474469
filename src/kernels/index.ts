/** The compute kernels: SIMD loops over addresses and lengths, and how their calls are cut and written. */
export { encodeCall, kernels } from './calls.ts';
export type { KernelArguments, KernelCall, KernelName } from './calls.ts';
export { planConv2d, planConv2dInputGradient, planConv2dKernelGradient } from './conv2dPlan.ts';
export type { Conv2dGeometry, Conv2dPlan } from './conv2dPlan.ts';
export { gemmDepth, planGemm } from './gemmPlan.ts';
export type { GemmPlan, KernelFloat } from './gemmPlan.ts';
export { kernelBase64 } from './generated.ts';
