/** Perfectly separable classes, where nothing but the penalty keeps coefficients finite: __fixtures__/separable.py has them to 60 digits. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { logisticRegression } from '../logisticRegression.ts';

interface Case {
  readonly classes: number;
  readonly penalty: 'l1' | 'l2';
  readonly alpha: number;
  readonly coef: readonly (readonly number[])[];
  readonly intercept: readonly number[];
}
interface Fixture { readonly X: readonly number[][]; readonly two: readonly number[]; readonly three: readonly number[]; readonly cases: readonly Case[] }

const { X, two, three, cases } = JSON.parse(readFileSync(new URL('../__fixtures__/separable.json', import.meta.url), 'utf8')) as Fixture;

test.each(cases.flatMap((at) => (at.penalty === 'l2' ? (['newton', 'lbfgs'] as const) : (['proximalNewton'] as const)).map((solver) => ({ ...at, solver }))))(
  '$classes separable classes, $penalty $alpha by $solver: converged means that the coefficients are right', async ({ classes, penalty, alpha, coef, intercept, solver }) => {
    const model = await logisticRegression({ alpha, penalty, solver }).fit(X as number[][], classes === 2 ? two : three);
    expect([model.converged, model.note, model.separable]).toEqual([true, undefined, undefined]);
    const wanted = coef.flat();
    const size = Math.max(...wanted.map(Math.abs));
    model.coef.data.forEach((value, e) => expect(Math.abs(value - wanted[e])).toBeLessThan(1e-9 * size));
    model.intercept.forEach((value, k) => expect(Math.abs(value - intercept[k])).toBeLessThan(1e-8 * size));
    expect(Array.from(model.coef.data, (value) => value === 0)).toEqual(wanted.map((value) => value === 0));
  },
);

test('a penalty beside which rounding is large is said not to have converged, or converges', async () => {
  for (const penalty of ['l1', 'l2'] as const) {
    const model = await logisticRegression({ alpha: 1e-320, penalty, maxIter: 200 }).fit(X as number[][], two);
    expect([model.converged, model.note?.slice(0, 49)]).toEqual([false, 'the solver stopped after maxIter = 200 iterations']);
    expect(model.coef.data.every(Number.isFinite)).toBe(true);
  }
});
