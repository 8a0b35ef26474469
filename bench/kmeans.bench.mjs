/**
 * k-means of this library and of scikit-learn on the same numbers from the same start, one after the other, several
 * times, with one thread each and with two: milliseconds, and how many times ours scikit-learn's time is. Both must
 * reach the same clusters in the same number of iterations, at most 30. Without Python and scikit-learn ours alone.
 *
 *   npm run bench -- kmeans [repetitions = 3] [clumps | uniform] [columns …]      PYTHON=python3 names the interpreter
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { array, kMeans, setThreads, threadCount } from '../dist/index.js';
import { pythonPeer, readRepetitions, scikitLearnVersion, uniforms } from './pythonPeer.mjs';

const rows = 100_000;
const maxIter = 30;

/** Data: overlapping clumps, twice as many as clusters are wanted; or no clumps at all, the hardest for bounds. */
export default async function kmeans([repetitions = '3', kind = 'clumps', ...widths]) {
  const folder = mkdtempSync(join(tmpdir(), 'glissade-bench-'));
  const version = scikitLearnVersion();
  const rounds = readRepetitions(repetitions);
  try {
    for (const threads of [1, 2]) {
      const table = new Table({ head: ['columns', 'k', 'iterations', 'same labels', 'glissade ms', `scikit-learn ${version ?? ''} ms`, 'ratio of minima'], style: { head: [], border: [] } });
      setThreads(threads);
      for (const columns of widths.length === 0 ? [2, 20, 100] : widths.map(Number)) {
        for (const nClusters of [10, 100]) {
          const X = data(rows, columns, kind === 'clumps' ? 2 * nClusters : 0);
          const init = X.slice(0, nClusters * columns);
          writeFileSync(join(folder, 'X'), X);
          const theirs = version === undefined ? undefined : await pythonPeer('kmeans_peer.py', [folder, columns, nClusters, maxIter], threads);
          const matrix = array(X, [rows, columns]);
          const estimator = kMeans({ nClusters, maxIter, init: array(init, [nClusters, columns]) });
          await estimator.fit(matrix); // compiled, and the threads there
          const ours = [];
          const their = [];
          let model;
          for (let r = 0; r < rounds; r++) {
            const start = performance.now();
            model = await estimator.fit(matrix);
            ours.push(performance.now() - start);
            if (theirs !== undefined) their.push(JSON.parse(await theirs.ask('fit')));
          }
          writeFileSync(join(folder, 'labels'), model.labels);
          const same = theirs && JSON.parse(await theirs.ask('compare'));
          await theirs?.end();
          const least = (times) => (times.length === 0 ? '' : Math.min(...times).toFixed(0));
          table.push([columns, nClusters, same === undefined ? model.iterations : `${model.iterations}, ${same.iterations}`, same === undefined ? '' : `${(100 * same.share).toFixed(3)} %`, least(ours), least(their), their.length === 0 ? '' : (Math.min(...their) / Math.min(...ours)).toFixed(2)]);
        }
      }
      process.stdout.write(`${rows} rows, ${kind}, ${threads === 1 ? 'one thread each' : `two threads each (here ${threadCount()})`}\n${table.toString()}\n`);
    }
    process.stdout.write("ratio: scikit-learn's time over ours; above 1 we are faster. Iterations: ours, theirs.\n");
  } finally {
    setThreads(Infinity);
    rmSync(folder, { recursive: true });
  }
}

/** Normal-like clumps of different sizes and spreads around `clumps` points of a cube, or 0: the cube filled evenly. */
function data(rows, columns, clumps) {
  const uniform = uniforms();
  const middles = Float64Array.from({ length: clumps * columns }, () => 4 * uniform());
  const X = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    // the fewer, the lower the number of the clump
    const clump = clumps === 0 ? 0 : Math.floor(clumps * Math.sqrt(uniform() + 0.5));
    const spread = 0.5 + clump / (clumps + 1);
    for (let j = 0; j < columns; j++) {
      X[i * columns + j] = clumps === 0 ? uniform() : middles[clump * columns + j] + spread * (uniform() + uniform() + uniform());
    }
  }
  return X;
}
