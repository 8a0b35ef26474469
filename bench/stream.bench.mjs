/**
 * Ridge and lasso on a Parquet table that is read in blocks, twice or three times: seconds, and the most memory the
 * process took. The table is made first, in a temporary folder.
 *
 *   npm run bench -- stream [rows = 20000000] [columns = 20]
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { open } from '../dist/data/index.js';
import { lasso, ridge } from '../dist/index.js';

export default async function stream([rows = '20000000', columns = '20']) {
  const folder = mkdtempSync(join(tmpdir(), 'glissade-bench-'));
  const path = join(folder, 'rows.parquet');
  try {
    await write(path, Number(rows), Number(columns));
    const table = await open(path);
    const size = (bytes) => `${Math.round(bytes / 2 ** 20)} MiB`;
    process.stdout.write(`${rows} × ${columns}: ${size(8 * rows * columns)} of numbers, ${size(statSync(path).size)} of Parquet\n`);
    for (const [name, estimator] of [['ridge', ridge()], ['lasso, alpha 0.1', lasso({ alpha: 0.1 })]]) {
      const start = performance.now();
      const model = await estimator.fit(table.rowBlocks({ target: 'y' }));
      const seconds = (performance.now() - start) / 1000;
      process.stdout.write(`${name}: ${seconds.toFixed(1)} s, optimality ${model.optimality.toExponential(1)}, at most ${size(1024 * process.resourceUsage().maxRSS)} resident so far\n`);
    }
    await table.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Columns of numbers from hashes, a target that uses every fifth. In a database of its own, which gives its memory back. */
async function write(path, rows, columns) {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '512MiB', preserve_insertion_order: 'false' });
  const connection = await instance.connect();
  const names = Array.from({ length: columns }, (_, j) => `x${j}`);
  const uniform = (j) => `(hash(range * ${columns + 1} + ${j}) % 1000003)::DOUBLE / 1000003 AS ${j === columns ? 'noise' : names[j]}`;
  const used = names.filter((_, j) => j % 5 === 0).join(' + ');
  await connection.run(`COPY (SELECT ${names.join(', ')}, ${used} + noise AS y FROM (SELECT ${[...names, ''].map((_, j) => uniform(j)).join(', ')} FROM range(${rows}))) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}
