/** What learning and validation curves have in common: scores at every value, beside those of predicting the mean. */
import { meanBaseline } from './baseline.ts';
import type { Curves } from './curves.ts';
import type { Dataset } from './dataset.ts';
import { summaryOf, type FoldResult } from './folds.ts';
import type { Metric } from './metric.ts';
import type { Split } from './splitter.ts';

/** @param points  per value, the folds scored by `metric` alone, training rows too */
export function scoresAlong(
  points: readonly (readonly FoldResult<unknown>[])[], metric: Metric, dataset: Dataset<never, unknown>, splits: readonly Split[],
): Omit<Curves, 'kind' | 'parameter' | 'values'> {
  return {
    metric: metric.name,
    greaterIsBetter: metric.greaterIsBetter,
    ...(metric.squared === true && { squared: true }),
    train: points.map((results) => summaryOf(results, 'train', 0)),
    validation: points.map((results) => summaryOf(results, 'test', 0)),
    ...meanBaseline(dataset, splits, metric),
  };
}
