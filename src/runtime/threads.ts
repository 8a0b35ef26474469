/** Runs tables by as many threads as there are and are useful. The result does not depend on how many. */
import type { CallTable, Machine } from './machine.ts';
import { canShare, canWait, processors } from './platform.ts';
import { Pool } from './pool.ts';

/** More threads than this share memory bandwidth more than work. */
const mostThreads = 16;

let pool: Pool | undefined;

/** Threads that a table may use: 1 where memory cannot be shared or this thread must not sleep. */
export function threadLimit(): number {
  return canShare() && canWait() ? Math.min(processors(), mostThreads) : 1;
}

/**
 * Runs a table by up to `threads` threads (default: threadLimit()), each with `scratchBytes` of its own. Workers that
 * have not started yet are not waited for.
 */
export function runShared(machine: Machine, table: CallTable, scratchBytes: number, threads: number = threadLimit()): void {
  const wanted = Math.min(threads, threadLimit(), table.widest);
  machine.scope(() => {
    if (wanted <= 1) {
      machine.run(table, machine.allocate(scratchBytes));
      return;
    }
    const stride = Math.ceil(scratchBytes / 64) * 64;
    const scratch = machine.allocate(wanted * stride);
    workers().run(machine, table, wanted - 1, (thread) => scratch + thread * stride);
  });
}

/** Resolves when `threads` threads, this one among them, are ready to run this machine's tables; for benchmarks and long runs. */
export async function threadsReady(machine: Machine, threads: number = threadLimit()): Promise<void> {
  if (threads > threadLimit()) throw new RangeError(`threadsReady: threads must be at most threadLimit(), here ${threadLimit()}; it is ${threads}`);
  if (threads <= 1) return;
  while (workers().ready(machine) < threads - 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

function workers(): Pool {
  pool ??= new Pool(threadLimit() - 1);
  return pool;
}
