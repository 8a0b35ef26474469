import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, expect, expectTypeOf, test } from 'vitest';
import { array, type NdArray } from '../../array/index.ts';
import { accuracy, logLoss, meanSquaredError as squaredError, r2, trainTestIndices } from '../../evaluate/index.ts';
import { logisticRegression } from '../../models/index.ts';
import { abs, mean, sub } from '../../ops/index.ts';
import { generator } from '../../random/index.ts';
import { setThreads } from '../../runtime/index.ts';
import {
  adam, batchNorm, binaryCrossEntropy, constant, conv2d, crossEntropy, dense, dropout, embedding, flatten, maxPool2d, meanSquaredError, relu, sequential, sgd, sigmoid, tanh, train, zeros,
  type Epoch, type Loss, type Network, type TrainOptions,
} from '../index.ts';
import { leavesOf } from '../tree.ts';

afterEach(() => setThreads(Infinity));

const digits = readFileSync(new URL('../../../datasets/digits.csv', import.meta.url), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
const images = { x: array(Float32Array.from(digits.flatMap((row) => row.slice(0, 64)), (value) => value / 16), [digits.length, 1, 8, 8]), y: digits.map((row) => row[64]) };

const xor = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: ['same', 'different', 'different', 'same'] };
const line = { x: [[0], [1], [2], [3], [4]], y: [1, 3, 5, 7, 9] };

async function all(epochs: AsyncIterable<Epoch>): Promise<Epoch[]> {
  const list: Epoch[] = [];
  for await (const epoch of epochs) list.push(epoch);
  return list;
}

function hash(arrays: readonly NdArray[]): string {
  const sum = createHash('sha256');
  for (const { data } of arrays) sum.update(data);
  return sum.digest('hex');
}

test('a shallow network learns exclusive or from every seed', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const net = sequential([2], dense(8), tanh(), dense(1));
    const model = await train(net, xor, { loss: binaryCrossEntropy(), optimizer: adam({ learningRate: 0.1 }), epochs: 150, batchSize: 4, seed }).model;
    expect([seed, await model.predict(xor.x), model.history.at(-1)!.trainLoss < 0.05]).toEqual([seed, xor.y, true]);
  }
});

test('a single layer with the sigmoid is logistic regression', async () => {
  const random = generator(3, 'logistic');
  const x = Array.from({ length: 60 }, () => [random.normal(), random.normal()]);
  const y = x.map(([a, b]) => a - 0.5 * b + 0.3 + random.normal() > 0);
  const expected = await logisticRegression({ penalty: 'none' }).fit(x, y);
  const net = sequential([2], dense(1, { kernelInit: zeros() }));
  const model = await train(net, { x, y }, { loss: binaryCrossEntropy(), optimizer: sgd({ learningRate: 1, momentum: 0.9, nesterov: true }), epochs: 800, batchSize: 60, dtype: 'float64' }).model;
  const [kernel, bias] = leavesOf(model.parameters);
  [...expected.coef.data, expected.intercept[0]].forEach((value, i) => expect(Math.abs([...kernel.data, ...bias.data][i] - value)).toBeLessThan(1e-6));
  expect(await model.predict(x)).toEqual(await expected.predict(x));
  const [found, probability] = [await model.predictProbability(x), await expected.predictProbability(x)];
  found.data.forEach((value: number, i: number) => expect(Math.abs(value - probability.data[i])).toBeLessThan(1e-6));
  expect(model.classes).toEqual([false, true]);
  expect((await model.evaluate({ x, y })).loss).toBeCloseTo(logLoss(y, probability), 9);
});

const cnn = sequential([1, 8, 8], conv2d(8, 3, { padding: 'same' }), relu(), conv2d(16, 3, { padding: 'same' }), relu(), maxPool2d(2), dropout(0.25), flatten(), dense(32), relu(), dense(10));
const options: TrainOptions<'classes'> = { loss: crossEntropy(), optimizer: adam({ learningRate: 3e-3 }), epochs: 6, batchSize: 32, validation: 0.25, seed: 1 };

test('a CNN learns digits, and the model is that of the best epoch', async () => {
  const run = train(cnn, images, options);
  const epochs = await all(run);
  const model = await run.model;
  expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
  const best = epochs.reduce((a, b) => (b.validationLoss! < a.validationLoss! ? b : a));
  expect([model.bestEpoch, best.metrics.accuracy > 0.95, epochs[0].trainLoss > epochs[5].trainLoss]).toEqual([best.epoch, true, true]);
  expectTypeOf(model.predict).returns.resolves.toEqualTypeOf<number[]>();
  const held = trainTestIndices('train', 1797, { testSize: 450, seed: 1, stratify: images.y }).testIndices;
  const x = array(Float32Array.from([...held].flatMap((row) => Array.from(images.x.data.slice(row * 64, row * 64 + 64)))), [450, 1, 8, 8]);
  const y = Array.from(held, (row) => images.y[row]);
  const found = await model.evaluate({ x, y }, { metrics: [accuracy, logLoss] });
  expect(found.loss).toBeCloseTo(best.validationLoss!, 6);
  expect(found.metrics.accuracy).toBe(best.metrics.accuracy);
  expect(found.metrics.logLoss).toBeCloseTo(best.validationLoss!, 6);
});

test('training has the same bits twice, with one thread and with two, and others from another seed', async () => {
  const part = { x: { data: images.x.data.subarray(0, 300 * 64), shape: [300, 1, 8, 8] }, y: images.y.slice(0, 300) };
  const trained = async (threads: number, seed: number): Promise<string> => {
    setThreads(threads);
    const model = await train(cnn, part, { ...options, epochs: 2, seed }).model;
    return hash([...leavesOf(model.parameters), await model.output(part.x)]);
  };
  const one = await trained(1, 5);
  expect(await trained(1, 5)).toBe(one);
  expect(await trained(2, 5)).toBe(one);
  expect(await trained(1, 6)).not.toBe(one);
});

test('an epoch is its batches in the drawn order, the last one smaller', async () => {
  const net = sequential([1], dense(1, { kernelInit: zeros() }));
  const rate = 0.05;
  const model = await train(net, line, { loss: meanSquaredError(), optimizer: sgd({ learningRate: rate }), epochs: 2, batchSize: 2, seed: 4, dtype: 'float64' }).model;
  const { permutation } = generator(4, 'shuffle');
  let [w, b] = [0, 0];
  const losses: number[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    const order = permutation(5);
    let total = 0;
    for (const batch of [[0, 1], [2, 3], [4]].map((places) => places.map((place) => order[place]))) {
      const errors = batch.map((i) => w * line.x[i][0] + b - line.y[i]);
      total += errors.reduce((sum, e) => sum + e * e, 0);
      const slope = batch.reduce((sum, i, k) => sum + errors[k] * line.x[i][0], 0);
      w -= (rate * 2 * slope) / batch.length;
      b -= (rate * 2 * errors.reduce((sum, e) => sum + e, 0)) / batch.length;
    }
    losses.push(total / 5);
  }
  const [kernel, bias] = leavesOf(model.parameters);
  expect([kernel.data[0], bias.data[0]].map((value) => value.toFixed(12))).toEqual([w, b].map((value) => value.toFixed(12)));
  expect(model.history.map(({ trainLoss }) => trainLoss.toFixed(12))).toEqual(losses.map((value) => value.toFixed(12)));
  expect([model.bestEpoch, model.history[1].validationLoss, model.history[1].metrics]).toEqual([2, undefined, {}]);
  const predicted = await model.predict([[10]]);
  expectTypeOf(predicted).toEqualTypeOf<Float64Array>();
  expect(predicted[0]).toBeCloseTo(10 * w + b, 12);
});

test('classes that weigh double count as if each sample were there twice', async () => {
  const x = [[0], [1], [2], [3], [0.5], [2.5]];
  const y = [0, 0, 1, 1, 1, 0];
  const doubled = [...y.keys(), ...y.keys()].filter((i, k) => k < 6 || y[i] === 1);
  const settings = { loss: binaryCrossEntropy(), optimizer: sgd({ learningRate: 0.1 }), epochs: 20, batchSize: 100, dtype: 'float64' } as const;
  const net = sequential([1], dense(1));
  const weighted = await train(net, { x, y }, { ...settings, classWeight: { 1: 2 } }).model;
  const repeated = await train(net, { x: doubled.map((i) => x[i]), y: doubled.map((i) => y[i]) }, settings).model;
  leavesOf(weighted.parameters).forEach((one, i) => expect(one.data[0]).toBeCloseTo(leavesOf(repeated.parameters)[i].data[0], 12));
  expect(weighted.history.map(({ trainLoss }) => trainLoss.toFixed(12))).toEqual(repeated.history.map(({ trainLoss }) => trainLoss.toFixed(12)));
});

test('balanced weights count a class without a sample to learn from as 1, where it is held out', async () => {
  const settings = { loss: crossEntropy(), optimizer: adam(), epochs: 1, classWeight: 'balanced' } as const;
  const x = Array.from({ length: 8 }, (_, i) => [i]);
  const judged = await train(sequential([1], dense(3)), { x, y: [0, 1, 0, 1, 0, 1, 0, 1] }, { ...settings, validation: { x: [[1], [2]], y: [0, 2] } }).model;
  const expected = [await judged.evaluate({ x: [[1]], y: [0] }), await judged.evaluate({ x: [[2]], y: [2] })];
  expect(judged.history[0].validationLoss).toBeCloseTo((expected[0].loss + expected[1].loss) / 2, 6);
});

test('a share held out of classes has the same mix of them, whatever the seed and however they are given', async () => {
  const y = Array.from({ length: 40 }, (_, i) => (i % 10 === 0 ? 'rare' : 'usual'));
  const x = y.map((_, i) => [i]);
  const rareOf = async (net: Network, truth: readonly string[], loss: TrainOptions['loss'], seed: number): Promise<number> => {
    let rare = 0;
    const count = Object.assign((labels: unknown) => { rare = (labels as string[]).filter((label) => label === 'rare').length; return 0; }, { greaterIsBetter: true, needs: 'labels' }) as never;
    await train(net, { x, y: truth }, { loss, optimizer: sgd(), epochs: 1, validation: 0.25, metrics: [count], seed }).model;
    return rare;
  };
  for (let seed = 0; seed < 5; seed++) {
    expect(await rareOf(sequential([1], dense(2)) as Network, y, crossEntropy(), seed)).toBe(1);
    expect(await rareOf(sequential([1], dense(1)) as Network, y.map((label) => [label]) as never, binaryCrossEntropy(), seed)).toBe(1);
  }
  expect(() => train(sequential([1], dense(2)), { x, y: y.map((_, i) => (i === 7 ? 'one' : 'many')) }, { loss: crossEntropy(), optimizer: sgd(), epochs: 1, validation: 0.2 })).toThrow('train: validation must leave samples of every class on both sides; "one" has one, sample 7. Add some, leave the class out, or give validation samples of your own');
});

test('a column of zeros and ones, or of labels, is two classes; shares are none', async () => {
  const x = [[0], [1], [2], [3]];
  const settings = { loss: binaryCrossEntropy(), optimizer: sgd(), epochs: 2 };
  const net = sequential([1], dense(1));
  const flat = await train(net, { x, y: [0, 0, 1, 1] }, settings).model;
  for (const y of [[[0], [0], [1], [1]], array([[0], [0], [1], [1]]), [Float32Array.of(0), Float32Array.of(0), Float32Array.of(1), Float32Array.of(1)]]) {
    const model = await train(net, { x, y: y as number[][] }, settings).model;
    expect([model.classes, model.parameters, await model.predict(x)]).toEqual([[0, 1], flat.parameters, await flat.predict(x)]);
  }
  expect((await train(net, { x, y: [['no'], ['no'], ['yes'], ['yes']] as never }, settings).model).classes).toEqual(['no', 'yes']);
  expect((await train(net, { x, y: [[0], [0.5], [1], [1]] }, settings).model).classes).toBeUndefined();
});

test('a last batch of one sample does not spoil what batch normalisation remembers', async () => {
  const random = generator(2, 'batch');
  const x = Array.from({ length: 33 }, () => [3 * random.normal()]);
  const model = await train(sequential([1], batchNorm(), dense(1)), { x, y: x.map(([a]) => a) }, { loss: meanSquaredError(), optimizer: sgd(), epochs: 40, batchSize: 32 }).model;
  const values = x.map(([a]) => a);
  const centre = values.reduce((a, b) => a + b, 0) / 33;
  const variance = values.reduce((sum, a) => sum + (a - centre) ** 2, 0) / 32;
  const [{ variance: remembered }] = model.layerState as readonly { variance: NdArray }[];
  expect(Math.abs(remembered.data[0] / variance - 1)).toBeLessThan(0.1);
});

test('early stopping ends when the validation loss has stopped falling, and gives the best epoch', async () => {
  const random = generator(0, 'noise');
  const noise = { x: Array.from({ length: 20 }, () => [random.normal(), random.normal()]), y: Array.from({ length: 20 }, (_, i) => i % 2) };
  const net = sequential([2], dense(64), tanh(), dense(1));
  const model = await train(net, noise, { loss: binaryCrossEntropy(), optimizer: adam({ learningRate: 0.1 }), epochs: 200, validation: 0.5, earlyStopping: { patience: 4 } }).model;
  const losses = model.history.map(({ validationLoss }) => validationLoss!);
  expect([model.bestEpoch, model.history.length]).toEqual([losses.indexOf(Math.min(...losses)) + 1, model.bestEpoch + 4]);
});

test('the loop over epochs may be left, asked for twice, and not be there at all', async () => {
  const net = sequential([1], dense(1));
  const settings: TrainOptions = { loss: meanSquaredError(), optimizer: sgd({ learningRate: 0.01 }), epochs: 5 };
  const left = train(net, line, settings);
  for await (const { epoch } of left) if (epoch === 3) break;
  expect((await left.model).history.length).toBe(3);
  const run = train(net, line, settings);
  const [model, epochs, again] = await Promise.all([run.model, all(run), all(run)]);
  expect([model.history, epochs.length, again]).toEqual([epochs, 5, epochs]);
  expect(leavesOf((await train(net, line, settings).model).parameters)).toEqual(leavesOf(model.parameters));
});

test('the network of the moment can be asked while the training goes on, and changes nothing', async () => {
  const part = { x: { data: images.x.data.subarray(0, 200 * 64), shape: [200, 1, 8, 8] }, y: images.y.slice(0, 200) };
  let [turns, during] = [0, 0];
  const ask = (): void => {
    turns++;
    if (turns === 9) during = run.current().history.length; // in the second epoch: 7 batches make one
  };
  const run = train(cnn, part, { ...options, epochs: 3, validation: part, onProgress: ask });
  expect(() => run.current()).toThrow('run.current: there must be an epoch that is over; the first is not, wait for it in a loop over the run');
  const seen: [number, number, number][] = [];
  for await (const { validationLoss } of run) {
    const now = run.current();
    seen.push([now.bestEpoch, now.history.length, (await now.evaluate(part)).loss - validationLoss!]);
  }
  expect(seen.map(([best, length, difference]) => [best, length, Math.abs(difference) < 1e-7])).toEqual([[1, 1, true], [2, 2, true], [3, 3, true]]);
  expect(during).toBe(1);
  const [model, alone] = [await run.model, await train(cnn, part, { ...options, epochs: 3, validation: part }).model];
  expect(hash(leavesOf(model.parameters))).toBe(hash(leavesOf(alone.parameters)));
});

test('a signal ends the training, between batches', async () => {
  const controller = new AbortController();
  const run = train(sequential([1], dense(1)), line, { loss: meanSquaredError(), optimizer: sgd(), epochs: 1e9, signal: controller.signal });
  setTimeout(() => controller.abort(new Error('enough')), 30);
  await expect(all(run)).rejects.toThrow('enough');
  await expect(run.model).rejects.toThrow('enough');
});

test('a training that runs away says so, and keeps an epoch from before', async () => {
  const net = sequential([1], dense(1, { kernelInit: zeros() }));
  const run = (learningRate: number) => train(net, line, { loss: meanSquaredError(), optimizer: sgd({ learningRate }), epochs: 500, batchSize: 1 });
  await expect(run(1e30).model).rejects.toThrow(/^train: the training must have an epoch with a finite loss; the loss of epoch 1 is (NaN|Infinity); lower the learning rate or give clipNorm$/);
  const model = await run(0.3).model;
  expect([Number.isFinite(model.history.at(-1)!.trainLoss), model.history.length < 500, leavesOf(model.parameters).every(({ data }) => Number.isFinite(data[0]))]).toEqual([false, true, true]);
});

test('numbers, several outputs, shares, indices and other samples for validation are understood', async () => {
  const settings = { optimizer: adam(), epochs: 2 };
  const plane = await train(sequential([2], dense(3), sigmoid(), dense(2)), { x: xor.x, y: [[1, 2], [3, 4], [5, 6], [7, 8]] }, { ...settings, loss: meanSquaredError(), metrics: [squaredError], validation: { x: [[1, 1]], y: [[7, 8]] } }).model;
  expect((await plane.predict([[0, 1]])).shape).toEqual([1, 2]);
  expect(plane.history[1].metrics.meanSquaredError).toBeCloseTo(plane.history[1].validationLoss!, 4);
  const tags = await train(sequential([2], batchNorm(), dense(2)), { x: xor.x, y: [[1, 0], [0, 1], [0.5, 1], [1, 1]] }, { ...settings, loss: binaryCrossEntropy() }).model;
  expect([(await tags.predict(xor.x)).data.every((p: number) => p > 0 && p < 1), tags.classes]).toEqual([true, undefined]);
  const words = await train(sequential([3], embedding(5, 2), flatten(), dense(2)), { x: [[0, 1, 2], [4, 3, 1]], y: ['a', 'b'] }, { ...settings, loss: crossEntropy() }).model;
  expect([words.classes, (await words.predictProbability([[0, 1, 2]])).shape]).toEqual([['a', 'b'], [1, 2]]);
  const missing = await train(sequential([1], dense(4)), { x: [[0], [1]], y: [0, 2] }, { ...settings, loss: crossEntropy() }).model;
  expect(missing.classes).toEqual([0, 1, 2, 3]);
});

test('an abort between two epochs ends a training, however short its epochs are', async () => {
  const stop = new AbortController();
  const run = train(sequential([1], dense(1)), line, { loss: meanSquaredError(), optimizer: sgd(), epochs: 50, signal: stop.signal });
  await expect((async () => {
    for await (const { epoch } of run) if (epoch === 3) stop.abort(new Error('enough'));
  })()).rejects.toThrow('enough');
  await expect(run.model).rejects.toThrow('enough');
  expect(run.current().history.length).toBe(3);
});

test('weights that are no numbers are not kept, though the loss before the last step was one', async () => {
  const wild = (rate: number, more: object = {}): Promise<unknown> => train(sequential([1], dense(1)), line, { loss: meanSquaredError(), optimizer: sgd({ learningRate: rate }), epochs: 1, batchSize: 5, ...more }).model;
  const message = 'train: the training must have an epoch with a finite loss;';
  await expect(wild(1e39)).rejects.toThrow(`${message} the weights after epoch 1 are not finite; lower the learning rate or give clipNorm`);
  await expect(wild(1e30, { validation: line })).rejects.toThrow(`${message} the validation loss of epoch 1 is Infinity; lower the learning rate or give clipNorm`);
});

test('no class is made up where the network gives NaN', async () => {
  const net = sequential([2], dense(2, { kernelInit: constant(3e38) }), dense(2, { kernelInit: (_, shape) => array(Float32Array.of(1, 1, -1, -1), shape) }));
  const model = await train(net, { x: [[0, 0], [0, 0]], y: ['a', 'b'] }, { loss: crossEntropy(), optimizer: sgd(), epochs: 1 }).model;
  await expect(model.predict([[0, 0], [2, 2]])).rejects.toThrow('predict: the network must give numbers; of sample 1 it gives NaN, what is in between is beyond float32');
  expect((await model.predictProbability([[2, 2]])).data).toEqual(Float64Array.of(NaN, NaN));
  expect(await model.evaluate({ x: [[0, 0], [2, 2]], y: ['a', 'a'] }, { metrics: [accuracy, logLoss] })).toEqual({ loss: NaN, metrics: { accuracy: NaN, logLoss: NaN } });
});

test('metrics of a network that has gone astray are no numbers, and do not end the training that kept a better one', async () => {
  // good steps, and then one that is much too large
  const settings = { optimizer: sgd({ learningRate: (step) => (step <= 1 ? 1e-3 : 1e30) }), epochs: 3, validation: line };
  const model = await train(sequential([1], dense(1)), line, { ...settings, loss: meanSquaredError(), metrics: [r2] }).model;
  expect([model.bestEpoch, Number.isFinite(model.history[0].metrics.r2), model.history.at(-1)!.metrics.r2]).toEqual([1, true, NaN]);
});

test('a loss of your own gives a number for each sample', async () => {
  const own: Loss<'numbers'> = { name: 'own', target: 'numbers', check: () => undefined, of: (output, target) => mean(abs(sub(output, target))) };
  await expect(train(sequential([1], dense(1)), line, { loss: own, optimizer: sgd(), epochs: 1 }).model).rejects.toThrow('train: the loss must give one number for each sample, [5]; own gives []');
  await expect(train(sequential([1], dense(1)), line, { loss: { ...own, of: () => 3 as never }, optimizer: sgd(), epochs: 1 }).model).rejects.toThrow('train: the loss must give an array; own gives 3');
});

test('a prediction does not depend on what it is predicted with, nor on how many', async () => {
  const model = await train(cnn, images, { ...options, epochs: 1 }).model;
  const one = (i: number): Promise<NdArray> => model.output({ data: images.x.data.subarray(i * 64, i * 64 + 64), shape: [1, 1, 8, 8] });
  const many = await model.output(images.x);
  for (const i of [0, 127, 128, 1796]) {
    (await one(i)).data.forEach((value: number, k: number) => expect(Math.abs(value - many.data[i * 10 + k])).toBeLessThan(1e-5));
  }
});

const ten = sequential([2], dense(1));
const regression: TrainOptions = { loss: meanSquaredError(), optimizer: sgd(), epochs: 1 };
const classes: TrainOptions = { ...regression, loss: binaryCrossEntropy() };
test.each<[string, () => unknown, string]>([
  ['samples of another shape', () => train(ten, { x: [[1], [2]], y: [1, 2] }, regression), 'train: x must be [samples, 2], as the network has it; it is [2,1]'],
  ['flat images', () => train(cnn, { x: images.x.data, y: images.y } as never, regression), 'train: x must be samples: nested arrays, an NdArray or { data, shape }; it is Float32Array(115008)'],
  ['images in rows', () => train(cnn, { x: { data: images.x.data, shape: [1797, 64] }, y: images.y }, options), 'train: x must be [samples, 1, 8, 8], as the network has it; it is [1797,64], reshape it'],
  ['a missing number', () => train(ten, { x: [[1, 2], [3, NaN]], y: [1, 2] }, regression), 'train: every number must be finite; x[1][1] is NaN'],
  ['a missing number in an array', () => train(ten, { x: array([[1, 2], [3, NaN]]), y: [1, 2] }, regression), 'train: every number must be finite; sample 1 of x has NaN'],
  ['no samples', () => train(ten, { x: { data: new Float64Array(0), shape: [0, 2] }, y: [] }, regression), 'train: x must have at least one sample; it has none'],
  ['too few targets', () => train(ten, { x: [[1, 2], [3, 4]], y: [1] }, regression), 'train: y must have one element per row of x; y has 1, x has 2 rows'],
  ['too few labels', () => train(ten, { x: [[1, 2], [3, 4]], y: ['a'] }, classes), 'train: y must have one element per row; it has 1, there are 2 rows'],
  ['three labels for two classes', () => train(ten, { x: [[1, 2], [3, 4], [5, 6]], y: ['a', 'b', 'c'] }, classes), 'train: y must have as many classes as the network tells apart, 2; there are 3, "a", "b", "c"'],
  ['shares above 1', () => train(ten, { x: [[1, 2]], y: [[1.5]] }, classes), 'train: y must be from 0 to 1 for binaryCrossEntropy; it has 1.5'],
  ['labels in rows', () => train(cnn, { x: images.x, y: images.y.map((k) => [k]) }, options), 'train: y must be one label for each sample; it is an array of 1797 of rows'],
  ['a word beyond all numbers', () => train(sequential([1], embedding(3, 1), flatten()), { x: [[2 ** 32]], y: [1] }, regression), 'train: x must hold whole numbers that fit int32, which the network takes as indices; sample 0 has 4294967296'],
  ['a number beyond float32', () => train(ten, { x: [[1, 2], [3, 1e39]], y: [1, 2] }, regression), "train: x must hold numbers that fit float32, up to 3.4e38; sample 1 has 1e+39. Scale them, or say dtype: 'float64'"],
  ['a target beyond float32', () => train(ten, { x: [[1, 2], [3, 4]], y: [-1e39, 2] }, regression), "train: y must hold numbers that fit float32, up to 3.4e38; sample 0 has -1e+39. Scale them, or say dtype: 'float64'"],
  ['nothing to validate by', () => train(ten, { x: xor.x, y: [1, 2, 3, 4] }, { ...regression, validation: null as never }), 'train: validation must be samples { x, y }, or images; it is null'],
  ['half a word', () => train(sequential([1], embedding(3, 1), flatten()), { x: [[0.5]], y: [1] }, regression), 'train: x must hold whole numbers that fit int32, which the network takes as indices; sample 0 has 0.5'],
  ['no loss', () => train(ten, line, { ...regression, loss: undefined as never }), 'train: loss must be a loss, such as crossEntropy(); it is undefined'],
  ['half a loss', () => train(ten, line, { ...regression, loss: { of: abs } as never }), 'train: loss must be a loss, such as crossEntropy(); it is an object'],
  ['half an optimizer', () => train(ten, line, { ...regression, optimizer: { update: abs } as never }), 'train: optimizer must be an optimizer, such as adam(); it is an object'],
  ['a loss that does not fit', () => train(ten, line, { ...regression, loss: crossEntropy() }), 'crossEntropy: the network must end in one number per class, [classes], at least 2; it ends in [1], binaryCrossEntropy() is for a single one'],
  ['no epochs', () => train(ten, { x: xor.x, y: [1, 2, 3, 4] }, { ...regression, epochs: 0 }), 'train: epochs must be an integer at least 1; it is 0'],
  ['an unknown option', () => train(ten, line, { ...regression, learningRate: 1 } as never), 'train: unknown option "learningRate"; the options are loss, optimizer, epochs, batchSize,'],
  ['half a seed', () => train(ten, { x: xor.x, y: [1, 2, 3, 4] }, { ...regression, seed: 0.5 }), 'train: seed must be an integer at least -9007199254740991 and at most 9007199254740991; it is 0.5'],
  ['early stopping by nothing', () => train(ten, { x: xor.x, y: [1, 2, 3, 4] }, { ...regression, earlyStopping: { patience: 2 } }), 'train: earlyStopping must have a validation to judge by; there is none, give validation: 0.2'],
  ['all held out', () => train(ten, { x: xor.x, y: [1, 2, 3, 4] }, { ...regression, validation: 0.99 }), 'train: validation must leave samples on both sides; 0.99 of 4 is 4'],
  ['a metric of classes for numbers', () => train(ten, { x: xor.x, y: [1, 2, 3, 4] }, { ...regression, metrics: [accuracy] }), 'train: metrics must be of numbers, as the loss is; accuracy is of classes'],
  ['weights of classes without classes', () => train(ten, { x: xor.x, y: [1, 2, 3, 4] }, { ...regression, classWeight: 'balanced' }), 'train: classWeight must be left out where the target is no class; the loss is meanSquaredError'],
  ['early stopping that is null', () => train(ten, { x: xor.x, y: [1, 2, 3, 4] }, { ...regression, validation: 0.5, earlyStopping: null as never }), 'train: earlyStopping: options must be an object with patience; they are null'],
  ['early stopping by another rule', () => train(ten, { x: xor.x, y: [1, 2, 3, 4] }, { ...regression, validation: 0.5, earlyStopping: { patience: 2, minDelta: 1 } as never }), 'train: earlyStopping: unknown option "minDelta"; the options are patience'],
  ['a seed that is a word', () => train(ten, { x: xor.x, y: [1, 2, 3, 4] }, { ...regression, seed: 'a' as never }), 'train: seed must be an integer at least -9007199254740991 and at most 9007199254740991; it is "a"'],
  ['progress to no function', () => train(ten, { x: xor.x, y: [1, 2, 3, 4] }, { ...regression, onProgress: 3 as never }), 'train: onProgress must be a function; it is 3'],
  ['a signal that is none', () => train(ten, { x: xor.x, y: [1, 2, 3, 4] }, { ...regression, signal: {} as never }), 'train: signal must be an AbortSignal; it is an object'],
  ['big integers', () => train(ten, { x: { data: new BigInt64Array(4), shape: [2, 2] } as never, y: [1, 2] }, regression), 'train: x.data must be a typed array of numbers; it is BigInt64Array(4)'],
  ['weights beyond float32', () => train(ten, { x: xor.x, y: [0, 1, 0, 1] }, { ...classes, classWeight: { 0: 1e-50 } }), "train: classWeight must be from 1e-30 to 1e+30 in float32; that of 0 is 1e-50. Scale all of them, or say dtype: 'float64'"],
  ['no network', () => train({} as never, line, regression), 'train: the first argument must be a network, such as sequential(…); it is an object'],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(message);
});

test('what cannot be trained, or asked for, is refused when it is asked for', async () => {
  await expect(train(sequential([2], relu(), flatten()), { x: xor.x, y: xor.x }, regression).model).rejects.toThrow('train: the network must have parameters; its layers have none');
  const words = sequential([2], embedding(3, 1), flatten(), dense(1));
  expect(() => train(words, { x: [[0, 1], [2, 3]], y: [1, 2] }, regression)).toThrow('train: x must hold indices from 0 to 2, those of layer 0, embedding; sample 1 has 3');
  await expect((await train(words, { x: [[0, 1], [2, 2]], y: [1, 2] }, regression).model).predict([[0, 0], [0, 1], [-1, 0]])).rejects.toThrow('predict: x must hold indices from 0 to 2, those of layer 0, embedding; sample 2 has -1');
  const model = await train(sequential([1], dense(1)), line, regression).model;
  await expect(model.predictProbability([[1]])).rejects.toThrow('predictProbability: the loss must be about classes; meanSquaredError is about numbers, use predict');
  await expect(model.evaluate({ x: [[1]], y: [1, 2] })).rejects.toThrow('evaluate: y must have one element per row of x; y has 2, x has 1 rows');
  const two = await train(sequential([2], dense(1)), xor, classes).model;
  await expect(two.evaluate({ x: [[1, 1]], y: ['same'], weights: [1] } as never)).rejects.toThrow('evaluate: data: unknown option "weights"; the options are x, y');
  await expect(two.evaluate(undefined as never)).rejects.toThrow('evaluate: data: options must be an object with x, y; they are undefined');
  await expect(two.evaluate({ x: [[1, 1]], y: ['other'] })).rejects.toThrow('evaluate: labels must be classes of the training, "different", "same"; "other" is none');
});
