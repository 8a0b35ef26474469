/** Chromium, and folders served to it. Knows no test. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

const contentTypes: Readonly<Record<string, string>> = { '.html': 'text/html', '.css': 'text/css', '.csv': 'text/csv' };

/** What makes a page cross-origin isolated, so that it may share memory. */
export const isolated: Readonly<Record<string, string>> = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

export async function launchChromium(): Promise<Browser> {
  if (!existsSync(executablePath)) throw new Error(`browser test: Chromium must be at ${executablePath}; install it (Debian: apt-get install chromium) or name it in CHROMIUM`);
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** The work's result, done while the folder is served with these headers at the address it is given. */
export async function served<T>(folder: string, headers: Readonly<Record<string, string>>, work: (address: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : request.url!;
    response.setHeader('content-type', contentTypes[extname(path)] ?? 'text/javascript');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    void readFile(join(folder, path), 'utf8').then((text) => response.end(text), () => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  try {
    return await work(`http://localhost:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** What the page at the address puts into `globalThis.answers`. */
export async function answersOf<T>(browser: Browser, address: string): Promise<T> {
  const page = await browser.newPage();
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(error.message));
  try {
    await page.goto(address);
    const answers = await page.waitForFunction(() => (globalThis as { answers?: unknown }).answers, undefined, { timeout: 60_000 });
    return (await answers.jsonValue()) as T;
  } catch (error) {
    throw failures.length === 0 ? error : new Error(failures.join('\n'));
  } finally {
    await page.close();
  }
}
