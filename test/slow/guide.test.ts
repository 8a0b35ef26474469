/** The guide is what its examples make, and its pages are complete. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';
const pages = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glissade-guide-'));
  // fails where a picture or a derivation in docs/guide is not what the example makes
  await promisify(execFile)(process.execPath, [join(root, 'scripts/run.mjs'), 'guide', '--check', '--out', folder], { cwd: root });
  for (const name of await readdir(folder)) pages.set(name, await readFile(join(folder, name), 'utf8'));
});
afterAll(() => rm(folder, { recursive: true }));

test('there are twelve chapters and a table of contents, and every link leads to one of them', () => {
  expect(pages.size).toBe(13);
  for (const [name, page] of pages) {
    for (const [, href] of page.matchAll(/<a href="([^"#]+)"/g)) expect([name, href, pages.has(href)]).toEqual([name, href, true]);
  }
  expect(pages.get('index.html')!.match(/<a href="\d\d-/g)!.length).toBeGreaterThanOrEqual(12);
});

test('every chapter has its example, its picture and its derivation with all formulas set, and loads nothing', () => {
  for (const [name, page] of pages) {
    if (name === 'index.html') continue;
    // for a page, and for a phone, where its letters would be too small
    const pictures = [...page.matchAll(/<svg class="glissade-plot"[^>]*? width="(\d+)"/g)].map(([, width]) => Number(width));
    expect([name, pictures]).toEqual([name, [640, 335]]);
    // what is wide scrolls by itself: the page does not
    expect([name, page.match(/<table/g)?.length]).toEqual([name, page.match(/<div class="scroll"[^>]*><table/g)?.length]);
    expect([name, page.match(/<math[^>]*display="block"/g)?.length]).toEqual([name, page.match(/<div class="scroll formulas"[^>]*><span class="katex"><math/g)?.length]);
    expect(page).toContain('<code class="language-ts">');
    expect([name, page.match(/<math/g)!.length >= 2, page.match(/<h4/g)!.length >= 3]).toEqual([name, true, true]); // k-means: the cost and two steps, in tables
    // forward, backward, update
    expect([name, name.includes('k-means') || page.match(/<math[^>]*display="block"/g)!.length >= 3]).toEqual([name, true]);
    expect([name, /katex-error|\$\$|<script|src="(?!data:)/.test(page)]).toEqual([name, false]);
  }
});
