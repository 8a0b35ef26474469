/** The network and how it is trained: the same in the worker of the page and in Node, and so are the bits of the result. */
import { adam, conv2d, cosineDecay, crossEntropy, dense, dropout, flatten, maxPool2d, relu, sequential, train, type Run, type TrainedNetwork, type TrainOptions } from 'glissade/nn';
import type { Digits } from './digits.ts';
import { handwriting } from './handwriting.ts';

export const epochs = 20;
const batchSize = 32;

export const network = sequential([1, 8, 8],
  conv2d(32, 3, { padding: 'same' }), relu(), conv2d(64, 3, { padding: 'same' }), relu(), maxPool2d(2), dropout(0.25),
  flatten(), dense(64), relu(), dropout(0.25), dense(10));

export type Training = Run<TrainedNetwork<'classes', number, [10]>>;

/** @param more  where it is kept, what ends it, who hears of it */
export function begin(training: Digits, heldOut: Digits, seed: number, more: Pick<TrainOptions, 'checkpoint' | 'signal' | 'onProgress'> = {}): Training {
  const steps = epochs * Math.ceil(training.y.length / batchSize);
  return train(network, training, {
    loss: crossEntropy(), optimizer: adam({ learningRate: cosineDecay({ rate: 2e-3, steps }) }),
    epochs, batchSize, validation: heldOut, augment: handwriting(), seed, ...more,
  });
}
