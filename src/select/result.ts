/** What comparing regressions on a table found. Plain data, and the one source of the command's output and the report. */
import type { Json } from '../estimator/index.ts';
import type { Curves, Diagnosis, ScoreSummary } from '../evaluate/index.ts';
import type { LinearModel, TableModel } from '../models/index.ts';
import type { ColumnSummary } from '../table/index.ts';
import type { AlmostNumeric } from './almostNumeric.ts';

/** The errors of predictions, in the unit of the target (r2 has none). */
export interface RegressionFigures {
  readonly rootMeanSquaredError: number;
  readonly meanAbsoluteError: number;
  readonly r2: number;
}

/** One model with its best options, judged by cross-validation on the training part. */
export interface Candidate {
  /** 'mean', 'linear', 'ridge', 'lasso', 'elastic-net' */
  readonly name: string;
  /** As the estimator takes them: { alpha: 0.3 }. */
  readonly options: Readonly<Record<string, Json>>;
  /** Root mean squared error per fold, with mean and standard deviation. */
  readonly cv: ScoreSummary;
  readonly r2: ScoreSummary;
  /** Effective number of coefficients on the training part: rank, trace of the smoother, or non-zero coefficients. */
  readonly degreesOfFreedom: number;
  readonly chosen: boolean;
}

/** Root mean squared error over the folds for every penalty tried. */
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

export interface Comparison {
  readonly task: 'regression';
  readonly source: string;
  readonly target: string;
  readonly rows: { readonly total: number; readonly train: number; readonly test: number; readonly targetMissing: number };
  readonly seed: number;
  readonly folds: number;
  readonly summary: readonly ColumnSummary[];
  /** Columns read as categories though most of their values are numbers: likely slips of the pen. */
  readonly almostNumeric: readonly AlmostNumeric[];
  /** Columns left out, and why: constant, an identifier, all missing. */
  readonly dropped: readonly { readonly column: string; readonly reason: string }[];
  readonly features: readonly string[];
  /** The mean of the training part as prediction: cross-validated, and on the test part. */
  readonly baseline: Candidate;
  readonly baselineTest: RegressionFigures;
  readonly models: readonly Candidate[];
  readonly penalties: readonly PenaltyCurve[];
  /** Why the chosen model was chosen: one sentence. */
  readonly why: string;
  /** On the held-out part, looked at once, with the model of the training part. */
  readonly test: RegressionFigures;
  readonly testPredictions: { readonly actual: Float64Array; readonly predicted: Float64Array };
  /** The one feature on the rows held out, when the model has a single numeric one without gaps: a line can be drawn. */
  readonly testFeature?: Float64Array;
  readonly path?: CoefficientPath;
  readonly curve: Curves;
  readonly diagnosis: Diagnosis;
  /** Fitted on every row, training and test, with the chosen options: the one to keep. */
  readonly model: TableModel<LinearModel>;
}
