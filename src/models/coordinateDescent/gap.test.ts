import { expect, test } from 'vitest';
import type { Matrix } from '../../array/index.ts';
import { startOf, coordinateDescent } from './coordinateDescent.ts';
import { columnsOf, designFromColumns } from './columns.ts';
import { supportOf } from './design.ts';
import { roundedGap } from './gap.ts';
import { lasso } from '../lasso.ts';
import { design, numbers } from '../lasso.testing.ts';
import { dualityGap, penaltyOf, type Penalty } from './penalty.ts';

const pause = (): undefined => undefined;
const matrix = (rows: readonly (readonly number[])[]): Matrix => ({ data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0].length });
const objective = (w: Float64Array, square: number, { l1, l2 }: Penalty): number =>
  0.5 * square + w.reduce((sum, value) => sum + l1 * Math.abs(value) + 0.5 * l2 * value * value, 0);

test('near the minimum the corrected gap is a bound, and much closer than the usual one', async () => {
  for (const [seed, l1Ratio] of [[61, 1], [62, 0.7], [63, 1]]) {
    const { X, y } = design(seed, 40, 12, 0.5);
    const system = designFromColumns(columnsOf(matrix(X), undefined, true), matrix(y.map((value) => [value])), 0, undefined, true);
    const penalty = penaltyOf(0.05, l1Ratio, 40);
    const { w, u } = startOf(system);
    await coordinateDescent(system, penalty, { w, u }, { tol: 1e-10, maxIter: 1000 }, penalty.l1, pause);
    const least = objective(w, system.correlate(w, u), penalty);
    numbers(seed, 12).forEach((value, j) => { if (w[j] !== 0) w[j] += 1e-4 * value; });
    expect(supportOf(w).length).toBeGreaterThan(3);
    const square = system.correlate(w, u);
    const above = objective(w, square, penalty) - least;
    const corrected = roundedGap(system, penalty, w, u, square, 0);
    expect(above).toBeGreaterThan(1e-9);
    expect(corrected).toBeGreaterThanOrEqual(above * (1 - 1e-6));
    expect(corrected).toBeLessThan(dualityGap(w, u, square, penalty));
    expect(corrected).toBeLessThan(20 * above);
  }
});

test('raw units and a tiny alpha are certified: the last bit of a coefficient is not held against it', async () => {
  const draws = numbers(64, 600);
  const X = Array.from({ length: 100 }, (_, i) => [5e4 + 5e4 * draws[6 * i], Math.round(2000 + 50 * draws[6 * i + 1]), Math.round(1e6 * draws[6 * i + 2]), draws[6 * i + 3]]);
  const y = X.map(([area, year, people, share], i) => 50 * area + 1000 * year + 0.1 * people + 1e4 * share + 1e5 * draws[6 * i + 4]);
  for (const alpha of [1000, 1, 1e-3, 1e-6]) {
    const model = await lasso({ alpha }).fit(X, y);
    expect([alpha, model.converged, model.optimality <= 1e-10]).toEqual([alpha, true, true]);
  }
});

test('a gap that is small enough is returned as it is, also without an L1 part', () => {
  const { X, y } = design(65, 20, 3, 0);
  const system = designFromColumns(columnsOf(matrix(X), undefined, true), matrix(y.map((value) => [value])), 0, undefined, true);
  const { w, u } = startOf(system);
  for (const penalty of [{ l1: 1, l2: 0 }, { l1: 0, l2: 1 }]) {
    expect(roundedGap(system, penalty, w, u, system.yy, Infinity)).toBe(dualityGap(w, u, system.yy, penalty));
    expect(roundedGap(system, penalty, w, u, system.yy, 0)).toBe(dualityGap(w, u, system.yy, penalty));
  }
});
