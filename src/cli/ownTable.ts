/** Where a model finds the table that it was trained on, to show rows of it. Knows no model but that it may remember a path. */
import { stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** The table as the model's file sees it: its path where it lies in the same folder or below, else its name, for a file may go to others. */
export function sourceFor(model: string, table: string): string {
  const path = relative(dirname(resolve(model)), resolve(table));
  return isAbsolute(path) || path.startsWith('..') ? basename(table) : path.split(sep).join('/');
}

/** From the folder of the model's file, or where the command runs; undefined where it is not there. */
export async function ownTable(model: string, source: string | undefined): Promise<string | undefined> {
  // files are not trusted: only what lies beside them
  if (source === undefined || isAbsolute(source) || source.split(/[\\/]/).includes('..')) return undefined;
  for (const path of [join(dirname(model), source), source]) {
    if (await stat(path).then((found) => found.isFile(), () => false)) return path;
  }
  return undefined;
}
