import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from './lock.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'glissade-')); });
afterEach(async () => { await rm(folder, { recursive: true }); });

test('a file is one writer’s until it is given back, by whatever name it is asked for', async () => {
  const [path, link] = [join(folder, 'a'), join(folder, 'link')];
  const give = await takeLock('train', path);
  await writeFile(path, '');
  await symlink(path, link);
  await expect(takeLock('train', path)).rejects.toThrow(`train: ${path} must have one writer at a time; this process has it, as ${path}.lock says. Wait until that has ended, or give another file`);
  await expect(takeLock('train', link)).rejects.toThrow('this process has it');
  await (await takeLock('train', join(folder, 'b')))();
  await give();
  await (await takeLock('train', link))();
  expect(await readdir(folder)).toEqual(['a', 'link']);
});

test('another process that lives keeps it, and one that was killed does not', async () => {
  const path = join(folder, 'a');
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await new Promise((resolve) => { other.once('spawn', resolve); });
  const fieldsOf = (pid: number): string[] => execFileSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' }).split(') ')[1].split(' ');
  const began = process.platform === 'linux' ? fieldsOf(other.pid!)[19] : '';
  const theirs = { pid: other.pid, began, host: hostname() };
  await writeFile(`${path}.lock`, JSON.stringify(theirs));
  await expect(takeLock('train', path)).rejects.toThrow(`process ${other.pid} has it`);
  // its number is of another process by now
  await writeFile(`${path}.lock`, JSON.stringify({ ...theirs, began: `${began}0` }));
  if (began !== '') await (await takeLock('train', path))();
  await writeFile(`${path}.lock`, JSON.stringify(theirs));
  const ended = new Promise((resolve) => { other.once('close', resolve); });
  other.kill('SIGKILL');
  await ended;
  await (await takeLock('train', path))();
  expect(await readdir(folder)).toEqual([]);
});

test('a lock that a kill left empty or in half, or of a process that is gone, is taken, by one of those who ask at once', async () => {
  const path = join(folder, 'a');
  for (const left of ['', 'half of a', JSON.stringify({ pid: 2 ** 30, began: '', host: hostname() })]) {
    await writeFile(`${path}.lock`, left);
    const found = await Promise.allSettled([1, 2, 3].map(() => takeLock('train', path)));
    const taken = found.filter((one) => one.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    for (const { value } of taken) await value();
    expect(await readdir(folder)).toEqual([]);
  }
});

test('a process on another computer keeps it while it touches its lock', async () => {
  const path = join(folder, 'a');
  await writeFile(`${path}.lock`, JSON.stringify({ pid: 3, began: '', host: 'elsewhere' }));
  await expect(takeLock('train', path)).rejects.toThrow('process 3 on elsewhere has it');
  const before = new Date(Date.now() - 120_000);
  await utimes(`${path}.lock`, before, before);
  await (await takeLock('train', path))();
  await expect(takeLock('train', join(folder, 'none', 'a'))).rejects.toThrow(/: there is no such file or folder$/);
});
