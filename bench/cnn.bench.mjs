/**
 * Training steps of two networks, Adam, cross-entropy: the CNN of 28 × 28 images (conv 16 3×3, relu, pool, conv 32 3×3, relu, pool, dense 64,
 * relu, dense 10) on batches of 32, and the perceptron 784-256-128-10 on batches of 128. Samples a second, here and by PyTorch, by turns,
 * with one thread and with two: the best steps of many, as other work on the machine only ever makes one slower.
 *
 *   npm run bench -- cnn [PYTHON]     PYTHON: an interpreter that has torch; default: PyTorch is left out
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { array, setThreads } from '../dist/index.js';
import { adam, conv2d, crossEntropy, dense, flatten, maxPool2d, relu, sequential } from '../dist/nn/index.js';
import { trainStep } from '../dist/nn/training/step.js';

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

/** A function that asks PyTorch. */
function peer(python) {
  const child = spawn(python, [fileURLToPath(new URL('cnnPeer.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    seconds: async (name, threads, count) => {
      child.stdin.write(`${name} ${threads} ${count}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('cnn: PyTorch must run; it ended');
      return Number(value);
    },
    end: () => child.stdin.end(),
  };
}

export default async function bench([python]) {
  const torch = python === undefined ? undefined : peer(python);
  for (const [name, network] of Object.entries(networks)) {
    const step = stepOf(network);
    for (const threads of [1, 2]) {
      let [here, there] = [Infinity, Infinity];
      for (let round = 0; round < rounds; round++) {
        setThreads(threads);
        here = Math.min(here, seconds(step, steps[name]));
        if (torch !== undefined) there = Math.min(there, await torch.seconds(name, threads, steps[name]));
      }
      const rate = (time) => (network[1] / time).toFixed(0).padStart(7);
      process.stdout.write(`${name}, ${threads} thread${threads === 1 ? ' ' : 's'}  ${rate(here)} samples/s${torch === undefined ? '' : `   PyTorch ${rate(there)}   ratio ${(there / here).toFixed(2)}`}\n`);
    }
  }
  torch?.end();
}
