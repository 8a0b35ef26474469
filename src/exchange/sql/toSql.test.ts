/** Models as SQL, run by DuckDB beside predict and predictProbability. */
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NdArray, type Label } from '../../array/index.ts';
import { open, type FileTable } from '../../data/index.ts';
import { testFolder } from '../../data/folder.testing.ts';
import { elasticNet, fitOnTable, ClassificationTableModel, lasso, LinearModel, linearRegression, LogisticModel, logisticRegression, ridge, TableModel } from '../../models/index.ts';
import { mlpRegressor } from '../../nn/index.ts';
import { FittedTableEncoder, pipeline, standardScaler } from '../../preprocess/index.ts';
import { frameOf } from '../../table/index.ts';
import { toSql } from './toSql.ts';

const { pathOf } = testFolder();
let connection: DuckDBConnection;
let table: FileTable;
const tables: FileTable[] = [];

/** Rows of every type, hostile names, missing values of both kinds, and numbers from end to end of what fits. */
const rows = `SELECT i AS id, 'a''b"' || (i * 7919 % 5) AS "to""wn's", CASE WHEN i % 7 = 0 THEN NULL ELSE ('k' || i % 3)::ENUM ('k0', 'k1', 'k2') END AS kind,
  (i * 37 % 101)::INTEGER AS small, CASE WHEN i % 11 = 0 THEN NULL WHEN i % 13 = 0 THEN 'nan'::DOUBLE ELSE sin(i) * 1e-9 + 1e6 END AS "far off",
  (i * 31 % 89 / 7)::DECIMAL(10, 2) AS money, CASE WHEN i % 9 = 0 THEN NULL ELSE i % 3 = 0 END AS yes, CASE WHEN i % 8 = 0 THEN NULL ELSE i % 5 <> 0 END AS mostly,
  DATE '2020-02-28' + (i * 17 % 900)::INTEGER AS day, TIMESTAMP '1969-12-31 23:59:59.123456' + to_microseconds(i * 86399999999) AS moment,
  (i * 8191 % 127 - 50) * 1e300 AS huge, (i * 8191 % 113 - 40) * 1e-300 AS score, sin(i * 1.3) * 3 + (i % 5) + i % 3 AS target,
  ['no', 'yes', 'may be'][1 + (i * i + i % 5) % 3] AS answer, (i * i % 7 > 2) AS sold, (i * 31 % 4 - 1)::BIGINT * 10000000000 AS number
  FROM (SELECT range AS i FROM range(400))`;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("SET TimeZone = 'America/New_York'"); // of no import
  for (const name of ['penguins', 'wine']) await connection.run(`CREATE TABLE ${name} AS SELECT * FROM read_csv('datasets/${name}.csv', nullstr = ['', 'NA'])`);
  await connection.run(`ATTACH '${pathOf('rows.duckdb')}' AS f`);
  await connection.run(`CREATE TABLE f.rows AS ${rows}`);
  await connection.run('CREATE TABLE rows AS SELECT * FROM f.rows');
  await connection.run('DETACH f');
  table = await open(pathOf('rows.duckdb'), { table: 'rows' });
  tables.push(table);
});
afterAll(async () => {
  for (const one of tables) await one.close();
  connection.closeSync();
});

async function column(expression: string, from: string): Promise<unknown[]> {
  return (await connection.runAndReadAll(`SELECT ${expression} AS found FROM ${from}`)).getColumnsJS()[0];
}

/** The largest difference, in parts of the larger of 1 and what is expected. */
function difference(found: readonly unknown[], expected: ArrayLike<number>): number {
  expect(found).toHaveLength(expected.length);
  return found.reduce((most: number, value, i) => Math.max(most, Math.abs((value as number) - expected[i]) / Math.max(1, Math.abs(expected[i]))), 0);
}

async function dataset(name: string): Promise<FileTable> {
  const opened = await open(`datasets/${name}.csv`);
  tables.push(opened);
  return opened;
}

const everything = ['to"wn\'s', 'kind', 'small', 'far off', 'money', 'yes', 'mostly', 'day', 'moment', 'huge', 'score'];

test.each([['least squares', linearRegression()], ['ridge', ridge({ alpha: 3 })], ['lasso', lasso({ alpha: 0.2 })], ['elastic net', elasticNet({ alpha: 0.1 })]])('%s: the expression is the prediction', async (_, estimator) => {
  const model = await estimator.fit(table, { target: 'target', features: everything });
  expect(difference(await column(toSql(model), 'rows'), await model.predict(table))).toBeLessThan(1e-12);
  const penguins = await dataset('penguins');
  const real = await estimator.fit(penguins, { target: 'body_mass_g' });
  expect(difference(await column(toSql(real), 'penguins'), await real.predict(penguins))).toBeLessThan(1e-12);
});

test('rows that the fit did not see: missing, unknown, large', async () => {
  const model = await ridge().fit(table, { target: 'target', features: everything });
  const unseen = [
    { 'to"wn\'s': 'Atlantis', kind: 'k9', small: -4e9, 'far off': null, money: 0.1, yes: null, mostly: null, day: null, moment: null, huge: null, score: null },
    { 'to"wn\'s': '', kind: null, small: 1e300, 'far off': 1e16, money: 1 / 3, yes: true, mostly: false, day: new Date('1900-01-01T12:34:56.789Z'), moment: new Date('2199-01-01'), huge: 5e-324, score: -1e-308 },
  ];
  const values = unseen.map((row) => `(${everything.map((name) => {
    const value = row[name as keyof typeof row];
    return value === null ? 'NULL' : value instanceof Date ? `TIMESTAMP '${value.toISOString().replace('Z', '')}'` : typeof value === 'string' ? `'${value}'` : String(value);
  }).join(', ')})`);
  const from = `(VALUES ${values.join(', ')}) AS t(${everything.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ')})`;
  expect(difference(await column(toSql(model), from), await model.predict(unseen))).toBeLessThan(1e-12);
});

test.each<[string, string, Label[]]>([
  ['two words', 'IF(answer = \'no\', \'it\'\'s "no"\', answer)', ['it\'s "no"', 'may be', 'yes']],
  ['booleans', 'sold', [false, true]],
  ['whole numbers', 'number', [-10_000_000_000, 0, 10_000_000_000, 20_000_000_000]],
])('%s: the expression is the class, and the probability of each', async (_, target, classes) => {
  await connection.run(`COPY (SELECT *, ${target} AS class FROM rows) TO '${pathOf('classes.parquet')}' (FORMAT parquet)`);
  await using classified = await open(pathOf('classes.parquet'));
  const features = [...everything, 'target'];
  const model = await logisticRegression({ alpha: 0.01 }).fit(classified, { target: 'class', features });
  expect(model.classes).toEqual(classes);
  expect((await column(toSql(model), 'rows')).map((label) => (typeof label === 'bigint' ? Number(label) : label))).toEqual(await model.predict(classified));
  const probabilities = await model.predictProbability(classified);
  for (const [k, label] of classes.entries()) {
    const expected = Float64Array.from({ length: 400 }, (_, i) => probabilities.data[i * classes.length + k]);
    expect(difference(await column(toSql(model, { probabilityOf: label }), 'rows'), expected)).toBeLessThan(1e-12);
  }
});

test('real classes, of two and of three, with a threshold', async () => {
  const wine = await dataset('wine');
  const three = await logisticRegression().fit(wine, { target: 'cultivar' });
  expect(await column(toSql(three), 'wine')).toEqual(await three.predict(wine));
  const penguins = await dataset('penguins');
  const two = await logisticRegression().fit(penguins, { target: 'sex' });
  for (const threshold of [0.5, 0.2]) {
    const { target, columns, encoder, model, notes } = two;
    const cautious = new ClassificationTableModel({ target, columns, encoder, notes, model: model.withThreshold(threshold) });
    expect(await column(toSql(cautious), 'penguins')).toEqual(await cautious.predict(penguins));
  }
});

const encoderOf = (names: readonly string[]): FittedTableEncoder => new FittedTableEncoder({
  columns: names.map((name) => ({ name, type: 'numeric', fill: 0 })), mean: new Float64Array(names.length), scale: new Float64Array(names.length).fill(1), dropped: [],
});
const linear = (names: readonly string[], coef: readonly number[], intercept: number): TableModel => new TableModel({
  target: 'y', columns: [], encoder: encoderOf(names), notes: [],
  model: new LinearModel('lasso', {}, 'one', { coef: new NdArray(Float64Array.from(coef), [1, coef.length]), intercept: Float64Array.of(intercept), converged: true, iterations: 1, optimality: 0 }),
});
const classesOf = (outputs: number, coef: number[], intercept: number[]): ClassificationTableModel<LogisticModel> => new ClassificationTableModel({
  target: 'y', columns: [], encoder: encoderOf(['x']), notes: [],
  model: new LogisticModel({}, outputs === 1 ? ['a', 'b'] : Array.from({ length: outputs }, (_, k) => `c${k}`), { coef: new NdArray(Float64Array.from(coef), [outputs, 1]), intercept: Float64Array.from(intercept), converged: true, iterations: 1, optimality: 0 }),
});

test('scores of any size give probabilities, not infinities', async () => {
  const xs = [-1e308, -1e5, -745, -710, -36, -1e-17, 0, 1e-17, 36, 710, 745, 1e5, 1e308];
  const from = `(VALUES ${xs.map((x) => `(${x}e0)`.replace(/(e[+-]?\d+)e0/, '$1')).join(', ')}) AS t(x)`;
  for (const model of [classesOf(1, [1], [0]), classesOf(3, [1, -1, 0.5], [0, 0.1, 0.2])]) {
    const [expected, labels] = [await model.predictProbability(xs.map((x) => ({ x }))), await model.predict(xs.map((x) => ({ x })))];
    expect(await column(toSql(model), from)).toEqual(labels);
    for (const [k, label] of model.classes.entries()) {
      const found = await column(toSql(model, { probabilityOf: label }), from) as number[];
      const exact = Float64Array.from(xs, (_, i) => expected.data[i * model.classes.length + k]);
      expect(difference(found, exact)).toBeLessThan(1e-12);
      // small ones are right in their own digits, down to e^−700
      expect(found.filter((value, i) => exact[i] > 1e-300 && !(Math.abs(value / exact[i] - 1) < 1e-12))).toEqual([]);
    }
  }
});

test('columns without an effect need not be there, and more terms than a database nests are nested here', async () => {
  const sparse = linear(['used', 'unused'], [2, 0], -1);
  expect(toSql(sparse)).toBe(`(-1e0\n  + 2e0 * ((COALESCE(NULLIF(CAST("used" AS DOUBLE PRECISION), 'NaN'), 0e0) - 0e0) / 1e0))`);
  await connection.run('SET max_expression_depth TO 200'); // by default 1000, which takes the parser seconds to reach
  const names = Array.from({ length: 310 }, (_, j) => `c${j}`);
  const many = linear(names, names.map((_, j) => (j % 7) - 3.3), 0.1);
  const row = Object.fromEntries(names.map((name, j) => [name, (j * 13) % 17]));
  const from = `(SELECT ${Object.entries(row).map(([name, value]) => `${value} AS ${name}`).join(', ')})`;
  expect(difference(await column(toSql(many), from), await many.predict([row]))).toBeLessThan(1e-12);
  await connection.run('RESET max_expression_depth');
});

test.each<[string, () => Promise<string>, string]>([
  ['a network', async () => toSql(await mlpRegressor({ hidden: [2], epochs: 1 }).fit(frameOf({ x: [1, 2, 3, 4], y: [1, 2, 3, 4] }), { target: 'y' })), 'toSql: the model must be a linear or logistic regression fitted on a table; it is of kind mlpRegressor. toOnnx takes every kind of model'],
  ['a pipeline', async () => toSql(await fitOnTable(pipeline(standardScaler(), ridge()), frameOf({ x: [1, 2, 3], y: [1, 2, 4] }), { target: 'y' })), 'it is of kind pipeline'],
  ['a model of a matrix', async () => toSql(await ridge().fit([[1], [2], [3]], [1, 2, 4]) as never), 'it is of kind ridge'],
  ['no model', async () => toSql(null as never), 'it is null'],
  ['a class that is none', async () => toSql(classesOf(1, [1], [0]), { probabilityOf: 1 }), 'toSql: probabilityOf must be a class of the model; it is 1, the classes are "a", "b"'],
  ['a class of numbers', async () => toSql(await ridge().fit(frameOf({ x: [1, 2, 3], y: [1, 2, 4] }), { target: 'y' }), { probabilityOf: 'a' }), 'toSql: probabilityOf is for a model of classes; this ridge predicts numbers'],
  ['an unknown option', async () => toSql(classesOf(1, [1], [0]), { dialect: 'x' } as never), 'toSql: unknown option "dialect"; the options are probabilityOf'],
  ['names that differ in capitals only', async () => toSql(await ridge().fit(frameOf({ Price: [1, 2, 3], price: [3, 1, 2], y: [1, 2, 4] }), { target: 'y' })), 'toSql: columns must differ in more than capitals, which DuckDB does not tell apart; the model has "Price" and "price", rename one and fit again'],
  ['a name that ends statements', async () => toSql(await ridge().fit(frameOf({ 'a\0b': [1, 2, 3], y: [1, 2, 4] }), { target: 'y' })), 'toSql: names and categories must be without the character NUL, at which a statement ends; there is "a\\u0000b"'],
])('%s is refused', async (_, make, message) => {
  await expect(make()).rejects.toThrow(message);
});
