/** What a metric of classes is, and how truth is paired with predicted classes. Knows no formula and no model. */
import { describe, readClasses, readLabels, readWeights, type Coded, type Label, type Labels, type MatrixInput, type VectorInput } from '../array/index.ts';
import { checkKnown, type ScoreOptions } from '../estimator/index.ts';

/** Options of every metric of classes. */
export interface ClassOptions extends ScoreOptions {
  /**
   * All classes there are, in the order of the columns of probabilities: a model's `classes`. Default those that occur,
   * sorted. A class that does not occur counts in no mean.
   */
  readonly classes?: readonly Label[];
}

interface ClassMetricTraits<Name extends string> {
  readonly name: Name;
  /** True for a score, of which 1 is perfect; false for a loss, of which 0 is perfect. */
  readonly greaterIsBetter: boolean;
  /** It grows with the square of the error. Default false. */
  readonly squared?: boolean;
  /** How many classes must occur among the true ones for it to have a meaning. Default 1. */
  readonly leastClasses?: number;
}

/** A metric of predicted classes. */
export interface LabelMetric<Name extends string = string, O extends ClassOptions = ClassOptions> extends ClassMetricTraits<Name> {
  (yTrue: Labels, yPred: Labels, options?: O): number;
  readonly needs: 'labels';
}

/** A metric of predicted probabilities: [rows, classes], or for two classes the vector of the positive one's. */
export interface ProbabilityMetric<Name extends string = string, O extends ClassOptions = ClassOptions> extends ClassMetricTraits<Name> {
  (yTrue: Labels, probabilities: MatrixInput | VectorInput, options?: O): number;
  readonly needs: 'probabilities';
}

/**
 * A metric of classes is a function with a name, a direction, and what it needs of a model. Your own:
 * `Object.assign(function cost(yTrue, yPred) {…}, { greaterIsBetter: false, needs: 'labels' })`.
 */
export type ClassificationMetric<Name extends string = string> = LabelMetric<Name> | ProbabilityMetric<Name>;

/** Makes a metric of predicted classes from its formula. @param known  its options beyond those of every metric */
export function labelMetric<Name extends string, O extends ClassOptions = ClassOptions>(
  name: Name, greaterIsBetter: boolean, known: readonly string[], formula: (yTrue: Labels, yPred: Labels, options: O) => number,
): LabelMetric<Name, O> {
  return named(name, { greaterIsBetter, needs: 'labels' }, known, formula) as LabelMetric<Name, O>;
}

/** Makes a metric of probabilities from its formula. */
export function probabilityMetric<Name extends string, O extends ClassOptions = ClassOptions>(
  name: Name, traits: { readonly greaterIsBetter: boolean; readonly squared?: boolean; readonly leastClasses?: number }, known: readonly string[],
  formula: (yTrue: Labels, probabilities: MatrixInput | VectorInput, options: O) => number,
): ProbabilityMetric<Name, O> {
  return named(name, { ...traits, needs: 'probabilities' }, known, formula) as ProbabilityMetric<Name, O>;
}

function named<P, O extends ClassOptions>(name: string, traits: object, known: readonly string[], formula: (yTrue: Labels, yPred: P, options: O) => number): unknown {
  const measure = (yTrue: Labels, yPred: P, options: O = {} as O): number => {
    checkClassOptions(name, options, known);
    return formula(yTrue, yPred, options);
  };
  Object.defineProperty(measure, 'name', { value: name });
  return Object.freeze(Object.assign(measure, traits));
}

/** @param known  the options of `caller` beyond those of every metric */
export function checkClassOptions(caller: string, options: ClassOptions, known: readonly string[]): void {
  checkKnown(caller, options, [...known, 'classes', 'sampleWeight']);
}

/** Truth and prediction as codes of the same classes, with weights (undefined: all the same), checked. */
export interface ClassPair {
  readonly classes: readonly Label[];
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  readonly weights: Float64Array | undefined;
}

/** @throws TypeError for labels of different kinds; RangeError for other lengths, no rows, or a label that is none of `classes` */
export function readClassPair(caller: string, yTrue: Labels, yPred: Labels, options: ClassOptions): ClassPair {
  const truth = readTruth(caller, yTrue);
  const predicted = readClasses(caller, 'yPred', yPred, yTrue.length);
  const classes = classesOf(caller, options, [['yTrue', truth], ['yPred', predicted]]);
  return {
    classes,
    truth: codesIn(classes, truth),
    predicted: codesIn(classes, predicted),
    weights: readWeights(caller, options.sampleWeight, yTrue.length, 'yTrue'),
  };
}

export function readTruth(caller: string, yTrue: Labels): Coded {
  const coded = readClasses(caller, 'yTrue', yTrue, yTrue?.length);
  if (coded.codes.length === 0) throw new RangeError(`${caller}: yTrue must have at least one element; it has none`);
  return coded;
}

/** The classes given, else all that were read, sorted; of one kind either way. */
export function classesOf(caller: string, { classes }: ClassOptions, read: readonly (readonly [string, Coded])[]): readonly Label[] {
  const seen = read.flatMap(([, { labels }]) => labels);
  if (classes === undefined) return readClasses(caller, read.map(([name]) => name).join(' and '), seen, seen.length).labels;
  const { labels: given } = readLabels(caller, 'classes', classes, classes?.length);
  if (given.length !== classes.length) throw new RangeError(`${caller}: classes must be distinct; ${classes.length} are given, ${given.length} of them distinct`);
  for (const [name, { labels, codes }] of read) {
    const unknown = labels.findIndex((label) => !given.includes(label));
    if (unknown >= 0) throw new RangeError(`${caller}: every label must be one of the classes ${listed(given)}; ${name}[${codes.indexOf(unknown)}] is ${describe(labels[unknown])}`);
  }
  return given;
}

/** Per row, the place of its label in `classes`, which has them all. */
export function codesIn(classes: readonly Label[], { codes, labels }: Coded): Int32Array {
  const place = labels.map((label) => classes.indexOf(label));
  return codes.map((code) => place[code]);
}

/**
 * The classes with the place of the positive one: `positive`, else the last of two (true, 1, the later name). Where
 * only one class occurs, true or 1 is added to false or 0, and `positive` to any.
 */
export function withPositive(
  caller: string, classes: readonly Label[], { classes: given, positive }: ClassOptions & { readonly positive?: Label },
): { readonly classes: readonly Label[]; readonly positive: number } {
  const [only] = classes;
  const alone = given === undefined && classes.length === 1;
  if (positive !== undefined) {
    if (classes.includes(positive)) return { classes, positive: classes.indexOf(positive) };
    if (alone && typeof positive === typeof only) return { classes: [only, positive], positive: 1 };
    throw new RangeError(`${caller}: positive must be one of the classes ${listed(classes)}; it is ${describe(positive)}`);
  }
  if (classes.length === 2) return { classes, positive: 1 };
  if (alone && typeof only === 'boolean') return { classes: [false, true], positive: 1 };
  if (alone && (only === 0 || only === 1)) return { classes: [0, 1], positive: 1 };
  throw new RangeError(`${caller}: with ${classes.length === 1 ? 'one class' : `${classes.length} classes`}, ${listed(classes)}, say which is positive: { positive: ${describe(classes[classes.length - 1])} }`);
}

/** Classes in a message: at most five. */
export function listed(classes: readonly Label[]): string {
  const shown = classes.slice(0, 5).map((label) => describe(label)).join(', ');
  return classes.length > 5 ? `${shown} … (${classes.length} in all)` : shown;
}
