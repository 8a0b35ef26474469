import { describe, expect, test } from 'vitest';
import { crossValidate, logLoss, stratifiedKFold, trainTestSplit } from '../evaluate/index.ts';
import { logisticRegression, type LogisticModel } from '../models/index.ts';
import { generator } from '../random/index.ts';
import { frameOf, type Cell, type Frame } from '../table/index.ts';
import { compareClassifiers } from './compareClassifiers.ts';

const n = 120;
const random = generator(1, 'compareClassifiers');
const column = (): number[] => Array.from({ length: n }, () => 2 * random.uniform() - 1);
const [a, b, c, noise] = [column(), column(), column(), column()];
const score = a.map((value, i) => 3 * value - 2 * b[i] + noise[i]);
const table = (y: ArrayLike<Cell>): Frame => frameOf({ a, b, c, y }, 'rows');
const grades = score.map((value) => (value > 1 ? '__proto__' : value > -1 ? 'mid' : 'low'));

test('the scores are those of cross-validation of the same model on the same stratified folds', async () => {
  const comparison = await compareClassifiers(table(grades), { target: 'y', seed: 4 });
  const { train } = trainTestSplit(table(grades), { testSize: 0.2, seed: 4, stratify: 'y' });
  for (const { name, options, cv, accuracy } of comparison.models) {
    const { metrics } = await crossValidate(logisticRegression(options), train, { target: 'y', splits: stratifiedKFold(5, { seed: 4 }), metrics: [logLoss] });
    cv.folds.forEach((loss, k) => expect(loss, name).toBeCloseTo(metrics.logLoss.folds[k], 5));
    expect(accuracy.mean).toBeGreaterThan(comparison.baseline.accuracy.mean);
  }
  expect(comparison.models.filter(({ chosen }) => chosen)).toHaveLength(1);
  const kept = comparison.models.find(({ chosen }) => chosen)!;
  const model = await logisticRegression(kept.options).fit(table(grades), { target: 'y' });
  expect((comparison.model.model as LogisticModel).coef).toEqual(model.model.coef);
});

test('classes keep their type and their share in the test part', async () => {
  const { classes, test: figures, testPredictions, rows } = await compareClassifiers(table(score.map((value) => value > 0)), { target: 'y' });
  expect(classes.map(({ label }) => label)).toEqual([false, true]);
  expect(classes[0].rows + classes[1].rows).toBe(n);
  const share = classes[1].rows / n;
  expect(Math.abs(testPredictions.actual.filter(Boolean).length - share * rows.test)).toBeLessThanOrEqual(1);
  expect(figures.rocAuc).toBeGreaterThan(0.8);
  expect(figures.accuracy).toBeGreaterThan(0.7);
  expect(testPredictions.probabilities.shape).toEqual([rows.test, 2]);
});

test('where nothing can be learnt, the sentence says so', async () => {
  const { why, baselineTest } = await compareClassifiers(table(noise.map((_, i) => (i % 2 === 0 ? 'x' : 'y'))), { target: 'y' });
  expect(why).toMatch(/No model is clearly better than predicting the frequencies of the classes \(0\.69\d+\)/);
  expect(baselineTest.accuracy).toBeCloseTo(0.5, 1);
});

test('classes too rare to be learnt and tested are left out and named', async () => {
  const y = grades.map((label, i) => (i < 3 ? 'once, twice, thrice' : i === 3 ? 'once' : label));
  const { classes, rareClasses, rows, model } = await compareClassifiers(table(y), { target: 'y' });
  expect(rareClasses).toEqual([{ label: 'once', rows: 1 }, { label: 'once, twice, thrice', rows: 3 }]);
  expect(classes.map(({ label }) => label)).toEqual(['__proto__', 'low', 'mid']);
  expect(rows.total).toBe(n - 4);
  expect(model.classes).toHaveLength(3);
});

test('the smallest class that is kept is in every training part', async () => {
  const y = grades.map((label, i) => (i < 4 ? 'four' : label));
  const { models } = await compareClassifiers(table(y), { target: 'y', folds: 10 });
  for (const { cv } of models) expect(Math.max(...cv.folds)).toBeLessThan(20); // a class without a row would cost 36
});

describe('what cannot be compared is refused', () => {
  const rows = <T>(make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

  test('one class', async () => {
    await expect(compareClassifiers(table(rows(() => 'a')), { target: 'y' })).rejects.toThrow('compareClassifiers: the target must have at least two classes; all 120 values of "y" are "a". Choose another target');
  });

  test('one class beside rare ones', async () => {
    await expect(compareClassifiers(table(rows((i) => (i === 0 ? 'b' : 'a'))), { target: 'y' })).rejects.toThrow('compareClassifiers: at least two classes must have 4 rows or more; of the 2 classes of "y" one has. Choose another target, or more rows');
  });

  test('names of rows', async () => {
    await expect(compareClassifiers(table(rows((i) => `id ${i}`)), { target: 'y' })).rejects.toThrow('compareClassifiers: classes must have several rows each; all 120 values of "y" are different, as those of an identifier. Choose another target');
  });

  test('a thousand classes', async () => {
    const many = frameOf({ a: Array.from({ length: 4000 }, (_, i) => i), y: Array.from({ length: 4000 }, (_, i) => `c${i % 1000}`) });
    await expect(compareClassifiers(many, { target: 'y' })).rejects.toThrow('compareClassifiers: there must be at most 100 classes; "y" has 1000 of 4 rows or more. Join rare ones, or choose another target');
  });

  test('fractions and dates', async () => {
    await expect(compareClassifiers(table(a), { target: 'y' })).rejects.toThrow(/^compareClassifiers: classes must be strings, booleans or whole numbers; row 0 of "y" is /);
    await expect(compareClassifiers(table(rows((i) => new Date(i))), { target: 'y' })).rejects.toThrow('compareClassifiers: classes must be strings, booleans or whole numbers; "y" is date, choose another target');
  });

  test('no feature that varies', async () => {
    await expect(compareClassifiers(frameOf({ a: rows(() => 1), y: grades }), { target: 'y' })).rejects.toThrow('compareClassifiers: at least one column must be usable as a feature; left out: "a" (constant: every value is 1)');
  });

  test('an unknown model', async () => {
    await expect(compareClassifiers(table(grades), { target: 'y', model: 'ridge' as never })).rejects.toThrow(/compareClassifiers: model must be .*"?auto/);
  });
});

test('a network that is asked for is judged beside logistic regressions, and kept', async () => {
  const rows = Array.from({ length: 80 }, (_, i) => i);
  const table = frameOf({ x: rows.map((i) => (i * 7) % 80), y: rows.map((i) => (((i * 7) % 80) > 30 ? 'b' : 'a')) });
  const found = await compareClassifiers(table, { target: 'y', model: 'mlp', folds: 2, seed: 3, mlp: { hidden: [3], epochs: 2, batchSize: 64 } });
  expect(found.models.map(({ name, chosen }) => [name, chosen])).toEqual([['logistic-l2', false], ['logistic-l1', false], ['mlp', true]]);
  expect([found.models[2].degreesOfFreedom, found.models[2].options.seed, found.model.model.kind, found.path]).toEqual([14, 3, 'mlpClassifier', undefined]);
  expect(found.models[2].accuracy.folds).toHaveLength(2);
  expect(found.importance!.map(({ column }) => column)).toEqual(['x']);
});

test('class weights count in the fits, in the losses and in the baseline', async () => {
  const y = Array.from({ length: 240 }, (_, i) => (i % 8 === 0 ? 'rare' : 'usual'));
  const rows = y.map((label, i) => ({ x: (label === 'rare' ? 1 : 0) + ((i * 37) % 23) / 8, y: label }));
  const plain = await compareClassifiers(frameOf(rows), { target: 'y', folds: 3 });
  const found = await compareClassifiers(frameOf(rows), { target: 'y', folds: 3, classWeight: 'balanced' });
  expect([plain.classWeights, found.classWeights]).toEqual([undefined, { rare: 4, usual: 4 / 7 }]);
  // each class counts alike: its frequencies say log 2
  expect(found.baseline.cv.mean).toBeCloseTo(Math.log(2), 2);
  expect(found.baselineTest.logLoss).toBeCloseTo(Math.log(2), 1);
  expect(found.test.balancedAccuracy).toBeGreaterThan(plain.test.balancedAccuracy + 0.1);
  const alpha = found.models.find(({ chosen }) => chosen)!.options.alpha as number;
  const penalty = found.models.find(({ chosen }) => chosen)!.options.penalty as 'l1' | 'l2';
  expect(found.model.state()).toEqual((await logisticRegression({ alpha, penalty, classWeight: 'balanced' }).fit(frameOf(rows), { target: 'y' })).state());
  const own = await compareClassifiers(frameOf(rows), { target: 'y', folds: 3, classWeight: { rare: 4, usual: 4 / 7 } });
  expect(own.models).toEqual(found.models);
  await expect(compareClassifiers(frameOf(rows), { target: 'y', classWeight: { odd: 2 } })).rejects.toThrow('compareClassifiers: classWeight must name classes of y; "odd" is none of "rare", "usual"');
  const network = await compareClassifiers(frameOf(rows), { target: 'y', folds: 2, classWeight: 'balanced', model: 'mlp', mlp: { hidden: [2], epochs: 2, batchSize: 256 } });
  expect([network.models[2].options.classWeight, network.classWeights]).toEqual(['balanced', { rare: 4, usual: 4 / 7 }]);
});
