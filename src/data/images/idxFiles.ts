/** Pairs of IDX files, images and labels, as labelled images. */
import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, readClasses, type NumericView } from '../../array/index.ts';
import type { RunOptions } from '../../estimator/index.ts';
import { asFileError, FileError } from '../../files/index.ts';
import { checkIdxLength, checkPixels, idxHeader, Images, memorySource, pixelShape, sizeOf, whiteOf, type IdxHeader, type ImageShape, type PixelSource } from '../../images/index.ts';
import { chunksOf } from '../chunks.ts';
import { ahead } from './ahead.ts';

export interface IdxPair {
  readonly images: string;
  readonly labels: string;
}

/** The images alone. */
export interface Unlabelled {
  readonly images: string;
  readonly labels?: undefined;
}

const mnist = /^(.*?)(train|t10k|test)-(images|labels)[-.]idx\d-ubyte(\.gz)?$/i;

/** The pairs of a folder that are named as MNIST's; undefined when there are none. A .gz stands back for the file without. */
export async function findIdx(folder: string): Promise<{ readonly train: IdxPair; readonly test?: IdxPair } | undefined> {
  const found = new Map<string, string>();
  const prefixes = new Set<string>();
  const names = await readdir(folder).catch((error: unknown) => Promise.reject(asFileError('openImages', folder, error)));
  for (const name of names.sort().toReversed()) {
    const [, prefix, part, kind] = mnist.exec(name) ?? [];
    if (kind === undefined) continue;
    prefixes.add(prefix);
    found.set(`${part.toLowerCase() === 'train' ? 'train' : 'test'} ${kind.toLowerCase()}`, join(folder, name));
  }
  if (found.size === 0) return undefined;
  if (prefixes.size > 1) throw new FileError(`openImages: ${folder}: a folder must hold one data set; this one has ${[...prefixes].sort().map((prefix) => JSON.stringify(prefix)).join(', ')}. Name the file with the images instead`);
  const pair = (part: string): IdxPair | undefined => {
    const images = found.get(`${part} images`);
    const labels = found.get(`${part} labels`);
    if ((images === undefined) === (labels === undefined)) return images === undefined ? undefined : { images, labels: labels! };
    throw new FileError(`openImages: ${folder}: images and labels must lie together; ${basename((images ?? labels)!)} has no ${images === undefined ? 'images' : 'labels'}`);
  };
  const train = pair('train');
  const test = pair('test');
  if (train === undefined) throw new FileError(`openImages: ${folder}: there must be images for training (train-images-idx3-ubyte); there are only ${basename(test!.images)} and its labels`);
  return { train, ...(test && { test }) };
}

/** The pair of an images file: its labels are named or lie beside it, 'labels' in their name for 'images'. */
export async function idxPair(images: string, labels?: string): Promise<IdxPair> {
  if (labels !== undefined) return { images, labels };
  const name = basename(images).replace(/images/i, (word) => (word === 'images' ? 'labels' : 'Labels')).replace(/idx[2-9]/i, 'idx1');
  const candidates = [name, /\.gz$/i.test(name) ? name.slice(0, -3) : `${name}.gz`].map((candidate) => join(dirname(images), candidate));
  for (const candidate of name === basename(images) ? [] : candidates) {
    if (await stat(candidate).then((found) => found.isFile(), () => false)) return { images, labels: candidate };
  }
  throw new FileError(`openImages: ${basename(images)}: the labels must be in a file beside it, 'labels' in its name for 'images'; there is none. Say where with { labels: path }`);
}

/** @param train  without labels: images of no class */
export async function openIdx(train: IdxPair | Unlabelled, test: IdxPair | undefined, memory: number, options: RunOptions): Promise<Images<number>> {
  if (train.labels === undefined) {
    const source = await idxSource(train, undefined, memory, options);
    return new Images({ source, classes: [], labels: new Int32Array(source.count).fill(-1) });
  }
  const labels = await readIdxLabels(train, options);
  const { codes, labels: classes } = readClasses<number>('openImages', 'labels', labels, labels.length);
  const source = await idxSource(train, labels.length, memory, options);
  if (test === undefined) return new Images({ source, classes, labels: codes });
  const testLabels = await readIdxLabels(test, options);
  const strange = testLabels.find((label) => !classes.includes(label));
  if (strange !== undefined) throw new FileError(`openImages: ${basename(test.labels)}: every class must be among those of the training part; ${strange} is not`);
  const testSource = await idxSource(test, testLabels.length, memory, options);
  if (String(testSource.shape) !== String(source.shape)) {
    throw new FileError(`openImages: training and test images must have one shape; ${basename(train.images)} has [${source.shape.join(', ')}], ${basename(test.images)} has [${testSource.shape.join(', ')}]`);
  }
  return new Images({ source, classes, labels: codes, test: new Images({ source: testSource, classes, labels: Int32Array.from(testLabels, (label) => classes.indexOf(label)) }) });
}

async function readIdxLabels({ labels: path }: IdxPair, options: RunOptions): Promise<Int32Array> {
  const { data, shape } = await readIdxFile(path, mostLabelBytes, options);
  if (data === undefined || shape.length !== 1 || shape[0] === 0 || data instanceof Float32Array || data instanceof Float64Array) {
    throw new FileError(`openImages: ${basename(path)}: labels must be whole numbers, one per image; the file holds [${shape.join(', ')}] numbers${data === undefined ? '' : ` (${describe(data)})`}`);
  }
  return Int32Array.from(data);
}

const mostLabelBytes = 1 << 30;

async function idxSource({ images: path, labels }: IdxPair | Unlabelled, count: number | undefined, memory: number, options: RunOptions): Promise<PixelSource> {
  const source = basename(path);
  const name = (index: number): string => `image ${index} of ${source}`;
  const file = await readIdxFile(path, memory, options);
  const { count: found, shape } = fileRule(() => pixelShape(`openImages: ${source}`, file.shape));
  if (labels !== undefined && found !== count) throw new FileError(`openImages: there must be one label per image; ${source} has ${found} images, ${basename(labels)} has ${count} labels`);
  if (file.data === undefined) return streamed(path, shape, file.header, name);
  const { data } = file;
  fileRule(() => checkPixels(`openImages: ${source}`, data, file.shape));
  return memorySource(data, shape, whiteOf(data), name);
}

/** What is wrong with numbers is, here, wrong with a file. */
function fileRule<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new FileError((error as Error).message);
  }
}

interface IdxFile {
  readonly header: IdxHeader;
  readonly shape: readonly number[];
  /** Undefined when the file is larger than memory may be. */
  readonly data?: NumericView;
}

/** @throws FileError when it is not what it should be */
async function readIdxFile(path: string, memory: number, { signal, onProgress }: RunOptions): Promise<IdxFile> {
  const source = basename(path);
  const gzip = /\.gz$/i.test(path);
  const problem = (text: string): Error => new FileError(`openImages: ${source}: ${text}`);
  try {
    const { size } = await stat(path);
    let head: Buffer = Buffer.alloc(0);
    let header: IdxHeader | undefined;
    let bytes = new Uint8Array(0);
    let filled = 0;
    for await (let chunk of chunksOf('openImages', { source, path, gzip }, signal)) {
      signal?.throwIfAborted();
      if (header === undefined) {
        head = Buffer.concat([head, chunk]);
        if (head.length < 4 || head.length < 4 + 4 * head[3]) continue;
        header = idxHeader(head, problem);
        if (!gzip) checkIdxLength(header, size, problem);
        if (header.bytes > memory && !gzip) return { header, shape: header.shape };
        if (header.bytes > memory) throw problem(`a compressed file must fit into { memory }, ${memory} bytes; its header promises ${header.bytes}. Decompress it (gunzip), and images are read as they are needed, or raise { memory }`);
        bytes = new Uint8Array(header.bytes);
        chunk = head.subarray(header.start);
      }
      if (filled + chunk.length > bytes.length) checkIdxLength(header, header.start + filled + chunk.length, problem, 'at least ');
      bytes.set(chunk, filled);
      filled += chunk.length;
      onProgress?.({ label: `reading ${source}`, done: filled, total: bytes.length });
    }
    header ??= idxHeader(head, problem);
    checkIdxLength(header, header.start + filled, problem);
    return { header, data: header.type.decode(bytes), shape: header.shape };
  } catch (error) {
    signal?.throwIfAborted();
    throw asFileError('openImages', path, error);
  }
}

/** Images that stay in their file and are read when they are asked for, neighbours at once. */
async function streamed(path: string, shape: ImageShape, header: IdxHeader, name: (index: number) => string): Promise<PixelSource> {
  const size = sizeOf(shape);
  const { start, type } = header;
  const white = whiteOf(type.decode(new Uint8Array(0)));
  const together = Math.max(1, Math.floor(readBytes / (size * type.size)));
  return {
    count: header.shape[0],
    shape,
    white,
    name,
    fetch: async (indices, use, { signal }) => {
      const file = await open(path).catch((error: unknown) => Promise.reject(asFileError('read', path, error)));
      try {
        const runs = runsOf(indices, together);
        const bytesOf = async (i: number): Promise<Uint8Array> => {
          const { from, count } = runs[i];
          const { buffer, bytesRead } = await file.read(new Uint8Array(count * size * type.size), 0, count * size * type.size, start + indices[from] * size * type.size);
          if (bytesRead < buffer.length) throw new FileError(`read: ${path}: the file must stay as it was when it was opened; it ends before ${name(indices[from])}`);
          return buffer;
        };
        let place = 0;
        for await (const bytes of ahead(runs.length, bytesOf)) {
          signal?.throwIfAborted();
          const samples = type.decode(bytes);
          for (let at = 0; at < samples.length; at += size) use(place++, samples, at);
        }
      } finally {
        await file.close();
      }
    },
  };
}

const readBytes = 1 << 20;

/** Stretches of neighbours, of at most so many: each is one read. */
function runsOf(indices: Int32Array, most: number): { readonly from: number; readonly count: number }[] {
  const runs: { from: number; count: number }[] = [];
  for (let from = 0; from < indices.length;) {
    let count = 1;
    while (count < most && indices[from + count] === indices[from] + count) count += 1;
    runs.push({ from, count });
    from += count;
  }
  return runs;
}
