import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeLeftovers, spillFolder } from './spill.ts';

test('what a process that is no more has left is removed, what others still need is not', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']); // it has ended
  const own = spillFolder();
  const left = own.replace(`-${process.pid}-`, `-${pid}-`);
  const foreign = own.replace(/glissade-.*?-(?=\d+-)/, 'glissade-another_computer-').replace(`-${process.pid}-`, `-${pid}-`);
  const similar = `${left}-notes`;
  try {
    for (const folder of [own, left, foreign, similar]) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'duckdb_temp_storage-0.tmp'), 'rows');
    }
    await removeLeftovers();
    expect([own, left, foreign, similar].map(existsSync)).toEqual([true, false, true, true]);
  } finally {
    for (const folder of [own, left, foreign, similar]) rmSync(folder, { recursive: true, force: true });
  }
});
