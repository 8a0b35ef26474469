/** Which function makes which layer and loss again: the one place that knows all of them. */
import type { Size } from '../../array/index.ts';
import type { Json } from '../../estimator/index.ts';
import { asLayer, type AnyLayer, type Layer } from '../layer.ts';
import { gelu, leakyRelu, relu, sigmoid, softmax, tanh } from '../layers/activations.ts';
import { conv2d } from '../layers/conv2d.ts';
import { dense } from '../layers/dense.ts';
import { dropout } from '../layers/dropout.ts';
import { embedding } from '../layers/embedding.ts';
import { flatten } from '../layers/flatten.ts';
import { batchNorm, layerNorm } from '../layers/normalisation.ts';
import { averagePool2d, globalAveragePool2d, maxPool2d } from '../layers/pool2d.ts';
import { residual } from '../layers/residual.ts';
import { binaryCrossEntropy, crossEntropy, huber, meanSquaredError, type Loss } from '../losses.ts';

type Options = { readonly [name: string]: Json };

/** The options that something may have, and what makes it of them. What options mean is checked by what they are given to. */
export interface Kind<T> {
  readonly options: readonly string[];
  make(options: Options, layers: readonly AnyLayer[]): T;
}

const plain = (make: () => AnyLayer): Kind<Layer> => ({ options: [], make: () => asLayer(make()) });

const windowOptions = ['stride', 'padding'];

export const layerKinds: Readonly<Record<string, Kind<Layer>>> = {
  dense: { options: ['units', 'bias'], make: ({ units, ...rest }) => asLayer(dense(units as number, rest)) },
  conv2d: {
    options: ['filters', 'size', 'bias', 'dilation', 'groups', ...windowOptions],
    make: ({ filters, size, ...rest }) => asLayer(conv2d<number, Size, object>(filters as number, size as never, rest)),
  },
  maxPool2d: { options: ['size', ...windowOptions], make: ({ size, ...rest }) => asLayer(maxPool2d<Size>(size as never, rest)) },
  averagePool2d: { options: ['size', ...windowOptions], make: ({ size, ...rest }) => asLayer(averagePool2d<Size>(size as never, rest)) },
  globalAveragePool2d: plain(globalAveragePool2d),
  flatten: plain(flatten),
  batchNorm: { options: ['momentum', 'epsilon'], make: (options) => asLayer(batchNorm(options)) },
  layerNorm: { options: ['epsilon'], make: (options) => asLayer(layerNorm(options)) },
  dropout: { options: ['rate'], make: ({ rate }) => asLayer(dropout(rate as number)) },
  embedding: { options: ['count', 'width'], make: ({ count, width }) => asLayer(embedding(count as number, width as number)) },
  residual: { options: [], make: (_, layers) => asLayer(residual(...layers)) },
  relu: plain(relu),
  leakyRelu: { options: ['slope'], make: ({ slope }) => asLayer(leakyRelu(slope as number)) },
  tanh: plain(tanh),
  sigmoid: plain(sigmoid),
  gelu: plain(gelu),
  softmax: plain(softmax),
};

export const lossKinds: Readonly<Record<string, Kind<Loss>>> = {
  meanSquaredError: { options: [], make: () => meanSquaredError() },
  huber: { options: ['delta'], make: (options) => huber(options) },
  crossEntropy: { options: [], make: () => crossEntropy() },
  binaryCrossEntropy: { options: [], make: () => binaryCrossEntropy() },
};
