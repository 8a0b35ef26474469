/** The one-standard-error rule: the simplest of the candidates that are as good as the best, as far as one can tell. */
import { standardError, type ScoreSummary } from './score.ts';

export interface RankedCandidate extends ScoreSummary {
  /** Larger is more complex: degrees of freedom, number of coefficients, −alpha. */
  readonly complexity: number;
}

export interface OneStandardErrorChoice {
  /** Of the simplest candidate within one standard error of the best. */
  readonly index: number;
  /** Of the candidate with the best mean. */
  readonly best: number;
  /** best mean ± its standard error, std / √folds: what a candidate's mean must reach. */
  readonly threshold: number;
}

/**
 * Chooses the least complex candidate whose mean score is within one standard error of the best mean. Scores that
 * differ by less than their own uncertainty are no reason for a more complex model. Among equally complex ones
 * the better mean wins; then the earlier.
 * @param candidates  at least one; one whose mean is not finite is never chosen
 * @throws RangeError when there is no candidate with a finite mean
 * @see Breiman et al. (1984), Classification and Regression Trees, §3.4.3; Hastie, Tibshirani, Friedman, ESL §7.10
 * @example
 * const complex = { mean: 10, std: 2, folds: [8, 9, 11, 12], complexity: 9 };
 * const simple = { mean: 10.8, std: 2, folds: [9, 10, 12, 12.2], complexity: 2 };
 * oneStandardError([complex, simple], { greaterIsBetter: false }).index // 1
 */
export function oneStandardError(candidates: readonly RankedCandidate[], options: { readonly greaterIsBetter: boolean }): OneStandardErrorChoice {
  const sign = options.greaterIsBetter ? -1 : 1;
  const loss = candidates.map(({ mean }) => sign * mean);
  const best = bestOf(candidates.map(({ mean }) => mean), options.greaterIsBetter);
  if (best < 0) throw new RangeError(`oneStandardError: at least one candidate must have a finite mean; of ${candidates.length} none has`);
  const limit = loss[best] + standardError(candidates[best]);
  let index = best;
  for (const [i, { complexity }] of candidates.entries()) {
    if (!Number.isFinite(loss[i]) || loss[i] > limit) continue;
    const chosen = candidates[index].complexity;
    if (complexity < chosen || (complexity === chosen && loss[i] < loss[index])) index = i;
  }
  return { index, best, threshold: sign * limit };
}

/** Where the best finite value is, the first of equals; −1 when none is finite. */
export function bestOf(values: readonly number[], greaterIsBetter: boolean): number {
  let best = -1;
  for (const [i, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    if (best < 0 || (greaterIsBetter ? value > values[best] : value < values[best])) best = i;
  }
  return best;
}
