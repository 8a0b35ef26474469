/** A folder of PNG and JPEG files as labelled images. */
import type { RunOptions } from '../../estimator/index.ts';
import { FileError } from '../../files/index.ts';
import { Images, type ImageShape } from '../../images/index.ts';
import { ahead } from './ahead.ts';
import { fileSource, headerOfFile, type Budget } from './fileSource.ts';
import { findImages, type FoundFile, type FoundPart } from './folder.ts';
import type { SampleRule } from './samples.ts';

export interface FolderOptions extends RunOptions {
  /** 1: grey, 3: red, green, blue. Default 3 when any file is in colour, else 1. */
  readonly channels?: 1 | 3;
  /** [height, width] that every image is resized to. Default: all must have one size. */
  readonly size?: readonly [height: number, width: number];
}

export async function openFolder(path: string, { channels, size, signal, onProgress }: FolderOptions, memory: number): Promise<Images<string>> {
  const { train, test, validation, skipped } = await findImages(path, signal);
  const files = [train, test, validation].flatMap((part) => part?.files ?? []);
  const rule = await ruleOf(files, channels, size, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
  const budget: Budget = { left: memory };
  const imagesOf = (part: FoundPart, rest: { skipped?: number; test?: Images<string>; validation?: Images<string> } = {}): Images<string> =>
    new Images({ source: fileSource(part.files, rule, budget), classes: train.classes, labels: labelsOf(part.files, train.classes), ...rest });
  return imagesOf(train, { skipped, ...(test && { test: imagesOf(test) }), ...(validation && { validation: imagesOf(validation) }) });
}

/** Files of no class, in the order given. */
export async function openFiles(files: readonly Omit<FoundFile, 'className'>[], { channels, size, ...run }: FolderOptions, memory: number): Promise<Images<string>> {
  const rule = await ruleOf(files, channels, size, run);
  return new Images({ source: fileSource(files, rule, { left: memory }), classes: [], labels: new Int32Array(files.length).fill(-1) });
}

/** Looks at the header of every file: which shape and depth all images get. */
async function ruleOf(files: readonly Omit<FoundFile, 'className'>[], channels: 1 | 3 | undefined, size: readonly [number, number] | undefined, { signal, onProgress }: RunOptions): Promise<SampleRule> {
  let first: readonly [number, number] | undefined;
  let colour = false;
  let deep = false;
  let done = 0;
  for await (const header of ahead(files.length, (i) => headerOfFile(files[i]))) {
    signal?.throwIfAborted();
    first ??= [header.height, header.width];
    if (size === undefined && (first[0] !== header.height || first[1] !== header.width)) {
      throw new FileError(
        `openImages: all images must have one size; ${files[0].name} is ${first.join('×')} (height × width), ${files[done].name} is ${header.height}×${header.width}. ` +
        'Say which with { size: [height, width] }, and they are resized',
      );
    }
    colour ||= header.colour;
    deep ||= header.deep;
    done += 1;
    onProgress?.({ label: 'looking at images', done, total: files.length });
  }
  const shape: ImageShape = [channels ?? (colour ? 3 : 1), ...(size ?? first!)];
  return { shape, white: deep ? 65535 : 255 };
}

function labelsOf(files: readonly FoundFile[], classes: readonly string[]): Int32Array {
  const codes = new Map(classes.map((name, code) => [name, code]));
  return Int32Array.from(files, ({ className, name }) => {
    const code = codes.get(className);
    if (code === undefined) throw new FileError(`openImages: every class must be among those of the training part (${classes.slice(0, 5).join(', ')}${classes.length > 5 ? ', …' : ''}); ${name} is of class ${JSON.stringify(className)}`);
    return code;
  });
}
