/** Least squares through pivoted QR of the rows: for ill-conditioned, rank-deficient and wide problems. */
import { AugmentedSolver, type Factored } from './augmentedSolver.ts';
import type { Pause } from './gram.ts';
import { smallestSolver } from './minimumNorm.ts';
import { pivotedQR, solveUpper } from './qr.ts';
import { refine, type Refinement } from './refine.ts';
import type { Iterate, System } from './residual.ts';
import type { ScaledSolution } from './scaledSolution.ts';
import { measureTargets, rowRoots, weightedColumns } from './weightedColumns.ts';

/**
 * min ‖√W (y − b − Xv)‖² + ‖√penalty v‖² by QR of A = √W [1, X − center], with rows √penalty I below when penalised.
 *
 * Refinement solves the augmented system r + A v = y, Aᵀ r = 0 (Björck, BIT 7, 1967), its residuals in double-double:
 * the error shrinks by ε·cond(A) per step, not ε·cond(A)². When columns depend on each other, of all minimisers the one
 * with the smallest ‖w‖ in the units of X. Memory: one copy of X, and a few vectors of its length.
 */
export async function solveOrthogonal(system: System, pause: Pause): Promise<ScaledSolution> {
  const { X, Y, intercept } = system;
  const first = intercept ? 1 : 0;
  const root = rowRoots(system);
  const { columns, negligible, center, even, lengths } = await weightedColumns(system, root, pause);
  const qr = await pivotedQR(columns, negligible, first, pause);
  const factored: Factored = { system, qr, root, center, even };
  const deficient = qr.rank < X.columns + first;
  const smallest = deficient ? await smallestSolver(qr, first, even.map((factor, j) => factor * system.scale[j]), pause) : undefined;

  const targets = measureTargets(system);
  const iterates: Iterate[] = [];
  const refinements: Refinement[] = [];
  for (let t = 0; t < Y.columns; t++) {
    const solver = new AugmentedSolver(factored, t, targets.means[t]);
    const polish = (): Promise<Refinement> => refine(solver.iterate, center, lengths, targets.lengths[t], () => solver.correction(pause));
    let refinement = await polish();
    if (smallest !== undefined) {
      solver.moveToSmallest(smallest);
      refinement = await polish();
    }
    refinements.push(refinement);
    iterates.push(solver.iterate);
  }
  const penalised = root.length > X.rows;
  return {
    method: 'qr', iterates, center, lengths, targetLengths: targets.lengths, rank: qr.rank - first,
    refinements: refinements.reduce((most, { steps }) => Math.max(most, steps), 0), settled: refinements.every(({ settled }) => settled),
    ...(!deficient && !penalised && { errorFactors: errorFactors(factored) }),
  };
}

/** Row lengths of R⁻¹, and of its combination that gives the intercept: b = centred − center·v. */
function errorFactors({ system, qr, even, center }: Factored): { coef: Float64Array; intercept: number } {
  const first = system.intercept ? 1 : 0;
  const coef = new Float64Array(even.length);
  let intercept = 0;
  const unit = new Float64Array(qr.rank);
  for (let k = 0; k < qr.rank; k++) {
    const column = solveUpper(qr, unit.fill(0).fill(1, k, k + 1));
    let combined = 0;
    for (let i = 0; i <= k; i++) {
      const j = qr.order[i] - first;
      const value = j < 0 ? column[i] : column[i] * even[j];
      combined += j < 0 ? value : -center[j] * value;
      if (j >= 0) coef[j] += value * value;
    }
    intercept += combined * combined;
  }
  return { coef: coef.map(Math.sqrt), intercept: first === 1 ? Math.sqrt(intercept) : NaN };
}
