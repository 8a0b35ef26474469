import { expect, expectTypeOf, test } from 'vitest';
import type { Progress, Regressor } from '../estimator/index.ts';
import { frameOf } from '../table/index.ts';
import { crossValidate } from './crossValidate.ts';
import { categoryMeans, manyMeans, meanRegressor, nearest, polynomial, type TableFit } from './estimators.testing.ts';
import { groupKFold } from './groupKFold.ts';
import { kFold } from './kFold.ts';
import type { Metric } from './metric.ts';
import { maxError, meanAbsoluteError, meanSquaredError, r2, rootMeanSquaredError } from './regressionMetrics.ts';
import type { ScoreSummary } from './score.ts';
import type { Splitter } from './splitter.ts';
import { stratifiedKFold } from './stratifiedKFold.ts';

const X = Array.from({ length: 20 }, (_, i) => [i]);
const y = Array.from({ length: 20 }, (_, i) => 3 * i + 1);
const inOrder = kFold(4, { shuffle: false });

test('each fold is measured on the rows held out, with a model of the others', async () => {
  const { metrics } = await crossValidate(meanRegressor(), [[0], [0], [0], [0]], [1, 3, 5, 11], { splits: kFold(2, { shuffle: false }), metrics: [meanAbsoluteError] });
  // means of the others: 8 and 2
  expect(metrics.meanAbsoluteError.folds).toEqual([6, 6]);
  const { metrics: uneven } = await crossValidate(meanRegressor(), [[0], [0], [0], [0]], [1, 3, 5, 11], { splits: kFold(4, { shuffle: false }), metrics: [maxError] });
  expect(uneven.maxError.folds).toEqual([19 / 3 - 1, 17 / 3 - 3, 0, 8]);
  expect(uneven.maxError.mean).toBeCloseTo((16 / 3 + 8 / 3 + 0 + 8) / 4, 14);
  expect(uneven.maxError.std).toBeCloseTo(Math.sqrt([16 / 3, 8 / 3, 0, 8].reduce((sum, v) => sum + (v - 4) * (v - 4), 0) / 3), 14);
});

test('a line is found in every fold, and the default metrics are r2 and the errors in the unit of y', async () => {
  const { metrics, fitSeconds, models, trainMetrics } = await crossValidate(polynomial(), X, y);
  expect(Object.keys(metrics)).toEqual(['r2', 'rootMeanSquaredError', 'meanAbsoluteError']);
  expect(metrics.r2.mean).toBeCloseTo(1, 12);
  expect(metrics.rootMeanSquaredError.folds).toHaveLength(5);
  expect(metrics.rootMeanSquaredError.mean).toBeLessThan(1e-12);
  expect(fitSeconds).toHaveLength(5);
  expect([models, trainMetrics]).toEqual([undefined, undefined]);
  expectTypeOf(metrics).toEqualTypeOf<{ readonly r2: ScoreSummary; readonly rootMeanSquaredError: ScoreSummary; readonly meanAbsoluteError: ScoreSummary }>();
});

test('metrics are values: the result has their names, in types too, and your own may be among them', async () => {
  const bias = Object.assign(function bias(yTrue: unknown, yPred: unknown): number {
    return (yPred as Float64Array)[0] - (yTrue as Float64Array)[0];
  }, { greaterIsBetter: false }) as Metric<'bias'>;
  const { metrics } = await crossValidate(meanRegressor(), X, y, { metrics: [meanSquaredError, bias] });
  expectTypeOf(metrics).toEqualTypeOf<{ readonly meanSquaredError: ScoreSummary; readonly bias: ScoreSummary }>();
  expect(metrics.bias.folds).toHaveLength(5);
});

test('training scores and models are there when asked for', async () => {
  const result = await crossValidate(nearest(), X, y, { splits: inOrder, metrics: [rootMeanSquaredError], returnTrainScores: true, returnModels: true });
  expect(result.trainMetrics?.rootMeanSquaredError.folds).toEqual([0, 0, 0, 0]);
  expect(result.metrics.rootMeanSquaredError.mean).toBeGreaterThan(3);
  expect(await result.models?.[0].predict([[0]])).toEqual(Float64Array.of(y[5]));
});

test('weights count in fitting and in measuring, as if rows were repeated', async () => {
  const weights = [1, 2, 0, 3, 1, 1];
  const rows = [0, 1, 2, 3, 4, 5];
  const target = [1, 4, 50, 2, 8, 5];
  const fold = [0, 0, 0, 1, 1, 1];
  const repeatedRows = rows.flatMap((row) => Array.from({ length: weights[row] }, () => row));
  const byFold = (of: readonly number[]): Splitter => ({
    kind: 'byFold',
    split: () => [0, 1].map((held) => ({ train: Int32Array.from(of.keys()).filter((i) => of[i] !== held), test: Int32Array.from(of.keys()).filter((i) => of[i] === held) })),
  });
  const metrics = [meanSquaredError, r2] as const;
  const weighted = await crossValidate(meanRegressor(), rows.map((i) => [i]), target, { metrics, sampleWeight: weights, splits: byFold(fold) });
  const twice = await crossValidate(meanRegressor(), repeatedRows.map((i) => [i]), repeatedRows.map((i) => target[i]), { metrics, splits: byFold(repeatedRows.map((i) => fold[i])) });
  for (const name of ['meanSquaredError', 'r2'] as const) {
    weighted.metrics[name].folds.forEach((score, i) => expect(score).toBeCloseTo(twice.metrics[name].folds[i], 12));
  }
});

test('splitters see groups, and y as classes', async () => {
  // in each group the target is another constant: seen in training it would be met exactly
  const groups = X.map((_, i) => `house ${i % 5}`);
  const features = groups.map((group) => [group.charCodeAt(6)]);
  const target = groups.map((group) => group.charCodeAt(6));
  const options = { metrics: [maxError] as const };
  expect((await crossValidate(nearest(), features, target, options)).metrics.maxError.mean).toBe(0);
  expect((await crossValidate(nearest(), features, target, { ...options, splits: groupKFold(5), groups })).metrics.maxError.folds).toEqual([1, 1, 1, 1, 1]);
  expect((await crossValidate(nearest(), features, target, { ...options, splits: stratifiedKFold(4) })).metrics.maxError.mean).toBe(0);
});

test('many targets are measured as their mean', async () => {
  const Y = X.map(([i]) => [i % 2, 4]);
  const { metrics } = await crossValidate(manyMeans(), X, Y, { splits: inOrder, metrics: [meanAbsoluteError, r2] });
  // half of the rows are 0 and half 1, save in the fold's five: 8 or 7 of 15
  expect(metrics.meanAbsoluteError.mean).toBeCloseTo((((2 * 7) / 15 + (3 * 8) / 15) / 5 / 2 + 0 + ((3 * 8) / 15 + (2 * 7) / 15) / 5 / 2) / 2, 12);
  expect(metrics.r2.mean).toBeLessThan(0.5);
});

test('the same call gives the same bits, and inputs stay as they are', async () => {
  const features = Float64Array.from({ length: 40 }, (_, i) => i * i);
  const input = { data: features, shape: [20, 2] } as const;
  const target = Object.freeze([...y]);
  const once = await crossValidate(nearest({ k: 3 }), input, target);
  expect((await crossValidate(nearest({ k: 3 }), input, target)).metrics).toEqual(once.metrics);
  expect([...features]).toEqual(Array.from({ length: 40 }, (_, i) => i * i));
});

test('progress is told before the first fold and after each', async () => {
  const told: Progress[] = [];
  await crossValidate(meanRegressor(), X, y, { splits: kFold(3), onProgress: (progress) => told.push(progress) });
  expect(told).toEqual([0, 1, 2, 3].map((done) => ({ label: 'crossValidate', done, total: 3 })));
});

test('aborting rejects with the reason, before the start and between folds', async () => {
  const reason = new Error('the user pressed Ctrl-C');
  await expect(crossValidate(meanRegressor(), X, y, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const controller = new AbortController();
  let folds = 0;
  const running = crossValidate(meanRegressor(), X, y, {
    signal: controller.signal,
    onProgress: ({ done }) => {
      folds = done;
      if (done === 2) controller.abort(reason);
    },
  });
  await expect(running).rejects.toBe(reason);
  expect(folds).toBe(2);
});

test('an error of a fit says in which fold, and keeps its kind and cause', async () => {
  const cause = new RangeError('picky.fit: the first row must be even; it is 5');
  const picky: Regressor = {
    ...meanRegressor(), kind: 'picky',
    fit: async (X, y) => {
      const first = (X as { data: Float64Array }).data[0];
      if (first === 5) throw cause;
      return meanRegressor().fit(X, y);
    },
  };
  const failing = crossValidate(picky, X.map(([i]) => [i + 5]), y, { splits: { kind: 'mine', split: () => [{ train: Int32Array.of(1, 2), test: Int32Array.of(3, 4) }, { train: Int32Array.of(0, 2), test: Int32Array.of(3, 4) }] } });
  await expect(failing).rejects.toThrow(new RangeError("crossValidate: fitting picky failed in fold 2 of 2 (its rows are counted within the fold's 2 training rows); picky.fit: the first row must be even; it is 5"));
  await expect(failing).rejects.toMatchObject({ cause });
});

test('R² of single rows has no meaning, and the error says in which fold', async () => {
  await expect(crossValidate(meanRegressor(), X, y, { splits: kFold(20) })).rejects.toThrow(
    new RangeError('crossValidate: measuring mean failed in fold 1 of 20; r2: there must be at least 2 rows; there is 1'));
});

test('missing values in X reach the estimator, for a pipeline may fill them', async () => {
  const seen: number[] = [];
  const filling: Regressor = { ...meanRegressor(), fit: async (X, y) => {
    seen.push(...(X as { data: Float64Array }).data);
    const model = await meanRegressor().fit([[0], [0]], y);
    return { ...model, predict: (X) => model.predict((X as { data: Float64Array }).data.length === 1 ? [[0]] : []) };
  } };
  await crossValidate(filling, [[NaN], [1], [2]], [1, 2, 3], { splits: kFold(3, { shuffle: false }), metrics: [maxError] });
  expect(seen).toEqual([1, 2, NaN, 2, NaN, 1]);
});

const frame = frameOf({
  town: ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'],
  owner: ['p', 'p', 'q', 'q', 'r', 'r', 's', 's'],
  weight: [1, 1, 1, 1, 1, 1, 1, 1],
  price: [10, 20, 10, 20, null, 20, 10, 20],
}, 'houses.csv');

test('a table is fitted on the rows of each fold; rows without a target are left out', async () => {
  const fits: TableFit[] = [];
  const { metrics } = await crossValidate(categoryMeans({ by: 'town', fits }), frame, { target: 'price', splits: kFold(7), metrics: [meanAbsoluteError] });
  expect(metrics.meanAbsoluteError.folds).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(fits).toEqual(Array.from({ length: 7 }, () => ({ rows: 6, features: undefined, sampleWeight: undefined })));
});

test('groups and weights of a table may be columns; a column of groups is no feature', async () => {
  const fits: TableFit[] = [];
  await crossValidate(categoryMeans({ by: 'town', fits }), frame, { target: 'price', groups: 'owner', sampleWeight: 'weight', splits: groupKFold(4), metrics: [meanAbsoluteError] });
  expect(fits.map(({ rows }) => rows).sort()).toEqual([5, 5, 5, 6]);
  expect(fits[0]).toMatchObject({ features: ['town'], sampleWeight: 'weight' });
  const weights = [0, 0, 0, 0, 9, 1, 1, 1];
  const groups = [1, 1, 2, 2, 3, 3, 4, 4];
  await crossValidate(categoryMeans({ by: 'town', fits }), frame, { target: 'price', groups, sampleWeight: weights, splits: { kind: 'last', split: (n, context) => {
    expect([n, context?.groups]).toEqual([7, [0, 0, 1, 1, 2, 3, 3]]);
    return [{ train: Int32Array.of(0, 4), test: Int32Array.of(5, 6) }];
  } }, metrics: [meanAbsoluteError] });
  expect(fits.at(-1)).toEqual({ rows: 2, features: undefined, sampleWeight: Float64Array.of(0, 1) });
});

const table = (options: object): Promise<unknown> => crossValidate(categoryMeans({ by: 'town' }), frame, options as { target: string });
const matrix = (options: object): Promise<unknown> => crossValidate(meanRegressor(), X, y, options);

test.each<[string, () => Promise<unknown>, ErrorConstructor, string]>([
  ['y of another length', () => crossValidate(meanRegressor(), X, [1, 2]), RangeError, 'crossValidate: y must have one element per row of X; y has 2, X has 20 rows'],
  ['targets of another length', () => crossValidate(meanRegressor(), X, [[1, 2]]), RangeError, 'crossValidate: y must have one row per row of X; y has 1, X has 20'],
  ['a missing y', () => crossValidate(meanRegressor(), X, undefined as unknown as number[]), TypeError, 'crossValidate: y must be one number or class per row of X; it is undefined'],
  ['infinity', () => crossValidate(meanRegressor(), [[1], [Infinity]], [1, 2]), RangeError, 'crossValidate: every number must be finite; X[1][0] is Infinity'],
  ['what is no estimator', () => crossValidate({} as Regressor, X, y), TypeError, 'crossValidate: estimator must be an estimator, such as ridge(), with a fit function; it is an object'],
  ['more folds than rows', () => matrix({ splits: kFold(21) }), RangeError, 'kFold: there must be at least one row per fold; there are 20 rows for 21 folds'],
  ['a number as splits', () => matrix({ splits: 5 }), TypeError, 'crossValidate: splits must be a splitter, such as kFold(5); it is 5'],
  ['a splitter that splits nothing', () => matrix({ splits: { kind: 'mine', split: () => [] } }), RangeError, 'crossValidate: splits must hold out rows at least once; mine gives no split'],
  ['a split without training rows', () => matrix({ splits: { kind: 'mine', split: () => [{ train: [], test: [1] }] } }), RangeError, 'crossValidate: every split must have training and test rows; split 1 of mine has 0 and 1'],
  ['groups of another length', () => matrix({ groups: [1] }), RangeError, 'crossValidate: groups must have one element per row; it has 1, there are 20 rows'],
  ['weights of another length', () => matrix({ sampleWeight: [1] }), RangeError, 'crossValidate: sampleWeight must have one element per row of X; sampleWeight has 1, X has 20 rows'],
  ['a metric without direction', () => matrix({ metrics: [Math.max] }), TypeError, 'crossValidate: a metric must be a function with a name and greaterIsBetter, such as r2; greaterIsBetter of max is undefined'],
  ['a metric without name', () => matrix({ metrics: [() => 0] }), TypeError, 'crossValidate: a metric must be a function with a name and greaterIsBetter, such as r2; it has no name'],
  ['a metric as text', () => matrix({ metrics: ['r2'] }), TypeError, 'crossValidate: a metric must be a function with a name and greaterIsBetter, such as r2; it is "r2"'],
  ['metrics as text', () => matrix({ metrics: 'r2' }), TypeError, 'crossValidate: metrics must be an array of metrics, such as [r2, rootMeanSquaredError]; it is "r2"'],
  ['no metric', () => matrix({ metrics: [] }), RangeError, 'crossValidate: there must be at least one metric; metrics is empty'],
  ['a metric twice', () => matrix({ metrics: [r2, r2] }), RangeError, 'crossValidate: metrics must have distinct names; "r2" is there twice'],
  ['an unknown option', () => matrix({ cv: 5 }), TypeError, 'crossValidate: unknown option "cv"; the options are sampleWeight, groups, splits, metrics, returnTrainScores, returnModels, signal, onProgress'],
  ['options as a number', () => matrix(5 as unknown as object), TypeError, 'crossValidate: options must be an object; they are 5'],
  ['a table without options', () => table(undefined as unknown as object), TypeError, "crossValidate: a table needs options with its target: { target: 'price' }; they are undefined"],
  ['a table with y', () => table([1, 2]), TypeError, "crossValidate: a table needs options with its target: { target: 'price' }; they are an array of 2"],
  ['a table without target', () => table({}), TypeError, 'crossValidate: target must be the name of the column to predict; it is undefined'],
  ['an unknown target', () => table({ target: 'prize' }), RangeError, 'houses.csv: there is no column "prize"; the columns are "town", "owner", "weight", "price"'],
  ['a categorical target', () => table({ target: 'town' }), TypeError, 'crossValidate: the target must be a numeric column; "town" is categorical'],
  ['categorical weights', () => table({ target: 'price', sampleWeight: 'town' }), TypeError, 'crossValidate: sampleWeight must be a numeric column; "town" is categorical'],
  ['a target that is nowhere known', () => crossValidate(categoryMeans({ by: 'a' }), frameOf({ a: ['x', 'y'], b: [NaN, NaN] }), { target: 'b' }), RangeError, 'crossValidate: the target must be known in some row; "b" is missing in all 2'],
  ['a row without group', () => crossValidate(categoryMeans({ by: 'a' }), frameOf({ a: ['x', null], b: [1, 2] }), { target: 'b', groups: 'a' }), RangeError, 'crossValidate: every row must have a group; "a" is missing in row 1'],
])('refuses %s', async (_, act, Kind, message) => {
  await expect(act()).rejects.toThrow(new Kind(message));
});
