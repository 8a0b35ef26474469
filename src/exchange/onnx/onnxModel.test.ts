/** ONNX files that are loaded: ours answer as the model did, others as those who wrote them say. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import { NdArray } from '../../array/index.ts';
import { imagesOf } from '../../images/index.ts';
import { logisticRegression, ridge } from '../../models/index.ts';
import { crossEntropy, dense, flatten, meanSquaredError, sequential, sgd, train, TrainedNetwork, type Network } from '../../nn/index.ts';
import { frameOf } from '../../table/index.ts';
import { load } from '../load.ts';
import { toBytes } from '../save.ts';
import { cases, dataset, type Case, type Tensor } from './cases.testing.ts';
import { model as fields, type ModelMessage } from './messages.ts';
import { OnnxModel } from './onnxModel.ts';
import { decode, encode } from './protobuf.ts';
import type { OnnxInput, OnnxOutput } from './tableRows.ts';
import { toOnnx } from './toOnnx.ts';

let all: Readonly<Record<string, Case>> = {};
const folder = mkdtempSync(join(tmpdir(), 'glissade-onnx-'));
beforeAll(async () => {
  all = await cases();
});
afterAll(() => rmSync(folder, { recursive: true }));

const inputOf = ({ type, shape, values }: Tensor): OnnxInput => (type === 'string' ? { data: values, shape } : { data: Float64Array.from(values as readonly number[]), shape });
const listOf = (found: OnnxOutput): readonly (number | string | boolean)[] => (found instanceof NdArray ? Array.from(found.data) : found.data);

/** By how much answers of a file may differ from predict's: not a bit, but where sums have another order, or numbers fewer digits. */
const allowed: Readonly<Record<string, number>> = { iris: 3e-16, spherical: 3e-16, lassoFloat32: 1e-6, irisFloat32: 1e-6, normalised: 1e-6 };

test('every kind of model comes back from a file and answers with the same bits', async () => {
  const failures: string[] = [];
  for (const [name, { model, options, feeds, expected }] of Object.entries(all)) {
    const again = await load(toOnnx(model, options), { kind: 'onnx' });
    const found = await again.run(Object.fromEntries(Object.entries(feeds).map(([input, tensor]) => [input, inputOf(tensor)])));
    for (const [output, { values, shape }] of Object.entries(expected)) {
      const list = listOf(found[output]);
      const different = list.filter((value, i) => (
        typeof value === 'number' ? !(Math.abs(value - (values[i] as number)) <= (allowed[name] ?? 0) * Math.max(1, Math.abs(value))) : value !== values[i]));
      if (different.length > 0 || list.length !== values.length || String(found[output].shape) !== String(shape)) failures.push(`${name}: ${output} [${found[output].shape}] has ${different.length} others of ${list.length}`);
    }
  }
  expect(failures).toEqual([]);
});

test('a model of a table is asked with tables and rows, as before', async () => {
  const iris = dataset('iris');
  const model = await logisticRegression().fit(iris, { target: 'species' });
  writeFileSync(join(folder, 'iris.onnx'), toOnnx(model));
  const again = await load(join(folder, 'iris.onnx'), { kind: 'onnx' });
  expectTypeOf(again).toEqualTypeOf<OnnxModel>();
  expect(again).toMatchObject({ kind: 'onnx', operatorSet: 20, producer: 'glissade' });
  expect(again.inputs).toEqual(['sepal_length', 'sepal_width', 'petal_length', 'petal_width'].map((name) => ({ name, type: 'float64', shape: ['n', 1] })));
  expect(again.outputs).toEqual([{ name: 'label', type: 'string', shape: ['n'] }, { name: 'probabilities', type: 'float64', shape: ['n', 3] }]);
  expect(await again.predict(iris)).toEqual(await model.predict(iris));
  expect((await again.predictProbability(iris)).shape).toEqual([150, 3]);
  const mixed = frameOf({ a: [1, 2, null, 4], b: ['x', 'y', null, 'x'], c: [true, null, false, true], d: [new Date('2020-01-01'), new Date('2021-02-03'), null, new Date('1969-01-01')], y: [1, 2, 4, 9] });
  const priced = await ridge().fit(mixed, { target: 'y' });
  const rows = [{ a: 3, b: 'z', c: false, d: new Date('2022-01-01T12:00:00Z') }, { a: null, b: null, c: null, d: null }, { a: 1, b: 'y', c: true, d: null }];
  const rebuilt = await load(toOnnx(priced)); // by its first bytes
  expect(await rebuilt.predict(rows)).toStrictEqual(await priced.predict(rows));
  expect(await rebuilt.predict([{ a: null, b: null, c: null, d: null }])).toStrictEqual(await priced.predict([{ a: null, b: null, c: null, d: null }])); // columns without a type
  expect(await (await load(toBytes(rebuilt))).predict(rows)).toStrictEqual(await priced.predict(rows));
});

async function imageNetwork(): Promise<TrainedNetwork> {
  const dots = imagesOf({ data: Uint8Array.of(0, 255, 10, 200), shape: [4, 1, 1, 1] }, ['dark', 'light', 'dark', 'light']);
  return await train(sequential([1, 1, 1], flatten(), dense(2)), dots, { loss: crossEntropy(), optimizer: sgd(), epochs: 1 }).model as unknown as TrainedNetwork;
}

test('it knows its columns, target and classes, and with them the types of a table', async () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({ size: i, since: new Date(Date.UTC(2020, i % 5, 1 + i)), sold: i % 3 === 0 ? 'yes' : 'no' }));
  const fitted = await logisticRegression().fit(frameOf(rows), { target: 'sold' });
  const model = await load(toOnnx(fitted), { kind: 'onnx' });
  expect(model.columns).toEqual([{ name: 'size', type: 'numeric', role: 'feature' }, { name: 'since', type: 'date', role: 'feature' }, { name: 'sold', type: 'categorical', role: 'target' }]);
  expect(model.classes).toEqual(['no', 'yes']);
  await expect(model.predict([{ size: 1, since: 18_000 }])).rejects.toThrow('rows: columns must have the type that the model takes; "since" is numeric, the model takes date');
  const matrix = await load(toOnnx(await ridge().fit([[1, 2], [2, 1], [4, 4]], [1, 2, 3])), { kind: 'onnx' });
  expect([matrix.columns, matrix.classes, matrix.images]).toEqual([undefined, undefined, false]);
  expect((await load(toOnnx(await imageNetwork()), { kind: 'onnx' }))).toMatchObject({ images: true, classes: ['dark', 'light'], columns: undefined });
});

test('a table goes through in blocks, with all outputs', async () => {
  const rows = frameOf({ a: Array.from({ length: 2500 }, (_, i) => (i % 7 === 0 ? null : i % 41)), b: Array.from({ length: 2500 }, (_, i) => `t${i % 5}`), kind: Array.from({ length: 2500 }, (_, i) => ((i * 11) % 17) % 3) });
  const fitted = await logisticRegression().fit(rows, { target: 'kind' });
  const model = await load(toOnnx(fitted), { kind: 'onnx' });
  const seen: number[] = [];
  const { label, probabilities } = await model.answers(rows, { onProgress: ({ done, total }) => seen.push(done, total) });
  expect(seen).toEqual([1024, 2500, 2048, 2500, 2500, 2500]);
  expect(label.shape).toEqual([2500]);
  expect(await model.predict(rows)).toEqual(await fitted.predict(rows));
  const truth = await fitted.predictProbability(rows);
  expect(probabilities.shape).toEqual([2500, 3]);
  expect(Math.max(...truth.data.map((value, i) => Math.abs(value - ((probabilities as NdArray).data[i]))))).toBeLessThan(1e-15);
  expect((await model.predictProbability(rows)).data).toEqual((probabilities as NdArray).data);
  await expect(model.predict(rows, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});

test('columns that are named make the rows of the only input', async () => {
  const X = [[1, 2], [2, 1], [4, 4], [5, 3]];
  const fitted = await ridge().fit(X, [1, 2, 3, 5]);
  const model = await load(toOnnx(fitted), { kind: 'onnx' });
  const table = frameOf({ second: X.map(([, b]) => b), town: ['a', 'b', 'c', 'd'], first: X.map(([a]) => a) });
  expect(await model.predict(table, { columns: ['first', 'second'] })).toEqual(await fitted.predict(X));
  const net = new TrainedNetwork(sequential([1, 2, 2], flatten(), dense(1)) as Network, { loss: meanSquaredError(), weights: sequential([1, 2, 2], flatten(), dense(1)).init(0, 'float64') as never, dtype: 'float64', classes: undefined, history: [], bestEpoch: 1 });
  const pixels = frameOf({ p1: [0, 1], p2: [0.5, 0.25], p3: [1, 0], p4: [0, 0] });
  expect(await (await load(toOnnx(net), { kind: 'onnx' })).predict(pixels, { columns: ['p1', 'p2', 'p3', 'p4'] })).toEqual(await net.predict({ data: Float64Array.of(0, 0.5, 1, 0, 1, 0.25, 0, 0), shape: [2, 1, 2, 2] }));
});

test('a file made for two samples at a time is asked so', async () => {
  const file = decode(toOnnx(await ridge().fit([[1], [2], [4]], [1, 2, 3])), fields, 'the model') as ModelMessage;
  const input = file.graph!.input!.map(({ name }) => ({ name, type: { tensorType: { elemType: 11, shape: { dim: [{ dimValue: 2 }, { dimValue: 1 }] } } } }));
  const model = new OnnxModel(encode({ ...file, graph: { ...file.graph, input } } as never, fields));
  const all = await model.predict(frameOf({ X: [1, 2, 3, 4] })) as Float64Array;
  expect(Array.from(all)).toEqual([...await model.predict([[1], [2]]) as Float64Array, ...await model.predict([[3], [4]]) as Float64Array]);
  await expect(model.predict(frameOf({ X: [1, 2, 3] }))).rejects.toThrow('onnx.run: the input "X" must be float64 [2, 1]; it is [1,1]');
});

test('steps say what each operator takes and gives', async () => {
  const model = await load(toOnnx(await ridge().fit(frameOf({ a: [1, 2, 3, 4], b: ['x', 'y', 'z', 'y'], y: [1, 2, 3, 5] }), { target: 'y' })), { kind: 'onnx' });
  const steps = await model.steps();
  expect(steps.map(({ operator, outputs: [{ name, shape }], constants }) => [operator, name, shape, constants])).toEqual([
    ['IsNaN', 'isnan', [1, 1], 0], ['Where', 'where', [1, 1], 1], ['Equal', 'equal', [1, 2], 2], ['Cast', 'cast', [1, 2], 0], ['Concat', 'concat', [1, 3], 0],
    ['Sub', 'sub', [1, 3], 3], ['Div', 'div', [1, 3], 3], ['Gemm', 'gemm', [1, 1], 4], ['Squeeze', 'squeeze', [1], 1], ['Identity', 'prediction', [1], 0],
  ]);
  const broken = decode(toOnnx(await ridge().fit([[1, 2], [2, 1], [4, 4]], [1, 2, 3])), fields, 'the model') as ModelMessage;
  const free = broken.graph!.input!.map(({ name }) => ({ name, type: { tensorType: { elemType: 11, shape: { dim: [{ dimParam: 'n' }, { dimParam: 'm' }] } } } }));
  const unknown = await new OnnxModel(encode({ ...broken, graph: { ...broken.graph, input: free } } as never, fields)).steps(); // two columns are needed, one is tried
  expect(unknown.map(({ outputs: [{ shape }] }) => shape)).toEqual([undefined, undefined, undefined]);
});

test.each<[string, string, string, string]>([
  ['columns that are no JSON', 'glissade.columns', '[{', 'load: glissade.columns must be a list of columns with name, type and role, as JSON; it is "[{"'],
  ['a column without a type', 'glissade.columns', '[{"name":"a","role":"feature"}]', 'load: glissade.columns must be a list of columns with name, type and role'],
  ['an input that is no column', 'glissade.columns', '[{"name":"a","type":"numeric","role":"feature"}]', 'load: glissade.columns must be the inputs of the graph and at most one target; the input "b", string, is none of them'],
  ['an input of another type', 'glissade.columns', '[{"name":"a","type":"numeric","role":"feature"},{"name":"b","type":"date","role":"feature"}]', 'the input "b", string, is none of them'],
  ['two targets', 'glissade.columns', '[{"name":"a","type":"numeric","role":"feature"},{"name":"b","type":"categorical","role":"feature"},{"name":"c","type":"numeric","role":"target"},{"name":"d","type":"numeric","role":"target"}]', 'there are 4 columns and 2 inputs'],
  ['a class twice', 'glissade.classes', '["u","u"]', 'load: glissade.classes must be a list of different texts, numbers or booleans, as JSON; it is "[\\"u\\",\\"u\\"]"'],
  ['classes of two kinds', 'glissade.classes', '["u",1]', 'load: glissade.classes must be a list of different texts, numbers or booleans'],
  ['a class too many', 'glissade.classes', '["u","v","w"]', 'load: there must be a class for every probability; there are 3 classes and 2 probabilities'],
  ['images that are columns', 'glissade.images', 'true', 'load: a file with glissade.images must take images, float [n, channels, height, width], and give the probabilities of classes that it names; it takes 2 inputs'],
  ['images that are no images', 'glissade.images', '"yes"', 'load: glissade.images must be true, as JSON; it is'],
])('%s: not loaded', async (_, key, value, message) => {
  const file = decode(toOnnx(await logisticRegression().fit(frameOf({ a: [1, 2, 3, 4], b: ['x', 'y', 'x', 'y'], y: ['u', 'v', 'v', 'u'] }), { target: 'y' })), fields, 'the model') as ModelMessage;
  expect(() => new OnnxModel(encode({ ...file, metadataProps: [{ key, value }] } as never, fields))).toThrow(message);
});

test('networks that PyTorch wrote answer what PyTorch answers', async () => {
  const written = JSON.parse(readFileSync(new URL('__fixtures__/pytorch.json', import.meta.url), 'utf8')) as Record<string, { file: string; x: { data: number[]; shape: number[] }; y: { data: number[]; shape: number[] } }>;
  expect(Object.keys(written)).toEqual(['cnn', 'perceptron', 'words']);
  for (const { file, x, y } of Object.values(written)) {
    const model = await load(new Uint8Array(Buffer.from(file, 'base64')), { kind: 'onnx' });
    expect(model.producer).toBe('pytorch');
    const found = await model.predict({ data: Float64Array.from(x.data), shape: x.shape }) as NdArray;
    expect(found.shape).toEqual(y.shape);
    expect(Math.max(...y.data.map((value, i) => Math.abs(value - found.data[i])))).toBeLessThan(1e-6);
  }
});

test.each<[string, (model: OnnxModel, table: OnnxModel) => Promise<unknown>, string]>([
  ['another shape', (model) => model.predict([[1, 2, 3]]), 'onnx.run: the input "X" must be float64 [n, 2]; it is [1,3]'],
  ['texts for numbers', (model) => model.run({ X: { data: ['a', 'b'], shape: [1, 2] } }), 'onnx.run: the input "X" must be float64 [n, 2]; it holds "a"'],
  ['numbers for texts', (_, table) => table.run({ a: { data: [1], shape: [1, 1] }, b: { data: [1], shape: [1, 1] } }), 'onnx.run: the input "b" must be string [n, 1]; it holds 1'],
  ['fewer numbers than the shape says', (model) => model.run({ X: { data: [1, 2, 3], shape: [2, 2] } }), 'onnx.run: the input "X" must hold as many numbers as its shape says; [2,2] needs 4, there are 3'],
  ['nothing', (model) => model.run({}), 'onnx.run: the input "X" must be float64 [n, 2]; it is undefined'],
  ['an input too many', (model) => model.run({ Y: { data: [1], shape: [1] } }), 'onnx.run: inputs must be those of the graph, "X"; there is "Y"'],
  ['a matrix for a table', (_, table) => table.predict([[1, 2]]), 'onnx.predict: the model must be asked with a table or rows { column: value }; its inputs are "a", "b"'],
  ['a table that lacks a column', (_, table) => table.predict([{ a: 1 }]), 'rows: the table must have every column of the model; "b" is missing'],
  ['a column of another type', (_, table) => table.predict([{ a: 'one', b: 'x' }]), 'rows: columns must have the type that the model takes; "a" is categorical, the model takes numeric'],
  ['other columns than a row has numbers', (model) => model.predict(frameOf({ a: [1], b: [2], c: [3] }), { columns: ['a', 'b', 'c'] }), 'onnx.predict: columns must be as many as the numbers of a row of "X", [n, 2]; there are 3'],
  ['columns for many inputs', (_, table) => table.predict([{ a: 1, b: 'x' }], { columns: ['a'] }), 'onnx.predict: columns are for a model of one input of numbers; the inputs are "a", "b"'],
  ['columns of a matrix', (model) => model.predict([[1, 2]], { columns: ['a'] }), 'onnx.predict: columns are those of a table or rows { column: value }; the data is an array of 1'],
  ['a column of texts for numbers', (model) => model.predict(frameOf({ a: ['u'], b: [2] }), { columns: ['a', 'b'] }), 'table.matrix: columns must be numeric, boolean or date; "a" is categorical'],
  ['a table without rows', (_, table) => table.predict(frameOf({ a: [], b: [] })), 'onnx.predict: the table must have at least one row; table in memory has none'],
  ['an unknown option', (model) => model.predict([[1, 2]], { rows: 3 } as never), 'onnx.predict: unknown option "rows"; the options are columns, signal, onProgress'],
  ['probabilities of numbers', (model) => model.predictProbability([[1, 2]]), 'onnx.predictProbability: the graph must have an output "probabilities"; it has "prediction"'],
])('%s is refused', async (_, ask, message) => {
  const model = new OnnxModel(toOnnx(await ridge().fit([[1, 2], [2, 1], [4, 4]], [1, 2, 3])));
  const table = new OnnxModel(toOnnx(await ridge().fit(frameOf({ a: [1, 2, 3, 4], b: ['x', 'y', 'x', 'y'], y: [1, 2, 3, 5] }), { target: 'y' })));
  await expect(ask(model, table)).rejects.toThrow(message);
});
