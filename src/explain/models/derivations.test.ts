/** Derivations as a learner reads them: stored, so that every change of a word is seen. */
import { expect, test } from 'vitest';
import { array, type NdArray } from '../../array/index.ts';
import { kMeans } from '../../cluster/index.ts';
import { elasticNet, lasso, linearRegression, logisticRegression, ridge } from '../../models/index.ts';
import {
  adam, batchNorm, binaryCrossEntropy, conv2d, crossEntropy, dense, dropout, embedding, flatten, globalAveragePool2d, huber, layerNorm, leakyRelu, maxPool2d, mlpClassifier, mlpRegressor, meanSquaredError, relu,
  residual, sequential, sigmoid, softmax, tanh, averagePool2d, gelu, train, type Network, type Loss, type TrainedNetwork,
} from '../../nn/index.ts';
import { pipeline, standardScaler } from '../../preprocess/index.ts';
import { flatten as leavesOf } from '../../program/index.ts';
import { load, toBytes } from '../../exchange/index.ts';
import { constantsOf, expectFitsTogether, expectNumbersRight, expectPrinted } from '../evaluates.testing.ts';
import { derive, type Derivation } from '../index.ts';

const line = { X: [[1], [2], [3], [4], [5]], y: [1.2, 1.9, 3.2, 3.8, 5.1] };
const plane = { X: [[1, 2], [3, 1], [2, 4], [5, 3], [4, 5], [6, 1]], y: [3.1, 4.2, 5.9, 7.8, 9.1, 6.5] };
// the third column is of no use
const three = { X: plane.X.map(([a, b], i) => [a, b, [0.3, -0.2, 0.1, 0.4, -0.5, 0][i]]), y: plane.y };
const two = { X: plane.X, y: ['no', 'no', 'yes', 'yes', 'yes', 'no'] };
const classes = { X: plane.X, y: ['red', 'blue', 'green', 'green', 'green', 'blue'] };

async function expectStored(derivation: Derivation, name: string): Promise<void> {
  await expect(`${derivation.toText()}\n`).toMatchFileSnapshot(`../__derivations__/${name}.txt`);
  expectPrinted(derivation);
}

test('a line', async () => {
  const model = await linearRegression().fit(line.X, line.y);
  await expectStored(derive(model), 'line');
  expectNumbersRight(derive(model, line), oneSampleOf(line.X[1], line.y[1]));
  await expectStored(derive(model, { ...line, sample: 2 }), 'line-sample');
});

test('a plane', async () => {
  const derivation = derive(await linearRegression().fit(plane.X, plane.y), { ...plane, features: ['area', 'rooms'] });
  await expectStored(derivation, 'plane');
  expectNumbersRight(derivation, oneSampleOf(plane.X[1], plane.y[1]));
});

test('ridge', async () => {
  const derivation = derive(await ridge({ alpha: 2 }).fit(plane.X, plane.y), plane);
  await expectStored(derivation, 'ridge');
  expectNumbersRight(derivation, oneSampleOf(plane.X[1], plane.y[1]));
});

test('lasso: a column that pulls less than the penalty stays out, and the gap is 0', async () => {
  const derivation = derive(await lasso({ alpha: 0.2 }).fit(three.X, three.y), { ...three, features: ['area', 'rooms', 'noise'] });
  await expectStored(derivation, 'lasso');
  expectNumbersRight(derivation, oneSampleOf(three.X[1], three.y[1]));
});

test('a lasso that is not at its minimum: conditions that do not hold, and a gap', async () => {
  const model = await lasso({ alpha: 0.2, maxIter: 1, tol: 1e-12 }).fit(three.X, three.y.map((value, i) => value + i));
  const text = derive(model, three).toText();
  expect(text).toMatch(/ NO$/m);
  expect(Number(/gap P − D +s\n +\S+ +\S+ +(\S+)/.exec(text)![1])).toBeGreaterThan(0.01);
});

test('elastic net, and no intercept', async () => {
  const derivation = derive(await elasticNet({ alpha: 0.3, l1Ratio: 0.4, fitIntercept: false }).fit(three.X, three.y), three);
  await expectStored(derivation, 'elastic-net');
  expectNumbersRight(derivation, oneSampleOf(three.X[1], three.y[1]));
});

test('many targets are derived together, without the single sample, and it says so', async () => {
  const y = plane.y.map((value) => [value, -value]);
  const derivation = derive(await linearRegression().fit(plane.X, y), { X: plane.X, y });
  expect(derivation.sections.map(({ title }) => title)).not.toContain('One sample');
  expect(derivation.toText().replaceAll(/\s+/g, ' ')).toContain('The 2 targets are fitted each by itself');
  expectNumbersRight(derivation);
});

test('logistic regression', async () => {
  const model = await logisticRegression().fit(two.X, two.y);
  await expectStored(derive(model), 'logistic');
  expectNumbersRight(derive(model, two), oneSampleOf(two.X[3], 1));
  expectNumbersRight(derive(await logisticRegression({ penalty: 'none', maxIter: 5 }).fit(two.X, two.y), { ...two, sample: 3 }), oneSampleOf(two.X[3], 1));
});

/** The derivatives by weights and intercepts. */
function gradientOf(derivation: Derivation): number[] {
  const lines = derivation.lines.filter(({ name }) => /^∂C\/∂[wWb]$/.test(name));
  expect(lines.length).toBeGreaterThan(0);
  return lines.flatMap(({ value }) => Array.from(value!.data));
}

/** Rows that do not count, count less, and count more. */
const sampleWeight = [0.5, 1, 0, 2.5, 1, 3];
const targets = three.y.map((value, i) => [value, i - 2 * value]);
const penalised = { lasso: lasso({ alpha: 0.05, tol: 1e-14 }), 'elastic net': elasticNet({ alpha: 0.05, l1Ratio: 0.5, tol: 1e-14 }) };
const regressions = { linear: linearRegression(), 'linear without intercept': linearRegression({ fitIntercept: false }), ridge: ridge({ alpha: 2 }), ...penalised } as const;

test.each(Object.entries(regressions))('%s: where its fit weighed rows, so does its derivation, and the gradient is 0 there', async (name, estimator) => {
  const { X } = plane; // of these columns no weight is 0, where an absolute value has no gradient
  for (const y of [plane.y, targets]) {
    for (const weights of [undefined, sampleWeight]) {
      const model = await estimator.fit(X, y as never, weights && { sampleWeight: weights });
      const rows = { X, y, ...(weights && { sampleWeight: weights }) } as never;
      const derivation = derive(model, rows);
      const one = y === plane.y ? oneSampleOf(X[1], plane.y[1]) : undefined;
      expectNumbersRight(derivation, one);
      expectNumbersRight(derive(model, { ...(rows as object), sample: 3 }), one);
      expect(Math.max(...gradientOf(derivation).map(Math.abs)), `${name}, ${weights}`).toBeLessThan(1e-9);
      const text = derivation.toText().replaceAll(/\s+/g, ' ');
      expect(text).not.toContain(' NO ');
      expect(text.includes('weight of its sample')).toBe(weights !== undefined && one !== undefined);
    }
  }
});

test.each(Object.entries(penalised))('%s: the conditions and the gap of weighed rows are those of its fit', async (_, estimator) => {
  const model = await estimator.fit(three.X, three.y, { sampleWeight });
  const derivation = derive(model, { ...three, sampleWeight });
  await expectStored(derivation, `${model.kind === 'lasso' ? 'lasso' : 'elastic-net'}-weighed`);
  const text = derivation.toText();
  expect(text).not.toMatch(/ NO$/m);
  const [primal, dual] = /gap P − D +s\n +(\S+) +(\S+)/.exec(text)!.slice(1).map(Number);
  expect(primal).toBeCloseTo(derivation.lines.find(({ name }) => name === 'C')!.value!.data[0], 4);
  expect(dual).toBe(primal);
  // without the weights it is not that fit's place, and says why
  const alike = derive(model, three).toText().replaceAll(/\s+/g, ' ');
  expect(alike).toContain(' NO ');
  expect(alike).toContain('These rows are others, or their weights are (sampleWeight).');
});

test('weights are as if rows were repeated', async () => {
  const counts = [1, 2, 0, 3, 1, 2];
  const repeated = { X: plane.X.flatMap((row, i) => Array.from({ length: counts[i] }, () => row)), y: plane.y.flatMap((value, i) => Array.from({ length: counts[i] }, () => value)) };
  const model = await ridge().fit(repeated.X, repeated.y.map((value) => value + 1));
  const [once, weighed] = [derive(model, repeated), derive(model, { ...plane, sampleWeight: counts })];
  gradientOf(once).forEach((value, i) => expect(gradientOf(weighed)[i]).toBeCloseTo(value, 10));
});

test.each([
  [two, { classWeight: 'balanced' }, oneSampleOf(two.X[3], 1)], [two, { classWeight: { [String(two.y[0])]: 3 } }, oneSampleOf(two.X[3], 1)], [two, {}, oneSampleOf(two.X[3], 1)],
  [classes, { classWeight: 'balanced', alpha: 0.5 }, undefined], [classes, { fitIntercept: false }, undefined],
] as const)('%#: classes and rows that were weighed are weighed in the derivation: its gradient is 0 at the fit', async ({ X, y }, options, one) => {
  for (const weights of [undefined, [1, 3, 2, 0.5, 1, 0.25]]) {
    const model = await logisticRegression({ ...options, tol: 1e-12 } as never).fit(X as never, y as never, weights && { sampleWeight: weights });
    const rows = { X, y, ...(weights && { sampleWeight: weights }) } as never;
    const derivation = derive(model, rows);
    expectNumbersRight(derivation, one);
    expectNumbersRight(derive(model, { ...(rows as object), sample: 1 } as never), one);
    expect(Math.max(...gradientOf(derivation).map(Math.abs))).toBeLessThan(1e-6);
  }
});

test('class weights are those of the fit, whatever rows are shown, saved or not', async () => {
  const model = await logisticRegression({ classWeight: 'balanced' }).fit([...two.X, [7, 7]], [...two.y, 'yes']);
  expect(model.classWeights).toEqual(Float64Array.of(7 / 6, 7 / 8));
  const loaded = await load(toBytes(model), { kind: 'logisticRegression' });
  for (const one of [model, loaded]) {
    const derivation = derive(one, { X: [two.X[0]], y: ['no'] });
    expect(derivation.symbols.find(({ name }) => name === 'v')!.value).toMatchObject({ data: Float64Array.of(7 / 6) });
    expect(derivation.toText().replaceAll(/\s+/g, ' ')).toContain('no 1.1667, yes 0.875.');
  }
});

test.each([crossEntropy(), binaryCrossEntropy()])('a network that was trained with class weights has them in its cost: $name', async (loss) => {
  const net = sequential([2], dense(loss.name === 'crossEntropy' ? 2 : 1));
  const trained: TrainedNetwork = await train(net as Network, { x: two.X, y: [...two.y.slice(0, 5), 'yes'] }, { loss, optimizer: adam({ learningRate: 1e-4 }), epochs: 20, batchSize: 6, classWeight: 'balanced', dtype: 'float64' }).model;
  expect(trained.classWeights).toEqual(Float64Array.of(1.5, 0.75));
  for (const model of [trained, await load(toBytes(trained), { kind: 'network' })]) {
    const derivation = derive(model, { x: two.X, y: [...two.y.slice(0, 5), 'yes'] });
    expectNumbersRight(derivation);
    expect(derivation.toText()).toContain('weights of the samples: those of their classes, no 1.5, yes 0.75');
    const evaluated = derivation.lines.find(({ name }) => name === 'C')!.value!.data[0];
    expect(evaluated / trained.history.at(-1)!.trainLoss).toBeCloseTo(1, 3); // of the step before the last
  }
});

test('the network of a multilayer perceptron is derived from rows and targets as they are', async () => {
  const X = Array.from({ length: 40 }, (_, i) => [i / 10 - 2, (i % 7) / 3 - 1]);
  const y = X.map(([a, b]) => 1000 + 50 * a - 20 * b);
  const model = await mlpRegressor({ hidden: [4], epochs: 5 }).fit(X, y);
  const derivation = derive(model, { x: X, y });
  expectNumbersRight(derivation);
  const predicted = await model.predict(X);
  derivation.lines.find(({ name }) => name === 'ŷ')!.value!.data.forEach((value, i) => expect(value * model.scale + model.mean).toBeCloseTo(predicted[i], 2));
  expect(derivation.lines.find(({ name }) => name === 'C')!.value!.data[0]).toBeLessThan(10);
  expect(derivation.toText()).toContain(`targets, standardised: less ${Number(model.mean.toPrecision(5))}`);
  const classifier = await mlpClassifier({ hidden: [4], epochs: 5 }).fit(X, y.map((value) => value > 1000));
  expect(derive(classifier, { x: X, y: y.map((value) => value > 1000), sample: 3 }).title).toBe('A shallow network with cross entropy');
});

test('weights of rows that do not fit are refused', async () => {
  const model = await ridge().fit(plane.X, plane.y);
  expect(() => derive(model, { sampleWeight })).toThrow('derive: sampleWeight must be of rows; X is not given');
  expect(() => derive(model, { ...plane, sampleWeight: [1, 2] })).toThrow('derive: sampleWeight must');
  expect(() => derive(model, { ...plane, sampleWeight: [1, 2, -1, 0, 0, 0] })).toThrow('derive: weights must be at least 0; sampleWeight[2] is -1');
  expect(() => derive(model, { ...plane, sampleWeight: [1, 2, 0, 0, 0, 0], sample: 2 })).toThrow('derive: the sample to show must count; sampleWeight[2] is 0');
});

test('softmax', async () => {
  const derivation = derive(await logisticRegression({ penalty: 'l1', alpha: 0.3 }).fit(classes.X, classes.y), { ...classes, sample: 2 });
  await expectStored(derivation, 'softmax');
  expectNumbersRight(derivation);
});

test('a shallow network of tanh', async () => {
  const net = sequential([2], dense(3), tanh(), dense(1));
  await expectStored(derive(net, { loss: meanSquaredError() }), 'shallow-tanh');
  await expectStored(derive(net, { loss: meanSquaredError(), x: plane.X, y: plane.y, sample: 0 }), 'shallow-tanh-sample');
});

test('a deep network of relu', async () => {
  await expectStored(derive(sequential([4], dense(8), relu(), dense(6), relu(), dense(3)), { loss: crossEntropy(), optimizer: adam() }), 'deep-relu');
});

test('a small CNN', async () => {
  const net = sequential([1, 8, 8], conv2d(4, 3, { padding: 'same' }), relu(), maxPool2d(2), conv2d(6, 3), relu(), flatten(), dense(3));
  await expectStored(derive(net, { loss: crossEntropy() }), 'small-cnn');
});

test('a residual block with batch normalisation', async () => {
  const net = sequential([2], dense(3), residual(dense(3, { bias: false }), batchNorm(), relu()), dense(1));
  await expectStored(derive(net, { loss: meanSquaredError() }), 'residual-batch-norm');
});

test('a small CNN, with the numbers of one image', async () => {
  const net = sequential([1, 4, 4], conv2d(2, 3), relu(), flatten(), dense(2));
  const image = [[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]];
  await expectStored(derive(net, { loss: crossEntropy(), x: [[image]], y: [1], sample: 0 }), 'small-cnn-sample');
});

test('words, with the numbers of one sample', async () => {
  const net = sequential([2], embedding(4, 2), flatten(), dense(3), tanh(), dense(1));
  await expectStored(derive(net, { loss: binaryCrossEntropy(), x: [[0, 3], [1, 1]], y: [1, 0], sample: 0 }), 'embedding-sample');
});

test('k-means, one iteration', async () => {
  const X = [[1, 1], [1.5, 2], [3, 4], [5, 7], [3.5, 5], [4.5, 5], [3.5, 4.5]];
  const model = await kMeans({ nClusters: 2 }).fit(X);
  await expectStored(derive(model, { X, centers: [[1, 1], [5, 7]], features: ['a', 'b'] }), 'k-means');
  // the rows are right already, and the centres are not
  const almost = derive(model, { X, centers: model.centers.toNested().map((centre) => centre.map((c) => c + 0.01)) });
  expect(almost.toMarkdown()).toContain('Here the next assignment moves no row, so the centres stay where they are now: it is reached, at SSE = ');
  expect(derive(model, { X }).toText()).toContain('the centres stay, and so do the rows');
  expect(derive(model).toText()).toContain('cₖ = (1/nₖ) Σ xᵢ');
});

test.each(['cosine', 'manhattan'] as const)('k-means by %s: what the cost falls by is what the model says', async (metric) => {
  const X = [[1, 1], [1.5, 2], [3, 4], [5, 7], [3.5, 5], [4.5, 5], [3.5, -4.5]];
  const model = await kMeans({ nClusters: 2, metric }).fit(X);
  const text = derive(model, { X }).toText();
  expect(text).toContain('the centres stay, and so do the rows');
  expect(Number(/SSE = (\S+), the sum/.exec(text)![1])).toBeCloseTo(model.inertia, 4);
});

/** Networks of every layer and loss, so small that they are quick. */
const networks: readonly (readonly [string, Network, Loss, (number | string)[]])[] = [
  ['tanh, huber', sequential([3], dense(2), tanh(), dense(1)), huber({ delta: 0.5 }), [0.5, -2, 1]],
  ['sigmoid, binary cross entropy', sequential([3], dense(2), sigmoid(), dense(1)), binaryCrossEntropy(), [0, 1, 1]],
  ['relu, leaky relu, gelu', sequential([3], dense(2), relu(), dense(3), leakyRelu(), dense(2), gelu(), dense(3)), crossEntropy(), [0, 2, 1]],
  ['convolutions with stride, padding, dilation and groups', sequential([2, 6, 5], conv2d(4, 3, { stride: 2, padding: 1 }), relu(), conv2d(4, 2, { groups: 2, dilation: 1, bias: false }), averagePool2d(2, { stride: 1 }), flatten(), dense(2)), crossEntropy(), [0, 1, 1]],
  ['normalisation', sequential([2, 4, 4], conv2d(3, 3), batchNorm(), relu(), globalAveragePool2d(), layerNorm(), dense(2)), crossEntropy(), [0, 1, 1]],
  ['max pooling that overlaps', sequential([1, 5, 5], conv2d(2, 2), maxPool2d(2, { stride: 1 }), tanh(), flatten(), dense(1)), meanSquaredError(), [0.5, 1, 2]],
  ['residual layers', sequential([3], residual(dense(3), tanh(), dense(3)), softmax(), dense(1)), meanSquaredError(), [0.5, 1, 2]],
  ['embedding', sequential([2], embedding(5, 3), flatten(), dense(2)), crossEntropy(), [1, 0, 1]],
];

test.each(networks)('%s: every formula computes what the network does', (_, net, loss, y) => {
  const size = net.inputShape.reduce((product, length) => product * length, 1);
  const x = array(Float64Array.from({ length: 3 * size }, (__, i) => (net.takesIndices ? (i * 3) % 5 : ((i * 7) % 11) / 5 - 1)), [3, ...net.inputShape]);
  const derivation = derive(net, { loss, x, y });
  const parameters = leavesOf('test', 'p', net.init(0, 'float64').parameters).leaves;
  const names = derivation.symbols.filter(({ meaning }) => / of layer /.test(meaning)).map(({ name }) => name);
  expect(names.length).toBe(parameters.length);
  const truth = derivation.symbols.find(({ name }) => name === 'y')!.value as NdArray;
  const given = { X: x, y: truth, ...Object.fromEntries(names.map((name, i) => [name, parameters[i]])), ...constantsOf(derivation) };
  expectNumbersRight(derivation, given);
  expectFitsTogether(derivation, { ...given, m: 3 });
});

test('dropout is written with the random numbers of the step', () => {
  expect(derive(sequential([3], dense(4), dropout(0.5), dense(1)), { loss: meanSquaredError() }).toText()).toContain('uniform[');
});

const samples = { x: plane.X, y: plane.y };
test.each([
  [() => derive(sequential([2], dense(1)), {}), 'derive: a network that is not trained must be given its loss, as derive(net, { loss: crossEntropy() }); there is none'],
  [() => derive(sequential([2], dense(1)), { loss: meanSquaredError(), x: [[1, 2]] }), 'derive: samples must come with their truth; y is not given'],
  [() => derive(sequential([2], dense(1)), { loss: meanSquaredError(), x: [[1, 2, 3]], y: [1] }), 'derive: x must be [samples, 2], at least one, as the network has it; it is [1,3]'],
  [() => derive(sequential([2], dense(1)), { loss: meanSquaredError(), x: [[1, 2]], y: [1, 2] }), 'derive: y must be [1,1], one for each sample; it is [2]'],
  [() => derive(sequential([2], dense(2)), { loss: crossEntropy(), x: [[1, 2]], y: ['a'] }), 'derive: labels must be numbers of classes, from 0 to 1; label 0 is "a"'],
  [() => derive(sequential([2], dense(1)), { loss: meanSquaredError(), sample: 1 }), 'derive: sample must choose from samples; x is not given'],
  [() => derive(sequential([2], dense(2)), { loss: 'mse' as never }), 'derive: loss must be a loss, such as crossEntropy(); it is "mse"'],
  [() => derive(sequential([2], dense(2)), { loss: crossEntropy(), optimizer: 'adam' as never }), 'derive: optimizer must be an optimizer, such as adam(); it is "adam"'],
  [() => derive(linearRegression() as never), 'or a network; it is an estimator, fit it first'],
  [() => derive(linearRegression().fit(plane.X, plane.y) as never), 'or a network; it is a promise, await it'],
  [() => derive(train(sequential([2], dense(1)), samples, { loss: meanSquaredError(), optimizer: adam(), epochs: 1 }) as never), 'or a network; it is a training, await its model'],
  [() => derive(7 as never), 'derive: what is derived must be a function of arrays with the list of its arguments, a fitted linear, logistic or k-means model, or a network; it is 7'],
])('%# what does not fit is refused with words', (call, message) => {
  expect(call).toThrow(message);
});

test.each([
  [{ X: plane.X }, 'derive: rows must come with their truth; y is not given'],
  [{ sample: 1 }, 'derive: sample must choose from rows; X is not given'],
  [{ ...plane, features: ['a'] }, 'derive: features must be one name for each feature; the model has 2, 1 are given'],
  [{ ...plane, sample: 6 }, 'derive: sample must be a whole number from 0 to 5; it is 6'],
  [{ X: plane.X, y: plane.X }, 'derive: y must have'],
])('rows that do not fit a regression are refused: %o', async (options, message) => {
  const model = await linearRegression().fit(plane.X, plane.y);
  expect(() => derive(model, options)).toThrow(message);
});

test('of a pipeline the model is derived', async () => {
  const fitted = await pipeline(standardScaler(), ridge()).fit(plane.X, plane.y);
  expect(() => derive(fitted as never)).toThrow('or a network; it is a pipeline, derive its model: derive(pipeline.model)');
  expect(derive(fitted.model).title).toBe('Ridge regression');
});

test('labels that a classifier does not know are refused, and centres that are too many', async () => {
  const model = await logisticRegression().fit(two.X, two.y);
  expect(() => derive(model, { X: two.X, y: two.y.with(0, 'maybe') })).toThrow('derive: labels must be classes of the model, "no", "yes"; "maybe" is none');
  const clusters = await kMeans({ nClusters: 2 }).fit(plane.X);
  expect(() => derive(clusters, { X: plane.X, centers: [[1, 1]] })).toThrow("derive: centers must be as many as the model's clusters, 2; they are 1");
  expect(() => derive(clusters, { features: ['a'] })).toThrow('derive: features must be one name for each feature; the model has 2, 1 are given');
});

function oneSampleOf(x: readonly number[], y: number): Record<string, NdArray | number> {
  return { x_k: array(Float64Array.from(x), [1, x.length]), y_k: y };
}
