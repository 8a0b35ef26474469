/** Weighted counts of rows per class: what accuracy, precision, recall and the confusion matrix are made of. */
import type { ClassPair } from './classMetric.ts';

/** Per class, in weights of rows. */
export interface ClassCounts {
  /** Of the class and predicted as it. */
  readonly hits: Float64Array;
  /** Of the class. */
  readonly truth: Float64Array;
  /** Predicted as the class. */
  readonly predicted: Float64Array;
  /** All rows. */
  readonly total: number;
}

export function classCounts({ classes, truth, predicted, weights }: ClassPair): ClassCounts {
  const counts = { hits: new Float64Array(classes.length), truth: new Float64Array(classes.length), predicted: new Float64Array(classes.length) };
  let total = 0;
  for (let i = 0; i < truth.length; i++) {
    const weight = weights === undefined ? 1 : weights[i];
    total += weight;
    counts.truth[truth[i]] += weight;
    counts.predicted[predicted[i]] += weight;
    if (truth[i] === predicted[i]) counts.hits[truth[i]] += weight;
  }
  return { ...counts, total };
}

export function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
