/** The same program in Node and in Chromium gives the same bits. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.testing.ts';
import { root } from './package.testing.ts';

/** Everything on the way from rows to a model file and back; the answer is all bits of all numbers, as text. */
const program = `
import { crossValidate, elasticNet, frameOf, gradientDescent, kFold, lasso, lassoPath, linearRegression, load, pipeline, polynomialFeatures, ridge, standardScaler, toBytes, trainTestSplit } from 'glissade';

export async function run() {
  const X = Array.from({ length: 120 }, (_, i) => [i % 7, (i * i) % 11 / 3, (i * 5) % 13 - 6, ((i * 37) % 101) / 101]);
  const y = X.map(([a, b, c, d], i) => 2 + 0.3 * a - b * d + c / 7 + ((i * 29) % 17) / 40);
  const bits = [];
  const add = (...arrays) => { for (const numbers of arrays) bits.push(...new Uint8Array(Float64Array.from(numbers).buffer)); };
  for (const estimator of [
    linearRegression(), linearRegression({ solver: gradientDescent({ maxIter: 50, tol: 1e-12, batchSize: 16, seed: 3 }) }), ridge({ alpha: 0.7 }), lasso({ alpha: 0.02 }),
    elasticNet({ alpha: 0.05, l1Ratio: 0.4 }), pipeline(polynomialFeatures({ degree: 2 }), standardScaler(), ridge({ alpha: 0.1 })),
  ]) {
    const bytes = toBytes(await estimator.fit(X, y));
    bits.push(...bytes);
    add(await (await load(bytes)).predict(X));
  }
  const { alphas, coefs } = await lassoPath(X, y, { nAlphas: 20 });
  add(alphas, coefs.data);
  const { metrics } = await crossValidate(ridge(), X, y, { splits: kFold(5, { seed: 1 }) });
  add(metrics.r2.folds);
  const { XTest } = trainTestSplit(X, y, { seed: 2 });
  add(XTest.data);
  const table = frameOf({ size: X.map(([a]) => a), town: X.map(([, , c]) => (c > 2 ? 'hill' : c > -2 ? 'sea' : null)), price: y });
  bits.push(...toBytes(await lasso({ alpha: 0.01 }).fit(table, { target: 'price' })));
  return Array.from(bits, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
`;

let browser: Browser;
let folder = '';
beforeAll(async () => {
  browser = await launchChromium();
  folder = await mkdtemp(join(tmpdir(), 'glissade-'));
});
afterAll(async () => {
  await browser?.close();
  if (folder !== '') await rm(folder, { recursive: true });
});

test('fitting, scoring, saving and loading give the same bits in Chromium as in Node', async () => {
  const bundle = async (platform: 'node' | 'browser', format: 'esm' | 'iife'): Promise<string> => {
    const { outputFiles } = await build({
      stdin: { contents: program, resolveDir: root, loader: 'js' }, bundle: true, write: false, platform, format, globalName: 'program',
      target: 'es2022', alias: { glissade: join(root, 'dist/index.js') }, logLevel: 'error',
    });
    return outputFiles[0].text;
  };
  const path = join(folder, 'program.mjs');
  await writeFile(path, await bundle('node', 'esm'));
  const { run } = await import(/* @vite-ignore */ pathToFileURL(path).href) as { run: () => Promise<string> };
  const inNode = await run();

  const page = await browser.newPage();
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(error.message));
  await page.addScriptTag({ content: await bundle('browser', 'iife') });
  const inChromium = await page.evaluate('program.run()') as string;
  expect(failures).toEqual([]);
  expect(inNode.length).toBeGreaterThan(10_000);
  expect(inChromium === inNode, firstDifference(inNode, inChromium)).toBe(true);
});

function firstDifference(a: string, b: string): string {
  const at = [...a].findIndex((digit, i) => digit !== b[i]);
  return `first difference at byte ${at >> 1} of ${a.length >> 1}`;
}
