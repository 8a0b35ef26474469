import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, test } from 'vitest';
import cases from '../evaluate/__fixtures__/classifierFolds.json' with { type: 'json' };
import { accuracy, crossValidate, diagnose, f1, gridSearch, learningCurve, logLoss, rocAuc, type Splitter } from '../evaluate/index.ts';
import { load, toBytes } from '../exchange/index.ts';
import { logisticRegression } from '../models/index.ts';
import { ClassificationPipeline, imputer, pipeline, standardScaler } from './index.ts';

/** Columns of numbers, and the last of labels. */
function tableOf(name: string): { X: number[][]; y: string[] } {
  const lines = readFileSync(new URL(`../../datasets/${name}.csv`, import.meta.url), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
  return { X: lines.map((cells) => cells.slice(0, -1).map(Number)), y: lines.map((cells) => cells[cells.length - 1]) };
}

const inTurn: Splitter = {
  kind: 'inTurn',
  split: (n) => [0, 1, 2, 3, 4].map((fold) => {
    const rows = Int32Array.from({ length: n }, (_, i) => i);
    return { train: rows.filter((i) => i % 5 !== fold), test: rows.filter((i) => i % 5 === fold) };
  }),
};

test.each(cases)('the folds of a scaler and a logistic regression on $table score as in scikit-learn', async ({ table, scores }) => {
  const { X, y } = tableOf(table);
  const metrics = [accuracy, f1, logLoss, rocAuc] as const;
  const found = await crossValidate(pipeline(standardScaler(), logisticRegression()), X, y, { splits: inTurn, metrics });
  // its L-BFGS stops some 1e-6 from the optimum, ours is at it
  for (const { name } of metrics) found.metrics[name].folds.forEach((score, fold) => expect(Math.abs(score - scores[name][fold]), `${name} ${fold}`).toBeLessThan(1e-5));
  expect(found.notes).toEqual([]);
});

const iris = tableOf('iris');

describe('a pipeline that ends in a classifier', () => {
  test('is a classifier, with the classes and probabilities of its last step', async () => {
    const estimator = pipeline(imputer(), standardScaler(), logisticRegression({ alpha: 0.5 }));
    expect([estimator.kind, estimator.task]).toEqual(['pipeline', 'classification']);
    const model = await estimator.fit(iris.X, iris.y);
    expectTypeOf(model.classes).toEqualTypeOf<readonly string[]>();
    expect(model.classes).toEqual(['setosa', 'versicolor', 'virginica']);
    const features = await model.steps[1].transform(await model.steps[0].transform(iris.X));
    expect(await model.predictProbability(iris.X)).toEqual(await model.model.predictProbability(features));
    expect(await model.score(iris.X, iris.y)).toBe(accuracy(iris.y, await model.predict(iris.X)));
  });
  test('is the same after it was saved and loaded', async () => {
    const model = await pipeline(standardScaler(), logisticRegression()).fit(iris.X, iris.y);
    const loaded = await load(await toBytes(model), { kind: 'pipeline' });
    expect(loaded).toBeInstanceOf(ClassificationPipeline);
    expect(await (loaded as ClassificationPipeline).predictProbability(iris.X)).toEqual(await model.predictProbability(iris.X));
    expect((loaded as ClassificationPipeline).classes).toEqual(model.classes);
  });
  test('is searched and diagnosed as any other', async () => {
    const { best, model } = await gridSearch(({ alpha }: { alpha: number }) => pipeline(standardScaler(), logisticRegression({ alpha })), { alpha: [0.01, 1, 1000] }, iris.X, iris.y);
    expect(best.options.alpha).toBeLessThan(1000);
    expect(model.classes).toHaveLength(3);
    const fit = diagnose(await learningCurve(pipeline(standardScaler(), logisticRegression()), iris.X, iris.y));
    expect([fit.verdict, fit.baseline?.toFixed(4)]).toEqual(['good fit', Math.log(3).toFixed(4)]);
  });
});
