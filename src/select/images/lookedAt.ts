/** What of the test a person wants to see: images taken for another class, and what the layers make of one. Knows no training. */
import type { Label } from '../../array/index.ts';
import type { Images } from '../../images/index.ts';
import { layerOutputs, type TrainedNetwork } from '../../nn/index.ts';
import type { ExampleImage, ExampleMaps, ImageClassification, ImageConfusion } from './result.ts';

const mostPairs = 10;
const mostImages = 8;

/** Pairs of classes, the most frequent first, each with the images of which the model was surest. */
export async function imageConfusions(test: Images<string | number>, { actual, predicted, probabilities }: ImageClassification['testPredictions']): Promise<ImageConfusion[]> {
  const { classes } = test;
  const k = classes.length;
  const pairs = new Map<number, number[]>();
  actual.forEach((label, i) => {
    if (label === predicted[i]) return;
    const pair = test.labels[i] * k + classes.indexOf(predicted[i] as string | number);
    pairs.set(pair, [...pairs.get(pair) ?? [], i]);
  });
  const sure = (i: number): number => probabilities.data[i * k + classes.indexOf(predicted[i] as string | number)];
  const shown = [...pairs].sort(([a, left], [b, right]) => right.length - left.length || a - b).slice(0, mostPairs);
  const found: ImageConfusion[] = [];
  for (const [pair, places] of shown) {
    const surest = places.toSorted((a, b) => sure(b) - sure(a) || a - b).slice(0, mostImages);
    const images = await imagesAt(test, surest);
    found.push({ actual: classes[Math.floor(pair / k)], predicted: classes[pair % k], count: places.length, images: images.map((image, i) => ({ ...image, probability: sure(surest[i]) })) });
  }
  return found;
}

/** Of the first image that is predicted right, else of the first. Undefined where no layer gives maps. */
export async function exampleMaps(model: TrainedNetwork, test: Images<string | number>, { actual, predicted }: ImageClassification['testPredictions']): Promise<ExampleMaps | undefined> {
  const place = Math.max(0, actual.findIndex((label: Label, i) => label === predicted[i]));
  const outputs = await layerOutputs(model, test.take([place]));
  const layers = outputs.filter(({ name, output: { shape } }) => shape.length === 4 && name !== 'dropout');
  if (layers.length === 0) return undefined;
  const [image] = await imagesAt(test, [place]);
  return { image, actual: actual[place], predicted: predicted[place], layers };
}

/** As they are in their files: not normalised. */
async function imagesAt(images: Images<string | number>, places: readonly number[]): Promise<ExampleImage[]> {
  const [channels, height, width] = images.shape;
  const size = channels * height * width;
  const all = (value: number): number[] => Array.from({ length: channels }, () => value);
  const plain = images.normalization === undefined ? images : images.normalized({ mean: all(0), std: all(1) });
  const { data } = await plain.read(places);
  return places.map((place, i) => ({ name: images.name(place), data: data.slice(i * size, (i + 1) * size) as Float32Array, shape: images.shape }));
}
