/** Cross-validation, search, curves and diagnosis of classifiers. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Label, Labels } from '../array/index.ts';
import type { ClassificationModel, Classifier } from '../estimator/index.ts';
import { log } from '../numeric/index.ts';
import { generator } from '../random/index.ts';
import { frameOf } from '../table/index.ts';
import type { LabelMetric } from './classMetric.ts';
import { crossValidate } from './crossValidate.ts';
import { diagnose } from './diagnose.ts';
import { logUniform } from './distributions.ts';
import { categoryFrequencies, meanRegressor, nearestCentroid, type TableFit } from './estimators.testing.ts';
import { gridSearch } from './gridSearch.ts';
import { groupKFold } from './groupKFold.ts';
import { kFold } from './kFold.ts';
import { accuracy, balancedAccuracy, f1 } from './labelMetrics.ts';
import { learningCurve } from './learningCurve.ts';
import { averagePrecision } from './precisionRecallCurve.ts';
import { brierScore, logLoss } from './probabilityMetrics.ts';
import { randomSearch } from './randomSearch.ts';
import { r2 } from './regressionMetrics.ts';
import { rocAuc } from './rocAuc.ts';
import type { ScoreSummary } from './score.ts';
import type { Splitter } from './splitter.ts';
import { validationCurve } from './validationCurve.ts';

/** Clouds around (c, c) for class c, `spread` wide; sorted by class, as tables often are. */
function clouds(names: readonly Label[], sizes: readonly number[], spread: number): { X: number[][]; y: Label[] } {
  const random = generator(3, 'clouds');
  const y = names.flatMap((name, c) => Array.from({ length: sizes[c] }, () => name));
  return { y, X: y.map((name) => [0, 1].map(() => names.indexOf(name) + spread * random.normal())) };
}

const two = clouds(['no', 'yes'], [60, 40], 0.5);
const three = clouds(['ant', 'bee', 'cow'], [30, 30, 30], 0.3);

/** Row i is held out in fold of[i]. */
const byFold = (of: readonly number[]): Splitter => ({
  kind: 'byFold',
  split: () => [...new Set(of)].sort().map((held) => ({ train: Int32Array.from(of.keys()).filter((i) => of[i] !== held), test: Int32Array.from(of.keys()).filter((i) => of[i] === held) })),
});

describe('crossValidate', () => {
  test('measures a classifier by accuracy, log loss and the area under the ROC curve, on folds with the same mix of classes', async () => {
    const fits: Labels[] = [];
    const { metrics, notes } = await crossValidate(nearestCentroid({ fits }), two.X, two.y);
    expect(Object.keys(metrics)).toEqual(['accuracy', 'logLoss', 'rocAuc']);
    expect(fits.map((y) => [...y as string[]].filter((name) => name === 'yes').length)).toEqual([32, 32, 32, 32, 32]);
    expect(metrics.accuracy.mean).toBeGreaterThan(0.85);
    expect(metrics.rocAuc.mean).toBeGreaterThan(metrics.accuracy.mean);
    expect(metrics.logLoss.mean).toBeLessThan(0.4);
    expect(notes).toEqual([]);
    expectTypeOf(metrics).toEqualTypeOf<{ readonly accuracy: ScoreSummary; readonly logLoss: ScoreSummary; readonly rocAuc: ScoreSummary }>();
  });

  test.each<[string, Label[]]>([['strings', ['a', 'b', 'c']], ['numbers', [-1, 3, 20]], ['booleans', [false, true]]])('gives the same figures whatever the classes are: %s', async (_, names) => {
    const { X, y } = clouds([...names.keys()], [20, 20, 20].slice(0, names.length), 0.6);
    const metrics = [accuracy, balancedAccuracy, f1, logLoss, brierScore, rocAuc, averagePrecision] as const;
    const plain = await crossValidate(nearestCentroid(), X, y, { metrics });
    const named = await crossValidate(nearestCentroid(), X, y.map((c) => names[c as number]), { metrics });
    expect(named.metrics).toEqual(plain.metrics);
  });

  test('each fold is measured as by hand', async () => {
    const { metrics, models } = await crossValidate(nearestCentroid(), three.X, three.y, { splits: kFold(3), returnModels: true, metrics: [accuracy, logLoss, rocAuc] });
    expectTypeOf(models).toEqualTypeOf<readonly ClassificationModel[] | undefined>();
    for (const [fold, { test: rows }] of kFold(3).split(90).entries()) {
      const [X, y] = [Array.from(rows, (i) => three.X[i]), Array.from(rows, (i) => three.y[i])];
      const model = models![fold];
      expect(metrics.accuracy.folds[fold]).toBe(accuracy(y, await model.predict(X)));
      expect(metrics.logLoss.folds[fold]).toBe(logLoss(y, await model.predictProbability(X)));
      expect(metrics.rocAuc.folds[fold]).toBe(rocAuc(y, await model.predictProbability(X)));
    }
  });

  test('weights count in fitting and in measuring, as if rows were repeated', async () => {
    const X = [[0], [1], [2], [3], [0.5], [2.5], [1.2], [1.9]];
    const y = [false, false, true, true, false, true, true, false];
    const weights = [1, 2, 1, 3, 1, 2, 0, 1];
    const of = [0, 0, 0, 0, 1, 1, 1, 1];
    const repeated = weights.flatMap((weight, i) => Array.from({ length: weight }, () => i));
    const metrics = [accuracy, f1, logLoss, rocAuc] as const;
    const weighted = await crossValidate(nearestCentroid(), X, y, { metrics, sampleWeight: weights, splits: byFold(of) });
    const twice = await crossValidate(nearestCentroid(), repeated.map((i) => X[i]), repeated.map((i) => y[i]), { metrics, splits: byFold(repeated.map((i) => of[i])) });
    for (const { name } of metrics) weighted.metrics[name].folds.forEach((score, i) => expect(score).toBeCloseTo(twice.metrics[name].folds[i], 12));
  });

  test('a fold without test rows of the positive class has no area under the curve, and the result says so', async () => {
    const X = [[0], [1], [0.2], [0.9], [0.1], [0.3]];
    const y = ['no', 'yes', 'no', 'yes', 'no', 'no'];
    const { metrics, notes } = await crossValidate(nearestCentroid(), X, y, { splits: byFold([0, 0, 1, 1, 2, 2]) });
    expect(metrics.rocAuc).toEqual({ mean: 1, std: 0, folds: [1, 1, NaN] });
    expect(metrics.accuracy.folds).toEqual([1, 1, 1]);
    expect(notes).toEqual(['In fold 3 of 3 all test rows are of class "no": rocAuc has no meaning there, and the mean is over the other folds.']);
    expect((await crossValidate(nearestCentroid(), X, y, { splits: byFold([0, 0, 1, 1, 2, 2]), metrics: [accuracy] })).notes).toEqual([]);
  });

  test('a class that a fold was not fitted on counts as missed, and the result says so', async () => {
    const { X, y } = clouds(['a', 'b', 'rare'], [10, 10, 1], 0.1);
    const { metrics, notes } = await crossValidate(nearestCentroid(), X, y, { returnTrainScores: true });
    const fold = metrics.accuracy.folds.findIndex((score) => score < 1);
    expect(metrics.accuracy.folds[fold]).toBe(0.8);
    // the row costs 52 ln 2, what a probability of 0 counts as
    expect(metrics.logLoss.folds[fold]).toBeGreaterThan((52 * log(2)) / 5);
    expect(notes).toContain(`In fold ${fold + 1} of 5 class "rare" has no training row: its test row counts as missed, with probability 0.`);
    expect(notes.filter((note) => note.includes('no test row is of class "rare": rocAuc is the mean over the other classes there'))).toHaveLength(4);
    expect(metrics.rocAuc.folds.every(Number.isFinite)).toBe(true);
  });

  test('groups are kept together, and an own metric of classes may be among the metrics', async () => {
    const cost = Object.assign(function cost(yTrue: Labels, yPred: Labels): number {
      return [...yTrue].filter((label, i) => label === 'yes' && yPred[i] === 'no').length;
    }, { greaterIsBetter: false, needs: 'labels' as const }) as LabelMetric<'cost'>;
    const groups = two.y.map((_, i) => i % 10);
    const { metrics } = await crossValidate(nearestCentroid(), two.X, two.y, { splits: groupKFold(5), groups, metrics: [cost] });
    expect(metrics.cost.folds).toHaveLength(5);
  });

  test.each<[string, () => Promise<unknown>, Error]>([
    ['one class', () => crossValidate(nearestCentroid(), [[1], [2]], ['a', 'a']), new RangeError('crossValidate: y must have at least two classes; all 2 rows are "a"')],
    ['classes of two kinds', () => crossValidate(nearestCentroid(), [[1], [2]], ['a', 1]), new TypeError('crossValidate: y must hold labels of one kind; "a" is a string, 1 a number')],
    ['a metric of numbers', () => crossValidate(nearestCentroid(), two.X, two.y, { metrics: [r2 as never] }), new TypeError("crossValidate: a metric of a classifier must say what it needs, 'labels' or 'probabilities', as accuracy and logLoss do; needs of r2 is undefined")],
    ['a metric of classes for numbers', () => crossValidate(meanRegressor(), two.X, two.X.map(([x]) => x), { metrics: [accuracy as never] }), new TypeError("crossValidate: accuracy measures classes, and the estimator predicts numbers. Use a metric such as r2, or a classifier, which has task: 'classification'")],
    ['a classifier without probabilities', () => crossValidate(withoutProbabilities, two.X, two.y), new TypeError('crossValidate: measuring nearestCentroid failed in fold 1 of 5; the metric needs probabilities: a model must have classes and predictProbability(X); classes is an array of 2, predictProbability undefined')],
    ['a fold of one class', () => crossValidate(nearestCentroid(), [[1], [2], [3]], ['a', 'b', 'b'], { splits: kFold(3, { shuffle: false }) }), new RangeError("crossValidate: fitting nearestCentroid failed in fold 1 of 3 (its rows are counted within the fold's 2 training rows); nearestCentroid.fit: y must have at least two classes; it has one")],
  ])('refuses %s', async (_, act, error) => {
    await expect(act()).rejects.toThrow(error);
  });
});

const withoutProbabilities: Classifier = {
  ...nearestCentroid(),
  fit: async (X, y) => ({ ...(await nearestCentroid().fit(X, y)), predictProbability: undefined as never }),
};

test('searches choose by log loss unless told otherwise', async () => {
  const grid = await gridSearch(nearestCentroid, { sharpness: [0.01, 1, 100] }, two.X, two.y);
  expect([grid.metric, grid.best.options]).toEqual(['logLoss', { sharpness: 1 }]);
  expect(grid.model.classes).toEqual(['no', 'yes']);
  expect(grid.notes).toEqual([]);
  // sharpness changes no order and no class
  const ranked = await gridSearch(nearestCentroid, { sharpness: [0.01, 1] }, two.X, two.y, { metric: accuracy });
  expect(ranked.results.map(({ rank }) => rank)).toEqual([1, 1]);
  const random = await randomSearch(nearestCentroid, { sharpness: logUniform(0.01, 100) }, two.X, two.y, { iterations: 5 });
  expect(random.best.score.mean).toBe(Math.min(...random.results.map(({ score }) => score.mean)));
});

describe('curves', () => {
  test('begin with a row of each class and keep the mix, beside the frequencies as baseline', async () => {
    const fits: Labels[] = [];
    const { X, y } = clouds(['a', 'b', 'c'], [60, 30, 10], 0.6);
    const curves = await learningCurve(nearestCentroid({ fits }), X, y, { trainSizes: [0.01, 0.25, 1] });
    expect(curves).toMatchObject({ metric: 'logLoss', needs: 'probabilities', squared: true, greaterIsBetter: false, values: [3, 20, 80] });
    expect(curves).not.toHaveProperty('notes');
    const counts = (labels: Labels): number[] => ['a', 'b', 'c'].map((name) => (labels as string[]).filter((label) => label === name).length);
    expect(fits.slice(0, 5).map(counts)).toEqual(Array.from({ length: 5 }, () => [1, 1, 1]));
    for (const [a, b, c] of fits.slice(5, 10).map(counts)) expect([Math.abs(a - 12) <= 1, Math.abs(b - 6) <= 1, Math.abs(c - 2) <= 1]).toEqual([true, true, true]);
    expect(curves.baseline).toBeCloseTo(-(0.6 * log(0.6) + 0.3 * log(0.3) + 0.1 * log(0.1)), 10);
  });

  test('of classes have the most frequent one as baseline', async () => {
    const { baseline, baselineFolds } = await learningCurve(nearestCentroid(), two.X, two.y, { metric: accuracy });
    expect([baseline, baselineFolds]).toEqual([0.6, [0.6, 0.6, 0.6, 0.6, 0.6]]);
    const weighted = await learningCurve(nearestCentroid(), two.X, two.y, { metric: accuracy, sampleWeight: two.y.map((name) => (name === 'yes' ? 3 : 1)) });
    expect(weighted.baseline).toBeCloseTo(120 / 180, 12);
    expect((await learningCurve(nearestCentroid(), two.X, two.y, { metric: rocAuc })).baseline).toBe(0.5);
  });

  test('are diagnosed: clouds that part well fit, noise underfits, memory overfits', async () => {
    const fit = diagnose(await learningCurve(nearestCentroid(), two.X, two.y));
    expect(fit.verdict).toBe('good fit');
    expect(fit.reason).toMatch(/^Log loss with 80 training rows is 0\.\d+ on training rows and 0\.\d+ on rows held out, and 0\.673 for predicting the frequencies of the classes \(means over 5 folds\)\. The loss on rows held out .*below that of predicting the frequencies of the classes\.$/);
    const random = generator(5, 'noise');
    const noise = two.y.map(() => [random.normal()]);
    for (const metric of [logLoss, accuracy]) {
      const { verdict, reason } = diagnose(await learningCurve(nearestCentroid({ sharpness: 0.1 }), noise, two.y, { metric }));
      expect([metric.name, verdict]).toEqual([metric.name, 'underfitting']);
      expect(reason).toContain(metric === accuracy ? 'that of predicting the most frequent class: the model is too simple' : 'that of predicting the frequencies of the classes: the model is too simple');
    }
    // sixty features of noise: the centroids of few rows know them by heart
    const wide = two.X.map((row) => [...row, ...Array.from({ length: 60 }, () => random.normal())]);
    expect(diagnose(await learningCurve(nearestCentroid(), wide, two.y)).verdict).toBe('overfitting');
    expect(diagnose(await learningCurve(nearestCentroid(), wide, two.y, { metric: accuracy })).verdict).toBe('overfitting');
  });

  test('leave out of the diagnosis the folds in which the metric has no meaning', async () => {
    const of = two.y.map((name, i) => (name === 'no' && i % 6 === 0 ? 3 : i % 3));
    const curves = await validationCurve(nearestCentroid, 'sharpness', [0.1, 1], two.X, two.y, { metric: rocAuc, splits: byFold(of) });
    expect(curves.validation[0].folds[3]).toBeNaN();
    expect(curves.notes).toEqual(['In fold 4 of 4 all test rows are of class "no": rocAuc has no meaning there, and the mean is over the other folds.']);
    const { verdict, reason, gap } = diagnose(curves);
    expect([verdict, Number.isFinite(gap)]).toEqual(['good fit', true]);
    expect(reason).toMatch(/^Area under the ROC curve with sharpness .* \(means over 3 folds\)/);
  });

  test('refuse fewer rows than classes', async () => {
    await expect(learningCurve(nearestCentroid(), three.X, three.y, { trainSizes: [2] })).rejects.toThrow(
      new RangeError('learningCurve: a size must be a share above 0 and at most 1, or a number of rows from 3 to the 72 of the smallest training part; trainSizes[0] is 2'));
  });
});

describe('a table', () => {
  const frame = frameOf({
    town: ['hill', 'hill', 'sea', 'sea', 'hill', 'sea', 'hill', 'sea', 'sea'],
    view: [false, false, true, true, false, true, null, true, true],
    kind: ['flat', 'flat', 'house', 'house', 'flat', 'house', 'flat', null, 'house'],
    floors: [1, 1, 2, 2, 1, 2, 1, 2, NaN],
  });
  test.each(['view', 'kind', 'floors'])('is fitted on its column of classes, strings, booleans or numbers; rows without one are left out: %s', async (target) => {
    const fits: TableFit[] = [];
    const { metrics } = await crossValidate(categoryFrequencies({ by: 'town', fits }), frame, { target, splits: kFold(4, { seed: 2 }) });
    expect(fits.map(({ rows }) => rows)).toEqual([6, 6, 6, 6]);
    expect(metrics.accuracy.mean).toBe(1);
    expect(metrics.logLoss.mean).toBe(0);
  });
  test('is searched, too', async () => {
    const { model } = await gridSearch(categoryFrequencies, { by: ['town', 'kind'] }, frame, { target: 'view', splits: kFold(2), metric: accuracy });
    expect(model.classes).toEqual([false, true]);
  });
  test('refuses dates as classes', async () => {
    const dated = frameOf({ town: ['a', 'b'], day: [new Date(0), new Date(1e9)] });
    await expect(crossValidate(categoryFrequencies({ by: 'town' }), dated, { target: 'day' })).rejects.toThrow(
      new TypeError('crossValidate: classes must be strings, booleans or numbers; the column "day" is of dates'));
  });
});
