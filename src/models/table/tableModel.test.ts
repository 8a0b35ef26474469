import { expect, test } from 'vitest';
import { array } from '../../array/index.ts';
import { ModelFormatError, type ModelState, type Progress } from '../../estimator/index.ts';
import { pipeline, standardScaler, tableEncoder } from '../../preprocess/index.ts';
import { throughJson } from '../../preprocess/checks.testing.ts';
import { referenceRidge } from '../../preprocess/referenceRidge.testing.ts';
import { Frame, frameOf, type Cell } from '../../table/index.ts';
import { LinearModel, restoreLinearModel } from '../linearModel.ts';
import { readRegression, type TableFitOptions } from './data.ts';
import { fitEncoded, fitOnTable, TableModel } from './tableModel.ts';
import { restoreTableModel } from './state.ts';

/** price = 10 + 2·size + 5·[garden] − 3·[kind = flat] + 1·[kind = villa] + 0.5·days, exactly; house is the most frequent kind. */
const rows = Array.from({ length: 40 }, (_, i) => {
  const size = 20 + ((i * 7) % 23);
  const kind = i % 4 === 0 ? 'flat' : i % 7 === 0 ? 'villa' : 'house';
  const garden = (i * i) % 5 === 1;
  const days = (i * 13) % 31;
  const price = 10 + 2 * size + (garden ? 5 : 0) + (kind === 'flat' ? -3 : kind === 'villa' ? 1 : 0) + 0.5 * days;
  return { size, kind, garden, sold: new Date(days * 86_400_000), price, street: `street ${i}`, weight: 1 + (i % 2) };
});
const table = frameOf(rows, 'houses.csv');
const features = ['size', 'kind', 'garden', 'sold', 'street'];
const exact = referenceRidge(0);
const fit = (options: Partial<TableFitOptions> = {}, on: Frame = table): Promise<TableModel<LinearModel>> =>
  fitOnTable(exact, on, { target: 'price', features, ...options });
const without = (change: (row: (typeof rows)[number], i: number) => Record<string, Cell>): Frame =>
  frameOf(rows.map((row, i) => ({ ...row, ...change(row, i) }) as Record<string, Cell>), 'houses.csv');

test('a model of a table explains itself in the units of the table', async () => {
  const effects = (await fit()).explain();
  const per = new Map(effects.map((effect) => [effect.feature, effect]));
  const expected = { size: 2, 'kind=flat': -3, 'kind=villa': 1, garden: 5, sold: 0.5 };
  for (const [feature, value] of Object.entries(expected)) expect(per.get(feature)?.perUnit).toBeCloseTo(value, 9);
  expect(per.get('kind=flat')).toMatchObject({ column: 'kind', type: 'categorical', category: 'flat', reference: 'house', mean: 0.25, unit: '"flat" against "house"' });
  expect(per.get('size')).toMatchObject({ type: 'numeric', unit: 'per unit of "size"' });
  expect(per.get('garden')?.unit).toBe('true against false');
  expect(per.get('sold')?.unit).toBe('per day of "sold"');
  for (const effect of effects) expect(effect.perStandardDeviation).toBeCloseTo(effect.perUnit * effect.standardDeviation, 12);
  const strengths = effects.map((effect) => Math.abs(effect.perStandardDeviation));
  expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
});

test('standard errors of a model are given per unit', async () => {
  const model = await fit({ features: ['size', 'sold'] });
  const errors = { coef: array([[3, 4]]), intercept: Float64Array.of(1), residual: Float64Array.of(1), degreesOfFreedom: 37 };
  const linear = new LinearModel('linearRegression', {}, 'one', { coef: array([[1, 2]]), intercept: Float64Array.of(5), converged: true, iterations: 1, optimality: 0, errors });
  const effects = new TableModel({ ...model, encoder: model.encoder, model: linear }).explain();
  expect(effects.map(({ feature }) => feature)).toEqual(['sold', 'size']);
  expect(effects[0].standardErrorPerUnit).toBe(4 / effects[0].standardDeviation);
  expect((await fit()).explain()[0].standardErrorPerUnit).toBeUndefined();
});

test('the intercept is the prediction where every feature is at its mean', async () => {
  const model = await fit();
  const mean = rows.reduce((sum, { price }) => sum + price, 0) / rows.length;
  expect(model.intercept).toBeCloseTo(mean, 10);
});

test('predict takes a table or plain rows, with columns in any order, and needs neither target nor dropped columns', async () => {
  const model = await fit();
  const predicted = await model.predict(table);
  predicted.forEach((value, i) => expect(value).toBeCloseTo(rows[i].price, 9));
  const plain = rows.map(({ sold, garden, kind, size }) => ({ sold, garden, kind, size }));
  expect(await model.predict(plain)).toEqual(predicted);
  expect(await model.predict([plain[3]])).toEqual(predicted.slice(3, 4));
  expect(await model.score(table)).toBeCloseTo(1, 12);
});

test('the model remembers columns, roles, and why columns were left out', async () => {
  const model = await fit({ sampleWeight: 'weight', features: undefined });
  expect(model.columns).toEqual([
    { name: 'size', type: 'numeric', role: 'feature' }, { name: 'kind', type: 'categorical', role: 'feature' },
    { name: 'garden', type: 'boolean', role: 'feature' }, { name: 'sold', type: 'date', role: 'feature' },
    { name: 'street', type: 'categorical', role: 'dropped' }, { name: 'price', type: 'numeric', role: 'target' },
    { name: 'weight', type: 'numeric', role: 'weight' },
  ]);
  expect(model.features).toEqual(['size', 'kind=flat', 'kind=villa', 'garden', 'sold']);
  expect(model.dropped).toEqual([{ column: 'street', reason: 'an identifier: 40 different values in 40 rows' }]);
  expect(model.notes).toEqual([]);
});

test('rows without a target are left out and counted, with their weights', async () => {
  const holes = without((_, i) => (i < 3 ? { price: null, weight: null } : {}));
  const model = await fit({}, holes);
  expect(model.notes).toEqual(['3 of 40 rows left out: "price" is missing there']);
  const rest = table.take(Array.from({ length: 37 }, (_, i) => i + 3));
  expect((await model.predict(table))).toEqual(await (await fit({}, rest)).predict(table));
  expect(await model.score(holes)).toBeCloseTo(1, 12);
  const weights = rows.map(({ weight }) => weight);
  const byColumn = await fit({ sampleWeight: 'weight' }, holes);
  expect(byColumn.encoder.mean).toEqual((await fit({ sampleWeight: weights }, holes)).encoder.mean);
  expect(byColumn.encoder.mean).toEqual((await fit({ sampleWeight: weights.slice(3) }, rest)).encoder.mean);
});

test('a row of weight 2 is the row twice', async () => {
  const noisy = without((row, i) => ({ price: row.price + ((i * 17) % 11) }));
  const twice = noisy.take(rows.flatMap(({ weight }, i) => Array.from({ length: weight }, () => i)));
  const weighted = await (await fit({ sampleWeight: 'weight' }, noisy)).predict(table);
  const repeated = await (await fit({}, twice)).predict(table);
  weighted.forEach((value, i) => expect(Math.abs(value / repeated[i] - 1)).toBeLessThan(1e-12));
  const model = await fit({}, table.take([0, 1, 2, 4, 6, 7, 8, 9, 11, 13, 14, 21]));
  expect(await model.score(noisy, { sampleWeight: 'weight' })).toBeCloseTo(await model.score(twice), 12);
});

test('fitted on a part, the model has the means of that part', async () => {
  const part = table.take([0, 1, 2, 3, 4, 5, 6, 7]);
  const model = await fit({ features: ['size'] }, part);
  const sizes = rows.slice(0, 8).map(({ size }) => size);
  expect(model.encoder.mean[0]).toBeCloseTo(sizes.reduce((sum, size) => sum + size, 0) / 8, 12);
});

test('the parts of fitting on a table can be put together by hand', async () => {
  const data = await readRegression('compare', table, { target: 'price', features });
  const model = await fitEncoded('compare', exact, data, tableEncoder().fit(data.frame, data.features));
  expect(await model.predict(table)).toEqual(await (await fit()).predict(table));
});

test('predict and score pass on notes about unknown levels', async () => {
  const notes: string[] = [];
  const model = await fit();
  await model.predict([{ ...rows[0], kind: 'castle' }], { onNote: (note) => notes.push(note) });
  await model.score(without((_, i) => (i < 2 ? { kind: 'castle' } : {})), { onNote: (note) => notes.push(note) });
  expect(notes).toEqual([
    'rows: 1 row has a value of "kind" that the fit did not see ("castle"); treated as "house"',
    'houses.csv: 2 rows have a value of "kind" that the fit did not see ("castle"); treated as "house"',
  ]);
});

test('fit refuses a target that is no number, not there, missing, infinite, or among the features', async () => {
  await expect(fit({ target: 'kind' })).rejects.toThrow('ridge.fit: features must not hold the target; features[1] is "kind"');
  const all = (target: string, on = table): Promise<unknown> => fitOnTable(exact, on, { target });
  await expect(all('kind')).rejects.toThrow('ridge.fit: regression needs a numeric target; "kind" is categorical with 3 levels, choose another target');
  await expect(all('garden')).rejects.toThrow('ridge.fit: regression needs a numeric target; "garden" is boolean, choose another target');
  await expect(all('Price')).rejects.toThrow('houses.csv: there is no column "Price" (did you mean "price"?); the columns are "size", "kind"');
  await expect(all('price', without(() => ({ price: null })))).rejects.toThrow('ridge.fit: the target must have at least one value; all 40 rows of "price" are missing');
  await expect(all('price', without((_, i) => (i === 5 ? { price: Infinity } : {})))).rejects.toThrow('ridge.fit: every target must be finite; row 5 of "price" is Infinity');
  await expect(all('price', table.take([]))).rejects.toThrow('ridge.fit: the table must have at least one row; houses.csv has none');
});

test('fit refuses options of another kind, unknown and repeated columns, and a table without usable features', async () => {
  const call = (options: unknown): Promise<unknown> => fitOnTable(exact, table, options as TableFitOptions);
  await expect(call(undefined)).rejects.toThrow("ridge.fit: fitting on a table needs { target: 'the column to predict' }; there is undefined");
  await expect(call([1, 2])).rejects.toThrow('target is undefined');
  await expect(call({ target: 3 })).rejects.toThrow('target is 3');
  await expect(call({ target: 'price', feature: [] })).rejects.toThrow('ridge.fit: unknown option "feature"; the options are target, features, sampleWeight, memoryBudget, signal, onProgress');
  await expect(call({ target: 'price', features: 'size' })).rejects.toThrow('ridge.fit: features must be an array of column names; it is "size"');
  await expect(call({ target: 'price', features: [1] })).rejects.toThrow('ridge.fit: features must be column names; features[0] is 1');
  await expect(call({ target: 'price', features: ['area'] })).rejects.toThrow('there is no column "area"');
  await expect(call({ target: 'price', features: ['size', 'size'] })).rejects.toThrow('ridge.fit: features must be distinct; "size" is there twice');
  await expect(call({ target: 'price', features: ['street'] })).rejects.toThrow('ridge.fit: at least one column must be usable as a feature; left out: "street" (an identifier: 40 different values in 40 rows)');
  await expect(call({ target: 'price', features: [] })).rejects.toThrow('at least one column must be usable as a feature; there is none besides the target');
});

test('fit refuses weights that are no weights', async () => {
  await expect(fit({ sampleWeight: 'wait' })).rejects.toThrow('there is no column "wait"');
  await expect(fit({ sampleWeight: 'price' })).rejects.toThrow('ridge.fit: sampleWeight must be another column than the target; both are "price"');
  await expect(fit({ sampleWeight: 'size' })).rejects.toThrow('ridge.fit: features must not hold the column of weights; features[0] is "size"');
  await expect(fit({ sampleWeight: 'garden', features: ['size'] })).rejects.toThrow('ridge.fit: sampleWeight must be a numeric column; "garden" is boolean');
  await expect(fit({ sampleWeight: 'weight' }, without((_, i) => (i === 7 ? { weight: null } : {})))).rejects.toThrow('ridge.fit: every row must have a weight; row 7 of "weight" is missing');
  await expect(fit({ sampleWeight: [1, 2] })).rejects.toThrow('sampleWeight must have one element per row of X; sampleWeight has 2, X has 40 rows');
  await expect(fit({ sampleWeight: rows.map(() => -1) })).rejects.toThrow('weights must be at least 0; sampleWeight[0] is -1');
  const onlyMissing = rows.map((_, i) => (i < 3 ? 1 : 0));
  await expect(fit({ sampleWeight: onlyMissing }, without((_, i) => (i < 3 ? { price: null } : {})))).rejects.toThrow('at least one weight must be above 0; all 37 are 0');
});

test('predict refuses a table that lacks columns by name, has other types, no rows, or is no table', async () => {
  const model = await fit();
  await expect(model.predict([{ size: 3, kind: 'flat' }])).rejects.toThrow('rows: the table must have every column of the fit; "garden", "sold" are missing, the table has "size", "kind"');
  await expect(model.predict([{ ...rows[0], kind: 3 }])).rejects.toThrow('rows: columns must have the type they had in the fit; "kind" is numeric, and was categorical');
  await expect(model.predict(table.take([]))).rejects.toThrow('predict: the table must have at least one row; houses.csv has none');
  await expect(model.predict('houses.csv' as never)).rejects.toThrow('predict: the data must be a table, or an array of rows { column: value }; it is "houses.csv"');
  await expect(model.predict([[1, 2]] as never)).rejects.toThrow('predict: every row must be an object { column: value }; row 0 is an array of 2');
  await expect(model.score(await table.read(features))).rejects.toThrow('houses.csv: there is no column "price"');
});

test('signal and progress reach the estimator', async () => {
  const seen: Progress[] = [];
  const steps = pipeline(standardScaler(), exact);
  await fitOnTable(steps, table, { target: 'price', features, onProgress: (progress) => seen.push(progress) });
  expect(seen).toHaveLength(2);
  await expect(fitOnTable(steps, table, { target: 'price', features, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});

test('only linear models explain themselves', async () => {
  const model = await fitOnTable(pipeline(standardScaler(), exact), table, { target: 'price', features });
  expect((await model.predict(table))[0]).toBeCloseTo(rows[0].price, 9);
  expect(() => model.explain()).toThrow('explain: only a linear model has coefficients; this one is pipeline');
  expect(() => model.intercept).toThrow(TypeError);
});

test('encoder and model must fit together', async () => {
  const [one, two] = [await fit(), await fit({ features: ['size'] })];
  expect(() => new TableModel({ ...one, encoder: two.encoder, model: one.model })).toThrow('TableModel: encoder and model must have equal features; the encoder makes 1, the model takes 5');
  const many = new LinearModel('ridge', {}, 'many', { coef: array([[1], [2]]), intercept: new Float64Array(2), converged: true, iterations: 1, optimality: 0 });
  await expect(new TableModel({ ...two, encoder: two.encoder, model: many }).predict(table)).rejects.toThrow('predict: a model of a table must have one target; this one predicts 2');
});

test('a model of a table comes back from its state with every bit', async () => {
  const model = await fit({ sampleWeight: 'weight' }, without((_, i) => (i === 0 ? { price: null } : {})));
  const back = restoreTableModel(throughJson(model.state()), restoreLinearModel);
  expect(await back.predict(table)).toEqual(await model.predict(table));
  expect(back.explain()).toEqual(model.explain());
  expect([back.target, back.columns, back.dropped, back.notes]).toEqual([model.target, model.columns, model.dropped, model.notes]);
  expect(back.state()).toEqual(model.state());
});

test('a lying state is refused', async () => {
  const state = (await fit()).state();
  const [encoder, linear] = state.parts as ModelState[];
  const restore = (changed: Partial<ModelState>): TableModel => restoreTableModel({ ...state, ...changed }, restoreLinearModel);
  const narrow = (await fit({ features: ['size'] })).state().parts as ModelState[];
  expect(() => restore({ parts: undefined })).toThrow('load: a table model must have two parts, a tableEncoder and a model; it has none');
  expect(() => restore({ parts: [linear, encoder] })).toThrow('it has ridge, tableEncoder');
  expect(() => restore({ parts: [encoder, narrow[1]] })).toThrow('load: the model of a table must predict from the 5 features of its encoder; ridge takes 1');
  expect(() => restore({ settings: { ...state.settings, source: 3 } })).toThrow('load: "source" of a table model must be the path of a file; it is 3');
  expect(() => restore({ parts: narrow })).toThrow('load: the feature columns of a table model must be those of its encoder; there are 4, the encoder has 1');
  expect(() => restore({ parts: [encoder, { ...linear, settings: { ...linear.settings, targets: 'many' } }] })).toThrow('load: the model of a table must have one target; ridge has many');
  expect(() => restoreTableModel(state, () => ({ state: () => state }))).toThrow(ModelFormatError);
  const columns = state.settings.columns as { name: string; type: string; role: string }[];
  const lies: ModelState['settings'][] = [
    { target: 3 }, { target: 'size' }, { notes: 'none' }, { notes: [1] }, { columns: null }, { columns: [null] }, { columns: [[]] },
    { columns: columns.map((column) => ({ ...column, role: 'king' })) }, { columns: columns.map((column) => ({ ...column, type: 'text' })) },
    { columns: columns.map((column) => ({ ...column, type: 'numeric' })) }, { columns: columns.map((column) => ({ ...column, name: `${column.name} ` })) },
  ];
  for (const lie of lies) expect(() => restore({ settings: { ...state.settings, ...lie } })).toThrow(ModelFormatError);
});

test('a column named __proto__ predicts', async () => {
  const odd = new Frame([{ name: '__proto__', type: 'numeric', values: Float64Array.of(1, 2, 3, 4) }, { name: 'y', type: 'numeric', values: Float64Array.of(3, 5, 7, 9) }], 4);
  const model = await fitOnTable(exact, odd, { target: 'y' });
  expect((await model.predict([{ ['__proto__']: 10 }]))[0]).toBeCloseTo(21, 10);
  expect(model.explain()[0]).toMatchObject({ feature: '__proto__', column: '__proto__' });
});
