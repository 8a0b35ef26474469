import { expect, test } from 'vitest';
import { numbers } from '../lasso.testing.ts';
import { dependentAmong, factorSupport } from './factor.ts';

/** AᵀA of columns given one by one. */
const inner = (columns: readonly (readonly number[])[]): Float64Array =>
  Float64Array.from(columns.flatMap((a) => columns.map((b) => a.reduce((sum, value, i) => sum + value * b[i], 0))));
const fitted = (columns: readonly (readonly number[])[], w: ArrayLike<number>): number[] =>
  columns[0].map((_, i) => columns.reduce((sum, column, j) => sum + column[i] * w[j], 0));
const length1 = (w: ArrayLike<number>): number => Array.from(w).reduce((sum, value) => sum + Math.abs(value), 0);

test('independent columns are all kept, and solve gives back what was multiplied', () => {
  const columns = Array.from({ length: 5 }, (_, j) => numbers(j + 1, 8));
  const G = inner(columns);
  const w = Float64Array.of(1, -2, 3, -4, 5);
  const factor = factorSupport(G, w, { l1: 1, l2: 0.5 });
  expect(factor.kept).toEqual([0, 1, 2, 3, 4]);
  expect([...w]).toEqual([1, -2, 3, -4, 5]);
  const right = w.map((value, i) => 0.5 * value + w.reduce((sum, other, m) => sum + G[i * 5 + m] * other, 0));
  factor.solve(right);
  right.forEach((value, i) => expect(value).toBeCloseTo(w[i], 12));
});

test('weight moves from dependent columns to earlier ones: the fit stays, the L1 norm never rises', () => {
  const [a, b, c] = [numbers(11, 6), numbers(12, 6), numbers(13, 6)];
  const sum = a.map((value, i) => value + b[i]);
  const half = a.map((value) => value / 2);
  const cases: { columns: number[][]; w: number[]; kept: number }[] = [
    { columns: [a, a], w: [1, 2], kept: 1 }, // equal: the later one leaves
    { columns: [a, b, sum], w: [1, 1, 1], kept: 2 }, // one unit of the sum is worth two: a or b runs out first
    { columns: [half, b, a, c], w: [2, 1, 1, 1], kept: 3 }, // twice as long is half the price, though later: the earlier one leaves
    { columns: [a, b, a, b], w: [1, -1, 2, -3], kept: 2 },
  ];
  for (const { columns, w, kept } of cases) {
    const moved = Float64Array.from(w);
    const factor = factorSupport(inner(columns), moved, { l1: 1, l2: 0 });
    expect(factor.kept).toHaveLength(kept);
    expect(moved.filter((value) => value === 0)).toHaveLength(w.length - kept);
    factor.kept.forEach((i) => expect(moved[i]).not.toBe(0));
    fitted(columns, moved).forEach((value, i) => expect(value).toBeCloseTo(fitted(columns, w)[i], 12));
    expect(length1(moved)).toBeLessThanOrEqual(length1(w) + 1e-12);
  }
});

test('the preference among equal columns is for the earliest', () => {
  const a = numbers(21, 6);
  const w = Float64Array.of(1, 2, 3);
  expect(factorSupport(inner([a, a, a]), w, { l1: 1, l2: 0 }).kept).toEqual([0]);
  expect([...w]).toEqual([expect.closeTo(6, 12), 0, 0]);
});

test('a column twice as long costs half: it is preferred though it comes later', () => {
  const a = numbers(22, 6);
  const w = Float64Array.of(2, 1);
  expect(factorSupport(inner([a.map((value) => value / 2), a]), w, { l1: 1, l2: 0 }).kept).toEqual([1]);
  expect([...w]).toEqual([0, expect.closeTo(2, 12)]);
});

test('dependent columns are counted', () => {
  const [a, b] = [numbers(31, 6), numbers(32, 6)];
  expect(dependentAmong(inner([a, b]), 2)).toBe(0);
  expect(dependentAmong(inner([a, b, a, b.map((value, i) => value - 3 * a[i])]), 4)).toBe(2);
});
