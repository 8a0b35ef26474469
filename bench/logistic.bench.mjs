/**
 * Logistic regression of this library and of scikit-learn (lbfgs, its default) on the same numbers, one after the other,
 * several times, both on one thread and then both on two: milliseconds, how many times ours scikit-learn's time is, and
 * how good each solution is: the largest |gradient| of Σ log-loss + ½‖w‖², computed here from the coefficients alone.
 * scikit-learn at its default tolerance, ours at its own, which is tighter; and ours at scikit-learn's gradient.
 * Without Python and scikit-learn ours alone.
 *
 *   npm run bench -- logistic [repetitions = 5] [threads = 1,2] [part of a name]      PYTHON=python3 names the interpreter
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { array, logisticRegression, setThreads } from '../dist/index.js';
import { pythonPeer, readRepetitions, scikitLearnVersion, uniforms } from './pythonPeer.mjs';

/** name → rows, columns, classes, and the tolerance at which our gradient is still below scikit-learn's. */
const cases = {
  'two classes': [20_000, 100, 2, 1e-6],
  'two classes, more rows': [100_000, 50, 2, 1e-6],
  'four classes': [20_000, 50, 4, 1e-6],
};

export default async function logistic([repetitions = '5', threads = '1,2', part = '']) {
  const folder = mkdtempSync(join(tmpdir(), 'glissade-bench-'));
  const version = scikitLearnVersion();
  const rounds = readRepetitions(repetitions);
  try {
    const table = new Table({ head: ['fit', 'rows × columns', 'threads', 'tol', 'ms (min, median)', '|gradient|', `scikit-learn ${version ?? ''} ms`, '|gradient|', 'ratio of minima'], style: { head: [], border: [] } });
    for (const [name, [rows, columns, classes, loose]] of Object.entries(cases).filter(([each]) => each.includes(part))) {
      const { X, y } = data(rows, columns, classes);
      writeFileSync(join(folder, 'X'), X);
      writeFileSync(join(folder, 'y'), y);
      const matrix = array(X, [rows, columns]);
      const gradient = (theta) => largestGradient(X, y, columns, classes, theta);
      for (const count of threads.split(',').map(Number)) {
        const theirs = version === undefined ? undefined : await pythonPeer('logistic_peer.py', [folder, rows, columns], count);
        setThreads(count);
        const [near, far] = [undefined, loose].map((tol) => ({ tol, estimator: logisticRegression(tol === undefined ? {} : { tol }), times: [], theta: [] }));
        const their = [];
        for (let r = -1; r < rounds; r++) { // the first starts the threads and compiles
          for (const side of [near, far]) {
            const start = performance.now();
            const model = await side.estimator.fit(matrix, y);
            if (r >= 0) side.times.push(performance.now() - start);
            side.theta = thetaOf(model);
          }
          const answer = await theirs?.ask(1e-4); // milliseconds, then the iterations
          if (r >= 0 && answer !== undefined) their.push(Number(answer.split(' ')[0]));
        }
        await theirs?.end();
        const theirGradient = theirs === undefined ? '' : gradient(new Float64Array(Uint8Array.from(readFileSync(join(folder, 'theta'))).buffer)).toExponential(1);
        for (const { tol, times, theta } of [near, far]) {
          const ratio = their.length === 0 ? '' : `${(Math.min(...their) / Math.min(...times)).toFixed(2)} ×`;
          table.push([name, `${rows} × ${columns}`, count, tol ?? 'default', shown(times), gradient(theta).toExponential(1), shown(their), theirGradient, ratio]);
        }
      }
    }
    process.stdout.write(`${table.toString()}\nratio: scikit-learn's time over ours; above 1 we are faster. Both fit in one process each, taking turns.\n`);
  } finally {
    setThreads(Infinity);
    rmSync(folder, { recursive: true });
  }
}

function shown(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted.length === 0 ? '' : `${sorted[0].toFixed(1)}, ${sorted[sorted.length >> 1].toFixed(1)}`;
}

/** Per output the coefficients and the intercept. */
function thetaOf({ coef, intercept }) {
  const d = coef.shape[1];
  return Float64Array.from({ length: intercept.length * (d + 1) }, (_, e) => (e % (d + 1) < d ? coef.data[Math.floor(e / (d + 1)) * d + (e % (d + 1))] : intercept[Math.floor(e / (d + 1))]));
}

function largestGradient(X, y, d, classes, theta) {
  const outputs = classes === 2 ? 1 : classes;
  const gradient = theta.map((value, e) => (e % (d + 1) < d ? value : 0));
  const p = new Float64Array(classes);
  for (let i = 0; i < y.length; i++) {
    const scores = Array.from({ length: outputs }, (_, k) => {
      let z = theta[k * (d + 1) + d];
      for (let j = 0; j < d; j++) z += theta[k * (d + 1) + j] * X[i * d + j];
      return z;
    });
    if (classes === 2) p[0] = 1 / (1 + Math.exp(-scores[0]));
    else {
      const largest = Math.max(...scores);
      const sum = scores.reduce((total, score) => total + Math.exp(score - largest), 0);
      scores.forEach((score, k) => { p[k] = Math.exp(score - largest) / sum; });
    }
    for (let k = 0; k < outputs; k++) {
      const r = p[k] - (classes === 2 ? y[i] : Number(y[i] === k));
      for (let j = 0; j < d; j++) gradient[k * (d + 1) + j] += r * X[i * d + j];
      gradient[k * (d + 1) + d] += r;
    }
  }
  return gradient.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

/** Correlated normal-like columns, a fifth of them in use; classes that overlap; the same numbers each time. */
function data(rows, columns, classes) {
  const uniform = uniforms();
  const X = new Float64Array(rows * columns);
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const common = uniform();
    const scores = new Float64Array(classes === 2 ? 1 : classes);
    for (let j = 0; j < columns; j++) {
      const x = 2 * (uniform() + uniform() + uniform()) + common;
      X[i * columns + j] = x;
      if (j % 5 === 0) scores[(j / 5) % scores.length] += x * (j % 2 === 0 ? 0.5 : -0.5);
    }
    if (classes === 2) y[i] = Number(uniform() + 0.5 < 1 / (1 + Math.exp(-scores[0])));
    else y[i] = scores.reduce((best, score, k) => (score + 4 * uniform() > best.score ? { score, k } : best), { score: -Infinity, k: 0 }).k;
  }
  return { X, y };
}
