/** The ROC curve: what finding more of the positive rows costs in false alarms. */
import type { Labels, MatrixInput, VectorInput } from '../array/index.ts';
import { checkClassOptions } from './classMetric.ts';
import { readBinary, type PositiveOptions } from './probabilities.ts';
import { rankingOf, type Ranking } from './ranking.ts';

/** One point per threshold, from (0, 0) at ∞ to (1, 1). */
export interface RocCurve {
  /** Share of the other rows called positive. */
  readonly falsePositiveRate: Float64Array;
  /** Share of the positive rows called positive: the recall. */
  readonly truePositiveRate: Float64Array;
  /** Rows whose score is at least this are called positive. Falling; the first is ∞. */
  readonly thresholds: Float64Array;
}

/**
 * Receiver operating characteristic of the positive class against the rest. Rows of equal score are one step; every
 * distinct score is a point (scikit-learn leaves out those on a straight line).
 * @param yTrue  [rows]   @param scores  [rows], any numbers, the greater the likelier positive; or [rows, classes]
 * @param options  positive (default the last of two classes), classes, sampleWeight
 * @throws RangeError when all rows are positive, or none
 * @example rocCurve([false, true, true], [0.1, 0.4, 0.8]).truePositiveRate // Float64Array [0, 0.5, 1, 1]
 */
export function rocCurve(yTrue: Labels, scores: MatrixInput | VectorInput, options: PositiveOptions = {}): RocCurve {
  checkClassOptions('rocCurve', options, ['positive']);
  const { thresholds, truePositives, falsePositives, positives, negatives } = rankingOf(readBinary('rocCurve', yTrue, scores, options));
  checkBothOccur('rocCurve', { positives, negatives });
  const from = (start: number, values: Float64Array, total: number): Float64Array => Float64Array.of(start, ...values.map((value) => value / total));
  return {
    falsePositiveRate: from(0, falsePositives, negatives),
    truePositiveRate: from(0, truePositives, positives),
    thresholds: from(Infinity, thresholds, 1),
  };
}

/** @throws RangeError when there are no positive rows, or no others */
export function checkBothOccur(caller: string, { positives, negatives }: Pick<Ranking, 'positives' | 'negatives'>): void {
  if (positives > 0 && negatives > 0) return;
  throw new RangeError(`${caller}: there must be rows of the positive class and rows of others; ${positives > 0 ? 'all rows are positive' : 'no row is positive'}`);
}
