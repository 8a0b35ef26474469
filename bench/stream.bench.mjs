/**
 * Fits of a Parquet table larger than the memory budget of 1 GiB, read in blocks: seconds, those of all processors, passes over the file, and the
 * most memory the process took so far; first on a tenth of the rows, for the growth. The tables are made first, in a temporary folder.
 *
 *   npm run bench -- stream [rows = 20000000] [columns = 20] [budget in MiB = 1024]
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { open } from '../dist/data/index.js';
import { kMeans, lasso, logisticRegression, ridge } from '../dist/index.js';

const size = (bytes) => `${Math.round(bytes / 2 ** 20)} MiB`;

export default async function stream([rows = '20000000', columns = '20', budget = '1024']) {
  const folder = mkdtempSync(join(tmpdir(), 'glissade-bench-'));
  const before = new Map();
  try {
    for (const count of [rows / 10, Number(rows)]) {
      const path = join(folder, `${count}.parquet`);
      await write(path, count, Number(columns));
      const table = await open(path, { memoryBudget: budget * 2 ** 20 });
      process.stdout.write(`${count} × ${columns}: ${size(8 * count * columns)} of numbers, ${size(statSync(path).size)} of Parquet\n`);
      const features = Array.from({ length: columns }, (_, j) => `x${j}`);
      for (const [name, fit] of fits) {
        let passes = '';
        const start = performance.now();
        const used = process.cpuUsage();
        // a tenth would fit into memory: it is read in blocks all the same, so that times can be compared
        const model = await fit(table, { features, memoryBudget: count === Number(rows) ? budget * 2 ** 20 : 0, onProgress: ({ label }) => { passes = label.split(', pass ')[1] ?? passes; } });
        const seconds = (performance.now() - start) / 1000;
        const { user, system } = process.cpuUsage(used);
        const processor = (user + system) / 1e6;
        const tenth = before.get(name);
        const growth = tenth === undefined ? '' : `, ${(seconds / tenth.seconds).toFixed(1)} and ${(processor / tenth.processor).toFixed(1)} times those of a tenth`;
        before.set(name, { seconds, processor });
        process.stdout.write(`${name}: ${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of processors${growth}, ${passes} passes, ${model}, at most ${size(1024 * process.resourceUsage().maxRSS)} resident so far\n`);
      }
      await table.close();
      rmSync(path);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const certificate = ({ model: { converged, iterations, optimality } }) => `converged ${converged} in ${iterations} steps to ${optimality.toExponential(1)}`;
const inertia = ({ model: { iterations, history } }) => `${iterations} iterations, inertia ${history[0].toExponential(5)} → ${history.at(-1).toExponential(5)}`;
const byTarget = (estimator, target) => async (table, options) => certificate(await estimator.fit(table, { target, ...options }));
const clusters = (options) => async (table, { features, ...rest }) => inertia(await kMeans({ nClusters: 10, nInit: 3, ...options }).fit(table, { columns: features, ...rest }));
const fits = [
  ['ridge', byTarget(ridge(), 'y')],
  ['lasso, alpha 0.1', byTarget(lasso({ alpha: 0.1 }), 'y')],
  ['10 means, 3 iterations', clusters({ maxIter: 3, tol: 0 })],
  ['10 means, 1 epoch of batches of 10,000', clusters({ maxIter: 1, batchSize: 10_000 })],
  ['logistic regression', byTarget(logisticRegression(), 'class')],
  ['logistic regression, L1', byTarget(logisticRegression({ penalty: 'l1', alpha: 100 }), 'class')],
];

/** Columns of numbers from hashes, a target that uses every fifth, and whether it is large. In a database of its own, which gives its memory back. */
async function write(path, rows, columns) {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '512MiB', preserve_insertion_order: 'false' });
  const connection = await instance.connect();
  const names = Array.from({ length: columns }, (_, j) => `x${j}`);
  const uniform = (j) => `(hash(range * ${columns + 1} + ${j}) % 1000003)::DOUBLE / 1000003 AS ${j === columns ? 'noise' : names[j]}`;
  const used = names.filter((_, j) => j % 5 === 0);
  const y = `${used.join(' + ')} + noise`;
  await connection.run(`COPY (SELECT ${names.join(', ')}, ${y} AS y, ${y} > ${(used.length + 1) / 2} AS class FROM (SELECT ${[...names, ''].map((_, j) => uniform(j)).join(', ')} FROM range(${rows}))) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}
