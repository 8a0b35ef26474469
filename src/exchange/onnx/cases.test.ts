/** What is asked of ONNX files is asked of every kind of model, layer and loss: a new one needs a case. */
import { expect, test } from 'vitest';
import type { ModelState } from '../../estimator/index.ts';
import { layerKinds, lossKinds } from '../../nn/saved/layerKinds.ts';
import { modelKinds } from '../kinds.ts';
import { cases } from './cases.testing.ts';

const kindsIn = ({ kind, parts = [] }: ModelState): string[] => [kind, ...parts.flatMap(kindsIn)];

const lossesIn = ({ kind, settings, parts = [] }: ModelState): string[] => (
  kind === 'network' ? [(settings.loss as { readonly name: string }).name] : parts.flatMap(lossesIn));

test('there is a case for every kind of model, every layer and every loss', async () => {
  const states = Object.values(await cases()).map(({ model }) => model.state());
  // an ONNX file that was loaded is written by save, as it is
  const wanted = [...modelKinds.filter((kind) => kind !== 'onnx'), ...Object.keys(layerKinds)];
  expect(new Set(states.flatMap(kindsIn))).toEqual(new Set(wanted));
  expect(new Set(states.flatMap(lossesIn))).toEqual(new Set(Object.keys(lossKinds)));
});
