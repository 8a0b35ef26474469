/** Learning and validation curves. What is read off them is tested with diagnose. */
import { expect, expectTypeOf, test } from 'vitest';
import type { Progress, Regressor } from '../estimator/index.ts';
import { frameOf } from '../table/index.ts';
import { crossValidate } from './crossValidate.ts';
import type { Curves } from './curves.ts';
import { categoryMeans, manyMeans, meanRegressor, nearest, polynomial, type TableFit } from './estimators.testing.ts';
import { kFold } from './kFold.ts';
import { learningCurve } from './learningCurve.ts';
import { r2, rootMeanSquaredError } from './regressionMetrics.ts';
import { summarizeScores } from './score.ts';
import { validationCurve } from './validationCurve.ts';

const X = Array.from({ length: 50 }, (_, i) => [i / 25 - 1]);
const y = X.map(([x], i) => 2 * x + 0.1 * ((i * 7) % 5));

test('a learning curve grows the training part and holds out the same rows; at the full size it is the cross-validation', async () => {
  const curves = await learningCurve(polynomial(), X, y);
  expectTypeOf(curves).toEqualTypeOf<Curves>();
  expect(curves).toMatchObject({ kind: 'learning', parameter: 'training rows', metric: 'rootMeanSquaredError', greaterIsBetter: false, values: [4, 13, 22, 31, 40] });
  const { metrics, trainMetrics } = await crossValidate(polynomial(), X, y, { metrics: [rootMeanSquaredError], returnTrainScores: true });
  expect(curves.validation[4]).toEqual(metrics.rootMeanSquaredError);
  expect(curves.train[4]).toEqual(trainMetrics?.rootMeanSquaredError);
  expect(curves.baseline).toBe(summarizeScores(curves.baselineFolds ?? []).mean);
  expect(curves.baselineFolds).toEqual((await crossValidate(meanRegressor(), X, y, { metrics: [rootMeanSquaredError] })).metrics.rootMeanSquaredError.folds);
});

/** Remembers the rows it was fitted on, by the value of their one feature. */
function remembering(fits: number[][]): Regressor {
  return { ...meanRegressor(), fit: (X, y, options) => {
    fits.push([...(X as { data: Float64Array }).data]);
    return meanRegressor().fit(X, y, options);
  } };
}

test('parts are nested, drawn at random by the seed, or the first rows of the fold when not shuffled', async () => {
  const fits: number[][] = [];
  const rows = X.map((_, i) => [i]);
  await learningCurve(remembering(fits), rows, y, { splits: kFold(2, { shuffle: false }), trainSizes: [5, 10, 1], seed: 3 });
  expect(fits.map(({ length }) => length)).toEqual([5, 5, 10, 10, 25, 25]);
  expect(fits[2]).toEqual(expect.arrayContaining(fits[0]));
  expect(fits[4]).toEqual(expect.arrayContaining(fits[2]));
  expect(fits[0]).not.toEqual([25, 26, 27, 28, 29]);
  const again: number[][] = [];
  await learningCurve(remembering(again), rows, y, { splits: kFold(2, { shuffle: false }), trainSizes: [5], seed: 4 });
  expect(again[0]).not.toEqual(fits[0]);
  const plain: number[][] = [];
  await learningCurve(remembering(plain), rows, y, { splits: kFold(2, { shuffle: false }), trainSizes: [5], shuffle: false });
  expect(plain).toEqual([[25, 26, 27, 28, 29], [0, 1, 2, 3, 4]]);
});

test('sizes are sorted, at least two rows, and tried once', async () => {
  const { values } = await learningCurve(meanRegressor(), X, y, { trainSizes: [1, 0.5, 0.001, 20, 40], metric: r2 });
  expect(values).toEqual([2, 20, 40]);
});

test('a validation curve scores each value of the option on the same splits, on training rows too', async () => {
  const curves = await validationCurve(nearest, 'k', [1, 5, 40], X, y, { metric: r2 });
  expect(curves).toMatchObject({ kind: 'validation', parameter: 'k', values: [1, 5, 40], metric: 'r2', greaterIsBetter: true, squared: true });
  expect(curves.train[0].folds).toEqual([1, 1, 1, 1, 1]);
  const { metrics } = await crossValidate(nearest({ k: 5 }), X, y, { metrics: [r2] });
  expect(curves.validation[1]).toEqual(metrics.r2);
  // all 40 training rows together are their mean
  expect(curves.validation[2].mean).toBeCloseTo(curves.baseline ?? NaN, 12);
});

test('the option of a validation curve is checked by the compiler', () => {
  const compiled = [
    // @ts-expect-error no option of that name
    () => validationCurve(nearest, 'neighbours', [1], X, y),
    // @ts-expect-error values of options are numbers
    () => validationCurve(nearest, 'k', ['one'], X, y),
  ];
  expect(compiled).toHaveLength(2);
});

test('the baseline is the mean of the training target, with weights and many targets too', async () => {
  const options = { splits: kFold(5), metric: rootMeanSquaredError };
  const sampleWeight = X.map((_, i) => i % 3);
  const weighted = await learningCurve(meanRegressor(), X, y, { ...options, sampleWeight, trainSizes: [1] });
  expect(weighted.baseline).toBeCloseTo(weighted.validation[0].mean, 12);
  const Y = y.map((value, i) => [value, i % 4]);
  const many = await learningCurve(manyMeans(), X, Y, { ...options, trainSizes: [1] });
  expect(many.baseline).toBeCloseTo(many.validation[0].mean, 12);
});

test('tables have curves too', async () => {
  const frame = frameOf({ town: ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'], price: [1, 2, 1, 2, 1, 2, 1, 2] });
  const fits: TableFit[] = [];
  const curves = await learningCurve(categoryMeans({ by: 'town', fits }), frame, { target: 'price', splits: kFold(2, { shuffle: false }), trainSizes: [0.5, 1] });
  expect(curves.values).toEqual([2, 4]);
  expect(fits.map(({ rows }) => rows)).toEqual([2, 2, 4, 4]);
  expect(curves.validation[1].folds).toEqual([0, 0]);
  const by = await validationCurve(({ k }: { k: number }) => categoryMeans({ by: k > 0 ? 'town' : 'none' }), 'k', [1], frame, { target: 'price', splits: kFold(2) });
  expect(by.validation[0].mean).toBe(0);
});

test('progress counts all fits, an abort rejects with the reason, and an error says where it arose', async () => {
  const told: Progress[] = [];
  await learningCurve(meanRegressor(), X, y, { trainSizes: [0.5, 1], splits: kFold(2), onProgress: (progress) => told.push(progress) });
  await validationCurve(nearest, 'k', [1, 2], X, y, { splits: kFold(2), onProgress: (progress) => told.push(progress) });
  expect(told.map(({ label, done, total }) => `${label} ${done}/${total}`)).toEqual(['learningCurve', 'validationCurve'].flatMap((name) => [0, 1, 2, 2, 3, 4].map((done) => `${name} ${done}/4`)));
  const reason = new Error('enough');
  await expect(learningCurve(meanRegressor(), X, y, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await expect(validationCurve(nearest, 'k', [1], X, y, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const failing: Regressor = { ...meanRegressor(), fit: async (X) => {
    throw new RangeError(`${(X as unknown as { shape: number[] }).shape[0]} rows are too few`);
  } };
  await expect(learningCurve(failing, X, y)).rejects.toThrow(new RangeError("learningCurve: fitting mean failed in fold 1 of 5 with 4 training rows (its rows are counted within the fold's 4 training rows); 4 rows are too few"));
  await expect(validationCurve(() => failing, 'k', [7], X, y)).rejects.toThrow(new RangeError("validationCurve: fitting mean failed in fold 1 of 5 with k 7 (its rows are counted within the fold's 40 training rows); 40 rows are too few"));
});

const learn = (options: object): Promise<unknown> => learningCurve(meanRegressor(), X, y, options);
const size = 'learningCurve: a size must be a share above 0 and at most 1, or a number of rows from 2 to the 40 of the smallest training part';

test.each<[string, () => Promise<unknown>, ErrorConstructor, string]>([
  ['more rows than there are', () => learn({ trainSizes: [0.5, 41] }), RangeError, `${size}; trainSizes[1] is 41`],
  ['a share of 0', () => learn({ trainSizes: [0] }), RangeError, `${size}; trainSizes[0] is 0`],
  ['half rows', () => learn({ trainSizes: [2.5] }), RangeError, `${size}; trainSizes[0] is 2.5`],
  ['a size as text', () => learn({ trainSizes: ['all'] }), TypeError, `${size}; trainSizes[0] is "all"`],
  ['no size', () => learn({ trainSizes: [] }), RangeError, 'learningCurve: there must be at least one size; trainSizes is empty'],
  ['sizes that are no array', () => learn({ trainSizes: 5 }), TypeError, 'learningCurve: trainSizes must be an array of numbers; it is 5'],
  ['an unknown option', () => learn({ sizes: [5] }), TypeError, 'learningCurve: unknown option "sizes"; the options are sampleWeight, groups, splits, trainSizes, metric, shuffle, seed, signal, onProgress'],
  ['values that do not ascend', () => validationCurve(nearest, 'k', [1, 3, 3], X, y), RangeError, 'validationCurve: values must ascend; values[2] is 3 after 3'],
  ['a value that is not finite', () => validationCurve(nearest, 'k', [NaN], X, y), RangeError, 'validationCurve: values[0] must be a number; it is NaN'],
  ['no value', () => validationCurve(nearest, 'k', [], X, y), RangeError, 'validationCurve: there must be at least one value; values is empty'],
  ['values that are no array', () => validationCurve(nearest, 'k', 5 as unknown as number[], X, y), TypeError, 'validationCurve: values must be an array of numbers; it is 5'],
  ['a name that is no text', () => validationCurve(nearest, 5 as unknown as 'k', [1], X, y), TypeError, 'validationCurve: name must be the name of an option; it is 5'],
  ['a make that is no function', () => validationCurve(nearest() as never, 'k', [1], X, y), TypeError, 'validationCurve: make must be a function from options to an estimator, such as ridge; it is an object'],
])('refuses %s', async (_, act, Kind, message) => {
  await expect(act()).rejects.toThrow(new Kind(message));
});
