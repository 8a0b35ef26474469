/** Images beyond the memory that they may take are read while they are learnt from. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { execute } from './package.testing.ts';

/** So many images of 32 × 32, as an IDX pair: black, which takes no room on the disk, save one byte. */
async function write(folder: string, count: number): Promise<string> {
  const big = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  for (const [kind, header, bytes] of [['images', [0, 0, 8, 3, ...big(count), ...big(32), ...big(32)], 1024 * count], ['labels', [0, 0, 8, 1, ...big(count)], count]] as const) {
    const file = await open(join(folder, `many-${kind}-idx${header[3]}-ubyte`), 'w');
    await file.truncate(header.length + bytes);
    await file.write(Uint8Array.from(header), 0, header.length, 0);
    await file.write(Uint8Array.of(1), 0, 1, header.length + bytes - 1);
    await file.close();
  }
  return join(folder, 'many-images-idx3-ubyte');
}

test('400 MB of images are trained on in little more memory than 4 MB of them', async () => {
  const peaks: number[] = [];
  for (const count of [4000, 400_000]) {
    const folder = await mkdtemp(join(tmpdir(), 'glissade-many-'));
    try {
      const { stdout } = await execute(process.execPath, [fileURLToPath(new URL('manyImages.mjs', import.meta.url)), await write(folder, count), '1000000']);
      const found = JSON.parse(stdout) as { readonly count: number; readonly peak: number; readonly loss: number };
      expect(found).toMatchObject({ count, loss: expect.any(Number) });
      peaks.push(found.peak);
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  process.stderr.write(`at most ${peaks.map((peak) => peak.toFixed(0)).join(' and ')} MiB resident\n`);
  expect(peaks[1] - peaks[0]).toBeLessThan(100);
});
