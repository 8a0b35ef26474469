/** Trainings that overfit, underfit and fit on purpose, and what diagnose says of them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { diagnose, logLoss, meanSquaredError as squared } from '../../evaluate/index.ts';
import { sin } from '../../numeric/index.ts';
import { generator } from '../../random/index.ts';
import { adam, binaryCrossEntropy, crossEntropy, dense, dropout, huber, meanSquaredError, relu, sequential, tanh, train, type Network, type TrainingData, type TrainOptions } from '../index.ts';

const rows = readFileSync(new URL('../../../datasets/digits.csv', import.meta.url), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
const digits = (from: number, to: number): TrainingData => ({ x: rows.slice(from, to).map((row) => row.slice(0, 64).map((ink) => ink / 16)), y: rows.slice(from, to).map((row) => row[64]) });
const held = digits(1000, 1400);

const seeds = [0, 1, 2];
async function verdicts(net: Network, make: (seed: number) => TrainingData, options: Omit<TrainOptions, 'optimizer'>, rate = 1e-2): Promise<Set<string>> {
  const found = new Set<string>();
  for (const seed of seeds) found.add(diagnose(await train(net, make(seed), { optimizer: adam({ learningRate: rate }), validation: 0.3, seed, ...options }).model).verdict);
  return found;
}

/** Points of a square: inside of a circle or not, some of them said wrong. */
function circle(n: number, wrong: number): (seed: number) => TrainingData {
  return (seed) => {
    const random = generator(seed, 'circle');
    const x = Array.from({ length: n }, () => [2 * random.uniform() - 1, 2 * random.uniform() - 1]);
    return { x, y: x.map(([a, b]) => (a * a + b * b < 0.6) !== (random.uniform() < wrong)) };
  };
}

function wave(n: number, noise: number): (seed: number) => TrainingData {
  return (seed) => {
    const random = generator(seed, 'wave');
    const x = Array.from({ length: n }, () => [2 * random.uniform() - 1]);
    return { x, y: x.map(([value]) => sin(5 * value) + noise * random.normal()) };
  };
}

const hidden = (inputs: number, outputs: number, ...units: number[]): Network => sequential([inputs], ...units.flatMap((count) => [dense(count), tanh()]), dense(outputs)) as Network;

test('a large network on few samples overfits: classes, two classes, numbers', async () => {
  expect(await verdicts(sequential([64], dense(256), relu(), dense(10)) as Network, (seed) => digits(30 * seed, 30 * seed + 30), { loss: crossEntropy(), epochs: 40, validation: held })).toEqual(new Set(['overfitting']));
  expect(await verdicts(hidden(2, 1, 64, 64), circle(40, 0.15), { loss: binaryCrossEntropy(), epochs: 150 })).toEqual(new Set(['overfitting']));
  expect(await verdicts(sequential([1], dense(64), relu(), dense(64), relu(), dense(1)) as Network, wave(24, 0.5), { loss: meanSquaredError(), epochs: 250, validation: wave(200, 0.5)(99) })).toEqual(new Set(['overfitting']));
});

test('a network that is too small, or trained for too short, underfits', async () => {
  expect(await verdicts(hidden(2, 1), circle(300, 0), { loss: binaryCrossEntropy(), epochs: 30 })).toEqual(new Set(['underfitting']));
  expect(await verdicts(sequential([64], dense(1), relu(), dense(10)) as Network, () => digits(0, 1000), { loss: crossEntropy(), epochs: 12 })).toEqual(new Set(['underfitting']));
  expect(await verdicts(hidden(64, 10, 32), () => digits(0, 1000), { loss: crossEntropy(), epochs: 3 }, 1e-3)).toEqual(new Set(['underfitting']));
  expect(await verdicts(hidden(1, 1), wave(200, 0.1), { loss: huber(), epochs: 40 })).toEqual(new Set(['underfitting']));
  expect(await verdicts(hidden(1, 1, 16), (seed) => ({ ...wave(200, 0)(seed), y: Array.from({ length: 200 }, generator(seed, 'noise').normal) }), { loss: meanSquaredError(), epochs: 40 })).toEqual(new Set(['underfitting']));
});

test('a network that suits its samples is a good fit: stopped early or trained on, with dropout, with noise', async () => {
  const net = sequential([64], dense(32), relu(), dense(10)) as Network;
  expect(await verdicts(net, () => digits(0, 1000), { loss: crossEntropy(), epochs: 60, earlyStopping: { patience: 3 } })).toEqual(new Set(['good fit']));
  expect(await verdicts(net, () => digits(0, 1000), { loss: crossEntropy(), epochs: 60 })).toEqual(new Set(['good fit']));
  expect(await verdicts(sequential([64], dense(64), relu(), dropout(0.3), dense(10)) as Network, () => digits(0, 1000), { loss: crossEntropy(), epochs: 20 })).toEqual(new Set(['good fit']));
  expect(await verdicts(hidden(2, 1, 8), circle(800, 0.05), { loss: binaryCrossEntropy(), epochs: 60 }, 3e-2)).toEqual(new Set(['good fit']));
  expect(await verdicts(hidden(1, 1, 32), wave(400, 0.3), { loss: meanSquaredError(), epochs: 150 })).toEqual(new Set(['good fit']));
});

test('the loss of the simplest prediction is that of the mean, or the frequencies, of the training samples', async () => {
  const [x, other] = [[[1], [2], [3], [4]], [[1], [2], [3]]];
  const last = { optimizer: adam(), epochs: 1, dtype: 'float64' } as const;
  const numbers = await train(hidden(1, 1), { x, y: [1, 2, 3, 10] }, { ...last, loss: meanSquaredError(), validation: { x: other, y: [0, 4, 8] } }).model;
  expect(numbers.baselineLoss).toBeCloseTo(squared([0, 4, 8], [4, 4, 4]), 12);
  const two = await train(hidden(1, 1), { x, y: ['a', 'b', 'b', 'b'] }, { ...last, loss: binaryCrossEntropy(), validation: { x: other, y: ['a', 'a', 'b'] } }).model;
  expect(two.baselineLoss).toBeCloseTo(logLoss(['a', 'a', 'b'], [[0.25, 0.75], [0.25, 0.75], [0.25, 0.75]]), 12);
  const three = await train(hidden(1, 3), { x, y: [0, 0, 1, 0] }, { ...last, loss: crossEntropy(), validation: { x: other, y: [0, 1, 2] } }).model;
  expect(three.baselineLoss).toBeCloseTo(-Math.log((0.75 * 0.25 * 0.125) / 1.125 ** 3) / 3, 12); // class 2 did not occur: half a sample of 4.5
  const weighted = await train(hidden(1, 1), { x, y: ['a', 'b', 'b', 'b'] }, { ...last, loss: binaryCrossEntropy(), classWeight: 'balanced', validation: { x: other, y: ['a', 'a', 'b'] } }).model;
  expect(weighted.baselineLoss).toBeCloseTo(Math.LN2, 12);
  expect((await train(hidden(1, 1), { x, y: [1, 2, 3, 10] }, { ...last, loss: meanSquaredError() }).model).baselineLoss).toBeUndefined();
});
