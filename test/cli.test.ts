/** The command as a user runs it: a process, its two outputs, its exit status, the files it leaves. */
import { execFile, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frameOf, imagesOf, lasso, load, save, toOnnx } from 'glissade';
import { open, openImages } from 'glissade/data';
import { crossEntropy, dense, flatten, sequential, sgd, train } from 'glissade/nn';

const root = fileURLToPath(new URL('..', import.meta.url));
const diabetes = join(root, 'datasets/diabetes.csv');
/** A PNG file of one pixel. */
const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==', 'base64');
let folder = '';
/** The command as published, but for being bundled: below node_modules it finds the packages it imports. */
const installed = join(root, `node_modules/.cache/glissade-cli-${process.pid}`);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'glissade-cli-'));
  await build({ entryPoints: [join(root, 'src/cli/main.ts')], outdir: join(installed, 'dist/cli'), bundle: true, splitting: true, packages: 'external', platform: 'node', format: 'esm', logLevel: 'error' });
  cpSync(join(root, 'package.json'), join(installed, 'package.json'));
});
afterAll(() => {
  for (const made of [folder, installed]) rmSync(made, { recursive: true, force: true });
});

interface Result {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** @param interruptAt  Ctrl-C is pressed when standard error holds this */
function glissade(args: readonly string[], options: { cwd?: string; interruptAt?: string } = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(installed, 'dist/cli/main.js'), ...args], { cwd: options.cwd ?? folder });
    let out = '';
    let err = '';
    let interrupted = false;
    child.stdout.on('data', (piece: Buffer) => { out += piece.toString(); });
    child.stderr.on('data', (piece: Buffer) => {
      err += piece.toString();
      if (options.interruptAt !== undefined && !interrupted && err.includes(options.interruptAt)) interrupted = child.kill('SIGINT');
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

function fresh(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

describe('train, then predict, evaluate and explain', () => {
  let cwd = '';
  let trained: Result;
  beforeAll(async () => {
    cwd = fresh('main');
    trained = await glissade(['train', diabetes, '--target', 'progression', '--json'], { cwd });
  });

  test('train --json prints one document with everything the contract names', () => {
    expect(trained.err).not.toMatch(/\n\s+at /);
    expect(trained.status).toBe(0);
    const document = JSON.parse(trained.out) as unknown;
    expect(document).toMatchObject({
      task: 'regression', target: 'progression', rows: 442, features: 10, split: { train: 353, test: 89, targetMissing: 0, seed: 0, folds: 5 },
      metric: 'rootMeanSquaredError', model: 'diabetes.glissade', report: 'diabetes.html', dropped: [],
    });
    const { models, baseline, test: final } = document as { models: { name: string; chosen: boolean; cv: { mean: number; std: number; folds: number[] } }[]; baseline: { rootMeanSquaredError: number; cv: { mean: number } }; test: { rootMeanSquaredError: number; r2: number } };
    expect(models.map((model) => model.name)).toEqual(['linear', 'ridge', 'lasso', 'elastic-net']);
    expect(models.filter((model) => model.chosen)).toHaveLength(1);
    for (const { cv } of models) {
      expect(cv.folds).toHaveLength(5);
      expect(cv.mean).toBeCloseTo(cv.folds.reduce((sum, fold) => sum + fold, 0) / 5, 10);
      expect(cv.mean).toBeLessThan(baseline.cv.mean);
    }
    expect(final.rootMeanSquaredError).toBeLessThan(baseline.rootMeanSquaredError);
    expect(final.r2).toBeGreaterThan(0.3);
  });

  test('the model and the report are there, whole, and nothing else', () => {
    expect(readdirSync(cwd).sort()).toEqual(['diabetes.glissade', 'diabetes.html']);
    expect(readFileSync(join(cwd, 'diabetes.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/i);
  });

  test('the same command gives the same model, byte for byte', async () => {
    const again = await glissade(['train', diabetes, '--target', 'progression', '--out', 'again.glissade', '--report', 'again.html'], { cwd });
    expect(again.status).toBe(0);
    expect(readFileSync(join(cwd, 'again.glissade')).equals(readFileSync(join(cwd, 'diabetes.glissade')))).toBe(true);
    expect(again.out).toMatch(/ridge/);
    expect(again.out).toMatch(/On the 89 rows held out/);
    rmSync(join(cwd, 'again.glissade'));
    rmSync(join(cwd, 'again.html'));
  });

  test('predict adds the column that the loaded model predicts', async () => {
    const { status, err } = await glissade(['predict', 'diabetes.glissade', diabetes, '--out', 'scored.csv'], { cwd });
    expect({ status, err }).toEqual({ status: 0, err: '442 predictions in column prediction of scored.csv\n' });
    const scored = await open(join(cwd, 'scored.csv'));
    const [column] = (await scored.read(['prediction'])).columns;
    const model = await load(join(cwd, 'diabetes.glissade'), { kind: 'table' });
    expect('values' in column && column.values).toEqual(await model.predict(scored));
    const { out } = await glissade(['predict', 'diabetes.glissade', diabetes], { cwd });
    expect(out).toBe(readFileSync(join(cwd, 'scored.csv'), 'utf8'));
    await scored.close();
  });

  test('evaluate gives the errors on a table', async () => {
    const { out } = await glissade(['evaluate', 'diabetes.glissade', diabetes, '--json'], { cwd });
    const figures = JSON.parse(out) as { rows: number; r2: number };
    expect(figures).toMatchObject({ rows: 442, target: 'progression', targetMissing: 0 });
    const model = await load(join(cwd, 'diabetes.glissade'), { kind: 'table' });
    const table = await open(diabetes);
    expect(figures.r2).toBeCloseTo(await model.score(table), 12);
    await table.close();
  });

  test('explain names every column with its effect, and prints the equation in LaTeX', async () => {
    const { out } = await glissade(['explain', 'diabetes.glissade'], { cwd });
    for (const name of ['age', 'sex', 'bmi', 'bp', 's1', 's6']) expect(out).toMatch(new RegExp(`^${name} `, 'm'));
    const { out: latex } = await glissade(['explain', 'diabetes.glissade', '--latex'], { cwd });
    expect(latex).toMatch(/^\\widehat\{\\text\{progression\}\} = -?[\d.]+/);
  });

  test('explain --derivation writes the model out, with the numbers of a row when asked', async () => {
    const [plain, numbers, wrong] = await Promise.all([
      glissade(['explain', 'diabetes.glissade', '--markdown'], { cwd }),
      glissade(['explain', 'diabetes.glissade', '--data', diabetes, '--sample', '3', '--json'], { cwd }),
      glissade(['explain', 'diabetes.glissade', '--derivation', '--sample', '3'], { cwd }),
    ]);
    expect({ status: plain.status, err: plain.err }).toEqual({ status: 0, err: '' });
    expect(plain.out).toContain('$$\n\\begin{aligned}');
    const { lines } = JSON.parse(numbers.out) as { lines: { name: string; value: number[][] }[] };
    const residual = lines.find(({ name }) => name === 'A')!.value[0][0];
    const model = await load(join(cwd, 'diabetes.glissade'), { kind: 'table' });
    const table = await open(diabetes);
    const truth = (await table.read(['progression'])).column('progression');
    expect(residual).toBeCloseTo((truth.type === 'categorical' ? NaN : truth.values[3]) - (await model.predict(table))[3], 9);
    await table.close();
    expect(wrong).toMatchObject({ status: 2, err: 'glissade: --sample needs --data, the table that it is a row of; "diabetes.csv", which diabetes.glissade was trained on, is neither beside it nor here\n' });
    expect(await glissade(['explain', 'diabetes.glissade', '--out', 'page.html'], { cwd })).toMatchObject({ status: 0, out: '', err: 'derivation in page.html\n' });
    expect(readFileSync(join(cwd, 'page.html'), 'utf8')).toMatch(/diabetes\.glissade[\s\S]*<math/);
    rmSync(join(cwd, 'page.html'));
  });

  test('explain --sample finds the table of the fit by itself, beside the model or where the command runs', async () => {
    mkdirSync(join(cwd, 'rows/tables'), { recursive: true });
    cpSync(diabetes, join(cwd, 'rows/tables/own.csv'));
    await glissade(['train', 'rows/tables/own.csv', '--target', 'progression', '--model', 'ridge', '--out', 'rows/own.glissade'], { cwd });
    expect((await load(join(cwd, 'rows/own.glissade'), { kind: 'table' })).source).toBe('tables/own.csv');
    const [here, there, given] = await Promise.all([
      glissade(['explain', 'rows/own.glissade', '--sample', '3'], { cwd }), glissade(['explain', 'own.glissade', '--sample', '3'], { cwd: join(cwd, 'rows') }),
      glissade(['explain', 'rows/own.glissade', '--data', diabetes, '--sample', '3'], { cwd }),
    ]);
    expect([here, there, given].map(({ status, err }) => [status, err])).toEqual([[0, 'rows of rows/tables/own.csv, the table of the fit\n'], [0, 'rows of tables/own.csv, the table of the fit\n'], [0, '']]);
    expect(here.out).toContain('sample 3 alone');
    expect([there.out, given.out]).toEqual([here.out, here.out]);
    // a table elsewhere is remembered by its name only, and nothing outside is looked for
    const model = await load(join(cwd, 'rows/own.glissade'), { kind: 'table' });
    for (const source of ['../rows/tables/own.csv', diabetes]) {
      await save(model.withSource(source), join(cwd, 'rows/other.glissade'));
      expect((await glissade(['explain', 'rows/other.glissade', '--sample', '3'], { cwd })).status).toBe(2);
    }
    rmSync(join(cwd, 'rows'), { recursive: true });
  });

  test('explain --data weighs rows by the column that weighed the fit', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ x: (i * 7) % 11, z: (i * 5) % 13, w: (i % 4) / 2, y: ((i * 7) % 11) * 2 + (i % 3) }));
    const model = await lasso({ alpha: 0.1 }).fit(frameOf(rows), { target: 'y', sampleWeight: 'w' });
    await save(model, join(cwd, 'weighed.glissade'));
    const csv = (names: readonly ('x' | 'z' | 'w' | 'y')[]): string => [names.join(), ...rows.map((row) => names.map((name) => row[name]).join())].join('\n');
    writeFileSync(join(cwd, 'rows.csv'), csv(['y', 'w', 'z', 'x']));
    writeFileSync(join(cwd, 'alike.csv'), csv(['y', 'z', 'x']));
    const weighed = await glissade(['explain', 'weighed.glissade', '--data', 'rows.csv'], { cwd });
    expect(weighed).toMatchObject({ status: 0, err: '' });
    expect(weighed.out).toMatch(/ yes$/m);
    expect(weighed.out).not.toMatch(/ NO$/m);
    const alike = await glissade(['explain', 'weighed.glissade', '--data', 'alike.csv'], { cwd });
    expect(alike).toMatchObject({ status: 0, err: 'alike.csv has no "w", the column that weighed the rows of the fit: each row counts once here\n' });
    expect(alike.out).toMatch(/ NO$/m);
  });

  test('export --sql prints an expression over the columns, or writes it', async () => {
    const { status, out, err } = await glissade(['export', 'diabetes.glissade', '--sql'], { cwd });
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^\(\d[\s\S]*CAST\("bmi" AS DOUBLE PRECISION\)[\s\S]*\)\n$/);
    expect(await glissade(['export', 'diabetes.glissade', '--sql', '--out', 'model.sql'], { cwd })).toMatchObject({ status: 0, out: '', err: 'progression as SQL in model.sql\n' });
    expect(readFileSync(join(cwd, 'model.sql'), 'utf8')).toBe(out);
    rmSync(join(cwd, 'model.sql'));
    expect(await glissade(['export', 'diabetes.glissade', '--sql', '--probability', 'x'], { cwd })).toMatchObject({ status: 2, err: 'glissade: --probability is for a model of classes; diabetes.glissade predicts numbers\n' });
    expect(await glissade(['export', 'diabetes.glissade', '--onnx'], { cwd })).toMatchObject({ status: 0, out: '', err: 'progression as ONNX in diabetes.onnx\n' });
    expect(readFileSync(join(cwd, 'diabetes.onnx')).equals(toOnnx(await load(join(cwd, 'diabetes.glissade'), { kind: 'table' })))).toBe(true);
    rmSync(join(cwd, 'diabetes.onnx'));
    expect(await glissade(['export', 'diabetes.glissade', '--onnx', '--probability', 'x'], { cwd })).toMatchObject({ status: 2, err: 'glissade: --probability goes with --sql; an ONNX file gives the probabilities of all classes\n' });
    expect(await glissade(['export', 'diabetes.glissade'], { cwd })).toMatchObject({ status: 2, err: 'glissade: say what to export to: --sql or --onnx\n' });
  });

  test('a table that lacks a column of the model is refused by its name', async () => {
    const lines = readFileSync(diabetes, 'utf8').trimEnd().split('\n').map((line) => line.split(','));
    const at = lines[0].indexOf('bmi');
    writeFileSync(join(cwd, 'short.csv'), lines.map((cells) => cells.filter((_, i) => i !== at).join(',')).join('\n'));
    const { status, out, err } = await glissade(['predict', 'diabetes.glissade', 'short.csv'], { cwd });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(/^glissade: short\.csv: .*"bmi" is missing/);
  });
});

describe('train for classes, then predict, evaluate and explain', () => {
  const iris = join(root, 'datasets/iris.csv');
  let cwd = '';
  let trained: Result;
  beforeAll(async () => {
    cwd = fresh('classes');
    trained = await glissade(['train', iris, '-t', 'species', '--features', 'petal_length,petal_width', '--json'], { cwd });
  });

  test('train --json says that it is a classification, and everything the contract names', () => {
    expect({ status: trained.status, err: trained.err.replaceAll(/^….*\n/gm, '') }).toEqual({ status: 0, err: '' });
    const document = JSON.parse(trained.out) as { models: { name: string; chosen: boolean; cv: { folds: number[] } }[]; test: { accuracy: number } };
    expect(document).toMatchObject({
      task: 'classification', taskReason: '"species" holds 3 different texts', target: 'species', rows: 150, features: 2, metric: 'logLoss',
      classes: [{ label: 'setosa', rows: 50 }, { label: 'versicolor', rows: 50 }, { label: 'virginica', rows: 50 }], rareClasses: [],
      split: { train: 120, test: 30 }, baseline: { cv: {} }, model: 'iris.glissade', report: 'iris.html',
    });
    expect(document.models.map(({ name }) => name)).toEqual(['logistic-l2', 'logistic-l1']);
    expect(document.models.filter(({ chosen }) => chosen)).toHaveLength(1);
    expect(document.models[0].cv.folds).toHaveLength(5);
    expect(document.test.accuracy).toBeGreaterThan(0.9);
  });

  test('predict writes the label, and the probabilities when asked', async () => {
    const { status, err } = await glissade(['predict', 'iris.glissade', iris, '--probabilities', '--out', 'scored.csv'], { cwd });
    expect({ status, err }).toEqual({ status: 0, err: '150 predictions in column prediction of scored.csv\n' });
    const scored = await open(join(cwd, 'scored.csv'));
    const model = await load(join(cwd, 'iris.glissade'), { kind: 'classificationTable' });
    const names = ['setosa', 'versicolor', 'virginica'].map((name) => `probability_${name}`);
    const frame = await scored.read(['prediction', ...names]);
    const label = frame.column('prediction');
    expect(label.type === 'categorical' && Array.from(label.codes, (code) => label.categories[code])).toEqual(await model.predict(scored));
    const { data } = await model.predictProbability(scored);
    names.forEach((name, c) => expect((frame.column(name) as { values: Float64Array }).values[7]).toBe(data[3 * 7 + c]));
    await scored.close();
    const { out } = await glissade(['predict', 'iris.glissade', iris, '--json'], { cwd });
    expect(JSON.parse(out)).toMatchObject({ classes: ['setosa', 'versicolor', 'virginica'], rows: 150 });
  });

  test('evaluate gives the metrics and the confusion matrix', async () => {
    const { out } = await glissade(['evaluate', 'iris.glissade', iris, '--json'], { cwd });
    const found = JSON.parse(out) as { accuracy: number; confusion: number[][] };
    expect(found).toMatchObject({ rows: 150, classes: ['setosa', 'versicolor', 'virginica'], unknownClasses: [] });
    expect(found.confusion.flat().reduce((sum, count) => sum + count)).toBe(150);
    expect(found.confusion.reduce((sum, row, c) => sum + row[c], 0) / 150).toBeCloseTo(found.accuracy, 12);
    writeFileSync(join(cwd, 'more.csv'), 'petal_length,petal_width,species\n1.4,0.2,setosa\n5,2,orchid\n');
    const more = await glissade(['evaluate', 'iris.glissade', 'more.csv'], { cwd });
    expect(more.err).toBe('1 row of classes that the model does not know left out: orchid\n1 row, of class setosa: balanced accuracy is the accuracy on that class\n');
    expect(more.out).toMatch(/rows +1$/m);
    expect(more.out).toMatch(/accuracy +100\.0 %/);
    expect(more.out).toMatch(/^true ↓ {2}predicted → +setosa +versicolor +virginica$/m);
  });

  test('export --sql gives the class, or the probability of one', async () => {
    expect((await glissade(['export', 'iris.glissade', '--sql'], { cwd })).out).toContain("ELSE 'virginica' END FROM (SELECT");
    expect((await glissade(['export', 'iris.glissade', '--sql', '--probability', 'setosa'], { cwd })).out).toMatch(/^\(SELECT 1e0 \/ \(1e0 \+ EXP\(LEAST\(score1 - score0, 700e0\)\)/);
    expect(await glissade(['export', 'iris.glissade', '--sql', '--probability', 'rose'], { cwd })).toMatchObject({ status: 2, err: 'glissade: --probability must name a class; iris.glissade has setosa, versicolor, virginica\n' });
  });

  test('explain gives odds ratios, the equations in LaTeX, and the derivation with numbers', async () => {
    expect((await glissade(['explain', 'iris.glissade', '--data', iris, '--sample', '0'], { cwd })).out).toMatch(/P = softmax\(Z\) .*\n +=/);
    const { out } = await glissade(['explain', 'iris.glissade'], { cwd });
    expect(out).toMatch(/^Classes of species by logistic regression: setosa [\d.]+ %, /);
    expect(out).toMatch(/^petal_length +[\d.e+-]+ +one unit/m);
    const { out: latex } = await glissade(['explain', 'iris.glissade', '--latex'], { cwd });
    expect(latex).toMatch(/^P\(\\text\{species\} = k\) = \\frac\{e\^\{z_k\}\}/);
  });

  test('whole numbers are said to be taken for classes, and --task takes them for numbers', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `${(i * 7) % 11},${(i * 5) % 13},${((i * 7) % 11 > 5 ? 2 : 1) + (i % 20 === 0 ? 1 : 0)}`);
    writeFileSync(join(cwd, 'few.csv'), ['a,b,y', ...lines].join('\n'));
    const classes = await glissade(['train', 'few.csv', '-t', 'y', '--folds', '3'], { cwd });
    expect(classes.err).toContain('"y" holds 3 different whole numbers: taken for classification; --task regression does otherwise\n');
    expect(classes.out).toMatch(/^Classification: "y" holds 3 different whole numbers\.$/m);
    const numbers = await glissade(['train', 'few.csv', '-t', 'y', '--task', 'regression', '--json'], { cwd });
    expect(JSON.parse(numbers.out)).toMatchObject({ task: 'regression', taskReason: '--task regression asks for it' });
    expect(await glissade(['predict', 'few.glissade', 'few.csv', '--probabilities'], { cwd })).toMatchObject({ status: 2, out: '', err: 'glissade: --probabilities is for a model of classes; few.glissade predicts numbers\n' });
  });
});

describe('cluster, then predict and explain', () => {
  const iris = join(root, 'datasets/iris.csv');
  let cwd = '';
  let found: Result;
  beforeAll(async () => {
    cwd = fresh('clusters');
    found = await glissade(['cluster', iris, '--drop', 'species', '--clusters', '2..4', '--out', 'rows.csv', '--json'], { cwd });
  });

  test('cluster --json says what was tried, what was chosen and why', () => {
    expect({ status: found.status, err: found.err.replaceAll(/^….*\n/gm, '') }).toEqual({ status: 0, err: '' });
    const document = JSON.parse(found.out) as { profiles: { rows: number; center: Record<string, number> }[]; tried: { silhouette: number[] } };
    expect(document).toMatchObject({
      task: 'clustering', source: 'iris.csv', rows: 150, features: 4, clusters: 2, tried: { nClusters: [2, 3, 4] }, dropped: [],
      model: 'iris.clusters.glissade', report: 'iris.clusters.html', out: 'rows.csv',
    });
    expect(document.profiles.map(({ rows }) => rows).sort((a, b) => a - b)).toEqual([50, 100]);
    expect(document.tried.silhouette[0]).toBeCloseTo(0.5818, 4);
    expect(readdirSync(cwd).sort()).toEqual(['iris.clusters.glissade', 'iris.clusters.html', 'rows.csv']);
  });

  test('predict puts rows into the clusters of the fit, with the distance to the centre', async () => {
    const { out } = await glissade(['predict', 'iris.clusters.glissade', iris], { cwd });
    const lines = out.trimEnd().split('\n').map((line) => line.split(','));
    expect(lines[0].slice(-2)).toEqual(['cluster', 'distance']);
    const grouped = readFileSync(join(cwd, 'rows.csv'), 'utf8').trimEnd().split('\n').map((line) => line.split(','));
    expect(lines.map((cells) => cells[5])).toEqual(grouped.map((cells) => cells[5]));
    expect(lines.slice(1).every((cells) => Number(cells[6]) > 0)).toBe(true);
  });

  test('explain prints sizes and centres; evaluate has nothing to compare with', async () => {
    const { out } = await glissade(['explain', 'iris.clusters.glissade'], { cwd });
    expect(out).toMatch(/^cluster +0 +1$/m);
    expect(out).toMatch(/^petal_length +[\d.]+ +[\d.]+$/m);
    expect(await glissade(['export', 'iris.clusters.glissade', '--sql'], { cwd })).toMatchObject({ status: 1, err: 'glissade: export: SQL is for linear and logistic models; iris.clusters.glissade holds clusters\n' });
    const { status, err } = await glissade(['evaluate', 'iris.clusters.glissade', iris], { cwd });
    expect({ status, err }).toEqual({ status: 1, err: 'glissade: evaluate: the model must have a target; iris.clusters.glissade holds clusters, which glissade predict finds for rows and glissade explain describes\n' });
  });

  test('a column that counts the rows is pointed at', async () => {
    writeFileSync(join(cwd, 'ids.csv'), ['id,x', ...Array.from({ length: 40 }, (_, i) => `${i + 1},${(i * 7) % 4}`)].join('\n'));
    const { status, out, err } = await glissade(['cluster', 'ids.csv', '--clusters', '2'], { cwd });
    expect(status).toBe(0);
    expect(err).toContain('id holds a different whole number in every row: if it only counts them, --drop id leaves it out\n');
    expect(out).toMatch(/^2 clusters were asked for; their mean silhouette is /m);
  });
});

describe('what cannot work is said in a sentence, with the right status and without a trace', () => {
  const cases: [title: string, args: string[], status: number, message: RegExp][] = [
    ['a file that is not there', ['train', 'none.csv', '--target', 'y'], 1, /^glissade: .*none\.csv.*no such file/],
    ['an empty file', ['train', 'empty.csv', '--target', 'y'], 1, /^glissade: .*empty\.csv/],
    ['a folder with a target', ['train', '.', '--target', 'y'], 2, /^glissade: --target is for tables; \. is a folder of images, whose classes are its sub-folders/],
    ['an empty folder', ['train', 'none'], 1, /^glissade: openImages: none: a folder of images must have a sub-folder for each class; it has none, and no image/],
    ['images of one class', ['train', 'one'], 1, /^glissade: classifyImages: there must be images of at least two classes, in a folder a sub-folder for each; there is "a" alone/],
    ['an image that is broken', ['train', 'broken'], 1, /^glissade: read: b\/1\.png: a PNG file must be whole and right; it is not/],
    ['too few images', ['train', 'few'], 1, /every class must have 4 images or more.*"a" has 1/],
    ['a model of tables on images', ['train', 'few', '--model', 'lasso'], 2, /--model lasso is for tables; of images it may be cnn or mlp/],
    ['folds of images', ['train', 'few', '--folds', '3'], 2, /--folds is for tables; few is a folder of images/],
    ['hidden layers of a cnn', ['train', 'few', '--hidden', '3'], 2, /--hidden is for --model mlp/],
    ['a cnn on a table', ['train', 'words.csv', '-t', 'x', '--model', 'cnn'], 2, /--model cnn is for images: a folder or an IDX file; words\.csv is a table/],
    ['a size of a table', ['train', 'words.csv', '-t', 'x', '--size', '8'], 2, /--size is for images; words\.csv is a table/],
    ['a size that is none', ['train', 'few', '--size', '8x8x8'], 2, /It must be a number of pixels, 64, or height x width, 48x64/],
    ['a change of images that is none', ['train', 'few', '--augment', 'turn'], 2, /It must be some of shift=2 \(pixels\), flip, noise=0\.05/],
    ['a model over an image', ['train', 'few', '--out', 'few/a/1.png'], 2, /--out must not be a file of the images; few\/a\/1\.png lies in few/],
    ['IDX images without labels', ['train', 'my-images-idx3-ubyte'], 1, /the labels must be in a file beside it/],
    ['a checkpoint in no folder', ['train', 'few', '--checkpoint', 'no/where'], 1, /--checkpoint: there is no folder/],
    ['an unknown target', ['train', diabetes, '--target', 'progess'], 1, /^glissade: diabetes\.csv: there is no column "progess"; the columns are "age"/],
    ['a target of words for a regression', ['train', 'words.csv', '--target', 'kind', '--task', 'regression'], 1, /regression needs a numeric target; "kind" is categorical/],
    ['a class of one row', ['train', 'words.csv', '--target', 'kind'], 1, /at least two classes must have 4 rows or more; of the 2 classes of "kind" none has/],
    ['a target of dates', ['train', 'dates.csv', '--target', 'day'], 1, /the target must hold numbers, strings or booleans; "day" holds dates/],
    ['clusters of rows that are alike', ['cluster', 'same.csv'], 1, /at least one column must be usable as a feature; left out: "a" \(constant: every value is 1\)/],
    ['more clusters than distinct rows', ['cluster', 'words.csv', '--columns', 'kind', '--clusters', '3'], 1, /nClusters is 3, X has 2 distinct rows among 3 rows/],
    ['a number of clusters that is none', ['cluster', 'words.csv', '--clusters', '5..2'], 2, /It must be a number, 3, or a range, 2\.\.10/],
    ['clusters over the table', ['cluster', 'words.csv', '--out', './words.csv'], 2, /the table and --out must be different files/],
    ['a task that the model is not for', ['train', 'words.csv', '-t', 'x', '--task', 'regression', '--model', 'logistic'], 2, /--model logistic is for classification, and --task says regression/],
    ['too few rows', ['train', 'words.csv', '--target', 'x'], 1, /there must be enough rows/],
    ['no target', ['train', diabetes], 2, /required option '-t, --target <column>'/],
    ['an unknown model', ['train', diabetes, '-t', 'progression', '--model', 'forest'], 2, /Allowed choices are auto, linear, ridge, lasso, elastic-net, logistic, logistic-l2, logistic-l1, mlp, cnn/],
    ['epochs of a lasso', ['train', diabetes, '-t', 'progression', '--model', 'lasso', '--epochs', '3'], 2, /--epochs is for networks: --model mlp; --model is lasso/],
    ['a layer without neurons', ['train', diabetes, '-t', 'progression', '--model', 'mlp', '--hidden', '8,0'], 2, /It must be an integer from 1 to 65536/],
    ['a learning rate below 0', ['train', diabetes, '-t', 'progression', '--model', 'mlp', '--learning-rate=-1'], 2, /It must be a number above 0/],
    ['one fold', ['train', diabetes, '-t', 'progression', '--folds', '1'], 2, /It must be an integer from 2 to 100/],
    ['an unknown option', ['train', diabetes, '-t', 'progression', '--traget', 'y'], 2, /unknown option '--traget'/],
    ['an unknown command', ['trian', diabetes], 2, /unknown command 'trian'[\s\S]*Did you mean train/],
    ['the model over the table', ['train', 'words.csv', '-t', 'x', '--out', './words.csv'], 2, /the table and --out must be different files/],
    ['predictions over the table', ['predict', 'model', 'words.csv', '--out', 'words.csv'], 2, /the table and --out must be different files/],
    ['predictions over the model', ['predict', 'words.csv', diabetes, '--out', './words.csv'], 2, /the model and --out must be different files/],
    ['a link to the table as model', ['train', 'words.csv', '-t', 'x', '--out', 'link'], 2, /the table and --out must be different files/],
    ['a table without names', ['train', 'numbers.csv', '-t', 'column2'], 1, /If there is no header, .*--no-header/],
    ['a column that breaks the line', ['train', 'numbers.csv', '--no-header', '-t', 'a\n\u001b[31mb'], 1, /^glissade: numbers\.csv: there is no column "a\\n\\u001b\[31mb"; the columns are "column1", "column2"\n$/],
    ['features and drop', ['train', diabetes, '-t', 'progression', '--features', 'age', '--drop', 'bmi'], 2, /--features or --drop, not both/],
    ['a report in no folder', ['train', diabetes, '-t', 'progression', '--report', 'no/where.html'], 1, /--report: there is no folder/],
    ['a model that is none', ['predict', 'words.csv', diabetes], 1, /^glissade: load: words\.csv: /],
    ['no model', ['explain', 'none.glissade'], 1, /none\.glissade.*no such file/],
  ];

  test.concurrent.each(cases)('%s', async (_title, args, status, message) => {
    const cwd = mkdtempSync(join(folder, 'bad-'));
    writeFileSync(join(cwd, 'empty.csv'), '');
    writeFileSync(join(cwd, 'words.csv'), 'x,kind\n1,a\n2,b\n3,a\n');
    writeFileSync(join(cwd, 'numbers.csv'), '1,2\n3,4\n');
    writeFileSync(join(cwd, 'same.csv'), 'a\n1\n1\n1\n');
    writeFileSync(join(cwd, 'dates.csv'), 'x,day\n1,2024-01-01\n2,2024-01-02\n');
    symlinkSync('words.csv', join(cwd, 'link'));
    for (const name of ['none', 'one/a', 'few/a', 'few/b', 'broken/a', 'broken/b']) mkdirSync(join(cwd, name), { recursive: true });
    for (const name of ['one/a/1.png', 'few/a/1.png', 'few/b/1.png']) writeFileSync(join(cwd, name), dot);
    for (let i = 0; i < 5; i++) for (const kind of ['a', 'b']) writeFileSync(join(cwd, `broken/${kind}/${i}.png`), kind === 'b' && i === 1 ? dot.subarray(0, -20) : dot);
    writeFileSync(join(cwd, 'my-images-idx3-ubyte'), Buffer.from([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7]));
    const before = readdirSync(cwd);
    const result = await glissade(args, { cwd });
    expect(result).toMatchObject({ status, out: '' });
    expect(result.err.replaceAll(/^….*\n/gm, '')).toMatch(message);
    expect(result.err).not.toMatch(/\n\s+at |node:internal/);
    expect(readdirSync(cwd)).toEqual(before);
    expect(readFileSync(join(cwd, 'words.csv'), 'utf8')).toBe('x,kind\n1,a\n2,b\n3,a\n');
  });

  test.runIf(existsSync('/proc/self'))('a folder in which nobody can make a file is said before the work, for each file that is written', async () => {
    for (const args of [
      ['train', diabetes, '-t', 'progression', '--out', '/proc/x.glissade'], ['train', diabetes, '-t', 'progression', '--report', '/proc/x.html'],
      ['cluster', diabetes, '--model', '/proc/x.glissade'], ['predict', 'none.glissade', diabetes, '--out', '/proc/x.csv'],
    ]) {
      const { status, err } = await glissade(args);
      expect([status, err]).toEqual([1, `glissade: ${args.at(-2)}: no file can be made in /proc\n`]);
    }
  });

  test.skipIf(process.getuid?.() === 0)('a folder without write permission', async () => {
    const cwd = fresh('locked');
    chmodSync(cwd, 0o555);
    const { status, err } = await glissade(['train', diabetes, '-t', 'progression'], { cwd });
    expect(status).toBe(1);
    expect(err).toMatch(/no permission to write into/);
  });
});

test('a network of a table is trained, kept, and used like any other model', async () => {
  const cwd = fresh('network');
  const wine = join(root, 'datasets/wine.csv');
  const args = ['train', wine, '-t', 'cultivar', '--model', 'mlp', '--hidden', '8', '--epochs', '4', '--learning-rate', '0.02', '--folds', '2', '--json'];
  const first = await glissade([...args, '--out', 'a.glissade', '--report', 'a.html'], { cwd });
  expect({ status: first.status, err: first.err.replaceAll(/^….*\n/gm, '') }).toEqual({ status: 0, err: '' });
  const document = JSON.parse(first.out) as { models: { name: string; chosen: boolean; cv: { folds: number[] } }[]; baseline: object; test: { accuracy: number } };
  expect(document.models.map(({ name, chosen }) => [name, chosen])).toEqual([['logistic-l2', false], ['logistic-l1', false], ['mlp', true]]);
  expect(document.models[2]).toMatchObject({ options: { hidden: [8], epochs: 4, learningRate: 0.02 }, cv: { folds: [expect.any(Number), expect.any(Number)] } });
  expect(document.test.accuracy).toBeGreaterThan(0.6);
  expect(readFileSync(join(cwd, 'a.html'), 'utf8')).toContain('--model mlp --folds 2 --seed 0 --hidden 8 --epochs 4 --learning-rate 0.02');
  const [predicted, evaluated, explained] = await Promise.all([
    glissade(['predict', 'a.glissade', wine, '--probabilities'], { cwd }), glissade(['evaluate', 'a.glissade', wine, '--json'], { cwd }),
    glissade(['explain', 'a.glissade'], { cwd }),
  ]);
  expect(predicted.out.split('\n')[0]).toMatch(/,cultivar,prediction,probability_A,probability_B,probability_C$/);
  expect((JSON.parse(evaluated.out) as { accuracy: number }).accuracy).toBeGreaterThan(0.6);
  expect(explained.out).toMatch(/^Classes of cultivar by a network, which has no coefficients to read\. Its layers:[\s\S]*dense +8 +112[\s\S]*Trained for 4 epochs;/);
});

test('a network of images leaves as ONNX, not as SQL, and keeps its images', async () => {
  const cwd = fresh('images');
  const dots = imagesOf({ data: Uint8Array.of(0, 255, 10, 200), shape: [4, 1, 1, 1] }, ['dark', 'light', 'dark', 'light']);
  const network = sequential([1, 1, 1], flatten(), dense(2));
  await save(await train(network, dots, { loss: crossEntropy(), optimizer: sgd(), epochs: 1 }).model, join(cwd, 'dots.glissade'));
  mkdirSync(join(cwd, 'new'));
  mkdirSync(join(cwd, 'lights/light'), { recursive: true });
  for (const name of ['1.png', '2.png']) writeFileSync(join(cwd, 'lights/light', name), dot);
  const lights = await glissade(['evaluate', 'dots.glissade', 'lights', '--json'], { cwd });
  expect([lights.status, lights.err]).toEqual([0, '2 images, all of class light: the AUC, which takes both classes, is undefined, and balanced accuracy is the accuracy on that class\n']);
  const { accuracy, balancedAccuracy, ...figures } = JSON.parse(lights.out) as Record<string, unknown>;
  expect([balancedAccuracy, figures.rows, figures.rocAuc]).toEqual([accuracy, 2, undefined]);
  const numbers = await glissade(['explain', 'dots.glissade', '--data', 'lights', '--sample', '1', '--json'], { cwd });
  const model = await load(join(cwd, 'dots.glissade'), { kind: 'network' });
  const { lines } = JSON.parse(numbers.out) as { lines: { name: string; value: number[][] }[] };
  const [[dark, light]] = (await model.output(await (await openImages(join(cwd, 'lights'), { channels: 1 })).read([1]))).toNested() as number[][];
  const [scores] = lines.find(({ name }) => name === 'Z₁' || name === 'Z1')!.value;
  expect(scores[0]).toBeCloseTo(dark, 5);
  expect(scores[1]).toBeCloseTo(light, 5);
  const [none, far] = await Promise.all([[], ['--sample', '2']].map((more) => glissade(['explain', 'dots.glissade', '--data', 'lights', ...more], { cwd })));
  expect(none).toMatchObject({ status: 2, err: 'glissade: --data of images needs --sample, which of them, from 0\n' });
  expect(far).toMatchObject({ status: 2, err: 'glissade: --sample must be an image of lights, from 0 to 1; it is 2\n' });
  const [onnx, sql, nowhere, over] = await Promise.all([
    glissade(['export', 'dots.glissade', '--onnx'], { cwd }), glissade(['export', 'dots.glissade', '--sql'], { cwd }),
    glissade(['predict', 'dots.glissade', 'none'], { cwd }), glissade(['predict', 'dots.glissade', 'new', '--out', 'new/1.png'], { cwd }),
  ]);
  expect(onnx).toEqual({ status: 0, out: '', err: 'classes of images as ONNX in dots.onnx\n' });
  expect(new Uint8Array(readFileSync(join(cwd, 'dots.onnx')))).toEqual(toOnnx(await load(join(cwd, 'dots.glissade'))));
  expect(sql).toEqual({ status: 1, out: '', err: 'glissade: export: SQL is for linear and logistic models; dots.glissade holds a network of images\n' });
  expect(nowhere).toMatchObject({ status: 1, err: expect.stringMatching(/none.*there is no such file or folder/) as string });
  expect(over).toMatchObject({ status: 2, err: expect.stringContaining('--out must not be a file of the images; new/1.png lies in new') as string });
});

test('a checkpoint of another training is refused in the words of the command', async () => {
  const cwd = fresh('kept');
  for (const kind of ['a', 'b']) {
    mkdirSync(join(cwd, 'dots', kind), { recursive: true });
    for (let i = 0; i < 6; i++) writeFileSync(join(cwd, `dots/${kind}/${i}.png`), dot);
  }
  const args = ['train', 'dots', '--model', 'mlp', '--hidden', '2', '--checkpoint', 'it', '--epochs'];
  expect((await glissade([...args, '1'], { cwd })).status).toBe(0);
  const [longer, other] = [await glissade([...args, '2'], { cwd }), await glissade([...args, '1', '--seed', '3'], { cwd })];
  expect([longer.status, longer.err]).toEqual([1, expect.stringMatching(/\nglissade: --checkpoint: it must be a checkpoint of this training; it differs in learning rates, .*\. The learning rate falls over all steps of a training, so --epochs, --batch-size and --learning-rate must be those that it was begun with\. Name another file, or delete this one to begin anew\n$/)]);
  expect(other.err).toMatch(/--checkpoint: it must be a checkpoint of this training; it differs in seed, 0 then and 3 now; .*\. Name another file, or delete this one to begin anew\n$/);
  writeFileSync(join(cwd, 'it'), 'cut');
  const cut = await glissade([...args, '1'], { cwd });
  expect(cut.err).toMatch(/--checkpoint: it must be a checkpoint that train wrote; its 3 bytes do not fit .*\. (Name|Rename it\.previous, .*, or name) another file, or delete this one to begin anew\n$/);
  expect(cut.err).not.toContain('startOver');
});

test('Ctrl-C ends the work with status 130 and leaves no file', async () => {
  const cwd = fresh('interrupted');
  const { status, out, err } = await glissade(['train', diabetes, '--target', 'progression'], { cwd, interruptAt: 'reading' });
  expect({ status, out }).toEqual({ status: 130, out: '' });
  expect(err).toMatch(/glissade: interrupted; nothing was written\n$/);
  expect(readdirSync(cwd)).toEqual([]);
});

test('columns that are constant, equal, huge and tiny give no NaN', async () => {
  const cwd = fresh('degenerate');
  const rows = Array.from({ length: 40 }, (_, i) => `7,${(i * 37) % 11}e12,${(i * 37) % 11}e12,${(i * 17) % 7}e-12,${i === 3 ? 1 : 0},${(i * 37) % 11 > 5 ? 'b' : 'a'},${((i * 37) % 11) * 1e-12}`);
  writeFileSync(join(cwd, 'rows.csv'), `same,huge,equal,tiny,spike,class,number\n${rows.join('\n')}\n`);
  const found = await Promise.all(['class', 'number'].map((target) => glissade(['train', 'rows.csv', '-t', target, '--folds', '2', '--out', `${target}.glissade`, '--report', `${target}.html`, '--json'], { cwd })));
  for (const { status, out } of found) {
    expect(status).toBe(0);
    expect(out).not.toMatch(/NaN|null|Infinity/);
  }
  expect(readFileSync(join(cwd, 'number.html'), 'utf8')).not.toMatch(/NaN|Infinity/);
});

test('classes can be weighed', async () => {
  const cwd = fresh('weighed');
  writeFileSync(join(cwd, 'rows.csv'), `x,y\n${Array.from({ length: 200 }, (_, i) => `${(i % 8 === 0 ? 1 : 0) + ((i * 37) % 23) / 8},${i % 8 === 0 ? 'rare' : 'usual'}`).join('\n')}\n`);
  const train = (...options: string[]): Promise<Result> => glissade(['train', 'rows.csv', '-t', 'y', '--folds', '2', ...options], { cwd });
  const [balanced, own, text, number, network] = await Promise.all([
    train('--class-weight', 'balanced'), train('--class-weight={"rare": 5}', '--json', '--out', 'own.glissade', '--report', 'own.html'),
    train('--class-weight', '{"rare": 0}'), glissade(['train', diabetes, '-t', 'progression', '--class-weight', 'balanced'], { cwd }), train('--model', 'mlp', '--epochs', '2', '--hidden', '2', '--class-weight', 'balanced', '--out', 'mlp.glissade', '--report', 'mlp.html'),
  ]);
  expect(balanced.out).toContain('A row counts: rare 4.00, usual 0.571; in log losses, too.');
  expect(readFileSync(join(cwd, 'rows.html'), 'utf8')).toContain('--class-weight balanced');
  expect(JSON.parse(own.out)).toMatchObject({ classWeights: { rare: 5, usual: 1 } });
  expect(text).toMatchObject({ status: 2, out: '' });
  expect(text.err).toContain('It must be balanced, or numbers above 0 by class as JSON: {"yes": 5}.');
  expect([number.status, network.status]).toEqual([2, 0]);
  expect(number.err).toContain('glissade: --class-weight is for classes; progression is predicted as a number, --task classification does otherwise\n');
  expect(network.out).toContain('A row counts: rare 4.00, usual 0.571; in log losses, too.');
});

test('a table larger than --memory is compared on a sample, fitted whole, and the output says so', async () => {
  const cwd = fresh('larger');
  const rows = Array.from({ length: 5000 }, (_, i) => `${(i * 7919) % 1009},${(i * 31) % 97},${i % 7 < 3 ? 'a' : 'b'},${((i * 7919) % 1009) - 3 * (i % 7) + ((i * 13) % 11)}`);
  writeFileSync(join(cwd, 'rows.csv'), `x,z,kind,y\n${rows.join('\n')}\n`);
  const [trained, clustered, wrong] = await Promise.all([
    glissade(['train', 'rows.csv', '-t', 'y', '--memory', '60 kB', '--model', 'ridge', '--json'], { cwd }),
    glissade(['cluster', 'rows.csv', '--memory=60KB', '--clusters', '2', '--columns', 'x,z', '--out', 'grouped.csv'], { cwd }),
    glissade(['train', 'rows.csv', '-t', 'y', '--memory', 'much'], { cwd }),
  ]);
  const document = JSON.parse(trained.out) as Record<string, unknown>;
  expect(document).toMatchObject({ rows: 5000, sample: { rows: 2000, of: 5000, fittedOn: 'all' }, split: { train: 1600, test: 400 } });
  expect(readFileSync(join(cwd, 'rows.html'), 'utf8')).toContain('The table is larger than the memory for it: models are compared on 2000 of its 5000 rows, drawn at random; the one kept is fitted on all rows, with the same penalty for each.');
  expect(clustered.out).toContain('rows.csv: 5000 rows, 2 features');
  expect(clustered.out).toContain('the number of clusters is chosen, and pictures are drawn, from 2000 of its 5000 rows, drawn at random; the clusters are those of all rows.');
  const grouped = readFileSync(join(cwd, 'grouped.csv'), 'utf8').trimEnd().split('\n');
  expect([grouped.length, grouped[0]]).toEqual([5001, 'x,z,kind,y,cluster']);
  expect(wrong).toMatchObject({ status: 2, out: '' });
  expect(wrong.err).toContain('It must be a size, such as 512MB, 4GiB or a number of bytes.');
});

test.runIf(existsSync('/dev/full'))('an output that is full is no success', async () => {
  const result = await new Promise<Result>((resolve) => {
    execFile('/bin/sh', ['-c', '"$@" >/dev/full', 'sh', process.execPath, join(installed, 'dist/cli/main.js'), '--version'], (error, out, err) => resolve({ status: Number(error?.code ?? 0), out, err }));
  });
  expect(result).toEqual({ status: 1, out: '', err: 'glissade: standard output: the disk is full\n' });
});

test('a table with missing values, categories and an odd name is learnt as it is', async () => {
  const cwd = fresh('penguins');
  cpSync(join(root, 'datasets/penguins.csv'), join(cwd, 'pen guins.csv'));
  const table = await open(join(cwd, 'pen guins.csv'));
  const target = table.columns.find((column) => /mass/i.test(column.name))!.name;
  await table.close();
  const { status, out, err } = await glissade(['train', 'pen guins.csv', '-t', target, '--model', 'lasso', '--json'], { cwd });
  expect({ status, err: err.replaceAll(/^….*\n/gm, '') }).toEqual({ status: 0, err: '' });
  const document = JSON.parse(out) as { features: number; models: { name: string; chosen: boolean }[]; split: { targetMissing: number }; featureNames: string[] };
  expect(document.models.find((model) => model.chosen)?.name).toBe('lasso');
  expect(document.split.targetMissing).toBe(2);
  expect(document.featureNames.some((name) => name.includes('='))).toBe(true);
  expect(existsSync(join(cwd, 'pen guins.glissade'))).toBe(true);
});

test('a file that happens to hold numbers where the model learnt words is read as words', async () => {
  const cwd = fresh('types');
  const rows = Array.from({ length: 60 }, (_, i) => `${['a', 'b', '7'][i % 3]},${i},${(i % 3) * 10 + i / 10}`);
  writeFileSync(join(cwd, 'words.csv'), ['kind,x,y', ...rows].join('\n'));
  writeFileSync(join(cwd, 'one.csv'), 'kind,x\n7,3\n');
  expect((await glissade(['train', 'words.csv', '-t', 'y', '--model', 'linear'], { cwd })).status).toBe(0);
  const { status, out, err } = await glissade(['predict', 'words.glissade', 'one.csv'], { cwd });
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toMatch(/^kind,x,prediction\n7,3,20\.(29|3)\d*\n$/);
});

test('help and version go to standard output with status 0', async () => {
  const [help, trainHelp, version] = await Promise.all([['--help'], ['train', '--help'], ['--version']].map((args) => glissade(args)));
  expect(help).toMatchObject({ status: 0, err: '' });
  expect(help.out).toMatch(/Examples:/);
  expect(trainHelp.out).toMatch(/--folds <n>/);
  expect(version).toEqual({ status: 0, out: `${(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version}\n`, err: '' });
});
