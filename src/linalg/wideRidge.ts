/** Ridge with more columns than rows: the same normal equations, solved through a matrix with one row per row of X. */
import { choleskyFactor, choleskyInverse, choleskySolve } from './cholesky.ts';
import { rowSumNorm } from './equations.ts';
import { gram, type Pause } from './gram.ts';
import { refineTargets } from './normalEquations.ts';
import type { System } from './residual.ts';
import type { ScaledSolution } from './scaledSolution.ts';
import { measureTargets, rowRoots, weightedColumns } from './weightedColumns.ts';

/** The refinement's error shrinks by about ε times this per step. */
const worstCondition = 1e13;

/**
 * With A = √W (X − center), G = AᵀA + P and Z = P^{-½} Aᵀ, the inverse is G⁻¹ = P^{-½} (I − Z (I + ZᵀZ)⁻¹ Zᵀ) P^{-½}
 * (Woodbury): O(n²d) instead of O(d³). Refined as the normal equations are. Memory: two copies of X.
 * @returns undefined when the penalty is too small beside X for that, or vanishes
 */
export async function solveWideRidge(system: System, pause: Pause): Promise<ScaledSolution | undefined> {
  const { X: { rows: n, columns: d }, penalty, intercept } = system;
  const { columns, center, even, lengths } = await weightedColumns(system, rowRoots(system).subarray(0, n), pause);
  const roots = penalty.map(Math.sqrt);
  const Z = new Float64Array(d * n);
  for (let j = 0; j < d; j++) {
    const column = columns[intercept ? j + 1 : j];
    for (let i = 0; i < n; i++) Z[j * n + i] = column[i] / (even[j] * roots[j]);
  }
  const { xx } = await gram({ data: Z, rows: d, columns: n }, { data: new Float64Array(d), rows: d, columns: 1 }, undefined, { center: false }, pause);
  for (let i = 0; i < n; i++) xx[i * n + i] += 1;
  const factor = choleskyFactor(xx, n);
  if (factor === undefined || !(rowSumNorm(xx, n) * rowSumNorm(choleskyInverse(factor), n) <= worstCondition)) return undefined;

  const solve = (right: Float64Array): Float64Array => {
    const t = right.map((value, j) => value / roots[j]);
    const inRows = new Float64Array(n);
    for (let j = 0; j < d; j++) for (let i = 0; i < n; i++) inRows[i] += Z[j * n + i] * t[j];
    const solved = choleskySolve(factor, inRows);
    return t.map((value, j) => {
      let sum = value;
      for (let i = 0; i < n; i++) sum -= Z[j * n + i] * solved[i];
      return sum / roots[j];
    });
  };
  const whole = lengths.map((length, j) => Math.sqrt(length * length + penalty[j]));
  const targets = measureTargets(system);
  const starts = Array.from(targets.means, (mean) => ({ coef: new Float64Array(d), intercept: mean, interceptLow: 0 }));
  const refined = await refineTargets(system, starts, center, whole, targets.lengths, solve, pause);
  return refined.settled ? { method: 'cholesky', center, lengths: whole, targetLengths: targets.lengths, rank: d, ...refined } : undefined;
}
