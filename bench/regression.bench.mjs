/**
 * Fits of this library and of scikit-learn on the same numbers, one after the other, several times, both on one thread
 * and then both on two: milliseconds, and how many times ours scikit-learn's time is. Without Python and scikit-learn
 * ours alone.
 *
 * Ridge falls short on one thread (0.9 of processors): its Gram matrix takes 6.7 ms at the roof of vectors of two numbers
 * without fused multiply-add, 7.4 as it is, where OpenBLAS's vectors of eight take 4.9 of a whole fit's 9. The rest, 3 ms,
 * is X copied into the kernels' memory twice (1.2), packed (0.7), residuals (0.5), Cholesky and the inverse (0.2).
 *
 *   npm run bench -- regression [repetitions = 5] [threads = 1,2] [part of a name]      PYTHON=python3 names the interpreter
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { array, lasso, lassoPath, linearRegression, ridge, setThreads } from '../dist/index.js';
import { pythonPeer, ratioOf, readRepetitions, scikitLearnVersion, timed, uniforms } from './pythonPeer.mjs';

/** name → [rows, columns, our fit]. The Python side has the same names. Lassos stop at the same relative duality gap. */
const cases = {
  'least squares': [20_000, 100, (X, y) => linearRegression().fit(X, y)],
  'ridge, alpha 1': [20_000, 100, (X, y) => ridge().fit(X, y)],
  'lasso, alpha 0.1': [20_000, 100, (X, y) => lasso({ alpha: 0.1, tol: 1e-8 }).fit(X, y)],
  'lasso path, wide': [200, 5000, (X, y) => lassoPath(X, y, { tol: 1e-6 })],
  'lasso path, long': [20_000, 100, (X, y) => lassoPath(X, y, { tol: 1e-6 })],
  'least squares, many rows': [1_000_000, 20, (X, y) => linearRegression().fit(X, y)],
  'ridge, many rows': [1_000_000, 20, (X, y) => ridge().fit(X, y)],
  'lasso, many rows': [1_000_000, 20, (X, y) => lasso({ alpha: 0.1, tol: 1e-8 }).fit(X, y)],
};

export default async function regression([repetitions = '5', threads = '1,2', part = '']) {
  const folder = mkdtempSync(join(tmpdir(), 'glissade-bench-'));
  const version = scikitLearnVersion();
  const rounds = readRepetitions(repetitions);
  try {
    const table = new Table({ head: ['fit', 'rows × columns', 'threads', 'glissade ms (min, median)', `scikit-learn ${version ?? ''} ms`, 'ratio of minima', 'of processors'], style: { head: [], border: [] } });
    for (const [name, [rows, columns, fit]] of Object.entries(cases).filter(([each]) => each.includes(part))) {
      const { X, y } = data(rows, columns);
      writeFileSync(join(folder, 'X'), X);
      writeFileSync(join(folder, 'y'), y);
      const matrix = array(X, [rows, columns]);
      for (const count of threads.split(',').map(Number)) {
        const theirs = version === undefined ? undefined : await pythonPeer('regression_peer.py', [folder, name, rows, columns], count);
        const { ours, used, their, theirUse } = await takeTurns(rounds, count, () => fit(matrix, y), theirs);
        await theirs?.end();
        const shown = (times) => (times.length === 0 ? '' : `${times[0].toFixed(0)}, ${times[times.length >> 1].toFixed(0)}`);
        table.push([name, `${rows} × ${columns}`, count, shown(ours), shown(their), ratioOf(their, ours), ratioOf(theirUse, used)]);
      }
    }
    process.stdout.write(`${table.toString()}\nratio: scikit-learn's time over ours; above 1 we are faster; of processors: the same of the time of all processors. Both fit in one process each, taking turns.\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds of each, ascending, and those of all processors. One fit before that starts the threads and compiles. */
async function takeTurns(repetitions, threads, fit, theirs) {
  setThreads(threads);
  await fit();
  await theirs?.ask('fit');
  const [ours, used, their, theirUse] = [[], [], [], []];
  for (let r = 0; r < repetitions; r++) {
    const { milliseconds, processor } = await timed(fit);
    ours.push(milliseconds);
    used.push(processor);
    if (theirs === undefined) continue;
    const [milli, processors] = (await theirs.ask('fit')).split(' ').map(Number);
    their.push(milli);
    theirUse.push(processors);
  }
  return { ours: ours.sort((a, b) => a - b), used, their: their.sort((a, b) => a - b), theirUse };
}

/** Correlated normal-like columns, a fifth of them in use, noise; the same numbers each time. */
function data(rows, columns) {
  const uniform = uniforms();
  const X = new Float64Array(rows * columns);
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const common = uniform();
    y[i] = 4 * uniform();
    for (let j = 0; j < columns; j++) {
      X[i * columns + j] = 2 * (uniform() + uniform() + uniform()) + common;
      if (j % 5 === 0) y[i] += X[i * columns + j] * (j % 2 === 0 ? 1 : -1);
    }
  }
  return { X, y };
}
