/** A trained network: predictions, probabilities, evaluation. Knows no optimizer. */
import type { Label, NdArray, Shape } from '../../array/index.ts';
import { checkKnown, pauser, type ModelState, type Persistent, type RunOptions } from '../../estimator/index.ts';
import type { Images, Normalization } from '../../images/index.ts';
import type { FloatType } from '../layer.ts';
import type { LayerTrees, Network, Weights } from '../layers/sequential.ts';
import type { Loss, TargetKind } from '../losses.ts';
import { networkState } from '../saved/networkState.ts';
import type { Epoch } from './epoch.ts';
import { forward, type Forward } from './forward.ts';
import { batchesOf, imageTargets, isImages } from './imageSamples.ts';
import { checkMetrics, firstUnknown, labelsOf, metricsOf, numbersOf, probabilitiesOf, runForward, type NetworkMetric } from './measure.ts';
import { readAsked } from './input.ts';
import type { Batches, Rows, SamplesInput } from './samples.ts';
import { readTargets, type TargetsInput } from './targets.ts';

/** Classes where the target is classes; a vector where it is one number; else an array like the output. */
export type Predicted<T extends TargetKind, L extends Label, Out extends Shape> =
  T extends 'classes' ? L[] : Out extends readonly [1] ? (T extends 'shares' ? L[] : Float64Array) : number extends Out['length'] ? Float64Array | NdArray | L[] : NdArray;

export interface TrainedParts<T extends TargetKind> {
  readonly loss: Loss<T>;
  readonly weights: Weights;
  readonly dtype: FloatType;
  readonly classes: readonly Label[] | undefined;
  readonly classWeights?: Float64Array | undefined;
  readonly history: readonly Epoch[];
  readonly bestEpoch: number;
  readonly baselineLoss?: number | undefined;
  readonly normalization?: Normalization | undefined;
}

export interface EvaluateOptions extends RunOptions {
  /** Default none. */
  readonly metrics?: readonly NetworkMetric[];
}

/** A network with the weights of its best epoch. @typeParam T  what the loss is about   @typeParam L  the kind of label   @typeParam Out  the output of one sample */
export class TrainedNetwork<T extends TargetKind = TargetKind, L extends Label = Label, Out extends Shape = Shape> implements Persistent {
  readonly kind = 'network';
  readonly network: Network;
  readonly loss: Loss<T>;
  /** Per layer, what it learnt by gradients. */
  readonly parameters: LayerTrees;
  /** Per layer, what it learnt otherwise: the running moments of batch normalisation. */
  readonly layerState: LayerTrees;
  readonly dtype: FloatType;
  /** Sorted: numbers ascending, strings by code unit, false before true; undefined where the target is numbers. */
  readonly classes: readonly L[] | undefined;
  /** What a sample of each class counted in the training's loss, in the order of `classes`; undefined where every sample counted once. */
  readonly classWeights: Float64Array | undefined;
  /** Every epoch that was trained. */
  readonly history: readonly Epoch[];
  /** The epoch whose weights these are: of the least validation loss; without validation the last. From 1. */
  readonly bestEpoch: number;
  /**
   * The validation loss of the simplest prediction, the mean, or the frequencies of the classes, of the training samples: what `diagnose` compares with.
   * Undefined without validation.
   */
  readonly baselineLoss: number | undefined;
  /**
   * What pixels are normalised by, by channel, where the network was trained on images: it is asked with pixels as images are read (0 black, 1 white; or
   * unsigned bytes, 255 white). Undefined where samples are numbers as they are.
   */
  readonly normalization: Normalization | undefined;
  #forward: Forward | undefined;

  constructor(network: Network, parts: TrainedParts<T>) {
    this.network = network;
    this.loss = parts.loss;
    this.parameters = parts.weights.parameters;
    this.layerState = parts.weights.state;
    this.dtype = parts.dtype;
    this.classes = parts.classes as readonly L[] | undefined;
    this.classWeights = parts.classWeights;
    this.history = parts.history;
    this.bestEpoch = parts.bestEpoch;
    this.baselineLoss = parts.baselineLoss;
    this.normalization = parts.normalization;
  }

  /** What the network gives, before any softmax or sigmoid of the loss: [n, …output]. @param x  samples, or images */
  async output(x: SamplesInput | Images, options: RunOptions = {}): Promise<NdArray> {
    return this.#output('output', x, options);
  }

  /**
   * A class or a number for each sample; where there are several numbers, [n, …output], of shares the probabilities.
   * @throws TypeError, RangeError for samples that do not fit the network, and where classes are asked for and the network gives NaN
   */
  async predict(x: SamplesInput | Images, options: RunOptions = {}): Promise<Predicted<T, L, Out>> {
    const output = await this.#output('predict', x, options);
    if (this.classes !== undefined) {
      const wrong = firstUnknown(output);
      if (wrong >= 0) throw new RangeError(`predict: the network must give numbers; of sample ${wrong} it gives NaN, what is in between is beyond ${this.dtype}`);
      return labelsOf(output, this.classes) as Predicted<T, L, Out>;
    }
    return numbersOf(this.loss.target === 'shares' ? probabilitiesOf(output, 'shares', false) : output) as Predicted<T, L, Out>;
  }

  /**
   * [n, classes] in the order of `classes`, each row summing to 1; of several shares each by itself.
   * @throws TypeError where the target is numbers
   */
  async predictProbability(x: SamplesInput | Images, options: RunOptions = {}): Promise<NdArray<[number, number]>> {
    if (this.loss.target === 'numbers') throw new TypeError(`predictProbability: the loss must be about classes; ${this.loss.name} is about numbers, use predict`);
    return probabilitiesOf(await this.#output('predictProbability', x, options), this.loss.target, this.classes !== undefined) as NdArray<[number, number]>;
  }

  /** The mean loss, and metrics, of samples whose truth is known. NaN for a metric where the network gives no numbers that could be measured. */
  async evaluate(data: { readonly x: SamplesInput; readonly y: TargetsInput } | Images, options: EvaluateOptions = {}): Promise<{ readonly loss: number; readonly metrics: Readonly<Record<string, number>> }> {
    checkKnown('evaluate', options, ['metrics', 'signal', 'onProgress']);
    const { metrics = [], ...run } = options;
    checkMetrics('evaluate', metrics, this.classes !== undefined);
    if (!isImages(data)) checkKnown('evaluate: data', data, ['x', 'y']);
    const samples = readAsked('evaluate', isImages(data) ? data : data.x, this);
    const targets = isImages(data)
      ? imageTargets('evaluate', data, this.network, this.loss, this.dtype, this.classes)
      : readTargets('evaluate', data.y, samples.count, this.network.outputShape, this.loss, this.dtype, this.classes);
    const { output, loss } = await runForward(this.#running(), this.#batches(samples, run), samples.count, targets, undefined, this.#pause('evaluating', samples, run));
    return { loss, metrics: metricsOf(metrics, output, targets, this.loss.target) };
  }

  /**
   * The architecture, weights, classes, history: what `save` writes.
   * @throws TypeError when a layer or the loss is made of functions of your own, which a file cannot hold
   */
  state(): ModelState {
    return networkState(this);
  }

  async #output(caller: string, x: SamplesInput | Images, options: RunOptions): Promise<NdArray> {
    checkKnown(caller, options, ['signal', 'onProgress']);
    const samples = readAsked(caller, x, this);
    return (await runForward(this.#running(), this.#batches(samples, options), samples.count, undefined, undefined, this.#pause('predicting', samples, options))).output;
  }

  /** Called after each batch. */
  #pause(label: string, { count }: Rows | Images, { signal, onProgress }: RunOptions): (done: number) => Promise<void> | undefined {
    const pause = pauser(signal);
    return (done) => {
      onProgress?.({ label, done, total: count });
      return pause();
    };
  }

  #batches(samples: Rows | Images, { signal }: RunOptions): Batches {
    return batchesOf(samples, this.dtype, this.normalization, signal);
  }

  #running(): Forward {
    return this.#forward ??= forward(this.network, this.loss, { parameters: this.parameters, state: this.layerState });
  }
}
