import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FileError } from './atomic.ts';
import { checkReplaceable, previousOf, readFileOrNone, replaceFile } from './replace.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'glissade-')); });
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const files = async (): Promise<Record<string, string>> => Object.fromEntries(await Promise.all((await readdir(folder)).sort().map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)));

test('the last two versions are kept, and what a kill left is overwritten', async () => {
  const path = join(folder, 'a');
  await writeFile(`${path}.writing`, 'half of a file that is longer');
  await replaceFile('train', path, bytes('one'));
  expect(await files()).toEqual({ a: 'one' });
  await replaceFile('train', path, bytes('two'));
  await replaceFile('train', path, bytes('three'));
  expect(await files()).toEqual({ a: 'three', 'a.previous': 'two' });
  expect(previousOf(path)).toBe(`${path}.previous`);
  expect(await readFileOrNone('train', path)).toEqual(Buffer.from('three'));
  expect(await readFileOrNone('train', join(folder, 'b'))).toBeUndefined();
});

/** node:fs/promises with some functions replaced. */
async function withFiles(changes: Record<string, unknown>): Promise<void> {
  const real = process.getBuiltinModule('node:fs/promises');
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue({ ...real, ...changes } as never);
}

test('where there are no links the version before is a copy', async () => {
  await withFiles({ link: () => Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' })) });
  const path = join(folder, 'a');
  for (const text of ['one', 'two', 'three']) await replaceFile('train', path, bytes(text));
  expect(await files()).toEqual({ a: 'three', 'a.previous': 'two' });
});

test('a full disk leaves the files as they were', async () => {
  const path = join(folder, 'a');
  await replaceFile('train', path, bytes('one'));
  await replaceFile('train', path, bytes('two'));
  const { open } = process.getBuiltinModule('node:fs/promises');
  await withFiles({
    open: async (...args: Parameters<typeof open>) => Object.assign(await open(...args), { writeFile: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOSPC' })) }),
  });
  await expect(replaceFile('train', path, bytes('three'))).rejects.toThrow(new FileError(`train: ${path}: the disk is full`));
  expect(await files()).toEqual({ a: 'two', 'a.previous': 'one' });
});

test('where nothing can be written, that is said beforehand, and nothing is left', async () => {
  const path = join(folder, 'a');
  await checkReplaceable('train', path);
  expect(await files()).toEqual({});
  await mkdir(join(folder, 'models'));
  await expect(checkReplaceable('train', '')).rejects.toThrow('train: the path must name a file; it is empty');
  await expect(checkReplaceable('train', join(folder, 'models'))).rejects.toThrow(/models must be a file; it is a folder$/);
  await expect(checkReplaceable('train', join(folder, 'none', 'a'))).rejects.toThrow(/none.a: there is no such file or folder$/);
  await expect(checkReplaceable('train', join(folder, 'a'.repeat(250)))).rejects.toThrow(/: the name is too long$/);
  await expect(readFileOrNone('train', join(folder, 'models'))).rejects.toThrow(/: it is a folder, not a file$/);
});

// root may write everywhere
test.skipIf(process.getuid?.() === 0)('a folder without permission is said to be one beforehand', async () => {
  await chmod(folder, 0o500);
  try {
    await expect(checkReplaceable('train', join(folder, 'a'))).rejects.toThrow(/: permission denied$/);
  } finally {
    await chmod(folder, 0o700);
  }
});
