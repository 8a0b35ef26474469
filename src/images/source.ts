/** Where the pixels of many images come from: memory, one file, or a file each. Types and what memory gives; knows no labels. */
import type { NumericView } from '../array/index.ts';
import type { RunOptions } from '../estimator/index.ts';

/** Channels, height, width. */
export type ImageShape = readonly [channels: number, height: number, width: number];

/** Takes the samples of the image at `place` of those asked for: as many as the shape has, from `offset` on. Good until it returns. */
export type UseSamples = (place: number, samples: NumericView, offset: number) => void;

export interface PixelSource {
  readonly count: number;
  readonly shape: ImageShape;
  /** What a sample is divided by when it is read, so that black is 0 and white 1: 255, 65535, or 1 for numbers that stay as they are. */
  readonly white: number;
  /** Calls `use` for the images at `indices`, in that order. */
  fetch(indices: Int32Array, use: UseSamples, options: RunOptions): Promise<void>;
  /** What the image is called in messages and reports. */
  name(index: number): string;
}

/** Images that are in memory already, one after the other. Shares memory. */
export function memorySource(data: NumericView, shape: ImageShape, white: number, name: (index: number) => string): PixelSource {
  const size = sizeOf(shape);
  return {
    count: data.length / size,
    shape,
    white,
    name,
    fetch: async (indices, use, { signal }) => {
      signal?.throwIfAborted();
      indices.forEach((index, place) => use(place, data, index * size));
    },
  };
}

/** Unsigned bytes and 16-bit numbers go from black to white; other numbers are what the user made of them. */
export function whiteOf(data: NumericView): number {
  if (data instanceof Uint8Array || data instanceof Uint8ClampedArray) return 255;
  return data instanceof Uint16Array ? 65535 : 1;
}

export function sizeOf([channels, height, width]: ImageShape): number {
  return channels * height * width;
}
