/** The samples of a training and of its validation, kept apart. */
import { countCodes, describe, type Label } from '../../array/index.ts';
import { checkKnown, checkNumber } from '../../estimator/index.ts';
import { rowsOfShare, trainTestIndices } from '../../evaluate/index.ts';
import type { Images } from '../../images/index.ts';
import { generator } from '../../random/index.ts';
import type { FloatType } from '../layer.ts';
import type { Network } from '../layers/sequential.ts';
import type { Loss } from '../losses.ts';
import { checkEveryClass, checkImages, imageTargets, isImages } from './imageSamples.ts';
import { readInput } from './input.ts';
import { BatchReader, type Rows, type SamplesInput } from './samples.ts';
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
export function readParts(caller: string, net: Network, data: TrainingData | Images, validation: number | TrainingData | Images | undefined, loss: Loss, dtype: FloatType, seed: number): readonly [Unweighted, Unweighted | undefined] {
  const ofImages = isImages(data);
  if (typeof validation === 'object' && validation !== null && isImages(validation) !== ofImages) {
    throw new TypeError(`${caller}: validation must be ${ofImages ? 'images, as the training data are: imagesOf(pixels, labels) makes images of arrays' : 'samples { x, y }, as the training data are'}; it is ${ofImages ? 'none' : 'images'}`);
  }
  const all = readPart(caller, 'data', net, data, loss, dtype, undefined);
  if (typeof validation === 'number') return split(caller, all, checkNumber(caller, 'validation', validation, { above: 0, below: 1 }), seed);
  return [all, validation === undefined ? undefined : readPart(caller, 'validation', net, validation, loss, dtype, all.targets.classes)];
}

function readPart(caller: string, name: string, net: Network, data: TrainingData | Images, loss: Loss, dtype: FloatType, classes: readonly Label[] | undefined): Unweighted {
  if (isImages(data)) {
    checkImages(caller, data, net);
    if (classes === undefined) checkEveryClass(caller, data);
    return { x: data, targets: imageTargets(caller, data, net, loss, dtype, classes) };
  }
  if (typeof data !== 'object' || data === null) throw new TypeError(`${caller}: ${name} must be samples { x, y }, or images; it is ${describe(data)}`);
  checkKnown(`${caller}: ${name}`, data, ['x', 'y']);
  const { x, y } = data;
  const samples = readInput(caller, x, net, dtype);
  return { x: samples, targets: readTargets(caller, y, samples.count, net.outputShape, loss, dtype, classes) };
}

/** [the rest, a share of the samples, rounded up, drawn by the seed]; of classes the same mix in both. */
function split(caller: string, all: Unweighted, share: number, seed: number): [Unweighted, Unweighted] {
  const { x, targets: { codes, classes } } = all;
  const { count } = x;
  const held = rowsOfShare(share, count);
  if (held === count) throw new RangeError(`${caller}: validation must leave samples on both sides; ${share} of ${count} is ${held}`);
  if (codes === undefined) {
    const order = generator(seed, 'validation').permutation(count);
    return [taken(all, order.slice(held).sort()), taken(all, order.slice(0, held).sort())];
  }
  const what = isImages(x) ? 'images' : 'samples';
  const totals = countCodes(codes, classes!.length);
  const single = codes.findIndex((code) => totals[code] === 1);
  if (single >= 0) throw new RangeError(`${caller}: validation must leave ${what} of every class on both sides; ${describe(classes![codes[single]])} has one, ${isImages(x) ? x.name(single) : `sample ${single}`}. Add some, leave the class out, or give validation samples of your own`);
  const { trainIndices, testIndices } = trainTestIndices(caller, count, { testSize: held, seed, stratify: codes });
  const left = countCodes(trainIndices.map((i) => codes[i]), classes!.length);
  const empty = left.findIndex((found, code) => found === 0 && totals[code] > 0);
  if (empty >= 0) throw new RangeError(`${caller}: every class must have ${what} to learn from; ${describe(classes![empty])} has none, as validation: ${share} holds out all that there are`);
  return [taken(all, trainIndices), taken(all, testIndices)];
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
