/** Splits for rows in time order: the future is held out. */
import { checkKnown, checkNumber } from '../estimator/index.ts';
import { checkFolds, type Split, type Splitter } from './splitter.ts';

export interface TimeSeriesSplitOptions {
  /** Rows held out per split. Default ⌊rows / (nSplits + 1)⌋. */
  readonly testSize?: number;
  /** Rows left out between training and test, when neighbours in time know of each other. Default 0. */
  readonly gap?: number;
  /** Fit on the latest rows only, at most this many. Default all. */
  readonly maxTrainSize?: number;
}

/**
 * The last `nSplits` stretches of rows are held out in turn; each is predicted from the rows before it. Rows must be
 * in time order, earliest first. Sizes are as in scikit-learn's TimeSeriesSplit.
 * @param nSplits  default 5, at least 2
 * @throws RangeError when the rows do not suffice
 * @example timeSeriesSplit(2).split(6).map(({ train, test }) => [[...train], [...test]]) // [[[0, 1], [2, 3]], [[0, 1, 2, 3], [4, 5]]]
 */
export function timeSeriesSplit(nSplits: number = 5, options: TimeSeriesSplitOptions = {}): Splitter {
  const caller = 'timeSeriesSplit';
  checkFolds(caller, nSplits);
  checkKnown(caller, options, ['testSize', 'gap', 'maxTrainSize']);
  const { gap = 0, testSize: wanted, maxTrainSize = Infinity } = options;
  checkNumber(caller, 'gap', gap, { integer: true, min: 0 });
  if (wanted !== undefined) checkNumber(caller, 'testSize', wanted, { integer: true, min: 1 });
  if (options.maxTrainSize !== undefined) checkNumber(caller, 'maxTrainSize', maxTrainSize, { integer: true, min: 1 });
  return Object.freeze({
    kind: caller,
    split: (nSamples: number): Split[] => {
      checkNumber(caller, 'nSamples', nSamples, { integer: true, min: 1 });
      const testSize = wanted ?? Math.floor(nSamples / (nSplits + 1));
      const first = nSamples - nSplits * testSize;
      if (testSize === 0 || first - gap < 1) {
        throw new RangeError(`${caller}: there must be a row to fit on before the first test part; there are ${nSamples} rows for ${nSplits} test parts of ${Math.max(1, testSize)} and a gap of ${gap}`);
      }
      return Array.from({ length: nSplits }, (_, fold) => {
        const start = first + fold * testSize;
        const end = start - gap;
        return { train: range(Math.max(0, end - maxTrainSize), end), test: range(start, start + testSize) };
      });
    },
  });
}

function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}
