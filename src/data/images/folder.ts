/** Which images a folder holds: a sub-folder per class, in one part or in several. Opens no file. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asFileError, FileError } from '../../files/index.ts';

export interface FoundFile {
  readonly path: string;
  /** Below the folder that was opened: 'cat/1.png'. */
  readonly name: string;
  readonly className: string;
}

/** Classes sorted by code unit, and of each class its files, sorted likewise. */
export interface FoundPart {
  readonly classes: readonly string[];
  readonly files: readonly FoundFile[];
}

export interface FoundImages {
  readonly train: FoundPart;
  readonly test?: FoundPart;
  readonly validation?: FoundPart;
  /** Files and folders left out: hidden, neither PNG nor JPEG, or in no class. */
  readonly skipped: number;
}

interface Walk {
  readonly signal: AbortSignal | undefined;
  skipped: number;
}

interface Entries {
  readonly folders: string[];
  readonly images: string[];
}

const partNames = new Map<string, 'train' | 'test' | 'validation'>([
  ['train', 'train'], ['training', 'train'], ['test', 'test'], ['testing', 'test'], ['val', 'validation'], ['valid', 'validation'], ['validation', 'validation'],
]);

/**
 * When all sub-folders are called train, test, val or the like, and one is for training, each of them holds the folders of classes.
 * @throws FileError when there is no class, or one without an image
 */
export async function findImages(root: string, signal?: AbortSignal): Promise<FoundImages> {
  const walk: Walk = { signal, skipped: 0 };
  const real = await realpath(root).catch((error: unknown) => Promise.reject(asFileError('openImages', root, error)));
  const entries = await entriesOf(root, walk);
  const { folders, images } = entries;
  const partOf = (name: string) => partNames.get(name.toLowerCase());
  if (folders.every((name) => partOf(name) !== undefined) && folders.some((name) => partOf(name) === 'train')) {
    const parts: { train?: FoundPart; test?: FoundPart; validation?: FoundPart } = {};
    for (const name of folders) {
      const part = partOf(name)!;
      if (parts[part] !== undefined) throw new FileError(`openImages: ${root}: there must be one folder for each part; several are for ${part} (${folders.join(', ')})`);
      const below = join(root, name);
      parts[part] = await findClasses(below, await entriesOf(below, walk), [real, join(real, name)], `${name}/`, walk);
    }
    return { ...parts, train: parts.train!, skipped: walk.skipped + images.length };
  }
  if (folders.length === 0) {
    throw new FileError(`openImages: ${root}: a folder of images must have a sub-folder for each class; it has none, ${images.length === 0 ? 'and no image' : `and ${count(images.length)} of no class`}`);
  }
  const train = await findClasses(root, entries, [real], '', walk);
  return { train, skipped: walk.skipped };
}

/**
 * Every image of a folder, of no class.
 * @throws FileError when there is none
 */
export async function findFiles(root: string, signal?: AbortSignal): Promise<{ readonly files: readonly Omit<FoundFile, 'className'>[]; readonly skipped: number }> {
  const walk: Walk = { signal, skipped: 0 };
  await realpath(root).catch((error: unknown) => Promise.reject(asFileError('openImages', root, error)));
  const found = (await filesBelow(root, [], walk)).sort(byCodeUnit);
  if (found.length === 0) throw new FileError(`openImages: ${root}: there must be an image (.png, .jpg, .jpeg) in the folder or below; there is none`);
  return { files: found.map((path) => ({ path: join(root, path), name: path })), skipped: walk.skipped };
}

async function findClasses(root: string, { folders, images }: Entries, chain: readonly string[], prefix: string, walk: Walk): Promise<FoundPart> {
  walk.skipped += images.length;
  const files: FoundFile[] = [];
  for (const name of folders) {
    const before = files.length;
    const below = await filesBelow(join(root, name), chain, walk);
    for (const path of below.sort(byCodeUnit)) files.push({ path: join(root, name, path), name: `${prefix}${name}/${path}`, className: name });
    if (files.length === before) throw new FileError(`openImages: ${root}: every sub-folder must hold the images of a class (.png, .jpg, .jpeg); ${JSON.stringify(name)} holds none`);
  }
  if (files.length === 0) throw new FileError(`openImages: ${root}: a folder of images must have a sub-folder for each class; it has none`);
  return { classes: folders, files };
}

/** Paths with '/' below `folder`, however deep. @param chain  the true folders this one is in, to see a link that leads back */
async function filesBelow(folder: string, chain: readonly string[], walk: Walk): Promise<string[]> {
  const real = await realpath(folder);
  if (chain.includes(real)) return [];
  const { folders, images } = await entriesOf(folder, walk);
  for (const name of folders) {
    for (const path of await filesBelow(join(folder, name), [...chain, real], walk)) images.push(`${name}/${path}`);
  }
  return images;
}

/** Names, sorted; the rest is counted. A link counts as what it leads to. */
async function entriesOf(folder: string, walk: Walk): Promise<Entries> {
  walk.signal?.throwIfAborted();
  const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => Promise.reject(asFileError('openImages', folder, error)));
  const folders: string[] = [];
  const images: string[] = [];
  for (const entry of found) {
    const { name } = entry;
    const isImage = /\.(png|jpe?g)$/i.test(name);
    const hidden = name.startsWith('.') || name === '__MACOSX';
    const target = entry.isSymbolicLink() && !hidden ? await stat(join(folder, name)).catch(() => undefined) : entry;
    if (!hidden && target?.isDirectory()) folders.push(name);
    // a link to nowhere stays, to be complained about with its name when it is opened
    else if (!hidden && isImage && (target === undefined || target.isFile())) images.push(name);
    else walk.skipped += 1;
  }
  return { folders: folders.sort(byCodeUnit), images: images.sort(byCodeUnit) };
}


function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function count(images: number): string {
  return images === 1 ? '1 image' : `${images} images`;
}
