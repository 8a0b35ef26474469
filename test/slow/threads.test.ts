/** The kernels give the same bits in Node and in Chromium, with one thread and with several, with and without shared memory. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answersOf, isolated, launchChromium, served } from './chromium.testing.ts';
import { root } from './package.testing.ts';

/** Products, convolutions and functions by one thread and by all; the answer is how many there were and hashes. */
const program = `
import { conv2dForward, conv2dInputGradient, conv2dKernelGradient } from './src/runtime/conv2d.testing.ts';
import { mapElements } from './src/runtime/elementwise.testing.ts';
import { gemm } from './src/runtime/gemm.testing.ts';
import { hostMachine, threadLimit, threadsReady } from './src/runtime/index.ts';

export async function run() {
  let seed = 1;
  const numbers = (length) => Float32Array.from({ length }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 4294967296 - 0.5;
  });
  const n = 400, a = numbers(n * n), b = numbers(n * n);
  const g = {
    images: 8, groups: 1, inputs: 16, outputs: 32, height: 28, width: 28, kernelHeight: 3, kernelWidth: 3, outHeight: 28, outWidth: 28,
    strideHeight: 1, strideWidth: 1, padTop: 1, padLeft: 1, dilationHeight: 1, dilationWidth: 1,
  };
  const x = numbers(8 * 16 * 28 * 28), kernel = numbers(32 * 16 * 9), dy = numbers(8 * 32 * 28 * 28);
  await threadsReady(hostMachine());
  const hash = (values) => new Uint8Array(values.buffer).reduce((sum, byte) => Math.imul(sum ^ byte, 16777619) >>> 0, 2166136261);
  const by = (threads) => [
    gemm({ m: n, n, k: n, a: { data: a, row: n, column: 1 }, b: { data: b, row: n, column: 1 }, threads }),
    conv2dForward(x, kernel, undefined, g, { threads }), conv2dInputGradient(dy, kernel, g, { threads }), conv2dKernelGradient(x, dy, g, { threads }),
    ...['exp', 'log1p', 'tanh', 'sin', 'sigmoid'].map((name) => mapElements(name, [x.length], [{ data: x, strides: [1] }], threads)),
  ].map(hash).join(' ');
  return { threads: threadLimit(), one: by(1), all: by(threadLimit()) };
}
`;

const pageScript = `
import { run } from './program.ts';
const answer = async (work) => work().then((value) => value, (error) => String(error));
const inWorker = () => new Promise((resolve, reject) => {
  const worker = new Worker('/inWorker.js', { type: 'module' });
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
});
globalThis.answers = { page: await answer(run), worker: await answer(inWorker) };
`;

let browser: Browser;
let folder = '';
beforeAll(async () => {
  browser = await launchChromium();
  folder = await mkdtemp(join(tmpdir(), 'glissade-threads-'));
  await writeFile(join(folder, 'program.ts'), program.replaceAll("'./src/", `'${root}src/`));
  await writeFile(join(folder, 'page.ts'), pageScript);
  await writeFile(join(folder, 'inWorker.ts'), "import { run } from './program.ts';\npostMessage(await run());\n");
  const entryPoints = ['program.ts', 'page.ts', 'inWorker.ts'].map((file) => join(folder, file));
  await mkdir(join(folder, 'out'));
  await writeFile(join(folder, 'out/index.html'), '<!doctype html><script type="module" src="/page.js"></script>');
  // worker.js beside them is what the pool falls back to
  await build({ entryPoints: [...entryPoints, join(root, 'src/runtime/worker.ts')], entryNames: '[name]', bundle: true, format: 'esm', target: 'es2022', outdir: join(folder, 'out'), logLevel: 'error' });
});
afterAll(async () => {
  await browser?.close();
  if (folder !== '') await rm(folder, { recursive: true });
});

interface Answer {
  readonly threads: number;
  readonly one: string;
  readonly all: string;
}

async function inNode(): Promise<Answer> {
  const { run } = (await import(pathToFileURL(join(folder, 'out/program.js')).href)) as { run(): Promise<Answer> };
  return run();
}

/** What the page and a worker of it answer, served with these headers. */
async function inChromium(headers: Readonly<Record<string, string>>): Promise<{ page: Answer; worker: Answer }> {
  return served(join(folder, 'out'), headers, async (address) => answersOf(browser, address));
}

test('an isolated page uses one thread, its worker all; both compute what Node does', async () => {
  const { threads, one, all } = await inNode();
  const { page, worker } = await inChromium(isolated);
  expect(all).toBe(one);
  expect(page).toEqual({ threads: 1, one, all });
  expect(worker).toEqual({ threads, one, all });
});

test('a page that is not isolated has no shared memory: one thread, the same bits', async () => {
  const { one, all } = await inNode();
  const { page, worker } = await inChromium({});
  expect(page).toEqual({ threads: 1, one, all });
  expect(worker).toEqual({ threads: 1, one, all });
});

test('where a policy forbids workers from blobs, the pool takes the file beside it', async () => {
  const { threads, one, all } = await inNode();
  const { worker } = await inChromium({ ...isolated, 'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'" });
  expect(worker).toEqual({ threads, one, all });
});
