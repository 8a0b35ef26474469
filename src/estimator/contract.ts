/** The contract that estimators, fitted models and transformers keep. Types only: it knows no algorithm. */
import type { Label, Labels, MatrixInput, NdArray, VectorInput } from '../array/index.ts';
import type { ModelState } from './state.ts';

/** How far a long-running call has come: `done` of `total` steps of the work named `label`. */
export interface Progress {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** Steps per second so far, and seconds that the rest of them will take; of passes over rows in a file. */
  readonly perSecond?: number;
  readonly secondsLeft?: number;
}

/** Options of every long-running call. */
export interface RunOptions {
  /** Aborting it rejects the call with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface FitOptions extends RunOptions {
  /** One weight ≥ 0 per row, default all 1. A row of weight 2 counts as the row given twice. */
  readonly sampleWeight?: VectorInput;
}

export interface ScoreOptions {
  readonly sampleWeight?: VectorInput;
}

/** What has been fitted and can be kept in a file. */
export interface Persistent {
  /** Everything the model is, as plain data: what `save` writes and `load` gives back. */
  state(): ModelState;
}

/** A model fitted on numeric features that predicts numbers. */
export interface RegressionModel extends Persistent {
  readonly nFeatures: number;
  /** One prediction per row: a vector for one target, a matrix [rows, targets] for many. */
  predict(X: MatrixInput): Promise<Float64Array | NdArray<[number, number]>>;
  /** R² = 1 − Σw(y − ŷ)² / Σw(y − ȳ)²; for many targets the mean over targets. */
  score(X: MatrixInput, y: VectorInput | MatrixInput, options?: ScoreOptions): Promise<number>;
}

/**
 * A type of model that is narrower when y is a vector, and which: `coef` is then a vector, too. The member is for the
 * compiler only: no model has it, and its name is none that one types.
 */
export interface NarrowedByTarget<One> {
  readonly '~oneTarget'?: One;
}

/** What fitting a vector y gives of an estimator whose model is an M. */
export type OneTarget<M> = M extends NarrowedByTarget<infer One> ? (unknown extends One ? M : One extends M ? One : M) : M;

/** An estimator of numbers: options in, fitted model out. Immutable; has no `predict`. */
export interface Regressor<M extends RegressionModel = RegressionModel> {
  /** The published name, as in messages, reports and files: 'ridge'. */
  readonly kind: string;
  /** All options, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  fit(X: MatrixInput, y: VectorInput | MatrixInput, options?: FitOptions): Promise<M>;
}

/** A model fitted on numeric features that predicts one of a few classes. @typeParam L  the kind of label it was fitted on */
export interface ClassificationModel<L extends Label = Label> extends Persistent {
  readonly nFeatures: number;
  /** At least two, distinct and sorted: numbers ascending, strings by code unit, false before true. */
  readonly classes: readonly L[];
  /** One class per row. */
  predict(X: MatrixInput): Promise<L[]>;
  /** [rows, classes], columns in the order of `classes`, each row summing to 1. */
  predictProbability(X: MatrixInput): Promise<NdArray<[number, number]>>;
  /** Accuracy: the (weighted) share of rows whose class is predicted. */
  score(X: MatrixInput, y: Labels, options?: ScoreOptions): Promise<number>;
}

/** An estimator of classes: options in, fitted model out. Immutable; has no `predict`. */
export interface Classifier<M extends ClassificationModel = ClassificationModel> {
  /** The published name, as in messages, reports and files: 'logisticRegression'. */
  readonly kind: string;
  /** Classes may be numbers: so it is the estimator that says what y means, to cross-validation and pipelines. */
  readonly task: 'classification';
  /** All options, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  fit(X: MatrixInput, y: Labels, options?: FitOptions): Promise<M>;
}

/** A fitted change of features. */
export interface FittedTransformer extends Persistent {
  readonly nFeatures: number;
  transform(X: MatrixInput): Promise<NdArray<[number, number]>>;
}

/** A change of features that is learnt from data: scaling, imputing, encoding. */
export interface Transformer<F extends FittedTransformer = FittedTransformer> {
  readonly kind: string;
  readonly options: Readonly<Record<string, unknown>>;
  fit(X: MatrixInput, options?: FitOptions): Promise<F>;
}
