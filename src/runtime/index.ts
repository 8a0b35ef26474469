/** Runs the kernels: one memory per machine, tables of calls, threads. */
export { withMachine } from './borrow.ts';
export { hostMachine, runOnHost } from './host.ts';
export { Machine } from './machine.ts';
export type { CallTable } from './machine.ts';
export { runShared, setThreads, threadCount, threadLimit, threadsReady } from './threads.ts';
