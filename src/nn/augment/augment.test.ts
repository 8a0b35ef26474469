/** Augmentation: against plain loops, by its distribution, and drawn by seed, epoch and place alone. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { NdArray, Shape } from '../../array/index.ts';
import { imagesOf } from '../../images/index.ts';
import { log } from '../../numeric/index.ts';
import { generator, generatorAt, type Generator } from '../../random/index.ts';
import { setThreads } from '../../runtime/index.ts';
import { adam, conv2d, crossEntropy, dense, embedding, flatten, gaussianNoise, randomFlip, randomShift, relu, sequential, train, type Augmentation, type TrainOptions } from '../index.ts';
import { AugmentedBatches } from '../training/augmentedBatches.ts';
import { BatchReader } from '../training/samples.ts';
import { leavesOf } from '../tree.ts';

afterEach(() => setThreads(Infinity));

const shape = [2, 5, 4] as const;
const numbers = Float64Array.from({ length: 40 }, (_, i) => ((i * 7919) % 101) / 101);
const normalization = { mean: [0.25, 0.5], std: [0.5, 4] };

/** Gives these, one after the other. */
function scripted(below: readonly number[], uniform = 0): Generator {
  const left = [...below];
  return { ...generator(0), below: () => left.shift()!, uniform: () => uniform };
}

function changed(augmentation: Augmentation, random: Generator, normalized = false, sample: Float32Array | Float64Array = numbers.slice()): Float32Array | Float64Array {
  augmentation.change(sample, shape, random, normalized ? normalization : undefined);
  return sample;
}

test('a shift is a plain copy by every distance, also beyond the image', () => {
  const [channels, height, width] = shape;
  for (const fill of [0, 0.75, [0.1, 0.9]]) {
    for (const normalized of [false, true]) {
      for (let u = -6; u <= 6; u++) {
        for (let v = -6; v <= 6; v++) {
          const expected = Float64Array.from(numbers, (_, at) => {
            const [c, i, j] = [Math.floor(at / (height * width)), Math.floor(at / width) % height, at % width];
            const [y, x] = [i - v, j - u];
            const outside = y < 0 || y >= height || x < 0 || x >= width;
            const value = typeof fill === 'number' ? fill : fill[c];
            if (outside) return normalized ? (value - normalization.mean[c]) / normalization.std[c] : value;
            return numbers[(c * height + y) * width + x];
          });
          expect([u, v, changed(randomShift({ pixels: 6, fill }), scripted([u + 6, v + 6]), normalized)]).toEqual([u, v, expected]);
        }
      }
    }
  }
  expect(channels).toBe(2);
});

test('a flip mirrors rows, below its probability; noise is added as it is drawn, beside the normalisation', () => {
  const mirrored = Float64Array.from(numbers, (_, at) => numbers[at - (at % 4) + 3 - (at % 4)]);
  expect(changed(randomFlip({ probability: 0.3 }), scripted([], 0.29))).toEqual(mirrored);
  expect(changed(randomFlip({ probability: 0.3 }), scripted([], 0.3))).toEqual(numbers);
  expect(changed(randomFlip({ probability: 0 }), scripted([], 0))).toEqual(numbers);
  const plain = (seed: number, scales: readonly number[], start = numbers): Float64Array => {
    const { bits } = generator(seed);
    const draw = (): number => (bits() + 0.5) / 2 ** 31 - 1;
    const area = 40 / scales.length;
    return Float64Array.from(scales.flatMap((scale, c) => Array.from({ length: area / 2 }, (_, pair) => {
      let [u, v] = [draw(), draw()];
      while (u * u + v * v >= 1) [u, v] = [draw(), draw()];
      const factor = scale * Math.sqrt((-2 * log(u * u + v * v)) / (u * u + v * v));
      return [start[c * area + 2 * pair] + factor * u, start[c * area + 2 * pair + 1] + factor * v];
    }).flat()));
  };
  expect(changed(gaussianNoise({ sd: 0.1 }), generator(5))).toEqual(plain(5, [0.1]));
  expect(changed(gaussianNoise({ sd: 0.1 }), generator(6), true)).toEqual(plain(6, normalization.std.map((std) => 0.1 / std)));
  const single = Float32Array.from(numbers);
  expect(changed(gaussianNoise({ sd: 0.1 }), generator(7), false, single.slice())).toEqual(Float32Array.from(plain(7, [0.1], Float64Array.from(single))));
});

/** Samples that are counters, augmented: those at `places`, cut into batches of some size. */
function read(augment: readonly Augmentation[], places: readonly number[], batch: number, epoch = 1, seed = 0, of: Shape = shape): number[][] {
  const size = of.reduce((a, b) => a * b, 1);
  const rows = { data: Float64Array.from({ length: 4000 * size }, (_, i) => (i % size) / size), count: 4000, shape: of };
  const batches = new AugmentedBatches(new BatchReader(rows), augment, undefined, seed);
  batches.begin(epoch);
  const order = Int32Array.from(places);
  const found: number[][] = [];
  for (let first = 0; first < places.length; first += batch) {
    const { data, shape: [count] } = batches.read(order, first, Math.min(batch, places.length - first)) as NdArray;
    for (let i = 0; i < count; i++) found.push(Array.from(data.subarray(i * size, (i + 1) * size)));
  }
  return found;
}

const all = [randomShift({ pixels: 2 }), randomFlip(), gaussianNoise({ sd: 0.05 })];

test('what is drawn depends on seed, epoch and place: not on the batch, the order, or what was read before', () => {
  const places = Array.from({ length: 60 }, (_, i) => i);
  const together = read(all, places, 60);
  for (const batch of [1, 7, 32]) expect(read(all, places, batch)).toEqual(together);
  expect(read(all, places.toReversed(), 7).toReversed()).toEqual(together);
  expect(read(all, [17], 1)).toEqual([together[17]]);
  expect(read(all, [17, 17], 2)).toEqual([together[17], together[17]]);
  const rest = [read(all, places, 60, 2), read(all, places, 60, 1, 1)];
  for (const other of rest) expect(other.filter((sample, i) => String(sample) === String(together[i]))).toEqual([]);
  // the generator of one augmentation is not shifted by another before it
  expect(read([randomFlip({ probability: 0 }), all[1]], places, 60)).toEqual(read([gaussianNoise({ sd: 0 }), all[1]], places, 60));
  const direct = numbers.slice(0, 40).map((_, i) => i / 40);
  all.forEach((one, stream) => one.change(direct, shape, generatorAt(Int32Array.of(generator(0, 'augment').bits(), 1), 17, stream), undefined));
  expect(Array.from(direct)).toEqual(together[17]);
});

test('shifts are uniform and independent, flips come with their probability, noise is normal', () => {
  const places = Array.from({ length: 4000 }, (_, i) => i);
  const corner = [1, 9, 9];
  // a number i/81 that has come to the middle says from where
  const shifts = read([randomShift({ pixels: 2 })], places, 100, 3, 0, corner).map((sample) => Math.round(sample[40] * 81) - 40);
  const counts = new Map<number, number>();
  for (const shift of shifts) counts.set(shift, (counts.get(shift) ?? 0) + 1);
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2].flatMap((v) => [-2, -1, 0, 1, 2].map((u) => 9 * v + u)));
  const chi = [...counts.values()].reduce((sum, count) => sum + (count - 160) ** 2 / 160, 0);
  expect(chi).toBeLessThan(52); // 24 degrees of freedom: 1 in 1000
  const flipped = read([randomFlip({ probability: 0.3 })], places, 100, 1, 0, corner).filter(([first]) => first > 0).length;
  expect(Math.abs(flipped / 4000 - 0.3)).toBeLessThan(0.025);
  const noise = read([gaussianNoise({ sd: 0.5 })], places, 100, 1, 0, [1, 1, 11]).flatMap((sample) => sample.map((value, i) => (value - i / 11) / 0.5));
  const moment = (power: number): number => noise.reduce((sum, value) => sum + value ** power, 0) / noise.length;
  [0, 1, 0, 3].forEach((expected, i) => expect(Math.abs(moment(i + 1) - expected)).toBeLessThan([0.02, 0.03, 0.06, 0.2][i]));
  const pairs = noise.slice(11).reduce((sum, value, i) => sum + value * noise[i], 0) / noise.length; // of a place in one sample and the next
  expect(Math.abs(pairs)).toBeLessThan(0.02);
});

const digits = readFileSync(new URL('../../../datasets/digits.csv', import.meta.url), 'utf8').trim().split('\n').slice(1, 121).map((line) => line.split(',').map(Number));
const bytes = Uint8Array.from(digits.flatMap((row) => row.slice(0, 64)), (ink) => 15 * ink);
const labels = digits.map((row) => row[64]);
const images = imagesOf({ data: bytes, shape: [120, 8, 8] }, labels);
const net = sequential([1, 8, 8], conv2d(4, 3), relu(), flatten(), dense(10));
const options: TrainOptions<'classes'> = { loss: crossEntropy(), optimizer: adam({ learningRate: 1e-2 }), epochs: 2, batchSize: 16, seed: 3, augment: all, validation: 0.25 };

test('a training with augmentation has the same bits with one thread and two, and judges samples as they are', async () => {
  const trained = async (threads: number, more: Partial<TrainOptions<'classes'>> = {}) => {
    setThreads(threads);
    return train(net, images, { ...options, ...more }).model;
  };
  const one = await trained(1);
  expect(leavesOf((await trained(2)).parameters)).toEqual(leavesOf(one.parameters));
  expect(leavesOf((await trained(1, { augment: [] })).parameters)).not.toEqual(leavesOf(one.parameters));
  expect((await one.evaluate(images.split({ testSize: 0.25, seed: 3 }).test)).loss).toBe(one.history[one.bestEpoch - 1].validationLoss);
  expect(leavesOf((await trained(1, { augment: randomFlip({ probability: 0 }) })).parameters)).toEqual(leavesOf((await trained(1, { augment: [] })).parameters));
});

test('arrays are augmented as images are, in the units that they have', async () => {
  const x = await images.read();
  const plain = { ...options, validation: images };
  const byImages = await train(net, images, { ...plain, normalization: { mean: [0], std: [1] } }).model;
  const byArray = await train(net, { x, y: labels }, { ...plain, validation: { x, y: labels } }).model;
  expect(leavesOf(byArray.parameters)).toEqual(leavesOf(byImages.parameters));
  expect(x.data).toEqual((await images.read()).data);
  await train(sequential([64], dense(10)), { x: { data: x.data, shape: [120, 64] }, y: labels }, { ...options, augment: gaussianNoise({ sd: 0.1 }) }).model;
});

const two = sequential([2], dense(2));
const data = { x: [[0, 1], [1, 0], [0, 2], [2, 0]], y: [0, 1, 0, 1] };
test.each<[string, () => unknown, string]>([
  ['a shift by halves', () => randomShift({ pixels: 0.5 }), 'randomShift: pixels must be an integer at least 0; it is 0.5'],
  ['a fill that is none', () => randomShift({ pixels: 1, fill: [] }), 'randomShift: fill must be a number, or one per channel; it is an array of 0'],
  ['a fill of words', () => randomShift({ pixels: 1, fill: ['black'] as never }), 'randomShift: fill must be a number; it is "black"'],
  ['a fill of other channels', () => randomShift({ pixels: 1, fill: [0, 0, 0] }).check([2, 3, 3]), 'randomShift: fill must be a number, or one per channel; it has 3, the images have 2 channels'],
  ['a probability above 1', () => randomFlip({ probability: 2 }), 'randomFlip: probability must be a number at least 0 and at most 1; it is 2'],
  ['noise below nothing', () => gaussianNoise({ sd: -1 }), 'gaussianNoise: sd must be a number at least 0; it is -1'],
  ['an unknown option', () => randomFlip({ vertical: true } as never), 'randomFlip: unknown option "vertical"; the options are probability'],
  ['a shift of rows', () => train(two, data, { ...options, validation: 0.5, augment: randomShift({ pixels: 1 }) }), 'randomShift: samples must be images, [channels, height, width]; they are [2]'],
  ['a flip of rows', () => train(two, data, { ...options, validation: 0.5, augment: [randomFlip()] }), 'randomFlip: samples must be images, [channels, height, width]; they are [2]'],
  ['noise on words', () => train(sequential([2], embedding(3, 2), flatten(), dense(2)), data, { ...options, validation: 0.5, augment: gaussianNoise({ sd: 1 }) }), 'train: augment must be left out where samples are indices; gaussianNoise changes numbers'],
  ['something else', () => train(two, data, { ...options, validation: 0.5, augment: [{ name: 'flip' }] as never }), 'train: augment must be an augmentation, such as randomShift({ pixels: 2 }), or a list of them; it is an object'],
])('%s is refused', (_, act, message) => {
  expect(act).toThrow(message);
});
