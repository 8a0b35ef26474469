/** Classes as a report names them. */
import type { ClassificationComparison } from '../../select/index.ts';

/** The class whose probability is drawn when there are two: the last, as everywhere. */
export function positiveName({ classes, target }: Pick<ClassificationComparison, 'classes' | 'target'>): string {
  const { label } = classes[classes.length - 1];
  return typeof label === 'string' ? label : `${target} = ${String(label)}`;
}

/** The probabilities of class `c`, one per row of the test. */
export function probabilitiesOf({ testPredictions }: ClassificationComparison, c: number): Float64Array {
  const { data, shape: [rows, columns] } = testPredictions.probabilities;
  return Float64Array.from({ length: rows }, (_, i) => data[i * columns + c]);
}

/** Of several classes, those that a curve of one against the rest can be drawn for: some rows are, and some are not. */
export function drawable({ classes, testPredictions }: ClassificationComparison): readonly number[] {
  const { actual } = testPredictions;
  const found = classes.map(({ label }) => actual.filter((one) => one === label).length);
  return [...found.keys()].filter((c) => found[c] > 0 && found[c] < actual.length);
}
