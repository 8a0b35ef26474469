/** The samples of a training and of its validation, kept apart. */
import { describe, type Label } from '../../array/index.ts';
import { checkKnown, checkNumber } from '../../estimator/index.ts';
import { trainTestIndices } from '../../evaluate/index.ts';
import type { Images } from '../../images/index.ts';
import { generator } from '../../random/index.ts';
import type { FloatType } from '../layer.ts';
import type { Network } from '../layers/sequential.ts';
import type { Loss } from '../losses.ts';
import { checkEveryClass, checkImages, imageTargets, isImages } from './imageSamples.ts';
import { BatchReader, readSamples, type Rows, type SamplesInput } from './samples.ts';
import { readTargets, type Targets, type TargetsInput } from './targets.ts';

/** Samples and their truth. */
export interface TrainingData<Y extends TargetsInput = TargetsInput> {
  /** [n, …the network's input] */
  readonly x: SamplesInput;
  /** Labels or numbers, one for each sample, or arrays like the network's output. */
  readonly y: Y;
}

/** Samples that belong together, as the steps need them. */
export interface Part {
  readonly x: Rows | Images;
  readonly targets: Targets;
  /** One per sample; undefined where all count 1. */
  readonly weights: Float64Array | undefined;
}

/** Before it is known what a class weighs. */
export type Unweighted = Omit<Part, 'weights'>;

/** @returns for training, and held out   @throws TypeError, RangeError for samples that do not fit the network, or each other */
export function readParts(net: Network, data: TrainingData | Images, validation: number | TrainingData | Images | undefined, loss: Loss, dtype: FloatType, seed: number): readonly [Unweighted, Unweighted | undefined] {
  const ofImages = isImages(data);
  if (typeof validation === 'object' && validation !== null && isImages(validation) !== ofImages) {
    throw new TypeError(`train: validation must be ${ofImages ? 'images, as the training data are: imagesOf(pixels, labels) makes images of arrays' : 'samples { x, y }, as the training data are'}; it is ${ofImages ? 'none' : 'images'}`);
  }
  const all = readPart('train: data', net, data, loss, dtype, undefined);
  if (typeof validation === 'number') return split(all, checkNumber('train', 'validation', validation, { above: 0, below: 1 }), seed);
  return [all, validation === undefined ? undefined : readPart('train: validation', net, validation, loss, dtype, all.targets.classes)];
}

function readPart(name: string, net: Network, data: TrainingData | Images, loss: Loss, dtype: FloatType, classes: readonly Label[] | undefined): Unweighted {
  if (isImages(data)) {
    checkImages('train', data, net);
    if (classes === undefined) checkEveryClass('train', data, '');
    return { x: data, targets: imageTargets('train', data, net, loss, dtype, classes) };
  }
  checkKnown(name, data, ['x', 'y']);
  const { x, y } = data;
  const samples = readSamples('train', 'x', x, net.inputShape, net.takesIndices ? 'int32' : dtype);
  return { x: samples, targets: readTargets('train', y, samples.count, net.outputShape, loss, dtype, classes) };
}

/** [the rest, a share of the samples, drawn by the seed]. */
function split(all: Unweighted, share: number, seed: number): [Unweighted, Unweighted] {
  const { x } = all;
  const { count } = x;
  // of images rounded up, as images.split does, of arrays to the nearest
  const held = isImages(x) ? Math.ceil(share * count - 1e-6) : Math.round(share * count);
  if (held === 0 || held === count) throw new RangeError(`train: validation must leave samples on both sides; ${share} of ${count} is ${held}`);
  if (isImages(x)) {
    const single = singleOf(x);
    if (single >= 0) throw new RangeError(`train: validation must leave images of every class on both sides; ${describe(x.classes[x.labels[single]])} has one, ${x.name(single)}`);
    const { trainIndices, testIndices } = trainTestIndices('train', count, { testSize: held, seed, stratify: x.labels });
    checkEveryClass('train', x.take(trainIndices), `, as validation: ${share} holds out all that there are`);
    return [taken(all, trainIndices), taken(all, testIndices)];
  }
  const order = generator(seed, 'validation').permutation(count);
  return [taken(all, order.slice(held).sort()), taken(all, order.slice(0, held).sort())];
}

/** The place of an image that is the only one of its class, or −1. */
function singleOf({ labels, classes }: Images): number {
  const counts = new Int32Array(classes.length);
  for (const code of labels) counts[code] += 1;
  return labels.findIndex((code) => counts[code] === 1);
}

function taken({ x, targets }: Unweighted, rows: Int32Array): Unweighted {
  return { x: isImages(x) ? x.take(rows) : takenRows(x, rows), targets: { ...targets, rows: takenRows(targets.rows, rows), codes: targets.codes && rows.map((row) => targets.codes![row]) } };
}

function takenRows(rows: Rows, which: Int32Array): Rows {
  return { data: new BatchReader(rows).read(which, 0, which.length).data, count: which.length, shape: rows.shape };
}

export function weighted(part: Unweighted, factors: Float64Array | undefined): Part {
  return { ...part, weights: factors && Float64Array.from(part.targets.codes!, (code) => factors[code]) };
}
