/** What a way of splitting rows is, and the checks that all ways share. Knows no data, only row numbers. */
import type { Labels } from '../array/index.ts';
import { checkFlag, checkNumber, checkSeed } from '../estimator/index.ts';

/** Row numbers, ascending. No row is in both. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** What a splitter may need to know about the rows. */
export interface SplitContext {
  /** The target or class of each row: needed by stratifiedKFold. */
  readonly y?: Labels;
  /** Which rows belong together: needed by groupKFold. */
  readonly groups?: Labels;
}

/** A way of splitting, as an immutable value: the same rows and seed give the same splits. */
export interface Splitter {
  /** The published name, as in messages: 'kFold'. */
  readonly kind: string;
  /** Which rows to fit on and which to hold out, once per fold. */
  split(nSamples: number, context?: SplitContext): readonly Split[];
  /** The same way with another seed; absent when nothing is random. Used by `repeated`. */
  withSeed?(seed: number): Splitter;
}

export interface ShuffleOptions {
  /** Default true: rows are often sorted, and folds cut from sorted rows are not alike. */
  readonly shuffle?: boolean;
  /** Default 0. Without effect when `shuffle` is false. */
  readonly seed?: number;
}

/** Folds that partition the rows: each is held out once. @param foldOf per row, its fold 0 … nSplits − 1 */
export function splitsOf(foldOf: Int32Array, nSplits: number): Split[] {
  const sizes = new Int32Array(nSplits);
  for (const fold of foldOf) sizes[fold]++;
  return Array.from(sizes, (size, fold) => {
    const train = new Int32Array(foldOf.length - size);
    const test = new Int32Array(size);
    let trained = 0;
    let tested = 0;
    for (let i = 0; i < foldOf.length; i++) {
      if (foldOf[i] === fold) test[tested++] = i;
      else train[trained++] = i;
    }
    return { train, test };
  });
}

/** @throws TypeError or RangeError unless `nSplits` is an integer of at least 2: one fold has nothing to be fitted on */
export function checkFolds(caller: string, nSplits: number): void {
  checkNumber(caller, 'nSplits', nSplits, { integer: true, min: 2 });
}

/** @throws RangeError when there are fewer rows than folds */
export function checkRows(caller: string, nSamples: number, nSplits: number): void {
  checkNumber(caller, 'nSamples', nSamples, { integer: true, min: 1 });
  if (nSamples < nSplits) throw new RangeError(`${caller}: there must be at least one row per fold; there are ${nSamples} rows for ${nSplits} folds`);
}

/** The shuffle options with their defaults. */
export function shuffling(caller: string, options: ShuffleOptions): Required<ShuffleOptions> {
  const { shuffle = true, seed = 0 } = options;
  return { shuffle: checkFlag(caller, 'shuffle', shuffle), seed: checkSeed(caller, seed) };
}
