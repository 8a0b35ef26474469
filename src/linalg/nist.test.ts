/** Least squares against NIST's Statistical Reference Datasets: how many digits are right. */
import { expect, test } from 'vitest';
import type { Matrix } from '../array/index.ts';
import nist from './__fixtures__/nist.json' with { type: 'json' };
import { solveLeastSquares } from './leastSquares.ts';

/** Digits that every coefficient must share with the certified value (of decimal data, which float64 only rounds to). */
const wanted = {
  Norris: 13, Pontius: 13, NoInt1: 14, NoInt2: 14, Longley: 14, Filip: 7.5, Wampler1: 15, Wampler2: 13, Wampler3: 15, Wampler4: 15, Wampler5: 15,
} satisfies Record<keyof typeof nist.datasets, number>;
/** The same for standard errors, against those of the rounded data. */
const wantedErrors = {
  Norris: 13, Pontius: 13, NoInt1: 13, NoInt2: 13, Longley: 12, Filip: 8, Wampler1: 15, Wampler2: 0, Wampler3: 13, Wampler4: 13, Wampler5: 13,
} satisfies Record<keyof typeof nist.datasets, number>;

const digits = (found: number, right: number): number => (found === right ? 17 : -Math.log10(Math.abs(found - right) / (right === 0 ? 1 : Math.abs(right))));
const fewest = (found: readonly number[], right: readonly number[]): number => Math.min(...right.map((value, i) => digits(found[i], value)));

for (const name of Object.keys(wanted) as (keyof typeof wanted)[]) {
  test(`${name}: every coefficient has ${wanted[name]} digits of NIST's, and 15 of the exact solution of the rounded data`, async () => {
    const { X: rows, y, intercept, certified, rounded } = nist.datasets[name];
    const X: Matrix = { data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0].length };
    const solution = await solveLeastSquares({ X, Y: { data: Float64Array.from(y), rows: y.length, columns: 1 }, intercept }, () => undefined);
    const coef = [...(intercept ? [solution.intercept[0]] : []), ...solution.coef];
    expect(fewest(coef, certified.coef)).toBeGreaterThanOrEqual(wanted[name]);
    expect(fewest(coef, rounded.coef)).toBeGreaterThanOrEqual(15);
    expect([solution.rank, solution.settled]).toEqual([X.columns, true]);

    const sigma = solution.residualLength[0] / Math.sqrt(X.rows - coef.length);
    const factors = solution.errorFactors!;
    const errors = [...(intercept ? [factors.intercept] : []), ...factors.coef].map((factor) => factor * sigma);
    expect(fewest(errors, rounded.errors)).toBeGreaterThanOrEqual(wantedErrors[name]);
  });
}
