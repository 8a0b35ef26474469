/**
 * The page of examples/digits, built by Vite from the packed package and used in Chromium: it learns to read digits in a worker, shows how,
 * stays quick, can be stopped and gone on with, reads what is drawn, and arrives at the bits of Node.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isolated, launchChromium, served } from './chromium.testing.ts';
import { execute, install, pack, root } from './package.testing.ts';

const epochs = 20;

let browser: Browser;
let folder = '';
let project = '';
/** What the same training gives in Node. */
let inNode: { readonly bestEpoch: number; readonly losses: readonly number[]; readonly accuracy: number };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glissade-digits-'));
  project = join(folder, 'examples/digits');
  const { tarball } = await pack(folder);
  const { devDependencies: { vite } } = JSON.parse(await readFile(join(root, 'examples/digits/package.json'), 'utf8')) as { devDependencies: { vite: string } };
  await install(project, tarball, `vite@${vite}`);
  for (const name of ['index.html', 'style.css', 'vite.config.js', 'src']) await cp(join(root, 'examples/digits', name), join(project, name), { recursive: true });
  await cp(join(root, 'datasets/digits.csv'), join(folder, 'datasets/digits.csv'));
  await execute('npx', ['--no-install', 'vite', 'build'], { cwd: project });
  inNode = await trainedInNode();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  if (folder !== '') await rm(folder, { recursive: true });
});

async function trainedInNode(): Promise<typeof inNode> {
  const program = `
    import { readFile } from 'node:fs/promises';
    import { readDigits } from './src/digits.ts';
    import { begin } from './src/training.ts';
    const { training, heldOut } = readDigits(await readFile('../../datasets/digits.csv', 'utf8'));
    const { bestEpoch, history } = await begin(training, heldOut, 0).model;
    console.log(JSON.stringify({ bestEpoch, losses: history.flatMap(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]), accuracy: history[bestEpoch - 1].metrics.accuracy }));`;
  const { outputFiles } = await build({ stdin: { contents: program, resolveDir: project }, bundle: true, platform: 'node', format: 'esm', write: false, logLevel: 'error' });
  await writeFile(join(project, 'node.mjs'), outputFiles[0].text);
  const { stdout } = await execute(process.execPath, ['node.mjs'], { cwd: project });
  return JSON.parse(stdout) as typeof inNode;
}

interface Opened {
  readonly page: Page;
  /** What went wrong: errors of the page, and all that stands in its console. */
  readonly complaints: string[];
}

async function opened(address: string, { width = 1280, height = 900, colorScheme = 'light' as 'light' | 'dark' } = {}): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => { if (message.type() !== 'debug') complaints.push(message.text()); });
  await page.goto(address);
  await entered(page, 'idle');
  return { page, complaints };
}

async function entered(page: Page, state: string, timeout = 240_000): Promise<void> {
  await page.waitForFunction((state) => [state, 'failed'].includes(document.documentElement.dataset.state ?? ''), state, { timeout });
  expect([await page.getAttribute('html', 'data-state'), await page.textContent('#status')]).toEqual([state, expect.any(String)]);
}

async function valueOf(page: Page, id: string): Promise<number> {
  return Number(await page.getAttribute(`#${id}`, 'value'));
}

async function epochsDrawn(page: Page): Promise<{ readonly dots: number; readonly words: string }> {
  return { dots: await page.locator('#curve svg circle').count(), words: await page.locator('#curve svg desc').textContent() ?? '' };
}

/** Draws with the mouse; places are shares of the paper's side. */
async function drawn(page: Page, strokes: readonly (readonly (readonly [number, number])[])[]): Promise<string> {
  await page.click('#clear');
  const { x, y, width, height } = (await page.locator('#paper').boundingBox())!;
  for (const [first, ...rest] of strokes) {
    await page.mouse.move(x + first[0] * width, y + first[1] * height);
    await page.mouse.down();
    for (const [right, down] of rest) await page.mouse.move(x + right * width, y + down * height, { steps: 3 });
    await page.mouse.up();
  }
  await page.waitForSelector('#answer strong');
  return await page.textContent('#answer') ?? '';
}

/** What the page looks like, for who wants to see: on a desk and a phone, in light and in dark. */
async function pictures(page: Page): Promise<void> {
  for (const [name, width, height] of [['desktop', 1280, 940], ['phone', 390, 844]] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      // nothing is wider than the screen
      await page.waitForFunction((width) => document.documentElement.scrollWidth === width && document.querySelector('#curve svg')!.getBoundingClientRect().right < width, width);
      await page.screenshot({ path: join(root, `.cache/digits/${name}-${colorScheme}.png`), fullPage: name === 'phone' });
    }
  }
}

const oval = Array.from({ length: 25 }, (_, i) => [0.5 + 0.22 * Math.sin((i / 24) * 2 * Math.PI), 0.5 - 0.32 * Math.cos((i / 24) * 2 * Math.PI)] as const);
const one = [[0.5, 0.15], [0.5, 0.85]] as const;
const two = [[0.32, 0.3], [0.45, 0.18], [0.62, 0.22], [0.64, 0.38], [0.32, 0.8], [0.7, 0.8]] as const;

test('the page learns to read digits, shows how, stays quick, reads drawings, and has the bits of Node', async () => {
  await served(join(project, 'dist'), isolated, async (address) => {
    const { page, complaints } = await opened(address);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await page.locator('#grid figure.unknown').count()).toBe(60);
    await page.evaluate(() => {
      const gaps: number[] = [];
      let last = performance.now();
      const timer = setInterval(() => {
        gaps.push(performance.now() - last);
        last = performance.now();
      }, 10);
      Object.assign(globalThis, { gapsSeen: () => { clearInterval(timer); return gaps; } });
    });
    await page.click('#start');
    await page.waitForFunction(() => Number((document.getElementById('accuracy') as HTMLDataElement).value) > 0, undefined, { timeout: 60_000 });
    // the curve is there while it trains, and so are answers
    const early = await epochsDrawn(page);
    expect(await page.getAttribute('html', 'data-state')).toBe('training');
    expect(early.dots).toBeGreaterThan(0);
    expect(await page.locator('#grid figure.unknown').count()).toBe(0);
    expect(await drawn(page, [one])).toMatch(/^(This is|Perhaps) a \d$/);
    await entered(page, 'done');
    const gaps = (await page.evaluate('gapsSeen()')) as number[];
    process.stderr.write(`digits page: ${await page.textContent('#accuracy')} right, ${await page.textContent('#speed')} digits a second, ${await page.textContent('#threads')} threads; the page was held up ${Math.max(...gaps).toFixed(0)} ms at most\n`);
    expect(gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)]).toBeLessThan(50);
    expect(gaps.at(-1)).toBeLessThan(1000);

    const { dots, words } = await epochsDrawn(page);
    expect(dots).toBe(2 * epochs + 1); // two losses an epoch, and the mark of the one that is kept
    expect(words).toMatch(/^The training loss goes from [\d.]+ to [\d.]+ in 20 epochs\. The validation loss goes from/);
    expect(await page.locator('#curve svg.glissade-plot').count()).toBe(1);
    expect(inNode.accuracy).toBeGreaterThan(0.95);
    expect(await valueOf(page, 'accuracy')).toBe(inNode.accuracy);
    expect(await valueOf(page, 'loss')).toBe(inNode.losses[2 * inNode.bestEpoch - 1]);
    expect(await valueOf(page, 'threads') > 1).toBe(availableParallelism() > 1);
    expect(await page.textContent('#status')).toBe(`Done; the network of epoch ${inNode.bestEpoch} is kept`);
    expect(await page.textContent('#verdict')).toMatch(/^Cross-entropy in epoch/);
    const wrong = Math.round(359 * (1 - inNode.accuracy));
    expect([await page.textContent('#score'), await page.locator('#mistakes figure').count()]).toEqual([expect.stringContaining(`${359 - wrong} of 359`), wrong]);
    expect([await drawn(page, [oval]), await drawn(page, [one]), await drawn(page, [two])]).toEqual(['This is a 0', 'This is a 1', 'This is a 2']);
    expect(await page.locator('#probabilities .best').count()).toBe(1);
    await pictures(page);
    await page.click('#clear');
    expect([await page.textContent('#answer'), await page.locator('#probabilities .best').count()]).toEqual(['Draw, and it answers.', 0]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

test('stopped and gone on with, on a phone in the dark and on a page that may not share memory, it has the same bits', async () => {
  await served(join(project, 'dist'), {}, async (address) => {
    const { page, complaints } = await opened(address, { width: 390, height: 844, colorScheme: 'dark' });
    expect(await page.evaluate(() => [getComputedStyle(document.body).colorScheme, getComputedStyle(document.documentElement).backgroundColor])).toEqual(['light dark', 'rgb(12, 14, 17)']);
    await page.click('#start');
    await page.waitForFunction(() => document.querySelectorAll('#curve svg circle').length > 4, undefined, { timeout: 60_000 });
    await page.click('#start');
    await entered(page, 'stopped', 10_000);
    const [said, before] = [await page.textContent('#status'), await epochsDrawn(page)];
    expect(said).toMatch(/^Stopped after epoch \d+ of 20$/);
    await page.waitForTimeout(500);
    expect(await epochsDrawn(page)).toEqual(before);
    expect(await page.isVisible('#again')).toBe(true);
    await page.click('#start');
    await entered(page, 'done');
    expect([await valueOf(page, 'loss'), await valueOf(page, 'threads')]).toEqual([inNode.losses[2 * inNode.bestEpoch - 1], 1]);
    expect((await epochsDrawn(page)).dots).toBe(2 * epochs + 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

test('served by Vite, as `npm start` does, it trains too, from another seed and stopped at once', async () => {
  const { createServer } = (await import(pathToFileURL(join(project, 'node_modules/vite/dist/node/index.js')).href)) as {
    createServer(options: object): Promise<{ listen(): Promise<unknown>; close(): Promise<void>; readonly httpServer: Server }>;
  };
  const server = await createServer({ root: project, configFile: join(project, 'vite.config.js'), logLevel: 'error' });
  try {
    await server.listen();
    const { page } = await opened(`http://localhost:${(server.httpServer.address() as AddressInfo).port}/`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.fill('#seed', '7');
    await page.click('#start');
    await page.waitForFunction(() => document.querySelector('#curve svg') !== null, undefined, { timeout: 60_000 });
    expect(await valueOf(page, 'loss')).toBeGreaterThan(0);
    expect(await valueOf(page, 'loss')).not.toBe(inNode.losses[1]);
    await page.close();
  } finally {
    await server.close();
  }
});
