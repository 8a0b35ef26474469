/** The package as npm would publish it: packed, inspected, installed into an empty project, checked and run there. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute, install, pack, root, type Packed } from './package.testing.ts';

let folder = '';
let project = '';
let packed: Packed;

/** Fits, saves, loads and predicts with each entry. Its types are checked, then it runs. */
const consumer = `
import { frameOf, lasso, load, ModelFormatError, ridge, save, toBytes, type LinearModel, type TableModel } from 'glissade';
import { open } from 'glissade/data';
import { predictedActualPlot } from 'glissade/plot';
import { derive } from 'glissade/explain';
import { derivationPage, htmlReport } from 'glissade/report';

const model: LinearModel = await ridge({ alpha: 0.5 }).fit([[1], [2], [3]], [2, 4, 6.5]);
const coef: Float64Array = model.coef;
const houses = frameOf({ area: [50, 80, 120, 65], town: ['a', 'b', 'b', 'a'], price: [150, 240, 360, 195] });
const fitted: TableModel = await lasso({ alpha: 0.01 }).fit(houses, { target: 'price' });
await save(fitted, 'houses.glissade');
const loaded = await load('houses.glissade');
const [price] = await loaded.predict([{ area: 100, town: 'b' }]);
const again = await load('houses.glissade', { kind: 'table' });
const same: number = (await again.predict([{ area: 100, town: 'b' }]))[0];
const bytes: Uint8Array = toBytes(model);
const table = await open('houses.csv');
const { length } = predictedActualPlot([1, 2, 3], [1, 2, 2.5]);
console.log(JSON.stringify({
  coef: coef.length, same: price === same, bytes: bytes.length > 100, rows: table.rowCount, svg: length > 100,
  report: typeof htmlReport, derivation: (await derivationPage(derive(model))).includes('<math'), error: await load(new Uint8Array(3)).catch((error: unknown) => error instanceof ModelFormatError),
}));
await table.close();
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glissade-'));
  packed = await pack(folder);
  project = join(folder, 'an empty project');
  await install(project, packed.tarball);
  await writeFile(join(project, 'main.ts'), consumer);
  await writeFile(join(project, 'houses.csv'), `area,town,price\n${Array.from({ length: 60 }, (_, i) => `${40 + ((i * 7) % 53)},${'abc'[i % 3]},${100 + ((i * 13) % 97)}`).join('\n')}\n`);
  await mkdir(join(project, 'node_modules/@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types']) await cp(join(root, 'node_modules', name), join(project, 'node_modules', name), { recursive: true });
});
afterAll(async () => { await rm(folder, { recursive: true, force: true }); });

test('the tarball holds the build, the licence and the readme, and no test, source or fixture', () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'dist/index.js', 'dist/index.d.ts', 'dist/cli/main.js']));
  expect(paths.filter((path) => !/^(dist\/.*\.(js|d\.ts)|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path) || /test|__fixtures__/.test(path))).toEqual([]);
  expect(packed.size).toBeLessThan(1_000_000);
});

test('publint finds nothing to say', async () => {
  const { messages, pkg } = await publint({ pkgDir: join(project, 'node_modules/glissade'), pack: false });
  expect(messages.map((message) => formatMessage(message, pkg as Record<string, unknown>))).toEqual([]);
});

test('are-the-types-wrong finds nothing wrong', async () => {
  const { stdout } = await execute(process.execPath, [join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js'), packed.tarball, '--profile', 'esm-only', '--format', 'json'])
    .catch((error: unknown) => error as { stdout: string });
  const { analysis } = JSON.parse(stdout) as { analysis: { problems: { kind: string; entrypoint: string; resolutionKind: string }[] } };
  // the package is ES modules: what require() would meet is not asked
  expect(analysis.problems.filter(({ resolutionKind }) => resolutionKind === 'node16-esm' || resolutionKind === 'bundler')).toEqual([]);
});

const resolutions = [['nodenext', 'nodenext'], ['esnext', 'bundler']] as const;

test.each(resolutions)('a consumer is checked with module %s, moduleResolution %s', async (module, moduleResolution) => {
  await check([join(root, 'node_modules/typescript/bin/tsc')], { module, moduleResolution });
});

test('a consumer is checked with an older compiler', async () => {
  const tools = join(folder, 'tools');
  await install(tools, 'typescript@5.4');
  await check([join(tools, 'node_modules/typescript/bin/tsc')], { module: 'nodenext', moduleResolution: 'nodenext' });
});

test('the consumer runs: every entry is there and works', async () => {
  await configure({ module: 'nodenext', moduleResolution: 'nodenext' });
  await execute(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.', '--noEmit', 'false', '--skipLibCheck', '--outDir', 'out'], { cwd: project });
  const { stdout, stderr } = await execute(process.execPath, ['out/main.js'], { cwd: project });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ coef: 1, same: true, bytes: true, rows: 60, svg: true, report: 'function', derivation: true, error: true });
});

test('the command runs: train, predict, evaluate, explain', async () => {
  const glissade = async (...args: string[]): Promise<string> => (await execute('npx', ['--no-install', 'glissade', ...args], { cwd: project })).stdout;
  const trained = JSON.parse(await glissade('train', 'houses.csv', '--target', 'price', '--out', 'm.glissade', '--report', 'r.html', '--json')) as { models: { chosen: boolean }[] };
  expect(trained.models.filter(({ chosen }) => chosen)).toHaveLength(1);
  expect(await readFile(join(project, 'r.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  expect((await glissade('predict', 'm.glissade', 'houses.csv')).trim().split('\n')).toHaveLength(61);
  expect(JSON.parse(await glissade('evaluate', 'm.glissade', 'houses.csv', '--json'))).toMatchObject({ target: 'price' });
  expect(await glissade('explain', 'm.glissade')).toContain('price');
  expect((await glissade('--version')).trim()).toBe((JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }).version);
});

/** Type-checks the consumer, declarations of the package included. */
async function check(tsc: readonly string[], options: { module: string; moduleResolution: string }): Promise<void> {
  await configure(options);
  const { stdout } = await execute(process.execPath, [...tsc, '-p', '.'], { cwd: project }).catch((error: unknown) => error as { stdout: string });
  // what other packages declare is not ours
  expect(stdout.split('\n').filter((line) => line !== '' && !/^\s|node_modules\/(?!glissade\/)/.test(line))).toEqual([]);
}

async function configure(options: { module: string; moduleResolution: string }): Promise<void> {
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { ...options, target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'], strict: true, noEmit: true, skipLibCheck: false, types: ['node'] },
    files: ['main.ts'],
  }));
}
