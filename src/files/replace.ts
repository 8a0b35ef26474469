/**
 * Writing a file again and again, each time whole or not at all, and keeping the one before. A kill at any moment leaves the old
 * file or the new one. Knows no format. Node only.
 */
import { absentOr, asFileError, fileAt, FileError } from './atomic.ts';
import { nodeFiles } from './node.ts';

/** Where the bytes before the last ones are kept. */
export function previousOf(path: string): string {
  return `${path}.previous`;
}

/**
 * Writes `path.writing`, waits until it is on the disk, makes the file that was at `path` `path.previous`, and renames. Nobody else
 * may write to the same path at the same time.
 * @param caller  the public function's name, for messages
 * @throws FileError naming the path and the reason; the files are then as they were
 */
export async function replaceFile(caller: string, path: string, bytes: Uint8Array): Promise<void> {
  const { copyFile, link, open, rename, rm } = nodeFiles(caller);
  const writing = writingOf(path);
  try {
    const file = await open(writing, 'w'); // what a kill may have left there is overwritten
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rm(previousOf(path), { force: true });
    // a link, so that there is a whole file at `path` at any moment; not every file system has links
    await link(path, previousOf(path)).catch(() => copyFile(path, previousOf(path))).catch(absentOr);
    await rename(writing, path);
  } catch (error) {
    await rm(writing, { force: true }).catch(() => undefined);
    throw asFileError(caller, path, error);
  }
}

/** previousOf, where such a file is. */
export async function previousIfAny(caller: string, path: string): Promise<string | undefined> {
  const previous = previousOf(path);
  return nodeFiles(caller).stat(previous).then(() => previous, () => undefined);
}

/** The bytes of a file, undefined when there is none. @throws FileError */
export async function readFileOrNone(caller: string, path: string): Promise<Uint8Array | undefined> {
  try {
    return await nodeFiles(caller).readFile(path).catch(absentOr);
  } catch (error) {
    throw asFileError(caller, path, error);
  }
}

/** @throws FileError where `replaceFile` could not write: now, and not when there is something to lose */
export async function checkReplaceable(caller: string, path: string): Promise<void> {
  const { open, rm } = nodeFiles(caller);
  try {
    if ((await fileAt(caller, path))?.isFile() === false) throw new FileError(`${caller}: ${path} must be a file; it is none`);
    await (await open(writingOf(path), 'w')).close();
    await rm(writingOf(path));
  } catch (error) {
    throw asFileError(caller, path, error);
  }
}

function writingOf(path: string): string {
  return `${path}.writing`;
}
