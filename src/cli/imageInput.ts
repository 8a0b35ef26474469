/** What is an input of images, and what files made of it are named after. */
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve, sep } from 'node:path';
import { UsageError } from './failure.ts';
import { stemOf, type NamedFile } from './outputs.ts';

const imageName = /idx\d|\.(png|jpe?g)$/i;

/** A folder, or a file that is named as IDX files are; others are tables. */
export async function holdsImages(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return true;
  return imageName.test(basename(path));
}

/** 'animals' for data/animals/, also where that is the working folder. */
export function imageStemOf(path: string): string {
  return stemOf(resolve(path)) || 'images';
}

/** @throws UsageError where a file that is written is one of the images of a folder that is read */
export async function checkKept(folder: string, written: readonly NamedFile[]): Promise<void> {
  const read = await realpath(folder).catch(() => undefined);
  if (read === undefined) return; // opening it says so
  for (const [name, path] of written) {
    const place = await realpath(dirname(resolve(path))).catch(() => dirname(resolve(path)));
    if (imageName.test(basename(path)) && `${place}${sep}`.startsWith(`${read}${sep}`)) throw new UsageError(`${name} must not be a file of the images; ${path} lies in ${folder}`);
  }
}
