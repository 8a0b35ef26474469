/**
 * A training step of a small network, 16 → 32 (tanh) → 1, on 32 samples, squared errors, gradient descent: microseconds
 * a step, one operation at a time, compiled, and by PyTorch on one thread. At this size it is calls that are measured.
 *
 *   npm run bench -- mlp [PYTHON]     PYTHON: an interpreter that has torch; default: PyTorch is left out
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { add, array, compile, matmul, mean, mul, square, sub, tanh, valueAndGrad } from '../dist/index.js';

const dtype = 'float32';
const numbers = (shape, seed) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return array(Float32Array.from({ length: size }, (_, i) => ((i * 7919 * seed) % 1000) / 1000 - 0.5), shape, { dtype });
};

const x = numbers([32, 16], 1);
const y = numbers([32, 1], 3);
const start = { w1: numbers([16, 32], 7), b1: numbers([32], 9), w2: numbers([32, 1], 11), b2: numbers([1], 13) };

const loss = ({ w1, b1, w2, b2 }, x, y) => mean(square(sub(add(matmul(tanh(add(matmul(x, w1), b1)), w2), b2), y)));

function step(parameters, x, y) {
  const [value, gradient] = valueAndGrad((p) => loss(p, x, y))(parameters);
  return { value, parameters: Object.fromEntries(Object.entries(parameters).map(([name, w]) => [name, sub(w, mul(gradient[name], 0.05))])) };
}

/** The best of some rounds, in microseconds. */
function microseconds(work, repeat) {
  let best = Infinity;
  for (let round = 0; round < 15; round++) {
    const begin = performance.now();
    for (let i = 0; i < repeat; i++) work();
    best = Math.min(best, ((performance.now() - begin) * 1000) / repeat);
  }
  return best;
}

function train(step, repeat) {
  let parameters = start;
  return microseconds(() => { ({ parameters } = step(parameters, x, y)); }, repeat);
}

export default async function bench([python]) {
  const nothing = compile((x) => x);
  const compiled = train(compile(step), 2000);
  const rows = [['nothing, compiled', microseconds(() => nothing(x), 20000)], ['a step, eager', train(step, 40)], ['a step, compiled', compiled]];
  if (python !== undefined) {
    const { stdout, stderr, status } = spawnSync(python, [fileURLToPath(new URL('mlpPeer.py', import.meta.url))], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`mlp: PyTorch must run; ${stderr}`);
    rows.push(['a step, PyTorch', Number(stdout)]);
  }
  for (const [name, time] of rows) process.stdout.write(`${name.padEnd(20)} ${time.toFixed(1).padStart(8)} µs\n`);
  if (python !== undefined) process.stdout.write(`PyTorch / compiled   ${(rows[3][1] / compiled).toFixed(1).padStart(8)}\n`);
}
