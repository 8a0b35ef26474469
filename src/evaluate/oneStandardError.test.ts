import { expect, test } from 'vitest';
import { oneStandardError, type RankedCandidate } from './oneStandardError.ts';
import { standardError, summarizeScores } from './score.ts';

const candidate = (folds: readonly number[], complexity: number): RankedCandidate => ({ ...summarizeScores(folds), complexity });

test('the simplest candidate within one standard error of the best is chosen, and the threshold says where that ends', () => {
  const best = candidate([9, 11, 10, 10], 9);
  const candidates = [candidate([20, 20, 20, 20], 1), candidate([11, 11, 10, 9.5], 2), best, candidate([10, 10, 10, 10.2], 5), candidate([30, 30, 30, 30], 20)];
  const se = Math.sqrt(2 / 3) / 2;
  expect(standardError(best)).toBeCloseTo(se, 15);
  expect(oneStandardError(candidates, { greaterIsBetter: false })).toEqual({ index: 1, best: 2, threshold: 10 + standardError(best) });
});

test('greater may be better, and then the threshold lies below the best', () => {
  const candidates = [candidate([0.5, 0.5], 1), candidate([0.7, 0.9], 2), candidate([0.8, 1], 3)];
  const { index, best, threshold } = oneStandardError(candidates, { greaterIsBetter: true });
  expect([index, best]).toEqual([1, 2]);
  expect(threshold).toBeCloseTo(0.8, 15);
});

test('a simpler candidate beyond one standard error is not chosen, nor a more complex one within it', () => {
  const candidates = [candidate([10.6, 10.6, 10.6, 10.6], 1), candidate([9, 11, 10, 10], 5), candidate([10.1, 10.1, 10.1, 10.1], 6)];
  expect(oneStandardError(candidates, { greaterIsBetter: false }).index).toBe(1);
});

test('of equally complex candidates the better mean is chosen, then the earlier', () => {
  const candidates = [candidate([10.2, 10.2], 1), candidate([10.1, 10.1], 1), candidate([10.1, 10.1], 1), candidate([9, 11], 5)];
  expect(oneStandardError(candidates, { greaterIsBetter: false })).toMatchObject({ index: 1, best: 3 });
});

test('scores that are not finite are never chosen', () => {
  const candidates = [candidate([NaN, 1], 1), candidate([-Infinity, 1], 1), candidate([3, 4], 2)];
  expect(oneStandardError(candidates, { greaterIsBetter: false }).index).toBe(2);
  expect(() => oneStandardError(candidates.slice(0, 1), { greaterIsBetter: false })).toThrow(
    new RangeError('oneStandardError: at least one candidate must have a finite mean; of 1 none has'));
  expect(() => oneStandardError([], { greaterIsBetter: false })).toThrow(RangeError);
});

test('a summary has the mean and the standard deviation with n − 1, 0 for one fold', () => {
  expect(summarizeScores([1, 2, 6])).toEqual({ mean: 3, std: Math.sqrt(7), folds: [1, 2, 6] });
  expect(summarizeScores([4])).toEqual({ mean: 4, std: 0, folds: [4] });
  expect(() => summarizeScores([])).toThrow(new RangeError('summarizeScores: there must be at least one fold; there is none'));
});
