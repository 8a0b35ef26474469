/** randomFlip: images, mirrored. */
import { checkKnown, checkNumber } from '../../estimator/index.ts';
import { checkImageShape, type Augmentation } from './augmentation.ts';

export interface RandomFlipOptions {
  /** In [0, 1]. Default 0.5. */
  readonly probability?: number;
}

/**
 * Left becomes right, y[c, i, j] = x[c, i, width − 1 − j], with the probability. Not for digits and letters.
 * @throws TypeError, RangeError for options; TypeError for samples that are no images
 */
export function randomFlip(options: RandomFlipOptions = {}): Augmentation {
  checkKnown('randomFlip', options, ['probability']);
  const probability = checkNumber('randomFlip', 'probability', options.probability ?? 0.5, { min: 0, max: 1 });
  return {
    name: 'randomFlip',
    options: { probability },
    check: (shape) => checkImageShape('randomFlip', shape),
    change: (sample, [channels, height, width], random) => {
      if (!(random.uniform() < probability)) return;
      for (let row = 0; row < channels * height * width; row += width) {
        for (let left = row, right = row + width - 1; left < right; left++, right--) {
          const kept = sample[left];
          sample[left] = sample[right];
          sample[right] = kept;
        }
      }
    },
  };
}
