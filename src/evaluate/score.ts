/** The scores of one metric over the folds of a cross-validation. Knows no model and no metric. */

export interface ScoreSummary {
  /** Mean over folds, each fold counting once. */
  readonly mean: number;
  /** Standard deviation of the folds, with n − 1 in the denominator; 0 for a single fold. */
  readonly std: number;
  /** NaN where the metric has no meaning: mean and std are over the others. */
  readonly folds: readonly number[];
}

/**
 * Mean and standard deviation of the folds' scores, in two passes.
 * @throws RangeError when there is no fold
 */
export function summarizeScores(folds: readonly number[]): ScoreSummary {
  const n = folds.length;
  if (n === 0) throw new RangeError('summarizeScores: there must be at least one fold; there is none');
  const mean = folds.reduce((sum, score) => sum + score, 0) / n;
  const squares = folds.reduce((sum, score) => sum + (score - mean) * (score - mean), 0);
  return { mean, std: n > 1 ? Math.sqrt(squares / (n - 1)) : 0, folds: [...folds] };
}

/** How far the mean may be off by chance: std / √folds. Folds share training rows, so this is somewhat too small. */
export function standardError(score: ScoreSummary): number {
  return score.std / Math.sqrt(score.folds.filter((fold) => !Number.isNaN(fold)).length);
}
