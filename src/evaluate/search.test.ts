import { expect, expectTypeOf, test } from 'vitest';
import type { Progress, Regressor } from '../estimator/index.ts';
import { generator } from '../random/index.ts';
import { frameOf } from '../table/index.ts';
import { crossValidate } from './crossValidate.ts';
import { choice, integers, logUniform, uniform, type Distribution } from './distributions.ts';
import { categoryMeans, meanRegressor, nearest, polynomial } from './estimators.testing.ts';
import { gridSearch } from './gridSearch.ts';
import { kFold } from './kFold.ts';
import { randomSearch } from './randomSearch.ts';
import { r2, rootMeanSquaredError } from './regressionMetrics.ts';

const { normal } = generator(5, 'data');
const X = Array.from({ length: 30 }, (_, i) => [(2 * i) / 29 - 1]);
const parabola = X.map(([x]) => 4 * x * x + x + 0.3 * normal());

test('the grid is searched in order, the best is ranked first and fitted on all rows', async () => {
  const { best, results, model, metric } = await gridSearch(polynomial, { degree: [0, 1, 2, 9] }, X, parabola);
  expect(best.options).toEqual({ degree: 2 });
  expect(metric).toBe('rootMeanSquaredError');
  expect(results.map(({ options }) => options)).toEqual([{ degree: 0 }, { degree: 1 }, { degree: 2 }, { degree: 9 }]);
  expect(results[2].rank).toBe(1);
  expect(results.map(({ rank }) => rank).sort()).toEqual([1, 2, 3, 4]);
  expect(best.score).toBe(results[2].score);
  expect(await model.predict([[0.5], [-1]])).toEqual(await (await polynomial({ degree: 2 }).fit(X, parabola)).predict([[0.5], [-1]]));
});

test('a candidate scores as in a cross-validation of its own, on the same splits', async () => {
  const options = { splits: kFold(4, { seed: 9 }) };
  const { results } = await gridSearch(polynomial, { degree: [1, 3] }, X, parabola, { ...options, metric: r2 });
  for (const { options: { degree }, score } of results) {
    expect((await crossValidate(polynomial({ degree }), X, parabola, { ...options, metrics: [r2] })).metrics.r2).toEqual(score);
  }
});

test('many options give all combinations, the last varying fastest', async () => {
  const { results } = await gridSearch((options) => polynomial(options), { degree: [1, 2], alpha: [0, 1, 10] }, X, parabola);
  expect(results.map(({ options: { degree, alpha } }) => [degree, alpha])).toEqual([[1, 0], [1, 1], [1, 10], [2, 0], [2, 1], [2, 10]]);
  expectTypeOf(results[0].options).toEqualTypeOf<{ degree: 1 | 2; alpha: 0 | 1 | 10 }>();
});

test('names and kinds of options are checked by the compiler', () => {
  // never run: only compiled
  const compiled = [
    // @ts-expect-error no option of that name
    () => gridSearch(polynomial, { degre: [1, 2] }, X, parabola),
    // @ts-expect-error not a number
    () => gridSearch(polynomial, { degree: ['two'] }, X, parabola),
    // @ts-expect-error not a number
    () => randomSearch(polynomial, { degree: choice(['two']) }, X, parabola),
    // @ts-expect-error an estimator of matrices without y
    () => gridSearch(polynomial, { degree: [2] }, X),
  ];
  expect(compiled).toHaveLength(4);
});

test('with a complexity the one-standard-error rule prefers the simpler model', async () => {
  const grid = { degree: [1, 2, 3, 4, 5, 6] };
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  const chosen = { mean: [] as number[], simple: [] as number[] };
  for (const seed of seeds) {
    const splits = kFold(5, { seed });
    chosen.mean.push((await gridSearch(polynomial, grid, X, parabola, { splits })).best.options.degree);
    chosen.simple.push((await gridSearch(polynomial, grid, X, parabola, { splits, complexity: ({ degree }) => degree })).best.options.degree);
  }
  expect(chosen.simple).toEqual(seeds.map(() => 2));
  expect(Math.max(...chosen.mean)).toBeGreaterThan(2);
});

test('candidates without a finite score rank last', async () => {
  const metric = Object.assign(function broken(_: unknown, yPred: unknown): number { return (yPred as Float64Array)[0] > 100 ? NaN : 1; }, { greaterIsBetter: false });
  const shifted = ({ by }: { by: number }): Regressor => ({ ...meanRegressor(), fit: (X, y) => meanRegressor().fit(X, (y as Float64Array).map((v) => v + by)) });
  const { best, results } = await gridSearch(shifted, { by: [1000, 0] }, X, parabola, { metric });
  expect(best.options).toEqual({ by: 0 });
  expect(results.map(({ rank }) => rank)).toEqual([2, 1]);
  await expect(gridSearch(shifted, { by: [1000, 2000] }, X, parabola, { metric })).rejects.toThrow(new RangeError('gridSearch: at least one candidate must have a finite broken; of 2 none has'));
});

test('an error says in which fold and with which options', async () => {
  const failing = ({ k }: { k: number }): Regressor => (k < 3 ? nearest({ k }) : { ...nearest({ k }), fit: async () => { throw new TypeError('k is too large'); } });
  await expect(gridSearch(failing, { k: [1, 3] }, X, parabola)).rejects.toThrow(
    new TypeError('gridSearch: fitting nearest failed in fold 1 of 5 with {"k":3} (its rows are counted within the fold\'s 24 training rows); k is too large'));
});

test('progress counts the folds of all candidates, and an abort between them rejects with the reason', async () => {
  const told: Progress[] = [];
  await gridSearch(nearest, { k: [1, 2] }, X, parabola, { splits: kFold(2), onProgress: (progress) => told.push(progress) });
  expect(told.map(({ done }) => done)).toEqual([0, 1, 2, 2, 3, 4]);
  expect(new Set(told.map(({ label, total }) => `${label} ${total}`))).toEqual(new Set(['gridSearch 4']));
  const reason = new Error('enough');
  const controller = new AbortController();
  await expect(gridSearch(nearest, { k: [1, 2] }, X, parabola, { signal: controller.signal, onProgress: ({ done }) => done === 3 && controller.abort(reason) })).rejects.toBe(reason);
});

test('a random search draws from distributions: the same seed the same candidates, another option leaves them as they are', async () => {
  const splits = kFold(2);
  const draw = async (distributions: { degree: Distribution<number>; alpha: Distribution<number> } | { degree: Distribution<number> }, seed?: number): Promise<(number | undefined)[]> =>
    (await randomSearch(polynomial, distributions, X, parabola, { iterations: 6, splits, seed })).results.map(({ options }) => options.degree);
  const degrees = await draw({ degree: integers(0, 9) });
  expect(await draw({ degree: integers(0, 9) }, 0)).toEqual(degrees);
  expect(await draw({ degree: integers(0, 9) }, 1)).not.toEqual(degrees);
  expect(await draw({ alpha: logUniform(0.001, 1), degree: integers(0, 9) })).toEqual(degrees);
  const { best, results } = await randomSearch(polynomial, { degree: integers(0, 9) }, X, parabola);
  expect(results).toHaveLength(20);
  expect(best.options.degree).toBe(results.find(({ rank }) => rank === 1)?.options.degree);
});

test('distributions keep to their range and spread as they say', () => {
  const random = generator(1, 'test');
  const draws = <T>(distribution: Distribution<T>): T[] => Array.from({ length: 3000 }, () => distribution.sample(random));
  const share = (values: readonly number[], below: number): number => values.filter((value) => value < below).length / values.length;
  const flat = draws(uniform(-2, 6));
  expect([Math.min(...flat) >= -2, Math.max(...flat) <= 6]).toEqual([true, true]);
  expect(share(flat, 2)).toBeCloseTo(0.5, 1);
  const decades = draws(logUniform(1e-3, 1e3));
  expect([Math.min(...decades) >= 1e-3, Math.max(...decades) <= 1e3]).toEqual([true, true]);
  expect(share(decades, 1)).toBeCloseTo(0.5, 1);
  expect(share(decades, 0.1)).toBeCloseTo(1 / 3, 1);
  const whole = draws(integers(3, 5));
  expect(new Set(whole)).toEqual(new Set([3, 4, 5]));
  expect(share(whole, 4)).toBeCloseTo(1 / 3, 1);
  expect(new Set(draws(choice(['a', 'b'])))).toEqual(new Set(['a', 'b']));
  expectTypeOf(choice(['a', 'b'])).toEqualTypeOf<Distribution<'a' | 'b'>>();
});

test('a table is searched by the name of its target', async () => {
  const frame = frameOf({ town: ['a', 'b', 'a', 'b', 'a', 'b'], noise: ['x', 'x', 'y', 'y', 'x', 'y'], price: [1, 2, 1, 2, 1, 2] });
  const { best, model } = await gridSearch(categoryMeans, { by: ['noise', 'town'] }, frame, { target: 'price', splits: kFold(3, { shuffle: false }) });
  expect(best).toMatchObject({ options: { by: 'town' }, score: { mean: 0 } });
  expect(await model.predict(frame)).toEqual(Float64Array.of(1, 2, 1, 2, 1, 2));
  const random = await randomSearch(categoryMeans, { by: choice(['noise', 'town']) }, frame, { target: 'price', splits: kFold(2), iterations: 3 });
  expect(random.results).toHaveLength(3);
});

const grid = (grid: unknown, options: object = {}): Promise<unknown> => gridSearch(polynomial, grid as { degree: number[] }, X, parabola, options);
const random = (distributions: unknown, options: object = {}): Promise<unknown> => randomSearch(polynomial, distributions as { degree: Distribution<number> }, X, parabola, options);

test.each<[string, () => unknown, ErrorConstructor, string]>([
  ['a make that is no function', () => gridSearch(polynomial() as never, { degree: [1] }, X, parabola), TypeError, 'gridSearch: make must be a function from options to an estimator, such as ridge; it is an object'],
  ['no grid', () => grid(undefined), TypeError, 'gridSearch: grid must be an object of arrays, such as { alpha: [0.1, 1] }; it is undefined'],
  ['a value without array', () => grid({ degree: 1 }), TypeError, 'gridSearch: every option must have an array of values to try; degree is 1'],
  ['no value', () => grid({ degree: [] }), RangeError, 'gridSearch: every option must have at least one value to try; degree has none'],
  ['a metric as text', () => grid({ degree: [1] }, { metric: 'r2' }), TypeError, 'gridSearch: a metric must be a function with a name and greaterIsBetter, such as r2; it is "r2"'],
  ['many metrics', () => grid({ degree: [1] }, { metrics: [r2, rootMeanSquaredError] }), TypeError, 'gridSearch: unknown option "metrics"; the options are sampleWeight, groups, splits, metric, complexity, signal, onProgress'],
  ['a complexity that is no number', () => grid({ degree: [1] }, { complexity: () => 'high' }), TypeError, 'gridSearch: complexity must give a number; for {"degree":1} it gives "high"'],
  ['no distributions', () => random(null), TypeError, 'randomSearch: distributions must be an object, such as { alpha: logUniform(0.001, 1000) }; it is null'],
  ['values instead of a distribution', () => random({ degree: [1, 2] }), TypeError, 'randomSearch: every option must have a distribution, such as choice([1, 2]); degree is an array of 2'],
  ['no iteration', () => random({ degree: integers(1, 2) }, { iterations: 0 }), RangeError, 'randomSearch: iterations must be an integer at least 1; it is 0'],
  ['half a seed', () => random({ degree: integers(1, 2) }, { seed: 0.5 }), RangeError, 'randomSearch: seed must be an integer at least -9007199254740991 and at most 9007199254740991; it is 0.5'],
  ['a range that descends', async () => uniform(2, 1), RangeError, 'uniform: low must be below high, both finite; they are 2 and 1'],
  ['an infinite range', async () => logUniform(1, Infinity), RangeError, 'logUniform: low must be below high, both finite; they are 1 and Infinity'],
  ['orders of magnitude from 0', async () => logUniform(0, 1), RangeError, 'logUniform: low must be above 0; it is 0'],
  ['half integers', async () => integers(0.5, 2), RangeError, 'integers: low and high must be integers, low at most high; they are 0.5 and 2'],
  ['no choice', async () => choice([]), RangeError, 'choice: there must be at least one value; values is empty'],
  ['a choice that is no array', async () => choice('ab' as never), TypeError, 'choice: values must be an array; it is "ab"'],
])('refuses %s', async (_, act, Kind, message) => {
  await expect(act()).rejects.toThrow(new Kind(message));
});
