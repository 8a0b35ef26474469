/** One step of iterative refinement for all targets, its residuals in float64 by the kernels: for well-conditioned columns. */
import type { RowBlocks } from '../array/index.ts';
import type { Equations } from './equations.ts';
import { gradientPass } from './gradientPass.ts';
import type { Gram, Pause } from './gram.ts';
import { sizeOf } from './refine.ts';
import { moveIntercept, type PassResult, type System } from './residual.ts';
import type { ScaledSolution } from './scaledSolution.ts';

/**
 * Corrects the iterates in place by δ = G⁻¹ (Xᵀ W (y − b − Xv) − penalty v). Rounding of a row's residual is spread over
 * all directions and divided among the rows, so it costs the coefficients about √cond(G)·ε/√n; the sums over rows cost
 * cond(G)·ε of what noise contributes.
 * @param system  unscaled   @param products  of the blocks' columns
 * @returns undefined, the iterates unchanged, when a correction is larger than rounding explains
 */
export async function correctOnce(
  blocks: RowBlocks, { intercept, penalty }: Pick<System, 'intercept' | 'penalty'>, { targetMeans, totalWeight }: Gram,
  { starts: iterates, center, lengths, targetLengths, solve }: Equations, pause: Pause,
): Promise<Pick<ScaledSolution, 'iterates' | 'refinements' | 'settled'> & { readonly residuals: readonly PassResult[] } | undefined> {
  const d = blocks.features;
  const coef = new Float64Array(iterates.length * d);
  iterates.forEach((iterate, t) => coef.set(iterate.coef, t * d));
  const { products, sums, squares } = await gradientPass(blocks, { coef, offset: targetMeans, center }, pause);
  const residuals = iterates.map((iterate, t): PassResult => {
    const gradient = new Float64Array(1 + d);
    gradient[0] = sums[t];
    for (let j = 0; j < d; j++) gradient[1 + j] = products[t * d + j] - penalty[j] * iterate.coef[j];
    return { gradient, squares: squares[t] };
  });
  const corrections = residuals.map(({ gradient }) => solve(gradient.subarray(1)));
  const small = corrections.every((correction, t) => sizeOf(correction, lengths) <= Math.max(1e-9 * sizeOf(iterates[t].coef, lengths), 1e-12 * targetLengths[t]));
  if (!small) return undefined;
  iterates.forEach((iterate, t) => {
    for (let j = 0; j < d; j++) iterate.coef[j] += corrections[t][j];
    moveIntercept(iterate, intercept ? sums[t] / totalWeight : 0, center, corrections[t]);
  });
  return { iterates, refinements: 1, settled: true, residuals };
}
