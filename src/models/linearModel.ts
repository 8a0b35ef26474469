/** A fitted linear model, whoever solved it: ŷ = X w + b, with the solver's certificate. Knows no solver. */
import { isMatrixInput, NdArray, readMatrix, readVector, readWeights, type Matrix, type MatrixInput, type VectorInput } from '../array/index.ts';
import {
  arrayOf, isBoolean, isNumber, isString, ModelFormatError, settingOf, type Json, type ModelState, type NarrowedByTarget, type RegressionModel, type ScoreOptions,
} from '../estimator/index.ts';
import { explainedShare, weightedMean } from '../numeric/index.ts';

/** One target (y is a vector) or many (y is a matrix [rows, targets]). */
export type Targets = 'one' | 'many';
type PerTarget<T extends Targets> = T extends 'one' ? number : Float64Array;
type PerFeature<T extends Targets> = T extends 'one' ? Float64Array : NdArray<[number, number]>;
/** What predict returns: a vector for one target, [rows, targets] for many. */
export type Prediction<T extends Targets> = PerFeature<T>;

/** How the solver knows that it is done. */
export interface Certificate {
  /** True when `optimality` reached the solver's tolerance. Not converging is said here, never thrown. */
  readonly converged: boolean;
  readonly iterations: number;
  /**
   * linear and ridge: the largest relative normal-equation residual, ‖Aᵀ(y − Aw)‖ / (‖A‖‖y‖);
   * lasso and elastic net: the relative duality gap; gradient descent: the relative gradient.
   */
  readonly optimality: number;
  /** Gradient descent: the cost after each iteration, the cost before the first at index 0. */
  readonly history?: Float64Array;
  /** What the user should know: why it did not converge, that columns depend on each other. */
  readonly note?: string;
}

/** What a solver found: coefficients of all targets [targets, features], and how good they are. */
export interface LinearSolution extends Certificate {
  readonly coef: NdArray<[number, number]>;
  readonly intercept: Float64Array;
  /** The number of independent columns of X (centred when an intercept is fitted). */
  readonly rank?: number;
  readonly errors?: StandardErrors;
}

/** Classical errors of least squares: independent noise of equal variance σ², estimated by SSE / (n − parameters). */
export interface StandardErrors {
  /** [targets, features] */
  readonly coef: NdArray<[number, number]>;
  /** per target; NaN without an intercept */
  readonly intercept: Float64Array;
  /** σ per target, in the unit of y */
  readonly residual: Float64Array;
  /** n − parameters, n counting a row of weight w as w rows */
  readonly degreesOfFreedom: number;
}

/** A fitted linear regression, ridge, lasso or elastic net. */
export class LinearModel<T extends Targets = 'one'> implements RegressionModel, Certificate, NarrowedByTarget<LinearModel> {
  declare readonly '~oneTarget'?: LinearModel;
  /** The estimator's name: 'linearRegression', 'ridge', 'lasso', 'elasticNet'. */
  readonly kind: string;
  /** The estimator's options. */
  readonly options: Readonly<Record<string, Json>>;
  readonly targets: T;
  readonly nFeatures: number;
  /** One target: a vector of nFeatures. Many: [targets, nFeatures]. */
  readonly coef: PerFeature<T>;
  readonly intercept: PerTarget<T>;
  readonly rank?: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly optimality: number;
  readonly history?: Float64Array;
  readonly note?: string;
  /** Standard errors of `coef` in the same shape; linear regression by least squares of full rank only. */
  readonly standardErrors?: PerFeature<T>;
  readonly interceptStandardError?: PerTarget<T>;
  /** σ̂, the standard deviation of the noise. */
  readonly residualStandardError?: PerTarget<T>;
  readonly degreesOfFreedom?: number;
  readonly #solution: LinearSolution;

  constructor(kind: string, options: Readonly<Record<string, Json>>, targets: T, solution: LinearSolution) {
    const vectors = (values: NdArray<[number, number]>): PerFeature<T> => (targets === 'one' ? values.data : values) as PerFeature<T>;
    const numbers = (values: Float64Array): PerTarget<T> => (targets === 'one' ? values[0] : values) as PerTarget<T>;
    this.kind = kind;
    this.options = options;
    this.targets = targets;
    this.nFeatures = solution.coef.shape[1];
    this.coef = vectors(solution.coef);
    this.intercept = numbers(solution.intercept);
    this.converged = solution.converged;
    this.iterations = solution.iterations;
    this.optimality = solution.optimality;
    if (solution.rank !== undefined) this.rank = solution.rank;
    if (solution.history !== undefined) this.history = solution.history;
    if (solution.note !== undefined) this.note = solution.note;
    if (solution.errors !== undefined) {
      this.standardErrors = vectors(solution.errors.coef);
      this.interceptStandardError = numbers(solution.errors.intercept);
      this.residualStandardError = numbers(solution.errors.residual);
      this.degreesOfFreedom = solution.errors.degreesOfFreedom;
    }
    this.#solution = solution;
  }

  async predict(X: MatrixInput): Promise<Prediction<T>> {
    const matrix = readMatrix(`${this.kind}.predict`, 'X', X, { columns: this.nFeatures });
    const predicted = predictAll(this.#solution, matrix);
    return (this.targets === 'one' ? predicted.data : predicted) as Prediction<T>;
  }

  async score(X: MatrixInput, y: VectorInput | MatrixInput, options: ScoreOptions = {}): Promise<number> {
    const caller = `${this.kind}.score`;
    const matrix = readMatrix(caller, 'X', X, { columns: this.nFeatures });
    const truth = readTargets(caller, y, matrix.rows);
    const [nTargets] = this.#solution.coef.shape;
    if (truth.columns !== nTargets) throw new RangeError(`${caller}: y must have the ${nTargets} targets of the fit; it has ${truth.columns}`);
    const weights = readWeights(caller, options.sampleWeight, matrix.rows);
    return meanR2(truth, predictAll(this.#solution, matrix).data as Float64Array, weights);
  }

  state(): ModelState {
    const { coef, intercept, history, errors, rank } = this.#solution;
    const arrays = new Map<string, NdArray>([['coef', coef], ['intercept', new NdArray(intercept, [intercept.length])]]);
    if (history !== undefined) arrays.set('history', new NdArray(history, [history.length]));
    const settings: Record<string, Json> = {
      options: this.options, targets: this.targets, converged: this.converged, iterations: this.iterations, optimality: this.optimality,
    };
    if (rank !== undefined) settings.rank = rank;
    if (this.note !== undefined) settings.note = this.note;
    if (errors !== undefined) {
      arrays.set('standardErrors', errors.coef);
      // NaN marks "no intercept" and "too few rows" in memory; files hold finite numbers only
      if (errors.intercept.every(Number.isFinite)) arrays.set('interceptStandardError', new NdArray(errors.intercept, [errors.intercept.length]));
      arrays.set('residualStandardError', new NdArray(errors.residual, [errors.residual.length]));
      settings.degreesOfFreedom = errors.degreesOfFreedom;
    }
    return { kind: this.kind, settings, arrays };
  }
}

/** The kinds of estimator whose fitted model is a LinearModel. */
export const linearKinds = ['linearRegression', 'ridge', 'lasso', 'elasticNet'] as const;

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restoreLinearModel(state: ModelState): LinearModel<Targets> {
  const isOptions = (value: Json): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);
  const isTargets = (value: Json): value is Targets => value === 'one' || value === 'many';
  const targets = settingOf(state, 'targets', isTargets, "'one' or 'many'");
  const coef = arrayOf(state, 'coef', [targets === 'one' ? 1 : null, null]) as NdArray<[number, number]>;
  const [nTargets, nFeatures] = coef.shape;
  if (nTargets === 0 || nFeatures === 0) throw new ModelFormatError(`load: "coef" of a ${state.kind} model must not be empty; it is [${nTargets}, ${nFeatures}]`);
  const vector = (name: string, length: number | null): Float64Array => arrayOf(state, name, [length]).data;
  const has = (name: string): boolean => Object.hasOwn(state.settings, name);
  const errors: StandardErrors | undefined = !state.arrays.has('standardErrors') ? undefined : {
    coef: arrayOf(state, 'standardErrors', [nTargets, nFeatures]) as NdArray<[number, number]>,
    intercept: state.arrays.has('interceptStandardError') ? vector('interceptStandardError', nTargets) : new Float64Array(nTargets).fill(NaN),
    residual: vector('residualStandardError', nTargets),
    degreesOfFreedom: settingOf(state, 'degreesOfFreedom', isNumber, 'a number'),
  };
  return new LinearModel(state.kind, settingOf(state, 'options', isOptions, 'an object'), targets, {
    coef,
    intercept: vector('intercept', nTargets),
    converged: settingOf(state, 'converged', isBoolean, 'true or false'),
    iterations: settingOf(state, 'iterations', isNumber, 'a number'),
    optimality: settingOf(state, 'optimality', isNumber, 'a number'),
    ...(has('rank') && { rank: settingOf(state, 'rank', isNumber, 'a number') }),
    ...(has('note') && { note: settingOf(state, 'note', isString, 'a string') }),
    ...(state.arrays.has('history') && { history: vector('history', null) }),
    ...(errors !== undefined && { errors }),
  });
}

/** y as a matrix [rows, targets], whichever way it was given. */
export function readTargets(caller: string, y: VectorInput | MatrixInput, rows: number): Matrix {
  if (!isMatrixInput(y)) return { data: readVector(caller, 'y', y, [rows, 'X']), rows, columns: 1 };
  const matrix = readMatrix(caller, 'y', y);
  if (matrix.rows !== rows) throw new RangeError(`${caller}: y must have one row per row of X; y has ${matrix.rows}, X has ${rows}`);
  return matrix;
}

function predictAll({ coef, intercept }: LinearSolution, X: Matrix): NdArray<[number, number]> {
  const [nTargets, nFeatures] = coef.shape;
  const predicted = new Float64Array(X.rows * nTargets);
  for (let i = 0; i < X.rows; i++) {
    for (let t = 0; t < nTargets; t++) {
      let sum = intercept[t];
      for (let j = 0; j < nFeatures; j++) sum += X.data[i * nFeatures + j] * coef.data[t * nFeatures + j];
      predicted[i * nTargets + t] = sum;
    }
  }
  return new NdArray(predicted, [X.rows, nTargets]);
}

/** R² per target, averaged. */
function meanR2({ data, rows, columns }: Matrix, predicted: Float64Array, weights: Float64Array | undefined): number {
  let total = 0;
  for (let t = 0; t < columns; t++) {
    const truth = Float64Array.from({ length: rows }, (_, i) => data[i * columns + t]);
    const squares = weightedMean(rows, (i) => (truth[i] - predicted[i * columns + t]) * (truth[i] - predicted[i * columns + t]), weights);
    total += explainedShare(squares, truth, weights);
  }
  return total / columns;
}
