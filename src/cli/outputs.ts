/** Where a command may write. Knows no format: refuses before the work what would fail after it, or destroy what was read. */
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { checkWritable, placeOf } from '../files/index.ts';
import { UsageError } from './failure.ts';

/** What the user calls a file, and its path. */
export type NamedFile = readonly [name: string, path: string];

/** What files made of a table are named after: 'houses' for data/houses.csv.gz. */
export function stemOf(path: string): string {
  const plain = basename(path).replace(/\.gz$/i, '');
  return basename(plain, extname(plain));
}

/**
 * @param read  files that the command reads; links to them count as they
 * @param written  files that it will write
 * @throws UsageError when one file would serve two purposes; Error for a folder that is not there, or in which no file can be made
 */
export async function checkOutputs(read: readonly NamedFile[], written: readonly NamedFile[]): Promise<void> {
  const seen = new Map<string, string>();
  for (const [name, path] of [...read, ...written]) {
    const place = await placeOf(name, path);
    const other = seen.get(place);
    if (other !== undefined && !(await isDevice(place))) throw new UsageError(`${other} and ${name} must be different files; both are ${path}`);
    seen.set(place, name);
  }
  for (const [name, path] of written) {
    const folder = dirname(resolve(path));
    if ((await stat(path).catch(() => undefined))?.isDirectory()) throw new Error(`${name} must be a file; ${path} is a folder`);
    if (!(await stat(folder).catch(() => undefined))?.isDirectory()) throw new Error(`${name}: there is no folder ${folder}`);
    await checkWritable(name, path).catch((error: Error) => {
      const code = (error.cause as { readonly code?: unknown } | undefined)?.code;
      if (code === 'EACCES' || code === 'EPERM') throw new Error(`${name}: no permission to write into ${folder}`, { cause: error });
      if (code === 'ENOENT') throw new Error(`${name}: no file can be made in ${folder}`, { cause: error });
      throw error;
    });
  }
}

/** /dev/null can take anything. */
async function isDevice(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}
