/**
 * A training step of a small network, 16 → 32 (tanh) → 1, on 32 samples, squared errors, gradient descent: microseconds a step, here, by
 * PyTorch and by tfjs, all on one thread and by turns, the least processor time of some rounds: other work on the machine does not count. At this size it is calls that are measured, and there are two ways to make them: a
 * step as a function (compileStep; optimizer.minimize of tfjs), and a whole training (train; model.fit of tfjs) with its batches.
 *
 *   npm run bench -- mlp [PYTHON] [FOLDER]     PYTHON: an interpreter that has torch; FOLDER: where @tensorflow/tfjs and its backends are installed
 */
import { add, array, compile, compileStep, matmul, mean, mul, setThreads, square, sub, tanh, valueAndGrad } from '../dist/index.js';
import * as nn from '../dist/nn/index.js';
import { pythonPeer, readPeers } from './pythonPeer.mjs';
import { tensorflow } from './tfjsPeer.mjs';

const rounds = 20;
const samples = 3200; // of a whole training: 100 steps an epoch
const numbers = (shape, seed) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return array(Float32Array.from({ length: size }, (_, i) => ((i * 7919 * seed) % 1000) / 1000 - 0.5), shape);
};

const x = numbers([32, 16], 1);
const y = numbers([32, 1], 3);
const start = { w1: numbers([16, 32], 7), b1: numbers([32], 9), w2: numbers([32, 1], 11), b2: numbers([1], 13) };

const loss = ({ w1, b1, w2, b2 }, x, y) => mean(square(sub(add(matmul(tanh(add(matmul(x, w1), b1)), w2), b2), y)));

function update(parameters, x, y) {
  const [value, gradient] = valueAndGrad((p) => loss(p, x, y))(parameters);
  return [Object.fromEntries(Object.entries(parameters).map(([name, w]) => [name, sub(w, mul(gradient[name], 0.05))])), value];
}

/** Processor time of `repeat` calls, in microseconds each. */
const repeated = (work, repeat, steps = 1) => async () => {
  const begin = process.cpuUsage();
  for (let i = 0; i < repeat; i++) {
    const result = work();
    if (result instanceof Promise) await result;
  }
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / repeat / steps;
};

function stepping(step, repeat) {
  let parameters = start;
  return repeated(() => { [parameters] = step(parameters, x, y); }, repeat);
}

/** An epoch of 100 steps after the other. */
function training() {
  const net = nn.sequential([16], nn.dense(32), nn.tanh(), nn.dense(1));
  const data = { x: numbers([samples, 16], 1), y: numbers([samples], 3).data };
  const epochs = nn.train(net, data, { loss: nn.meanSquaredError(), optimizer: nn.sgd({ learningRate: 0.05 }), epochs: 1e6, batchSize: 32 })[Symbol.asyncIterator]();
  return repeated(() => epochs.next(), 5, samples / 32);
}

export default async function bench(args) {
  const { python, folder } = readPeers(args);
  setThreads(1);
  const nothing = compile((x) => x);
  const kept = compileStep(update, start);
  const works = {
    'nothing, compiled': repeated(() => nothing(x), 5000),
    'a step, eager': stepping(update, 20),
    'a step, compiled': stepping(compile(update), 500),
    'a step, parameters kept': repeated(() => kept.run(x, y), 1000),
    'a step of train': training(),
  };
  const torch = python === undefined ? undefined : await pythonPeer('mlpPeer.py', [], 1, python);
  if (torch !== undefined) works.PyTorch = async () => Number(await torch.ask('300'));
  const peers = folder === undefined ? [] : tensorflow(folder);
  for (const peer of peers) {
    works[`${peer.name}, minimize`] = repeated(await peer.stepOf('mlp 16-32-1'), 200);
    works[`${peer.name}, fit`] = repeated(await peer.fitOf(samples), 1, samples / 32);
  }
  const best = Object.fromEntries(Object.keys(works).map((name) => [name, Infinity]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, work] of Object.entries(works)) best[name] = Math.min(best[name], await work());
  }
  await torch?.end();
  for (const [name, time] of Object.entries(best)) process.stdout.write(`${name.padEnd(30)} ${time.toFixed(1).padStart(8)} µs\n`);
  const ratio = (words, theirs, ours) => process.stdout.write(`${words.padEnd(60)} ${(theirs / ours).toFixed(1).padStart(6)}\n`);
  const least = (kind) => Math.min(...peers.map(({ name }) => best[`${name}, ${kind}`]));
  if (torch !== undefined) ratio('PyTorch / parameters kept', best.PyTorch, best['a step, parameters kept']);
  if (peers.length > 0) {
    ratio('tfjs, its better backend, minimize / parameters kept', least('minimize'), best['a step, parameters kept']);
    ratio('tfjs, its better backend, fit / train', least('fit'), best['a step of train']);
  }
}
