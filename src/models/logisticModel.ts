/** A fitted logistic regression, whoever solved it: probabilities of classes from linear scores. Knows no solver. */
import { NdArray, readLabels, readMatrix, readWeights, type Label, type Labels, type MatrixInput } from '../array/index.ts';
import {
  arrayOf, checkNumber, isBoolean, isNumber, isString, ModelFormatError, settingOf,
  type ClassificationModel, type Json, type ModelState, type ScoreOptions,
} from '../estimator/index.ts';
import type { Certificate } from './linearModel.ts';
import { largestOf, thetaOf, toProbabilities, writeScores } from './logistic/rowBlocks.ts';

/** What a solver of logistic regression found, and how good it is. */
export interface LogisticSolution extends Certificate {
  /** Two classes: [1, features], the log-odds of the second class. More: [classes, features]. */
  readonly coef: NdArray<[number, number]>;
  /** One per row of `coef`. */
  readonly intercept: Float64Array;
  /** A fit without penalty only: true when some coefficients separate classes, so that no finite ones fit best. */
  readonly separable?: boolean;
  /** What the class of a row multiplied its weight by, in the order of the classes; undefined where classes had no weights. */
  readonly classWeights?: Float64Array;
}

/**
 * A fitted logistic regression.
 * Two classes: P(classes[1] | x) = 1 / (1 + e^−(x·w + b)). More: P(classes[k] | x) = e^(x·wₖ + bₖ) / Σₗ e^(x·wₗ + bₗ).
 */
export class LogisticModel<L extends Label = Label> implements ClassificationModel<L>, Certificate {
  readonly kind = 'logisticRegression';
  /** The estimator's options. */
  readonly options: Readonly<Record<string, Json>>;
  /** Sorted: numbers ascending, strings by code unit, false before true. */
  readonly classes: readonly L[];
  readonly nFeatures: number;
  /** Two classes: [1, features]. More: [classes, features], in the order of `classes`. */
  readonly coef: NdArray<[number, number]>;
  /** One per row of `coef`. */
  readonly intercept: Float64Array;
  /** Of two classes: `predict` says classes[1] where its probability is above this. */
  readonly threshold?: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** The largest gradient, in parts of √(Σsx²) √(Σs(y − ȳ)²); with an L1 penalty, of what is left after its sub-gradient. */
  readonly optimality: number;
  readonly history?: Float64Array;
  readonly note?: string;
  readonly separable?: boolean;
  /** What a row of each class counted in the fit, times its own weight, in the order of `classes`; undefined where `classWeight` was not given. */
  readonly classWeights?: Float64Array;

  constructor(options: Readonly<Record<string, Json>>, classes: readonly L[], solution: LogisticSolution, threshold?: number) {
    this.options = options;
    this.classes = Object.freeze([...classes]);
    this.nFeatures = solution.coef.shape[1];
    this.coef = solution.coef;
    this.intercept = solution.intercept;
    if (classes.length === 2) this.threshold = threshold ?? 0.5;
    this.converged = solution.converged;
    this.iterations = solution.iterations;
    this.optimality = solution.optimality;
    if (solution.history !== undefined) this.history = solution.history;
    if (solution.note !== undefined) this.note = solution.note;
    if (solution.separable !== undefined) this.separable = solution.separable;
    if (solution.classWeights !== undefined) this.classWeights = solution.classWeights;
  }

  /** The likeliest class of each row, the first of equals; of two classes, the second where its probability is above `threshold`. */
  async predict(X: MatrixInput): Promise<L[]> {
    const { outputs, probabilities } = this.#outputs(`${this.kind}.predict`, X);
    const rows = probabilities.length / outputs;
    return Array.from({ length: rows }, (_, i) => (
      this.classes[this.threshold === undefined ? largestOf(probabilities, i * outputs, outputs) - i * outputs : probabilities[i] > this.threshold ? 1 : 0]));
  }

  /** [rows, classes], columns in the order of `classes`. */
  async predictProbability(X: MatrixInput): Promise<NdArray<[number, number]>> {
    const { outputs, scores, probabilities } = this.#outputs(`${this.kind}.predictProbability`, X);
    if (outputs > 1) return new NdArray(probabilities, [probabilities.length / outputs, outputs]);
    const both = new Float64Array(2 * scores.length);
    const first = scores.map((score) => -score); // 1 − p would lose what is left of a small one
    toProbabilities(first, 1);
    for (let i = 0; i < scores.length; i++) {
      both[2 * i] = first[i];
      both[2 * i + 1] = probabilities[i];
    }
    return new NdArray(both, [scores.length, 2]);
  }

  /** Accuracy: the (weighted) share of rows whose class is predicted. A label that the fit did not see counts as missed. */
  async score(X: MatrixInput, y: Labels, options: ScoreOptions = {}): Promise<number> {
    const caller = `${this.kind}.score`;
    const { rows } = readMatrix(caller, 'X', X, { columns: this.nFeatures });
    const truth = readLabels(caller, 'y', y, rows);
    const weights = readWeights(caller, options.sampleWeight, rows);
    const predicted = await this.predict(X);
    let right = 0;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      const weight = weights === undefined ? 1 : weights[i];
      total += weight;
      if (truth.labels[truth.codes[i]] === predicted[i]) right += weight;
    }
    return right / total;
  }

  /** The same model with another threshold, for two classes. @throws RangeError for more classes, or outside [0, 1] */
  withThreshold(threshold: number): LogisticModel<L> {
    const caller = `${this.kind}.withThreshold`;
    if (this.threshold === undefined) throw new RangeError(`${caller}: a threshold is for two classes; this model has ${this.classes.length}`);
    return new LogisticModel(this.options, this.classes, this, checkNumber(caller, 'threshold', threshold, { min: 0, max: 1 }));
  }

  state(): ModelState {
    const arrays = new Map<string, NdArray>([['coef', this.coef], ['intercept', new NdArray(this.intercept, [this.intercept.length])]]);
    if (this.history !== undefined) arrays.set('history', new NdArray(this.history, [this.history.length]));
    if (this.classWeights !== undefined) arrays.set('classWeights', new NdArray(this.classWeights, [this.classes.length]));
    const settings: Record<string, Json> = {
      options: this.options, classes: this.classes, converged: this.converged, iterations: this.iterations, optimality: this.optimality,
    };
    if (this.threshold !== undefined) settings.threshold = this.threshold;
    if (this.note !== undefined) settings.note = this.note;
    if (this.separable !== undefined) settings.separable = this.separable;
    return { kind: this.kind, settings, arrays };
  }

  #outputs(caller: string, X: MatrixInput): { outputs: number; scores: Float64Array; probabilities: Float64Array } {
    const { data, rows, columns } = readMatrix(caller, 'X', X, { columns: this.nFeatures });
    const outputs = this.intercept.length;
    const scores = new Float64Array(rows * outputs);
    writeScores({ data, first: 0, rows, columns }, { outputs, intercept: true }, thetaOf(this.coef.data as Float64Array, this.intercept), scores);
    const probabilities = scores.slice();
    toProbabilities(probabilities, outputs);
    return { outputs, scores, probabilities };
  }
}

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restoreLogisticModel(state: ModelState): LogisticModel {
  const isOptions = (value: Json): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);
  const classes = settingOf(state, 'classes', isClasses, 'two or more labels of one kind, sorted');
  const outputs = classes.length === 2 ? 1 : classes.length;
  const coef = arrayOf(state, 'coef', [outputs, null]) as NdArray<[number, number]>;
  if (coef.shape[1] === 0) throw new ModelFormatError(`load: "coef" of a ${state.kind} model must not be empty; it is [${outputs}, 0]`);
  const has = (name: string): boolean => Object.hasOwn(state.settings, name);
  const isShare = (value: Json): value is number => isNumber(value) && value >= 0 && value <= 1;
  return new LogisticModel(settingOf(state, 'options', isOptions, 'an object'), classes, {
    coef,
    intercept: arrayOf(state, 'intercept', [outputs]).data,
    converged: settingOf(state, 'converged', isBoolean, 'true or false'),
    iterations: settingOf(state, 'iterations', isNumber, 'a number'),
    optimality: settingOf(state, 'optimality', isNumber, 'a number'),
    ...(has('note') && { note: settingOf(state, 'note', isString, 'a string') }),
    ...(has('separable') && { separable: settingOf(state, 'separable', isBoolean, 'true or false') }),
    ...(state.arrays.has('history') && { history: arrayOf(state, 'history', [null]).data }),
    ...(state.arrays.has('classWeights') && { classWeights: arrayOf(state, 'classWeights', [classes.length]).data }),
  }, classes.length === 2 ? settingOf(state, 'threshold', isShare, 'a number from 0 to 1') : undefined);
}

function isClasses(value: Json): value is readonly Label[] {
  if (!Array.isArray(value) || value.length < 2) return false;
  const labels = value as readonly Json[];
  return labels.every((label, i) => ['string', 'number', 'boolean'].includes(typeof label) && typeof label === typeof labels[0] &&
    (i === 0 || (labels[i - 1] as Label) < (label as Label)));
}
