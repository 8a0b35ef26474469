/** What a fit of logistic regression works on: rows that count, their classes as codes, and one weight for each. Knows no solver. */
import { checkMatrix, describe, readClasses, readMatrix, readWeights, takeRows, type Label, type Labels, type Matrix, type MatrixInput, type VectorInput } from '../../array/index.ts';
import { classFactors, type ClassWeightOption } from '../../estimator/index.ts';

export interface LogisticProblem<L extends Label = Label> {
  /** For messages: 'logisticRegression.fit'. */
  readonly caller: string;
  /** Shares memory with the user's array: read only. */
  readonly X: Matrix;
  /** Where X may still hold NaN or infinity: throws if it does. For those who see it in a sum. */
  readonly checkX?: () => void;
  /** Sorted, at least two. */
  readonly classes: readonly L[];
  /** Per row of X, the index of its class. */
  readonly codes: Int32Array;
  /** Of rows times of classes, above 0; undefined when every row counts once. */
  readonly weights?: Float64Array;
  /** The factor that a row's class puts in, in the order of `classes`; undefined when classes were given no weights. */
  readonly classWeights?: Float64Array;
}

/**
 * Reads the arguments of a fit. Rows of weight 0 are left out, so that a class which only they have is none.
 * @param options.unchecked  leaves the search for NaN, a pass over X, to `checkX`, where every row counts
 * @throws TypeError, RangeError for bad input; RangeError for fewer than two classes, or weights of classes that are not there
 */
export function readProblem<L extends Label>(caller: string, X: MatrixInput, y: Labels, sampleWeight: VectorInput | undefined, classWeight: ClassWeightOption, options: { readonly unchecked?: boolean } = {}): LogisticProblem<L> {
  const leave = options.unchecked === true && sampleWeight === undefined;
  const whole = readMatrix(caller, 'X', X, { unchecked: leave });
  let matrix = whole;
  const all = readClasses<Label>(caller, 'y', y, matrix.rows);
  let { codes, labels } = all;
  let weights = readWeights(caller, sampleWeight, matrix.rows);
  if (weights?.includes(0) === true) {
    const kept = Int32Array.from(weights.keys()).filter((i) => (weights as Float64Array)[i] > 0);
    matrix = takeRows(matrix, kept);
    ({ codes, labels } = readClasses<Label>(caller, 'y', Array.from(kept, (i) => all.labels[all.codes[i]]), kept.length));
    weights = Float64Array.from(kept, (i) => (weights as Float64Array)[i]);
  }
  if (labels.length < 2) throw new RangeError(`${caller}: y must have at least two classes; all ${codes.length} rows ${sampleWeight === undefined ? '' : 'of weight above 0 '}are ${describe(labels[0])}`);
  const factors = classFactors(caller, labels, codes, weights, classWeight);
  if (factors !== undefined) weights = Float64Array.from(codes, (code, i) => factors[code] * (weights === undefined ? 1 : weights[i]));
  return { caller, X: matrix, classes: labels as readonly L[], codes, ...(weights && { weights }), ...(factors && { classWeights: factors }), ...(leave && { checkX: () => checkMatrix(caller, 'X', whole) }) };
}
