/**
 * A small convolutional network, trained for some steps by compiled programs and for three epochs by `train`; one of images, augmented; clusters; a lasso: with one
 * thread and with two. The answer is hashes of all bits.
 */
import {
  add, array, averagePool2d, compile, conv2d, div, exp, flatten, grad, imagesOf, kMeans, lasso, load, logSoftmax, matmul, maxPool2d, mean, mul, NdArray, neg, oneHot, pow,
  relu, reshape, setThreads, sqrt, square, sub, sum, tanh, threadCount, toBytes, valueAndGrad,
} from 'glissade';
import * as nn from 'glissade/nn';

const shapes = { kernel: [8, 1, 3, 3], bias: [8], deepKernel: [16, 8, 3, 3], deepBias: [16], weights: [256, 10], intercepts: [10] };
const steps = 8;

export async function run() {
  const results = [];
  for (const threads of [1, 2]) {
    setThreads(threads);
    await secondThread();
    const before = answered;
    const hashes = { float32: await train(Float32Array), float64: await train(Float64Array), epochs: await epochs(), images: await pictures(), kMeans: await clusters(), lasso: await sparse() };
    results.push({ threads: threadCount(), helped: answered > before, ...hashes });
  }
  return { results, eager: eager() };
}

/** What anybody tries first. */
function eager() {
  const x = reshape(array([1, 2, 3, 4, 5, 6, 7, 8, 9]), [1, 1, 3, 3]);
  const kernel = reshape(array([1, 0, 0, 1]), [1, 1, 2, 2]);
  return [conv2d(x, kernel), grad((k) => sum(square(conv2d(x, k))))(kernel), compile(conv2d)(x, kernel)].map(({ data }) => [...data]);
}

async function train(Numbers) {
  const random = generator(7);
  const filled = (shape, scale) => new NdArray(Numbers.from({ length: shape.reduce((a, b) => a * b, 1) }, () => scale * (random() - 0.5)), shape);
  const each = (f) => Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, f(shape)]));
  const images = filled([32, 1, 16, 16], 2);
  const labels = new NdArray(Int32Array.from({ length: 32 }, () => 10 * random()), [32]);
  let state = { params: each((shape) => filled(shape, 0.4)), m: each((shape) => filled(shape, 0)), v: each((shape) => filled(shape, 0)) };
  const step = compile(adamStep);
  const losses = [];
  for (let t = 1; t <= steps; t++) {
    const { loss, ...next } = step(state, new NdArray(Numbers.of(t), []), images, labels);
    losses.push(loss);
    state = next;
    await pause(1); // a worker that has started can read its mail
  }
  if (!(losses[steps - 1].data[0] < losses[0].data[0])) throw new Error(`the loss must fall; it went from ${losses[0].data[0]} to ${losses[steps - 1].data[0]}`);
  return hashOf([...losses, ...['params', 'm', 'v'].flatMap((part) => Object.values(state[part]))]);
}

/**
 * Three epochs of a network with all that has a state or draws numbers, batch normalisation, dropout, adam, a validation; left after the first,
 * gone on with from a checkpoint, and kept in a file.
 */
async function epochs() {
  const random = generator(11);
  const y = Array.from({ length: 90 }, () => Math.floor(4 * random()));
  const x = { data: Float32Array.from({ length: 90 * 256 }, (_, i) => random() + (Math.floor((i % 256) / 64) === y[Math.floor(i / 256)] ? 0.4 : 0)), shape: [90, 1, 16, 16] };
  const net = nn.sequential([1, 16, 16],
    nn.conv2d(8, 3, { padding: 'same' }), nn.batchNorm(), nn.relu(), nn.maxPool2d(2), nn.conv2d(16, 3), nn.gelu(), nn.averagePool2d(2), nn.flatten(), nn.dropout(0.3), nn.dense(4));
  const schedule = nn.cosineDecay({ rate: 0.01, steps: 12 });
  let kept;
  const options = {
    loss: nn.crossEntropy(), optimizer: nn.adam({ learningRate: schedule }), epochs: 3, batchSize: 24, validation: 0.2, classWeight: 'balanced', clipNorm: 1, seed: 5,
    checkpoint: { to: { read: async () => kept, write: async (bytes) => { kept = bytes.slice(); } } },
  };
  for await (const { epoch } of nn.train(net, { x, y }, options)) if (epoch === 1) break;
  const model = await load(toBytes(await nn.train(net, { x, y }, options).model), { kind: 'network' });
  const seen = model.history.flatMap(({ trainLoss, validationLoss, metrics }) => [trainLoss, validationLoss, metrics.accuracy]);
  return hashOf([...[...model.parameters, ...model.layerState].flatMap((layer) => Object.values(layer)), await model.output(x), { data: Float64Array.from(seen) }]);
}

/** Two epochs of images: normalised, held out by class, shifted, mirrored and with noise. */
async function pictures() {
  const random = generator(19);
  const names = Array.from({ length: 60 }, (_, i) => ['cat', 'dog', 'owl'][i % 3]);
  const images = imagesOf({ data: Uint8Array.from({ length: 60 * 192 }, (_, i) => 160 * random() + 40 * (Math.floor(i / 192) % 3)), shape: [60, 3, 8, 8] }, names);
  const net = nn.sequential([3, 8, 8], nn.conv2d(4, 3), nn.relu(), nn.maxPool2d(2), nn.flatten(), nn.dense(3));
  const augment = [nn.randomShift({ pixels: 1, fill: 0.5 }), nn.randomFlip(), nn.gaussianNoise({ sd: 0.1 })];
  const model = await nn.train(net, images, { loss: nn.crossEntropy(), optimizer: nn.adam({ learningRate: 0.01 }), epochs: 2, batchSize: 16, validation: 0.25, augment, seed: 2 }).model;
  const { mean, std } = model.normalization;
  return hashOf([...model.parameters.flatMap((layer) => Object.values(layer)), await model.output(images), { data: Float64Array.of(...mean, ...std, model.baselineLoss) }]);
}

async function clusters() {
  const random = generator(13);
  const X = new NdArray(Float64Array.from({ length: 3000 * 6 }, (_, i) => random() + (Math.floor(i / 6) % 5) * 0.6), [3000, 6]);
  const { centers, labels, inertia } = await kMeans({ nClusters: 5, nInit: 3, seed: 2 }).fit(X);
  return hashOf([centers, { data: labels }, { data: Float64Array.of(inertia) }]);
}

async function sparse() {
  const random = generator(17);
  const X = new NdArray(Float64Array.from({ length: 2000 * 12 }, () => random() - 0.5), [2000, 12]);
  const y = Float64Array.from({ length: 2000 }, (_, i) => 3 * X.data[i * 12] - X.data[i * 12 + 5] + random());
  const { coef, intercept } = await lasso({ alpha: 0.01 }).fit(X, y);
  return hashOf([{ data: Float64Array.of(...coef, intercept) }]);
}

function cost({ kernel, bias, deepKernel, deepBias, weights, intercepts }, images, labels) {
  const shallow = maxPool2d(relu(conv2d(images, kernel, { bias, padding: 'same' })), 2);
  const deep = averagePool2d(tanh(conv2d(shallow, deepKernel, { bias: deepBias, padding: 1 })), 2);
  const scores = add(matmul(flatten(deep), weights), intercepts);
  return mean(neg(sum(mul(oneHot(labels, 10, { dtype: images.dtype }), logSoftmax(scores)), 1)));
}

function adamStep({ params, m, v }, t, images, labels) {
  const [loss, gradients] = valueAndGrad((params) => cost(params, images, labels))(params);
  const rate = mul(0.02, exp(mul(t, -0.1)));
  const next = { loss, params: {}, m: {}, v: {} };
  for (const [name, gradient] of Object.entries(gradients)) {
    next.m[name] = add(mul(m[name], 0.9), mul(gradient, 0.1));
    next.v[name] = add(mul(v[name], 0.999), mul(square(gradient), 0.001));
    const direction = div(div(next.m[name], sub(1, pow(0.9, t))), add(sqrt(div(next.v[name], sub(1, pow(0.999, t)))), 1e-8));
    next.params[name] = sub(params[name], mul(rate, direction));
  }
  return next;
}

/** Where there may be two threads: computes until the second one has been seen to help, for ten seconds at most. */
async function secondThread() {
  const a = new NdArray(new Float32Array(256 * 256), [256, 256]);
  const square = compile((a) => matmul(a, a));
  const start = answered;
  const waiting = () => threadCount() > 1 && answered === start && performance.now() < 10_000;
  while (waiting()) {
    square(a);
    await pause(5);
  }
}

/** How often a worker answered a call: the host takes back (2 → 1) those that nobody answered. */
let answered = 0;
const { compareExchange } = Atomics;
Atomics.compareExchange = (words, at, expected, replacement) => {
  const found = compareExchange(words, at, expected, replacement);
  if (expected === 2 && replacement === 1 && found !== 2) answered++;
  return found;
};

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Numbers in [0, 1), by Lehmer's generator: exact in every engine. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

async function hashOf(arrays) {
  const bytes = new Uint8Array(arrays.reduce((length, { data }) => length + data.byteLength, 0));
  let at = 0;
  for (const { data } of arrays) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
