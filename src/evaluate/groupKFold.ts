/** k-fold splits that keep groups together. */
import { readLabels } from '../array/index.ts';
import { checkKnown } from '../estimator/index.ts';
import { generator } from '../random/index.ts';
import { checkFolds, checkRows, shuffling, splitsOf, type ShuffleOptions, type SplitContext, type Splitter } from './splitter.ts';

/**
 * All rows of a group (a patient, a house, a day) are held out together, so a model cannot recognise in the test
 * part what it has seen in training. Groups go, largest first, to the fold with the fewest rows so far; so fold
 * sizes are as even as the groups allow. `shuffle` decides between groups of equal size.
 * @param nSplits  default 5; at least 2, at most the number of groups
 * @throws RangeError when there are fewer groups than folds; TypeError without groups
 */
export function groupKFold(nSplits: number = 5, options: ShuffleOptions = {}): Splitter {
  const caller = 'groupKFold';
  checkFolds(caller, nSplits);
  checkKnown(caller, options, ['shuffle', 'seed']);
  const { shuffle, seed } = shuffling(caller, options);
  return Object.freeze({
    kind: caller,
    split: (nSamples: number, { groups }: SplitContext = {}) => {
      checkRows(caller, nSamples, nSplits);
      if (groups === undefined) throw new TypeError(`${caller}: groups must be the group of each row; it is undefined`);
      const { codes, counts } = readLabels(caller, 'groups', groups, nSamples);
      if (counts.length < nSplits) {
        throw new RangeError(`${caller}: there must be at least one group per fold; there are ${counts.length} groups for ${nSplits} folds`);
      }
      const order = shuffle ? generator(seed, caller).permutation(counts.length) : Int32Array.from(counts.keys());
      // Array sort is stable: groups of equal size stay in `order`
      const foldOfGroup = new Int32Array(counts.length);
      const sizes = new Int32Array(nSplits);
      for (const group of [...order].sort((a, b) => counts[b] - counts[a])) {
        const lightest = sizes.indexOf(Math.min(...sizes));
        foldOfGroup[group] = lightest;
        sizes[lightest] += counts[group];
      }
      return splitsOf(codes.map((code) => foldOfGroup[code]), nSplits);
    },
    ...(shuffle && { withSeed: (seed: number) => groupKFold(nSplits, { seed }) }),
  });
}
