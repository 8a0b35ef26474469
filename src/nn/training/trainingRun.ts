/** A training in progress: the loop over epochs and batches, and what is kept of it. Knows no layer by name. */
import type { Label, Shape } from '../../array/index.ts';
import { pauser, type RunOptions } from '../../estimator/index.ts';
import type { Images, Normalization } from '../../images/index.ts';
import { generator, generatorFrom, type Generator } from '../../random/index.ts';
import type { Network, Weights } from '../layers/sequential.ts';
import type { TargetKind } from '../losses.ts';
import { countNumbers, leavesOf } from '../tree.ts';
import type { Epoch } from './epoch.ts';
import { forward, type Forward } from './forward.ts';
import { AugmentedBatches } from './augmentedBatches.ts';
import { batchesOf, isImages } from './imageSamples.ts';
import { openKeeper, openPlace, type CheckpointPlace } from './keeping.ts';
import { metricsOf, runForward } from './measure.ts';
import { TrainedNetwork } from './model.ts';
import type { Best, Place } from './moment.ts';
import { readTraining, type Training, type TrainOptions } from './options.ts';
import type { TrainingData } from './parts.ts';
import { BatchReader, type Rows } from './samples.ts';
import { trainStep, type TrainStep } from './step.ts';

/** A training: its epochs as they come, and the network in the end. */
export interface Run<M> extends AsyncIterable<Epoch> {
  /**
   * The trained network, when the training has ended: after the last epoch, by early stopping, or because the loop over the epochs was
   * left. Asking for it trains to the end; a loop over epochs is not needed.
   */
  readonly model: Promise<M>;
  /**
   * The network as it is now, while the training goes on: to look at what it learns, between epochs or at any moment. Weights are copied, so what
   * follows does not change it. Its `bestEpoch` is the last one that is over.
   * @throws RangeError before the first epoch is over
   */
  current(): M;
}

export class TrainingRun<T extends TargetKind, L extends Label, Out extends Shape> implements Run<TrainedNetwork<T, L, Out>> {
  readonly #caller: string;
  readonly #epochs: AsyncGenerator<void, void>;
  readonly #history: Epoch[] = [];
  readonly #finish: (weights: Weights, bestEpoch: number) => TrainedNetwork<T, L, Out>;
  #normalization: Normalization | undefined;
  #best: Best | undefined;
  #step: TrainStep | undefined;
  #last: Promise<boolean> = Promise.resolve(true);
  #model: Promise<TrainedNetwork<T, L, Out>> | undefined;

  constructor(caller: string, net: Network, data: TrainingData | Images, options: TrainOptions<T>) {
    this.#caller = caller;
    const training = readTraining(caller, net, data, options);
    this.#epochs = this.#train(net, training, options);
    const { classes, classWeights, dtype, baselineLoss } = training;
    this.#finish = (weights, bestEpoch) => new TrainedNetwork<T, L, Out>(net, { loss: options.loss, weights, dtype, classes, classWeights, history: [...this.#history], bestEpoch, baselineLoss, normalization: this.#normalization });
  }

  get model(): Promise<TrainedNetwork<T, L, Out>> {
    return this.#model ??= this.#toEnd();
  }

  current(): TrainedNetwork<T, L, Out> {
    if (this.#step === undefined || this.#history.length === 0) throw new RangeError('run.current: there must be an epoch that is over; the first is not, wait for it in a loop over the run');
    const { memory: _, ...weights } = this.#step.carried();
    return this.#finish(weights, this.#history.length);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Epoch, void> {
    let seen = 0;
    try {
      while (seen < this.#history.length || await this.#advance()) yield this.#history[seen++];
    } finally {
      await this.#epochs.return(); // the loop was left, or has ended
    }
  }

  async #toEnd(): Promise<TrainedNetwork<T, L, Out>> {
    while (await this.#advance());
    if (this.#best === undefined) {
      const reason = this.#history.length === 0 ? 'it was left before the first epoch' : `${wentAstray(this.#history[0])}; lower the learning rate${this.#caller === 'train' ? ' or give clipNorm' : ''}`;
      throw new RangeError(`${this.#caller}: the training must have an epoch with a finite loss; ${reason}`);
    }
    return this.#finish(this.#best.weights, this.#best.epoch);
  }

  /** Trains one epoch more, after whoever asked before; false when there is none. */
  #advance(): Promise<boolean> {
    return this.#last = this.#last.then(async (more) => more && (await this.#epochs.next()).done !== true);
  }

  async *#train(net: Network, training: Training, options: TrainOptions<T>): AsyncGenerator<void, void> {
    const start = net.init(training.seed, training.dtype);
    if (countNumbers(start.parameters) === 0) throw new TypeError(`${this.#caller}: the network must have parameters; its layers have none`);
    const checkpoints = training.checkpoint && await openPlace(training.checkpoint);
    try {
      yield* this.#trainFrom(start, net, training, options, checkpoints);
    } finally {
      await checkpoints?.give();
    }
  }

  async *#trainFrom(start: Weights, net: Network, training: Training, options: TrainOptions<T>, checkpoints: CheckpointPlace | undefined): AsyncGenerator<void, void> {
    const { train, validation, epochs, batchSize, patience, seed, dtype, clipNorm, metrics } = training;
    const pause = pauser(options.signal);
    const step = this.#step = trainStep(net, options.loss, options.optimizer, start, { seed, dtype, ...(clipNorm !== undefined && { clipNorm }) });
    if (isImages(train.x)) this.#normalization = training.normalization ?? await train.x.fitNormalization(runOptions(options));
    const [plain, targets] = [batchesOf(train.x, dtype, this.#normalization, options.signal), new BatchReader(train.targets.rows)];
    const augmented = training.augment.length > 0 ? new AugmentedBatches(plain, training.augment, this.#normalization, seed) : undefined;
    const x = augmented ?? plain;
    const held = validation && batchesOf(validation.x, dtype, this.#normalization, options.signal);
    const weights = train.weights && new BatchReader(columnOf(train.weights, dtype));
    const { count } = train.x;
    const keeper = checkpoints && await openKeeper(checkpoints, net, { ...training, normalization: this.#normalization }, options, start, step);
    const history = this.#history;
    let shuffle = generator(seed, 'shuffle');
    let place = startOf(shuffle);
    if (keeper?.found !== undefined) {
      const { carried, steps, best, history: before } = keeper.found;
      place = keeper.found.place;
      shuffle = generatorFrom(place.shuffle);
      step.restart(carried, steps);
      this.#best = best;
      history.push(...before);
      if (before.length > 0) yield;
    }
    let judge: Forward | undefined;
    let least = this.#best === undefined ? Infinity : judgedBy(history[this.#best.epoch - 1]);
    // after an epoch whose loss is not finite the weights are no numbers any more
    while (history.length < epochs && history.length + 1 - (this.#best?.epoch ?? 0) <= patience && Number.isFinite(history.at(-1)?.trainLoss ?? 0)) {
      options.signal?.throwIfAborted(); // epochs may be shorter than what `pause` lets pass
      const epoch = history.length + 1;
      const begin = performance.now() - place.seconds * 1000;
      const seconds = (): number => (performance.now() - begin) / 1000;
      const order = shuffle.permutation(count);
      augmented?.begin(epoch);
      let { total, weight } = place;
      for (let { first } = place; first < count; first += batchSize) {
        const size = Math.min(batchSize, count - first);
        const given = x.read(order, first, size);
        const samples = given instanceof Promise ? await given : given; // arrays are not waited for
        const next = first + size;
        if (next < count) x.ahead?.(order, next, Math.min(batchSize, count - next));
        const batchWeight = weights?.read(order, first, size);
        const cost = step.run({ x: samples, target: targets.read(order, first, size), ...(batchWeight && { weight: batchWeight }) });
        const counts = batchWeight === undefined ? size : sum(batchWeight.data);
        total += cost * counts;
        weight += counts;
        options.onProgress?.({ label: `epoch ${epoch}`, done: next, total: count });
        if (keeper?.due() === true && next < count) {
          await keeper.write({ carried: step.carried(), steps: step.steps, best: this.#best, history, place: { ...place, first: next, total, weight, seconds: seconds() } });
        }
        const turn = pause();
        if (turn !== undefined) await turn; // waiting for nothing costs a turn of the queue
      }
      const trainLoss = total / weight;
      const { memory, ...learnt } = step.carried();
      let validationLoss: number | undefined;
      let measured: Record<string, number> = {};
      if (validation !== undefined && held !== undefined) {
        judge ??= forward(net, options.loss, learnt);
        judge.load(learnt);
        const found = await runForward(judge, held, validation.x.count, validation.targets, validation.weights, pause);
        validationLoss = found.loss;
        measured = metricsOf(metrics, found.output, validation.targets, options.loss.target);
      }
      const seen: Epoch = Object.freeze({ epoch, trainLoss, validationLoss, metrics: measured, seconds: seconds() });
      // the loss is that of before the last step, which may have gone too far
      if (judgedBy(seen) < least && areFinite(learnt)) {
        least = judgedBy(seen);
        this.#best = { weights: learnt, epoch };
      }
      history.push(seen);
      place = startOf(shuffle);
      await keeper?.write({ carried: { ...learnt, memory }, steps: step.steps, best: this.#best, history, place });
      yield;
    }
  }
}

function runOptions({ signal, onProgress }: RunOptions): RunOptions {
  return { ...(signal && { signal }), ...(onProgress && { onProgress }) };
}

/** What an epoch is judged by, the less the better: without validation the last counts. */
function judgedBy({ epoch, trainLoss, validationLoss }: Epoch): number {
  return validationLoss ?? (Number.isFinite(trainLoss) ? -epoch : NaN);
}

function areFinite({ parameters, state }: Weights): boolean {
  return [...leavesOf(parameters), ...leavesOf(state)].every(({ data }) => data.every((value: number) => value - value === 0));
}

/** What is wrong with an epoch that cannot be kept. */
function wentAstray({ epoch, trainLoss, validationLoss = 0 }: Epoch): string {
  if (!Number.isFinite(trainLoss)) return `the loss of epoch ${epoch} is ${trainLoss}`;
  return Number.isFinite(validationLoss) ? `the weights after epoch ${epoch} are not finite` : `the validation loss of epoch ${epoch} is ${validationLoss}`;
}

/** Where an epoch begins. */
function startOf(shuffle: Generator): Place {
  return { first: 0, total: 0, weight: 0, seconds: 0, shuffle: shuffle.state() };
}

function columnOf(values: Float64Array, dtype: 'float32' | 'float64'): Rows {
  return { data: dtype === 'float32' ? Float32Array.from(values) : values, count: values.length, shape: [] };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
