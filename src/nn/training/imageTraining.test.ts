/** Images in training: from memory, folders and IDX files the same bits; what the model remembers; every refusal. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, expectTypeOf, test } from 'vitest';
import { array } from '../../array/index.ts';
import { openImages } from '../../data/images/openImages.ts';
import { greyPng, pngOf } from '../../data/images/png.testing.ts';
import { accuracy } from '../../evaluate/index.ts';
import { load, toBytes } from '../../exchange/index.ts';
import { Images, imagesOf } from '../../images/index.ts';
import { setThreads } from '../../runtime/index.ts';
import { adam, batchNorm, binaryCrossEntropy, conv2d, crossEntropy, dense, embedding, flatten, maxPool2d, meanSquaredError, relu, sequential, train, type TrainedNetwork, type TrainOptions } from '../index.ts';
import { leavesOf } from '../tree.ts';

afterEach(() => setThreads(Infinity));
const root = mkdtempSync(join(tmpdir(), 'glissade-training-'));
afterAll(() => rmSync(root, { recursive: true }));

const count = 200;
const digits = readFileSync(new URL('../../../datasets/digits.csv', import.meta.url), 'utf8').trim().split('\n').slice(1, count + 1).map((line) => line.split(',').map(Number));
const bytes = Uint8Array.from(digits.flatMap((row) => row.slice(0, 64)), (ink) => 15 * ink);
const labels = digits.map((row) => row[64]);
const images = imagesOf({ data: bytes, shape: [count, 8, 8] }, labels);

function write(folder: string, files: Readonly<Record<string, Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, folder, name)), { recursive: true });
    writeFileSync(join(root, folder, name), content);
  }
  return join(root, folder);
}

/** By class, as folders are; so also the images from memory that they are compared with. */
const byClass = [...labels.keys()].sort((a, b) => labels[a] - labels[b] || a - b);
const sorted = imagesOf({ data: Uint8Array.from(byClass.flatMap((i) => [...bytes.subarray(64 * i, 64 * i + 64)])), shape: [count, 8, 8] }, byClass.map((i) => labels[i]));
const folder = write('digits', Object.fromEntries(byClass.map((i) => [`${labels[i]}/${String(i).padStart(3, '0')}.png`, pngOf({ height: 8, width: 8, type: 0, sample: (y, x) => bytes[64 * i + 8 * y + x] })])));
const lengths = (...shape: number[]): Buffer => Buffer.concat([Buffer.of(0, 0, 8, shape.length), ...shape.map((n) => Buffer.of(0, 0, n >> 8, n & 255))]);
const pixelFile = Buffer.concat([lengths(count, 8, 8), Buffer.from(byClass.flatMap((i) => [...bytes.subarray(64 * i, 64 * i + 64)]))]);
const labelFile = Buffer.concat([lengths(count), Buffer.from(byClass.map((i) => labels[i]))]);
const idx = write('idx', { 'some-images-idx3-ubyte': pixelFile, 'some-labels-idx1-ubyte': labelFile, 'packed-images-idx3-ubyte.gz': gzipSync(pixelFile), 'packed-labels-idx1-ubyte.gz': gzipSync(labelFile) });

const net = sequential([1, 8, 8], conv2d(4, 3, { padding: 'same' }), batchNorm(), relu(), maxPool2d(2), flatten(), dense(10));
const options: TrainOptions<'classes'> = { loss: crossEntropy(), optimizer: adam({ learningRate: 1e-2 }), epochs: 2, batchSize: 16, seed: 3 };

function hash(model: Pick<TrainedNetwork, 'normalization' | 'history' | 'parameters' | 'layerState'>): string {
  const sum = createHash('sha256').update(JSON.stringify([model.normalization, model.history.map(({ trainLoss, validationLoss, metrics }) => [trainLoss, validationLoss, metrics])]));
  for (const { data } of leavesOf([...model.parameters, ...model.layerState])) sum.update(data);
  return sum.digest('hex');
}

test('images from memory, a folder and IDX files train the same bits, decoded once or each time, with one thread or two', async () => {
  const trained = async (source: Images<never>, threads = 2): Promise<string> => {
    setThreads(threads);
    return hash(await train(net, source, { ...options, validation: 0.2 }).model);
  };
  const expected = await trained(sorted as Images<never>);
  expect(await trained(sorted as Images<never>, 1)).toBe(expected);
  for (const [path, memory] of [[folder, 1e6], [folder, 5000], [folder, 0], [join(idx, 'some-images-idx3-ubyte'), 1e6], [join(idx, 'some-images-idx3-ubyte'), 0], [join(idx, 'packed-images-idx3-ubyte.gz'), 1e6]] as const) {
    expect([path, memory, await trained(await openImages(path, { memory }) as Images<never>)]).toEqual([path, memory, expected]);
  }
});

test('images are trained as the array of their normalised pixels is', async () => {
  const normalization = await images.fitNormalization();
  const byImages = await train(net, images, options).model;
  expect(byImages.normalization).toEqual(normalization);
  const x = await images.normalized(normalization).read();
  const byArray = await train(net, { x, y: labels }, options).model;
  expect(byArray.normalization).toBeUndefined();
  expect(leavesOf(byImages.parameters)).toEqual(leavesOf(byArray.parameters));
  expect(await byImages.output(images)).toEqual(await byArray.output(x));
  expect(await byArray.output(images.normalized(normalization))).toEqual(await byArray.output(x));
  const double = { ...options, dtype: 'float64', epochs: 1 } as const;
  const exact = await images.normalized(normalization).read(undefined, { into: new Float64Array(count * 64) });
  const [doubleImages, doubleArray] = [await train(net, images, double).model, await train(net, { x: exact, y: labels }, double).model];
  expect(leavesOf(doubleImages.parameters)).toEqual(leavesOf(doubleArray.parameters));
  // in float64 from the pixel on, of images as of arrays of pixels
  const pixels = { data: bytes, shape: [count, 1, 8, 8] };
  expect(await doubleImages.output(images)).toEqual(await doubleArray.output(exact));
  expect(await doubleImages.output(pixels)).toEqual(await doubleArray.output(exact));
});

test('a model remembers the normalization, and is asked with images, bytes or pixels from 0 to 1', async () => {
  const { train: part, test: rest } = images.split({ testSize: 0.3, seed: 1 });
  const model = await train(net, part, { ...options, epochs: 6, validation: rest, metrics: [accuracy] }).model;
  expect(model.normalization).toEqual(await part.fitNormalization());
  const expected = await model.output(rest);
  expectTypeOf(model.predict).returns.resolves.toEqualTypeOf<number[]>();
  const truth = Array.from(rest.labels, (code) => rest.classes[code]);
  expect(accuracy(truth, await model.predict(rest))).toBeGreaterThan(0.85);
  const raw = await rest.read();
  const eight = { data: Uint8Array.from(raw.data, (value) => Math.round(255 * value)), shape: raw.shape };
  for (const input of [rest.normalized({ mean: [7], std: [2] }), eight]) expect((await model.output(input)).data).toEqual(expected.data);
  (await model.output(raw)).data.forEach((value: number, i: number) => expect(value).toBeCloseTo(expected.data[i], 4)); // rounded before, too
  expect(await model.predictProbability(eight)).toEqual(await model.predictProbability(rest));
  const found = await model.evaluate(rest, { metrics: [accuracy] });
  expect(found.loss).toBe(model.history[model.bestEpoch - 1].validationLoss);
  expect(found.metrics).toEqual(model.history[model.bestEpoch - 1].metrics);
  expect(await model.evaluate({ x: eight, y: truth }, { metrics: [accuracy] })).toEqual(found);
  const again = await load(toBytes(model), { kind: 'network' });
  expect((await again.output(rest)).data).toEqual(expected.data);
});

test('a normalization that is given, or that the images have, is kept', async () => {
  const given = { mean: [0.25], std: [0.5] };
  const one = await train(net, images, { ...options, normalization: given }).model;
  const other = await train(net, images.normalized(given), options).model;
  expect([one.normalization, other.normalization]).toEqual([given, given]);
  expect(leavesOf(one.parameters)).toEqual(leavesOf(other.parameters));
  expect((await train(net, images.normalized({ mean: [9], std: [9] }), { ...options, normalization: given }).model).normalization).toEqual(given);
});

test('a share held out has the same mix of classes, drawn by the seed, and is not looked at for the normalization', async () => {
  const model = await train(net, images, { ...options, validation: 0.25, seed: 9 }).model;
  const { train: part, test: rest } = images.split({ testSize: 0.25, seed: 9 });
  expect(model.normalization).toEqual(await part.fitNormalization());
  expect((await model.evaluate(rest)).loss).toBe(model.history[model.bestEpoch - 1].validationLoss);
  const direct = await train(net, part, { ...options, validation: rest, seed: 9 }).model;
  expect(hash(direct as never)).toBe(hash(model as never));
});

test('classes may be names, two of them a single number of the network, and weigh', async () => {
  const pair = imagesOf({ data: bytes.subarray(0, 128 * 64), shape: [128, 8, 8] }, labels.slice(0, 128).map((digit) => (digit < 3 ? 'small' : 'large')));
  const model = await train(sequential([1, 8, 8], flatten(), dense(1)), pair, { loss: binaryCrossEntropy(), optimizer: adam({ learningRate: 0.05 }), epochs: 10, classWeight: 'balanced' }).model;
  expectTypeOf(model.predict).returns.resolves.toEqualTypeOf<('small' | 'large')[]>();
  expect(model.classes).toEqual(['large', 'small']);
  expect((await model.evaluate(pair, { metrics: [accuracy] })).metrics.accuracy).toBeGreaterThan(0.9);
});

/** Images that say when they are asked for. */
function watched(events: string[]): Images<number> {
  const source = { count: 8, shape: [1, 1, 2], white: 1, name: (i: number) => `image ${i}`, fetch: async (indices: Int32Array, use: (place: number, samples: Float32Array, offset: number) => void) => {
    events.push(`read ${indices.length}`);
    indices.forEach((index, place) => use(place, Float32Array.of(index, -index), 0));
  } } as const;
  return new Images<number>({ source, classes: [0, 1], labels: Int32Array.of(0, 1, 0, 1, 0, 1, 0, 1) });
}

test('the next batch is read while a step runs', async () => {
  const events: string[] = [];
  const onProgress = ({ label, done }: { label: string; done: number }): void => void (label.startsWith('epoch') && events.push(`learnt ${done}`));
  await train(sequential([1, 1, 2], flatten(), dense(2)), watched(events), { ...options, epochs: 1, batchSize: 3, normalization: { mean: [0], std: [1] }, onProgress }).model;
  expect(events).toEqual(['read 3', 'read 3', 'learnt 3', 'read 2', 'learnt 6', 'learnt 8']);
});

describe('what goes wrong with images', () => {
  test('a file that breaks between two epochs ends the training with its name, and the epochs stay', async () => {
    const own = write('breaks', Object.fromEntries([0, 1].flatMap((k) => Array.from({ length: 5 }, (_, i) => [`${k ? 'dog' : 'cat'}/${i}.png`, greyPng(8, 8, 40 * i + 20 * k)]))));
    const two = sequential([1, 8, 8], flatten(), dense(2));
    const run = train(two, await openImages(own, { memory: 0 }), { ...options, epochs: 5, batchSize: 4 });
    const seen: number[] = [];
    await expect((async () => {
      for await (const { epoch } of run) {
        seen.push(epoch);
        const path = join(own, 'dog/3.png');
        if (epoch === 2) writeFileSync(path, readFileSync(path).subarray(0, 50));
      }
    })()).rejects.toThrow(/^read: dog\/3\.png: a PNG file must be whole and right; it is not/);
    expect(seen).toEqual([1, 2]);
    await expect(run.model).rejects.toThrow('read: dog/3.png');
    await expect(train(two, await openImages(own), options).model).rejects.toThrow('read: dog/3.png');
  });

  test('a signal ends the measuring of pixels, and the training', async () => {
    const controller = new AbortController();
    const onProgress = ({ label }: { label: string }): void => void (label === 'measuring images' && controller.abort(new Error('enough')));
    await expect(train(net, images, { ...options, onProgress, signal: controller.signal }).model).rejects.toThrow('enough');
  });

  test('predictions and evaluations say how far they are, and can be ended', async () => {
    const model = await train(net, images, { ...options, epochs: 1 }).model;
    const seen: string[] = [];
    const onProgress = ({ label, done, total }: { label: string; done: number; total: number }): void => void seen.push(`${label} ${done} of ${total}`);
    await model.predict(images, { onProgress });
    await model.evaluate(images, { onProgress });
    expect(seen).toEqual(['predicting 128 of 200', 'predicting 200 of 200', 'evaluating 128 of 200', 'evaluating 200 of 200']);
    const signal = AbortSignal.abort(new Error('enough'));
    for (const ask of [model.output(images, { signal }), model.predict(images, { signal }), model.predictProbability(images, { signal }), model.evaluate(images, { signal })]) await expect(ask).rejects.toThrow('enough');
    await expect(model.predict(images, { batchSize: 3 } as never)).rejects.toThrow('predict: unknown option "batchSize"; the options are signal, onProgress');
  });

  const dark = (shape: number[], y: (string | number)[]): Images => imagesOf({ data: new Uint8Array(shape.reduce((a, b) => a * b, 1)), shape }, y);
  const two = sequential([1, 2, 2], flatten(), dense(2));
  const three = dark([3, 2, 2], ['cat', 'dog', 'dog']);
  test.each<[string, () => unknown, string]>([
    ['images of another size', () => train(net, three as Images<string>, options), 'train: images must be [1,8,8], as the network has it; they are [1,2,2], open them with { size }, or begin the network with sequential([1, 2, 2], …)'],
    ['images in colour', () => train(two, dark([2, 3, 2, 2], ['a', 'b']), options), 'train: images must be [1,2,2], as the network has it; they are [3,2,2], open them with { channels, size }, or begin'],
    ['a flat network', () => train(sequential([4], dense(2)), three, options), 'train: images must be [4], as the network has it; they are [1,2,2], begin with sequential([1, 2, 2], flatten(), …)'],
    ['a network of words', () => train(sequential([4], embedding(2, 2), flatten(), dense(2)), three, options), 'train: images must go to a network that takes pixels; this one begins with an embedding, which takes indices'],
    ['no image', () => train(two, three.take([]), options), 'train: there must be at least one image; there is none'],
    ['a class without images', () => train(two, three.take([1, 2]), options), 'train: every class must have images to learn from; "cat" has none'],
    ['one image of a class, and some held out', () => train(two, three, { ...options, validation: 0.3 }), 'train: validation must leave images of every class on both sides; "cat" has one, image 0'],
    ['a class that is all held out', () => train(two, dark([8, 2, 2], [...'aaaaaabb']), { ...options, validation: 0.8 }), 'train: every class must have images to learn from; "b" has none, as validation: 0.8 holds out all that there are'],
    ['all images held out', () => train(two, dark([8, 2, 2], [...'aaaabbbb']), { ...options, validation: 0.9 }), 'train: validation must leave samples on both sides; 0.9 of 8 is 8'],
    ['another number of classes', () => train(net, dark([2, 8, 8], ['a', 'b']), options), 'train: labels must have as many classes as the network tells apart, 10; there are 2, "a", "b"'],
    ['other classes for validation', () => train(two, three, { ...options, validation: dark([2, 2, 2], ['cat', 'owl']) }), 'train: labels must be classes of the training, "cat", "dog"; "owl" is none'],
    ['validation of another size', () => train(two, three, { ...options, validation: dark([2, 3, 2], ['cat', 'dog']) }), 'train: images must be [1,2,2], as the network has it; they are [1,3,2]'],
    ['arrays for validation', () => train(two, three, { ...options, validation: { x: [[[[1]]]], y: ['cat'] } }), 'train: validation must be images, as the training data are: imagesOf(pixels, labels) makes images of arrays; it is none'],
    ['images for validation of arrays', () => train(two, { x: array([[[[1, 2], [3, 4]]], [[[1, 2], [3, 4]]]]), y: [0, 1] }, { ...options, validation: three }), 'train: validation must be samples { x, y }, as the training data are; it is images'],
    ['a normalization of arrays', () => train(two, { x: array([[[[1, 2], [3, 4]]], [[[1, 2], [3, 4]]]]), y: [0, 1] }, { ...options, normalization: { mean: [0], std: [1] } }), 'train: normalization must be left out where samples are arrays; it is of images, which openImages and imagesOf make'],
    ['a normalization of other channels', () => train(two, three, { ...options, normalization: { mean: [0, 0, 0], std: [1, 1, 1] } }), 'train: a normalization must be { mean, std }, each of one number per channel; the images have 1, mean has 3, std has 3'],
    ['a loss about numbers', () => train(two, three as never, { ...options, loss: meanSquaredError() } as never), 'train: the loss must be about classes, which images have, such as crossEntropy(); it is meanSquaredError'],
    ['a loss of several shares', () => train(two, three as never, { ...options, loss: binaryCrossEntropy() } as never), 'train: for binaryCrossEntropy on images the network must end in one number; it ends in [2], crossEntropy() takes one per class'],
    ['nothing', () => train(two, null as never, options), 'train: data must be samples { x, y }, or images; it is null'],
  ])('%s is refused', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('a model is asked with images of its size, and judged by classes it knows', async () => {
    const model = await train(two, three, options).model;
    await expect(model.predict(images)).rejects.toThrow('predict: images must be [1,2,2], as the network has it; they are [1,8,8]');
    await expect(model.evaluate(dark([2, 2, 2], ['cat', 'owl']))).rejects.toThrow('evaluate: labels must be classes of the training, "cat", "dog"; "owl" is none');
  });
});
