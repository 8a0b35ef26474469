import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asFileError, writeAtomically } from './atomic.ts';

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

test('what the system refuses is said in a sentence', async () => {
  await expect(writeAtomically('save', join(folder, 'none/a.txt'), async () => {})).rejects.toThrow(/^save: .*a\.txt: there is no such file or folder$/);
  await expect(writeAtomically('save', folder, async () => {})).rejects.toThrow(/must be a file; it is a folder$/);
  expect(String(asFileError('save', 'm', Object.assign(new Error('x'), { code: 'EACCES' })))).toBe('FileError: save: m: permission denied');
  expect(String(asFileError('save', 'm', new Error('own words')))).toBe('Error: own words');
});
