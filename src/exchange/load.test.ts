import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, expectTypeOf, test, vi } from 'vitest';
import { ModelFormatError, type Persistent } from '../estimator/index.ts';
import { TableModel, type LinearModel } from '../models/index.ts';
import { FittedPipeline, standardScaler, type FittedStandardScaler } from '../preprocess/index.ts';
import { everyKind, type Specimens } from './everyKind.testing.ts';
import { load, modelKinds, save, toBytes, type LoadedModel, type ModelKind } from './index.ts';

let folder = '';
let specimens: Specimens;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glissade-'));
  specimens = await everyKind();
});
afterAll(async () => { await rm(folder, { recursive: true }); });

test.each(modelKinds)('kind %s: the model comes back with the same state and the same answers, bit for bit', async (kind) => {
  const { model, ask } = specimens[kind] as { model: Persistent; ask: (model: unknown) => Promise<unknown> };
  const path = join(folder, `${kind}.glissade`);
  await save(model, path);
  const again = await load(path, { kind: kind as ModelKind }) as Persistent;
  expect(again).toBeInstanceOf(model.constructor);
  expect(again.state()).toStrictEqual(model.state());
  expect(await ask(again)).toStrictEqual(await ask(model));
  expect(toBytes(again)).toEqual(toBytes(model));
});

test('a file that version 0.1.0 wrote is read', async () => {
  const model = await load(fileURLToPath(new URL('__fixtures__/format1.glissade', import.meta.url)), { kind: 'table' });
  expect(model.features).toEqual(['area', 'town=hill', 'garden']);
  const [dear, cheap] = await model.predict([{ area: 100, town: 'sea', garden: true }, { area: 60, town: 'hill', garden: false }]);
  expect(dear).toBeCloseTo(329.69953911231767, 9);
  expect(cheap).toBeCloseTo(149.00841803985944, 9);
});

test('a pipeline without a model comes back as transformers', async () => {
  const pipeline = new FittedPipeline([specimens.standardScaler.model, specimens.polynomialFeatures.model]);
  const again = await load(toBytes(pipeline), { kind: 'pipeline' });
  expect(again).toBeInstanceOf(FittedPipeline);
  expect(again.state()).toStrictEqual(pipeline.state());
});

test('without a kind, any model that predicts is given and one that cannot is refused', async () => {
  const model = await load(toBytes(specimens.table.model));
  expectTypeOf(model).toEqualTypeOf<LoadedModel>();
  const rows = [{ area: 70, __proto__x: true, built: new Date('2000-01-01'), ['__proto__']: 'sea' }];
  expectTypeOf(await model.predict(rows)).toEqualTypeOf<Float64Array>();
  expect(await model.predict(rows)).toStrictEqual(await specimens.table.model.predict(rows));
  expect(await (await load(toBytes(specimens.ridge.model))).predict([[1, 2, 3]])).toStrictEqual(await specimens.ridge.model.predict([[1, 2, 3]]));
  await expect(load(toBytes(specimens.imputer.model))).rejects.toThrow(`load: the file must hold a model that predicts; it holds one of kind "imputer". Ask for it by name: { kind: 'imputer' }`);
});

test('a kind that is asked for is the type that is given', async () => {
  const table = await load(toBytes(specimens.table.model), { kind: 'table' });
  expect(table).toBeInstanceOf(TableModel);
  const linear = await load(toBytes(specimens.elasticNet.model), { kind: 'elasticNet' });
  if (linear.targets === 'many') expectTypeOf(linear).toEqualTypeOf<LinearModel<'many'>>();
  expectTypeOf(await load(toBytes(specimens.standardScaler.model), { kind: 'standardScaler' })).toEqualTypeOf<FittedStandardScaler>();
  await expect(load(toBytes(specimens.ridge.model), { kind: 'lasso' })).rejects.toThrow('load: the file must hold a lasso model; it holds one of kind "ridge"');
  await expect(load(toBytes(specimens.ridge.model), { kind: 'forest' as 'lasso' })).rejects.toThrow("load: kind must be one of 'table', 'classificationTable', 'linearRegression'");
  await expect(load(toBytes(specimens.ridge.model), { type: 'lasso' } as object)).rejects.toThrow('load: unknown option "type"; the options are kind');
});

test('a model of an unknown kind is refused with the known ones', async () => {
  const future: Persistent = { state: () => ({ kind: '__proto__', settings: {}, arrays: new Map() }) };
  await expect(load(toBytes(future))).rejects.toThrow('load: the kind of a model must be one of table, classificationTable, linearRegression, ridge, lasso, elasticNet, logisticRegression, kMeans, tableClusters, pipeline, standardScaler, minMaxScaler, oneHotEncoder, imputer, polynomialFeatures, tableEncoder, network, mlpRegressor, mlpClassifier, onnx; it is "__proto__"');
});

test('bytes are taken from a Uint8Array or an ArrayBuffer and never kept', async () => {
  const bytes = toBytes(specimens.ridge.model);
  const [one, two] = [await load(bytes), await load(bytes.buffer)];
  const before = await one.predict([[1, 2, 3]]);
  bytes.fill(255);
  expect(await one.predict([[1, 2, 3]])).toStrictEqual(before);
  expect(await two.predict([[1, 2, 3]])).toStrictEqual(before);
  await expect(load([1, 2] as unknown as Uint8Array)).rejects.toThrow('load: the source must be a path, a Uint8Array or an ArrayBuffer; it is an array of 2');
  await expect(load(new Float64Array(3) as unknown as Uint8Array)).rejects.toThrow('it is Float64Array(3)');
});

test('a bad file is refused by its name', async () => {
  const path = join(folder, 'cut.glissade');
  await save(specimens.table.model, path);
  await truncate(path, 5000 < toBytes(specimens.table.model).length ? 5000 : toBytes(specimens.table.model).length - 1);
  await expect(load(path)).rejects.toThrow(ModelFormatError);
  await expect(load(path)).rejects.toThrow(/^load: .*cut\.glissade: the array ".*" must lie in the \d+ bytes of data; .*: the file is cut short$/);
  await writeFile(path, 'area,price\n50,150\n');
  await expect(load(path)).rejects.toThrow(/^load: .*cut\.glissade: this is no model file; the first 8 bytes of one say how long its header is, at most 100000000 bytes, and these say \d+$/);
  await writeFile(path, '');
  await expect(load(path)).rejects.toThrow(/must start with 8 bytes, the length of its header; the file has 0 in all$/);
});

test('a file that cannot be read is refused with the reason of the system', async () => {
  await expect(load(join(folder, 'none.glissade'))).rejects.toThrow(/^load: .*none\.glissade: there is no such file or folder$/);
  await expect(load(folder)).rejects.toThrow(/: it is a folder, not a file$/);
});

test('a large file of another kind is refused by its first bytes, a file too large for memory by its size', async () => {
  const path = join(folder, 'sparse.glissade');
  await writeFile(path, 'no model file');
  await truncate(path, 2 ** 34);
  const start = performance.now();
  await expect(load(path)).rejects.toThrow('this is no model file');
  await writeFile(path, Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0));
  await truncate(path, 2 ** 34);
  await expect(load(path)).rejects.toThrow('a model file must be at most 4294967296 bytes; it has 17179869184');
  expect(performance.now() - start).toBeLessThan(1000);
});

test('where there is no Node, bytes are loaded and a path is refused', async () => {
  const bytes = toBytes(await standardScaler().fit([[1], [2]]));
  vi.stubGlobal('process', undefined);
  try {
    expect((await load(bytes, { kind: 'standardScaler' })).nFeatures).toBe(1);
    await expect(load('a.glissade')).rejects.toThrow('load: a path needs Node and its files; here, use the bytes of the file');
  } finally {
    vi.unstubAllGlobals();
  }
});
