import { expect, test } from 'vitest';
import { crossValidate, r2 } from '../../evaluate/index.ts';
import { pipeline, standardScaler } from '../../preprocess/index.ts';
import { frameOf } from '../../table/index.ts';
import { restoreMlpClassifier, restoreMlpRegressor } from '../saved/index.ts';
import { heldOut } from './heldOut.ts';
import { mlpClassifier, mlpRegressor, type MlpOptions } from './index.ts';

const x = Array.from({ length: 160 }, (_, i) => [i / 80 - 1, ((i * 7) % 160) / 80 - 1]);
const parabola = x.map(([a]) => 1000 + 50 * a * a);
const xor = x.map(([a, b]) => (a * b > 0 ? 'same' : 'different'));
const quick: MlpOptions = { hidden: [16], learningRate: 0.02, epochs: 60 };

test('a regressor learns a curve in the unit of its target, a classifier a class that is no half of a plane', async () => {
  const curve = await mlpRegressor(quick).fit(x, parabola);
  expect(await curve.score(x, parabola)).toBeGreaterThan(0.97);
  expect((await curve.predict([[0, 0], [1, 0]]))[1]).toBeGreaterThan(1030);
  const classes = await mlpClassifier(quick).fit(x, xor);
  expect(classes.classes).toEqual(['different', 'same']);
  expect(await classes.score(x, xor)).toBeGreaterThan(0.93);
  expect(await classes.score([[0.5, 0.5], [0.5, 0.5]], ['same', 'never seen'], { sampleWeight: [3, 1] })).toBe(0.75);
  const { data } = await classes.predictProbability([[0.5, 0.5]]);
  expect(data[0] + data[1]).toBeCloseTo(1, 12);
  expect(classes.network.history.length).toBeGreaterThan(0);
});

test('the same seed gives the same numbers, another seed others; neither data nor options are changed', async () => {
  const few: MlpOptions = { hidden: [4], epochs: 3 };
  const predicted = async (options: MlpOptions): Promise<number[]> => [...await (await mlpRegressor(options).fit(x, parabola)).predict(x)];
  const before = JSON.stringify([x, parabola, few]);
  expect(await predicted(few)).toEqual(await predicted(few));
  expect(await predicted({ ...few, seed: 1 })).not.toEqual(await predicted(few));
  expect(JSON.stringify([x, parabola, few])).toBe(before);
  expect(mlpRegressor().options).toEqual({ hidden: [64, 32], learningRate: 1e-3, weightDecay: 0.01, batchSize: 'auto', epochs: 200, patience: 20, validation: 0.15, seed: 0 });
});

test('they are estimators like others: in pipelines, cross-validated, on tables with categories and gaps', async () => {
  const raw = x.map(([a, b]) => [1e6 + 1e5 * a, b]);
  const scores = await crossValidate(pipeline(standardScaler(), mlpRegressor(quick)), raw, parabola, { metrics: [r2] });
  expect(scores.metrics.r2.mean).toBeGreaterThan(0.9);
  const table = frameOf({ a: x.map(([a], i) => (i % 9 === 0 ? null : a)), kind: x.map(([, b]) => (b > 0 ? 'up' : 'down')), y: parabola, label: xor });
  const model = await mlpRegressor({ ...quick, epochs: 2 }).fit(table, { target: 'y', features: ['a', 'kind'] });
  expect([model.features, (await model.predict([{ a: 0.5, kind: 'new' }])).length]).toEqual([['a', 'kind=up'], 1]);
  expect(() => model.explain()).toThrow(/mlpRegressor/);
  const classes = await mlpClassifier({ ...quick, epochs: 2 }).fit(table, { target: 'label' });
  expect(classes.classes).toEqual(['different', 'same']);
});

test('classes can be weighed; of each class its share judges the epochs, but never all of it', async () => {
  const few = x.map((_, i) => (i % 16 === 0 ? 'rare' : 'usual'));
  const shares = async (classWeight?: 'balanced'): Promise<number> => {
    const model = await mlpClassifier({ hidden: [], epochs: 30, learningRate: 0.05, ...(classWeight && { classWeight }) }).fit(x, few);
    const { data } = await model.predictProbability(x);
    return x.reduce((sum, _, i) => sum + data[2 * i] / x.length, 0);
  };
  expect(await shares()).toBeLessThan(0.15);
  expect(await shares('balanced')).toBeGreaterThan(0.4);
  const { train, held } = heldOut(Int32Array.from({ length: 40 }, (_, i) => (i < 30 ? 0 : i < 39 ? 1 : 2)), 3, 0.2, 0);
  expect([held.length, [...held].filter((row) => row < 30).length, train.length, train.includes(39)]).toEqual([8, 6, 32, true]);
  const two = heldOut(Int32Array.of(0, 1), 2, 0.15, 0);
  expect([two.train.length, two.held.length]).toEqual([2, 1]); // too few to hold any back
});

test('progress says the epoch and its loss, and a fit can be aborted', async () => {
  const seen: string[] = [];
  await mlpRegressor({ ...quick, epochs: 2 }).fit(x, parabola, { onProgress: ({ label, done, total }) => seen.push(`${label} ${done}/${total}`) });
  expect(seen).toEqual([expect.stringMatching(/^epoch 1, validation loss [\d.]+ 1\/2$/), expect.stringMatching(/^epoch 2, .* 2\/2$/)]);
  await expect(mlpRegressor().fit(x, parabola, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
});

test.each<[string, () => unknown, string]>([
  ['an unknown option', () => mlpRegressor({ alpha: 1 } as never), 'mlpRegressor: unknown option "alpha"; the options are hidden, learningRate,'],
  ['a layer without neurons', () => mlpClassifier({ hidden: [8, 0] }), 'mlpClassifier: hidden[1] must be an integer at least 1 and at most 65536; it is 0'],
  ['hidden layers as a number', () => mlpRegressor({ hidden: 8 as never }), 'mlpRegressor: hidden must be a list of at most 8 numbers of neurons, such as [64, 32]; it is 8'],
  ['all rows held out', () => mlpRegressor({ validation: 1 }), 'mlpRegressor: validation must be a number above 0 and below 1; it is 1'],
  ['weights of classes of a regressor', () => mlpRegressor({ classWeight: 'balanced' } as never), 'mlpRegressor: unknown option "classWeight"'],
  ['a class that weighs nothing', () => mlpClassifier({ classWeight: { a: 0 } }), 'mlpClassifier: classWeight of "a" must be a number above 0; it is 0'],
  ['weights of rows', () => mlpRegressor().fit([[1], [2]], [1, 2], { sampleWeight: [1, 2] }), 'mlpRegressor.fit: sampleWeight must be left out: a network of this kind counts every row alike'],
  ['one row', () => mlpRegressor().fit([[1]], [1]), 'mlpRegressor.fit: there must be at least two rows, one to learn from and one to judge by; there is 1'],
  ['a target beyond all squares', () => mlpRegressor().fit([[1], [2]], [0, 1e200]), 'mlpRegressor.fit: y must have differences between 1e-150 and 1e150; they are up to 1e+200, scale y'],
  ['a target beyond all squares, of very many rows', () => mlpRegressor().fit({ data: new Float64Array(1_000_000), shape: [1_000_000, 1] } as never, new Float64Array(1_000_000).fill(1e200, 1)), 'mlpRegressor.fit: y must have differences between 1e-150 and 1e150; they are up to 1e+200, scale y'],
  ['a target below all squares', () => mlpRegressor().fit([[1], [2]], [0, 1e-200]), 'mlpRegressor.fit: y must have differences between 1e-150 and 1e150; they are up to 1e-200, scale y'],
  ['a number beyond float32', () => mlpRegressor().fit([[1, 2], [3, 1e200]], [1, 2]), 'mlpRegressor.fit: X must hold numbers that fit float32, up to 3.4e38; X[1][1] is 1e+200. Scale them, for example with standardScaler()'],
  ['a number beyond float32 to predict', async () => (await mlpClassifier({ hidden: [], epochs: 1 }).fit([[1], [2]], ['a', 'b'])).predict([[1e200]]), 'mlpClassifier.predict: X must hold numbers that fit float32, up to 3.4e38; X[0][0] is 1e+200'],
  ['steps that are too large', () => mlpRegressor({ learningRate: 1e30, epochs: 2 }).fit(x, parabola), 'mlpRegressor.fit: the training must have an epoch with a finite loss; the loss of epoch 1 is NaN; lower the learning rate'],
  ['weights of a class that is not there', () => mlpClassifier({ classWeight: { c: 2 } }).fit([[1], [2]], ['a', 'b']), 'mlpClassifier.fit: classWeight must name classes of y; "c" is none of "a", "b"'],
  ['one class', () => mlpClassifier().fit([[1], [2]], ['a', 'a']), 'mlpClassifier.fit: y must have at least two classes; all 2 are "a"'],
])('%s is refused', async (_, make, message) => {
  await expect((async () => make())()).rejects.toThrow(message);
});

test('what a file says of such a model is not believed', async () => {
  const [numbers, classes] = [(await mlpRegressor({ hidden: [2], epochs: 1 }).fit([[1], [2]], [1, 2])).state(), (await mlpClassifier({ hidden: [2], epochs: 1 }).fit([[1], [2]], ['a', 'b'])).state()];
  const wrong: readonly [() => unknown, string][] = [
    [() => restoreMlpRegressor({ ...numbers, parts: [] }), 'load: a mlpRegressor model must have one part, a network; it has none'],
    [() => restoreMlpRegressor({ ...numbers, parts: classes.parts! }), 'load: the network of a mlpRegressor model must take [features] and give one number; it takes [1] and gives [2] for crossEntropy'],
    [() => restoreMlpClassifier({ ...classes, parts: numbers.parts! }), 'load: the network of a mlpClassifier model must take [features] and tell classes apart; it takes [1] for meanSquaredError'],
    [() => restoreMlpRegressor({ ...numbers, settings: { ...numbers.settings, scale: 0 } }), 'load: "scale" of a mlpRegressor model must be a number above 0; it is 0'],
    [() => restoreMlpRegressor({ ...numbers, settings: { ...numbers.settings, options: { hidden: 3 } } }), 'load: the options must be such as can be given; mlpRegressor: hidden must be a list'],
    [() => restoreMlpClassifier({ ...classes, settings: {} }), 'load: "options" of a mlpClassifier model must be an object; it is undefined'],
  ];
  for (const [restore, message] of wrong) expect(restore).toThrow(message);
});
