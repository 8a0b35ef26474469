/** Runs the kernels: one memory per machine, tables of calls, threads; and products of matrices on host arrays. */
export { withMachine } from './borrow.ts';
export { conv2dForward, conv2dInputGradient, conv2dKernelGradient } from './conv2d.ts';
export type { Conv2dOptions } from './conv2d.ts';
export { mapElements } from './elementwise.ts';
export type { StridedOperand } from './elementwise.ts';
export { gemm } from './gemm.ts';
export type { GemmOptions, Operand } from './gemm.ts';
export { hostMachine, runOnHost } from './host.ts';
export { Machine } from './machine.ts';
export type { CallTable } from './machine.ts';
export { averagePool2d, averagePool2dGradient, maxPool2d, maxPool2dGradient } from './pool2d.ts';
export { reduceElements } from './reduce.ts';
export { runShared, setThreads, threadCount, threadLimit, threadsReady } from './threads.ts';
