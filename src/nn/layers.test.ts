import { expect, test } from 'vitest';
import { array, NdArray, sizeOf, type Shape } from '../array/index.ts';
import { checkGradient } from '../autodiff/index.ts';
import { compile } from '../compile/index.ts';
import { mul, randomUniform, sigmoid as sigmoidOf, sum } from '../ops/index.ts';
import { generator } from '../random/index.ts';
import {
  averagePool2d, batchNorm, clipByNorm, constant, conv2d, dense, dropout, embedding, flatten, gelu, glorotNormal, glorotUniform, heNormal, heUniform, layerNorm, leakyRelu, maxPool2d, relu, residual,
  sequential, sigmoid, softmax, tanh, zeros, type Layer, type LayerTrees, type Mode,
} from './index.ts';
import { leavesOf } from './tree.ts';

function normal(shape: Shape, seed = 0): NdArray {
  const random = generator(seed, 'layers');
  return array(Float64Array.from({ length: sizeOf(shape) }, () => random.normal()), shape);
}

const training: Mode = { training: true, uniform: (shape, dtype) => randomUniform(array([1, 2], { dtype: 'int32' }), [...shape], { dtype }) };

test('the gradient of every layer is that of finite differences, in training and in prediction', () => {
  for (const net of [
    sequential([4], dense(3), tanh(), dense(2, { bias: false }), softmax()), sequential([2, 5, 5], conv2d(2, 3), batchNorm(), gelu(), flatten(), layerNorm(), dense(2), sigmoid()),
    sequential([3], dense(6), leakyRelu(0.2), dropout(0.5), residual(dense(6), sigmoid()), dense(1)),
  ]) {
    const { parameters, state } = net.init(3, 'float64');
    const x = normal([3, ...net.inputShape]);
    for (const mode of [training, { training: false }]) {
      const f = (parameters: LayerTrees, x: NdArray): NdArray => {
        const [y] = net.apply({ parameters, state }, x, mode);
        return sum(mul(y, normal(y.shape, 1)));
      };
      expect(String(checkGradient(f as never, [parameters, x] as never))).toMatch(/^gradient and differences agree/);
    }
  }
});

test('dropout drops the share it is told, keeps the mean, and does nothing in prediction', () => {
  const net = sequential([40000], dropout(0.3));
  const x = array(new Float32Array(40000).fill(1), [1, 40000]);
  const y = Array.from(net.apply(net.init(0), x, training)[0].data);
  expect(new Set(y)).toEqual(new Set([0, Math.fround(1 / Math.fround(0.7))]));
  expect(Math.abs(y.filter((value) => value === 0).length / 40000 - 0.3)).toBeLessThan(0.01);
  expect(net.apply(net.init(0), x)[0]).toBe(x);
  expect(() => net.apply(net.init(0), x, { training: true })).toThrow('dropout: training must provide random numbers; mode.uniform is missing');
});

test('batch normalisation gives mean 0 and variance 1, and remembers what it saw', () => {
  const net = sequential([2, 3, 3], batchNorm({ momentum: 1 }));
  const x = array(normal([8, 2, 3, 3]).data.map((value) => 5 + 3 * value), [8, 2, 3, 3]);
  const weights = net.init(0, 'float64');
  const [y, state] = net.apply(weights, x, training);
  const channel = (one: NdArray, k: number): number[] => Array.from(one.data).filter((_, i) => Math.floor(i / 9) % 2 === k);
  const moments = (values: number[]): [number, number] => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return [mean, values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length];
  };
  for (const k of [0, 1]) {
    const [mean, variance] = moments(channel(y, k));
    expect([Math.abs(mean) < 1e-12, Math.abs(variance - 1) < 1e-4]).toEqual([true, true]);
    const [seen] = state as readonly { mean: NdArray; variance: NdArray }[];
    expect(seen.mean.data[k]).toBeCloseTo(moments(channel(x, k))[0], 12);
    expect(seen.variance.data[k]).toBeCloseTo((moments(channel(x, k))[1] * 72) / 71, 10);
  }
  expect(net.apply({ ...weights, state }, x)[1]).toEqual(state);
});

test('batch normalisation of a single number per channel takes the running moments, and leaves them', () => {
  const net = sequential([2], batchNorm());
  const { parameters } = net.init(0, 'float64');
  const state = [{ mean: array([1, -1]), variance: array([4, 0.25]) }];
  const one = array([[3, 5]]);
  const [y, after] = net.apply({ parameters, state }, one, training);
  expect([y, after]).toEqual(net.apply({ parameters, state }, one));
  expect(y.data[0]).toBeCloseTo(1, 5);
  expect(net.apply({ parameters, state }, array([[3, 5], [3, 5]]), training)[1]).not.toEqual(state);
});

test('initialisers have the variance they promise, from a seed', () => {
  const fans = { fanIn: 50, fanOut: 150 };
  for (const [init, variance] of [[heNormal(), 2 / 50], [heUniform(), 2 / 50], [glorotNormal(), 2 / 200], [glorotUniform(), 2 / 200], [zeros(), 0], [constant(3), 9]] as const) {
    const { data } = init(generator(1), [50, 150], 'float64', fans);
    expect(Math.abs(Array.from(data).reduce((total, value) => total + value * value, 0) / 7500 - variance)).toBeLessThanOrEqual(0.06 * variance);
  }
  const net = sequential([3], dense(4), relu(), dense(2));
  expect(net.init(5)).toEqual(net.init(5));
  expect(net.init(5).parameters).not.toEqual(net.init(6).parameters);
  expect(leavesOf(net.init(5).parameters).map(({ dtype, shape }) => [dtype, shape])).toEqual([['float32', [3, 4]], ['float32', [4]], ['float32', [4, 2]], ['float32', [2]]]);
});

test('an embedding gives the row of each number, and refuses others', () => {
  const net = sequential([2], embedding(3, 2, { tableInit: (_, shape) => new NdArray(Float64Array.of(1, 2, 3, 4, 5, 6), shape) }));
  const weights = net.init(0, 'float64');
  expect(net.apply(weights, array([[2, 0]]))[0].toNested()).toEqual([[[5, 6], [1, 2]]]);
  expect(() => net.apply(weights, array([[3, 0]]))).toThrow('gather: indices must be from 0 to 2; number 0 of them is 3');
});

test('an embedding after other layers refuses what is no index, instead of cutting it to one', () => {
  const net = sequential([2], relu(), embedding(3, 2));
  for (const wrong of [0.5, NaN, 2 ** 32, Infinity]) {
    for (const run of [net.apply, compile(net.apply)] as const) expect(() => (run as typeof net.apply)(net.init(0, 'float64'), array([[1, wrong]]))).toThrow(/gather: indices must be from 0 to 2; number 1 of them is -\d+/);
  }
});

test("a user's own layer is a plain value", () => {
  const swish: Layer<{ readonly slope: NdArray }> = {
    name: 'swish',
    init: (_, __, dtype) => ({ slope: array([1.5], { dtype }) }),
    apply: ({ slope }, state, x) => [mul(x, sigmoidOf(mul(x, slope) as NdArray)), state],
  };
  const net = sequential([2], swish, dense(1));
  const weights = net.init(0, 'float64');
  expect(net.outputShape).toEqual([1]);
  expect(net.apply(weights, array([[1, -1]]))[0].shape).toEqual([1, 1]);
  expect(String(net)).toMatch(/swish +\[2\] +1\n/);
});

test.each<[string, Partial<Layer>, string]>([
  ['another shape than it says', { apply: (_, state, x) => [sum(x, 1, { keepDims: true }) as NdArray, state] }, 'half: its output must be [3] for each sample, as outputShape says; it is [2,1] for 2 samples'],
  ['one number for all samples', { apply: (_, state, x) => [sum(x) as NdArray, state] }, 'half: its output must be [3] for each sample, as outputShape says; it is [] for 2 samples'],
  ['no state', { apply: (_, __, x) => x as never }, 'half: apply must give [y, state]; it gives a NdArray'],
])('a layer of your own that gives %s is refused', (_, layer, message) => {
  const half = { name: 'half', ...layer } as Layer;
  for (const net of [sequential([3], half), sequential([3], residual(half))]) expect(() => net.apply(net.init(0, 'float64'), normal([2, 3]))).toThrow(message);
});

test('gradients are shortened together, and short ones are left as they are', () => {
  const gradients = { w: array([3, 0]), b: [array([4])] };
  expect(clipByNorm(gradients, 1)).toEqual({ w: array([3 * 0.2, 0]), b: [array([4 * 0.2])] });
  expect(clipByNorm(gradients, 6)).toEqual(gradients);
  const far = { w: array([3e30, 0], { dtype: 'float32' }), b: array([4e30], { dtype: 'float32' }) };
  expect(Object.values(clipByNorm(far, 5)).flatMap(({ data }) => Array.from(data, (value) => value.toFixed(6)))).toEqual(['3.000000', '0.000000', '4.000000']);
  expect(() => clipByNorm(gradients, 0)).toThrow('clipByNorm: norm must be a number above 0; it is 0');
});

test.each<[string, () => unknown, string]>([
  ['no units', () => dense(0), 'dense: units must be an integer at least 1; it is 0'],
  ['an unknown option', () => dense(1, { activation: 'relu' } as never), 'dense: unknown option "activation"; the options are bias, kernelInit, biasInit'],
  ['half a filter', () => conv2d(1.5, 3), 'conv2d: filters must be an integer at least 1; it is 1.5'],
  ['a kernel of none', () => conv2d(1, [3, 0]), 'conv2d: size must be a whole number ≥ 1, or two of them [height, width]; it is [3,0]'],
  ['groups that do not divide', () => sequential([6, 9, 9], conv2d(8, 3, { groups: 4 })), "conv2d: groups must divide the input's channels; the input has 6, groups is 4"],
  ['all dropped', () => dropout(1), 'dropout: rate must be a number at least 0 and below 1; it is 1'],
  ['no memory', () => batchNorm({ momentum: 0 }), 'batchNorm: momentum must be a number above 0 and at most 1; it is 0'],
  ['nothing to embed', () => embedding(0, 4), 'embedding: count must be an integer at least 1; it is 0'],
  ['a steep slope', () => leakyRelu(2), 'leakyRelu: slope must be a number at least 0 and at most 1; it is 2'],
  ['no axes to normalise', () => sequential([] as number[], batchNorm()), 'batchNorm: the input must have at least one axis; it is []'],
  ['a shape of zero', () => sequential([0, 3]), "sequential: inputShape must be the lengths of one sample's axes, whole numbers ≥ 1; it is [0,3]"],
  ['no layer', () => sequential([3], (() => 1) as never), 'sequential: layers must have a name and apply; layer 0 has not'],
  ['null for a layer', () => sequential([3], relu(), null as never), 'sequential: layers must have a name and apply; layer 1 has not'],
  ['null in a block', () => residual(relu(), null as never), 'residual: layers must have a name and apply; layer 1 has not'],
  ['a misspelt option of a window', () => maxPool2d(2, { strides: 1 } as never), 'maxPool2d: unknown option "strides"; the options are stride, padding'],
  ['an option of the operation alone', () => averagePool2d(2, { countPadding: false } as never), 'averagePool2d: unknown option "countPadding"; the options are stride, padding'],
  ['null for options of a window', () => maxPool2d(2, null as never), 'maxPool2d: options must be an object with stride, padding; they are null'],
  ['a bias for all units', () => sequential([2], dense(2, { biasInit: () => array([5]) })).init(0, 'float64'), 'dense: biasInit must give float64 [2]; it gives float64 [1]'],
  ['a kernel of another type', () => sequential([2], dense(1, { kernelInit: () => array([[1], [2]]) })).init(0), 'dense: kernelInit must give float32 [2,1]; it gives float64 [2,1]'],
  ['a kernel that is none', () => sequential([1, 3, 3], conv2d(2, 3, { kernelInit: () => [1] as never })).init(0), 'conv2d: kernelInit must give float32 [2,1,3,3]; it gives an array of 1'],
  ['a seed that is no integer', () => sequential([2], dense(1)).init(0.5), 'init: seed must be an integer at least -9007199254740991 and at most 9007199254740991; it is 0.5'],
  ['weights of integers', () => sequential([2], dense(1)).init(0, 'int32' as never), "init: dtype must be one of 'float32', 'float64'; it is \"int32\""],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(message);
});
