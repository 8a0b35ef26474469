/**
 * How far predicted numbers are from true ones. Conventions are scikit-learn's (many targets: mean over targets;
 * constant truth), save where a docstring says otherwise. Knows no model.
 */
import { explainedShare, variance, weightedMean } from '../numeric/index.ts';
import { regressionMetric, type Metric, type TargetPair } from './metric.ts';

/**
 * Mean squared error, Σw(y − ŷ)² / Σw, in the square of the target's unit. 0 is perfect.
 * @param yTrue  [rows] or [rows, targets]   @param yPred  the same shape
 * @throws RangeError when shapes differ or a number is not finite; TypeError when something is not a number
 */
export const meanSquaredError: Metric<'meanSquaredError'> = /* @__PURE__ */ regressionMetric(
  'meanSquaredError', { greaterIsBetter: false, squared: true }, squaredError,
);

/** Root mean squared error, √(Σw(y − ŷ)² / Σw), in the target's unit. For many targets the mean of their roots. */
export const rootMeanSquaredError: Metric<'rootMeanSquaredError'> = /* @__PURE__ */ regressionMetric(
  'rootMeanSquaredError', { greaterIsBetter: false }, (pair) => Math.sqrt(squaredError(pair)),
);

/** Mean absolute error, Σw|y − ŷ| / Σw, in the target's unit. */
export const meanAbsoluteError: Metric<'meanAbsoluteError'> = /* @__PURE__ */ regressionMetric(
  'meanAbsoluteError', { greaterIsBetter: false }, ({ truth, predicted, weights }) => weightedMean(truth.length, (i) => Math.abs(truth[i] - predicted[i]), weights),
);

/**
 * Weighted median of |y − ŷ|: half of the weight lies on either side; between two values their midpoint.
 * A row of weight 2 equals the row twice (scikit-learn takes the lower of the two values when weights are given).
 */
export const medianAbsoluteError: Metric<'medianAbsoluteError'> = /* @__PURE__ */ regressionMetric(
  'medianAbsoluteError', { greaterIsBetter: false }, medianError,
);

/** The largest |y − ŷ| of a row whose weight is above 0. For many targets the mean of their largest. */
export const maxError: Metric<'maxError'> = /* @__PURE__ */ regressionMetric(
  'maxError', { greaterIsBetter: false },
  ({ truth, predicted, weights }) => truth.reduce((largest, y, i) => (weights?.[i] === 0 ? largest : Math.max(largest, Math.abs(y - predicted[i]))), 0),
);

/**
 * Coefficient of determination, R² = 1 − Σw(y − ŷ)² / Σw(y − ȳ)². 1 is perfect, 0 as good as the mean of yTrue,
 * negative worse. When yTrue is constant: 1 for exact predictions, else 0.
 * @throws RangeError for a single row, where R² has no meaning
 */
export const r2: Metric<'r2'> = /* @__PURE__ */ regressionMetric('r2', { greaterIsBetter: true, squared: true, minRows: 2 }, (pair) => {
  return explainedShare(squaredError(pair), pair.truth, pair.weights);
});

/** 1 − Var(y − ŷ) / Var(y): R² that forgives a constant offset of the predictions. */
export const explainedVariance: Metric<'explainedVariance'> = /* @__PURE__ */ regressionMetric(
  'explainedVariance', { greaterIsBetter: true, squared: true, minRows: 2 },
  ({ truth, predicted, weights }) => explainedShare(variance(truth.map((y, i) => y - predicted[i]), weights), truth, weights),
);

function squaredError({ truth, predicted, weights }: TargetPair): number {
  return weightedMean(truth.length, (i) => (truth[i] - predicted[i]) * (truth[i] - predicted[i]), weights);
}

function medianError({ truth, predicted, weights }: TargetPair): number {
  const errors = truth.map((y, i) => Math.abs(y - predicted[i]));
  const order = Int32Array.from(errors.keys()).filter((i) => weights?.[i] !== 0).sort((a, b) => errors[a] - errors[b]);
  const weightOf = (i: number): number => weights?.[i] ?? 1;
  const half = order.reduce((sum, i) => sum + weightOf(i), 0) / 2;
  let below = 0;
  for (let k = 0; k < order.length - 1; k++) {
    below += weightOf(order[k]);
    if (below > half) return errors[order[k]];
    if (below === half) return (errors[order[k]] + errors[order[k + 1]]) / 2;
  }
  return errors[order[order.length - 1]];
}
