/** Networks in files: what comes back, and what is refused on the way out and on the way in. */
import { expect, expectTypeOf, test } from 'vitest';
import { array, type NdArray } from '../../array/index.ts';
import type { Json, ModelState } from '../../estimator/index.ts';
import { load, toBytes } from '../../exchange/index.ts';
import { readSafetensors } from '../../safetensors/index.ts';
import {
  adam, averagePool2d, batchNorm, binaryCrossEntropy, conv2d, crossEntropy, dense, dropout, embedding, flatten, gelu, globalAveragePool2d, huber, layerNorm,
  leakyRelu, maxPool2d, meanSquaredError, relu, residual, sequential, sgd, sigmoid, softmax, tanh, train, TrainedNetwork,
  type Layer, type Loss, type Network, type TrainingData, type TrainOptions,
} from '../index.ts';
import { layerKinds, lossKinds } from './layerKinds.ts';
import { restoreNetwork } from './restoreNetwork.ts';

const numbers = (count: number, ...shape: number[]): { data: Float64Array; shape: number[] } => {
  const size = shape.reduce((product, length) => product * length, count);
  return { data: Float64Array.from({ length: size }, (_, i) => ((i * 37) % 11) / 11 - 0.4), shape: [count, ...shape] };
};

const image = sequential([2, 6, 6],
  conv2d(4, 3, { padding: 'same', groups: 2, bias: false }), batchNorm({ momentum: 0.3 }), relu(), dropout(0.3), averagePool2d([1, 2], { padding: [0, 1] }),
  residual(conv2d(4, [3, 1], { padding: [1, 0] }), batchNorm(), residual(gelu()), leakyRelu(0.2)), conv2d(3, 2, { stride: [1, 2], dilation: 1 }), maxPool2d(2, { stride: 1 }), tanh(), globalAveragePool2d(), dense(3, { bias: false }));
const words = sequential([3], embedding(5, 4), layerNorm({ epsilon: 1e-3 }), flatten(), dense(4), sigmoid(), softmax(), dense(1));
const flat = sequential([3], dense(2));

const cases: readonly [string, Network, TrainingData, Omit<TrainOptions, 'optimizer' | 'epochs'>][] = [
  ['images, classes', image as Network, { x: numbers(9, 2, 6, 6), y: ['c', 'a', 'b', 'b', 'a', 'c', 'c', 'a', 'b'] }, { loss: crossEntropy() }],
  ['images in float64', image as Network, { x: numbers(9, 2, 6, 6), y: [2, 0, 2, 1, 1, 0, 0, 0, 2] }, { loss: crossEntropy(), dtype: 'float64' }],
  ['words, two classes', words as Network, { x: [[0, 1, 2], [4, 3, 2], [1, 1, 1], [2, 0, 4]], y: [true, false, false, true] }, { loss: binaryCrossEntropy() }],
  ['numbers', flat as Network, { x: numbers(6, 3), y: numbers(6, 2) }, { loss: huber({ delta: 0.5 }), validation: 0.3 }],
  ['numbers, squared', flat as Network, { x: numbers(6, 3), y: numbers(6, 2) }, { loss: meanSquaredError(), dtype: 'float64' }],
  ['shares', flat as Network, { x: numbers(2, 3), y: [[0, 1], [0.5, 0]] }, { loss: binaryCrossEntropy() }],
];

test.each(cases)('%s: predictions, evaluation and history are the same bits after a file', async (_, net, data, options) => {
  const model = await train(net, data, { ...options, optimizer: adam({ learningRate: 0.01 }), epochs: 3 }).model;
  const bytes = toBytes(model);
  const again = await load(bytes, { kind: 'network' });
  expectTypeOf(again).toEqualTypeOf<TrainedNetwork>();
  expect(again).toBeInstanceOf(TrainedNetwork);
  expect((await again.output(data.x)).data).toStrictEqual((await model.output(data.x)).data);
  expect(await again.predict(data.x)).toStrictEqual(await model.predict(data.x));
  expect(await again.evaluate(data)).toStrictEqual(await model.evaluate(data));
  const seen = ({ classes, history, bestEpoch, baselineLoss, dtype, normalization, parameters, layerState }: TrainedNetwork): object => ({ classes, history, bestEpoch, baselineLoss, dtype, normalization, parameters, layerState });
  expect(seen(again)).toStrictEqual(seen(model));
  expect(String(again.network)).toBe(String(net));
  expect(toBytes(again)).toEqual(bytes);
  // what was loaded can be trained further, from weights of its own
  expect((await train(again.network, data, { ...options, optimizer: sgd(), epochs: 1 }).model).history).toHaveLength(1);
});

test('every layer and loss of glissade/nn has a kind, and every kind was in a file above', async () => {
  const names = (state: ModelState): string[] => (state.parts ?? []).flatMap((part) => [part.kind, ...names(part)]);
  const nets = [image, words, flat] as readonly Network[];
  const used = nets.flatMap((net) => names(new TrainedNetwork(net, { loss: meanSquaredError(), weights: net.init(0), dtype: 'float32', classes: undefined, history: [], bestEpoch: 1 }).state()));
  expect([...new Set(used)].sort()).toEqual(Object.keys(layerKinds).sort());
  expect([...new Set(cases.map(([, , , { loss }]) => loss.name))].sort()).toEqual(Object.keys(lossKinds).sort());
  const made = Object.values(await import('../index.ts') as unknown as Record<string, (...args: unknown[]) => Partial<Layer & Loss>>).flatMap((f) => [[], [1], [1, 1]].flatMap((args) => {
    try {
      const value = f(...args);
      if (value instanceof Promise) value.catch(() => undefined); // no layer, and not asked properly
      return typeof value === 'object' && (typeof value.apply === 'function' || typeof value.of === 'function') ? [value.name] : [];
    } catch {
      return [];
    }
  }));
  expect(new Set(made).size).toBeGreaterThan(18);
  expect(made.filter((name) => !Object.hasOwn(layerKinds, name!) && !Object.hasOwn(lossKinds, name!))).toEqual([]);
});

test('tensors are named after the place of their layer', async () => {
  const [, net] = cases[0];
  const model = new TrainedNetwork(net, { loss: crossEntropy(), weights: net.init(0), dtype: 'float32', classes: ['a', 'b', 'c'], history: [], bestEpoch: 1 });
  const { tensors } = readSafetensors(toBytes(model));
  expect([...tensors].map(([name, { dtype, shape }]) => `${name} ${dtype} ${shape}`)).toEqual([
    'parts.0.kernel float32 4,1,3,3', 'parts.1.scale float32 4', 'parts.1.shift float32 4', 'parts.1.mean float32 4', 'parts.1.variance float32 4',
    'parts.5.parts.0.kernel float32 4,4,3,1', 'parts.5.parts.0.bias float32 4', 'parts.5.parts.1.scale float32 4', 'parts.5.parts.1.shift float32 4',
    'parts.5.parts.1.mean float32 4', 'parts.5.parts.1.variance float32 4', 'parts.6.kernel float32 3,4,2,2', 'parts.6.bias float32 3', 'parts.10.kernel float32 3,3',
  ]);
});

const trained = (net: Network, loss: Loss = meanSquaredError()): TrainedNetwork => new TrainedNetwork(net, { loss, weights: net.init(0), dtype: 'float32', classes: undefined, history: [{ epoch: 1, trainLoss: 1, validationLoss: undefined, metrics: {}, seconds: 1 }], bestEpoch: 1 });
const deep = (depth: number): Layer => (depth === 0 ? relu() : residual(deep(depth - 1)));

test.each<[string, () => TrainedNetwork, string]>([
  ['a layer of somebody’s own', () => trained(sequential([2], dense(2), residual({ name: 'swish', apply: (_: never, state: never, x: NdArray) => [x, state] as const })) as Network), 'save: layers must be Glissade\'s own; layer 1.0, "swish", is made of functions, which a file cannot hold. Keep model.parameters and model.layerState, which are arrays, and give them to the network\'s apply'],
  ['a layer of Glissade’s that was changed', () => trained(sequential([2], { ...dense(2), apply: (_: never, state: never, x: NdArray) => [x, state] as const }) as Network), 'save: layers must be Glissade\'s own; layer 0, "dense", is made of functions'],
  ['a loss of somebody’s own', () => trained(flat as Network, { ...meanSquaredError() }), 'save: the loss must be one of Glissade\'s, such as crossEntropy(); "meanSquaredError" is made of functions, which a file cannot hold'],
  ['blocks that nest too deep', () => trained(sequential([2], deep(7)) as Network), 'save: residual blocks must nest at most 6 deep; layer 0.0.0.0.0.0.0 nests deeper'],
  ['weights that are no numbers', () => {
    const model = trained(flat as Network);
    (model.parameters[0] as { bias: NdArray }).bias.data[1] = Infinity;
    return model;
  }, 'save: weights must be finite; the bias of layer 0, dense, has Infinity: the training diverged, lower the learning rate or give clipNorm'],
])('%s is refused when it is saved', (_, make, message) => {
  expect(() => toBytes(make())).toThrow(message);
});

test('blocks as deep as a file has room for come back', async () => {
  const model = trained(sequential([2], deep(6)) as Network);
  expect(await (await load(toBytes(model), { kind: 'network' })).predict([[1, -1]])).toStrictEqual(await model.predict([[1, -1]]));
});

const good = new TrainedNetwork(sequential([1, 3, 3], conv2d(2, 2), batchNorm(), flatten(), dense(3)) as Network, {
  loss: crossEntropy(), weights: (sequential([1, 3, 3], conv2d(2, 2), batchNorm(), flatten(), dense(3))).init(0), dtype: 'float32', classes: ['a', 'b', 'c'], bestEpoch: 1,
  history: [{ epoch: 1, trainLoss: 1, validationLoss: undefined, metrics: {}, seconds: 1 }],
}).state();
const settings = (change: Record<string, Json>): ModelState => ({ ...good, settings: { ...good.settings, ...change } });
const layer = (place: number, change: Partial<ModelState>): ModelState => ({ ...good, parts: good.parts!.with(place, { ...good.parts![place], ...change }) });
const options = (place: number, value: Json): ModelState => layer(place, { settings: { options: value } });
const arrays = (place: number, change: Record<string, NdArray | undefined>): ModelState =>
  layer(place, { arrays: new Map(Object.entries({ ...Object.fromEntries(good.parts![place].arrays), ...change }).filter((entry): entry is [string, NdArray] => entry[1] !== undefined)) });

test.each<[string, ModelState, string]>([
  ['a sample without size', settings({ input: [0] }), 'load: "input" of a network model must be the lengths of the axes of a sample, whole numbers ≥ 1; it is an array of 1'],
  ['a sample without end', settings({ input: [1e9, 1e9] }), '"input" of a network model must be the lengths'],
  ['another sample', settings({ input: [2, 3, 3] }), 'load: the kernel of layer 0, conv2d, must be float32 [2,2,2,2]; it is float32 [2,1,2,2]'],
  ['a flat sample', settings({ input: [9] }), 'load: the layers must be such as can be made; conv2d: x must be [batch, channels, height, width]; x [1,9] has rank 2'],
  ['an unknown layer', layer(1, { kind: 'constructor' }), 'load: the kind of layer 1 must be one of dense, conv2d, maxPool2d, averagePool2d, globalAveragePool2d, flatten, batchNorm, layerNorm, dropout, embedding, residual, relu, leakyRelu, tanh, sigmoid, gelu, softmax; it is "constructor"'],
  ['an option that layers have and files have not', options(0, { filters: 2, size: [2, 2], kernelInit: 1 }), 'load: layer 0, conv2d, must have the options filters, size, bias, dilation, groups, stride, padding; it has "kernelInit"'],
  ['a wrong option', options(3, { units: 1.5 }), 'load: layer 3, dense, must be such as can be made; dense: units must be an integer at least 1; it is 1.5'],
  ['no options', layer(2, { settings: {} }), 'load: layer 2, flatten, must have options, an object; they are undefined'],
  ['an option too many', options(2, { units: 1 }), 'load: layer 2, flatten, must have the options {}; it has "units"'],
  ['huge counts', options(3, { units: 1e15 }), 'load: a sample must have at most 2147483647 numbers between layers; after layer 3 it is [1000000000000000]'],
  ['more units than weights', options(3, { units: 4 }), 'load: the kernel of layer 3, dense, must be float32 [8,4]; it is float32 [8,3]'],
  ['fewer weights', arrays(0, { bias: undefined }), 'load: layer 0, conv2d, must have the arrays kernel, bias; it has kernel'],
  ['more weights', arrays(2, { kernel: array([1]) }), 'load: layer 2, flatten, must have the arrays of none; it has kernel'],
  ['moments of another shape', arrays(1, { variance: array([1, 2, 3], { dtype: 'float32' }) }), 'load: the variance of layer 1, batchNorm, must be float32 [2]; it is float32 [3]'],
  ['weights of another type', arrays(1, { scale: array([1, 2]) }), 'load: the scale of layer 1, batchNorm, must be float32 [2]; it is float64 [2]'],
  ['layers within a layer', layer(2, { parts: [good.parts![2]] }), 'load: layer 2, flatten, must not be made of layers; it has 1'],
  ['too many layers', { ...good, parts: Array.from({ length: 10_001 }, () => good.parts![2]) }, 'load: a network must have at most 10000 layers; it has 10001'],
  ['too many layers in a block', layer(2, { kind: 'residual', parts: Array.from({ length: 10_001 }, () => good.parts![2]) }), 'load: a block must have at most 10000 layers; layer 2 has 10001'],
  ['layers that are not there', { ...good, parts: [] }, 'load: the loss must be such as can be made; crossEntropy: the network must end in one number per class'],
  ['another type', settings({ dtype: 'int32' }), 'load: "dtype" of a network model must be "float32" or "float64"; it is "int32"'],
  ['an unknown loss', settings({ loss: { name: 'hinge', options: {} } }), 'load: the kind of the loss must be one of meanSquaredError, huber, crossEntropy, binaryCrossEntropy; it is "hinge"'],
  ['too few classes', settings({ classes: ['a', 'b'] }), 'load: "classes" of a network model must be 3 labels of one kind, sorted; it is an array of 2'],
  ['classes that are none', settings({ loss: { name: 'huber', options: {} } }), 'load: "classes" of a network model must be null; it is an array of 3'],
  ['a class weight too few', settings({ classWeights: [1, 2] }), 'load: "classWeights" of a network model must be a number above 0 for each of the 3 classes; it is an array of 2'],
  ['a class weight of nothing', settings({ classWeights: [1, 2, 0] }), 'load: "classWeights" of a network model must be a number above 0 for each of the 3 classes; it is an array of 3'],
  ['no history', settings({ history: null }), 'load: "history" of a network model must be a list; it is null'],
  ['an epoch without a loss', settings({ history: [{ validationLoss: null, metrics: {}, seconds: 1 }] }), 'load: epoch 1 of the history must have trainLoss, validationLoss, metrics and seconds; "trainLoss" is undefined'],
  ['an epoch without metrics', settings({ history: [{ trainLoss: 'NaN', validationLoss: null, seconds: 1 }] }), 'load: epoch 1 of the history must have trainLoss, validationLoss, metrics and seconds; "metrics" is undefined'],
  ['an epoch that is none', settings({ history: [3] }), 'and seconds; it is 3'],
  ['a best epoch that was not', settings({ bestEpoch: 2 }), 'load: "bestEpoch" of a network model must be an epoch of the history, which has 1; it is 2'],
  ['a baseline in words', settings({ baselineLoss: 'low' }), 'load: "baselineLoss" of a network model must be a number or null; it is "low"'],
  ['a normalization of more channels', settings({ normalization: { mean: [1, 2], std: [1, 1] } }), 'load: the normalization must be such as can be made; load: a normalization must be { mean, std }, each of one number per channel; the images have 1, mean has 2, std has 2'],
])('%s is refused when it is loaded', (_, state, message) => {
  expect(() => restoreNetwork(state)).toThrow(message);
});

test('normalization belongs to images', () => {
  const model = new TrainedNetwork(flat as Network, { loss: meanSquaredError(), weights: flat.init(0), dtype: 'float32', classes: undefined, bestEpoch: 1, history: [{ epoch: 1, trainLoss: 1, validationLoss: 1, metrics: {}, seconds: 1 }], normalization: { mean: [0], std: [1] } });
  expect(() => restoreNetwork(model.state())).toThrow('load: "normalization" of a network must be null where samples are no images; they are [3]');
});
