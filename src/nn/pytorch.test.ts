/** Training agrees with PyTorch's: every optimizer, loss and layer, from the same weights, in float64 and float32. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { array, sizeOf, type NdArray } from '../array/index.ts';
import {
  adam, adamW, averagePool2d, batchNorm, binaryCrossEntropy, conv2d, crossEntropy, dense, embedding, flatten, gelu, globalAveragePool2d, huber, layerNorm, leakyRelu, maxPool2d,
  meanSquaredError, relu, residual, rmsProp, sequential, sgd, sigmoid, tanh, type Loss, type Network, type Optimizer,
} from './index.ts';
import type { FloatType } from './layer.ts';
import { asPyTorch, numbers, parametersOf } from './pytorch.testing.ts';
import { trainStep } from './training/step.ts';

interface Row {
  readonly model: keyof typeof models;
  readonly optimizer: keyof typeof optimizers;
  readonly loss: keyof typeof losses;
  readonly clip: number | null;
  readonly float64: { readonly losses: readonly number[]; readonly parameters: readonly (readonly number[])[]; readonly output: readonly number[] };
  readonly float32: { readonly losses: readonly number[] };
}
const rows = JSON.parse(readFileSync(new URL('__fixtures__/pytorch.json', import.meta.url), 'utf8')) as readonly Row[];

const models: { readonly [name: string]: Network } = {
  mlp: sequential([5], dense(8), tanh(), dense(3)),
  cnn: sequential([1, 8, 8], conv2d(3, 3, { padding: 1 }), relu(), maxPool2d(2), conv2d(4, 3, { padding: 'same' }), relu(), maxPool2d(2), flatten(), dense(5), relu(), dense(3)),
  normalised: sequential([2, 8, 8], conv2d(3, 3, { stride: 2, padding: 1 }), batchNorm(), leakyRelu(0.1), residual(conv2d(3, 3, { padding: 1 }), gelu()),
    averagePool2d(2), flatten(), dense(4), layerNorm(), sigmoid(), dense(3)),
  global: sequential([4, 5, 5], conv2d(6, 3, { groups: 2, bias: false }), batchNorm(), relu(), globalAveragePool2d(), dense(3)),
  words: sequential([4], embedding(7, 3), flatten(), batchNorm(), dense(3)),
};
const optimizers: { readonly [name: string]: Optimizer } = {
  sgd: sgd({ learningRate: 0.1 }),
  momentum: sgd({ learningRate: 0.05, momentum: 0.9, weightDecay: 0.01 }),
  nesterov: sgd({ learningRate: 0.05, momentum: 0.8, nesterov: true }),
  rmsProp: rmsProp({ learningRate: 0.005, decay: 0.9 }),
  rmsPropMomentum: rmsProp({ learningRate: 0.002, decay: 0.95, momentum: 0.5, weightDecay: 0.01 }),
  adam: adam({ learningRate: 0.01 }),
  adamDecay: adam({ learningRate: 0.01, beta1: 0.8, beta2: 0.9, epsilon: 1e-6, weightDecay: 0.1 }),
  adamW: adamW({ learningRate: 0.01, weightDecay: 0.1 }),
};
const losses: { readonly [name: string]: Loss } = {
  crossEntropy: crossEntropy(), weighted: crossEntropy(), meanSquaredError: meanSquaredError(), huber: huber({ delta: 0.25 }), binaryCrossEntropy: binaryCrossEntropy(),
};

function train({ model, optimizer, loss, clip }: Row, dtype: FloatType): { losses: number[]; parameters: NdArray[]; output: NdArray } {
  const net = models[model];
  const xs = numbers(77, [20, 12, ...net.inputShape], 1);
  const ys = numbers(78, [20, 12, 3], 1).data;
  const size = sizeOf(net.inputShape) * 12;
  const x = (i: number): NdArray => {
    const values = xs.data.slice(i * size, (i + 1) * size);
    return net.takesIndices ? array(Int32Array.from(values, (value) => Math.floor(Math.abs(value) * 6)), [12, ...net.inputShape]) : array(values, [12, ...net.inputShape], { dtype });
  };
  const classes = (i: number): Int32Array => Int32Array.from({ length: 12 }, (_, row) => {
    const three = ys.slice((i * 12 + row) * 3, (i * 12 + row) * 3 + 3);
    return three.indexOf(Math.max(...three));
  });
  const target = (i: number): NdArray => {
    if (losses[loss].target === 'classes') return array(classes(i), [12]);
    const part = ys.slice(i * 36, (i + 1) * 36);
    return array(losses[loss].target === 'shares' ? part.map((value) => (value > 0 ? 1 : 0)) : part, [12, 3], { dtype });
  };
  const weight = (i: number): NdArray => array(Float64Array.from(classes(i), (k) => [1, 2, 0.5][k]), [12], { dtype });
  const step = trainStep(net, losses[loss], optimizers[optimizer], { ...net.init(0, dtype), parameters: parametersOf(net, dtype, 0.5) }, { seed: 0, dtype, ...(clip !== null && { clipNorm: clip }) });
  const costs = Array.from({ length: 20 }, (_, i) => step.run({ x: x(i), target: target(i), ...(loss === 'weighted' && { weight: weight(i) }) }));
  const weights = step.carried();
  return { losses: costs, parameters: asPyTorch(net, weights.parameters), output: net.apply(weights, x(0))[0] };
}

/** The greatest difference, relative to the greatest number. */
function distance(found: ArrayLike<number>, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(found[i] - value) / scale));
}

const name = ({ model, optimizer, loss, clip }: Row): string => `${model}, ${optimizer}, ${loss}${clip === null ? '' : `, clipped at ${clip}`}`;

test('every optimizer was tried on a multi-layer perceptron and a CNN', () => {
  for (const model of ['mlp', 'cnn']) expect(rows.filter((row) => row.model === model).map(({ optimizer }) => optimizer)).toEqual(expect.arrayContaining(Object.keys(optimizers)));
});

test.each(rows.map((row) => ({ name: name(row), row })))('twenty steps are those of PyTorch: $name', ({ row }) => {
  const double = train(row, 'float64');
  expect(distance(double.losses, row.float64.losses)).toBeLessThan(1e-12);
  row.float64.parameters.forEach((expected, i) => expect(distance(double.parameters[i].data, expected), `parameter ${i}`).toBeLessThan(1e-11));
  expect(distance(double.output.data, row.float64.output)).toBeLessThan(1e-11);
  const single = train(row, 'float32');
  expect(distance(single.losses, row.float32.losses)).toBeLessThan(2e-6);
  row.float64.parameters.forEach((expected, i) => expect(distance(single.parameters[i].data, expected), `parameter ${i}`).toBeLessThan(2e-5));
});
