/** Plain k-fold splits. */
import { checkKnown } from '../estimator/index.ts';
import { generator } from '../random/index.ts';
import { checkFolds, checkRows, shuffling, splitsOf, type ShuffleOptions, type Splitter } from './splitter.ts';

/**
 * Cuts the rows into `nSplits` parts whose sizes differ by at most one; each part is held out once.
 *
 * Rows are shuffled by default, unlike scikit-learn's KFold: tables are often sorted (by target, date or place), and
 * a model fitted on the low half is then judged on the high half. For rows in time order use `timeSeriesSplit`.
 * @param nSplits  default 5; at least 2, at most the number of rows (then each row is left out once)
 * @throws RangeError when there are fewer rows than folds
 * @example kFold(3, { shuffle: false }).split(4).map(({ test }) => [...test]) // [[0, 1], [2], [3]]
 */
export function kFold(nSplits: number = 5, options: ShuffleOptions = {}): Splitter {
  checkFolds('kFold', nSplits);
  checkKnown('kFold', options, ['shuffle', 'seed']);
  const { shuffle, seed } = shuffling('kFold', options);
  return Object.freeze({
    kind: 'kFold',
    split: (nSamples: number) => {
      checkRows('kFold', nSamples, nSplits);
      const order = shuffle ? generator(seed, 'kFold').permutation(nSamples) : undefined;
      const foldOf = new Int32Array(nSamples);
      // as scikit-learn: the first n mod k folds have one row more
      const small = Math.floor(nSamples / nSplits);
      const larger = nSamples % nSplits;
      let position = 0;
      for (let fold = 0; fold < nSplits; fold++) {
        const end = position + small + (fold < larger ? 1 : 0);
        for (; position < end; position++) foldOf[order?.[position] ?? position] = fold;
      }
      return splitsOf(foldOf, nSplits);
    },
    ...(shuffle && { withSeed: (seed: number) => kFold(nSplits, { seed }) }),
  });
}
