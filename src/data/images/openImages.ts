/** Opens images: a folder of them, or IDX files. Knows which is which, and what can be wrong with the call. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe } from '../../array/index.ts';
import { checkFlag, checkKnown, checkNumber, type RunOptions } from '../../estimator/index.ts';
import { asFileError, FileError } from '../../files/index.ts';
import type { Images } from '../../images/index.ts';
import { findIdx, idxPair, openIdx } from './idxFiles.ts';
import { findFiles } from './folder.ts';
import { openFiles, openFolder } from './openFolder.ts';

export interface OpenImagesOptions extends RunOptions {
  /** Of a folder: 1 for grey, 3 for red, green, blue. Default 3 when any file is in colour, else 1. */
  readonly channels?: 1 | 3;
  /** Of a folder: [height, width] that every image is resized to. Default: all must have one size. */
  readonly size?: readonly [height: number, width: number];
  /**
   * Images without classes, to predict: every PNG and JPEG file of a folder, at any depth, or one such file, or an IDX file of images alone. `classes` is then
   * empty, and so is what is read of labels. Default false.
   */
  readonly unlabelled?: boolean;
  /** Of an IDX file: the file with the labels. Default: the one beside it with 'labels' in its name for 'images'. */
  readonly labels?: string;
  /**
   * Bytes of memory for pixels, one or two for each sample. Images of a folder beyond it are decoded again each time, an IDX
   * file beyond it is read as needed. Default 1 GiB.
   */
  readonly memory?: number;
}

/**
 * Opens labelled images to learn from.
 *
 * - A folder with a sub-folder for each class, of PNG and JPEG files at any depth. Folders called train, test and val (or
 *   the like) around them are parts: the result is the training part, with `test` and `validation`.
 * - A folder with MNIST's four IDX files (train-images-idx3-ubyte …, also as .gz): training, with `test`.
 * - With `unlabelled`: any folder of PNG and JPEG files, or one file, without classes.
 * - One IDX file of images, of any number type, [images, height, width] or [images, channels, height, width].
 *
 * Order, classes and every bit of the pixels are the same on all systems. Files are decoded when they are read; opening a
 * folder looks at each file's header only.
 *
 * @throws FileError naming the file that is not what it should be; TypeError and RangeError for options
 * @example
 * ```ts no-run
 * import { openImages } from 'glissade/data';
 * const images = await openImages('animals', { size: [64, 64] });
 * const { train, test } = images.split({ testSize: 0.2, seed: 0 });
 * const scaled = train.normalized(await train.fitNormalization());
 * for await (const { x, y } of scaled.batches(32, { seed: 1 })) console.log(x.shape, y.length, test.count);
 * ```
 */
export async function openImages(path: string, options: OpenImagesOptions = {}): Promise<Images<string | number>> {
  checkOptions(path, options);
  const { channels, size, labels, unlabelled = false, memory = defaultMemory, ...run } = options;
  run.signal?.throwIfAborted();
  const found = await stat(path).catch((error: unknown) => Promise.reject(asFileError('openImages', path, error)));
  if (!found.isDirectory() && !found.isFile()) throw new FileError(`openImages: ${path} must be a folder or a regular file`);
  const folderOptions = { ...run, ...(channels && { channels }), ...(size && { size }) };
  if (found.isFile() && /\.(png|jpe?g)$/i.test(path)) {
    if (!unlabelled) throw new FileError(`openImages: ${path}: an image by itself has no class; put it into the folder of its class, or say { unlabelled: true }`);
    return openFiles([{ path, name: basename(path) }], folderOptions, memory);
  }
  if (unlabelled && found.isDirectory()) return openFiles((await findFiles(path, run.signal)).files, folderOptions, memory);
  const idx = found.isFile() ? unlabelled ? { train: { images: path, labels: undefined }, test: undefined } : { train: await idxPair(path, labels), test: undefined } : await findIdx(path);
  if (idx !== undefined) {
    if (channels !== undefined || size !== undefined) throw new TypeError(`openImages: ${channels === undefined ? 'size' : 'channels'} is for folders of PNG and JPEG files; ${path} is IDX`);
    return openIdx(idx.train, idx.test, memory, run);
  }
  if (labels !== undefined) throw new TypeError(`openImages: labels is for IDX files; ${path} is a folder, and its sub-folders are the classes`);
  return openFolder(path, folderOptions, memory);
}

const defaultMemory = 1 << 30;

function checkOptions(path: unknown, options: OpenImagesOptions): void {
  if (typeof path !== 'string' || path === '') throw new TypeError(`openImages: path must be the name of a folder or file; it is ${describe(path)}`);
  checkKnown('openImages', options, ['channels', 'size', 'labels', 'unlabelled', 'memory', 'signal', 'onProgress']);
  const { channels, size, labels, unlabelled, memory } = options;
  if (unlabelled !== undefined) checkFlag('openImages', 'unlabelled', unlabelled);
  if (unlabelled === true && labels !== undefined) throw new TypeError('openImages: labels must be left out where unlabelled is true; it is the name of a file');
  if (channels !== undefined && channels !== 1 && channels !== 3) throw new TypeError(`openImages: channels must be 1 (grey) or 3 (red, green, blue); it is ${describe(channels)}`);
  if (size !== undefined) {
    if (!Array.isArray(size) || size.length !== 2) throw new TypeError(`openImages: size must be [height, width]; it is ${describe(size)}`);
    size.forEach((length, i) => checkNumber('openImages', i === 0 ? 'the height' : 'the width', length, { integer: true, min: 1, max: 16384 }));
  }
  if (labels !== undefined && (typeof labels !== 'string' || labels === '')) throw new TypeError(`openImages: labels must be the name of a file; it is ${describe(labels)}`);
  if (memory !== undefined) checkNumber('openImages', 'memory', memory, { min: 0 });
}
