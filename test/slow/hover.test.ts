/** What an editor shows: the compiler as a language server is asked to hover over names of a program that uses the package. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LanguageServer } from './languageServer.testing.ts';
import { root } from './package.testing.ts';

const program = `
import { compile, conv2d, flatten, maxPool2d, type NdArray } from 'glissade';
declare const images: NdArray<[8, 1, 28, 28]>, kernel: NdArray<[16, 1, 3, 3]>, wide: NdArray<[16, 3, 3, 3]>;
export const features = conv2d(images, kernel);
export const halved = maxPool2d(features, 2);
export const rows = flatten(halved);
export const compiled = compile((x: typeof images) => flatten(conv2d(x, kernel)));
export const wrong = conv2d(images, wide);
`;

// inside the repository, where 'glissade' is the package itself, as built
const folder = join(root, `.cache/hover-${process.pid}`);
const uri = pathToFileURL(join(folder, 'main.ts')).href;
let server: LanguageServer;
beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'main.ts'), program);
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, types: [] }, files: ['main.ts'] }));
  server = new LanguageServer();
  await server.ask('initialize', { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities: { textDocument: { diagnostic: {} } } });
  server.tell('initialized', {});
  server.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text: program } });
});
afterAll(async () => {
  server?.end();
  await rm(folder, { recursive: true, force: true });
});

test.each([
  ['features', 'const features: NdArray<[8, 16, 26, 26]>'],
  ['halved', 'const halved: NdArray<[8, 16, 13, 13]>'],
  ['rows', 'const rows: NdArray<[8, 2704]>'],
  ['compiled', 'const compiled: (x: NdArray<[8, 1, 28, 28]>) => NdArray<[8, 10816]>'],
])('hovering over %s shows %s', async (name, shown) => {
  const hover = (await server.ask('textDocument/hover', { textDocument: { uri }, position: positionOf(`${name} =`) })) as { contents: unknown };
  expect(JSON.stringify(hover.contents)).toContain(shown);
});

test('a kernel of other channels is underlined, and the message is a sentence', async () => {
  const { items } = (await server.ask('textDocument/diagnostic', { textDocument: { uri } })) as { items: { range: { start: object }; message: string }[] };
  expect(items.map(({ range }) => range.start)).toEqual([positionOf('wide);')]);
  expect(items[0].message).toContain('conv2d: x and k must have equal channels; x [8,1,28,28] has 1, k [16,3,3,3] has 3');
});

function positionOf(text: string): { line: number; character: number } {
  const lines = program.slice(0, program.indexOf(text)).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}
