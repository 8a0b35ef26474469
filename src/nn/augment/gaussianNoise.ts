/** gaussianNoise: samples, every number a little other. */
import { checkKnown, checkNumber } from '../../estimator/index.ts';
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
        for (let i = c * area; i < (c + 1) * area; i++) sample[i] += scale * random.normal();
      }
    },
  };
}
