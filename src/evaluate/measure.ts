/** The score of a prediction on some rows of a dataset. Knows no model. */
import type { Label, NdArray, VectorInput } from '../array/index.ts';
import type { LabelMetric, ProbabilityMetric } from './classMetric.ts';
import type { Dataset } from './dataset.ts';
import type { Metric } from './metric.ts';
import type { Truth } from './target.ts';
import type { AnyMetric } from './task.ts';

/** What a model says about rows, computed when a metric needs it. */
export interface Predicted {
  /** Numbers or classes. */
  values(): Promise<Truth>;
  /** [rows, classes of the dataset] */
  probabilities(): Promise<NdArray<[number, number]>>;
}

/** Undefined where the metric has no meaning: too few classes occur among the rows. */
export async function measure(dataset: Dataset<never, unknown>, rows: Int32Array, metric: AnyMetric, predicted: Predicted): Promise<number | undefined> {
  const truth = dataset.truth(rows);
  const sampleWeight = dataset.weights(rows);
  const options = sampleWeight === undefined ? {} : { sampleWeight };
  if (dataset.classified === undefined) return (metric as Metric)(truth as VectorInput, (await predicted.values()) as VectorInput, options);
  if (occurring(truth as readonly Label[], sampleWeight) < leastClasses(metric)) return undefined;
  const withClasses = { ...options, classes: dataset.classified.labels };
  return metric.needs === 'probabilities'
    ? (metric as ProbabilityMetric)(truth as readonly Label[], await predicted.probabilities(), withClasses)
    : (metric as LabelMetric)(truth as readonly Label[], (await predicted.values()) as readonly Label[], withClasses);
}

export function leastClasses(metric: AnyMetric): number {
  return (metric as LabelMetric).leastClasses ?? 1;
}

/** Distinct labels of rows that count. */
function occurring(truth: readonly Label[], weights: Float64Array | undefined): number {
  return new Set(truth.filter((_, i) => weights?.[i] !== 0)).size;
}
