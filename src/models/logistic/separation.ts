/**
 * Whether some coefficients separate the classes: then, without a penalty, larger ones fit ever better and no finite
 * ones best. Knows no penalty.
 * @see Albert & Anderson (1984), On the existence of maximum likelihood estimates in logistic regression models
 */
import type { Found } from './found.ts';
import { factorHessian } from './newton.ts';
import type { LogisticObjective } from './objective.ts';

/** Parameters beyond which second derivatives are not computed to find out. */
const most = 1000;
/** Log-odds beyond which a fit may be on its way to infinity. */
const suspicious = 12;

/**
 * Complete separation: the coefficients reached put every row on its class's side, which proves it. Otherwise, where
 * some scores are large, the next Newton step is looked at: near a finite optimum it is tiny; where rows can be pulled
 * apart for ever while others stay on the border (quasi-complete separation), it goes on pulling by about 1, and moves
 * no row to the wrong side, up to rounding. Another method's way to infinity is too uneven for that: 'unknown' then.
 */
export async function separates(objective: LogisticObjective, codes: Int32Array, { theta, gradient, basis }: Found, byNewton: boolean): Promise<'yes' | 'no' | 'unknown'> {
  const reached = margins(await objective.scores(theta), codes, objective.outputs);
  if (reached.smallest > 0) return 'yes';
  if (reached.largest < suspicious || objective.size > most) return 'no';
  if (!byNewton) return 'unknown';
  const { solve } = factorHessian(objective, await objective.hessian(theta), basis);
  const step = margins(await objective.scores(solve(gradient)), codes, objective.outputs);
  return step.largest > 0.1 && step.smallest > -1e-3 * step.largest ? 'yes' : 'no';
}

export const separableNote = 'classes are perfectly separable: some coefficients fit the better the larger they are, and those returned are where the solver stopped; use a penalty, or fewer columns';

/** Over rows, the score of the own class less that of the best other one: the smallest, and the largest. */
export function margins(scores: Float64Array, codes: Int32Array, outputs: number): { readonly smallest: number; readonly largest: number } {
  let smallest = Infinity;
  let largest = -Infinity;
  for (let i = 0; i < codes.length; i++) {
    let margin = 0;
    if (outputs === 1) margin = codes[i] === 1 ? scores[i] : -scores[i];
    else {
      let other = -Infinity;
      for (let k = 0; k < outputs; k++) if (k !== codes[i]) other = Math.max(other, scores[i * outputs + k]);
      margin = scores[i * outputs + codes[i]] - other;
    }
    smallest = Math.min(smallest, margin);
    largest = Math.max(largest, margin);
  }
  return { smallest, largest };
}
