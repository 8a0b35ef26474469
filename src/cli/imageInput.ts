/** What is an input of images, and what files made of it are named after. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { stemOf } from './outputs.ts';

/** A folder, or a file that is named as IDX files are; others are tables. */
export async function holdsImages(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return true;
  return /idx\d/i.test(basename(path)) || /\.(png|jpe?g)$/i.test(path);
}

/** 'animals' for data/animals/, also where that is the working folder. */
export function imageStemOf(path: string): string {
  return stemOf(resolve(path)) || 'images';
}
