/**
 * Fits of this library and of scikit-learn on the same numbers, one after the other, several times, both on one thread
 * and then both on two: milliseconds, and how many times ours scikit-learn's time is. Without Python and scikit-learn
 * ours alone.
 *
 *   npm run bench -- regression [repetitions = 5] [threads = 1,2] [part of a name]      PYTHON=python3 names the interpreter
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { array, lasso, lassoPath, linearRegression, ridge, setThreads } from '../dist/index.js';

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
  const python = process.env.PYTHON ?? '/usr/bin/python3';
  const peer = spawnSync(python, ['-c', 'import sklearn; print(sklearn.__version__)'], { encoding: 'utf8' });
  try {
    const table = new Table({ head: ['fit', 'rows × columns', 'threads', 'glissade ms (min, median)', `scikit-learn ${peer.stdout?.trim() ?? ''} ms`, 'ratio of minima'], style: { head: [], border: [] } });
    for (const [name, [rows, columns, fit]] of Object.entries(cases).filter(([each]) => each.includes(part))) {
      const { X, y } = data(rows, columns);
      writeFileSync(join(folder, 'X'), X);
      writeFileSync(join(folder, 'y'), y);
      const matrix = array(X, [rows, columns]);
      for (const count of threads.split(',').map(Number)) {
        const theirs = peer.status === 0 ? await pythonSide(python, folder, name, rows, columns, count) : undefined;
        const { ours, their } = await takeTurns(Number(repetitions), count, () => fit(matrix, y), theirs);
        await theirs?.end();
        const shown = (times) => (times.length === 0 ? '' : `${times[0].toFixed(0)}, ${times[times.length >> 1].toFixed(0)}`);
        table.push([name, `${rows} × ${columns}`, count, shown(ours), shown(their), their.length === 0 ? '' : `${(their[0] / ours[0]).toFixed(2)} ×`]);
      }
    }
    process.stdout.write(`${table.toString()}\nratio: scikit-learn's time over ours; above 1 we are faster. Both fit in one process each, taking turns.\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds of each, ascending. One fit before that starts the threads and compiles. */
async function takeTurns(repetitions, threads, fit, theirs) {
  setThreads(threads);
  await fit();
  await theirs?.fit();
  const ours = [];
  const their = [];
  for (let r = 0; r < repetitions; r++) {
    const start = performance.now();
    await fit();
    ours.push(performance.now() - start);
    if (theirs !== undefined) their.push(await theirs.fit());
  }
  return { ours: ours.sort((a, b) => a - b), their: their.sort((a, b) => a - b) };
}

/** A Python process that has the data and fits it once per line that it is sent, answering with milliseconds. */
async function pythonSide(python, folder, name, rows, columns, threads) {
  const child = spawn(python, [fileURLToPath(new URL('regression_peer.py', import.meta.url)), folder, name, String(rows), String(columns)], {
    stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, OPENBLAS_NUM_THREADS: String(threads), OMP_NUM_THREADS: String(threads) },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next(); // ready
  return {
    fit: async () => {
      child.stdin.write('fit\n');
      return Number((await lines.next()).value);
    },
    end: async () => {
      child.stdin.end();
      await once(child, 'close');
    },
  };
}

/** Correlated normal-like columns, a fifth of them in use, noise; the same numbers each time. */
function data(rows, columns) {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296 - 0.5;
  };
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
