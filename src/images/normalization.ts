/** Mean and standard deviation of each channel over many images. Knows no file. */
import { describe, typedArrays, type NumericView } from '../array/index.ts';
import { pauser, type RunOptions } from '../estimator/index.ts';
import { sizeOf, type ImageShape, type PixelSource } from './source.ts';

/** What is done to a pixel after it was read: (x − mean) / std, by channel. Plain data: a model file can carry it. */
export interface Normalization {
  readonly mean: readonly number[];
  /** Above 0. */
  readonly std: readonly number[];
}

/**
 * Mean and standard deviation (of the population) of each channel over all pixels of the images at `indices`. Each image
 * is summed by itself, in two passes, and images are joined in order (Chan, Golub & LeVeque, 1983): the same bits however
 * the images are read. A channel that is constant gets the standard deviation 1, as in `standardScaler`.
 */
export async function fitNormalization(source: PixelSource, indices: Int32Array, options: RunOptions): Promise<Normalization> {
  const [channels, height, width] = source.shape;
  const area = height * width;
  const mean = new Float64Array(channels);
  const squares = new Float64Array(channels);
  const pause = pauser(options.signal);
  for (let start = 0; start < indices.length; start += chunk) {
    const some = indices.subarray(start, start + chunk);
    await source.fetch(some, (place, samples, offset) => {
      const before = start + place;
      for (let c = 0; c < channels; c++) {
        const image = momentsOf(samples, offset + c * area, area);
        const difference = image.mean - mean[c];
        mean[c] += difference / (before + 1);
        squares[c] += image.squares + difference * difference * area * (before / (before + 1));
      }
    }, { ...(options.signal && { signal: options.signal }) });
    await pause();
    options.onProgress?.({ label: 'measuring images', done: start + some.length, total: indices.length });
  }
  const pixels = area * indices.length;
  const std = Array.from(squares, (sum) => Math.sqrt(sum / pixels) / source.white);
  return { mean: Array.from(mean, (value) => value / source.white), std: std.map((value) => (value === 0 ? 1 : value)) };
}

/** @throws TypeError when it is no { mean, std } of this many channels; RangeError when a number is not finite or a std not above 0 */
export function checkNormalization(caller: string, value: Normalization, channels: number): Normalization {
  const rule = `${caller}: a normalization must be { mean, std }, each of one number per channel`;
  if (typeof value !== 'object' || value === null || !Array.isArray(value.mean) || !Array.isArray(value.std)) throw new TypeError(`${rule}; it is ${describe(value)}`);
  if (value.mean.length !== channels || value.std.length !== channels) {
    throw new TypeError(`${rule}; the images have ${channels}, mean has ${value.mean.length}, std has ${value.std.length}`);
  }
  const mean = value.mean.find((x: unknown) => !Number.isFinite(x));
  if (mean !== undefined) throw new RangeError(`${caller}: every mean must be finite; one is ${describe(mean)}`);
  const std = value.std.find((x: unknown) => !(Number.isFinite(x) && (x as number) > 0));
  if (std !== undefined) throw new RangeError(`${caller}: every std must be finite and above 0; one is ${describe(std)}`);
  return { mean: [...value.mean], std: [...value.std] };
}

/** Where pixels are written to. */
export type Pixels = Float32Array | Float64Array;

/** Writes an image: sample / white, then (x − mean) / std; float64 until stored. */
export type WriteImage = (samples: NumericView, offset: number, into: Pixels, at: number) => void;

/** @param numbers  of the arrays that are written to */
export function writerOf(shape: ImageShape, white: number, normalization: Normalization | undefined, numbers: 'float32' | 'float64'): WriteImage {
  const size = sizeOf(shape);
  const area = shape[1] * shape[2];
  const convert = (sample: number, c: number): number =>
    (normalization === undefined ? sample / white : (sample / white - normalization.mean[c]) / normalization.std[c]);
  if (white === 1) {
    return (samples, offset, into, at) => {
      for (let i = 0; i < size; i++) into[at + i] = convert(samples[offset + i], Math.floor(i / area));
    };
  }
  // every value a sample can have, once: a division and a rounding less per pixel
  const tables = Array.from({ length: shape[0] }, (_, c) => {
    const table = new typedArrays[numbers](white + 1);
    for (let sample = 0; sample <= white; sample++) table[sample] = convert(sample, c);
    return table;
  });
  return (samples, offset, into, at) => {
    for (let c = 0, i = 0; c < tables.length; c++) {
      const table = tables[c];
      for (const end = i + area; i < end; i++) into[at + i] = table[samples[offset + i]];
    }
  };
}

const chunk = 256;

function momentsOf(samples: NumericView, start: number, length: number): { mean: number; squares: number } {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += samples[start + i];
  const mean = sum / length;
  let squares = 0;
  for (let i = 0; i < length; i++) {
    const difference = samples[start + i] - mean;
    squares += difference * difference;
  }
  return { mean, squares };
}
