/** Reads predicted probabilities and scores beside the true classes. Knows no formula. */
import { isMatrixInput, readMatrix, readVector, readWeights, type Label, type Labels, type MatrixInput, type VectorInput } from '../array/index.ts';
import { classesOf, codesIn, listed, readTruth, withPositive, type ClassOptions } from './classMetric.ts';

export interface PositiveOptions extends ClassOptions {
  /** The class whose probability a vector holds, and which is to be found. Default the last of two: true, 1, the later name. */
  readonly positive?: Label;
}

/** True classes as codes, scores with one column per class, weights (undefined: all the same). */
export interface ClassScores {
  readonly classes: readonly Label[];
  readonly truth: Int32Array;
  /** [rows, classes], row-major. */
  readonly scores: Float64Array;
  readonly weights: Float64Array | undefined;
}

/** One class against the rest. */
export interface BinaryScores {
  readonly isPositive: Uint8Array;
  readonly scores: Float64Array;
  readonly weights: Float64Array | undefined;
}

/**
 * Scores of all classes; a vector is the probability of the positive one of two.
 * @throws RangeError when rows or columns do not match
 */
export function readScores(caller: string, yTrue: Labels, input: MatrixInput | VectorInput, options: PositiveOptions): ClassScores {
  const coded = readTruth(caller, yTrue);
  const rows = yTrue.length;
  const found = classesOf(caller, options, [['yTrue', coded]]);
  const weights = readWeights(caller, options.sampleWeight, rows, 'yTrue');
  if (!isMatrixInput(input)) {
    const { classes, positive } = withPositive(caller, found, options);
    if (classes.length !== 2) throw new RangeError(`${caller}: a vector of probabilities is for two classes; there are ${classes.length}: ${listed(classes)}. Give one column per class`);
    const vector = readVector(caller, 'probabilities', input, [rows, 'yTrue']);
    return { classes, truth: codesIn(classes, coded), scores: Float64Array.from({ length: 2 * rows }, (_, i) => (i % 2 === positive ? vector[i >> 1] : 1 - vector[i >> 1])), weights };
  }
  const matrix = readMatrix(caller, 'probabilities', input);
  if (matrix.rows !== rows) throw new RangeError(`${caller}: probabilities must have one row per row of yTrue; they are [${matrix.rows}, ${matrix.columns}], yTrue has ${rows} rows`);
  // where one class alone occurs, the other of two may be known by its nature: false beside true
  const classes = found.length === 1 && matrix.columns === 2 ? withPositive(caller, found, options).classes : found;
  if (matrix.columns !== classes.length) {
    throw new RangeError(`${caller}: probabilities must have one column per class; they are [${matrix.rows}, ${matrix.columns}], the classes are ${listed(classes)}${options.classes === undefined ? '. Give all of them: { classes: model.classes }' : ''}`);
  }
  return { classes, truth: codesIn(classes, coded), scores: matrix.data, weights };
}

/** What rounding may do to probabilities of float32. */
export const slack = 1e-5;

/** As `readScores`; every row must be of numbers from 0 to 1 whose sum is 1. */
export function readProbabilities(caller: string, yTrue: Labels, input: MatrixInput | VectorInput, options: PositiveOptions): ClassScores {
  const read = readScores(caller, yTrue, input, options);
  const { scores, truth, classes: { length: k } } = read;
  for (let i = 0; i < truth.length; i++) {
    let sum = 0;
    for (let c = 0; c < k; c++) {
      const p = scores[i * k + c];
      if (p < -slack || p > 1 + slack) throw new RangeError(`${caller}: probabilities must lie between 0 and 1; row ${i} has ${isMatrixInput(input) ? p : input[i]}`);
      sum += p;
    }
    if (Math.abs(sum - 1) > slack) throw new RangeError(`${caller}: the probabilities of a row must sum to 1; those of row ${i} sum to ${sum}`);
  }
  return read;
}

/** The positive class against the rest; a vector may hold any scores, the greater the likelier. */
export function readBinary(caller: string, yTrue: Labels, input: MatrixInput | VectorInput, options: PositiveOptions): BinaryScores {
  if (isMatrixInput(input)) {
    const read = readScores(caller, yTrue, input, options);
    return against(read, withPositive(caller, read.classes, options).positive);
  }
  const coded = readTruth(caller, yTrue);
  const { classes, positive } = withPositive(caller, classesOf(caller, options, [['yTrue', coded]]), options);
  return {
    isPositive: Uint8Array.from(codesIn(classes, coded), (code) => (code === positive ? 1 : 0)),
    scores: readVector(caller, 'probabilities', input, [yTrue.length, 'yTrue']),
    weights: readWeights(caller, options.sampleWeight, yTrue.length, 'yTrue'),
  };
}

/** Class `c` against the rest. */
export function against({ classes, truth, scores, weights }: ClassScores, c: number): BinaryScores {
  return {
    isPositive: Uint8Array.from(truth, (code) => (code === c ? 1 : 0)),
    scores: Float64Array.from(truth, (_, i) => scores[i * classes.length + c]),
    weights,
  };
}

/** Weight of the rows of each class. */
export function weightOfClasses({ classes, truth, weights }: ClassScores): Float64Array {
  const totals = new Float64Array(classes.length);
  truth.forEach((code, i) => {
    totals[code] += weights === undefined ? 1 : weights[i];
  });
  return totals;
}
