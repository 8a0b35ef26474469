import { expect, expectTypeOf, test } from 'vitest';
import { crossValidate } from '../../evaluate/index.ts';
import { ClassificationPipeline, pipeline, restorePipeline, restoreStandardScaler, standardScaler } from '../../preprocess/index.ts';
import { throughJson } from '../../preprocess/checks.testing.ts';
import { logisticRegression } from '../logisticRegression.ts';
import { restoreLogisticModel, type LogisticModel } from '../logisticModel.ts';
import { dataset } from './logistic.testing.ts';

test('a pipeline that ends in a classifier is a classifier: standardised columns, classes and probabilities', async () => {
  const raw = dataset('wine', 'cultivar', false);
  const scaled = dataset('wine', 'cultivar', true);
  const estimator = pipeline(standardScaler(), logisticRegression({ alpha: 0.5 }));
  expect(estimator.task).toBe('classification');
  const model = await estimator.fit(raw.X, raw.y);
  expectTypeOf(model.model).toEqualTypeOf<LogisticModel>();
  expectTypeOf(await model.predict(raw.X)).toEqualTypeOf<string[]>();
  const direct = await logisticRegression({ alpha: 0.5 }).fit(scaled.X, scaled.y);
  model.model.coef.data.forEach((value, e) => expect(value).toBeCloseTo(direct.coef.data[e], 9));
  expect([model.classes, model.nFeatures]).toEqual([['A', 'B', 'C'], 13]);
  expect(await model.predict(raw.X)).toEqual(await direct.predict(scaled.X));
  expect((await model.predictProbability(raw.X)).shape).toEqual([178, 3]);
  expect(await model.score(raw.X, raw.y)).toBe(await direct.score(scaled.X, scaled.y));
});

test('it survives its state, and cross-validation fits the scaler in every fold', async () => {
  const { X, y } = dataset('iris', 'species', false);
  const estimator = pipeline(standardScaler(), logisticRegression());
  const model = await estimator.fit(X, y);
  const restore = { standardScaler: restoreStandardScaler, logisticRegression: restoreLogisticModel };
  const back = restorePipeline(throughJson(model.state()), (state) => restore[state.kind as 'standardScaler'](state));
  expect(back).toBeInstanceOf(ClassificationPipeline);
  expect(await (back as ClassificationPipeline).predict(X)).toEqual(await model.predict(X));
  const { metrics } = await crossValidate(estimator, X, y);
  expect(metrics.accuracy.mean).toBeGreaterThan(0.93);
});
