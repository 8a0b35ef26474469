/**
 * The packed package in Node 20, 24 and 26, and bundled by Vite, esbuild and webpack without configuration in Chromium:
 * a network trained by compiled programs has the same bits on all of them, with one thread and with two. They are those
 * that test/training.test.ts commits and the gate watches.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answersOf, isolated, launchChromium, served } from './chromium.testing.ts';
import type * as Kernels from '../../src/kernels/index.ts';
import type { Answer } from './consumer/program.js';
import { execute, install, pack, root } from './package.testing.ts';

const majors = ['20', '24', '26'];
const thisMajor = process.versions.node.split('.')[0];
const tools = ['vite@8.3.8', 'esbuild@0.28.2', 'webpack@5.113.0', 'webpack-cli@7.3.1'];

let browser: Browser;
let folder = '';
let project = '';
let hashes: Record<string, string> = {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glissade-platforms-'));
  project = join(folder, 'consumer');
  const { tarball } = await pack(folder);
  await install(project, tarball, ...tools);
  await install(join(folder, 'nodes'), ...majors.filter((major) => major !== thisMajor).map((major) => `node${major}@npm:node-${process.platform}-${process.arch}@${major}`));
  await cp(join(root, 'test/slow/consumer'), project, { recursive: true });
  browser = await launchChromium();
  const lines = (await readFile(join(root, 'test/__fixtures__/training.sha256'), 'utf8')).trim().split('\n');
  hashes = Object.fromEntries(lines.map((line) => line.split(' ')));
});
afterAll(async () => {
  await browser?.close();
  if (folder !== '') await rm(folder, { recursive: true });
});

describe.each(majors)('Node %s', (major) => {
  const path = (): string => (major === thisMajor ? process.execPath : join(folder, `nodes/node_modules/node${major}/bin/node`));

  test('it is that', async () => {
    const { stdout } = await execute(path(), ['--version']);
    process.stderr.write(`Node ${stdout}`);
    expect(stdout).toMatch(new RegExp(`^v${major}\\.`));
  });

  test('one thread and two compute the same bits', async () => {
    check(await inNode(path()), several);
  });

  test('so does one thread where memory cannot be shared', async () => {
    check(await inNode(path(), ['unshared']), 1);
  });
});

test('bundled for Node by esbuild, the program computes the same bits', async () => {
  await run('esbuild', 'node.js', '--bundle', '--platform=node', '--format=esm', '--outfile=bundled.mjs');
  check(await inNode(process.execPath, [], 'bundled.mjs'), several);
});

/** Threads that two wished ones are on this machine. */
const several = Math.min(2, availableParallelism());

/** Each makes of consumer/ a folder that can be served. */
const bundlers = {
  'Vite, built': async () => {
    await run('vite', 'build', '--outDir', 'vite');
    return join(project, 'vite');
  },
  esbuild: async () => {
    await run('esbuild', 'page.js', 'worker.js', '--bundle', '--minify', '--format=esm', '--outdir=esbuild');
    await cp(join(project, 'index.html'), join(project, 'esbuild/index.html'));
    return join(project, 'esbuild');
  },
  webpack: async () => {
    await run('webpack', '--mode', 'production', '--entry', './page.js', '--output-path', 'webpack');
    await writeFile(join(project, 'webpack/index.html'), '<!doctype html><script defer src="main.js"></script>');
    return join(project, 'webpack');
  },
};

describe.each(Object.entries(bundlers))('%s', (name, bundle) => {
  let made = '';
  beforeAll(async () => { made = await bundle(); });

  test('on an isolated page one thread, in a worker of it two compute the same bits', async () => {
    await checkPage(served(made, isolated, inChromium), several);
  });

  test('so do a page that is not isolated and its worker, with one thread', async () => {
    await checkPage(served(made, {}, inChromium), 1);
  });

  test(`where a policy forbids workers from blobs, ${name === 'esbuild' ? 'there is none to help, and the bits are the same' : "the pool's worker is a file of the bundle"}`, async () => {
    const policy = { 'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'" };
    // esbuild puts no file of a worker's into the bundle
    await checkPage(served(made, { ...isolated, ...policy }, inChromium), several, name !== 'esbuild');
  });
});

describe('Vite, serving', () => {
  test.each([['an isolated page', isolated, several], ['a page that is not', {}, 1]] as const)('%s and its worker compute the same bits', async (_, headers, threads) => {
    const { createServer } = (await import(pathToFileURL(join(project, 'node_modules/vite/dist/node/index.js')).href)) as {
      createServer(options: object): Promise<{ listen(): Promise<unknown>; close(): Promise<void>; readonly httpServer: Server }>;
    };
    const server = await createServer({ root: project, configFile: false, logLevel: 'error', server: { headers } });
    try {
      await server.listen();
      await checkPage(inChromium(`http://localhost:${(server.httpServer.address() as AddressInfo).port}/`), threads);
    } finally {
      await server.close();
    }
  });
});

test('a bundle of convolution, gradients and compile has at most 90 kB, compressed, and its kernels at most 100 kB', async () => {
  await run('esbuild', 'small.js', '--bundle', '--minify', '--format=esm', '--outfile=small/small.js');
  const { length } = gzipSync(await readFile(join(project, 'small/small.js')));
  const { decodeBytes, kernelText } = (await import(pathToFileURL(join(project, 'node_modules/glissade/dist/kernels/index.js')).href)) as typeof Kernels;
  const wasm = decodeBytes(kernelText).length;
  process.stderr.write(`conv2d + grad + compile: ${(length / 1000).toFixed(1)} kB gzip, WebAssembly in it ${(wasm / 1000).toFixed(1)} kB\n`);
  expect(length).toBeLessThanOrEqual(90_000);
  expect(wasm).toBeLessThanOrEqual(100_000);
});

/** Runs a command of the project. */
async function run(...command: readonly string[]): Promise<void> {
  await execute('npx', ['--no-install', ...command], { cwd: project });
}

async function inNode(node: string, args: readonly string[] = [], script = 'node.js'): Promise<Answer> {
  const { stdout } = await execute(node, [script, ...args], { cwd: project });
  return JSON.parse(stdout) as Answer;
}

async function inChromium(address: string): Promise<{ page: Answer; worker: Answer }> {
  return answersOf(browser, address);
}

async function checkPage(answers: Promise<{ page: Answer; worker: Answer }>, threadsOfWorker: number, helped = true): Promise<void> {
  const { page, worker } = await answers;
  check(page, 1);
  check(worker, threadsOfWorker, helped);
}

/** One thread was wished first, then two, and there were `threads`; if more than one, a worker `helped`. */
function check(answer: Answer, threads: number, helped = true): void {
  expect(answer).toEqual({
    results: [{ threads: 1, helped: false, ...hashes }, { threads, helped: helped && threads > 1, ...hashes }],
    eager: [[6, 8, 12, 14], [280, 360, 520, 600], [6, 8, 12, 14]],
  });
}
