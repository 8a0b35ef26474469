/** Training steps of the networks of mlp.bench.mjs and cnn.bench.mjs by tfjs, on its backends for processors, where a folder has them installed. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** [input of a sample, samples, tfjs's optimizer, loss, layers] */
const networks = {
  'mlp 16-32-1': [[16], 32, (tf) => tf.train.sgd(0.05), squared, [['dense', 16, 32, 'tanh'], ['dense', 32, 1]]],
  mlp: [[784], 128, (tf) => tf.train.adam(), entropy, [['dense', 784, 256, 'relu'], ['dense', 256, 128, 'relu'], ['dense', 128, 10]]],
  cnn: [[28, 28, 1], 32, (tf) => tf.train.adam(), entropy, [['conv', 1, 16], ['conv', 16, 32], ['flatten', 1568], ['dense', 1568, 64, 'relu'], ['dense', 64, 10]]],
};

/** @returns for each backend its name and version, `stepOf(network)`: a function that makes one step, and `fitOf(samples)`: one that trains an epoch of 'mlp 16-32-1' */
export function tensorflow(folder) {
  const require = createRequire(pathToFileURL(join(folder, 'package.json')));
  const tf = require('@tensorflow/tfjs'); // the core alone has no gradients
  tf.enableProdMode();
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  const { version_cpu } = require('@tensorflow/tfjs-backend-cpu');
  wasm.setThreadsCount(1); // the cpu backend is JavaScript, on one
  const on = async (backend, make) => {
    await tf.setBackend(backend);
    const work = make();
    await work();
    return async () => {
      if (tf.getBackend() !== backend) await tf.setBackend(backend);
      return work();
    };
  };
  return ['wasm', 'cpu'].map((backend) => ({
    name: `tfjs-${backend} ${backend === 'wasm' ? wasm.version_wasm : version_cpu}`,
    stepOf: (network, samples) => on(backend, () => stepOf(tf, networks[network], samples)),
    fitOf: (samples) => on(backend, () => fitOf(tf, samples)),
  }));
}

function stepOf(tf, [input, batch, optimizerOf, lossOf, layers], samples = batch) {
  const x = tf.randomUniform([samples, ...input], -0.5, 0.5);
  const forward = layers.map((layer) => layerOf(tf, layer));
  const optimizer = optimizerOf(tf);
  const loss = lossOf(tf, samples);
  return () => optimizer.minimize(() => loss(forward.reduce((y, layer) => layer(y), x)));
}

function fitOf(tf, samples) {
  const x = tf.randomUniform([samples, 16], -0.5, 0.5);
  const y = tf.randomUniform([samples, 1], -0.5, 0.5);
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 32, activation: 'tanh', inputShape: [16] }), tf.layers.dense({ units: 1 })] });
  model.compile({ optimizer: tf.train.sgd(0.05), loss: 'meanSquaredError' });
  return () => model.fit(x, y, { epochs: 1, batchSize: 32, verbose: 0 });
}

function layerOf(tf, [kind, inputs, outputs, activation]) {
  if (kind === 'flatten') return (x) => tf.reshape(x, [x.shape[0], inputs]);
  const shape = kind === 'conv' ? [3, 3, inputs, outputs] : [inputs, outputs];
  const w = tf.variable(tf.randomNormal(shape, 0, 0.1));
  const b = tf.variable(tf.zeros([outputs]));
  if (kind === 'conv') return (x) => tf.maxPool(tf.relu(tf.add(tf.conv2d(x, w, 1, 'same'), b)), 2, 2, 'valid');
  return (x) => {
    const y = tf.add(tf.matMul(x, w), b);
    return activation === undefined ? y : tf[activation](y);
  };
}

function squared(tf, samples) {
  const y = tf.randomUniform([samples, 1], -0.5, 0.5);
  return (found) => tf.mean(tf.square(tf.sub(found, y)));
}

function entropy(tf, samples) {
  const truth = tf.oneHot(tf.tensor1d(Array.from({ length: samples }, (_, i) => i % 10), 'int32'), 10);
  return (found) => tf.losses.softmaxCrossEntropy(truth, found);
}
