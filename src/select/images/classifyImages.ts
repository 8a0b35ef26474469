/** From labelled images to a trained, measured network: parts, training, the test looked at once, what to show. Knows no file. */
import { countCodes, describe, type Label } from '../../array/index.ts';
import { checkChoice, checkFlag, checkKnown, checkNumber, checkSeed, readClassWeight, type ClassWeight, type Json, type Progress, type RunOptions } from '../../estimator/index.ts';
import { accuracy, diagnose, logLoss, rowsOfShare, summarizeScores } from '../../evaluate/index.ts';
import type { Images } from '../../images/index.ts';
import { adam, cosineDecay, crossEntropy, gaussianNoise, layerRows, randomFlip, randomShift, train, type Augmentation, type Epoch, type TrainedNetwork } from '../../nn/index.ts';
import { classificationFigures } from '../compareClassifiers.ts';
import { simplest } from '../judgeClassifiers.ts';
import { hiddenOfImages, imageNetwork, type ImageModelName } from './imageNetwork.ts';
import { exampleMaps, imageConfusions } from './lookedAt.ts';
import type { ImageCandidate, ImageClassification } from './result.ts';

export interface ClassifyImagesOptions extends RunOptions {
  /** What the images are called in the report: 'animals'. */
  readonly source: string;
  /** 'cnn' or 'mlp'. Default 'cnn'. */
  readonly model?: ImageModelName;
  /** The share of the images that is held out for the final figure, above 0 and below 1, where they have no test part of their own. Default 0.2. */
  readonly testSize?: number;
  /** How often all images are seen at most. Default: what makes 3,000 steps, from 8 to 120. */
  readonly epochs?: number;
  /** Images of a step. Default 32. */
  readonly batchSize?: number;
  /** Of Adam in the first step; it falls to 0 by half a cosine. Default 0.002. */
  readonly learningRate?: number;
  /** What an image of a class counts in the loss: 'balanced', so that every class weighs alike, or numbers above 0 by label. Default: every image 1. */
  readonly classWeight?: ClassWeight;
  /** Shows the images changed in every epoch: moved by up to `shift` pixels, mirrored, with noise of standard deviation `noise`. Default none. */
  readonly augment?: ImageAugment;
  /** Neurons of the hidden layers of an mlp. Default [128, 64]. */
  readonly hidden?: readonly number[];
  /** Of the parts, the initial weights, the order of the images, dropout. Default 0. */
  readonly seed?: number;
  /** A file (Node) in which the training is kept while it goes on, and from which the same call goes on. Default none. */
  readonly checkpoint?: string;
  /** Called after each epoch. */
  readonly onEpoch?: (epoch: Epoch, progress: Progress) => void;
}

export interface ImageAugment {
  /** Pixels. */
  readonly shift?: number;
  readonly flip?: boolean;
  /** Black is 0, white is 1. */
  readonly noise?: number;
}

const caller = 'classifyImages';
const known = ['source', 'model', 'testSize', 'epochs', 'batchSize', 'learningRate', 'classWeight', 'augment', 'hidden', 'seed', 'checkpoint', 'onEpoch', 'signal', 'onProgress'];
/** The share of the images to learn from that epochs are judged by, where there is no validation part. */
const validationShare = 0.1;
/** To learn from, to judge epochs by, to test by, and one more. */
const fewestOfClass = 4;
/** No more than this is lost of a training that is kept in a checkpoint. */
const everySeconds = 20;

/**
 * 1. The test part is the images' own (`images.test`), else `testSize` of them, of each class alike; it is not looked at until step 4.
 * 2. So is the validation part: `images.validation`, else a tenth of what is left.
 * 3. A network is trained on the rest by Adam on cross-entropy; its learning rate falls by half a cosine. It stops when the validation loss
 *    has not fallen for a quarter of the epochs, at least 3, and keeps the weights of the best one.
 * 4. It is measured once on the test part, beside always predicting the most frequent class. It is this network that is kept.
 * @throws RangeError for fewer than two classes, or a class of fewer than 4 images; as train
 */
export async function classifyImages(images: Images<string | number>, options: ClassifyImagesOptions): Promise<ImageClassification> {
  checkKnown(caller, options, known);
  const settings = readSettings(images.count, options);
  const { name, seed, signal } = settings;
  const run = { ...(signal && { signal }) };
  const { training, validation, test, parts } = partsOf(images, settings.testSize, seed);
  const { classes, shape } = images;
  const network = imageNetwork(name, shape, classes.length, options.hidden);
  const { epochs, batchSize, learningRate, patience } = settings;
  const going = train<readonly number[], 'classes', string | number>(network, training, {
    loss: crossEntropy(), optimizer: adam({ learningRate: cosineDecay({ rate: learningRate, steps: epochs * Math.ceil(training.count / batchSize) }) }), epochs, batchSize, validation, earlyStopping: { patience }, seed, augment: augmentations(options.augment), ...(options.classWeight !== undefined && { classWeight: options.classWeight }), ...run,
    onProgress: progressOver(training.count, epochs, options),
    ...(options.checkpoint !== undefined && { checkpoint: { to: options.checkpoint, everySeconds } }),
  });
  for await (const epoch of going) {
    const [done, total] = [epoch.epoch * training.count, epochs * training.count];
    options.onEpoch?.(epoch, { label: `epoch ${epoch.epoch} of ${epochs}`, done, total, ...rates(training.count, total - done, 1000 * epoch.seconds) });
  }
  const model = await going.model as TrainedNetwork<'classes', string | number>;
  signal?.throwIfAborted();

  const labelsOf = (part: Images<string | number>): Label[] => Array.from(part.labels, (code) => part.classes[code]);
  const [truth, learnt, judged] = [labelsOf(test), labelsOf(training), labelsOf(validation)];
  const probabilities = await model.predictProbability(test, { ...run, onProgress: (inner) => options.onProgress?.({ ...inner, label: `testing on ${test.count} images` }) });
  const predicted = likeliest(probabilities.data, classes);
  const base = simplest(learnt, classes, test.count);
  const counts = (part: Images<string | number>): Int32Array => part.labels.reduce((found, code) => { found[code] += 1; return found; }, new Int32Array(classes.length));
  const all = [training, validation, test].map(counts);
  const remembered: Record<string, Json> = { epochs, batchSize, learningRate, patience, seed, ...(options.classWeight !== undefined && { classWeight: readClassWeight(caller, options.classWeight) }), ...(options.augment && { augment: { ...options.augment } }), ...(name === 'mlp' && { hidden: options.hidden ?? hiddenOfImages }) };
  const kept = model.history[model.bestEpoch - 1];
  const candidate: ImageCandidate = {
    name, options: remembered, cv: summarizeScores([kept.validationLoss!]), accuracy: summarizeScores([kept.metrics.accuracy]),
    degreesOfFreedom: layerRows(model as TrainedNetwork).reduce((sum, { parameters }) => sum + parameters, 0), chosen: true,
  };
  const baseline = baselineOf(learnt, judged, classes);
  const testPredictions = { actual: truth, predicted, probabilities };
  return {
    task: 'classification', source: options.source, shape,
    classes: classes.map((label, c) => ({ label, rows: all.reduce((sum, found) => sum + found[c], 0) })),
    rows: { total: training.count + validation.count + test.count, train: training.count, validation: validation.count, test: test.count },
    parts, skipped: images.skipped, seed, baseline,
    baselineTest: classificationFigures(truth, base.predicted, base.probabilities, classes),
    models: [candidate],
    why: `${name === 'cnn' ? 'A convolutional network' : 'A multilayer perceptron'} was asked for: log loss ${Number(candidate.cv.mean.toPrecision(4))} on the validation images, against ${Number(baseline.cv.mean.toPrecision(4))} for the frequencies of the classes.`,
    test: classificationFigures(truth, predicted, probabilities, classes),
    testPredictions,
    confusions: await imageConfusions(test, testPredictions),
    example: await exampleMaps(model as TrainedNetwork, test, testPredictions),
    diagnosis: diagnose(model),
    modelName: name, options: remembered, model: model as TrainedNetwork<'classes'>,
  };
}

function augmentations(augment: ImageAugment = {}): Augmentation[] {
  checkKnown(`${caller}: augment`, augment, ['shift', 'flip', 'noise']);
  const { shift, flip = false, noise } = augment;
  return [
    ...(shift === undefined ? [] : [randomShift({ pixels: shift })]), ...(checkFlag(`${caller}: augment`, 'flip', flip) ? [randomFlip()] : []),
    ...(noise === undefined ? [] : [gaussianNoise({ sd: noise })]),
  ];
}

type Settings = Required<Pick<ClassifyImagesOptions, 'testSize' | 'epochs' | 'batchSize' | 'learningRate' | 'seed'>> & { readonly name: ImageModelName; readonly patience: number; readonly signal: AbortSignal | undefined };

function readSettings(count: number, options: ClassifyImagesOptions): Settings {
  const { source, hidden, signal } = options;
  if (typeof source !== 'string') throw new TypeError(`${caller}: source must say what the images are called; it is ${describe(source)}`);
  const name = checkChoice(caller, 'model', options.model ?? 'cnn', ['cnn', 'mlp']);
  if (hidden !== undefined && name === 'cnn') throw new TypeError(`${caller}: hidden must be left out unless model is 'mlp'; model is "cnn"`);
  const batchSize = checkNumber(caller, 'batchSize', options.batchSize ?? 32, { min: 1, integer: true });
  const epochs = checkNumber(caller, 'epochs', options.epochs ?? Math.max(8, Math.min(120, Math.ceil(3000 / Math.ceil((0.72 * count) / batchSize)))), { min: 1, integer: true });
  return {
    name, epochs, signal,
    patience: Math.max(3, Math.round(epochs / 4)),
    testSize: checkNumber(caller, 'testSize', options.testSize ?? 0.2, { above: 0, below: 1 }),
    batchSize,
    learningRate: checkNumber(caller, 'learningRate', options.learningRate ?? 2e-3, { above: 0 }),
    seed: checkSeed(caller, options.seed ?? 0),
  };
}

type Part = Images<string | number>;

function partsOf(images: Part, testSize: number, seed: number): { readonly training: Part; readonly validation: Part; readonly test: Part; readonly parts: ImageClassification['parts'] } {
  const { classes } = images;
  if (classes.length < 2) throw new RangeError(`${caller}: there must be images of at least two classes, in a folder a sub-folder for each; there is ${classes.length === 0 ? 'none' : `${describe(classes[0])} alone`}`);
  const counts = countCodes(images.labels, classes.length);
  const rare = counts.findIndex((count) => count < fewestOfClass);
  if (rare >= 0) throw new RangeError(`${caller}: every class must have ${fewestOfClass} images or more, to learn from, to judge epochs by and to test by; ${describe(images.classes[rare])} has ${counts[rare]}. Add images, or take the class away`);
  if (images.test === undefined && rowsOfShare(testSize, images.count) >= images.count) throw new RangeError(`${caller}: testSize must leave images to learn from; ${testSize} of ${images.count} is all of them`);
  const own = { test: images.test, validation: images.validation };
  const [rest, test] = own.test === undefined ? pair(images.split({ testSize, seed })) : [images.take({ from: 0, to: images.count }), own.test];
  const left = countCodes(rest.labels, classes.length);
  const lone = own.validation === undefined ? left.findIndex((count) => count < 2) : -1;
  if (lone >= 0) throw new RangeError(`${caller}: testSize must leave two images or more of every class, to learn from and to judge epochs by; ${testSize} of ${images.count} leaves ${left[lone]} of ${describe(images.classes[lone])}`);
  const [training, validation] = own.validation === undefined ? pair(rest.split({ testSize: Math.max(images.classes.length, Math.ceil(validationShare * rest.count)), seed })) : [rest, own.validation];
  return { training, validation, test, parts: { test: own.test === undefined ? 'held out' : 'own', validation: own.validation === undefined ? 'held out' : 'own' } };
}

const pair = ({ train, test }: { readonly train: Part; readonly test: Part }): [Part, Part] => [train, test];

/** Of the classes by their shares in the training part. */
function baselineOf(learnt: readonly Label[], judged: readonly Label[], classes: readonly Label[]): ImageCandidate {
  const { predicted, probabilities } = simplest(learnt, classes, judged.length);
  return {
    name: 'majority', options: {}, degreesOfFreedom: 0, chosen: false,
    cv: summarizeScores([logLoss(judged, probabilities, { classes })]), accuracy: summarizeScores([accuracy(judged, predicted, { classes })]),
  };
}

function likeliest(probabilities: ArrayLike<number>, classes: readonly Label[]): Label[] {
  const k = classes.length;
  return Array.from({ length: probabilities.length / k }, (_, i) => {
    let best = 0;
    for (let c = 1; c < k; c++) if (probabilities[i * k + c] > probabilities[i * k + best]) best = c;
    return classes[best];
  });
}

/** Steps of all epochs as one work, with images per second and the time left. */
function progressOver(count: number, epochs: number, { onProgress }: ClassifyImagesOptions): (progress: Progress) => void {
  let begin: number | undefined;
  let before = 0;
  return (progress) => {
    const epoch = Number(/^epoch (\d+)$/.exec(progress.label)?.[1]);
    if (Number.isNaN(epoch)) {
      onProgress?.(progress);
      return;
    }
    begin ??= performance.now();
    const done = (epoch - 1) * count + progress.done;
    if (before === 0) [begin, before] = [performance.now(), done]; // the first step compiles
    onProgress?.({ label: `epoch ${epoch} of ${epochs}`, done, total: epochs * count, ...(done > before && rates(done - before, epochs * count - done, performance.now() - begin)) });
  };
}

function rates(done: number, left: number, milliseconds: number): { readonly perSecond: number; readonly secondsLeft: number } {
  const perSecond = done / Math.max(1e-3, milliseconds / 1000);
  return { perSecond, secondsLeft: left / perSecond };
}
