/** Types of kernels.mjs, for the tests. */
export function kernelSources(): string;
export function compileKernels(textFile?: string): Promise<Uint8Array>;
export function bundleWorker(): Promise<string>;
