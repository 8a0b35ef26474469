/** Where DuckDB puts what does not fit into its memory, and clearing away what a process that was killed has left there. */
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** The processes of this computer only: others may share the folder, and have processes of the same number. */
const prefix = `glissade-${hostname().replaceAll(/[^\w.]/g, '_')}-`;

/** A name in the system's temporary folder. DuckDB makes the folder when it needs it. */
export function spillFolder(): string {
  return join(tmpdir(), `${prefix}${process.pid}-${randomUUID()}`);
}

/** Removes the folders of processes that are no more: nobody else will. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch((): string[] => [])) {
    const owner = name.startsWith(prefix) ? /^(\d+)-[\da-f-]{36}$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (owner !== undefined && !isRunning(Number(owner))) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0); // sends nothing
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
