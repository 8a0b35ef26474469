/** k-fold splits in which every fold has the same mix of classes. */
import { describe, readLabels, type Coded } from '../array/index.ts';
import { checkFlag, checkKnown } from '../estimator/index.ts';
import { generator } from '../random/index.ts';
import { checkFolds, checkRows, shuffling, splitsOf, type ShuffleOptions, type SplitContext, type Splitter } from './splitter.ts';

export interface StratifiedKFoldOptions extends ShuffleOptions {
  /** A class may have fewer rows than there are folds, and is then missing from some. Default false. */
  readonly allowMissing?: boolean;
}

/**
 * As `kFold`, and the rows of each class differ by at most one between folds. Classes are the values of y.
 * @param nSplits  default 5; at least 2, at most the rows of the smallest class
 * @param options  shuffle true, seed 0, allowMissing false
 * @throws RangeError when a class has fewer rows than there are folds, unless `allowMissing` (scikit-learn warns);
 *   TypeError without y
 */
export function stratifiedKFold(nSplits: number = 5, options: StratifiedKFoldOptions = {}): Splitter {
  const caller = 'stratifiedKFold';
  checkFolds(caller, nSplits);
  checkKnown(caller, options, ['shuffle', 'seed', 'allowMissing']);
  const { shuffle, seed } = shuffling(caller, options);
  const allowMissing = checkFlag(caller, 'allowMissing', options.allowMissing ?? false);
  return Object.freeze({
    kind: caller,
    split: (nSamples: number, { y }: SplitContext = {}) => {
      checkRows(caller, nSamples, nSplits);
      if (y === undefined) throw new TypeError(`${caller}: y must be the class of each row; it is undefined`);
      const coded = readLabels(caller, 'y', y, nSamples);
      const small = allowMissing ? -1 : coded.counts.findIndex((count) => count < nSplits);
      if (small >= 0) {
        throw new RangeError(`${caller}: every class must have at least one row per fold; class ${describe(coded.labels[small])} has ${coded.counts[small]} of the ${nSplits} needed. Use fewer folds, merge classes, or kFold when y is a quantity`);
      }
      const foldOf = new Int32Array(nSamples);
      rowsByClass(coded, shuffle ? seed : undefined, caller).forEach((row, position) => {
        foldOf[row] = position % nSplits;
      });
      return splitsOf(foldOf, nSplits);
    },
    ...(shuffle && { withSeed: (seed: number) => stratifiedKFold(nSplits, { seed, allowMissing }) }),
  });
}

/**
 * All rows, class after class; within a class in random order, or as they come when `seed` is undefined. Whoever
 * takes every k-th of them takes from each class its share, to within one row.
 */
export function rowsByClass({ codes, counts }: Coded, seed: number | undefined, stream: string): Int32Array {
  const n = codes.length;
  const order = seed === undefined ? Int32Array.from({ length: n }, (_, i) => i) : generator(seed, stream).permutation(n);
  const next = new Int32Array(counts.length);
  for (let c = 1; c < counts.length; c++) next[c] = next[c - 1] + counts[c - 1];
  const rows = new Int32Array(n);
  for (const row of order) rows[next[codes[row]]++] = row;
  return rows;
}
