/** Decoded pixels as the samples of a data set: alpha, grey, size and depth made equal. Knows no file. */
import { sizeOf, type ImageShape } from '../../images/index.ts';
import type { Pixels } from './decode.ts';
import { resize } from './resize.ts';

export interface SampleRule {
  /** Channels 1 (grey) or 3; the size is the one all images get. */
  readonly shape: ImageShape;
  /** 65535 keeps the 16 bits of deep images; else 255. */
  readonly white: number;
}

/**
 * [channels, height, width]. In this order, in float64: what is transparent lies over white, (a·x + (1 − a)·white); grey is
 * 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, as Pillow and OpenCV have it); another size is made by `resize`; and
 * the result is rounded once, halves up.
 */
export function toSamples(pixels: Pixels, { shape, white }: SampleRule): Uint8Array | Uint16Array {
  const [channels, height, width] = shape;
  const samples = white === 255 ? new Uint8Array(sizeOf(shape)) : new Uint16Array(sizeOf(shape));
  const scale = white / pixels.white;
  for (let c = 0; c < channels; c++) {
    const plane = planeOf(pixels, channels === 1 ? undefined : c);
    const sized = height === pixels.height && width === pixels.width ? plane : resize(plane, pixels.height, pixels.width, height, width);
    for (let i = 0; i < sized.length; i++) samples[c * sized.length + i] = Math.floor(scale * sized[i] + 0.5);
  }
  return samples;
}

/** One channel, or grey. */
function planeOf({ data, samples, white }: Pixels, channel: number | undefined): Float64Array {
  const plane = new Float64Array(data.length / samples);
  for (let i = 0, at = 0; i < plane.length; i++, at += samples) {
    const value = channel === undefined ? (299 * data[at] + 587 * data[at + 1] + 114 * data[at + 2]) / 1000 : data[at + channel];
    const alpha = samples === 4 ? data[at + 3] : white;
    plane[i] = alpha === white ? value : (value * alpha + white * (white - alpha)) / white;
  }
  return plane;
}
