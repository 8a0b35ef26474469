/** One writer of a file at a time, among all processes. A writer that was killed leaves a lock that the next one takes. Knows no format. Node only. */
import type { FileHandle } from 'node:fs/promises';
import { absentOr, asFileError, FileError } from './atomic.ts';
import { nodeFiles } from './node.ts';
import { placeOf } from './place.ts';

/** Who has a lock, as its file says it. */
interface Holder {
  readonly pid: number;
  /** When the process began, as the system counts: numbers of processes are used again. Empty where it does not say. */
  readonly began: string;
  readonly host: string;
}

/** A holder on another computer shows by this that it lives: it touches its lock, in milliseconds. */
const heartbeat = 10_000;
const silence = 60_000;
/** A lock is empty for the moment between being made and being written. */
const moments = 10;
const moment = 30;

/** Locks that this thread has, or is about to make. */
const held = new Set<string>();

/**
 * Makes `path.lock`, which says which process has it.
 * @param caller  the public function's name, for messages
 * @returns what gives it back
 * @throws FileError naming the process that has it; or the reason where it cannot be made
 */
export async function takeLock(caller: string, path: string): Promise<() => Promise<void>> {
  const { rm, utimes } = nodeFiles(caller);
  const lock = `${await placeOf(caller, path)}.lock`;
  if (held.has(lock)) throw hasIt(caller, path, lock, 'this process');
  held.add(lock);
  try {
    await makeLock(caller, path, lock);
  } catch (error) {
    held.delete(lock);
    throw asFileError(caller, path, error);
  }
  const beat = setInterval(() => {
    utimes(lock, new Date(), new Date()).catch(() => undefined);
  }, heartbeat);
  beat.unref();
  return async () => {
    clearInterval(beat);
    await rm(lock, { force: true }).catch(() => undefined);
    held.delete(lock);
  };
}

async function makeLock(caller: string, path: string, lock: string): Promise<void> {
  const { open, rm } = nodeFiles(caller);
  const me: Holder = { pid: process.pid, began: (await statusOf(caller, process.pid))[19] ?? '', host: process.getBuiltinModule('node:os').hostname() };
  let file: FileHandle | undefined;
  while ((file = await open(lock, 'wx').catch(thereOr)) === undefined) await removeStale(caller, path, lock, me);
  try {
    await file.writeFile(JSON.stringify(me));
  } catch (error) {
    await rm(lock, { force: true }).catch(() => undefined); // a full disk makes empty files
    throw error;
  } finally {
    await file.close();
  }
}

function hasIt(caller: string, path: string, lock: string, who: string): FileError {
  return new FileError(`${caller}: ${path} must have one writer at a time; ${who} has it, as ${lock} says. Wait until that has ended, or give another file`);
}

/** @throws FileError for a lock that somebody has */
async function removeStale(caller: string, path: string, lock: string, me: Holder): Promise<void> {
  const { readFile, rename, rm } = nodeFiles(caller);
  const read = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(absentOr);
  let text = await read(lock);
  for (let i = 0; text === '' && i < moments; i++) {
    await new Promise((resolve) => { setTimeout(resolve, moment); });
    text = await read(lock);
  }
  if (text === undefined) return; // given back meanwhile
  const holder = parsed(text);
  if (holder !== undefined && await lives(caller, lock, holder, me)) {
    throw hasIt(caller, path, lock, holder.host !== me.host ? `process ${holder.pid} on ${holder.host}` : holder.pid === me.pid ? 'a thread of this process' : `process ${holder.pid}`);
  }
  // away from its place first, for two may find it stale at once: who moved a new lock puts it back
  const aside = `${lock}.${me.pid}`;
  const moved = await rename(lock, aside).then(() => true, absentOr);
  if (moved === undefined) return;
  if ((await read(aside)) === text) await rm(aside, { force: true });
  else await rename(aside, lock);
}

async function lives(caller: string, lock: string, holder: Holder, me: Holder): Promise<boolean> {
  if (holder.host !== me.host) {
    const touched = await nodeFiles(caller).stat(lock).then(({ mtimeMs }) => mtimeMs, () => 0);
    return Date.now() - touched < silence;
  }
  if (holder.pid === me.pid) return me.began !== '' && holder.began === me.began;
  try {
    process.kill(holder.pid, 0); // asks, and ends nothing
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ESRCH') return false;
  }
  const [state, began = ''] = await statusOf(caller, holder.pid).then((fields) => [fields[0], fields[19]]);
  return began === holder.began && state !== 'Z'; // a zombie has ended, and its parent has not asked
}

/** What Linux says of a process after its name, which may hold anything: from its state, the third field, on. Empty elsewhere. */
async function statusOf(caller: string, pid: number): Promise<readonly string[]> {
  const status = await nodeFiles(caller).readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return status.slice(status.lastIndexOf(')') + 1).trim().split(' ');
}

/** Undefined for what is no lock of ours, such as one that a kill left empty. */
function parsed(text: string): Holder | undefined {
  try {
    const { pid, began, host } = JSON.parse(text) as Partial<Holder>;
    return Number.isSafeInteger(pid) && pid! > 0 && typeof began === 'string' && typeof host === 'string' ? { pid: pid!, began, host } : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined for a file that is there already; other failures are thrown. */
function thereOr(error: unknown): undefined {
  if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
}
