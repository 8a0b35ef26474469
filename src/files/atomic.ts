/** Writing a file so that a reader, a crash or Ctrl-C never meets half of it. Knows no format. Node only. */
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { nodeFiles } from './node.ts';

/** A failed read or write, in one sentence for the user. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/**
 * Calls `write` with a temporary file in the folder of `path`, then renames it to `path`. When anything fails, the
 * temporary file is removed and whatever was at `path` is as it was. A file that was there keeps its permissions, a
 * link keeps pointing to it, and a device or pipe is written to as it is.
 * @param caller  the public function's name, for messages
 * @throws FileError naming the path and the reason
 */
export async function writeAtomically(caller: string, path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const { chmod, open, realpath, rename, rm } = nodeFiles(caller);
  let file: FileHandle | undefined;
  let temporary: string | undefined;
  try {
    const found = await fileAt(caller, path);
    if (found !== undefined && !found.isFile()) {
      file = await open(path, 'w');
      await write(file);
      await file.close();
      return;
    }
    const target = found === undefined ? path : await realpath(path);
    const candidate = temporaryBeside(target);
    file = await open(candidate, 'wx');
    temporary = candidate;
    await write(file);
    await file.sync(); // a rename that outlives a power cut must not outlive its contents
    await file.close();
    if (found !== undefined) await chmod(temporary, found.mode & 0o777);
    await rename(temporary, target);
  } catch (error) {
    await file?.close().catch(() => undefined);
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => undefined);
    throw asFileError(caller, path, error);
  }
}

/** @throws FileError where `writeAtomically` could not write: now, and not when there is something to lose */
export async function checkWritable(caller: string, path: string): Promise<void> {
  const { access, constants, open, realpath, rm } = nodeFiles(caller);
  try {
    const found = await fileAt(caller, path);
    if (found !== undefined && !found.isFile()) {
      await access(path, constants.W_OK);
      return;
    }
    // permissions do not tell: there are folders in which not even root can make a file
    const temporary = temporaryBeside(found === undefined ? path : await realpath(path));
    await (await open(temporary, 'wx')).close();
    await rm(temporary);
  } catch (error) {
    throw asFileError(caller, path, error);
  }
}

/** What is at `path`, links followed; undefined where nothing is. @throws FileError where that can be no file; errors of the system */
export async function fileAt(caller: string, path: string): Promise<Stats | undefined> {
  if (path === '') throw new FileError(`${caller}: the path must name a file; it is empty`);
  const found = await nodeFiles(caller).stat(path).catch(absentOr);
  if (found?.isDirectory()) throw new FileError(`${caller}: ${path} must be a file; it is a folder`);
  return found;
}

/** A system error as a sentence; any other error as it is. */
export function asFileError(caller: string, path: string, error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return error;
  return new FileError(`${caller}: ${path}: ${reasons.get(code) ?? (error as Error).message}`, { cause: error });
}

let written = 0;

/** A short name, so that a file whose own name is as long as the system allows can be written too. */
function temporaryBeside(path: string): string {
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), process.platform === 'win32' ? path.lastIndexOf('\\') : -1) + 1);
  return `${folder}.glissade-${process.pid}-${written++}-${Math.floor(performance.now() * 1000).toString(36)}.tmp`;
}

/** Undefined for a file that is not there; other failures are thrown. */
export function absentOr(error: unknown): undefined {
  if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
}

const reasons = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['EISDIR', 'it is a folder, not a file'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the quota of the disk is used up'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EMFILE', 'too many files are open'],
]);
