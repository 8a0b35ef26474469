/** Networks of images as users train them: the command, on the digits as a folder of PNG files and as IDX files. */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { load } from '../../src/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const installed = join(root, `node_modules/.cache/glissade-images-${process.pid}`);
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'glissade-images-'));
  await build({ entryPoints: [join(root, 'src/cli/main.ts')], outdir: join(installed, 'dist/cli'), bundle: true, splitting: true, packages: 'external', platform: 'node', format: 'esm', logLevel: 'error' });
  cpSync(join(root, 'package.json'), join(installed, 'package.json'));
  writeDigits();
}, 60_000);
afterAll(() => {
  for (const made of [folder, installed]) rmSync(made, { recursive: true, force: true });
});

/** The digits of the repository: digits/three/0003.png … and idx/train-images-idx3-ubyte.gz … */
function writeDigits(): void {
  const rows = readFileSync(join(root, 'datasets/digits.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
  const names = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
  for (const name of names) mkdirSync(join(folder, 'digits', name), { recursive: true });
  const grey = rows.map((row) => row.slice(0, 64).map((ink) => Math.round((ink * 255) / 16)));
  rows.forEach((row, i) => {
    const png = new PNG({ width: 8, height: 8 });
    grey[i].forEach((value, p) => png.data.set([value, value, value, 255], 4 * p));
    writeFileSync(join(folder, 'digits', names[row[64]], `${String(i).padStart(4, '0')}.png`), PNG.sync.write(png, { colorType: 0 }));
  });
  mkdirSync(join(folder, 'idx'));
  const word = (n: number): number[] => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
  for (const [part, from, to] of [['train', 0, 1400], ['t10k', 1400, rows.length]] as const) {
    const count = to - from;
    writeFileSync(join(folder, 'idx', `${part}-images-idx3-ubyte.gz`), gzipSync(Buffer.from([0, 0, 8, 3, ...word(count), ...word(8), ...word(8), ...grey.slice(from, to).flat()])));
    writeFileSync(join(folder, 'idx', `${part}-labels-idx1-ubyte`), Buffer.from([0, 0, 8, 1, ...word(count), ...rows.slice(from, to).map((row) => row[64])]));
  }
}

interface Result {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** @param interruptAt  Ctrl-C is pressed when standard error holds this   @param asNobody  without the rights of root */
function glissade(args: readonly string[], interruptAt?: string, asNobody = false): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(installed, 'dist/cli/main.js'), ...args], { cwd: folder, ...(asNobody && process.getuid?.() === 0 && { uid: 65_534, gid: 65_534 }) });
    let [out, err, interrupted] = ['', '', false];
    child.stdout.on('data', (piece: Buffer) => { out += piece.toString(); });
    child.stderr.on('data', (piece: Buffer) => {
      err += piece.toString();
      if (interruptAt !== undefined && !interrupted && err.includes(interruptAt)) interrupted = child.kill('SIGINT');
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

interface Document {
  readonly test: { readonly accuracy: number };
  readonly rows: number;
  readonly split: { readonly train: number; readonly testPart: string };
  readonly bestEpoch: number;
  readonly history: readonly object[];
  readonly models: readonly object[];
  readonly diagnosis: { readonly verdict: string };
}

test('a folder of images becomes a network, a report, predictions and figures', async () => {
  const { status, out, err } = await glissade(['train', 'digits', '--json']);
  expect({ status, others: err.replaceAll(/^(…|epoch \d+ of \d+ · loss [\d.e-]+ · validation [\d.e-]+ · [\d.]+ % right · \d+ images\/s · [\dmins ]+ left).*\n/gm, '') }).toEqual({ status: 0, others: '' });
  const document = JSON.parse(out) as Document;
  expect(document).toMatchObject({
    task: 'classification', source: 'digits', target: 'class', rows: 1797, features: 64, image: { channels: 1, height: 8, width: 8 }, metric: 'logLoss', model: 'digits.glissade', report: 'digits.html',
    split: { train: 1293, validation: 144, test: 360, testPart: 'held out', seed: 0 }, models: [{ name: 'cnn', chosen: true }], diagnosis: { verdict: 'good fit' },
  });
  expect(document.test.accuracy).toBeGreaterThan(0.97);
  const html = readFileSync(join(folder, 'digits.html'), 'utf8');
  for (const id of ['learning', 'confusion', 'filters', 'maps', 'use']) expect(html).toContain(`<section id="${id}"`);
  expect(html).toContain('npx glissade train digits --model cnn --seed 0');

  const predicted = await glissade(['predict', 'digits.glissade', 'digits/seven', '--out', 'sevens.csv', '--probabilities']);
  expect(predicted).toMatchObject({ status: 0, out: '', err: '179 predictions in column prediction of sevens.csv\n' });
  const lines = readFileSync(join(folder, 'sevens.csv'), 'utf8').trim().split('\n');
  expect(lines[0]).toMatch(/^image,prediction,probability_eight,probability_five,/);
  expect(lines.filter((line) => line.split(',')[1] === 'seven').length).toBeGreaterThan(172);
  const [first] = readdirSync(join(folder, 'digits/two'));
  const one = await glissade(['predict', 'digits.glissade', join('digits/two', first), '--json']);
  expect(JSON.parse(one.out)).toMatchObject({ rows: 1, names: [first], predictions: ['two'] });
  const evaluated = await glissade(['evaluate', 'digits.glissade', 'digits', '--json']);
  expect(JSON.parse(evaluated.out)).toMatchObject({ rows: 1797, target: 'class', unknownRows: 0 });
  expect((JSON.parse(evaluated.out) as { accuracy: number }).accuracy).toBeGreaterThan(0.985);
  expect((await glissade(['explain', 'digits.glissade'])).out).toMatch(/conv2d +16 × 8 × 8 +144[\s\S]*Trained for \d+ epochs; the weights are those of epoch \d+/);
  const table = await glissade(['predict', 'digits.glissade', join(root, 'datasets/digits.csv')]);
  expect(table).toMatchObject({ status: 1, out: '' });
  expect(table.err).toMatch(/the model takes images: a folder of PNG and JPEG files, one such file, or an IDX file/);
  expect((await glissade(['explain', 'digits.glissade', '--latex'])).status).toBe(2);
}, 180_000);

test('IDX files bring their own test part, and images of another size are made to fit', async () => {
  const { status, out } = await glissade(['train', 'idx', '--model', 'mlp', '--hidden', '32', '--epochs', '12', '--json']);
  expect(status).toBe(0);
  const document = JSON.parse(out) as Document;
  expect(document).toMatchObject({ rows: 1797, split: { train: 1260, validation: 140, test: 397, testPart: 'own' }, models: [{ name: 'mlp', options: { hidden: [32], epochs: 12 } }] });
  expect(document.test.accuracy).toBeGreaterThan(0.85);
  const evaluated = await glissade(['evaluate', 'idx.glissade', 'idx', '--json']);
  expect(evaluated.err).toContain('of idx, the test part: 397 images');
  expect((JSON.parse(evaluated.out) as { accuracy: number }).accuracy).toBe(document.test.accuracy);
  const named = await glissade(['evaluate', 'idx.glissade', 'idx/t10k-images-idx3-ubyte.gz', '--labels', 'idx/t10k-labels-idx1-ubyte', '--memory', '1MB', '--json']);
  expect((JSON.parse(named.out) as { accuracy: number }).accuracy).toBe(document.test.accuracy);
  const all = await glissade(['predict', 'idx.glissade', 'idx/train-images-idx3-ubyte.gz']);
  expect(all.out.split('\n')[1]).toMatch(/^image 0 of train-images-idx3-ubyte\.gz,\d$/);
  mkdirSync(join(folder, 'large'));
  const png = new PNG({ width: 32, height: 24 });
  png.data.fill(255);
  writeFileSync(join(folder, 'large/1.png'), PNG.sync.write(png));
  expect((await glissade(['predict', 'idx.glissade', 'large'])).out).toMatch(/^image,prediction\n1\.png,\d\n$/);
}, 180_000);

test('Ctrl-C leaves nothing; with a checkpoint the same command goes on, to the same weights', async () => {
  const args = ['train', 'digits', '--epochs', '6', '--json', '--out', 'i.glissade', '--report', 'i.html'];
  const before = readdirSync(folder).sort();
  const lost = await glissade(args, 'epoch 2 of 6');
  expect({ status: lost.status, out: lost.out, files: readdirSync(folder).sort() }).toEqual({ status: 130, out: '', files: before });
  expect(lost.err).toMatch(/glissade: interrupted; nothing was written\n$/);
  const kept = await glissade([...args, '--checkpoint', 'i.checkpoint'], 'epoch 3 of 6');
  expect(kept.status).toBe(130);
  expect(kept.err).toMatch(/glissade: interrupted; i\.checkpoint keeps the training so far, and the same command goes on from there\n$/);
  expect(existsSync(join(folder, 'i.glissade'))).toBe(false);
  const resumed = await glissade([...args, '--checkpoint', 'i.checkpoint']);
  const unbroken = await glissade(args.map((arg) => (arg === 'i.glissade' ? 'u.glissade' : arg)));
  expect([resumed.status, unbroken.status]).toEqual([0, 0]);
  const weightsOf = async (name: string): Promise<unknown> => (await load(join(folder, name), { kind: 'network' })).state().parts;
  expect(await weightsOf('i.glissade')).toEqual(await weightsOf('u.glissade'));
}, 180_000);

test('a folder without write permission is refused before anything is learnt', async () => {
  chmodSync(folder, 0o755);
  const locked = join(folder, 'locked');
  mkdirSync(locked);
  chmodSync(locked, 0o555);
  const { status, err } = await glissade(['train', 'digits', '--out', 'locked/a.glissade', '--report', '/dev/null'], undefined, true);
  expect(status).toBe(1);
  expect(err).toMatch(/--out: no permission to write into/);
});
