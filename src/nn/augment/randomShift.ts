/** randomShift: images, moved by some pixels. */
import { describe } from '../../array/index.ts';
import { checkKnown, checkNumber } from '../../estimator/index.ts';
import { checkImageShape, type Augmentation } from './augmentation.ts';

export interface RandomShiftOptions {
  /** Up to so many pixels in each direction, ≥ 0. */
  readonly pixels: number;
  /** Of pixels that come in from outside, as images are read (0 black, 1 white), before normalisation; one per channel, or one for all. Default 0. */
  readonly fill?: number | readonly number[];
}

/**
 * y[c, i, j] = x[c, i − v, j − u], or `fill` where that is outside; u and v are whole numbers from −pixels to pixels, every one equally likely.
 * @throws TypeError, RangeError for options; TypeError for samples that are no images
 */
export function randomShift(options: RandomShiftOptions): Augmentation {
  checkKnown('randomShift', options, ['pixels', 'fill']);
  const pixels = checkNumber('randomShift', 'pixels', options.pixels, { min: 0, integer: true });
  const fills = readFill(options.fill ?? 0);
  return {
    name: 'randomShift',
    options: { pixels, fill: typeof options.fill === 'object' ? fills : fills[0] },
    check: (shape) => {
      checkImageShape('randomShift', shape);
      if (fills.length !== 1 && fills.length !== shape[0]) throw new TypeError(`randomShift: fill must be a number, or one per channel; it has ${fills.length}, the images have ${shape[0]} channels`);
    },
    change: (sample, [channels, height, width], random, normalization) => {
      const u = random.below(2 * pixels + 1) - pixels;
      const v = random.below(2 * pixels + 1) - pixels;
      if (u === 0 && v === 0) return;
      for (let c = 0; c < channels; c++) {
        const fill = fills[c % fills.length];
        move(sample, c * height * width, height, width, u, v, normalization === undefined ? fill : (fill - normalization.mean[c]) / normalization.std[c]);
      }
    },
  };
}

function readFill(fill: number | readonly number[]): number[] {
  if (typeof fill === 'number') return [checkNumber('randomShift', 'fill', fill, {})];
  if (!Array.isArray(fill) || fill.length === 0) throw new TypeError(`randomShift: fill must be a number, or one per channel; it is ${describe(fill)}`);
  return fill.map((value: unknown) => checkNumber('randomShift', 'fill', value, {}));
}

/** In place: rows in an order in which none is written before it was read. */
function move(data: Float32Array | Float64Array, at: number, height: number, width: number, u: number, v: number, fill: number): void {
  const kept = Math.max(0, width - Math.abs(u));
  for (let k = 0; k < height; k++) {
    const i = v > 0 ? height - 1 - k : k;
    const row = at + i * width;
    const from = i - v;
    if (from < 0 || from >= height || kept === 0) {
      data.fill(fill, row, row + width);
      continue;
    }
    const source = at + from * width;
    data.copyWithin(row + Math.max(0, u), source + Math.max(0, -u), source + Math.max(0, -u) + kept);
    if (u > 0) data.fill(fill, row, row + u);
    else data.fill(fill, row + kept, row + width);
  }
}
