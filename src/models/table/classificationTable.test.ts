import { expect, test } from 'vitest';
import { crossValidate } from '../../evaluate/index.ts';
import { throughJson } from '../../preprocess/checks.testing.ts';
import { frameOf, type Cell, type Frame } from '../../table/index.ts';
import { logisticRegression } from '../logisticRegression.ts';
import { LogisticModel, restoreLogisticModel } from '../logisticModel.ts';
import { ClassificationTableModel, classifyOnTable } from './classificationTable.ts';
import { restoreClassificationTable, restoreTableModel } from './state.ts';

/** Flats sell when they are small, houses with a garden always rather; a third of the rows contradicts. */
const rows = Array.from({ length: 60 }, (_, i) => {
  const size = 20 + ((i * 7) % 23);
  const kind = i % 3 === 0 ? 'flat' : 'house';
  const garden = (i * i) % 5 === 1;
  const wish = (kind === 'flat' ? 30 - size : garden ? 9 : -4) + ((i * 11) % 17) - 8;
  return { size, kind, garden, sold: wish > 0, state: wish > 6 ? 'sold' : wish > -3 ? 'open' : 'lost', floors: wish > 0 ? 2 : 1, weight: 1 + (i % 2) };
});
const table = frameOf(rows, 'houses.csv');
const features = ['size', 'kind', 'garden'];
const changed = (change: (row: (typeof rows)[number], i: number) => Record<string, Cell>): Frame =>
  frameOf(rows.map((row, i) => ({ ...row, ...change(row, i) }) as Record<string, Cell>), 'houses.csv');

test('classes have the type of the target: strings, booleans, whole numbers', async () => {
  const strings = await logisticRegression().fit(table, { target: 'state', features });
  expect(strings.classes).toEqual(['lost', 'open', 'sold']);
  const booleans = await logisticRegression().fit(table, { target: 'sold', features });
  expect(booleans.classes).toEqual([false, true]);
  const numbers = await logisticRegression().fit(table, { target: 'floors', features });
  expect(numbers.classes).toEqual([1, 2]);
  expect(numbers.model.coef).toEqual(booleans.model.coef);
  for (const [model, target] of [[strings, 'state'], [booleans, 'sold'], [numbers, 'floors']] as const) {
    const predicted = await model.predict(table);
    expect(predicted.every((label) => model.classes.includes(label))).toBe(true);
    expect(await model.score(table)).toBeCloseTo(predicted.filter((label, i) => label === rows[i][target]).length / 60, 12);
    expect((await model.predictProbability(table)).shape).toEqual([60, model.classes.length]);
    expect(model.columns.at(-1)).toEqual({ name: target, type: { state: 'categorical', sold: 'boolean', floors: 'numeric' }[target], role: 'target' });
  }
});

test('it is the fit on the encoded columns, and predicts from plain rows without target', async () => {
  const model = await logisticRegression({ alpha: 2 }).fit(table, { target: 'sold', features, sampleWeight: 'weight' });
  const X = model.encoder.transform(await table.read(features));
  const plain = await logisticRegression({ alpha: 2 }).fit({ data: X.data, shape: [60, 3] }, rows.map(({ sold }) => sold), { sampleWeight: rows.map(({ weight }) => weight) });
  expect([model.model.coef, model.model.intercept]).toEqual([plain.coef, plain.intercept]);
  const bare = rows.map(({ garden, kind, size }) => ({ garden, kind, size }));
  expect(await model.predict(bare)).toEqual(await model.predict(table));
  expect((await model.predictProbability([bare[3]])).data).toEqual((await model.predictProbability(table)).data.slice(6, 8));
});

test('rows without a target are left out and counted, with their weights', async () => {
  const holes = changed((_, i) => (i < 4 ? { state: null, weight: null } : {}));
  const model = await logisticRegression().fit(holes, { target: 'state', features, sampleWeight: 'weight' });
  expect(model.notes).toEqual(['4 of 60 rows left out: "state" is missing there']);
  const rest = await logisticRegression().fit(table.take(Array.from({ length: 56 }, (_, i) => i + 4)), { target: 'state', features, sampleWeight: 'weight' });
  expect((await model.predictProbability(table)).data).toEqual((await rest.predictProbability(table)).data);
});

test('a level of the target that no row has is no class', async () => {
  const part = table.take(rows.flatMap(({ state }, i) => (state === 'open' ? [] : [i])));
  expect((await logisticRegression().fit(part, { target: 'state', features })).classes).toEqual(['lost', 'sold']);
});

test('effects are changes of the log-odds, of the second class unless the first is asked for', async () => {
  const model = await logisticRegression().fit(table, { target: 'sold', features });
  const effects = model.explain();
  expect(effects.map(({ feature }) => feature).toSorted()).toEqual(['garden', 'kind=flat', 'size']);
  const size = effects.find(({ feature }) => feature === 'size')!;
  const logit = async (row: Record<string, Cell>): Promise<number> => {
    const { data } = await model.predictProbability([row]);
    return Math.log(data[1] / data[0]);
  };
  const row = { size: 30, kind: 'flat', garden: false };
  expect(size.perUnit).toBeCloseTo((await logit({ ...row, size: 31 })) - (await logit(row)), 12);
  expect(model.explain(false).map(({ perUnit }) => -perUnit)).toEqual(effects.map(({ perUnit }) => perUnit));
  const many = await logisticRegression().fit(table, { target: 'state', features });
  expect(many.explain('open').map(({ perStandardDeviation }) => Math.abs(perStandardDeviation))).toEqual(Array.from(many.model.coef.data.slice(3, 6), Math.abs).toSorted((a, b) => b - a));
  expect(() => many.explain('gone')).toThrow('explain: the label must be a class; "gone" is none of "lost", "open", "sold"');
});

test('a model of a table survives its state, and lies are refused', async () => {
  const model = await logisticRegression().fit(table, { target: 'sold', features });
  const state = throughJson(model.state());
  const back = restoreClassificationTable(state, restoreLogisticModel);
  expect(back).toBeInstanceOf(ClassificationTableModel);
  expect([back.classes, back.columns, await back.predict(table)]).toEqual([[false, true], model.columns, await model.predict(table)]);
  expect(() => restoreTableModel(state, restoreLogisticModel)).toThrow('load: the model of a table must be a regression; logisticRegression predicts classes');
  const columns = model.columns.map((column) => (column.role === 'target' ? { ...column, type: 'numeric' } : column));
  expect(() => restoreClassificationTable({ ...state, settings: { ...state.settings, columns: columns.map(({ name, type, role }) => ({ name, type, role })) } }, restoreLogisticModel)).toThrow('load: the target of a classificationTable must have the type of the classes, boolean; it is numeric');
  const numbers = { predict: async () => [], nFeatures: 3, state: () => state };
  expect(() => restoreClassificationTable(state, () => numbers)).toThrow('load: the model of a classificationTable must predict classes; logisticRegression does not');
});

test('targets that cannot be classes are refused by row', async () => {
  const fit = (change: (row: (typeof rows)[number], i: number) => Record<string, Cell>, target = 'y'): Promise<unknown> => logisticRegression().fit(changed(change), { target, features });
  await expect(fit((_, i) => ({ y: i / 2 }))).rejects.toThrow('logisticRegression.fit: classes must be strings, booleans or whole numbers; row 1 of "y" is 0.5, fit a regression, or open the column as categorical');
  await expect(fit(() => ({ y: new Date(0) }))).rejects.toThrow('logisticRegression.fit: classes must be strings, booleans or whole numbers; "y" is date, choose another target');
  await expect(fit((_, i) => ({ y: i === 3 ? Infinity : 1 }))).rejects.toThrow('logisticRegression.fit: every target must be finite; row 3 of "y" is Infinity');
  await expect(fit(() => ({ y: null }))).rejects.toThrow('logisticRegression.fit: the target must have at least one value; all 60 rows of "y" are missing');
  await expect(fit(() => ({ y: 'a' }))).rejects.toThrow('logisticRegression.fit: y must have at least two classes; all 60 rows are "a"');
  const model = await logisticRegression().fit(table, { target: 'floors', features });
  await expect(model.score(changed(({ floors }) => ({ floors: String(floors) })))).rejects.toThrow('score: the target must be of the type of the fit; "floors" was numeric, it is categorical');
  await expect(model.predict([{ size: 3 }])).rejects.toThrow('rows: the table must have every column of the fit; "kind", "garden" are missing, the table has "size"');
});

test('only a logistic regression explains itself', async () => {
  const mine = { kind: 'mine', task: 'classification' as const, options: {}, fit: async () => ({ nFeatures: 3, classes: ['a', 'b'], predict: async () => [], predictProbability: (await logisticRegression().fit([[0], [1]], [0, 1])).predictProbability, score: async () => 1, state: () => ({ kind: 'mine', settings: {}, arrays: new Map() }) }) };
  const model = await classifyOnTable(mine, table, { target: 'sold', features });
  expect(() => model.explain()).toThrow('explain: only a logistic regression has coefficients; this one is of another kind');
  expect(model.model).not.toBeInstanceOf(LogisticModel);
});

test('cross-validation takes it on tables and on arrays', async () => {
  const large = changed(({ size }) => ({ large: size > 31 ? 'yes' : 'no' }));
  const onTable = await crossValidate(logisticRegression(), large, { target: 'large', features });
  expect(onTable.metrics.accuracy.mean).toBeGreaterThan(0.9);
  const onRows = await crossValidate(logisticRegression(), rows.map(({ size, garden }) => [size, garden ? 1 : 0]), rows.map(({ sold }) => sold));
  expect(onRows.metrics.accuracy.folds).toHaveLength(5);
});
