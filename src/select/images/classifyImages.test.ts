import { expect, test } from 'vitest';
import { Images, imagesOf } from '../../images/index.ts';
import type { TrainedNetwork } from '../../nn/index.ts';
import { generator } from '../../random/index.ts';
import { classifyImages, type ClassifyImagesOptions } from './classifyImages.ts';
import { imageNetwork } from './imageNetwork.ts';

/** A bright bar, upright or lying, somewhere on noise; a few with the wrong label. */
function bars(count: number, seed = 1, wrongEvery = Infinity): { pixels: { data: Float32Array; shape: number[] }; labels: string[] } {
  const random = generator(seed, 'bars');
  const data = Float32Array.from({ length: count * 64 }, () => 0.3 * random.uniform());
  const labels = Array.from({ length: count }, (_, i) => {
    const at = 1 + Math.floor(6 * random.uniform());
    const upright = i % 2 === 0;
    for (let k = 0; k < 8; k++) data[i * 64 + (upright ? k * 8 + at : at * 8 + k)] = 1;
    return (i % wrongEvery === 0) !== upright ? 'upright' : 'lying';
  });
  return { pixels: { data, shape: [count, 1, 8, 8] }, labels };
}

const { pixels, labels } = bars(120, 1, 11);
const images = imagesOf(pixels, labels);
const options: ClassifyImagesOptions = { source: 'bars', epochs: 3, batchSize: 8, learningRate: 5e-3 };

test('images are parted, learnt from, judged, tested once; what is worth a look is there', async () => {
  const seen: string[] = [];
  const found = await classifyImages(images, { ...options, onEpoch: ({ epoch }, { label, done, total, perSecond, secondsLeft }) => seen.push(`${epoch} ${label} ${done}/${total} ${perSecond! > 0} ${secondsLeft! >= 0}`) });
  const train = 120 - 24 - 10;
  expect(found).toMatchObject({ task: 'classification', source: 'bars', shape: [1, 8, 8], rows: { total: 120, train, validation: 10, test: 24 }, parts: { test: 'held out', validation: 'held out' }, modelName: 'cnn' });
  expect(seen).toEqual([1, 2, 3].map((epoch) => `${epoch} epoch ${epoch} of 3 ${epoch * train}/${3 * train} true true`));
  expect(found.test.accuracy).toBeGreaterThan(0.7);
  expect(found.baselineTest.accuracy).toBeCloseTo(0.5, 0);
  expect(found.classes.map(({ label }) => label)).toEqual(['lying', 'upright']);
  const missed = found.testPredictions.actual.filter((label, i) => label !== found.testPredictions.predicted[i]).length;
  expect(found.confusions.reduce((sum, { count }) => sum + count, 0)).toBe(missed);
  expect(missed).toBeGreaterThan(0);
  const [{ images: [first] }] = found.confusions;
  expect([first.shape, first.data.length, Math.max(...first.data), first.probability > 0.5]).toEqual([[1, 8, 8], 64, 1, true]);
  expect(found.example!.layers.map(({ name }) => name)).toEqual(['conv2d', 'batchNorm', 'relu', 'conv2d', 'batchNorm', 'relu', 'maxPool2d']);
  expect(found.models[0]).toMatchObject({ name: 'cnn', options: { epochs: 3, batchSize: 8, learningRate: 0.005, patience: 3, seed: 0 }, chosen: true, cv: { folds: [found.model.history[found.model.bestEpoch - 1].validationLoss] } });
  expect(found.why).toMatch(/^A convolutional network was asked for: log loss [\d.]+ on the validation images, against 0\.69\d* for the frequencies of the classes\.$/);
});

test('the same seed gives the same network, another seed another; an mlp takes pixels too', async () => {
  const bitsOf = async (more: Partial<ClassifyImagesOptions>): Promise<unknown> => [...(await classifyImages(images, { ...options, model: 'mlp', hidden: [4], epochs: 1, ...more })).testPredictions.probabilities.data];
  expect(await bitsOf({})).toEqual(await bitsOf({}));
  expect(await bitsOf({ seed: 1 })).not.toEqual(await bitsOf({}));
});

test('parts for test and validation that images bring are used, and nothing is held out of the others', async () => {
  const [test, validation] = [bars(20, 2), bars(16, 3)].map((part) => imagesOf(part.pixels, part.labels));
  const withParts = new Images({ source: { ...sourceOf(images) }, classes: images.classes, labels: images.labels, test, validation });
  const found = await classifyImages(withParts, { ...options, model: 'mlp', epochs: 1 });
  expect([found.rows, found.parts]).toEqual([{ total: 156, train: 120, validation: 16, test: 20 }, { test: 'own', validation: 'own' }]);
});

/** The pixels of other images. */
function sourceOf(from: Images<string>): ConstructorParameters<typeof Images>[0]['source'] {
  return { count: from.count, shape: from.shape, white: 1, name: (index) => from.name(index), fetch: async (places, use) => places.forEach((index, place) => use(place, pixels.data, index * 64)) };
}

test('images are shown changed when that is asked for, and the options say how', async () => {
  const found = await classifyImages(images, { ...options, model: 'mlp', hidden: [4], epochs: 1, augment: { shift: 1, flip: true, noise: 0.1 } });
  const plain = await classifyImages(images, { ...options, model: 'mlp', hidden: [4], epochs: 1 });
  expect(found.options.augment).toEqual({ shift: 1, flip: true, noise: 0.1 });
  expect(found.model.history[0].trainLoss).not.toBe(plain.model.history[0].trainLoss);
  await expect(classifyImages(images, { ...options, augment: { turn: 3 } as never })).rejects.toThrow('classifyImages: augment: unknown option "turn"; the options are shift, flip, noise');
});

test('the verdict is right for what learns by heart, learns nothing, and learns what holds', async () => {
  const random = generator(3, 'noise');
  const chance = imagesOf({ data: Float32Array.from({ length: 80 * 64 }, () => random.uniform()), shape: [80, 1, 8, 8] }, Array.from({ length: 80 }, () => (random.uniform() < 0.5 ? 'a' : 'b')));
  const heart = await classifyImages(chance, { ...options, model: 'mlp', hidden: [128], epochs: 20, learningRate: 5e-3 });
  expect([heart.diagnosis.verdict, heart.diagnosis.reason]).toEqual(['overfitting', expect.stringContaining('samples')]);
  const nothing = await classifyImages(images, { ...options, model: 'mlp', hidden: [2], epochs: 2, learningRate: 1e-7 });
  expect([nothing.diagnosis.verdict, nothing.diagnosis.suggestions[0]]).toEqual(['underfitting', expect.stringContaining('Train for more epochs')]);
  const clean = bars(160, 5);
  const fit = await classifyImages(imagesOf(clean.pixels, clean.labels), { ...options, epochs: 6 });
  expect([fit.diagnosis.verdict, fit.test.accuracy > 0.9]).toEqual(['good fit', true]);
});

test.each<[number, string]>([[4, '16 32 4'], [8, '16 32 4'], [28, '16 32 7'], [32, '16 32 64 128 4'], [64, '16 32 64 128 128 4'], [224, '16 32 64 128 128 128 7']])('a network for images of %d pixels a side has convolutions until little is left: %s', (side, wanted) => {
  const net = imageNetwork('cnn', [3, side, side], 5);
  const filters = [...String(net).matchAll(/conv2d +\[(\d+),/g)].map(([, count]) => count);
  const maps = [...String(net).matchAll(/\[\d+,(\d+),\d+\]/g)].map(([, height]) => height);
  expect([...filters, maps.at(-1)].join(' ')).toBe(wanted);
  expect(net.outputShape).toEqual([5]);
});

test('a training that is kept goes on from where it is', async () => {
  const kept = new Map<string, Uint8Array>();
  const store = { read: async () => kept.get('it'), write: async (bytes: Uint8Array) => { kept.set('it', bytes.slice()); } };
  const stop = new AbortController();
  const small = { ...options, model: 'mlp', hidden: [4] } as const;
  const long = { ...small, checkpoint: store as never };
  await expect(classifyImages(images, { ...long, signal: stop.signal, onEpoch: ({ epoch }) => { if (epoch === 2) stop.abort(new Error('enough')); } })).rejects.toThrow('enough');
  const weights = (model: TrainedNetwork): unknown => model.state().parts!.map(({ arrays }) => [...arrays].map(([name, { data }]) => [name, [...data]]));
  const [unbroken, resumed] = [await classifyImages(images, small), await classifyImages(images, long)];
  expect(weights(resumed.model as TrainedNetwork)).toEqual(weights(unbroken.model as TrainedNetwork));
});

test.each<[string, Partial<ClassifyImagesOptions>, string, Images?]>([
  ['an unknown option', { folds: 3 } as never, 'classifyImages: unknown option "folds"; the options are source, model,'],
  ['no name', { source: undefined as never }, 'classifyImages: source must say what the images are called; it is undefined'],
  ['another model', { model: 'ridge' as never }, "classifyImages: model must be one of 'cnn', 'mlp'; it is \"ridge\""],
  ['hidden layers of a cnn', { hidden: [3] }, "classifyImages: hidden must be left out unless model is 'mlp'; model is \"cnn\""],
  ['a share of all', { testSize: 1 }, 'classifyImages: testSize must be a number above 0 and below 1; it is 1'],
  ['a share that leaves nothing', { testSize: 0.99 }, 'classifyImages: testSize must leave images to learn from; 0.99 of 16 is all of them', imagesOf(bars(16).pixels, bars(16).labels)],
  ['a share that leaves one of a class', { testSize: 0.9 }, 'classifyImages: testSize must leave two images or more of every class, to learn from and to judge epochs by; 0.9 of 16 leaves 1 of "lying"', imagesOf(bars(16).pixels, bars(16).labels)],
  ['one class', {}, 'classifyImages: there must be images of at least two classes, in a folder a sub-folder for each; there is "a" alone', imagesOf(bars(8).pixels, bars(8).labels.map(() => 'a'))],
  ['a class of three', {}, 'classifyImages: every class must have 4 images or more, to learn from, to judge epochs by and to test by; "lying" has 3. Add images, or take the class away', imagesOf(bars(4).pixels, bars(4).labels)],
])('%s is refused', async (_, wrong, message, data = images) => {
  await expect(classifyImages(data as Images<string>, { ...options, ...wrong })).rejects.toThrow(message);
});
