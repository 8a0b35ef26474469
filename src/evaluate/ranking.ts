/** Rows ordered by score, those of equal score together: what ROC, precision-recall and their areas are read off. */
import type { BinaryScores } from './probabilities.ts';

/** One step per distinct score, from the highest: what is found when every row from this score on is called positive. */
export interface Ranking {
  readonly thresholds: Float64Array;
  /** Positive rows found, by weight. */
  readonly truePositives: Float64Array;
  /** Others called positive, by weight. */
  readonly falsePositives: Float64Array;
  /** All positive and all other rows. */
  readonly positives: number;
  readonly negatives: number;
}

/** Rows of weight 0 are left out: their scores are no thresholds. */
export function rankingOf({ isPositive, scores, weights }: BinaryScores): Ranking {
  const order = Int32Array.from(scores.keys()).filter((i) => weights?.[i] !== 0).sort((a, b) => scores[b] - scores[a] || a - b);
  const thresholds: number[] = [];
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  let [found, wrong] = [0, 0];
  order.forEach((row, k) => {
    const weight = weights === undefined ? 1 : weights[row];
    if (isPositive[row] === 1) found += weight;
    else wrong += weight;
    if (k + 1 < order.length && scores[order[k + 1]] === scores[row]) return;
    thresholds.push(scores[row]);
    truePositives.push(found);
    falsePositives.push(wrong);
  });
  return {
    thresholds: Float64Array.from(thresholds), truePositives: Float64Array.from(truePositives), falsePositives: Float64Array.from(falsePositives),
    positives: found, negatives: wrong,
  };
}
