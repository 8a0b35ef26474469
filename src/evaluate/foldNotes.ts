/** Says which folds lack a class, and what that does to the scores. Knows no model. */
import { describe } from '../array/index.ts';
import type { Dataset } from './dataset.ts';
import { leastClasses } from './measure.ts';
import type { Split } from './splitter.ts';
import type { AnyMetric } from './task.ts';

/** One sentence per thing a reader of the scores must know; none for numbers, and none when every fold has every class. */
export function foldNotes(dataset: Dataset<never, unknown>, splits: readonly Split[], metrics: readonly AnyMetric[]): string[] {
  const { classified } = dataset;
  if (classified === undefined) return [];
  const { codes, labels } = classified;
  const count = (rows: Int32Array): Int32Array => {
    const weights = dataset.weights(rows);
    const counts = new Int32Array(labels.length);
    rows.forEach((row, i) => {
      if (weights?.[i] !== 0) counts[codes[row]]++;
    });
    return counts;
  };
  const demanding = metrics.filter((metric) => leastClasses(metric) > 1).map(({ name }) => name).join(', ');
  return splits.flatMap(({ train, test }, fold) => {
    const place = `In fold ${fold + 1} of ${splits.length}`;
    const [fitted, held] = [count(train), count(test)];
    const present = [...labels.keys()].filter((c) => held[c] > 0);
    const unseen = present.filter((c) => fitted[c] === 0)
      .map((c) => `${place} class ${describe(labels[c])} has no training row: ${held[c] === 1 ? 'its test row counts' : `its ${held[c]} test rows count`} as missed, with probability 0.`);
    if (demanding === '' || present.length === labels.length) return unseen;
    const absent = labels.filter((_, c) => held[c] === 0).map((label) => describe(label)).join(', ');
    return [...unseen, present.length === 1
      ? `${place} all test rows are of class ${describe(labels[present[0]])}: ${demanding} has no meaning there, and the mean is over the other folds.`
      : `${place} no test row is of class ${absent}: ${demanding} is the mean over the other classes there.`];
  });
}
