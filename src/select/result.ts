/** What comparing models on a table found. Plain data, and the one source of the command's output and the report. */
import type { Label, NdArray } from '../array/index.ts';
import type { Json } from '../estimator/index.ts';
import type { Curves, Diagnosis, ScoreSummary } from '../evaluate/index.ts';
import type { ClassificationTableModel, LinearModel, LogisticModel, TableModel } from '../models/index.ts';
import type { MlpClassifierModel, MlpRegressorModel } from '../nn/index.ts';
import type { ColumnSummary } from '../table/index.ts';
import type { AlmostNumeric } from './almostNumeric.ts';
import type { ColumnImportance } from './importance.ts';
import type { SampleSize } from './sampleRows.ts';

/** The errors of predictions, in the unit of the target (r2 has none). */
export interface RegressionFigures {
  readonly rootMeanSquaredError: number;
  readonly meanAbsoluteError: number;
  readonly r2: number;
}

/** How often predicted classes are right, and how good the probabilities are. */
export interface ClassificationFigures {
  readonly accuracy: number;
  /** The mean of the classes' recalls: each class counts alike. */
  readonly balancedAccuracy: number;
  /** The mean of the classes' F1. */
  readonly macroF1: number;
  readonly logLoss: number;
  /** Of two classes; absent where only one occurs. */
  readonly rocAuc?: number;
}

/** One model with its best options, judged by cross-validation on the training part. */
export interface Candidate {
  /** 'mean', 'linear', 'ridge', 'lasso', 'elastic-net'; 'majority', 'logistic-l2', 'logistic-l1'; 'mlp' */
  readonly name: string;
  /** As the estimator takes them: { alpha: 0.3 }. */
  readonly options: Readonly<Record<string, Json>>;
  /** Root mean squared error, or log loss, per fold, with mean and standard deviation. */
  readonly cv: ScoreSummary;
  /** Effective number of coefficients on the training part: rank, trace of the smoother, or non-zero coefficients; of a network all it has. */
  readonly degreesOfFreedom: number;
  readonly chosen: boolean;
}

export interface RegressionCandidate extends Candidate {
  readonly r2: ScoreSummary;
}

export interface ClassificationCandidate extends Candidate {
  readonly accuracy: ScoreSummary;
}

/** The score over the folds for every penalty tried. */
export interface PenaltyCurve {
  readonly name: string;
  readonly alphas: readonly number[];
  readonly scores: readonly ScoreSummary[];
}

/** Coefficients per standard deviation along the penalty, fitted on the whole training part. */
export interface CoefficientPath {
  readonly name: string;
  readonly alphas: readonly number[];
  readonly features: readonly string[];
  /** [alpha][feature] */
  readonly coefs: readonly Float64Array[];
  /** The penalty of the chosen model. */
  readonly alpha?: number;
}

/** Of a table larger than the memory budget: what the models were compared on, and what the one kept was fitted on. */
export interface ComparedSample extends SampleSize {
  /** Rows of the table, or of the sample alone. */
  readonly fittedOn: 'all' | 'sample';
  /** Why not on all. */
  readonly reason?: string;
}

/** What comparisons have in common. @typeParam C  its candidates   @typeParam F  its figures   @typeParam M  the model to keep */
export interface ComparisonOf<C extends Candidate, F, M> {
  readonly source: string;
  readonly target: string;
  /** Of those compared: all of the table, unless `sample` says otherwise. */
  readonly rows: { readonly total: number; readonly train: number; readonly test: number; readonly targetMissing: number };
  readonly sample?: ComparedSample;
  readonly seed: number;
  readonly folds: number;
  readonly summary: readonly ColumnSummary[];
  /** Columns read as categories though most of their values are numbers: likely slips of the pen. */
  readonly almostNumeric: readonly AlmostNumeric[];
  /** Columns left out, and why: constant, an identifier, all missing. */
  readonly dropped: readonly { readonly column: string; readonly reason: string }[];
  readonly features: readonly string[];
  /** The simplest prediction, the mean or the most frequent class of the training part: cross-validated, and on the test part. */
  readonly baseline: C;
  readonly baselineTest: F;
  readonly models: readonly C[];
  readonly penalties: readonly PenaltyCurve[];
  /** Why the chosen model was chosen: one sentence. */
  readonly why: string;
  /** On the held-out part, looked at once, with the model of the training part. */
  readonly test: F;
  /** The one feature on the rows held out, when the model has a single numeric one without gaps: a line can be drawn. */
  readonly testFeature?: Float64Array;
  readonly path?: CoefficientPath;
  /** Of a network, which has no effects to read: by how much the loss on the rows held out grows when a column is shuffled. */
  readonly importance?: readonly ColumnImportance[];
  readonly curve: Curves;
  readonly diagnosis: Diagnosis;
  /** Fitted on every row, training and test, with the chosen options: the one to keep. */
  readonly model: M;
}

export interface RegressionComparison extends ComparisonOf<RegressionCandidate, RegressionFigures, TableModel<LinearModel | MlpRegressorModel>> {
  readonly task: 'regression';
  readonly testPredictions: { readonly actual: Float64Array; readonly predicted: Float64Array };
}

export interface ClassificationComparison extends ComparisonOf<ClassificationCandidate, ClassificationFigures, ClassificationTableModel<LogisticModel | MlpClassifierModel>> {
  readonly task: 'classification';
  /** Sorted, with their rows in training and test part together. */
  readonly classes: readonly { readonly label: Label; readonly rows: number }[];
  /** Classes of too few rows to be learnt and tested: their rows are left out. */
  readonly rareClasses: readonly { readonly label: Label; readonly rows: number }[];
  /** What a row of each class counts, when that is not 1: log losses are of rows that count so. */
  readonly classWeights?: Readonly<Record<string, number>>;
  /** Probabilities [rows, classes]. */
  readonly testPredictions: { readonly actual: readonly Label[]; readonly predicted: readonly Label[]; readonly probabilities: NdArray<[number, number]> };
}

export type Comparison = RegressionComparison | ClassificationComparison;
