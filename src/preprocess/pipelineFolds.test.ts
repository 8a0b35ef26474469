/** Pipelines where they are used: inside cross-validation and search. */
import { expect, test } from 'vitest';
import { crossValidate, gridSearch, kFold } from '../evaluate/index.ts';
import { ridge } from '../models/index.ts';
import { fixture } from './checks.testing.ts';
import { imputer, pipeline, standardScaler } from './index.ts';

const missing = fixture.missing.map((row) => row.map((value) => value ?? NaN));

test('cross-validation fits every step on the training rows of each fold only', async () => {
  const splits = kFold(3);
  const { models, metrics } = await crossValidate(pipeline(imputer(), standardScaler(), ridge()), missing, fixture.y, { splits, returnModels: true });
  expect(metrics.r2.folds).toHaveLength(3);
  const whole = (await imputer().fit(missing)).fill;
  const fills = models!.map((model) => model.steps[0].fill);
  for (const fill of fills) expect(fill).not.toEqual(whole);
  const trained = await Promise.all(splits.split(missing.length).map(({ train }) => imputer().fit(Array.from(train, (i) => missing[i]))));
  expect(fills).toEqual(trained.map(({ fill }) => fill));
});

test('a grid search varies the options of a step', async () => {
  const make = ({ alpha }: { alpha: number }) => pipeline(imputer(), standardScaler(), ridge({ alpha }));
  const { best, model } = await gridSearch(make, { alpha: [0.1, 1, 1e6] }, missing, fixture.y, { splits: kFold(3) });
  expect([0.1, 1, 1e6]).toContain(best.options.alpha);
  expect(await model.predict(missing)).toEqual(await (await make(best.options).fit(missing, fixture.y)).predict(missing));
});
