/** A long training keeps its memory, and its steps make next to nothing for the garbage collector. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { execute } from './package.testing.ts';

async function manyEpochs(...args: readonly string[]): Promise<{ readonly resident: readonly number[]; readonly perStep: number; readonly collecting: number }> {
  const { stdout } = await execute(process.execPath, [fileURLToPath(new URL('manyEpochs.mjs', import.meta.url)), ...args]);
  return JSON.parse(stdout) as Awaited<ReturnType<typeof manyEpochs>>;
}

test('memory is flat over 1,000 epochs, and a step leaves less than 16 kB to the garbage collector, all that belongs to its epoch included', async () => {
  const { resident, perStep, collecting } = await manyEpochs();
  process.stderr.write(`resident MiB after every 50 epochs: ${resident.join(' ')}; ${perStep} bytes allocated per step, garbage collection took ${(100 * collecting).toFixed(1)} % of the time\n`);
  expect(Math.max(...resident.slice(12))).toBeLessThan(Math.max(...resident.slice(0, 6)) + 10);
  expect(perStep).toBeLessThan(16_000);
  expect(collecting).toBeLessThan(0.1);
});

test('so it is when each of them is kept in a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'glissade-memory-'));
  try {
    const { resident } = await manyEpochs(join(folder, 'many.checkpoint'));
    process.stderr.write(`with checkpoints, resident MiB after every 50 epochs: ${resident.join(' ')}\n`);
    expect(Math.max(...resident.slice(12))).toBeLessThan(Math.max(...resident.slice(0, 6)) + 30);
  } finally {
    await rm(folder, { recursive: true });
  }
});
