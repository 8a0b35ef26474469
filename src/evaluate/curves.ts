/** Scores on training and validation rows along one quantity: what learning and validation curves have in common. */
import type { ScoreSummary } from './score.ts';

export interface Curves {
  /** learning: along the number of training rows. validation: along an option of the estimator. */
  readonly kind: 'learning' | 'validation';
  /** What `values` are: 'training rows', or the option's name. */
  readonly parameter: string;
  readonly values: readonly number[];
  /** The metric's name: 'rootMeanSquaredError'. */
  readonly metric: string;
  readonly greaterIsBetter: boolean;
  /** The metric grows with the square of the error (r2, meanSquaredError): judged by its root. Default false. */
  readonly squared?: boolean;
  /** The metric is one of classes, and needs these of a model. Absent for numbers. */
  readonly needs?: 'labels' | 'probabilities';
  /** Per value. On the rows fitted. */
  readonly train: readonly ScoreSummary[];
  /** Per value. On the rows held out. */
  readonly validation: readonly ScoreSummary[];
  /**
   * The score of the simplest prediction, on the rows held out of the same folds: mean over folds. It is the mean of the
   * training target; of classes the most frequent one, or their frequencies where probabilities are measured.
   */
  readonly baseline?: number;
  /** The same per fold. */
  readonly baselineFolds?: readonly number[];
  /** Folds that lack a class, and what that does to the scores. Absent when there is nothing to say. */
  readonly notes?: readonly string[];
}
