/** Runs tables by as many threads as there are and are useful. The result does not depend on how many. */
import type { CallTable, Machine } from './machine.ts';
import { canShare, canWait, processors } from './platform.ts';
import { Pool } from './pool.ts';

/** More threads than this share memory bandwidth more than work. */
const mostThreads = 16;

let pool: Pool | undefined;
let wished = Infinity;

/**
 * Limits the threads that compiled programs and operations use, in this JavaScript engine and from now on: this thread
 * and up to `threads` − 1 workers, which start when they are first useful. No result depends on it, not by a bit.
 * Default: Infinity, as many as there are processors, at most 16. A page's own thread must not sleep, and memory is
 * shared only where a page is cross-origin isolated: elsewhere there is one thread whatever is set. In a browser,
 * therefore, train in a worker.
 * @throws RangeError when `threads` is not a whole number ≥ 1 or Infinity
 * @example
 * ```ts
 * import { setThreads, threadCount } from 'glissade';
 * setThreads(1);
 * threadCount(); // 1
 * setThreads(Infinity);
 * ```
 */
export function setThreads(threads: number): void {
  if (!((Number.isSafeInteger(threads) || threads === Infinity) && threads >= 1)) {
    throw new RangeError(`setThreads: threads must be a whole number ≥ 1, or Infinity for all there are; it is ${String(threads)}`);
  }
  wished = threads;
}

/** The most threads that a computation started now uses: what `setThreads` allows, of those there are. */
export function threadCount(): number {
  return Math.min(wished, threadLimit());
}

/** Threads that a table may use, whatever is wished: 1 where memory cannot be shared or this thread must not sleep. */
export function threadLimit(): number {
  return canShare() && canWait() ? Math.min(processors(), mostThreads) : 1;
}

/**
 * Runs a table by up to `threads` threads and no more than `threadCount()`, each with `scratchBytes` of its own.
 * Workers that have not started yet are not waited for.
 * @throws what the first call throws that refuses its operands
 */
export function runShared(machine: Machine, table: CallTable, scratchBytes: number, threads: number = threadCount()): void {
  const wanted = Math.min(threads, threadCount(), table.widest);
  machine.scope(() => {
    if (wanted <= 1) {
      machine.run(table, machine.allocate(scratchBytes));
      return;
    }
    const stride = Math.ceil(scratchBytes / 64) * 64;
    const scratch = machine.allocate(wanted * stride);
    workers().run(machine, table, wanted - 1, (thread) => scratch + thread * stride);
    machine.checkRun(table);
  });
}

/** Resolves when `threads` threads, this one among them, are ready to run this machine's tables; for benchmarks and long runs. */
export async function threadsReady(machine: Machine, threads: number = threadLimit()): Promise<void> {
  if (threads > threadLimit()) throw new RangeError(`threadsReady: threads must be at most threadLimit(), here ${threadLimit()}; it is ${threads}`);
  if (threads <= 1) return;
  while (workers().ready(machine, threads - 1) < threads - 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

function workers(): Pool {
  pool ??= new Pool(mostThreads - 1);
  return pool;
}
