/** What the types of fitted models say about one target and many, through search, cross-validation and pipelines. */
import { expect, expectTypeOf, test } from 'vitest';
import { crossValidate, gridSearch, pipeline, randomSearch, ridge, standardScaler, uniform, type NdArray } from '../src/index.ts';

const X = Array.from({ length: 12 }, (_, i) => [i, i % 3]);
const y = X.map(([a, b]) => 2 * a - b);
const scaled = ({ alpha }: { alpha: number }) => pipeline(standardScaler(), ridge({ alpha }));

test('a search with a vector y gives a model of one target: coef is a vector, intercept a number', async () => {
  const { model } = await gridSearch(ridge, { alpha: [0, 1] }, X, y);
  expectTypeOf(model.coef).toEqualTypeOf<Float64Array>();
  expect(model.coef[0]).toBeCloseTo(2, 10);
  const drawn = await randomSearch(ridge, { alpha: uniform(0, 1) }, X, y, { iterations: 2 });
  expectTypeOf(drawn.model.intercept).toEqualTypeOf<number>();
});

test('so does a pipeline, whose model is its last step', async () => {
  const { model } = await gridSearch(scaled, { alpha: [0, 1] }, X, y);
  expectTypeOf(model.predict).returns.resolves.toEqualTypeOf<Float64Array>();
  expectTypeOf(model.model.intercept).toEqualTypeOf<number>();
  expect(model.model.intercept).toBeCloseTo(10, 10);
  const fitted = await scaled({ alpha: 0 }).fit(X, y);
  expectTypeOf(fitted.model.coef).toEqualTypeOf<Float64Array>();
  expect(fitted.steps[0].mean[0]).toBe(5.5);
});

test('so do the models of a cross-validation; with a matrix y they may have many', async () => {
  const { models } = await crossValidate(ridge({ alpha: 0 }), X, y, { returnModels: true });
  for (const { coef } of models!) expect(coef[0]).toBeCloseTo(2, 10);
  const many = await gridSearch(ridge, { alpha: [0] }, X, y.map((value) => [value, -value]));
  expectTypeOf(many.model.coef).toEqualTypeOf<Float64Array | NdArray<[number, number]>>();
  expect((many.model.coef as NdArray).shape).toEqual([2, 2]);
});
