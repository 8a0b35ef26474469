/** What a diagnosis says, and the evidence it rests on. Types only. */
import type { Curves } from './curves.ts';

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

/**
 * What the rules see, as errors of which 0 is perfect, in proportion to the distance of predictions from the truth.
 * Scores such as R² become errors beside that of predicting the mean on the same rows.
 */
export interface Evidence {
  readonly curves: Curves;
  /** The index judged. */
  readonly index: number;
  readonly best: number;
  readonly train: number;
  readonly validation: number;
  /** Undefined when unknown or no error to speak of. */
  readonly baseline: number | undefined;
  /** Folds in which validation is worse than training. */
  readonly worse: number;
  readonly folds: number;
  /** Validation is worse than training beyond the chance of the folds. */
  readonly gapIsReal: boolean;
  /** Validation is wide of training: half as much again in squares. */
  readonly wide: boolean;
  /** The option's best value is better than the one judged beyond the chance of the folds. */
  readonly notBest: boolean;
}
