/** gaussianNoise: samples, every number a little other. */
import { checkKnown, checkNumber } from '../../estimator/index.ts';
import { log } from '../../numeric/index.ts';
import type { Generator } from '../../random/index.ts';
import type { Augmentation } from './augmentation.ts';

export interface GaussianNoiseOptions {
  /** The standard deviation, of pixels as images are read (0 black, 1 white), before normalisation; ≥ 0. */
  readonly sd: number;
}

/**
 * y = x + sd · ε, ε a standard normal deviate for each number. Pixels may leave the range from black to white.
 * @throws TypeError, RangeError for options
 */
export function gaussianNoise(options: GaussianNoiseOptions): Augmentation {
  checkKnown('gaussianNoise', options, ['sd']);
  const sd = checkNumber('gaussianNoise', 'sd', options.sd, { min: 0 });
  return {
    name: 'gaussianNoise',
    options: { sd },
    check: () => undefined,
    change: (sample, shape, random, normalization) => {
      const channels = normalization === undefined ? 1 : shape[0];
      const area = sample.length / channels;
      for (let c = 0; c < channels; c++) {
        const scale = normalization === undefined ? sd : sd / normalization.std[c];
        addNoise(sample, c * area, (c + 1) * area, scale, random);
      }
    },
  };
}

/** Marsaglia's polar method, both deviates of a pair, from 32 bits each: images have many pixels, and noise need not be finer. */
function addNoise(data: Float32Array | Float64Array, from: number, to: number, scale: number, random: Generator): void {
  for (let i = from; i < to; i += 2) {
    let u: number;
    let v: number;
    let s: number;
    do {
      u = (random.bits() + 0.5) / 2147483648 - 1;
      v = (random.bits() + 0.5) / 2147483648 - 1;
      s = u * u + v * v;
    } while (s >= 1);
    const factor = scale * Math.sqrt((-2 * log(s)) / s);
    data[i] += factor * u;
    if (i + 1 < to) data[i + 1] += factor * v;
  }
}
