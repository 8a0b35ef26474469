/** What toOnnx refuses, and names that meet each other. What the files answer is in test/slow/onnxRuntime.test.ts. */
import { expect, test } from 'vitest';
import { kMeans } from '../../cluster/index.ts';
import { linearRegression, logisticRegression, ridge } from '../../models/index.ts';
import { dense, meanSquaredError, sequential, TrainedNetwork, type Network } from '../../nn/index.ts';
import { oneHotEncoder } from '../../preprocess/index.ts';
import { frameOf } from '../../table/index.ts';
import { model as fields, type ModelMessage } from './messages.ts';
import { decode } from './protobuf.ts';
import { toOnnx } from './toOnnx.ts';

const read = (bytes: Uint8Array): ModelMessage => decode(bytes, fields, 'the model');

test('the file says its operator set, its writer and its kind', async () => {
  const file = read(toOnnx(await ridge().fit([[1], [2], [4]], [1, 2, 3])));
  expect(file).toMatchObject({ irVersion: 9, opsetImport: [{ domain: '', version: 20 }], producerName: 'glissade', metadataProps: [{ key: 'glissade.kind', value: 'ridge' }] });
  expect(file.graph?.node?.map(({ opType }) => opType)).toEqual(['Gemm', 'Squeeze', 'Identity']);
});

test('beside the graph stand the columns of the table with the types of the fit, and the classes', async () => {
  const table = frameOf({ size: [1, 2, 3, 4, 5, 6], town: ['a', 'b', 'a', 'b', 'a', 'b'], constant: [1, 1, 1, 1, 1, 1], old: [true, false, false, true, true, false], since: [1, 2, 3, 4, 5, 7].map((day) => new Date(2020, 1, day)), sold: [true, true, false, false, true, false] });
  const entries = (bytes: Uint8Array): unknown => Object.fromEntries(read(bytes).metadataProps!.map(({ key, value }) => [key, key === 'glissade.kind' ? value : JSON.parse(value!) as unknown]));
  const features = [['size', 'numeric'], ['town', 'categorical'], ['old', 'boolean'], ['since', 'date']].map(([name, type]) => ({ name, type, role: 'feature' }));
  expect(entries(toOnnx(await logisticRegression().fit(table, { target: 'sold' })))).toEqual({ 'glissade.kind': 'classificationTable', 'glissade.columns': [...features, { name: 'sold', type: 'boolean', role: 'target' }], 'glissade.classes': [false, true] });
  expect(entries(toOnnx(await kMeans({ nClusters: 2 }).fit(await table.read(['size', 'town']))))).toEqual({ 'glissade.kind': 'tableClusters', 'glissade.columns': features.slice(0, 2) });
  expect(entries(toOnnx(await logisticRegression().fit([[1], [2], [3]], ['x', 'y', 'y'])))).toEqual({ 'glissade.kind': 'logisticRegression', 'glissade.classes': ['x', 'y'] });
});

test('columns named as parts of the graph keep their names, and every value has a name of its own', async () => {
  const names = ['prediction', 'where', 'mean', 'gemm', 'axes'];
  const table = frameOf({ ...Object.fromEntries(names.map((name, j) => [name, [1, 2, 3, 4, 5, 6].map((i) => (i * (j + 2)) % 7)])), y: [1, 3, 2, 5, 4, 6] });
  const { graph } = read(toOnnx(await linearRegression().fit(table, { target: 'y' })));
  expect(graph?.input?.map(({ name }) => name)).toEqual(names);
  expect(graph?.output?.map(({ name }) => name)).toEqual(['prediction_1']);
  const all = [...graph!.input!.map(({ name }) => name), ...graph!.initializer!.map(({ name }) => name), ...graph!.node!.flatMap(({ output }) => output)];
  expect(new Set(all).size).toBe(all.length);
});

test.each<[string, () => unknown, string]>([
  ['an estimator', () => toOnnx(ridge() as never), 'toOnnx: the model must be a fitted model; it is an object. It is an estimator: export what its fit returns'],
  ['nothing', () => toOnnx(null as never), 'toOnnx: the model must be a fitted model; it is null'],
  ['another number type', async () => toOnnx(await ridge().fit([[1], [2]], [1, 2]), { dtype: 'int32' as never }), "toOnnx: dtype must be one of 'float32', 'float64'; it is \"int32\""],
  ['an unknown option', async () => toOnnx(await ridge().fit([[1], [2]], [1, 2]), { opset: 9 } as never), 'toOnnx: unknown option "opset"; the options are dtype'],
  ['a model of somebody’s own', () => toOnnx({ state: () => ({ kind: 'x', settings: {}, arrays: new Map() }), predict: () => [], nFeatures: 1 } as never), 'toOnnx: the model must be one of Glissade\'s; it is an object'],
  ['a transformer of somebody’s own', () => toOnnx({ state: () => ({ kind: 'x', settings: {}, arrays: new Map() }), nFeatures: 1 } as never), 'toOnnx: the steps of a pipeline must be Glissade\'s own; one is an object'],
  ['a column without a name', async () => toOnnx(await ridge().fit(frameOf({ '': [1, 2, 4], y: [1, 2, 3] }), { target: 'y' })), 'toOnnx: the columns of the table must have names; one has an empty one'],
  ['an empty text beside a missing one', async () => toOnnx(await oneHotEncoder().fit([[''], [null], ['a']])), 'toOnnx: a missing text is the empty one in ONNX; column 0 has the category "" besides null'],
  ['a layer of somebody’s own', () => {
    const net = sequential([2], { ...dense(2), apply: (_: never, state: never, x: never) => [x, state] as const } as never) as unknown as Network;
    return toOnnx(new TrainedNetwork(net, { loss: meanSquaredError(), weights: net.init(0), dtype: 'float32', classes: undefined, history: [], bestEpoch: 1 }));
  }, 'layers must be Glissade\'s own; layer 0, "dense", is made of functions'],
])('%s is refused', async (_, make, message) => {
  await expect((async () => make())()).rejects.toThrow(message);
});
