/** train: a network, data and options → epochs, one after the other, and the trained network. */
import type { Label, NumericView, Shape } from '../../array/index.ts';
import type { Images } from '../../images/index.ts';
import type { Network } from '../layers/sequential.ts';
import type { TargetKind } from '../losses.ts';
import type { TrainedNetwork } from './model.ts';
import type { TrainOptions } from './options.ts';
import type { TrainingData } from './parts.ts';
import type { TargetsInput } from './targets.ts';
import { TrainingRun, type Run } from './trainingRun.ts';

export type { Run };

/** The kind of label that y holds. */
type LabelOf<Y> = Y extends readonly (infer L extends Label)[] ? L : Y extends NumericView ? number : Label;

/**
 * Trains a network: in each epoch all samples, in an order drawn by the seed, in batches; a batch is one call of one compiled program. The last
 * batch of an epoch may be smaller: it has a program of its own, so that means, also those of batch normalisation, are those of its samples.
 *
 * Images are read as the steps need them, the next batch while a step runs, so there may be more than memory holds. Their pixels are normalised, by
 * what was fitted on the training part unless `normalization` says otherwise, and the model remembers it: it is asked with images as they are.
 *
 * The model is that of the best epoch: the least validation loss, without validation the last; never one whose weights are not finite. The result has the same bits for
 * any number of threads. Training begins with the first epoch, or the model, that is asked for.
 * @param images  what openImages or imagesOf gives; for crossEntropy, or, two classes, binaryCrossEntropy
 * @param data.x  samples, [n, …the network's input]
 * @param data.y  for crossEntropy a label for each, for binaryCrossEntropy one of two labels, else numbers
 * @throws TypeError, RangeError for bad options and data; `run.model` and the loop reject with a FileError naming the image that cannot be read, and with the signal's reason when it is aborted
 * @example
 * ```ts
 * import { adam, binaryCrossEntropy, dense, sequential, tanh, train } from 'glissade/nn';
 * const net = sequential([2], dense(8), tanh(), dense(1));
 * const xor = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: ['same', 'different', 'different', 'same'] };
 * const run = train(net, xor, { loss: binaryCrossEntropy(), optimizer: adam({ learningRate: 0.1 }), epochs: 100 });
 * const model = await run.model;
 * await model.predict([[1, 0], [1, 1]]); // ['different', 'same']
 * ```
 */
export function train<Out extends Shape, T extends 'classes' | 'shares', L extends Label>(
  net: Network<Shape, Out>, images: Images<L>, options: TrainOptions<T>,
): Run<TrainedNetwork<T, L, Out>>;
export function train<Out extends Shape, T extends TargetKind, const Y extends TargetsInput>(
  net: Network<Shape, Out>, data: TrainingData<Y>, options: TrainOptions<T>,
): Run<TrainedNetwork<T, Wide<LabelOf<Y>>, Out>>;
export function train(net: Network, data: TrainingData | Images, options: TrainOptions): Run<TrainedNetwork> {
  return trainFor('train', net, data, options);
}

/** As train, for a function that trains networks. @param caller  its name, for messages */
export function trainFor<T extends TargetKind>(caller: string, net: Network, data: TrainingData | Images, options: TrainOptions<T>): Run<TrainedNetwork<T>> {
  return new TrainingRun<T, Label, Shape>(caller, net, data, options);
}

/** 'a' → string: a list of labels that is written out has not all there may be. */
type Wide<L extends Label> = L extends string ? string : L extends number ? number : L extends boolean ? boolean : L;
