/** Fitted models of every kind on real data, what ONNX files of them are asked, and what they must answer: predict's answers. */
import { readFileSync } from 'node:fs';
import { NdArray, sizeOf, type Label, type Shape } from '../../array/index.ts';
import { kMeans } from '../../cluster/index.ts';
import type { Persistent } from '../../estimator/index.ts';
import { elasticNet, fitOnTable, lasso, linearRegression, logisticRegression, ridge } from '../../models/index.ts';
import {
  averagePool2d, batchNorm, binaryCrossEntropy, conv2d, crossEntropy, dense, dropout, embedding, flatten, gelu, globalAveragePool2d, huber, layerNorm, leakyRelu, maxPool2d,
  meanSquaredError, mlpClassifier, mlpRegressor, relu, residual, sequential, sigmoid, softmax, tanh, train, TrainedNetwork, adam, type Network,
} from '../../nn/index.ts';
import { imputer, minMaxScaler, oneHotEncoder, pipeline, polynomialFeatures, standardScaler, tableEncoder } from '../../preprocess/index.ts';
import { frameOf, type Frame, type FrameColumn } from '../../table/index.ts';
import type { OnnxOptions } from './toOnnx.ts';

/** A tensor: texts, or numbers of a type of ONNX. */
export interface Tensor {
  readonly type: 'float32' | 'float64' | 'int64' | 'string' | 'bool';
  readonly shape: Shape;
  readonly values: readonly (number | string | boolean)[];
}

export interface Case {
  readonly model: Persistent;
  readonly options?: OnnxOptions;
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly expected: Readonly<Record<string, Tensor>>;
}

const rows = 10;

/** The columns of a file of datasets/. */
export function dataset(name: string): Frame {
  const [head, ...lines] = readFileSync(new URL(`../../../datasets/${name}.csv`, import.meta.url), 'utf8').trimEnd().split('\n').map((line) => line.trimEnd().split(','));
  return frameOf(Object.fromEntries(head.map((column, j) => {
    const words = lines.map((line) => (line[j] === '' || line[j] === 'NA' ? null : line[j]));
    return [column, words.every((word) => word === null || !Number.isNaN(Number(word))) ? words.map((word) => (word === null ? null : Number(word))) : words];
  })));
}

function numbers(values: ArrayLike<number>, shape: Shape = [values.length], type: Tensor['type'] = 'float64'): Tensor {
  return { type, shape, values: Array.from(values) };
}

function labelsOf(values: readonly Label[]): Tensor {
  return { type: typeof values[0] === 'string' ? 'string' : typeof values[0] === 'boolean' ? 'bool' : 'int64', shape: [values.length], values };
}

const arrayTensor = ({ data, shape, dtype }: NdArray): Tensor => numbers(data, shape, dtype === 'int32' ? 'int64' : dtype);

function columnTensor(column: FrameColumn): Tensor {
  if (column.type !== 'categorical') return numbers(column.values, [column.values.length, 1]);
  return { type: 'string', shape: [column.codes.length, 1], values: Array.from(column.codes, (code) => column.categories[code] ?? '') };
}

/** Rows of a table as feeds. */
const feedsOf = (frame: Frame, names: readonly string[]): Record<string, Tensor> => Object.fromEntries(names.map((name) => [name, columnTensor(frame.column(name))]));

type Asked = { readonly encoder: { readonly columns: readonly { readonly name: string }[] } };

async function tableCase<M extends Persistent & Asked & { predict(rows: Frame): Promise<Float64Array> }>(model: M, asked: Frame): Promise<Case> {
  return { model, feeds: feedsOf(asked, model.encoder.columns.map(({ name }) => name)), expected: { prediction: numbers(await model.predict(asked)) } };
}

interface Classifying<X> extends Persistent {
  predict(x: X): Promise<readonly Label[]>;
  predictProbability(x: X): Promise<NdArray>;
}

async function classAnswers<X>(model: Classifying<X>, x: X): Promise<Case['expected']> {
  return { label: labelsOf(await model.predict(x)), probabilities: arrayTensor(await model.predictProbability(x)) };
}

/** A network with weights as initialised, running moments as if it had been trained. */
function untrained(network: Network, dtype: 'float32' | 'float64', loss = meanSquaredError() as TrainedNetwork['loss'], classes?: readonly Label[]): TrainedNetwork {
  const { parameters, state } = network.init(3, dtype);
  for (const one of state as readonly Record<string, NdArray>[]) {
    one.mean?.data.forEach((_, i, data) => { data[i] = 0.1 * i - 0.2; });
    one.variance?.data.forEach((_, i, data) => { data[i] = 0.5 + i; });
  }
  return new TrainedNetwork(network, { loss, weights: { parameters, state }, dtype, classes, history: [], bestEpoch: 1 });
}

const wave = (shape: Shape, type: 'float32' | 'float64'): NdArray => {
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 37) % 101) / 50 - 1);
  return new NdArray(type === 'float32' ? Float32Array.from(values) : Float64Array.from(values), shape);
};

async function networkCase(network: Network, dtype: 'float32' | 'float64', options?: OnnxOptions): Promise<Case> {
  const model = untrained(network, dtype);
  const x = wave([3, ...network.inputShape], dtype);
  return { model, ...(options && { options }), feeds: { x: arrayTensor(x) }, expected: { prediction: arrayTensor(await model.output(x)) } };
}

const images = sequential([2, 7, 6],
  conv2d(4, 3, { padding: 'same', groups: 2 }), batchNorm(), relu(), dropout(0.3), averagePool2d([1, 2], { padding: [0, 1] }),
  residual(conv2d(4, [3, 1], { padding: [1, 0] }), batchNorm({ epsilon: 1e-3 }), residual(gelu()), leakyRelu(0.2)),
  conv2d(6, 2, { stride: [2, 1], dilation: 2, padding: [0, 1, 2, 1], bias: false }), maxPool2d(2, { stride: 1, padding: [1, 0, 0, 1] }), tanh(), globalAveragePool2d(), dense(3));
const flat = sequential([5], dense(8), layerNorm({ epsilon: 1e-3 }), leakyRelu(), dense(6, { bias: false }), sigmoid(), batchNorm(), tanh(), residual(dense(6), relu()), dense(4), softmax());

export async function cases(): Promise<Readonly<Record<string, Case>>> {
  const [diabetes, iris, cancer, penguins] = ['diabetes', 'iris', 'breast_cancer', 'penguins'].map(dataset);
  const mixed = frameOf({
    size: Array.from({ length: 60 }, (_, i) => (i % 9 === 0 ? null : (i * 7) % 23)), town: Array.from({ length: 60 }, (_, i) => (i % 7 === 0 ? null : `t${(i * 5) % 4}`)),
    old: Array.from({ length: 60 }, (_, i) => (i % 8 === 0 ? null : i % 3 === 0)), since: Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2000, i, 1 + i, 13))),
    price: Array.from({ length: 60 }, (_, i) => ((i * 11) % 17) + (i % 4)), number: Array.from({ length: 60 }, (_, i) => (i * i) % 3), sold: Array.from({ length: 60 }, (_, i) => (i * i) % 7 > 2),
  });
  const asked = frameOf({
    size: [1, null, -4, 1e3, 5], town: ['t3', null, 'nowhere', '', 't0'], old: [true, null, false, true, false],
    since: [new Date('1960-03-04T05:06:07.089Z'), null, new Date('2030-01-01'), new Date('2001-01-01'), new Date('2002-02-02')],
  });
  const features = ['size', 'town', 'old', 'since'];
  const first = (frame: Frame): Frame => frame.take(Int32Array.from({ length: rows }, (_, i) => i * 13));
  const matrixOf = async (frame: Frame): Promise<{ all: NdArray<[number, number]>; few: NdArray<[number, number]> }> => {
    const names = frame.columns.filter(({ type }) => type !== 'categorical').map(({ name }) => name).slice(0, 4);
    return { all: await frame.matrix(names), few: await first(frame).matrix(names) };
  };
  const flowers = await matrixOf(iris);
  const matrix = async (model: Persistent & { predict(X: NdArray): Promise<Float64Array | NdArray> }, few = flowers.few): Promise<Case> => {
    const found = await model.predict(few);
    return { model, feeds: { X: arrayTensor(few) }, expected: { prediction: found instanceof NdArray ? arrayTensor(found) : numbers(found) } };
  };
  const transformer = async (model: Persistent & { transform(X: NdArray): Promise<NdArray> }, few: NdArray = flowers.few): Promise<Case> => (
    { model, feeds: { X: arrayTensor(few) }, expected: { features: arrayTensor(await model.transform(few)) } });
  const species = (iris.column('species') as { codes: Int32Array }).codes;
  const tableClasses = async (target: string): Promise<Case> => {
    const model = await logisticRegression().fit(mixed, { target, features });
    return { model, feeds: feedsOf(asked, model.encoder.columns.map(({ name }) => name)), expected: await classAnswers(model, asked) };
  };
  const onIris = await logisticRegression().fit(iris, { target: 'species' });
  const onCancer = await logisticRegression().fit(cancer, { target: 'diagnosis', features: cancer.columns.slice(0, 8).map(({ name }) => name) });
  const onPenguins = first(penguins);
  const words = sequential([3], embedding(5, 4), flatten(), dense(3), relu(), dense(1));
  const indices = new NdArray(Int32Array.of(0, 1, 2, 4, 4, 3, 2, 2, 0), [3, 3]);
  const wordNet = untrained(words as Network, 'float32', binaryCrossEntropy() as TrainedNetwork['loss'], ['no', 'yes']);
  const digits = dataset('digits');
  const pixels = await digits.matrix(digits.columns.slice(0, 64).map(({ name }) => name));
  const x = { data: Float32Array.from(pixels.data, (value) => value / 16), shape: [pixels.shape[0], 1, 8, 8] };
  const cnn = await train(sequential([1, 8, 8], conv2d(6, 3), relu(), maxPool2d(2), flatten(), dense(10)), { x, y: (digits.columns[64] as { values: Float64Array }).values }, { loss: crossEntropy(), optimizer: adam({ learningRate: 0.01 }), epochs: 2 }).model;
  const someDigits = { data: x.data.subarray(0, 64 * rows), shape: [rows, 1, 8, 8] };
  const parted = untrained(sequential([3], dense(2)) as Network, 'float64', binaryCrossEntropy() as TrainedNetwork['loss']);
  const two = wave([4, 3], 'float64');
  const regressorNet = await mlpRegressor({ hidden: [5], epochs: 3 }).fit(mixed, { target: 'price', features });
  const classifierNet = await mlpClassifier({ hidden: [4], epochs: 3 }).fit(flowers.all, Array.from(species, (code) => code > 1));
  const holes = new NdArray(Float64Array.of(1, NaN, -2, NaN, 5, 6), [3, 2]);
  const labels = [['a', 1, true], ['b', 2, null], [null, 2, false], ['a', 3, true]];
  const clustersOf = async (metric: 'euclidean' | 'cosine' | 'manhattan'): Promise<Case> => {
    const model = await kMeans({ nClusters: 3, metric, nInit: 2 }).fit(flowers.all);
    return { model, feeds: { X: arrayTensor(flowers.few) }, expected: { cluster: numbers(await model.predict(flowers.few), [rows], 'int64'), distances: arrayTensor(await model.transform(flowers.few)) } };
  };
  const tableClusters = await kMeans({ nClusters: 3, nInit: 2 }).fit(penguins);
  const encoder = tableEncoder().fit(mixed, features);
  const encoded = encoder.transform(asked);
  const linear = await lasso({ alpha: 1 }).fit(diabetes, { target: 'progression' });
  return {
    lasso: await tableCase(linear, first(diabetes)),
    lassoFloat32: inFloat32(await tableCase(linear, first(diabetes))),
    irisFloat32: inFloat32({ model: onIris, feeds: feedsOf(first(iris), onIris.encoder.columns.map(({ name }) => name)), expected: await classAnswers(onIris, first(iris)) }),
    mixedTable: await tableCase(await ridge().fit(mixed, { target: 'price', features }), asked),
    penguins: await tableCase(await linearRegression().fit(penguins, { target: 'body_mass_g' }), onPenguins),
    pipelineOnTable: await tableCase(await fitOnTable(pipeline(polynomialFeatures(), ridge()), mixed, { target: 'price', features }) as never, asked),
    iris: { model: onIris, feeds: feedsOf(first(iris), onIris.encoder.columns.map(({ name }) => name)), expected: await classAnswers(onIris, first(iris)) },
    cancer: { model: onCancer, feeds: feedsOf(first(cancer), onCancer.encoder.columns.map(({ name }) => name)), expected: await classAnswers(onCancer, first(cancer)) },
    numbersAsClasses: await tableClasses('number'),
    booleansAsClasses: await tableClasses('sold'),
    elasticNet: await matrix(await elasticNet({ alpha: 0.1 }).fit(flowers.all, Float64Array.from(species))),
    ridge: await matrix(await ridge().fit(flowers.all, Float64Array.from(species))),
    manyTargets: await matrix(await linearRegression().fit(flowers.all, new NdArray(Float64Array.from({ length: 300 }, (_, i) => (i % 2) + species[i >> 1]), [150, 2])) as never),
    pipeline: await matrix(await pipeline(minMaxScaler(), polynomialFeatures({ degree: 3, interactionOnly: true, includeBias: true }), standardScaler(), ridge()).fit(flowers.all, Float64Array.from(species)) as never),
    logistic: { model: (await logisticRegression().fit(flowers.all, Array.from(species, (code) => code > 1))).withThreshold(0.2), feeds: { X: arrayTensor(flowers.few) }, expected: await classAnswers((await logisticRegression().fit(flowers.all, Array.from(species, (code) => code > 1))).withThreshold(0.2), flowers.few) },
    kMeans: await clustersOf('euclidean'), spherical: await clustersOf('cosine'), medians: await clustersOf('manhattan'),
    tableClusters: {
      model: tableClusters, feeds: feedsOf(onPenguins, tableClusters.encoder.columns.map(({ name }) => name)),
      expected: { cluster: numbers(await tableClusters.predict(onPenguins), [rows], 'int64'), distances: arrayTensor(await tableClusters.transform(onPenguins)) },
    },
    standardScaler: await transformer(await standardScaler().fit(flowers.all)),
    minMaxScaler: await transformer(await minMaxScaler({ range: [-1, 2] }).fit(flowers.all)),
    imputer: await transformer(await imputer().fit(holes), holes),
    polynomialFeatures: await transformer(await polynomialFeatures({ degree: 3, includeBias: true }).fit(flowers.all)),
    oneHotOfNumbers: await transformer(await oneHotEncoder({ drop: 'first', unknown: 'ignore' }).fit([[1, 5], [2, 5], [7, 6]]), new NdArray(Float64Array.of(2, 6, 1, 5, 9, 9), [3, 2])),
    oneHotOfLabels: {
      model: await oneHotEncoder({ unknown: 'ignore' }).fit(labels),
      feeds: { x0: { type: 'string', shape: [5, 1], values: ['a', 'b', '', 'a', 'z'] }, x1: numbers([1, 2, 2, 3, 9], [5, 1]), x2: numbers([1, NaN, 0, 1, 1], [5, 1]) },
      expected: { features: arrayTensor(await (await oneHotEncoder({ unknown: 'ignore' }).fit(labels)).transform([...labels, ['z', 9, true]])) },
    },
    fittedPipeline: await transformer(await pipeline(standardScaler(), minMaxScaler()).fit(flowers.all) as never),
    tableEncoder: { model: encoder, feeds: feedsOf(asked, encoder.columns.map(({ name }) => name)), expected: { features: numbers(encoded.data, [encoded.rows, encoded.columns]) } },
    images: await networkCase(images as Network, 'float32'),
    flat: await networkCase(flat as Network, 'float32'),
    flatFloat64: await networkCase(flat as Network, 'float64'),
    words: { model: wordNet, feeds: { x: arrayTensor(indices) }, expected: await classAnswers(wordNet as unknown as Classifying<NdArray>, indices) },
    digits: { model: cnn, feeds: { x: numbers(someDigits.data, someDigits.shape, 'float32') }, expected: await classAnswers(cnn as unknown as Classifying<typeof someDigits>, someDigits) },
    shares: { model: parted, feeds: { x: arrayTensor(two) }, expected: { prediction: arrayTensor(await parted.predict(two) as NdArray) } },
    normalised: await normalised(),
    mlpRegressor: await tableCase(regressorNet, asked),
    mlpClassifier: { model: classifierNet, feeds: { X: arrayTensor(flowers.few) }, expected: await classAnswers(classifierNet, flowers.few) },
  };
}

function inFloat32(one: Case): Case {
  return { ...one, options: { dtype: 'float32' }, feeds: Object.fromEntries(Object.entries(one.feeds).map(([name, tensor]) => [name, tensor.type === 'float64' ? { ...tensor, type: 'float32' as const } : tensor])) };
}

async function normalised(): Promise<Case> {
  const net = sequential([2, 3, 3], conv2d(2, 2), flatten(), dense(1)) as Network;
  const model = new TrainedNetwork(net, { loss: huber(), weights: net.init(1), dtype: 'float32', classes: undefined, history: [], bestEpoch: 1, normalization: { mean: [0.25, 0.5], std: [0.5, 0.1] } });
  const x = wave([4, 2, 3, 3], 'float32');
  return { model, feeds: { x: arrayTensor(x) }, expected: { prediction: numbers(await model.predict(x) as Float64Array, [4], 'float32') } };
}
