/** What this JavaScript engine allows: shared memory, waiting, workers. Knows no kernels. */

/** What is used of Node's worker_threads. */
export interface NodeThreads {
  readonly Worker: new (source: string, options: { eval: true }) => { postMessage(message: unknown): void; unref(): void };
  readonly parentPort: { on(event: 'message', listener: (message: never) => void): void } | null;
}

const threadsModule = 'node:worker_threads';
const systemModule = 'node:os';

interface Node {
  readonly versions?: { readonly node?: string };
  getBuiltinModule?(id: typeof threadsModule): NodeThreads;
  getBuiltinModule?(id: typeof systemModule): { availableParallelism(): number };
}

/** Node's own modules, found without an import that a bundler for browsers would stumble over; else undefined. */
function node(): Node | undefined {
  const { process } = globalThis as { readonly process?: Node };
  return process?.versions?.node === undefined ? undefined : process;
}

export function nodeThreads(): NodeThreads | undefined {
  return node()?.getBuiltinModule?.(threadsModule);
}

/** True where memory can be shared with workers: Node, and pages that are cross-origin isolated. */
export function canShare(): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && (node() !== undefined || globalThis.crossOriginIsolated);
}

/** True where a thread may sleep: everywhere but on a page's main thread. */
export function canWait(): boolean {
  return node() !== undefined || typeof document === 'undefined';
}

let counted: number | undefined;

/** Processors this engine may use; 1 when it does not say. */
export function processors(): number {
  counted ??= node()?.getBuiltinModule?.(systemModule).availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
  return counted;
}
