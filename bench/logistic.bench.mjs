/**
 * Logistic regression of this library and of scikit-learn (lbfgs, its default) on the same numbers, one after the other,
 * several times, both on one thread and then both on two: milliseconds, how many times ours scikit-learn's time is, and
 * how good each solution is: the largest |gradient| of Σ log-loss + ½‖w‖², computed here from the coefficients alone.
 * scikit-learn at its default tolerance, ours at its own, which is tighter; and ours at scikit-learn's gradient.
 * With an L1 penalty scikit-learn's solver is saga, and what is given for the gradient is the optimality condition broken most.
 * Without Python and scikit-learn ours alone.
 *
 * Two classes of 20,000 × 100 fall short on one thread (0.85 of processors at a smaller gradient): X lies in the third
 * cache, and a pass takes 0.75 ms, 0.6 of them arithmetic on vectors of two, where OpenBLAS's vectors of eight read it twice
 * in 0.45. 7 passes are 5 of 14 ms, the sample's minimum and second derivatives 4, reading and standardising 3. Passes of
 * four rows at a time, with or without looking ahead, were no faster.
 *
 *   npm run bench -- logistic [repetitions = 5] [threads = 1,2] [part of a name]      PYTHON=python3 names the interpreter
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { array, logisticRegression, setThreads } from '../dist/index.js';
import { pythonPeer, ratioOf, readRepetitions, scikitLearnVersion, timed, uniforms } from './pythonPeer.mjs';

/** name → the numbers, penalty and alpha, scikit-learn's tolerance, and the one at which our gradient is still below scikit-learn's. */
const cases = {
  'two classes': { make: () => data(20_000, 100, 2), penalty: 'l2', alpha: 1, their: 1e-4, loose: 5e-7 },
  'two classes, more rows': { make: () => data(100_000, 50, 2), penalty: 'l2', alpha: 1, their: 1e-4, loose: 1e-6 },
  'four classes': { make: () => data(20_000, 50, 4), penalty: 'l2', alpha: 1, their: 1e-4, loose: 1e-6 },
  'digits, L1': { make: digits, penalty: 'l1', alpha: 1, their: 1e-3, loose: 1e-3 },
  'digits, stronger L1': { make: digits, penalty: 'l1', alpha: 20, their: 1e-3, loose: 1e-3 },
};

export default async function logistic([repetitions = '5', threads = '1,2', part = '']) {
  const folder = mkdtempSync(join(tmpdir(), 'glissade-bench-'));
  const version = scikitLearnVersion();
  const rounds = readRepetitions(repetitions);
  try {
    const table = new Table({ head: ['fit', 'rows × columns', 'threads', 'tol', 'ms (min, median)', '|gradient|', `scikit-learn ${version ?? ''} ms`, '|gradient|', 'ratio of minima', 'of processors'], style: { head: [], border: [] } });
    for (const [name, { make, penalty, alpha, their: tolerance, loose }] of Object.entries(cases).filter(([each]) => each.includes(part))) {
      const { X, y, columns, classes } = make();
      const rows = y.length;
      writeFileSync(join(folder, 'X'), X);
      writeFileSync(join(folder, 'y'), y);
      const matrix = array(X, [rows, columns]);
      const gradient = (theta) => largestGradient(X, y, columns, classes, theta, penalty, alpha);
      for (const count of threads.split(',').map(Number)) {
        const theirs = version === undefined ? undefined : await pythonPeer('logistic_peer.py', [folder, rows, columns, penalty, 1 / alpha], count);
        setThreads(count);
        const [near, far] = [undefined, loose].map((tol) => ({ tol, estimator: logisticRegression({ penalty, alpha, ...(tol !== undefined && { tol }) }), times: [], used: [], theta: [] }));
        const their = [];
        const theirUse = [];
        for (let r = -1; r < rounds; r++) { // the first starts the threads and compiles
          for (const side of [near, far]) {
            const { milliseconds, processor, result } = await timed(() => side.estimator.fit(matrix, y));
            if (r >= 0) {
              side.times.push(milliseconds);
              side.used.push(processor);
            }
            side.theta = thetaOf(result);
          }
          const answer = await theirs?.ask(tolerance);
          if (r >= 0 && answer !== undefined) {
            const [milliseconds, , processor] = answer.split(' ').map(Number);
            their.push(milliseconds);
            theirUse.push(processor);
          }
        }
        await theirs?.end();
        const theirGradient = theirs === undefined ? '' : gradient(new Float64Array(Uint8Array.from(readFileSync(join(folder, 'theta'))).buffer)).toExponential(1);
        for (const { tol, times, used, theta } of [near, far]) {
          table.push([name, `${rows} × ${columns}`, count, tol ?? 'default', shown(times), gradient(theta).toExponential(1), shown(their), theirGradient, ratioOf(their, times), ratioOf(theirUse, used)]);
        }
      }
    }
    process.stdout.write(`${table.toString()}\nratio: scikit-learn's time over ours; above 1 we are faster; of processors: the same of the time of all processors. Both fit in one process each, taking turns.\n`);
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

function largestGradient(X, y, d, classes, theta, penalty, alpha) {
  const outputs = classes === 2 ? 1 : classes;
  const gradient = theta.map((value, e) => (penalty === 'l2' && e % (d + 1) < d ? alpha * value : 0));
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
  return gradient.reduce((largest, value, e) => {
    const l1 = penalty === 'l1' && e % (d + 1) < d ? alpha : 0;
    return Math.max(largest, theta[e] === 0 ? Math.abs(value) - l1 : Math.abs(value + l1 * Math.sign(theta[e])));
  }, 0);
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
  return { X, y, columns, classes };
}

/** datasets/digits.csv: 1797 images of 8 × 8 pixels, standardised. */
function digits() {
  const rows = readFileSync(new URL('../datasets/digits.csv', import.meta.url), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
  const columns = rows[0].length - 1;
  const X = new Float64Array(rows.length * columns);
  for (let j = 0; j < columns; j++) {
    const mean = rows.reduce((sum, row) => sum + row[j], 0) / rows.length;
    const spread = Math.sqrt(rows.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / rows.length) || 1;
    rows.forEach((row, i) => { X[i * columns + j] = (row[j] - mean) / spread; });
  }
  return { X, y: Float64Array.from(rows, (row) => row[columns]), columns, classes: 10 };
}
