/** Which classes are taken for which. */
import { NdArray, type Label, type Labels } from '../array/index.ts';
import { checkChoice } from '../estimator/index.ts';
import { checkClassOptions, readClassPair, type ClassOptions } from './classMetric.ts';

export interface ConfusionMatrixOptions extends ClassOptions {
  /** Shares instead of rows: of each true class ('true': rows sum to 1), of each predicted one, of all. Default none. */
  readonly normalize?: 'true' | 'predicted' | 'all';
}

/** [classes, classes], true classes downwards, predicted ones across, both in the order of `classes`. */
export class ConfusionMatrix extends NdArray<[number, number]> {
  readonly classes: readonly Label[];

  constructor(data: Float64Array, classes: readonly Label[]) {
    super(data, [classes.length, classes.length]);
    this.classes = classes;
  }
}

/**
 * Rows (by weight) of class i that are predicted to be of class j, at [i, j]. The diagonal is right.
 * @param options  classes, sampleWeight; normalize none (a share of nothing is 0)
 * @example confusionMatrix(['a', 'b', 'b'], ['a', 'a', 'b']).toNested() // [[1, 0], [1, 1]]
 */
export function confusionMatrix(yTrue: Labels, yPred: Labels, options: ConfusionMatrixOptions = {}): ConfusionMatrix {
  const caller = 'confusionMatrix';
  checkClassOptions(caller, options, ['normalize']);
  const { normalize } = options;
  if (normalize !== undefined) checkChoice(caller, 'normalize', normalize, ['true', 'predicted', 'all']);
  const { classes, truth, predicted, weights } = readClassPair(caller, yTrue, yPred, options);
  const k = classes.length;
  const counts = new Float64Array(k * k);
  for (let i = 0; i < truth.length; i++) counts[truth[i] * k + predicted[i]] += weights === undefined ? 1 : weights[i];
  if (normalize === undefined) return new ConfusionMatrix(counts, classes);
  const totals = new Float64Array(k);
  const groupOf = (cell: number): number => (normalize === 'true' ? Math.floor(cell / k) : normalize === 'predicted' ? cell % k : 0);
  counts.forEach((count, cell) => {
    totals[groupOf(cell)] += count;
  });
  return new ConfusionMatrix(counts.map((count, cell) => (count === 0 ? 0 : count / totals[groupOf(cell)])), classes);
}
