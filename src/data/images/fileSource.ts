/** Images that are a file each, decoded when they are asked for and kept while memory allows. Knows no folder. */
import { open, readFile } from 'node:fs/promises';
import { pauser } from '../../estimator/index.ts';
import type { RunOptions } from '../../estimator/index.ts';
import { asFileError, FileError } from '../../files/index.ts';
import type { PixelSource, UseSamples } from '../../images/index.ts';
import { ahead } from './ahead.ts';
import { decode } from './decode.ts';
import { decoders } from './decodeThreads.ts';
import { imageHeader, ImageProblem, type ImageHeader } from './header.ts';
import { toSamples, type SampleRule } from './samples.ts';

export interface ImageFile {
  readonly path: string;
  /** For messages. */
  readonly name: string;
}

/** Memory for decoded images, shared by all parts of a data set. */
export interface Budget {
  left: number;
}

/**
 * Decoded images stay in memory until the budget is used up; the others are decoded anew each time. None makes place for another:
 * learning goes through all images again and again, and then what was used last is what is needed last.
 */
export function fileSource(files: readonly ImageFile[], rule: SampleRule, budget: Budget): PixelSource {
  const kept: (Samples | undefined)[] = [];
  const keep = (index: number, samples: Samples): void => {
    if (kept[index] !== undefined || budget.left < samples.byteLength) return;
    budget.left -= samples.byteLength;
    kept[index] = samples;
  };
  return {
    count: files.length,
    shape: rule.shape,
    white: rule.white,
    name: (index) => files[index].name,
    fetch: async (indices: Int32Array, use: UseSamples, { signal }: RunOptions) => {
      const pause = pauser(signal);
      let place = 0;
      const begun = async (i: number): Promise<Buffer | Samples | undefined> => (kept[indices[i]] === undefined ? begin(files[indices[i]], rule) : undefined);
      for await (const found of ahead(indices.length, begun)) {
        const index = indices[place];
        const samples = kept[index] ?? (found === undefined || Buffer.isBuffer(found) ? await samplesOf(files[index], found, rule) : found);
        keep(index, samples);
        use(place, samples, 0);
        place += 1;
        await pause();
      }
    },
  };
}

type Samples = Uint8Array | Uint16Array;

/** Reads the file, and, where threads are worth it, has it decoded by one. */
async function begin(file: ImageFile, rule: SampleRule): Promise<Buffer | Samples> {
  const bytes = await bytesOfFile(file);
  if (!decoders.worthwhile) return bytes;
  try {
    return await decoders.decode(bytes, rule) ?? bytes;
  } catch (error) {
    throw named('read', file, error);
  }
}

async function samplesOf(file: ImageFile, bytes: Buffer | undefined, rule: SampleRule): Promise<Samples> {
  try {
    const whole = bytes ?? await bytesOfFile(file);
    const start = performance.now();
    const samples = toSamples(await decode(whole), rule);
    decoders.took(performance.now() - start);
    return samples;
  } catch (error) {
    throw named('read', file, error);
  }
}

function bytesOfFile(file: ImageFile): Promise<Buffer> {
  return readFile(file.path).catch((error: unknown) => Promise.reject(named('read', file, error)));
}

const headBytes = 4096; // the header of nearly every file, in one read

/** @throws FileError naming the file */
export async function headerOfFile(file: ImageFile): Promise<ImageHeader> {
  try {
    const handle = await open(file.path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      const header = imageHeader(buffer.subarray(0, bytesRead)) ?? imageHeader(await readFile(file.path));
      if (header === undefined) throw new ImageProblem('an image must be whole; the file ends within its header');
      return header;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw named('openImages', file, error);
  }
}

function named(caller: string, file: ImageFile, error: unknown): unknown {
  if (error instanceof ImageProblem) return new FileError(`${caller}: ${file.name}: ${error.message}`, { cause: error });
  return asFileError(caller, file.name, error);
}
