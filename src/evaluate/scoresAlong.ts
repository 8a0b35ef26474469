/** What learning and validation curves have in common: scores at every value, beside those of the simplest prediction. */
import { baselineScores } from './baseline.ts';
import type { Curves } from './curves.ts';
import type { Dataset } from './dataset.ts';
import { foldNotes } from './foldNotes.ts';
import { summaryOf, type FoldResult } from './folds.ts';
import type { Split } from './splitter.ts';
import type { AnyMetric } from './task.ts';

/** @param points  per value, the folds scored by `metric` alone, training rows too */
export async function scoresAlong(
  points: readonly (readonly FoldResult<unknown>[])[], metric: AnyMetric, dataset: Dataset<never, unknown>, splits: readonly Split[],
): Promise<Omit<Curves, 'kind' | 'parameter' | 'values'>> {
  const notes = foldNotes(dataset, splits, [metric]);
  return {
    metric: metric.name,
    greaterIsBetter: metric.greaterIsBetter,
    ...(metric.squared === true && { squared: true }),
    ...(metric.needs !== undefined && { needs: metric.needs }),
    train: points.map((results) => summaryOf(results, 'train', 0)),
    validation: points.map((results) => summaryOf(results, 'test', 0)),
    ...(await baselineScores(dataset, splits, metric)),
    ...(notes.length > 0 && { notes }),
  };
}
