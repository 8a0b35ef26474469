/**
 * How time grows with rows: each estimator in memory on `rows` and on ten times as many, by turns, the least of some
 * repetitions, in seconds and in seconds of all processors; goal: at most 11 times. Solvers do the same work for each row:
 * k-means and gradient descent so many passes.
 *
 *   npm run bench -- growth [rows = 100000] [columns = 20] [repetitions = 3] [part of a name]
 */
import Table from 'cli-table3';
import { array, elasticNet, gradientDescent, kMeans, lasso, lassoPath, linearRegression, logisticRegression, ridge } from '../dist/index.js';
import { readRepetitions, uniforms } from './pythonPeer.mjs';

const passes = (X, metric, options = {}) => kMeans({ nClusters: 10, metric, init: firstRows(X, 10), maxIter: 10, tol: 0, ...options });
const firstRows = ({ data, shape: [, d] }, k) => Array.from({ length: k }, (_, c) => Array.from(data.subarray(c * d, (c + 1) * d)));

/** name → the fit */
const fits = {
  'linear regression': (X, y) => linearRegression().fit(X, y),
  ridge: (X, y) => ridge().fit(X, y),
  'lasso, alpha 0.01': (X, y) => lasso({ alpha: 0.01 }).fit(X, y),
  'elastic net, alpha 0.01': (X, y) => elasticNet({ alpha: 0.01 }).fit(X, y),
  'lasso path': (X, y) => lassoPath(X, y, { nAlphas: 20 }),
  'linear regression, 10 passes of gradient descent': (X, y) => linearRegression({ solver: gradientDescent({ maxIter: 10 }) }).fit(X, y),
  'logistic regression': (X, y, labels) => logisticRegression().fit(X, labels),
  // the same penalty for each row
  'logistic regression, L1': (X, y, labels) => logisticRegression({ penalty: 'l1', alpha: y.length / 1000 }).fit(X, labels),
  'logistic regression, 3 classes': (X, y, labels, three) => logisticRegression().fit(X, three),
  '10 means, 10 iterations': (X) => passes(X, 'euclidean').fit(X),
  '10 means, cosine, 10 iterations': (X) => passes(X, 'cosine').fit(X),
  '10 medians, 3 iterations': (X) => passes(X, 'manhattan', { maxIter: 3 }).fit(X),
  '10 means, 2 epochs of batches': (X) => passes(X, 'euclidean', { maxIter: 2, batchSize: 1024 }).fit(X),
};

export default async function growth([rows = '100000', columns = '20', repetitions = '3', part = '']) {
  const sizes = [Number(rows), 10 * rows];
  const data = sizes.map((n) => make(n, Number(columns)));
  const table = new Table({ head: ['fit', ...sizes.map((n) => `${n} rows: s, s of processors`), 'times', 'times, processors'], style: { head: [], border: [] } });
  for (const [name, fit] of Object.entries(fits).filter(([each]) => each.includes(part))) {
    const least = sizes.map(() => ({ seconds: Infinity, processor: Infinity }));
    for (let r = -1; r < readRepetitions(repetitions); r++) { // the first compiles
      for (const [s, { X, y, labels, three }] of data.entries()) {
        if (r < 0 && s > 0) continue;
        const used = process.cpuUsage();
        const start = performance.now();
        await fit(X, y, labels, three);
        const { user, system } = process.cpuUsage(used);
        if (r < 0) continue;
        least[s].seconds = Math.min(least[s].seconds, (performance.now() - start) / 1000);
        least[s].processor = Math.min(least[s].processor, (user + system) / 1e6);
      }
    }
    const [few, many] = least;
    table.push([name, ...least.map(({ seconds, processor }) => `${seconds.toFixed(3)}, ${processor.toFixed(3)}`), (many.seconds / few.seconds).toFixed(1), (many.processor / few.processor).toFixed(1)]);
  }
  process.stdout.write(`${table.toString()}\ngoal: at most 11 times\n`);
}

/** Rows by the same rule, a target that uses every fifth column, classes by it; the same numbers each time. */
function make(n, d) {
  const uniform = uniforms();
  const X = new Float64Array(n * d);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    y[i] = 2 * uniform();
    for (let j = 0; j < d; j++) {
      X[i * d + j] = uniform() + uniform() + (i % 10 === j ? 1 : 0);
      if (j % 5 === 0) y[i] += X[i * d + j];
    }
  }
  return { X: array(X, [n, d]), y, labels: Array.from(y, (value) => Number(value > 0.2)), three: Array.from(y, (value) => Number(value > 0.5) + Number(value > -0.5)) };
}
