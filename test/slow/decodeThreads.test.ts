/** Photographs are decoded by threads, to the same bits as without them, and the process ends by itself. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode } from 'jpeg-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute, root } from './package.testing.ts';

let photographs = '';
const without = join(root, `.cache/threadless-${process.pid}`); // inside the repository, so that packages are found

beforeAll(async () => {
  photographs = await mkdtemp(join(tmpdir(), 'glissade-photographs-'));
  const [height, width] = [300, 400];
  for (let i = 0; i < 24; i++) {
    const data = Buffer.from(Uint8Array.from({ length: 4 * height * width }, (_, at) => ((at * (i + 3)) >> 7) ^ (at % 4 === 3 ? 255 : at >> 11)));
    const folder = join(photographs, i % 2 === 0 ? 'cat' : 'dog');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${i}.jpg`), encode({ height, width, data }, 90).data);
  }
  await cp(join(root, 'dist'), without, { recursive: true });
  await rm(join(without, 'data/images/decodeWorker.js'));
});
afterAll(async () => {
  await rm(photographs, { recursive: true });
  await rm(without, { recursive: true });
});

async function read(dist: string): Promise<{ readonly hashes: readonly string[]; readonly main?: number }> {
  const { stdout } = await execute(process.execPath, [fileURLToPath(new URL('photographs.mjs', import.meta.url)), dist, photographs]);
  return JSON.parse(stdout) as Awaited<ReturnType<typeof read>>;
}

test('with threads and without, as where their file is missing, pixels are the same; the thread that trains is spared most of the work', async () => {
  const [some, none] = [await read(join(root, 'dist')), await read(without)];
  process.stderr.write(`192 photographs of 300 × 400: ${some.main} ms of the main thread's processor time with threads, ${none.main} ms without\n`);
  expect(new Set([...some.hashes, ...none.hashes]).size).toBe(1);
  expect(some.main ?? 0).toBeLessThan(0.6 * (none.main ?? 1)); // starting and the first 20 photographs included
});
