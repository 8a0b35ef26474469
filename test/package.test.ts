/** The package as its users' tools see it: what is published, and what a bundler takes from it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { types: string; default: string }>; bin: Record<string, string>; files: string[];
  dependencies: Record<string, string>; optionalDependencies: Record<string, string>;
};

test('every entry of package.json has its source', () => {
  const built = Object.values(manifest.exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.default, entry.types.replace('.d.ts', '.js')]));
  const sources = [...built, ...Object.values(manifest.bin)].map((path) => path.replace('./dist/', 'src/').replace(/\.js$/, '.ts'));
  expect(sources.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('the lock file has an entry for every platform of every native package, so that npm ci installs anywhere', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { optionalDependencies?: Record<string, string> }> };
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter((name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages)));
  expect(missing).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toContain('"resolved"');
});

/** Bundles a program for the browser: what goes into it, and how many bytes it has minified and compressed. */
async function bundle(program: string, external: string[] = []): Promise<{ inputs: string[]; code: string; gzipped: number }> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: program, resolveDir: root, loader: 'ts' },
    bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022', metafile: true, write: false, logLevel: 'silent', absWorkingDir: root, external,
    alias: { glissade: join(root, 'src/index.ts'), 'glissade/nn': join(root, 'src/nn/index.ts') },
  });
  // inputs of which no byte is left do not count
  const [{ inputs }] = Object.values(metafile.outputs);
  return {
    inputs: Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path),
    code: outputFiles[0].text, gzipped: gzipSync(outputFiles[0].contents).length,
  };
}

test('importing ridge takes neither the database, nor plots, nor files, nor another regression', async () => {
  const { inputs, gzipped } = await bundle("import { ridge } from 'glissade'; console.log(ridge);");
  expect(inputs).toContain('src/models/ridge.ts');
  expect(inputs.filter((path) => /node_modules|src\/(data|plot|report|cli|select|evaluate|exchange|files)\/|lasso|elasticNet/i.test(path))).toEqual([]);
  expect(gzipped).toBeLessThan(ridgeAtMost);
});

test('a page that only predicts takes neither kernels nor solvers; networks come by themselves when a file holds one', async () => {
  const { inputs, code, gzipped } = await bundle("import { load } from 'glissade'; console.log(load);", ['../nn/saved/index.ts', './onnx/onnxModel.ts']);
  expect(inputs).toContain('src/models/linearModel.ts');
  expect(inputs.filter((path) => /src\/(kernels|runtime|linalg|program|compile|evaluate|select|nn|exchange\/(sql|onnx\/(?!fileState)))/.test(path))).toEqual([]);
  expect(code.match(/import\("[^"]*"\)/g)?.sort()).toEqual(['import("../nn/saved/index.ts")', 'import("./onnx/onnxModel.ts")']); // where Vite, Rollup and webpack split
  expect(gzipped).toBeLessThan(predictAtMost);
});

test('what comes with a network predicts, and has nothing that trains', async () => {
  const { inputs, gzipped } = await bundle("import { restoreNetwork } from './src/nn/saved/index.ts'; console.log(restoreNetwork);");
  expect(inputs).toContain('src/kernels/generated.ts');
  expect(inputs.filter((path) => /src\/(autodiff|linalg|models|evaluate|select)\/|optimizers|nn\/training\/(step|train|options)\.ts$/.test(path))).toEqual([]);
  expect(gzipped).toBeLessThan(networksAtMost);
});

test('convolution, gradients and compiled programs, their kernels included, are small enough for a page', async () => {
  const { inputs, gzipped } = await bundle("import { compile, conv2d, grad } from 'glissade'; console.log(compile, conv2d, grad);");
  expect(inputs).toContain('src/ops/conv2d.ts');
  expect(inputs.filter((path) => /node_modules|src\/(data|plot|report|cli|select|evaluate|exchange|files|models|linalg|preprocess)\//.test(path))).toEqual([]);
  expect(gzipped).toBeLessThan(tensorsAtMost);
});

test('a page that trains a CNN takes no more than what it needs', async () => {
  const names = 'adam, conv2d, crossEntropy, dense, dropout, flatten, maxPool2d, relu, sequential, train';
  const { inputs, gzipped } = await bundle(`import { ${names} } from 'glissade/nn'; console.log(${names});`, ['../checkpoint/index.ts']);
  expect(inputs).toContain('src/nn/layers/conv2d.ts');
  expect(inputs.filter((path) => /node_modules|src\/(data|plot|report|cli|select|exchange|files|safetensors|models|linalg|preprocess|table)\//.test(path))).toEqual([]);
  expect(gzipped).toBeLessThan(networksAtMost);
  const checkpoints = await bundle("export * from './src/nn/checkpoint/index.ts';"); // comes when a training is to be kept
  expect(checkpoints.code).not.toMatch(/\b(from|import)\s*\(?["']node:/);
  expect(checkpoints.gzipped).toBeLessThan(checkpointsAtMost);
});

/** The files and the code that a program for Node takes from glissade/data, packages left as imports. */
async function dataBundle(program: string): Promise<{ inputs: string[]; code: string }> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: program, resolveDir: root, loader: 'ts' },
    bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', metafile: true, write: false, logLevel: 'silent', absWorkingDir: root,
    alias: { 'glissade/data': join(root, 'src/data/index.ts') },
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  return { inputs: Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path), code: outputFiles[0].text };
}

test('opening tables takes no decoder of images, and opening images no database', async () => {
  const tables = await dataBundle("import { open } from 'glissade/data'; console.log(open);");
  expect(tables.code).toContain('import("@duckdb/node-api")');
  expect(tables.inputs.filter((path) => /images\//.test(path))).toEqual([]);
  const images = await dataBundle("import { openImages } from 'glissade/data'; console.log(openImages);");
  expect(images.code).toContain('import("pngjs")');
  expect(images.code).toContain('import("jpeg-js")');
  expect(images.code).not.toMatch(/@duckdb/);
  expect(images.inputs.filter((path) => /src\/data\/(?!images\/|chunks|index)/.test(path))).toEqual([]);
});

test('the whole of glissade is bundled for a browser without a package or a module of Node', async () => {
  const { inputs, code, gzipped } = await bundle("import * as glissade from 'glissade'; console.log(glissade);");
  expect(inputs.filter((path) => path.includes('node_modules'))).toEqual([]);
  expect(code).not.toMatch(/\b(from|import)\s*\(?["'](node:|@duckdb)/);
  expect(gzipped).toBeLessThan(allAtMost);
});

// bytes, gzipped; raise them knowingly
const predictAtMost = 25_000; // load reads every kind of model: regressions, classes, clusters, pipelines, each on tables too
const ridgeAtMost = 75_000; // most of it are the kernels, which come as one module
const tensorsAtMost = 65_000;
const networksAtMost = 90_000; // a network says what it is, so that it can be saved, and learns from images, too
const checkpointsAtMost = 16_000;
const allAtMost = 230_000; // comparisons train networks, too; models leave as ONNX and SQL
