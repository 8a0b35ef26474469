/** The area under the ROC curve, for two classes and for many. */
import { describe, isMatrixInput, type Labels, type MatrixInput, type VectorInput } from '../array/index.ts';
import { checkChoice } from '../estimator/index.ts';
import { probabilityMetric, type ProbabilityMetric } from './classMetric.ts';
import { against, readBinary, readScores, weightOfClasses, type BinaryScores, type ClassScores, type PositiveOptions } from './probabilities.ts';
import { rankingOf } from './ranking.ts';
import { checkBothOccur } from './rocCurve.ts';

export interface RocAucOptions extends PositiveOptions {
  /** For more than two classes: each against the rest, or every two against each other (Hand and Till). Default 'oneVsRest'. */
  readonly multiClass?: 'oneVsRest' | 'pairwise';
  /** The mean over classes (or pairs), each counting once ('macro', the default), or by its true rows ('weighted'). */
  readonly average?: 'macro' | 'weighted';
}

/**
 * The probability that a positive row has a higher score than another row, equal scores counting half: the area under
 * the ROC curve (Mann–Whitney). 1 is perfect, 0.5 chance. It judges the order of rows only, not the probabilities.
 *
 * More than two classes: the mean over classes, each against the rest; or with `multiClass: 'pairwise'` the mean over
 * pairs of ½(A(i|j) + A(j|i)), which does not depend on how frequent classes are. Classes without a row are left out.
 * @param yTrue  [rows]   @param scores  [rows] of the positive class, or [rows, classes]
 * @param options  positive, classes, multiClass 'oneVsRest', average 'macro', sampleWeight
 * @throws RangeError when only one class occurs
 * @see Hand & Till (2001), A simple generalisation of the area under the ROC curve, Machine Learning 45
 * @example rocAuc(['no', 'no', 'yes', 'yes'], [0.1, 0.4, 0.35, 0.8]) // 0.75
 */
export const rocAuc: ProbabilityMetric<'rocAuc', RocAucOptions> = /* @__PURE__ */ probabilityMetric(
  'rocAuc', { greaterIsBetter: true, leastClasses: 2 }, ['positive', 'multiClass', 'average'],
  (yTrue, scores, options: RocAucOptions) => {
    const { multiClass = 'oneVsRest', average = 'macro' } = options;
    checkChoice('rocAuc', 'multiClass', multiClass, ['oneVsRest', 'pairwise']);
    checkChoice('rocAuc', 'average', average, ['macro', 'weighted']);
    const many = manyClasses('rocAuc', yTrue, scores, options);
    if (many === undefined) return area(readBinary('rocAuc', yTrue, scores, options));
    const rows = weightOfClasses(many);
    const mean = multiClass === 'pairwise' ? pairwise : meanOverClasses;
    return mean('rocAuc', many, rows, average === 'weighted', area);
  },
);

/** The scores of more than two classes, when it is them that are asked for; else undefined. */
export function manyClasses(caller: string, yTrue: Labels, scores: MatrixInput | VectorInput, options: PositiveOptions): ClassScores | undefined {
  if (!isMatrixInput(scores) || options.positive !== undefined) return undefined;
  const read = readScores(caller, yTrue, scores, options);
  return read.classes.length > 2 ? read : undefined;
}

/** Each class against the rest: the mean over classes that have rows, and are not all there is. */
export function meanOverClasses(caller: string, many: ClassScores, rows: Float64Array, weighted: boolean, measure: (binary: BinaryScores) => number): number {
  const occurring = occurringClasses(caller, many, rows);
  return weightedAverage(occurring.map((c) => [measure(against(many, c)), weighted ? rows[c] : 1]));
}

function pairwise(caller: string, many: ClassScores, rows: Float64Array, weighted: boolean): number {
  const occurring = occurringClasses(caller, many, rows);
  return weightedAverage(occurring.flatMap((i, at) => occurring.slice(at + 1).map((j): [number, number] => {
    const both = [...many.truth.keys()].filter((row) => many.truth[row] === i || many.truth[row] === j);
    const between = (c: number): number => {
      const { isPositive, scores, weights } = against(many, c);
      return area({ isPositive: Uint8Array.from(both, (row) => isPositive[row]), scores: Float64Array.from(both, (row) => scores[row]), weights: weights && Float64Array.from(both, (row) => weights[row]) });
    };
    return [(between(i) + between(j)) / 2, weighted ? rows[i] + rows[j] : 1];
  })));
}

function area(binary: BinaryScores): number {
  const { truePositives, falsePositives, positives, negatives } = rankingOf(binary);
  checkBothOccur('rocAuc', { positives, negatives });
  let sum = 0;
  let [found, wrong] = [0, 0];
  truePositives.forEach((now, k) => {
    // others of this step are below all positives found before, and level with those of the step
    sum += (falsePositives[k] - wrong) * (found + (now - found) / 2);
    found = now;
    wrong = falsePositives[k];
  });
  return sum / (positives * negatives);
}

function weightedAverage(values: readonly (readonly [number, number])[]): number {
  const total = values.reduce((sum, [, weight]) => sum + weight, 0);
  return values.reduce((sum, [value, weight]) => sum + value * weight, 0) / total;
}

function occurringClasses(caller: string, { classes }: ClassScores, rows: Float64Array): number[] {
  const occurring = [...classes.keys()].filter((c) => rows[c] > 0);
  if (occurring.length < 2) throw new RangeError(`${caller}: rows of at least two classes must occur; all are of class ${describe(classes[occurring[0]])}`);
  return occurring;
}
