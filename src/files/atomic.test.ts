import { existsSync } from 'node:fs';
import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { asFileError, checkWritable, writeAtomically } from './atomic.ts';
import { nodeFiles } from './node.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'glissade-')); });
afterEach(async () => { await rm(folder, { recursive: true }); });

test('the file appears whole and nothing else stays', async () => {
  await writeAtomically('save', join(folder, 'a.txt'), async (file) => { await file.write('whole'); });
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('whole');
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test('a failure leaves the old file and no temporary one', async () => {
  await writeFile(join(folder, 'a.txt'), 'old');
  await expect(writeAtomically('save', join(folder, 'a.txt'), async (file) => {
    await file.write('half');
    throw new Error('interrupted');
  })).rejects.toThrow('interrupted');
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test('a file that was there keeps its permissions, and a link keeps pointing to it', async () => {
  const [file, link] = [join(folder, 'a.txt'), join(folder, 'link')];
  await writeFile(file, 'old');
  await chmod(file, 0o640);
  await symlink(file, link);
  await writeAtomically('save', link, async (handle) => { await handle.write('new'); });
  expect(await readFile(file, 'utf8')).toBe('new');
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
});

test('a name as long as the system allows can be written, beside others at the same time', async () => {
  const names = ['a', 'b', 'c'].map((letter) => letter.repeat(255));
  await Promise.all(names.map((name) => writeAtomically('save', join(folder, name), async (file) => { await file.write(name); })));
  expect((await readdir(folder)).sort()).toEqual(names);
  await expect(writeAtomically('save', join(folder, 'd'.repeat(256)), async () => {})).rejects.toThrow(/: the name is too long$/);
});

test.runIf(existsSync('/dev/full'))('a device is written to, not replaced', async () => {
  await expect(writeAtomically('save', '/dev/full', async (file) => { await file.write('x'); })).rejects.toThrow('save: /dev/full: the disk is full');
  await writeAtomically('save', '/dev/null', async (file) => { await file.write('x'); });
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
});

test('without Node a path is refused', () => {
  vi.stubGlobal('process', undefined);
  try {
    expect(() => nodeFiles('load')).toThrow('load: a path needs Node and its files; here, use the bytes of the file');
  } finally {
    vi.unstubAllGlobals();
  }
});

test('whether a file can be written is found out beforehand, without a trace', async () => {
  await checkWritable('save', join(folder, 'a'));
  await writeFile(join(folder, 'b'), 'old');
  await checkWritable('save', join(folder, 'b'));
  await checkWritable('save', '/dev/null');
  expect(await readdir(folder)).toEqual(['b']);
  expect(await readFile(join(folder, 'b'), 'utf8')).toBe('old');
  await expect(checkWritable('save', '')).rejects.toThrow('save: the path must name a file; it is empty');
  await expect(checkWritable('save', folder)).rejects.toThrow(/must be a file; it is a folder$/);
  await expect(checkWritable('save', join(folder, 'none/a'))).rejects.toThrow(/: there is no such file or folder$/);
});

test.runIf(existsSync('/proc/self'))('a folder in which not even root makes files is found out', async () => {
  await expect(checkWritable('save', '/proc/a')).rejects.toThrow('save: /proc/a: ');
});

test('what the system refuses is said in a sentence', async () => {
  await expect(writeAtomically('save', join(folder, 'none/a.txt'), async () => {})).rejects.toThrow(/^save: .*a\.txt: there is no such file or folder$/);
  await expect(writeAtomically('save', folder, async () => {})).rejects.toThrow(/must be a file; it is a folder$/);
  await expect(writeAtomically('save', '', async () => {})).rejects.toThrow('save: the path must name a file; it is empty');
  await writeFile(join(folder, 'file'), '');
  await expect(writeAtomically('save', join(folder, 'file/a.txt'), async () => {})).rejects.toThrow(/a part of the path is not a folder$/);
  expect(String(asFileError('save', 'm', Object.assign(new Error('x'), { code: 'EACCES' })))).toBe('FileError: save: m: permission denied');
  expect(String(asFileError('save', 'm', new Error('own words')))).toBe('Error: own words');
});
