import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dualityGap, softThreshold } from './penalty.ts';

test('the soft threshold moves towards zero and stops there', () => {
  expect([3, 1, 0.5, -0.5, -1, -3].map((value) => softThreshold(value, 1))).toEqual([2, 0, 0, 0, 0, -2]);
});

/** A random problem: A [6, 4], b, w. */
const problems = fc.record({
  A: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 24, maxLength: 24 }),
  b: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 6, maxLength: 6 }),
  w: fc.array(fc.oneof(fc.constant(0), fc.double({ min: -2, max: 2, noNaN: true })), { minLength: 4, maxLength: 4 }),
  other: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 }),
  l1: fc.double({ min: 0, max: 5, noNaN: true }), l2: fc.constantFrom(0, 0.3, 4),
});

function evaluate(A: readonly number[], b: readonly number[], w: readonly number[], l1: number, l2: number): { r: number[]; u: Float64Array; objective: number } {
  const r = b.map((value, i) => w.reduce((sum, coef, j) => sum - A[i * 4 + j] * coef, value));
  const u = Float64Array.from(w, (_, j) => r.reduce((sum, value, i) => sum + A[i * 4 + j] * value, 0));
  return { r, u, objective: r.reduce((sum, value) => sum + 0.5 * value * value, 0) + w.reduce((sum, coef) => sum + l1 * Math.abs(coef) + 0.5 * l2 * coef * coef, 0) };
}
const square = (r: readonly number[]): number => r.reduce((sum, value) => sum + value * value, 0);

test('no point has an objective further below than the gap says', () => {
  fc.assert(fc.property(problems, ({ A, b, w, other, l1, l2 }) => {
    const here = evaluate(A, b, w, l1, l2);
    const gap = dualityGap(Float64Array.from(w), here.u, square(here.r), { l1, l2 });
    expect(gap).toBeGreaterThanOrEqual(0);
    for (const there of [other, [0, 0, 0, 0], w.map((value, j) => 0.9 * value + 0.1 * other[j])]) {
      expect(evaluate(A, b, there, l1, l2).objective).toBeGreaterThanOrEqual(here.objective - gap - 1e-12 * (1 + here.objective));
    }
  }), { numRuns: 1000 });
});

test('without an L2 part the gap is the objective less the dual at the scaled residual, written out', () => {
  fc.assert(fc.property(problems, ({ A, b, w, l1 }) => {
    const { r, u, objective } = evaluate(A, b, w, l1, 0);
    const s = Math.min(1, l1 / Math.max(...u.map(Math.abs), 1e-300));
    const dual = 0.5 * square(b) - 0.5 * square(b.map((value, i) => value - s * r[i]));
    expect(Math.abs(dualityGap(Float64Array.from(w), u, square(r), { l1, l2: 0 }) - (objective - dual))).toBeLessThan(1e-12 * (1 + objective));
  }), { numRuns: 500 });
});

test('at a minimum known in closed form the gap is zero, for lasso, elastic net and ridge', () => {
  // one column of squared length 2 and correlation 6 with b: w = (6 − l1)/(2 + l2)
  for (const [l1, l2] of [[1, 0], [1, 3], [0, 3]]) {
    const w = Float64Array.of((6 - l1) / (2 + l2));
    const u = Float64Array.of(6 - 2 * w[0]);
    expect(dualityGap(w, u, 20 - 12 * w[0] + 2 * w[0] * w[0], { l1, l2 })).toBeLessThan(1e-30);
  }
});
