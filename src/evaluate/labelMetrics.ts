/**
 * How often predicted classes are the true ones. Conventions are scikit-learn's, save where a docstring says otherwise.
 * Knows no model.
 */
import { describe, type Label, type Labels } from '../array/index.ts';
import { checkChoice } from '../estimator/index.ts';
import { classCounts, sumOf, type ClassCounts } from './classCounts.ts';
import { checkClassOptions, labelMetric, readClassPair, withPositive, type ClassOptions, type LabelMetric } from './classMetric.ts';

export interface AverageOptions extends ClassOptions {
  /**
   * 'binary': of the positive class alone. 'macro': the mean over classes. 'weighted': the same, each class weighing as
   * its true rows. 'micro': of all rows together, which is the accuracy. Default 'binary' for two classes or when
   * `positive` is given, else 'macro'.
   */
  readonly average?: 'binary' | 'macro' | 'micro' | 'weighted';
  /** The class to find. Default the last of two, sorted: true, 1, the later name. */
  readonly positive?: Label;
  /** What stands where there is nothing to divide by: no row predicted (precision), none true (recall), neither (f1). Default 0. */
  readonly zeroDivision?: 0 | 1;
}

/**
 * Share of rows whose class is predicted, Σw[ŷ = y] / Σw. 1 is perfect.
 * @param yTrue  [rows] strings, numbers or booleans   @param yPred  [rows]
 * @throws TypeError for labels of different kinds; RangeError for other lengths
 * @example accuracy(['cat', 'dog', 'cat'], ['cat', 'cat', 'cat']) // 0.6666666666666666
 */
export const accuracy: LabelMetric<'accuracy'> = /* @__PURE__ */ labelMetric('accuracy', true, [], (yTrue, yPred, options) => {
  const { hits, total } = classCounts(readClassPair('accuracy', yTrue, yPred, options));
  return sumOf(hits) / total;
});

/** Mean over the true classes of the share of their rows that is found: accuracy as if all classes were equally frequent. */
export const balancedAccuracy: LabelMetric<'balancedAccuracy'> = /* @__PURE__ */ labelMetric('balancedAccuracy', true, [], (yTrue, yPred, options) => {
  const { hits, truth } = classCounts(readClassPair('balancedAccuracy', yTrue, yPred, options));
  return meanOver(truth, (c) => hits[c] / truth[c]);
});

/**
 * Of the rows predicted to be of a class, the share that are: TP / (TP + FP).
 * @param options  average 'binary' or, beyond two classes, 'macro'; positive; zeroDivision 0
 * @example precision([true, true, false, false], [true, false, true, true]) // 0.3333333333333333
 */
export const precision: LabelMetric<'precision', AverageOptions> = /* @__PURE__ */ averaged('precision', ({ hits, predicted }) => [hits, predicted]);

/** Of the rows of a class, the share predicted to be of it: TP / (TP + FN). Options as `precision`. */
export const recall: LabelMetric<'recall', AverageOptions> = /* @__PURE__ */ averaged('recall', ({ hits, truth }) => [hits, truth]);

/** Harmonic mean of precision and recall: 2TP / (2TP + FP + FN). Options as `precision`. */
export const f1: LabelMetric<'f1', AverageOptions> = /* @__PURE__ */ averaged('f1', ({ hits, truth, predicted }) => [
  hits.map((hit) => 2 * hit), truth.map((rows, c) => rows + predicted[c]),
]);

/** One class of a `classificationReport`. */
export interface ClassReport {
  readonly class: Label;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Its true rows, by weight. */
  readonly support: number;
}

/**
 * Precision, recall and F1 of every class, each against the rest.
 * @param options  classes, sampleWeight, zeroDivision 0
 * @example classificationReport(['a', 'b', 'b'], ['a', 'a', 'b'])[1] // { class: 'b', precision: 1, recall: 0.5, f1: 0.6666666666666666, support: 2 }
 */
export function classificationReport(yTrue: Labels, yPred: Labels, options: ClassOptions & Pick<AverageOptions, 'zeroDivision'> = {}): ClassReport[] {
  checkClassOptions('classificationReport', options, ['zeroDivision']);
  const zero = zeroOf('classificationReport', options.zeroDivision);
  const pair = readClassPair('classificationReport', yTrue, yPred, options);
  const { hits, truth, predicted } = classCounts(pair);
  return pair.classes.map((label, c) => ({
    class: label,
    precision: share(hits[c], predicted[c], zero),
    recall: share(hits[c], truth[c], zero),
    f1: share(2 * hits[c], truth[c] + predicted[c], zero),
    support: truth[c],
  }));
}

/** A share of each class, [parts, wholes], averaged as asked. */
function averaged<Name extends string>(name: Name, shares: (counts: ClassCounts) => readonly [Float64Array, Float64Array]): LabelMetric<Name, AverageOptions> {
  return labelMetric(name, true, ['average', 'positive', 'zeroDivision'], (yTrue, yPred, options: AverageOptions) => {
    const zero = zeroOf(name, options.zeroDivision);
    const pair = readClassPair(name, yTrue, yPred, options);
    const counts = classCounts(pair);
    const [parts, wholes] = shares(counts);
    const { average = pair.classes.length <= 2 || options.positive !== undefined ? 'binary' : 'macro' } = options;
    checkChoice(name, 'average', average, ['binary', 'macro', 'micro', 'weighted']);
    if (average === 'binary') {
      // a class that does not occur has no part and no whole
      const { classes, positive } = withPositive(name, pair.classes, options);
      const c = pair.classes.indexOf(classes[positive]);
      return c < 0 ? zero : share(parts[c], wholes[c], zero);
    }
    if (average === 'micro') return share(sumOf(parts), sumOf(wholes), zero);
    const { truth, predicted } = counts;
    if (average === 'macro') return meanOver(truth.map((rows, c) => rows + predicted[c]), (c) => share(parts[c], wholes[c], zero));
    return truth.reduce((sum, rows, c) => sum + rows * share(parts[c], wholes[c], zero), 0) / counts.total;
  });
}

/** The mean of `value` over the classes of which there are rows. */
function meanOver(rows: Float64Array, value: (c: number) => number): number {
  let sum = 0;
  let classes = 0;
  for (let c = 0; c < rows.length; c++) {
    if (rows[c] === 0) continue;
    sum += value(c);
    classes++;
  }
  return sum / classes;
}

function share(part: number, whole: number, zero: number): number {
  return whole === 0 ? zero : part / whole;
}

function zeroOf(caller: string, zeroDivision: unknown = 0): 0 | 1 {
  if (zeroDivision !== 0 && zeroDivision !== 1) throw new RangeError(`${caller}: zeroDivision must be 0 or 1; it is ${describe(zeroDivision)}`);
  return zeroDivision;
}
