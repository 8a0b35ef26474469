/** A training killed again and again comes to the bits of one that was let be; disks that are full or not to be written are said to be. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generator } from 'glissade';
import { dense, meanSquaredError, sequential, sgd, train } from 'glissade/nn';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'glissade-killed-')); });
afterAll(async () => { await rm(folder, { recursive: true }); });

interface End {
  readonly killed: boolean;
  readonly said: string;
}

/** Trains in a process of its own. @param patience  milliseconds until it is killed   @param from  counted from its start, or from its first step */
async function trained(to: string, threads: number, patience = Infinity, from: 'start' | 'step' = 'start'): Promise<End> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('killed.mjs', import.meta.url)), to, String(threads)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const kill = (): void => { if (patience !== Infinity) setTimeout(() => child.kill('SIGKILL'), patience); };
  if (from === 'start') kill();
  child.stdout.on('data', (text: Buffer) => {
    if (said === '' && from === 'step') kill();
    said += text.toString();
  });
  const killed = await new Promise<boolean>((resolve) => { child.on('close', (_, signal) => resolve(signal === 'SIGKILL')); });
  return { killed, said: said.replace('go\n', '') };
}

test('killed at 50 random moments and begun again, a training has the bits of one that was not', async () => {
  const random = generator(20, 'kills');
  const begin = performance.now();
  const [unbroken, two] = [await trained('-', 1), await trained('-', 2)];
  expect(unbroken.said).toMatch(/^\w{64} after \d+ epochs/);
  expect(two.said).toBe(unbroken.said);
  let [kills, lives, writing, trainings] = [0, 0, 0, 0];
  const ends = new Set<string>();
  while (kills < 50) {
    const to = join(folder, `training-${++trainings}.checkpoint`);
    for (;;) {
      lives++;
      const last = kills === 50;
      // one in five while it starts, the others while it trains
      const from = lives % 5 === 0 ? 'start' : 'step';
      const end = await trained(to, 1 + (lives % 2), last ? Infinity : random.uniform() * (from === 'start' ? 250 : 60), from);
      if (!end.killed) {
        ends.add(end.said);
        break;
      }
      kills++;
      writing += (await readdir(folder)).includes(`training-${trainings}.checkpoint.writing`) ? 1 : 0;
    }
  }
  process.stderr.write(`${trainings} trainings killed ${kills} times, ${writing} of them while a checkpoint was written: ${unbroken.said.trim()}, ${((performance.now() - begin) / 1000).toFixed(0)} s\n`);
  expect([...ends]).toEqual([unbroken.said]);
  expect(writing).toBeGreaterThan(0);
});

const plane = sequential([2], dense(512), dense(1));
const data = { x: [[0, 1], [1, 0], [1, 1], [2, 1]], y: [1, 2, 3, 4] };
const options = { loss: meanSquaredError(), optimizer: sgd({ learningRate: 0.01, momentum: 0.9 }), epochs: 6, batchSize: 2 };

/** A file system of 100 kB, or why there is none. */
async function smallDisk(): Promise<string> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new Error('only root of Linux mounts');
  const disk = join(folder, 'disk');
  await mkdir(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100k', 'tmpfs', disk], { stdio: 'pipe' });
  return disk;
}

test('on a full disk the training ends with the reason, and goes on from its last checkpoint when there is room; a disk that cannot be written is said at once', async (context) => {
  let disk = '';
  try {
    disk = await smallDisk();
  } catch (error) {
    context.skip(`no small disk: ${(error as Error).message.split('\n')[0]}`);
    return;
  }
  try {
    const checkpoint = join(disk, 'plane.checkpoint');
    const unbroken = await train(plane, data, options).model;
    for await (const { epoch } of train(plane, data, { ...options, checkpoint })) if (epoch === 3) break;
    const good = await readFile(checkpoint);
    await writeFile(join(disk, 'ballast'), new Uint8Array(100_000)).then(() => { throw new Error('it has room'); }, (error: { readonly code?: string }) => { if (error.code !== 'ENOSPC') throw error; });
    await expect(train(plane, data, { ...options, checkpoint }).model).rejects.toThrow(`train: ${checkpoint}: the disk is full`);
    expect(await readFile(checkpoint)).toEqual(good);
    expect((await readdir(disk)).sort()).toEqual(['ballast', 'plane.checkpoint', 'plane.checkpoint.previous']);
    await rm(join(disk, 'ballast'));
    const model = await train(plane, data, { ...options, checkpoint }).model;
    expect(model.parameters).toStrictEqual(unbroken.parameters);
    execFileSync('mount', ['-o', 'remount,ro', disk], { stdio: 'pipe' });
    const begun: unknown[] = [];
    await expect(train(plane, data, { ...options, epochs: 9, checkpoint, onProgress: (progress) => begun.push(progress) }).model).rejects.toThrow(`train: ${checkpoint}: the file system is read-only`);
    expect(begun).toEqual([]);
  } finally {
    execFileSync('umount', [disk], { stdio: 'pipe' });
  }
});
