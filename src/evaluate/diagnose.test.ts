import { beforeAll, describe, expect, test } from 'vitest';
import type { Regressor } from '../estimator/index.ts';
import { generator } from '../random/index.ts';
import type { Curves } from './curves.ts';
import { diagnose } from './diagnose.ts';
import { meanRegressor, nearest, polynomial } from './estimators.testing.ts';
import { learningCurve } from './learningCurve.ts';
import { meanAbsoluteError, meanSquaredError, r2, rootMeanSquaredError } from './regressionMetrics.ts';
import { summarizeScores } from './score.ts';
import { validationCurve } from './validationCurve.ts';

interface Data { readonly X: number[][]; readonly y: number[] }
/** y = f(x) + noise, x uniform in [−1, 1]. */
function data(n: number, f: (x: number) => number, noise: number, seed: number): Data {
  const random = generator(seed, 'data');
  const X = Array.from({ length: n }, () => [2 * random.uniform() - 1]);
  return { X, y: X.map(([x]) => f(x) + noise * random.normal()) };
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
const parabola = (x: number): number => x * x;
const line = (x: number): number => 2 * x;

const metrics = [rootMeanSquaredError, r2, meanSquaredError, meanAbsoluteError];
describe.each(metrics.map((metric) => [metric.name, metric] as const))('by %s', (_, metric) => {
  const verdicts = async (estimator: Regressor, make: (seed: number) => Data): Promise<Set<string>> => {
    const found = await Promise.all(seeds.map(async (seed) => {
      const { X, y } = make(seed);
      return diagnose(await learningCurve(estimator, X, y, { metric, trainSizes: [1] })).verdict;
    }));
    return new Set(found);
  };

  test('a polynomial of degree 15 on 20 points overfits', async () => {
    expect(await verdicts(polynomial({ degree: 15 }), (seed) => data(20, line, 0.5, seed))).toEqual(new Set(['overfitting']));
  });
  test('the nearest neighbour overfits noisy data, which it meets exactly in training', async () => {
    expect(await verdicts(nearest(), (seed) => data(80, line, 0.3, seed))).toEqual(new Set(['overfitting']));
  });
  test('a line underfits a parabola', async () => {
    expect(await verdicts(polynomial(), (seed) => data(200, parabola, 0.05, seed))).toEqual(new Set(['underfitting']));
  });
  test('the mean underfits a line', async () => {
    expect(await verdicts(meanRegressor(), (seed) => data(60, line, 0.3, seed))).toEqual(new Set(['underfitting']));
  });
  test('a line on a line with noise is a good fit, however large or absent the noise', async () => {
    expect(await verdicts(polynomial(), (seed) => data(60, line, 0.5, seed))).toEqual(new Set(['good fit']));
    expect(await verdicts(polynomial(), (seed) => data(200, line, 1.5, seed))).toEqual(new Set(['good fit']));
    expect(await verdicts(polynomial(), (seed) => data(60, line, 0, seed))).toEqual(new Set(['good fit']));
  });
  test('a line on data that are mostly noise is not called overfitting because its R² is small', async () => {
    expect(await verdicts(polynomial(), (seed) => data(100, () => 0, 1, seed))).toEqual(new Set(['underfitting']));
    expect(await verdicts(polynomial(), (seed) => data(30, () => 0, 1, seed))).not.toContain('overfitting');
    expect(await verdicts(polynomial(), (seed) => data(300, (x) => 0.4 * x, 1, seed))).not.toContain('overfitting');
  });
});

const scores = (...folds: number[]): ReturnType<typeof summarizeScores> => summarizeScores(folds);
const errors = (train: number[], validation: number[], more: Partial<Curves> = {}): Curves => ({
  kind: 'learning', parameter: 'training rows', values: [80], metric: 'rootMeanSquaredError', greaterIsBetter: false, train: [scores(...train)], validation: [scores(...validation)], ...more,
});

test('the words carry the numbers, and the numbers are there as numbers', () => {
  const diagnosis = diagnose(errors([1, 1.2], [3, 3.4], { baseline: 10 }));
  expect(diagnosis).toEqual({
    verdict: 'overfitting',
    reason: 'Root mean squared error with 80 training rows is 1.1 on training rows and 3.2 on rows held out, and 10 for predicting the mean (means over 2 folds). The error on rows held out is 2.91 times that on training rows, and larger in 2 of 2 folds: part of what the model learnt holds for its training rows only.',
    suggestions: ['Collect more rows: with more to learn from, a model can memorise less.', 'Use a simpler model: a stronger penalty (larger alpha), a lower polynomial degree, fewer features.'],
    train: 1.1, validation: 3.2, gap: expect.closeTo(2.1, 12), gapStandardError: expect.closeTo(0.1, 12), at: 80, baseline: 10,
  });
  expect(diagnose(errors([0, 0], [3, 3])).reason).toContain('The error on rows held out is there, while on training rows there is none, and larger in 2 of 2 folds');
  expect(diagnose(errors([0.001, 0.001], [3, 3])).reason).toContain('more than 100 times');
  expect(diagnose(errors([0], [0], { baseline: 1 })).reason).toBe('Root mean squared error with 80 training rows is 0 on training rows and 0 on rows held out, and 1 for predicting the mean (means over one fold). There is no error on rows held out.');
});

test('underfitting says by how little the mean is beaten, and that it may be noise', () => {
  const { verdict, reason, suggestions } = diagnose(errors([0.97, 0.95], [0.97, 0.97], { baseline: 1 }));
  expect(verdict).toBe('underfitting');
  expect(reason).toContain('only 3 % below that of predicting the mean: the model is too simple, or these features say little about the target');
  expect(suggestions.join(' ')).toContain('mostly noise');
  expect(diagnose(errors([1, 1], [1.1, 1], { baseline: 1 })).reason).toContain('no lower than that of predicting the mean');
});

test('a gap within the chance of the folds is no overfitting, a small one neither', () => {
  expect(diagnose(errors([1, 1, 1, 1], [0.6, 2.6, 0.9, 1.2], { baseline: 10 })).verdict).toBe('good fit');
  expect(diagnose(errors([1, 1, 1, 1], [0.6, 2.6, 0.9, 1.2], { baseline: 10 })).reason).toContain('is 1.33 times that on training rows, but larger in 2 of 4 folds only: too few rows or folds to tell whether');
  expect(diagnose(errors([1, 1, 1, 1], [1.2, 1.2, 1.2, 1.2], { baseline: 10 })).verdict).toBe('good fit');
  expect(diagnose(errors([1, 1, 1, 1], [1.3, 1.3, 1.3, 1.3], { baseline: 10 })).verdict).toBe('overfitting');
  // one wild fold makes the standard error as large as the gap; but every fold is worse
  expect(diagnose(errors([1, 1, 1, 1], [1.5, 1.4, 900, 1.6], { baseline: 10 })).verdict).toBe('overfitting');
});

test('a gap that is small beside the spread of the target does not matter', () => {
  expect(diagnose(errors([1e-9, 1e-9], [1e-5, 1e-5], { baseline: 1 })).verdict).toBe('good fit');
  expect(diagnose(errors([1e-9, 1e-9], [0.1, 0.1], { baseline: 1 })).verdict).toBe('overfitting');
});

test('learning from training what makes validation worse than the mean is overfitting, even by a small ratio', () => {
  expect(diagnose(errors([0.9, 0.9, 0.9], [1.05, 1.06, 1.05], { baseline: 1 })).verdict).toBe('overfitting');
  expect(diagnose(errors([0.98, 0.98, 0.98], [1.05, 1.06, 1.05], { baseline: 1 })).verdict).toBe('underfitting');
});

test('the baseline may be given, and without any only the gap is judged', () => {
  const curves = errors([0.99, 0.98], [0.99, 1]);
  expect(diagnose(curves)).toMatchObject({ verdict: 'good fit' });
  expect(diagnose(curves)).not.toHaveProperty('baseline');
  expect(diagnose(curves, { baseline: 1 })).toMatchObject({ verdict: 'underfitting', baseline: 1 });
  const squared = { metric: 'r2', greaterIsBetter: true, squared: true };
  expect(diagnose(errors([0.05, 0.05], [0.04, 0.03], squared))).toMatchObject({ verdict: 'underfitting', baseline: 0, gap: expect.closeTo(0.015, 12) });
});

test('R² of few rows is judged beside that of the mean on the same rows', () => {
  const low = { metric: 'r2', greaterIsBetter: true, squared: true, baseline: -1.25, baselineFolds: [-2, -0.5] };
  // 1 − R² is 0.9 and 0.45, that of the mean 3 and 1.5: 30 % in both folds, as in training
  const { verdict, reason } = diagnose(errors([0.7, 0.7], [0.1, 0.55], low));
  expect(verdict).toBe('good fit');
  expect(reason).toContain('R² with 80 training rows is 0.7 on training rows and 0.325 on rows held out, and -1.25 for predicting the mean');
  expect(reason).toContain('Beside that of predicting the mean, the error on rows held out equals that on training rows');
  expect(diagnose(errors([0.7, 0.7], [0.1, 0.1], { ...low, baseline: 0, baselineFolds: [0, 0] })).verdict).toBe('overfitting');
});

test('a learning curve that still falls advises to collect rows, one that is flat does not', () => {
  const grow = (before: number[], now: number[]): Curves => ({ ...errors([1, 1], now, { baseline: 10 }), values: [40, 80], train: [scores(1, 1), scores(1, 1)], validation: [scores(...before), scores(...now)] });
  expect(diagnose(grow([1.4, 1.6], [1.1, 1.2])).suggestions[0]).toBe('Collect more rows: from 40 to 80 training rows validation still improved, from 1.5 to 1.15.');
  expect(diagnose(grow([1.1, 1.2], [1.2, 1.1])).suggestions[0]).toContain('try other features');
});

describe('a validation curve', () => {
  let byDegree: Curves;
  beforeAll(async () => {
    const { X, y } = data(40, parabola, 0.1, 3);
    byDegree = await validationCurve(polynomial, 'degree', [0, 1, 2, 3, 9], X, y);
  });

  test('is judged at its best value', () => {
    expect(diagnose(byDegree)).toMatchObject({ verdict: 'good fit', at: 2 });
  });
  test('below its optimum underfits, above it overfits, and the advice is the best value', () => {
    expect(diagnose(byDegree, { at: 1 })).toMatchObject({ verdict: 'underfitting', at: 1, suggestions: ['Use degree 2.'] });
    expect(diagnose(byDegree, { at: 1 }).reason).toMatch(/^With degree 1, root mean squared error on rows held out is 0\.\d+, with 2 it is 0\.\d+\. With 1 it is worse on training rows too/);
    expect(diagnose(byDegree, { at: 9 })).toMatchObject({ verdict: 'overfitting', at: 9 });
    expect(diagnose(byDegree, { at: 9 }).reason).toContain('no worse on training rows, so what it learnt more does not hold for others');
  });
  test('whose best value is the first or last asks for values beyond it', () => {
    const cut = (from: number, to: number): Curves => ({ ...byDegree, values: byDegree.values.slice(from, to), train: byDegree.train.slice(from, to), validation: byDegree.validation.slice(from, to) });
    expect(diagnose(cut(0, 3)).suggestions[0]).toBe('Try larger values of degree: the best, 2, is the largest tried.');
    expect(diagnose(cut(2, 5)).suggestions[0]).toBe('Try smaller values of degree: the best, 2, is the smallest tried.');
    expect(diagnose(cut(2, 3)).suggestions[0]).not.toContain('Try');
  });
});

test.each<[string, () => unknown, ErrorConstructor, string]>([
  ['empty curves', () => diagnose({ ...errors([1], [1]), values: [] }), RangeError, 'diagnose: curves must have at least one value; they have none'],
  ['curves that are none', () => diagnose({} as Parameters<typeof diagnose>[0]), TypeError, 'diagnose: curves must be what learningCurve or validationCurve gives, or a trained network; they are an object'],
  ['curves of other lengths', () => diagnose({ ...errors([1], [1]), values: [1, 2] }), RangeError, 'diagnose: curves must have scores for every value; 2 values, 1 training and 1 validation scores'],
  ['other folds', () => diagnose(errors([1, 2], [1])), RangeError, 'diagnose: training and validation must have the same folds; at 80 they have 2 and 1'],
  ['scores that are not finite', () => diagnose(errors([1], [Infinity])), RangeError, 'diagnose: the scores judged must be finite; at 80 training is 1, validation Infinity'],
  ['no finite score at all', () => diagnose({ ...errors([1], [NaN]), kind: 'validation' }), RangeError, 'diagnose: the scores judged must be finite; at 80 training is 1, validation NaN'],
  ['a value that was not tried', () => diagnose({ ...errors([1], [1]), kind: 'validation' }, { at: 7 }), RangeError, 'diagnose: at must be one of the values 80; it is 7'],
  ['a place on a learning curve', () => diagnose(errors([1], [1]), { at: 80 }), TypeError, 'diagnose: at must be left out for a learning curve, which is judged at its largest size'],
  ['a baseline as text', () => diagnose(errors([1], [1]), { baseline: '1' as unknown as number }), TypeError, 'diagnose: baseline must be a number; it is "1"'],
  ['an unknown option', () => diagnose(errors([1], [1]), { base: 1 } as object), TypeError, 'diagnose: unknown option "base"; the options are baseline, at'],
])('refuses %s', (_, act, Kind, message) => {
  expect(act).toThrow(new Kind(message));
});
