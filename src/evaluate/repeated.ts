/** The same way of splitting, several times with other random numbers. */
import { describe } from '../array/index.ts';
import { checkKnown, checkNumber, checkSeed } from '../estimator/index.ts';
import { generator } from '../random/index.ts';
import type { Splitter } from './splitter.ts';

/**
 * Repeats a shuffling splitter: `repeated(kFold(5), 10)` gives 50 splits. The mean over them depends less on how the
 * rows happened to fall; their standard error is too small, for the repetitions share all rows.
 * @throws TypeError when `splitter` is not random: repetitions would be the same splits again
 */
export function repeated(splitter: Splitter, times: number, options: { readonly seed?: number } = {}): Splitter {
  if (typeof splitter?.split !== 'function') throw new TypeError(`repeated: splitter must be a splitter, such as kFold(5); it is ${describe(splitter)}`);
  const { withSeed } = splitter;
  if (withSeed === undefined) throw new TypeError(`repeated: splitter must be random; ${splitter.kind} gives the same splits every time`);
  checkNumber('repeated', 'times', times, { integer: true, min: 1 });
  checkKnown('repeated', options, ['seed']);
  const { seed = 0 } = options;
  checkSeed('repeated', seed);
  return Object.freeze({
    kind: 'repeated',
    split: (nSamples: number, context?: Parameters<Splitter['split']>[1]) => {
      const { bits } = generator(seed, 'repeated');
      return Array.from({ length: times }, () => withSeed(bits()).split(nSamples, context)).flat();
    },
    withSeed: (seed: number) => repeated(splitter, times, { seed }),
  });
}
