/** How good predicted probabilities are, as probabilities. Knows no model. */
import { weightedMean, log } from '../numeric/index.ts';
import { probabilityMetric, type ProbabilityMetric } from './classMetric.ts';
import { readProbabilities, type PositiveOptions } from './probabilities.ts';

/** The spacing of doubles at 1: a probability below it counts as it, so that one wrong certainty costs 36 and not ∞. */
const least = Number.EPSILON;

/**
 * Logarithmic loss (cross-entropy), −Σw ln p(true class) / Σw, in nats. 0 is perfect; predicting the frequencies of the
 * classes gives their entropy, ln 2 for two equally frequent ones. Probabilities below 2⁻⁵² count as 2⁻⁵², as in
 * scikit-learn. Twice the loss is the mean deviance, which is to classes what the squared error is to numbers.
 * @param yTrue  [rows]   @param probabilities  [rows, classes], or for two classes [rows], those of the positive one
 * @param options  classes (the order of the columns; default those of yTrue, sorted), positive, sampleWeight
 * @throws RangeError when a row does not sum to 1, or columns and classes do not match
 * @example logLoss(['no', 'yes'], [[0.8, 0.2], [0.5, 0.5]]).toFixed(6) // 0.458145
 */
export const logLoss: ProbabilityMetric<'logLoss', PositiveOptions> = /* @__PURE__ */ probabilityMetric(
  'logLoss', { greaterIsBetter: false, squared: true }, ['positive'],
  (yTrue, probabilities, options: PositiveOptions) => {
    const { truth, scores, weights, classes: { length: k } } = readProbabilities('logLoss', yTrue, probabilities, options);
    // 0 − 0 is 0, and −0 is not what a perfect loss should print
    return 0 - weightedMean(truth.length, (i) => log(Math.max(least, scores[i * k + truth[i]])), weights);
  },
);

/**
 * Brier score, the mean squared error of probabilities. Two classes: Σw(p − y)² / Σw with y = 1 for the positive one, 0 to
 * 1. More: Σw Σ_c (p_c − y_c)² / Σw, 0 to 2, which for two classes would be twice as much.
 * @see Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78
 */
export const brierScore: ProbabilityMetric<'brierScore', PositiveOptions> = /* @__PURE__ */ probabilityMetric(
  'brierScore', { greaterIsBetter: false, squared: true }, ['positive'],
  (yTrue, probabilities, options: PositiveOptions) => {
    const { truth, scores, weights, classes: { length: k } } = readProbabilities('brierScore', yTrue, probabilities, options);
    const distance = (i: number, c: number): number => {
      const difference = scores[i * k + c] - (truth[i] === c ? 1 : 0);
      return difference * difference;
    };
    return weightedMean(truth.length, (i) => {
      if (k === 2) return distance(i, 1);
      let sum = 0;
      for (let c = 0; c < k; c++) sum += distance(i, c);
      return sum;
    }, weights);
  },
);
