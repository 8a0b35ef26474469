/** What a training is told: options read and checked. */
import { describe, type Label } from '../../array/index.ts';
import { checkChoice, checkFlag, checkKnown, checkNumber, checkSeed, classFactors, readClassWeight, type ClassWeight, type RunOptions } from '../../estimator/index.ts';
import { accuracy } from '../../evaluate/index.ts';
import { checkNormalization, type Images, type Normalization } from '../../images/index.ts';
import type { Augmentation } from '../augment/augmentation.ts';
import type { CheckpointStore } from '../checkpoint/store.ts';
import type { FloatType } from '../layer.ts';
import type { Network } from '../layers/sequential.ts';
import type { Loss, TargetKind } from '../losses.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { readAugment } from './augmentedBatches.ts';
import { baselineLoss } from './baseline.ts';
import { isImages } from './imageSamples.ts';
import { checkMetrics, type NetworkMetric } from './measure.ts';
import { readParts, weighted, type Part, type TrainingData } from './parts.ts';

export interface TrainOptions<T extends TargetKind = TargetKind> extends RunOptions {
  /** What is minimised: meanSquaredError(), huber(), crossEntropy(), binaryCrossEntropy(). */
  readonly loss: Loss<T>;
  /** sgd(), rmsProp(), adam(), adamW(). */
  readonly optimizer: Optimizer;
  /** How often all samples are seen, ≥ 1. */
  readonly epochs: number;
  /** Samples of a step, ≥ 1. The last of an epoch may have fewer. Default 32. */
  readonly batchSize?: number;
  /** A share of the samples that is held out, in (0, 1), drawn by the seed, of classes with the same mix of them; or other samples. Default none. */
  readonly validation?: number | TrainingData | Images;
  /** Of the validation samples. Default: accuracy for classes. */
  readonly metrics?: readonly NetworkMetric[];
  /** Ends the training when the validation loss has not fallen for `patience` epochs. */
  readonly earlyStopping?: { readonly patience: number };
  /** Of initial weights, order of samples, dropout, held-out samples. Default 0. */
  readonly seed?: number;
  /** What a sample of a class counts in the loss: 'balanced', or numbers above 0 by label. Default: every sample 1. */
  readonly classWeight?: ClassWeight;
  /** The norm of all gradients together is at most this. Default: no limit. */
  readonly clipNorm?: number;
  /** Default 'float32'. */
  readonly dtype?: FloatType;
  /** Changes the samples of every epoch at random, one after the other: randomShift(…), randomFlip(), gaussianNoise(…). In training only. Default none. */
  readonly augment?: Augmentation | readonly Augmentation[];
  /**
   * Of images: every pixel x is (x − mean) / std of its channel, in training and whenever the model is asked. Default what the images were given
   * (`images.normalized`), else what is fitted on the training part; { mean: [0], std: [1] } leaves grey images as they are.
   */
  readonly normalization?: Normalization;
  /**
   * A file (Node) in which the training is kept after every epoch, or that and more: when it is there already, the training goes on from
   * it, to the same bits as if it had never ended. One of another training, or a damaged one, is refused with a CheckpointError. Default none.
   */
  readonly checkpoint?: string | CheckpointOptions;
}

export interface CheckpointOptions {
  /** A path (Node), or whatever else keeps bytes. */
  readonly to: string | CheckpointStore;
  /** Also after every so many batches of an epoch. */
  readonly everyBatches?: number;
  /** Also when so many seconds have passed since the last one. */
  readonly everySeconds?: number;
  /** Begins anew, whatever is there. Default false. */
  readonly startOver?: boolean;
}

export interface Training {
  readonly train: Part;
  readonly validation: Part | undefined;
  /** Of the validation samples. */
  readonly baselineLoss: number | undefined;
  readonly classes: readonly Label[] | undefined;
  /** What a sample of each class counts; undefined where every sample counts once. */
  readonly classWeights: Float64Array | undefined;
  readonly metrics: readonly NetworkMetric[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly patience: number;
  readonly seed: number;
  readonly dtype: FloatType;
  readonly clipNorm: number | undefined;
  readonly augment: readonly Augmentation[];
  /** Of images; undefined where it is to be fitted, and for other samples. */
  readonly normalization: Normalization | undefined;
  readonly checkpoint: CheckpointSettings | undefined;
}

/** As CheckpointOptions, all said. */
export type CheckpointSettings = Required<CheckpointOptions>;

const known = ['loss', 'optimizer', 'epochs', 'batchSize', 'validation', 'metrics', 'earlyStopping', 'seed', 'classWeight', 'clipNorm', 'dtype', 'augment', 'normalization', 'checkpoint', 'signal', 'onProgress'];

/** @param caller  the function that the user called, for messages   @throws TypeError, RangeError for what a training cannot begin with */
export function readTraining(caller: string, net: Network, data: TrainingData | Images, options: TrainOptions): Training {
  checkKnown(caller, options, known);
  const { loss, optimizer, validation, earlyStopping } = options;
  if (typeof net?.apply !== 'function' || typeof net.init !== 'function') throw new TypeError(`${caller}: the first argument must be a network, such as sequential(…); it is ${describe(net)}`);
  if (typeof loss?.of !== 'function' || typeof loss.check !== 'function') throw new TypeError(`${caller}: loss must be a loss, such as crossEntropy(); it is ${describe(loss)}`);
  if (typeof optimizer?.update !== 'function' || typeof optimizer.init !== 'function' || typeof optimizer.numbers !== 'function') throw new TypeError(`${caller}: optimizer must be an optimizer, such as adam(); it is ${describe(optimizer)}`);
  loss.check(net.outputShape);
  const dtype = checkChoice(caller, 'dtype', options.dtype ?? 'float32', ['float32', 'float64']);
  const seed = checkSeed(caller, options.seed ?? 0);
  if (options.onProgress !== undefined && typeof options.onProgress !== 'function') throw new TypeError(`${caller}: onProgress must be a function; it is ${describe(options.onProgress)}`);
  if (options.signal !== undefined && typeof options.signal?.throwIfAborted !== 'function') throw new TypeError(`${caller}: signal must be an AbortSignal; it is ${describe(options.signal)}`);
  const ofImages = isImages(data);
  if (!ofImages && options.normalization !== undefined) throw new TypeError(`${caller}: normalization must be left out where samples are arrays; it is of images, which openImages and imagesOf make`);
  const normalization = ofImages ? (options.normalization === undefined ? data.normalization : checkNormalization(caller, options.normalization, data.shape[0])) : undefined;
  const [train, held] = readParts(caller, net, data, validation, loss, dtype, seed);
  const { classes } = train.targets;
  if (options.classWeight !== undefined && classes === undefined) throw new TypeError(`${caller}: classWeight must be left out where the target is no class; the loss is ${loss.name}`);
  const factors = classes && classFactors(caller, classes, train.targets.codes!, undefined, readClassWeight(caller, options.classWeight));
  if (dtype === 'float32') checkFits(caller, factors, classes);
  if (earlyStopping !== undefined) checkKnown(`${caller}: earlyStopping`, earlyStopping, ['patience']);
  if (earlyStopping !== undefined && held === undefined) throw new TypeError(`${caller}: earlyStopping must have a validation to judge by; there is none, give validation: 0.2`);
  const metrics = options.metrics ?? (classes === undefined ? [] : [accuracy]);
  checkMetrics(caller, metrics, classes !== undefined);
  const [part, heldPart] = [weighted(train, factors), held && weighted(held, factors)];
  return {
    train: part, validation: heldPart, baselineLoss: heldPart && baselineLoss(loss, net.outputShape, part, heldPart, dtype), classes, classWeights: factors, metrics, seed, dtype, normalization,
    augment: readAugment(caller, options.augment, net.inputShape, net.takesIndices),
    epochs: checkNumber(caller, 'epochs', options.epochs, { min: 1, integer: true }),
    batchSize: checkNumber(caller, 'batchSize', options.batchSize ?? 32, { min: 1, integer: true }),
    patience: earlyStopping === undefined ? Infinity : checkNumber(caller, 'patience', earlyStopping.patience, { min: 1, integer: true }),
    clipNorm: options.clipNorm === undefined ? undefined : checkNumber(caller, 'clipNorm', options.clipNorm, { above: 0 }),
    checkpoint: options.checkpoint === undefined ? undefined : readCheckpoint(caller, options.checkpoint),
  };
}

/** Sums of weights beyond this would be infinite or 0 in float32, and a loss divided by them no number. */
const [lightest, heaviest] = [1e-30, 1e30];

function checkFits(caller: string, factors: Float64Array | undefined, classes: readonly Label[] | undefined): void {
  const wrong = factors?.findIndex((factor) => !(factor <= heaviest && factor >= lightest)) ?? -1;
  if (wrong >= 0) throw new RangeError(`${caller}: classWeight must be from ${lightest} to ${heaviest} in float32; that of ${describe(classes![wrong])} is ${factors![wrong]}. Scale all of them, or say dtype: 'float64'`);
}

function readCheckpoint(caller: string, given: string | CheckpointOptions): CheckpointSettings {
  const options = typeof given === 'string' ? { to: given } : given;
  checkKnown(`${caller}: checkpoint`, options, ['to', 'everyBatches', 'everySeconds', 'startOver']);
  const { to, everyBatches, everySeconds, startOver } = options;
  if (typeof to !== 'string' && (typeof to?.read !== 'function' || typeof to.write !== 'function')) throw new TypeError(`${caller}: checkpoint must go to a path, or to an object with read and write; it is ${describe(to)}`);
  return {
    to, startOver: checkFlag(caller, 'checkpoint.startOver', startOver ?? false),
    everyBatches: everyBatches === undefined ? Infinity : checkNumber(caller, 'checkpoint.everyBatches', everyBatches, { min: 1, integer: true }),
    everySeconds: everySeconds === undefined ? Infinity : checkNumber(caller, 'checkpoint.everySeconds', everySeconds, { min: 0 }),
  };
}
