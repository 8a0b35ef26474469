/** ONNX files that are loaded: ours answer as the model did, others as those who wrote them say. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import { NdArray } from '../../array/index.ts';
import { logisticRegression, ridge } from '../../models/index.ts';
import { frameOf } from '../../table/index.ts';
import { load } from '../load.ts';
import { toBytes } from '../save.ts';
import { cases, dataset, type Case, type Tensor } from './cases.testing.ts';
import { OnnxModel, type OnnxInput, type OnnxOutput } from './onnxModel.ts';
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
  ['a column of another type', (_, table) => table.predict([{ a: 'one', b: 'x' }]), 'rows: columns must have the type that the model takes; "a" is categorical, the model takes float64'],
  ['probabilities of numbers', (model) => model.predictProbability([[1, 2]]), 'onnx.predictProbability: the graph must have an output "probabilities"; it has "prediction"'],
])('%s is refused', async (_, ask, message) => {
  const model = new OnnxModel(toOnnx(await ridge().fit([[1, 2], [2, 1], [4, 4]], [1, 2, 3])));
  const table = new OnnxModel(toOnnx(await ridge().fit(frameOf({ a: [1, 2, 3, 4], b: ['x', 'y', 'x', 'y'], y: [1, 2, 3, 5] }), { target: 'y' })));
  await expect(ask(model, table)).rejects.toThrow(message);
});
