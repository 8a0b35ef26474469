/**
 * Training steps of two networks, Adam, cross-entropy: the CNN of 28 × 28 images (conv 16 3×3, relu, pool, conv 32 3×3, relu, pool, dense 64,
 * relu, dense 10) on batches of 32, and the perceptron 784-256-128-10 on batches of 128. Samples a second, here, by PyTorch and by tfjs, by turns,
 * with one thread and, not tfjs, with two: the best steps of many, as other work on the machine only ever makes one slower.
 *
 *   npm run bench -- cnn [PYTHON] [FOLDER]     PYTHON: an interpreter that has torch; FOLDER: where @tensorflow/tfjs and its backends are installed
 */
import { array, setThreads } from '../dist/index.js';
import { adam, conv2d, crossEntropy, dense, flatten, maxPool2d, relu, sequential } from '../dist/nn/index.js';
import { trainStep } from '../dist/nn/training/step.js';
import { pythonPeer, readPeers } from './pythonPeer.mjs';
import { tensorflow } from './tfjsPeer.mjs';

const networks = {
  cnn: [sequential([1, 28, 28], conv2d(16, 3, { padding: 'same' }), relu(), maxPool2d(2), conv2d(32, 3, { padding: 'same' }), relu(), maxPool2d(2),
    flatten(), dense(64), relu(), dense(10)), 32],
  mlp: [sequential([784], dense(256), relu(), dense(128), relu(), dense(10)), 128],
};
const rounds = 10;
const steps = { cnn: 20, mlp: 60 };

function stepOf([net, samples]) {
  const size = net.inputShape.reduce((a, b) => a * b, samples);
  const batch = {
    x: array(Float32Array.from({ length: size }, (_, i) => ((i * 7919) % 1000) / 1000 - 0.5), [samples, ...net.inputShape]),
    target: array(Int32Array.from({ length: samples }, (_, i) => i % 10), [samples]),
  };
  const step = trainStep(net, crossEntropy(), adam(), net.init(0), { seed: 0, dtype: 'float32' });
  return () => step.run(batch);
}

/** Of the best of `count` steps. */
function seconds(step, count) {
  let best = Infinity;
  for (let i = 0; i < count; i++) {
    const begin = performance.now();
    step();
    best = Math.min(best, performance.now() - begin);
  }
  return best / 1000;
}

/** Milliseconds of the best of some steps of tfjs, in samples a second; undefined where it cannot. Where a step takes seconds there is one of few samples. */
async function tfjsRate(peer, name, samples) {
  const few = name === 'cnn' && peer.name.startsWith('tfjs-cpu') ? 4 : samples;
  try {
    const step = await peer.stepOf(name, few);
    let best = Infinity;
    for (let i = 0; i < (few < samples ? 1 : 5); i++) {
      const begin = performance.now();
      await step();
      best = Math.min(best, performance.now() - begin);
    }
    return [few / best * 1000, ''];
  } catch (error) {
    return [undefined, String(error.message).split('\n')[0]];
  }
}

export default async function bench(args) {
  const { python, folder } = readPeers(args);
  const torch = python === undefined ? undefined : await pythonPeer('cnnPeer.py', [], 2, python);
  const peers = folder === undefined ? [] : tensorflow(folder);
  for (const [name, network] of Object.entries(networks)) {
    const step = stepOf(network);
    const samples = network[1];
    const rate = (value) => `${value.toFixed(value < 100 ? 1 : 0).padStart(7)} samples/s`;
    for (const threads of [1, 2]) {
      let [here, there] = [Infinity, Infinity];
      const tfjs = peers.map(() => [0, '']);
      for (let round = 0; round < rounds; round++) {
        setThreads(threads);
        here = Math.min(here, seconds(step, steps[name]));
        if (torch !== undefined) there = Math.min(there, Number(await torch.ask(`${name} ${threads} ${steps[name]}`)));
        if (threads > 1 || round % 5 > 0) continue; // slow, and not for several
        for (const [i, peer] of peers.entries()) {
          const [found, why] = await tfjsRate(peer, name, samples);
          tfjs[i] = found === undefined ? [undefined, why] : [Math.max(tfjs[i][0], found), ''];
        }
      }
      process.stdout.write(`${name}, ${threads} thread${threads === 1 ? ' ' : 's'}  ${rate(samples / here)}${torch === undefined ? '' : `   PyTorch ${rate(samples / there)}   ratio ${(there / here).toFixed(2)}`}\n`);
      if (threads > 1) continue;
      for (const [i, peer] of peers.entries()) {
        const [found, why] = tfjs[i];
        process.stdout.write(`    ${peer.name} ${found === undefined ? `cannot: ${why}` : `${rate(found)}   ratio ${(samples / here / found).toFixed(0)}`}\n`);
      }
    }
  }
  await torch?.end();
}
