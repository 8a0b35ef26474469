/** The command with ONNX files: it answers as with the model that they were made of, and takes files of others. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { frameOf, imagesOf, kMeans, linearRegression, logisticRegression, ridge, save, toOnnx } from 'glissade';
import { open } from 'glissade/data';
import { adam, conv2d, crossEntropy, dense, flatten, relu, sequential, train } from 'glissade/nn';
import { evaluate } from '../src/cli/evaluate.ts';
import { explain } from '../src/cli/explain.ts';
import { exportModel } from '../src/cli/export.ts';
import { predict } from '../src/cli/predict.ts';
import { model as fields, type ModelMessage } from '../src/exchange/onnx/messages.ts';
import { decode, encode } from '../src/exchange/onnx/protobuf.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const installed = join(root, `node_modules/.cache/glissade-onnx-cli-${process.pid}`);
const iris = join(root, 'datasets/iris.csv');
const run = { signal: new AbortController().signal };
let cwd = '';

interface Result {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function glissade(...args: readonly string[]): Promise<Result> {
  return new Promise((done) => {
    execFile(process.execPath, [join(installed, 'dist/cli/main.js'), ...args], { cwd, maxBuffer: 1e8 }, (error, out, err) => done({ status: error === null ? 0 : Number(error.code), out, err }));
  });
}

const write = (name: string, bytes: Uint8Array): void => writeFileSync(join(cwd, name), bytes);

/** As other programs write files, without our metadata. */
function bare(bytes: Uint8Array, change: (file: ModelMessage) => ModelMessage = (file) => file): Uint8Array {
  return encode({ ...change(decode(bytes, fields, 'the model') as ModelMessage), producerName: 'other', metadataProps: [] } as never, fields);
}

const rows = Array.from({ length: 60 }, (_, i) => ({
  size: i % 9 === 0 ? null : (i * 7) % 23, town: i % 7 === 0 ? null : `${(i * 5) % 4}`, old: i % 8 === 0 ? null : i % 3 === 0, since: new Date(Date.UTC(2000, i, 1 + i)),
  price: ((i * 11) % 17) + (i % 4), rooms: 1 + ((i * i) % 3), sold: (i * i) % 7 > 2,
}));
const three = ['sepal_length', 'sepal_width', 'petal_length'];
const features = ['size', 'town', 'old', 'since'];
const csv = (name: string, lines: readonly string[]): void => writeFileSync(join(cwd, name), `${lines.join('\n')}\n`);

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'glissade-onnx-cli-'));
  await build({ entryPoints: [join(root, 'src/cli/main.ts')], outdir: join(installed, 'dist/cli'), bundle: true, splitting: true, packages: 'external', platform: 'node', format: 'esm', logLevel: 'error' });
  cpSync(join(root, 'package.json'), join(installed, 'package.json'));
  const table = frameOf(rows);
  const flowers = await open(iris);
  const X = await flowers.matrix(three);
  const [width] = (await flowers.read(['petal_width'])).columns;
  const species = Array.from({ length: 150 }, (_, i) => ['setosa', 'versicolor', 'virginica'][Math.floor(i / 50)]);
  for (const [name, model] of Object.entries({
    price: await ridge().fit(table, { target: 'price', features }), rooms: await logisticRegression().fit(table, { target: 'rooms', features }), sold: await logisticRegression().fit(table, { target: 'sold', features }),
    groups: await kMeans({ nClusters: 3, nInit: 2 }).fit(await table.read(features)),
  })) {
    await save(model, join(cwd, `${name}.glissade`));
    write(`${name}.onnx`, toOnnx(model));
  }
  const onWidth = await ridge().fit(X, (width as { values: Float64Array }).values);
  write('matrix.onnx', bare(toOnnx(onWidth)));
  write('labels.onnx', bare(toOnnx(await logisticRegression().fit(X, species))));
  write('both.onnx', bare(toOnnx(await linearRegression().fit(X, await flowers.matrix(['petal_width', 'sepal_width'])))));
  write('species.onnx', bare(toOnnx(await logisticRegression().fit(flowers, { target: 'species', features: ['sepal_width', 'petal_width'] }))));
  write('sklearn.onnx', bare(toOnnx(onWidth), ({ graph, opsetImport = [], ...file }) => ({
    ...file, opsetImport: [...opsetImport, { domain: 'ai.onnx.ml', version: 3 }], graph: { ...graph, node: graph!.node!.map((node, i) => (i === 0 ? { ...node, domain: 'ai.onnx.ml', opType: 'LinearRegressor' } : node)) },
  })));
  // towns look like numbers, unless it is known what they were in the fit
  csv('new.csv', ['since,town,size,old,note', '2001-02-03,3,5,true,a', '1999-01-01,,,,b', '2020-05-06,9,-4,true,c', '2003-03-03,0,7,,d']);
  csv('known.csv', ['since,town,size,old,price,rooms,sold', ...rows.map(({ since, town, size, old, price, rooms, sold }) => [since.toISOString().slice(0, 10), town, size, old, price, rooms, sold].join(','))]);
  csv('hole.csv', ['a,b,word,c', '5.1,3.5,x,1.4', ',3,y,1.3', '5,3,z,1.4']);
  await flowers.close();
  const pixels = Uint8Array.from({ length: 12 * 25 }, (_, i) => ((i * 37) % 90) + (Math.floor(i / 25) % 3 === 0 ? 150 : 0));
  const labels = Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const spots = await train(sequential([1, 5, 5], conv2d(2, 3), relu(), flatten(), dense(2)), imagesOf({ data: pixels, shape: [12, 1, 5, 5] }, labels), { loss: crossEntropy(), optimizer: adam({ learningRate: 0.02 }), epochs: 8 }).model;
  await save(spots, join(cwd, 'spots.glissade'));
  write('spots.onnx', toOnnx(spots));
  mkdirSync(join(cwd, 'spots'));
  write('spots-images-idx3-ubyte', Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 12, 0, 0, 0, 5, 0, 0, 0, 5, ...pixels));
  write('spots-labels-idx1-ubyte', Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 12, ...labels));
});
afterAll(() => {
  for (const made of [cwd, installed]) rmSync(made, { recursive: true, force: true });
});

/** In this process: another one takes half a second to start. */
const commands = {
  predict: (model: string, table: string, options: object) => predict(model, table, options, run), evaluate: (model: string, table: string, options: object) => evaluate(model, table, options, run),
  explain: (model: string, _: string, options: object) => explain(model, options, { ...run, version: '0' }), export: (model: string, _: string, options: object) => exportModel(model, options),
};

/** Its document; what it says besides is left out. */
async function documentOf(command: keyof typeof commands, model: string, table: string, options: object = {}): Promise<Record<string, unknown>> {
  const written: string[] = [];
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await commands[command](join(cwd, model), resolve(cwd, table), { json: true, ...options });
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return JSON.parse(written.join('')) as Record<string, unknown>;
}

/** Where two documents differ: numbers by more than `most`, all else at all. The paths of the models may. */
function differences(found: unknown, wanted: unknown, most = 1e-12, place = ''): string[] {
  if (typeof wanted === 'number') return Math.abs((found as number) - wanted) <= most * Math.max(1, Math.abs(wanted)) ? [] : [`${place} is ${String(found)}, it was ${wanted}`];
  if (typeof wanted !== 'object' || wanted === null) return found === wanted ? [] : [`${place} is ${String(found)}, it was ${String(wanted)}`];
  if (Object.keys(found as object).join() !== Object.keys(wanted).join()) return [`${place} has ${Object.keys(found as object).join()}, it had ${Object.keys(wanted).join()}`];
  return Object.entries(wanted).flatMap(([key, value]) => (key === 'model' ? [] : differences((found as Record<string, unknown>)[key], value, most, `${place}.${key}`)));
}

describe('a model that was exported', () => {
  test.each(['price', 'rooms', 'sold', 'groups'])('%s: predict answers as before', async (name) => {
    const options = name === 'rooms' || name === 'sold' ? { probabilities: true } : {};
    const [before, after] = [await documentOf('predict', `${name}.glissade`, 'new.csv', options), await documentOf('predict', `${name}.onnx`, 'new.csv', options)];
    expect(differences(after, before)).toEqual([]);
    expect(after).toMatchObject({ model: join(cwd, `${name}.onnx`), rows: 4 });
  });

  test.each(['price', 'rooms', 'sold'])('%s: evaluate gives the same figures', async (name) => {
    const [before, after] = [await documentOf('evaluate', `${name}.glissade`, 'known.csv'), await documentOf('evaluate', `${name}.onnx`, 'known.csv')];
    expect(differences(after, before)).toEqual([]);
    expect(after).toMatchObject({ target: name, rows: 60 });
  });

  test('a network of images is asked with images', async () => {
    const asked = (command: 'predict' | 'evaluate', kind: string): Promise<object> => documentOf(command, `spots.${kind}`, 'spots-images-idx3-ubyte', { probabilities: true });
    // in float32
    expect(differences(await asked('predict', 'onnx'), await asked('predict', 'glissade'), 1e-6)).toEqual([]);
    const figures = await asked('evaluate', 'onnx');
    expect(differences(figures, await asked('evaluate', 'glissade'), 1e-6)).toEqual([]);
    expect(figures).toMatchObject({ rows: 12, classes: [0, 1], accuracy: 1 });
  });

  test('new columns are called as before', async () => {
    const tables = await Promise.all([glissade('predict', 'sold.onnx', 'new.csv', '--probabilities'), glissade('predict', 'groups.onnx', 'new.csv')]);
    expect(tables.map(({ status, err }) => [status, err])).toEqual([[0, ''], [0, '']]);
    expect(tables.map(({ out }) => out.split('\n')[0])).toEqual(['since,town,size,old,note,prediction,probability_false,probability_true', 'since,town,size,old,note,cluster,distance']);
  });

  test('explain lists inputs, outputs and operators', async () => {
    const { status, out, err } = await glissade('explain', 'rooms.onnx');
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^\d+ operators of ONNX \(set 20\), written by glissade: a graph has no coefficients to read, and no derivation\. Prediction of rooms\. Classes: 1, 2\.\n\ninput +type +shape\n/);
    expect(out).toMatch(/^town +categorical, string +n × 1$/m);
    expect(out).toMatch(/^since +date, float64 +n × 1$/m);
    expect(out).toMatch(/^probabilities +float64 +n × 2$/m);
    expect(out).toMatch(/^Gemm +gemm +1 × \d +\d+$/m);
    expect(await documentOf('explain', 'price.onnx', '')).toMatchObject({
      model: 'onnx', producer: 'glissade', operatorSet: 20, columns: expect.arrayContaining([{ name: 'price', type: 'numeric', role: 'target' }]) as unknown, outputs: [{ name: 'prediction', type: 'float64', shape: ['n'] }],
      operators: expect.arrayContaining([expect.objectContaining({ operator: 'Gemm', outputs: [{ name: 'gemm', shape: [1, 1] }] })]) as unknown,
    });
  });
});

describe('a file of another program', () => {
  test('predict gives its only input the columns of numbers, in order, and says so', async () => {
    const [hole, chosen, both] = await Promise.all([
      glissade('predict', 'matrix.onnx', 'hole.csv', '--out', 'out.csv'), glissade('predict', 'matrix.onnx', iris, '--columns', three.join(), '--json'),
      glissade('predict', 'both.onnx', iris, '--columns', three.join()),
    ]);
    expect(hole).toEqual({ status: 0, out: '', err: 'matrix.onnx names no columns: it is given the 3 columns of numbers, "a", "b", "c", in this order\n1 row lacks a number: matrix.onnx is given NaN there\n3 predictions in column prediction of out.csv\n' });
    const [first, second] = readFileSync(join(cwd, 'out.csv'), 'utf8').split('\n').slice(1);
    const document = JSON.parse(chosen.out) as { predictions: number[] };
    expect([first, second]).toEqual([`5.1,3.5,x,1.4,${document.predictions[0]}`, ',3,y,1.3,']);
    expect(Object.keys(document)).toEqual(['model', 'table', 'rows', 'predictions']);
    expect(both.out).toMatch(/,species,prediction_1,prediction_2\n5\.1,3\.5,1\.4,0\.2,setosa,0\.216\d+,3\.5\d*\n/);
  });

  test('evaluate takes the target by name', async () => {
    const [numbers, labels, named] = await Promise.all([
      glissade('evaluate', 'matrix.onnx', iris, '--target', 'petal_width', '--columns', three.join(), '--json'), glissade('evaluate', 'labels.onnx', iris, '--target', 'species', '--columns', three.join(), '--json'), glissade('evaluate', 'species.onnx', iris, '--target', 'species'),
    ]);
    const { r2, ...rest } = JSON.parse(numbers.out) as Record<string, unknown>;
    expect(rest).toMatchObject({ target: 'petal_width', rows: 150 });
    expect(r2).toBeCloseTo(0.9376, 3);
    // whose the probabilities are is not known, so what is made of them is left out
    expect(Object.keys(JSON.parse(labels.out) as object)).toEqual(['model', 'table', 'target', 'rows', 'targetMissing', 'unknownClasses', 'unknownRows', 'accuracy', 'balancedAccuracy', 'macroF1', 'classes', 'confusion']);
    expect(JSON.parse(labels.out)).toMatchObject({ classes: ['setosa', 'versicolor', 'virginica'], confusion: [[50, 0, 0], [0, 48, 2], [0, 3, 47]] });
    expect([named.status, named.err]).toEqual([0, '']);
    expect(named.out).toMatch(/^figure +species\n[\s\S]*accuracy +9\d\.\d %/);
  });
});

test.each<[string, keyof typeof commands, string, string, object, string, string]>([
  ['too many columns of numbers', 'predict', 'matrix.onnx', iris, {}, 'Error', 'iris.csv: the table must have as many columns of numbers as matrix.onnx takes for a row, 3; it has 4, "sepal_length", "sepal_width", "petal_length", "petal_width"; say with --columns which to take'],
  ['too few', 'evaluate', 'matrix.onnx', 'hole.csv', { target: 'a' }, 'Error', 'hole.csv: the table must have as many columns of numbers as matrix.onnx takes for a row, 3 besides "a"; it has 2, "b", "c"'],
  ['other columns than it takes', 'predict', 'matrix.onnx', iris, { columns: ['petal_width'] }, 'UsageError', '--columns must name as many columns as matrix.onnx takes for a row, 3; there are 1, "petal_width"'],
  ['columns of words', 'predict', 'matrix.onnx', iris, { columns: ['sepal_length', 'petal_length', 'species'] }, 'TypeError', 'table.matrix: columns must be numeric, boolean or date; "species" is categorical. Encode it, or fit on the table itself'],
  ['columns for a model that names its own', 'predict', 'price.onnx', 'new.csv', { columns: ['size'] }, 'UsageError', '--columns is for ONNX files that name no columns; price.onnx knows which it takes'],
  ['columns for a model of ours', 'predict', 'price.glissade', 'new.csv', { columns: ['size'] }, 'UsageError', '--columns is for ONNX files that name no columns; price.glissade knows which it takes'],
  ['a column that is not there', 'predict', 'price.onnx', 'hole.csv', {}, 'RangeError', 'hole.csv: the table must have every column of the model; "size", "town", "old", "since" are missing'],
  ['no target', 'evaluate', 'matrix.onnx', 'hole.csv', {}, 'UsageError', 'matrix.onnx does not name what it predicts: say with --target which column of the table that is'],
  ['another target', 'evaluate', 'price.onnx', 'known.csv', { target: 'rooms' }, 'UsageError', '--target is for ONNX files that do not name theirs; price.onnx predicts price'],
  ['a target for a model of ours', 'evaluate', 'price.glissade', 'known.csv', { target: 'rooms' }, 'UsageError', '--target is for ONNX files, which may not name theirs; price.glissade knows what it predicts'],
  ['a target that is an input', 'evaluate', 'species.onnx', iris, { target: 'petal_width' }, 'UsageError', '--target must be none of the columns that the model takes; species.onnx takes petal_width'],
  ['a target that is not there', 'evaluate', 'species.onnx', iris, { target: 'kind' }, 'RangeError', 'iris.csv: there is no column "kind"; the columns are "sepal_length", "sepal_width", "petal_length", "petal_width", "species"'],
  ['several numbers for one target', 'evaluate', 'both.onnx', iris, { target: 'petal_width', columns: three }, 'Error', 'evaluate: the model must give a number or a label for each row; both.onnx gives 2 numbers'],
  ['clusters that have no target', 'evaluate', 'groups.onnx', 'known.csv', {}, 'Error', 'evaluate: the model must have a target; groups.onnx holds clusters, which glissade predict finds for rows and glissade explain describes'],
  ['a table for images', 'predict', 'spots.onnx', 'new.csv', {}, 'Error', 'new.csv: the model takes images: a folder of PNG and JPEG files, one such file, or an IDX file'],
  ['images for a table', 'predict', 'price.onnx', 'spots', {}, 'Error', 'spots: the model takes a table, which is a file; this is a folder'],
  ['probabilities of numbers', 'predict', 'price.onnx', 'new.csv', { probabilities: true }, 'UsageError', '--probabilities is for a model of classes; price.onnx predicts numbers'],
  ['a derivation', 'explain', 'price.onnx', '', { markdown: true }, 'UsageError', 'an ONNX file holds operators, and no model that could be derived or written as an equation: glissade explain price.onnx lists them'],
  ['an export', 'export', 'price.onnx', '', { onnx: true }, 'Error', 'export: the model must be in a file that glissade train or glissade cluster wrote; price.onnx is an ONNX file, which holds operators only'],
  ['operators of scikit-learn', 'explain', 'sklearn.onnx', '', {}, 'ModelFormatError', 'load: sklearn.onnx: the operators of an ONNX file must be ones that Glissade has; it has not "ai.onnx.ml.LinearRegressor"'],
])('%s: refused in a sentence', async (_, command, model, table, options, kind, message) => {
  const inFolder = { ...options, ...(command === 'export' && { out: join(cwd, 'again.onnx') }) };
  const error = await commands[command](join(cwd, model), resolve(cwd, table), inFolder).then(() => new Error('it was done'), (reason: Error) => reason);
  expect([error.name, error.message.replaceAll(`${cwd}/`, '')]).toEqual([kind, message]);
});
