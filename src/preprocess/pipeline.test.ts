import { expect, expectTypeOf, test } from 'vitest';
import type { NdArray } from '../array/index.ts';
import { ModelFormatError, type ModelState, type Persistent, type Progress } from '../estimator/index.ts';
import { restoreLinearModel, type LinearModel } from '../models/linearModel.ts';
import { expectClose, fixture, throughJson } from './checks.testing.ts';
import {
  imputer, pipeline, polynomialFeatures, restoreImputer, restorePipeline, restoreStandardScaler, standardScaler, type FittedImputer, type FittedStandardScaler,
  type RegressionPipeline,
} from './index.ts';
import { referenceRidge } from './referenceRidge.testing.ts';

const missing = fixture.missing.map((row) => row.map((value) => value ?? NaN));
const restoreStep = (state: ModelState): Persistent =>
  state.kind === 'imputer' ? restoreImputer(state) : state.kind === 'standardScaler' ? restoreStandardScaler(state) : restoreLinearModel(state);

test('a pipeline of imputer, scaler and ridge predicts and scores as scikit-learn does', async () => {
  const fitted = await pipeline(imputer(), standardScaler(), referenceRidge(2)).fit(missing, fixture.y);
  const predicted = await fitted.predict(missing);
  fixture.pipeline.predicted.forEach((value, i) => expect(Math.abs(predicted[i] - value)).toBeLessThan(1e-9));
  expect(await fitted.score(missing, fixture.y)).toBeCloseTo(fixture.pipeline.score, 9);
});

test('each step is fitted on what the step before makes', async () => {
  let seen: NdArray<[number, number]> | undefined;
  const estimator = pipeline(imputer(), polynomialFeatures(), standardScaler(), referenceRidge(1, (X) => { seen = X; }));
  const fitted = await estimator.fit(missing, fixture.y);
  const filled = await fitted.steps[0].transform(missing);
  const products = await fitted.steps[1].transform(filled);
  expectClose(seen as NdArray<[number, number]>, await (await standardScaler().fit(products)).transform(products));
  expect(fitted.nFeatures).toBe(3);
  expect(fitted.model.nFeatures).toBe(9);
});

test('fitted on a part, every step knows that part alone', async () => {
  const part = missing.slice(0, 6);
  const fitted = await pipeline(imputer(), standardScaler(), referenceRidge(1)).fit(part, fixture.y.slice(0, 6));
  const alone = await imputer().fit(part);
  expect(fitted.steps[0].fill).toEqual(alone.fill);
  expect(fitted.steps[0].fill).not.toEqual((await imputer().fit(missing)).fill);
  expect(fitted.steps[1].mean).toEqual((await standardScaler().fit(await alone.transform(part))).mean);
});

test('sample weights reach every step: weight 2 is the row twice', async () => {
  const sampleWeight = missing.map((_, i) => 1 + (i % 2));
  const X = missing.flatMap((row, i) => (i % 2 === 0 ? [row] : [row, row]));
  const y = fixture.y.flatMap((value, i) => (i % 2 === 0 ? [value] : [value, value]));
  const make = (): { fit(X: number[][], y: number[], o?: object): Promise<RegressionPipeline<readonly unknown[], Float64Array>> } =>
    pipeline(imputer(), standardScaler(), referenceRidge(1));
  const weighted = await (await make().fit(missing, fixture.y, { sampleWeight })).predict(missing);
  const twice = await (await make().fit(X, y)).predict(missing);
  weighted.forEach((value, i) => expect(Math.abs(value - twice[i])).toBeLessThan(1e-12));
});

test('a pipeline has kind and options as plain data, and changes none of its inputs', async () => {
  const estimator = pipeline(standardScaler({ withMean: false }), referenceRidge(3));
  expect(estimator.kind).toBe('pipeline');
  expect(JSON.parse(JSON.stringify(estimator.options))).toEqual({
    steps: [{ kind: 'standardScaler', options: { withMean: false, withStd: true } }, { kind: 'ridge', options: { alpha: 3 } }],
  });
  const X = fixture.small.map((row) => [...row]);
  await estimator.fit(X, [1, 2, 3, 4]);
  expect(X).toEqual(fixture.small);
  expect(Object.isFrozen(estimator)).toBe(true);
});

test('only a pipeline that ends in a regressor predicts, and its steps have their own types', async () => {
  const transformers = await pipeline(imputer(), standardScaler()).fit(missing);
  expectTypeOf(transformers).not.toHaveProperty('predict');
  expectTypeOf(transformers.steps[0]).toEqualTypeOf<FittedImputer>();
  expect(transformers).not.toHaveProperty('predict');
  expect((await transformers.transform(missing)).shape).toEqual([12, 3]);
  const regression = await pipeline(imputer(), standardScaler(), referenceRidge(1)).fit(missing, fixture.y);
  expectTypeOf(regression.steps[1]).toEqualTypeOf<FittedStandardScaler>();
  expectTypeOf(regression.steps[2]).toEqualTypeOf<LinearModel>();
  expectTypeOf(regression.predict).returns.resolves.toEqualTypeOf<Float64Array>();
  expectTypeOf(regression).not.toHaveProperty('transform');
});

test('a pipeline comes back from its state, step by step', async () => {
  const fitted = await pipeline(imputer(), standardScaler(), referenceRidge(1)).fit(missing, fixture.y);
  const back = restorePipeline(throughJson(fitted.state()), restoreStep) as RegressionPipeline;
  expect(await back.predict(missing)).toEqual(await fitted.predict(missing));
  const transformers = await pipeline(imputer(), standardScaler()).fit(missing);
  expect(restorePipeline(throughJson(transformers.state()), restoreStep)).not.toHaveProperty('predict');
});

test('a state whose steps do not fit together is refused', async () => {
  const state = (await pipeline(imputer(), standardScaler(), referenceRidge(1)).fit(missing, fixture.y)).state();
  const [fill, scale, ridge] = state.parts as ModelState[];
  const restore = (parts?: readonly ModelState[]): unknown => restorePipeline({ ...state, parts }, restoreStep);
  expect(() => restore()).toThrow('load: a pipeline must have at least one step; it has none');
  expect(() => restore([fill, ridge, scale])).toThrow('load: the steps of a pipeline must be transformers, the last may be a regression or a classification; step 1 is ridge');
  const narrow = (await standardScaler().fit(fixture.codes)).state();
  expect(() => restore([fill, narrow, ridge])).toThrow('load: each step of a pipeline must take what the one before makes; step 1, standardScaler, takes 2 features, step 0 makes 3');
  expect(() => restorePipeline(state, () => ({ state: () => state }))).toThrow(ModelFormatError);
});

test('fit reports its steps, and an abort between them ends it', async () => {
  const seen: Progress[] = [];
  const estimator = pipeline(imputer(), referenceRidge(1));
  await estimator.fit(missing, fixture.y, { onProgress: (progress) => seen.push(progress) });
  expect(seen).toEqual([{ label: 'pipeline', done: 1, total: 2 }, { label: 'pipeline', done: 2, total: 2 }]);
  const controller = new AbortController();
  const fit = estimator.fit(missing, fixture.y, { signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) });
  await expect(fit).rejects.toThrow('enough');
});

test('a pipeline refuses what is no step, and steps in the wrong place', async () => {
  const make = pipeline as unknown as (...steps: unknown[]) => { fit(...args: unknown[]): Promise<unknown> };
  expect(() => make()).toThrow('pipeline: there must be at least one step; there is none');
  expect(() => make(standardScaler(), standardScaler)).toThrow('pipeline: steps must be estimators with kind and fit; step 1 is a function');
  await expect(make(imputer(), standardScaler()).fit(missing, fixture.y)).rejects.toThrow('pipeline.fit: y is for a regressor or classifier as the last step; standardScaler is a transformer, call fit(X)');
  const early = { kind: 'mean', options: {}, fit: async () => ({ nFeatures: 3, predict: async () => new Float64Array(1) }) };
  await expect(make(early, standardScaler()).fit(missing)).rejects.toThrow('pipeline.fit: every step but the last must be a transformer; step 0, mean, makes no features');
});
