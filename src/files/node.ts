/** Node's file system, reached so that a browser bundle of the package has no import to trip on. */
import type * as files from 'node:fs/promises';

/** @throws Error naming `caller` where there is no Node, as in a browser */
export function nodeFiles(caller: string): typeof files {
  // typed by hand: in a browser `process` does not exist, in older runtimes the function does not
  const runtime = (globalThis as { process?: { getBuiltinModule?: NodeJS.Process['getBuiltinModule'] } }).process;
  const found = runtime?.getBuiltinModule?.('node:fs/promises');
  if (found === undefined) throw new Error(`${caller}: a path needs Node and its files; here, use the bytes of the file`);
  return found;
}
