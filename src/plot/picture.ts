/** Pixels as users have them, brought to bytes from black to white and small enough to be shown as a thumbnail. */
import { describe, type NumericView } from '../array/index.ts';
import type { DrawnDocument, DrawnElement } from './document.ts';
import { pngAddress } from './png.ts';
import { element } from './diagram.ts';

/**
 * One image: bytes go from 0 (black) to 255 (white); numbers from 0 to 1 likewise, and others from the least to the greatest
 * of all images of the plot.
 */
export interface Picture {
  /** [channels, height, width], channels 1 (grey) or 3 (red, green, blue). */
  readonly data: NumericView;
  readonly shape: readonly number[];
}

/** Larger ones are made smaller by the mean under each pixel. */
const mostPixels = 48;
/** What a thumbnail should measure, about. */
const wanted = 56;

/** What is black, and what is white. */
export type Range = readonly [low: number, high: number];

/** @throws TypeError, RangeError for what is no image, or for images of several shapes; `name` names them in messages */
export function readPictures(caller: string, name: string, pictures: readonly Picture[]): { readonly range: Range; readonly shape: readonly [number, number, number] } {
  let shape: readonly number[] | undefined;
  let [low, high] = [Infinity, -Infinity];
  let bytes = true;
  pictures.forEach((picture: Picture | null, i) => {
    if (picture === null || typeof picture !== 'object' || !ArrayBuffer.isView(picture.data) || !Array.isArray(picture.shape) || picture.shape.length !== 3) {
      throw new TypeError(`${caller}: images must be { data, shape: [channels, height, width] }; ${name}[${i}] is ${describe(picture)}`);
    }
    const [channels, height, width] = picture.shape as number[];
    if (channels !== 1 && channels !== 3) throw new RangeError(`${caller}: images must have 1 channel (grey) or 3 (red, green, blue); ${name}[${i}] has ${channels}`);
    if (picture.data.length !== channels * height * width || picture.data.length === 0) throw new RangeError(`${caller}: pixels must fill their shape; ${name}[${i}] has shape [${picture.shape.join(', ')}] and ${picture.data.length} numbers`);
    shape ??= picture.shape;
    if (String(shape) !== String(picture.shape)) throw new RangeError(`${caller}: images must have one shape; ${name}[0] has [${shape.join(', ')}], ${name}[${i}] has [${picture.shape.join(', ')}]`);
    bytes &&= picture.data instanceof Uint8Array || picture.data instanceof Uint8ClampedArray;
    for (const value of picture.data) {
      if (!Number.isFinite(value)) throw new RangeError(`${caller}: every pixel must be finite; ${name}[${i}] has ${value}`);
      if (value < low) low = value;
      if (value > high) high = value;
    }
  });
  const range: Range = bytes ? [0, 255] : low >= 0 && high <= 1 ? [0, 1] : [low, high > low ? high : low + 1];
  return { range, shape: (shape ?? [1, 1, 1]) as readonly [number, number, number] };
}

/** The pixels on the page that a thumbnail of such images takes: a whole multiple of its own. */
export function thumbnailSize([, height, width]: readonly [number, number, number], most: number = wanted): { readonly width: number; readonly height: number } {
  const factor = most / Math.max(height, width);
  const scale = factor >= 1 ? Math.floor(factor) : factor;
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export function drawPicture(document: DrawnDocument, { data, shape }: Picture, [low, high]: Range, place: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): DrawnElement {
  const [channels, height, width] = shape as readonly [number, number, number];
  const shrink = Math.max(1, Math.max(height, width) / mostPixels);
  const [h, w] = [Math.max(1, Math.round(height / shrink)), Math.max(1, Math.round(width / shrink))];
  const bytes = new Uint8Array(h * w * channels);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const [top, left] = [Math.floor((y * height) / h), Math.floor((x * width) / w)];
      const [bottom, right] = [Math.max(top + 1, Math.floor(((y + 1) * height) / h)), Math.max(left + 1, Math.floor(((x + 1) * width) / w))];
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let i = top; i < bottom; i++) for (let j = left; j < right; j++) sum += data[(c * height + i) * width + j];
        const mean = sum / ((bottom - top) * (right - left));
        bytes[(y * w + x) * channels + c] = Math.max(0, Math.min(255, Math.round((255 * (mean - low)) / (high - low))));
      }
    }
  }
  return image(document, pngAddress(w, h, bytes, channels === 1 ? 'grey' : 'rgb'), place, shrink === 1);
}

/** A picture in its place. @param crisp  its pixels are squares, not smoothed */
export function image(document: DrawnDocument, address: string, place: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }, crisp: boolean): DrawnElement {
  return element(document, 'image', { href: address, ...place, preserveAspectRatio: 'none', 'image-rendering': crisp ? 'pixelated' : undefined });
}
