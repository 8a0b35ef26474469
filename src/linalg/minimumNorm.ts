/** Of all solutions that predict the same, the smallest: the second half of a complete orthogonal decomposition. */
import { inversePower } from '../numeric/index.ts';
import type { Pause } from './gram.ts';
import { applyQ, pivotedQR, solveUpperTransposed, type PivotedQR } from './qr.ts';

export interface SmallestSolution {
  /** [d] */
  readonly coef: Float64Array;
  /** What the intercept's coefficient gains. */
  readonly shift: number;
}

/**
 * Makes the function that takes any v to the v' with R v' = R v and the smallest ‖w‖, w = v'·units.
 * T = R·units⁻¹, without the intercept's row and column, has independent rows: with Tᵀ = Q S, w = Q S⁻ᵀ (R v).
 * @param first  1 when the first column of the factorisation is the intercept, which does not count in ‖w‖
 * @param units  [d], powers of two
 */
export async function smallestSolver(qr: PivotedQR, first: number, units: Float64Array, pause: Pause): Promise<(v: Float64Array) => SmallestSolution> {
  const d = units.length;
  const place = (k: number): number => qr.order[k] - first;
  const element = (i: number, k: number): number => (k === i ? qr.diagonal[i] : qr.columns[k][i]);
  const rows: Float64Array[] = [];
  const evens: number[] = [];
  for (let i = first; i < qr.rank; i++) {
    const row = new Float64Array(d);
    for (let k = i; k < d + first; k++) row[place(k)] = element(i, k) / units[place(k)];
    const even = inversePower(row.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0));
    rows.push(row.map((value) => value * even));
    evens.push(even);
  }
  const factor = rows.length === 0 ? undefined : await pivotedQR(rows, new Float64Array(rows.length), 0, pause);

  return (v) => {
    const coef = new Float64Array(d);
    if (factor !== undefined) {
      const right = Float64Array.from(factor.order, (row) => {
        let sum = 0;
        for (let k = row + first; k < d + first; k++) sum += element(row + first, k) * v[place(k)];
        return sum * evens[row];
      });
      coef.set(solveUpperTransposed(factor, right));
      applyQ(factor, coef);
      for (let j = 0; j < d; j++) coef[j] /= units[j];
    }
    let shift = 0;
    if (first === 1) for (let k = 1; k < d + 1; k++) shift += (element(0, k) * (v[place(k)] - coef[place(k)])) / qr.diagonal[0];
    return { coef, shift };
  };
}
