/** Weighted mean, variance and the share of it that a prediction explains. Knows no metric and no model. */

/** Σwᵢxᵢ / Σwᵢ, x given by `value`. Weights default to 1. */
export function weightedMean(n: number, value: (row: number) => number, weights?: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights === undefined ? 1 : weights[i];
    sum += weight * value(i);
    total += weight;
  }
  return sum / total;
}

/** Of the population: Σw(x − x̄)² / Σw. */
export function variance(values: Float64Array, weights?: Float64Array): number {
  const centre = weightedMean(values.length, (i) => values[i], weights);
  return weightedMean(values.length, (i) => (values[i] - centre) * (values[i] - centre), weights);
}

/**
 * 1 − unexplained / variance of the truth: R² when `unexplained` is the mean squared error. When the truth is
 * constant there is nothing to explain: 1 when nothing is left unexplained, else 0, as in scikit-learn.
 */
export function explainedShare(unexplained: number, truth: Float64Array, weights?: Float64Array): number {
  const first = truth.findIndex((_, i) => weights?.[i] !== 0);
  // compared as values: the rounded mean of equal numbers may differ from them, and its variance from 0
  const constant = truth.every((y, i) => y === truth[first] || weights?.[i] === 0);
  const spread = constant ? 0 : variance(truth, weights);
  if (spread === 0) return unexplained === 0 ? 1 : 0;
  return 1 - unexplained / spread;
}
