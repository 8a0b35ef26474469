/** Precision against recall: for rare classes more telling than ROC, since the many true negatives stay out. */
import type { Labels, MatrixInput, VectorInput } from '../array/index.ts';
import { checkChoice } from '../estimator/index.ts';
import { checkClassOptions, probabilityMetric, type ProbabilityMetric } from './classMetric.ts';
import { readBinary, weightOfClasses, type BinaryScores, type PositiveOptions } from './probabilities.ts';
import { rankingOf } from './ranking.ts';
import { manyClasses, meanOverClasses, type RocAucOptions } from './rocAuc.ts';

/** One point per threshold, recall rising from 0. */
export interface PrecisionRecallCurve {
  /** Of the rows called positive, the share that are. Where none is called positive, at ∞, it is 1 by convention. */
  readonly precision: Float64Array;
  /** Of the positive rows, the share called positive. */
  readonly recall: Float64Array;
  /** Rows whose score is at least this are called positive. Falling; the first is ∞ (scikit-learn lists them rising, without ∞). */
  readonly thresholds: Float64Array;
}

/**
 * Precision and recall of the positive class at every distinct score. Rows of equal score are one step.
 * @param yTrue  [rows]   @param scores  [rows], any numbers, the greater the likelier positive; or [rows, classes]
 * @param options  positive (default the last of two classes), classes, sampleWeight
 * @throws RangeError when no row is positive
 */
export function precisionRecallCurve(yTrue: Labels, scores: MatrixInput | VectorInput, options: PositiveOptions = {}): PrecisionRecallCurve {
  checkClassOptions('precisionRecallCurve', options, ['positive']);
  const { thresholds, truePositives, falsePositives, positives } = positiveRanking('precisionRecallCurve', readBinary('precisionRecallCurve', yTrue, scores, options));
  return {
    precision: Float64Array.of(1, ...truePositives.map((found, k) => found / (found + falsePositives[k]))),
    recall: Float64Array.of(0, ...truePositives.map((found) => found / positives)),
    thresholds: Float64Array.of(Infinity, ...thresholds),
  };
}

/**
 * Average precision, Σ_k (R_k − R_{k−1}) P_k over the points of the precision-recall curve: the area under its steps,
 * without the optimistic straight lines of a trapezoid. 1 is perfect; chance is the share of positive rows.
 *
 * More than two classes: the mean over those that occur, each against the rest.
 * @param options  positive, classes, average 'macro' or 'weighted' (by true rows), sampleWeight
 */
export const averagePrecision: ProbabilityMetric<'averagePrecision', Omit<RocAucOptions, 'multiClass'>> = /* @__PURE__ */ probabilityMetric(
  'averagePrecision', { greaterIsBetter: true, leastClasses: 2 }, ['positive', 'average'],
  (yTrue, scores, options: Omit<RocAucOptions, 'multiClass'>) => {
    const { average = 'macro' } = options;
    checkChoice('averagePrecision', 'average', average, ['macro', 'weighted']);
    const many = manyClasses('averagePrecision', yTrue, scores, options);
    if (many === undefined) return stepArea(readBinary('averagePrecision', yTrue, scores, options));
    return meanOverClasses('averagePrecision', many, weightOfClasses(many), average === 'weighted', stepArea);
  },
);

function stepArea(binary: BinaryScores): number {
  const { truePositives, falsePositives, positives } = positiveRanking('averagePrecision', binary);
  let sum = 0;
  truePositives.forEach((found, k) => {
    const gained = found - (k === 0 ? 0 : truePositives[k - 1]);
    if (gained > 0) sum += gained * (found / (found + falsePositives[k]));
  });
  return sum / positives;
}

function positiveRanking(caller: string, binary: BinaryScores): ReturnType<typeof rankingOf> {
  const ranking = rankingOf(binary);
  if (ranking.positives === 0) throw new RangeError(`${caller}: there must be rows of the positive class; no row is positive`);
  return ranking;
}
