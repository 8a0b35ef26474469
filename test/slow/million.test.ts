/** `glissade train` on a million rows stays within a minute and 2 GiB: the benchmark, held to its goals. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('a million rows of twenty columns are trained on in under 60 s and 2 GiB', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'bench/run.mjs'), 'million']);
  const [, seconds, peak] = /^train: ([\d.]+) s .*peak memory ([\d.]+) GiB/m.exec(stdout) ?? [];
  process.stdout.write(stdout);
  expect(Number(seconds)).toBeLessThan(60);
  expect(Number(peak)).toBeLessThan(2);
  expect(Number(/R² on the rows held out ([\d.]+)/.exec(stdout)?.[1])).toBeGreaterThan(0.8);
});
