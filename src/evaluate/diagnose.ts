/** Reads under- and overfitting off the scores of a curve, by rules that are written down here. Knows no model. */

export type Verdict = 'overfitting' | 'underfitting' | 'good fit';

export interface Diagnosis {
  readonly verdict: Verdict;
  /** One or two plain sentences with the numbers. */
  readonly reason: string;
  /** What to try, the most promising first. */
  readonly suggestions: readonly string[];
  /** The mean scores at the value judged. */
  readonly train: number;
  readonly validation: number;
  /** How much worse validation is than training, in the unit of the metric; negative when it is better. */
  readonly gap: number;
  /** The standard error of the gap over the folds. */
  readonly gapStandardError: number;
  /** The value judged: the largest number of training rows, or the option's best value. */
  readonly at: number;
  readonly baseline?: number;
}
