/** `glissade train` on a CSV of 1,000,000 rows × 20 numeric columns and a target: seconds and peak memory. */
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export default async function million([rows = '1000000', columns = '20']) {
  const folder = mkdtempSync(join(tmpdir(), 'glissade-bench-'));
  try {
    const csv = join(folder, 'million.csv');
    await writeTable(csv, Number(rows), Number(columns));
    const size = (statSync(csv).size / 2 ** 20).toFixed(0);
    process.stdout.write(`${rows} rows × ${columns} columns + target, ${size} MiB of CSV\n`);
    const start = performance.now();
    const child = spawnSync(process.execPath, [fileURLToPath(new URL('measured.mjs', import.meta.url)), 'train', csv, '--target', 'y', '--json',
      '--out', join(folder, 'model.glissade'), '--report', join(folder, 'report.html')], { encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (child.status !== 0) throw new Error(child.stderr);
    const seconds = (performance.now() - start) / 1000;
    const peak = Number(/peak (\d+) KiB/.exec(child.stderr)[1]) / 2 ** 20;
    const { models, test } = JSON.parse(child.stdout);
    process.stdout.write(`train: ${seconds.toFixed(1)} s (goal < 60), peak memory ${peak.toFixed(2)} GiB (goal < 2)\n`);
    process.stdout.write(`kept ${models.find((model) => model.chosen).name}, R² on the rows held out ${test.r2.toFixed(4)}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Standard normal-like columns (sums of uniforms), a linear target, noise; the same table each time. */
async function writeTable(path, rows, columns) {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296 - 0.5;
  };
  const file = createWriteStream(path);
  file.write(`${Array.from({ length: columns }, (_, j) => `x${j}`).join(',')},y\n`);
  let text = '';
  for (let i = 0; i < rows; i++) {
    let y = uniform() * 4;
    const cells = [];
    for (let j = 0; j < columns; j++) {
      const x = (uniform() + uniform() + uniform()) * 2;
      y += x * ((j % 5) - 1);
      cells.push(x.toFixed(12));
    }
    text += `${cells.join(',')},${y.toFixed(12)}\n`;
    if (text.length > 2 ** 20) {
      if (!file.write(text)) await once(file, 'drain');
      text = '';
    }
  }
  file.end(text);
  await once(file, 'finish');
}
