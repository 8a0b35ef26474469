/** What a metric is, and how truth and prediction are read. Knows no formula and no model. */
import { describe, isMatrixInput, readMatrix, readVector, readWeights, type Matrix, type MatrixInput, type VectorInput } from '../array/index.ts';
import type { ScoreOptions } from '../estimator/index.ts';

/**
 * A metric is a function with a name and a direction, so it is called as it is, and passed on as a value:
 * `metrics: [r2, rootMeanSquaredError]`. Your own: `Object.assign(function pinball(yTrue, yPred) {…}, { greaterIsBetter: false })`.
 */
export interface Metric<Name extends string = string> {
  (yTrue: VectorInput | MatrixInput, yPred: VectorInput | MatrixInput, options?: ScoreOptions): number;
  readonly name: Name;
  /** True for a score, of which 1 is perfect (r2); false for an error, of which 0 is perfect. */
  readonly greaterIsBetter: boolean;
  /** It grows with the square of the error (r2, meanSquaredError). Default false. */
  readonly squared?: boolean;
  /** Metrics of classes say what they need of a model; those of numbers need its predictions. */
  readonly needs?: undefined;
}

/** One target: truth, prediction and weights (undefined: all the same), of equal lengths, checked. */
export interface TargetPair {
  readonly truth: Float64Array;
  readonly predicted: Float64Array;
  readonly weights: Float64Array | undefined;
}

/**
 * A regression metric from its formula for one target; for many targets it is the plain mean over targets,
 * as scikit-learn's `multioutput="uniform_average"`.
 */
export function regressionMetric<Name extends string>(
  name: Name,
  traits: { readonly greaterIsBetter: boolean; readonly squared?: boolean; readonly minRows?: number },
  formula: (pair: TargetPair) => number,
): Metric<Name> {
  const { minRows = 1, ...shown } = traits;
  const measure = (yTrue: VectorInput | MatrixInput, yPred: VectorInput | MatrixInput, options: ScoreOptions = {}): number => {
    const truth = readColumns(name, 'yTrue', yTrue);
    const predicted = readColumns(name, 'yPred', yPred);
    if (truth.rows !== predicted.rows || truth.columns !== predicted.columns) {
      throw new RangeError(`${name}: yTrue and yPred must have equal shapes; yTrue is [${truth.rows}, ${truth.columns}], yPred is [${predicted.rows}, ${predicted.columns}]`);
    }
    if (truth.rows < minRows) throw new RangeError(`${name}: there must be at least ${minRows} rows; there is ${truth.rows}`);
    const weights = readWeights(name, options.sampleWeight, truth.rows, 'yTrue');
    let total = 0;
    for (let t = 0; t < truth.columns; t++) total += formula({ truth: columnAt(truth, t), predicted: columnAt(predicted, t), weights });
    return total / truth.columns;
  };
  Object.defineProperty(measure, 'name', { value: name });
  return Object.freeze(Object.assign(measure, shown)) as Metric<Name>;
}

/** A vector or a matrix as columns, one per target. */
export function readColumns(caller: string, name: string, input: VectorInput | MatrixInput): Matrix {
  if (isMatrixInput(input)) return readMatrix(caller, name, input);
  const data = readVector(caller, name, input);
  return { data, rows: data.length, columns: 1 };
}

/** @throws TypeError when `metric` is not a metric */
export function checkMetric(caller: string, metric: Metric): void {
  const rule = `${caller}: a metric must be a function with a name and greaterIsBetter, such as r2`;
  if (typeof metric !== 'function') throw new TypeError(`${rule}; it is ${describe(metric)}`);
  if (metric.name === '') throw new TypeError(`${rule}; it has no name`);
  if (typeof metric.greaterIsBetter !== 'boolean') throw new TypeError(`${rule}; greaterIsBetter of ${metric.name} is ${describe(metric.greaterIsBetter)}`);
}

function columnAt({ data, rows, columns }: Matrix, column: number): Float64Array {
  if (columns === 1) return data;
  const values = new Float64Array(rows);
  for (let i = 0; i < rows; i++) values[i] = data[i * columns + column];
  return values;
}
