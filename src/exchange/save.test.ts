import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Persistent } from '../estimator/index.ts';
import { standardScaler } from '../preprocess/index.ts';
import { load, save, toBytes } from './index.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'glissade-')); });
afterEach(async () => { await rm(folder, { recursive: true }); });

const fitted = (): Promise<Persistent> => standardScaler().fit([[1, 2], [3, 5]]);

test('a path, a web stream, a stream of Node and an object with write get the same bytes', async () => {
  const model = await fitted();
  const bytes = toBytes(model);
  await save(model, join(folder, 'a.glissade'));
  expect(new Uint8Array(await readFile(join(folder, 'a.glissade')))).toEqual(bytes);
  const web = new TransformStream<Uint8Array, Uint8Array>();
  const [, received] = await Promise.all([save(model, web.writable), new Response(web.readable).arrayBuffer()]);
  expect(new Uint8Array(received)).toEqual(bytes);
  const chunks: Uint8Array[] = [];
  await save(model, new Writable({ write: (chunk: Uint8Array, _, done) => { chunks.push(new Uint8Array(chunk)); done(); } }));
  await save(model, { write: async (chunk) => { chunks.push(chunk); } });
  expect(chunks).toEqual([bytes, bytes]);
});

test('a web stream that fails is aborted, not closed, and the failure is passed on', async () => {
  const seen: string[] = [];
  const stream = new WritableStream<Uint8Array>({
    write: () => { throw new Error('the other side hung up'); },
    close: () => { seen.push('close'); },
  });
  await expect(save(await fitted(), stream)).rejects.toThrow('the other side hung up');
  expect(seen).toEqual([]);
  await expect(save(await fitted(), { write: () => Promise.reject(new Error('full')) })).rejects.toThrow('full');
});

test('a save that fails leaves the old model and no other file', async () => {
  const path = join(folder, 'a.glissade');
  await save(await fitted(), path);
  const broken: Persistent = { state: () => ({ kind: 'ridge', settings: { rank: NaN }, arrays: new Map() }) };
  await expect(save(broken, path)).rejects.toThrow('bug in ridge.state: settings must be finite; settings.rank is NaN');
  expect((await load(path, { kind: 'standardScaler' })).nFeatures).toBe(2);
  expect(await readdir(folder)).toEqual(['a.glissade']);
});

test('a path that cannot be written is refused with the reason', async () => {
  const model = await fitted();
  await mkdir(join(folder, 'models'));
  await writeFile(join(folder, 'file'), '');
  await expect(save(model, join(folder, 'none', 'a.glissade'))).rejects.toThrow(/^save: .*none.a\.glissade: there is no such file or folder$/);
  await expect(save(model, join(folder, 'models'))).rejects.toThrow(/^save: .*models must be a file; it is a folder$/);
  await expect(save(model, join(folder, 'file', 'a.glissade'))).rejects.toThrow(/: a part of the path is not a folder$/);
  await expect(save(model, '')).rejects.toThrow('save: the path must name a file; it is empty');
});

// root may write everywhere
test.skipIf(process.getuid?.() === 0)('a folder without permission is said to be one', async () => {
  await chmod(folder, 0o500);
  try {
    await expect(save(await fitted(), join(folder, 'a.glissade'))).rejects.toThrow(/: permission denied$/);
  } finally {
    await chmod(folder, 0o700);
  }
});

test('what is no fitted model, or nowhere to write, is refused', async () => {
  await expect(save(standardScaler() as unknown as Persistent, 'a')).rejects.toThrow('save: the model must be a fitted model; it is an object. It is an estimator: save what its fit returns');
  await expect(save(null as unknown as Persistent, 'a')).rejects.toThrow('save: the model must be a fitted model; it is null');
  await expect(save(await fitted(), 3 as unknown as string)).rejects.toThrow('save: the target must be a path, a web stream or an object with a write method; it is 3');
  await expect(save(await fitted(), {} as unknown as string)).rejects.toThrow('it is an object');
});
