/** Writing a file so that a reader, a crash or Ctrl-C never meets half of it. Knows no format. Node only. */
import type { FileHandle } from 'node:fs/promises';

/** A failed write, in one sentence for the user. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/**
 * Calls `write` with a temporary file in the folder of `path`, then renames it to `path`. When anything fails, the
 * temporary file is removed and whatever was at `path` is as it was.
 * @param caller  the public function's name, for messages
 * @throws FileError naming the path and the reason
 */
export async function writeAtomically(caller: string, path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const { open, rename, rm, stat } = await import('node:fs/promises');
  const temporary = `${path}.${process.pid}.${Math.floor(performance.now() * 1000).toString(36)}.tmp`;
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new FileError(`${caller}: ${path} must be a file; it is a folder`);
  let file: FileHandle | undefined;
  try {
    file = await open(temporary, 'wx');
    await write(file);
    await file.close();
    file = undefined;
    await rename(temporary, path);
  } catch (error) {
    await file?.close().catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
    throw asFileError(caller, path, error);
  }
}

/** A system error as a sentence; any other error as it is. */
export function asFileError(caller: string, path: string, error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return error;
  return new FileError(`${caller}: ${path}: ${reasons.get(code) ?? (error as Error).message}`, { cause: error });
}

const reasons = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['EISDIR', 'it is a folder, not a file'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['ENOSPC', 'the disk is full'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EMFILE', 'too many files are open'],
]);
