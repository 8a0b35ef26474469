/** Every example of the README, the docs and the docstrings has types that hold, runs, and shows what its comments say. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, type BuildFailure } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { greyPng } from '../src/data/images/png.testing.ts';
import { findCommands, findExamples } from './docs/examples.ts';
import { agrees, instrument } from './docs/expectations.ts';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
// inside the repository, so that packages are found; one folder per process, so that two gates do not meet
const work = join(root, `.cache/docs-${process.pid}`);
const examples = findExamples(root);
const instrumented = examples.map(({ code }) => instrument(code));
let folder = '';

beforeAll(async () => {
  await mkdir(work, { recursive: true });
  folder = await mkdtemp(join(tmpdir(), 'glissade-docs-'));
  await symlink(join(root, 'datasets'), join(folder, 'datasets'));
  await writeFile(join(folder, 'houses.csv'), 'area,rooms,town,price\n50,2,hill,152\n80,3,sea,243\n120,5,sea,359\n65,2,hill,190\n90,4,sea,271\n70,3,hill,214\n110,4,sea,330\n55,2,hill,160\n95,3,sea,285\n60,2,hill,182\n');
  for (const [name, value] of [['cat', 50], ['dog', 150]] as const) {
    await mkdir(join(folder, 'animals', name), { recursive: true });
    for (let i = 1; i <= 8; i++) await writeFile(join(folder, 'animals', name, `${i}.png`), greyPng(16, 12, (y, x) => value + i * ((x + y) % 10)));
  }
  await mkdir(join(folder, 'mnist'));
  for (const [part, count] of [['train', 30], ['t10k', 10]] as const) {
    await writeFile(join(folder, `mnist/${part}-images-idx3-ubyte`), Buffer.concat([Buffer.from([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28]), Buffer.alloc(count * 784, 64)]));
    await writeFile(join(folder, `mnist/${part}-labels-idx1-ubyte`), Buffer.from([0, 0, 8, 1, 0, 0, 0, count, ...Array.from({ length: count }, (_, i) => i % 10)]));
  }
});
afterAll(async () => {
  await rm(work, { recursive: true });
  await rm(folder, { recursive: true });
});

test('the examples are found', () => {
  expect(examples.map(({ place }) => place)).toContainEqual(expect.stringMatching(/^README\.md:/));
  expect(examples.filter(({ place }) => place.startsWith('src/')).length).toBeGreaterThan(10);
});

test('what the comments promise is what the examples show', async () => {
  const running = examples.flatMap((example, i) => (example.runs ? [i] : []));
  await build({
    entryPoints: await Promise.all(running.map(async (i) => {
      const path = join(work, `run-${i}.ts`);
      await writeFile(path, instrumented[i].code);
      return path;
    })),
    outdir: join(work, 'out'), outExtension: { '.js': '.mjs' }, bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20',
    packages: 'external', logLevel: 'silent',
    alias: Object.fromEntries(['', '/data', '/explain', '/nn', '/plot', '/report'].map((entry) => [`glissade${entry}`, join(root, `src${entry}/index.ts`)])),
  }).catch((error: BuildFailure) => {
    const placed = error.errors.map(({ text, location }) => `${/run-(\d+)\.ts$/.exec(location?.file ?? '')?.[1] ?? location?.file}: ${text}`.replace(/^\d+/, (i) => examples[Number(i)].place));
    throw new Error(placed.join('\n'));
  });
  const { stdout } = await execute(process.execPath, [join(root, 'test/docs/run.mjs'), ...running.map((i) => pathToFileURL(join(work, `out/run-${i}.mjs`)).href)], { cwd: folder });
  const results = JSON.parse(stdout) as { seen: { line: number; text: string }[]; error?: string }[];
  const broken: string[] = [];
  results.forEach(({ seen, error }, k) => {
    const { place } = examples[running[k]];
    if (error !== undefined) broken.push(`${place}: ${error}`);
    for (const { line, text } of error === undefined ? instrumented[running[k]].expectations : []) {
      const shown = seen.filter((one) => one.line === line).map((one) => one.text).join('\n');
      if (!agrees(shown, text)) broken.push(`${place}, "${text}" is promised, "${shown}" is shown`);
    }
  });
  expect(broken).toEqual([]);
});

test('the types of the examples hold', async () => {
  await writeFile(join(work, 'tsconfig.json'), JSON.stringify({
    extends: '../../tsconfig.json', compilerOptions: { noUnusedLocals: false, noUnusedParameters: false }, include: ['type-*.ts'],
  }));
  await Promise.all(examples.map(({ code }, i) => writeFile(join(work, `type-${i}.ts`), `${code}\nexport {};\n`)));
  const { stdout } = await execute(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', work], { cwd: work }).catch((error: unknown) => error as { stdout: string });
  // errors of src/ itself are the business of the gate's first step
  const broken = stdout.split('\n').flatMap((line) => {
    const found = /^type-(\d+)\.ts\((\d+),\d+\): (.*)$/.exec(line);
    return found ? [`${examples[Number(found[1])].place}, line ${found[2]}: ${found[3]}`] : [];
  });
  expect(broken).toEqual([]);
});

test('a promise that is not kept is noticed', () => {
  const { code, expectations } = instrument("console.log('a', 1); // a 1\nconst x = f(); x.y // [[0, 1]]\nx.coef;  // Float64Array [2]\nx.z; // the best\nawait save(x);  // true");
  expect(code).toBe("showing(0, 'a', 1);\nconst x = f(); showing(1, x.y);\nshowing(2, x.coef);\nx.z; // the best\nawait save(x);  // true");
  expect(expectations.map(({ text }) => text)).toEqual(['a 1', '[[0, 1]]', 'Float64Array [2]']);
  expect([agrees('[ [ 0, 1 ] ]', '[[0, 1]]'), agrees('Float64Array(1) [ 2 ]', 'Float64Array [2]'), agrees('good fit', "'good fit'"), agrees('0.4812', '0.48…')]).toEqual([true, true, true, true]);
  expect([agrees('1.5 0', '1.50'), agrees('', '3'), agrees('0.51', '0.48…'), agrees('[ 1, 2 ]', '[12]')]).toEqual([false, false, false, false]);
});

test('the commands in the documentation name subcommands and options that exist', async () => {
  await build({ entryPoints: [join(root, 'src/cli/main.ts')], outdir: join(work, 'bin/cli'), bundle: true, splitting: true, format: 'esm', platform: 'node', packages: 'external', logLevel: 'silent', outExtension: { '.js': '.mjs' } });
  // the command reads package.json two folders above itself
  await writeFile(join(work, 'package.json'), JSON.stringify({ version: '0.0.0', type: 'module' }));
  const known = new Map<string, string>();
  const helpOf = async (subcommand: string): Promise<string> => {
    if (!known.has(subcommand)) known.set(subcommand, (await execute(process.execPath, [join(work, 'bin/cli/main.mjs'), subcommand, '--help'])).stdout);
    return known.get(subcommand)!;
  };
  const commands = findCommands(root);
  expect(commands.length).toBeGreaterThan(4);
  const broken: string[] = [];
  for (const { place, command } of commands) {
    const words = command.replace(/^(npx glissade|glissade|npm start( --)?)\s*/, '').split(/\s+/).filter((word) => word !== '');
    if (words.length === 0 || words[0].startsWith('-')) continue;
    const help = await helpOf(words[0]).catch(() => '');
    if (!help.includes(`glissade ${words[0]}`)) broken.push(`${place}: ${command}: there is no command ${words[0]}`);
    for (const option of words.filter((word) => word.startsWith('-'))) {
      if (!new RegExp(`(^|[\\s,])${option}\\b`, 'm').test(help)) broken.push(`${place}: ${command}: there is no option ${option}`);
    }
  }
  expect(broken).toEqual([]);
});
