/** Arrays that are in memory as labelled images. Knows no file. */
import { describe, readClasses, type Label, type NdArray, type NumericView } from '../array/index.ts';
import { Images } from './images.ts';
import { memorySource, whiteOf, type ImageShape } from './source.ts';

/** Pixels in memory: [images, height, width] of grey images, or [images, channels, height, width]. */
export type PixelArray = NdArray | { readonly data: NumericView; readonly shape: readonly number[] };

/**
 * Images of pixels in memory, with a label each. Shares the memory of `pixels`. A `Uint8Array` goes from 0 (black) to 255
 * (white) and is read as 0 to 1, a `Uint16Array` likewise; other numbers are read as they are.
 * @param pixels  [images, height, width] or [images, channels, height, width]
 * @param labels  strings, numbers or booleans, one per image
 * @throws TypeError for another kind or rank; RangeError when numbers do not fit, or are not finite
 * @example
 * ```ts
 * import { imagesOf } from 'glissade';
 * const images = imagesOf({ data: Uint8Array.of(0, 0, 0, 255), shape: [2, 1, 2] }, ['dark', 'bright']);
 * console.log(images.classes, images.shape); // [ 'bright', 'dark' ] [ 1, 1, 2 ]
 * console.log((await images.read([1])).data); // Float32Array [ 0, 1 ]
 * ```
 */
export function imagesOf<L extends Label>(pixels: PixelArray, labels: readonly L[]): Images<L>;
export function imagesOf(pixels: PixelArray, labels: NumericView): Images<number>;
export function imagesOf(pixels: PixelArray, labels: readonly Label[] | NumericView): Images {
  const { data, shape, count } = readPixels(pixels);
  const { codes, labels: classes } = readClasses<Label>('imagesOf', 'labels', labels, count);
  return new Images({ source: memorySource(data, shape, whiteOf(data), (index) => `image ${index}`), classes, labels: codes });
}

function readPixels(pixels: PixelArray): { readonly data: NumericView; readonly shape: ImageShape; readonly count: number } {
  if (typeof pixels !== 'object' || pixels === null || !ArrayBuffer.isView(pixels.data) || !Array.isArray(pixels.shape)) throw new TypeError(`${rule('imagesOf')}; they are ${describe(pixels)}`);
  const { data, shape } = pixels as { data: NumericView; shape: readonly number[] };
  const found = pixelShape('imagesOf', shape);
  checkPixels('imagesOf', data, shape);
  return { data, ...found };
}

const rule = (caller: string): string => `${caller}: pixels must be an array [images, height, width] or [images, channels, height, width]`;

/** @throws TypeError unless the rank is 3 or 4; RangeError when a length is 0 */
export function pixelShape(caller: string, shape: readonly number[]): { readonly count: number; readonly shape: ImageShape } {
  if (shape.length !== 3 && shape.length !== 4) throw new TypeError(`${rule(caller)}; their shape is [${shape.join(', ')}]`);
  if (shape.some((length) => !Number.isInteger(length) || length < 1)) throw new RangeError(`${caller}: pixels must have at least one of everything; their shape is [${shape.join(', ')}]`);
  const [count, ...rest] = shape;
  return { count, shape: rest.length === 2 ? [1, rest[0], rest[1]] : [rest[0], rest[1], rest[2]] };
}

/** @throws RangeError when there are not as many numbers as the shape says, or one is not finite */
export function checkPixels(caller: string, data: NumericView, shape: readonly number[]): void {
  const size = shape.slice(1).reduce((product, length) => product * length, 1);
  if (data.length !== shape[0] * size) throw new RangeError(`${caller}: pixels must be as many as their shape says; the shape is [${shape.join(', ')}], there are ${data.length} numbers`);
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return;
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`${caller}: every pixel must be finite; number ${bad % size} of image ${Math.floor(bad / size)} is ${data[bad]}`);
}
