/** `glissade train` and `cluster` on a table larger than the memory they are given: killed at every stage, they leave nothing behind. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { open } from 'glissade/data';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const rows = 1_500_000;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'glissade-slow-'));
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '512MiB', preserve_insertion_order: 'false' });
  const connection = await instance.connect();
  const u = (j: number): string => `(hash(range * 7 + ${j}) % 1000003)::DOUBLE / 1000003`;
  for (const format of ['parquet', 'csv']) {
    await connection.run(`COPY (SELECT ${u(0)} AS a, ${u(1)} AS b, ${u(2)} AS c, CASE WHEN a + ${u(3)} > b + 0.5 THEN 'yes' ELSE 'no' END AS answer FROM range(${rows})) TO '${join(folder, `rows.${format}`)}' (FORMAT ${format})`);
  }
  connection.closeSync();
  instance.closeSync();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly err: string;
}

/** Sends `signal` once standard error holds `at`. */
function run(args: readonly string[], temporary: string, kill?: { readonly at: RegExp; readonly signal: NodeJS.Signals }): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], { cwd: folder, env: { ...process.env, TMPDIR: temporary }, stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    let sent = false;
    child.stderr.on('data', (piece: Buffer) => {
      err += piece.toString();
      if (kill !== undefined && !sent && kill.at.test(err)) sent = child.kill(kill.signal);
    });
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, err }));
  });
}

const train = ['--target', 'answer', '--memory', '20MB', '--folds', '2', '--out', 'm.glissade', '--report', 'm.html'];
const cluster = ['--columns', 'a,b,c', '--clusters', '5', '--memory', '20MB', '--model', 'm.glissade', '--report', 'm.html', '--out', 'grouped.csv'];

test.each([
  ['train', 'rows.parquet', /reading rows\.parquet/, 'SIGKILL'], ['train', 'rows.parquet', /logisticRegression: reading rows/, 'SIGKILL'],
  ['train', 'rows.csv', /logisticRegression: reading rows/, 'SIGINT'], ['train', 'rows.csv', /compareClassifiers|learning curve|logistic/, 'SIGTERM'],
  ['cluster', 'rows.parquet', /kMeans: reading rows/, 'SIGKILL'], ['cluster', 'rows.csv', /kMeans: reading rows/, 'SIGINT'],
] as const)('%s %s, ended at %s by %s, leaves no file', async (name, table, at, signal) => {
  const options = name === 'train' ? train : cluster;
  const temporary = join(folder, `tmp-${Math.random().toString(36).slice(2)}`);
  mkdirSync(temporary);
  const ended = await run([name, table, ...options], temporary, { at, signal });
  expect(ended.err).toMatch(at);
  expect(signal === 'SIGKILL' ? ended.signal : ended.status).toBe(signal === 'SIGKILL' ? 'SIGKILL' : signal === 'SIGINT' ? 130 : 143);
  expect(readdirSync(folder).filter((file) => !file.startsWith('tmp-')).sort()).toEqual(['rows.csv', 'rows.parquet']);
  // what DuckDB had put there goes when the next table is opened
  if (signal === 'SIGKILL') await run(['train', 'rows.parquet', '--target', 'nothing'], temporary);
  expect(readdirSync(temporary)).toEqual([]);
});

test('opening a long CSV says how far it is', async () => {
  const seen: number[] = [];
  const table = await open(join(folder, 'rows.csv'), { onProgress: ({ label, done, total }) => { if (label === 'reading rows.csv' && total === 100) seen.push(done); } });
  await table.close();
  expect(seen.length).toBeGreaterThan(1);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect([seen[0] >= 0, seen.at(-1)! <= 100]).toEqual([true, true]);
});

test('left alone, they end', async () => {
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  for (const [name, options, files] of [['train', train, ['m.glissade', 'm.html']], ['cluster', cluster, ['grouped.csv', 'm.glissade', 'm.html']]] as const) {
    expect(await run([name, 'rows.parquet', ...options], temporary)).toMatchObject({ status: 0 });
    expect(readdirSync(folder).filter((file) => !file.startsWith('tmp')).sort()).toEqual([...files, 'rows.csv', 'rows.parquet']);
    for (const file of files) rmSync(join(folder, file));
  }
  expect(readdirSync(temporary)).toEqual([]);
});
