/** The compute kernels: SIMD loops over addresses and lengths, and how their calls are cut and written. */
export { bitsOf, copyWork, fillWork } from './copyCalls.ts';
export { encodeCall, kernels } from './calls.ts';
export type { KernelArguments, KernelCall, KernelName } from './calls.ts';
export { conv2dForwardWork, conv2dInputGradientWork, conv2dKernelGradientWork, conv2dPartsBytes } from './conv2dCalls.ts';
export type { Conv2dGeometry } from './conv2dPlan.ts';
export { gemmWork, inTurn } from './gemmCall.ts';
export type { Activation, BiasKind, GemmWork, KernelWork, MatrixAt } from './gemmCall.ts';
export { bytesOf, gemmDepth } from './gemmPlan.ts';
export type { KernelFloat } from './gemmPlan.ts';
export { elementwise, fitsMap, mapChainWork, mapWork, wholeElementwise } from './mapCalls.ts';
export type { ElementwiseName, MapChain, MapStep, StridedAt } from './mapCalls.ts';
export type { KernelNumber } from './numberTypes.ts';
export { averagePool2dSpreadWork, averagePool2dWork, maxPool2dPlaceWork, maxPool2dTakeWork } from './pool2dCalls.ts';
export type { Pool2dGeometry } from './pool2dCalls.ts';
export { argReduceWork, reduceWork, reductions } from './reduceCalls.ts';
export type { ReductionName } from './reduceCalls.ts';
export { kernelBase64 } from './generated.ts';
