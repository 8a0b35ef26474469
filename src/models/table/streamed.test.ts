import { expect, test } from 'vitest';
import { open, type FileTable } from '../../data/index.ts';
import { testFolder } from '../../data/folder.testing.ts';
import type { ModelState, Progress } from '../../estimator/index.ts';
import { generator } from '../../random/index.ts';
import { elasticNet } from '../elasticNet.ts';
import { lasso } from '../lasso.ts';
import type { LinearEstimator } from '../linearEstimator.ts';
import { linearRegression } from '../linearRegression.ts';
import { logisticRegression } from '../logisticRegression.ts';
import { ridge } from '../ridge.ts';
import type { TableFitOptions } from './data.ts';

const { pathOf, write } = testFolder();

const rows = 12_007;
const random = generator(1);
const [colours, shops] = [['red', 'green', 'blue', '𝔷', '�'], Array.from({ length: 60 }, (_, i) => `shop ${i}`)];

/** Every kind of column, with missing values everywhere, a target that follows from some of them, and weights. */
const line = (i: number): string => {
  const numbers = Float64Array.from({ length: 18 }, () => random.uniform());
  const drawn = (place: number): number => numbers[place];
  const gap = (salt: number, text: string | number): string => (drawn(salt) < 0.05 ? '' : String(text));
  const [size, age] = [1e6 + 40 * drawn(1), drawn(2) < 0.5 ? 3 : 80 * drawn(3)];
  const colour = colours[Math.floor(5 * drawn(4) * drawn(5))];
  const garden = drawn(6) < 0.3;
  const day = new Date(86_400_000 * Math.floor(4000 * drawn(7))).toISOString().slice(0, 10);
  const y = 3 * (size - 1e6) - age + (colour === 'blue' ? 20 : 0) + (garden ? 7 : 0) + 10 * drawn(8);
  return [
    gap(11, size), gap(12, age), gap(13, colour), gap(14, garden ? 'yes' : 'no'), gap(15, day), shops[Math.floor(60 * drawn(9))], `id ${i}`, 5, '',
    gap(16, y), Math.floor(3 * drawn(10)), y > 60 ? 'dear' : drawn(17) < 0.4 ? 'fair' : 'cheap',
  ].join(',');
};
const header = 'size,age,colour,garden,day,shop,id,constant,empty,price,weight,class';
const path = write('streamed.csv', `${header}\n${Array.from({ length: rows }, (_, i) => line(i)).join('\n')}\n`);

/** Numbers to 1e-9 of the largest of their array, everything else the same. */
function expectSame(found: ModelState, wanted: ModelState): void {
  const { iterations: _, optimality: __, ...settings } = found.settings;
  expect(settings).toMatchObject(Object.fromEntries(Object.keys(settings).map((name) => [name, wanted.settings[name]])));
  expect([...found.arrays.keys()]).toEqual([...wanted.arrays.keys()]);
  for (const [name, { data }] of wanted.arrays) {
    const size = Math.max(1e-300, ...Array.from(data, Math.abs));
    found.arrays.get(name)!.data.forEach((value, e) => expect(Math.abs(value - data[e]) / size, `${found.kind} ${name}[${e}]`).toBeLessThan(1e-9));
  }
  expect(found.parts?.length).toBe(wanted.parts?.length);
  found.parts?.forEach((part, p) => expectSame(part, wanted.parts![p]));
}

const estimators: readonly (readonly [string, LinearEstimator])[] = [
  ['linear regression', linearRegression()], ['ridge', ridge({ alpha: 3 })], ['lasso', lasso({ alpha: 0.5 })], ['elastic net', elasticNet({ alpha: 0.2, l1Ratio: 0.4 })],
];

test.each(estimators)('%s of a table that is read in blocks is that of the table in memory', async (_, estimator) => {
  await using table = await open(path);
  const features = ['size', 'age', 'colour', 'garden', 'day', 'shop', 'id', 'constant', 'empty'];
  const vector = Float64Array.from({ length: rows }, (_row, i) => 1 + (i % 4));
  for (const sampleWeight of [undefined, 'weight', vector]) {
    const options: TableFitOptions = { target: 'price', features, ...(sampleWeight !== undefined && { sampleWeight }) };
    const streamed = await estimator.fit(table, { ...options, memoryBudget: 0 });
    const whole = await estimator.fit(table, options);
    expect(streamed.dropped.map(({ column }) => column)).toEqual(['shop', 'id', 'constant', 'empty']);
    expectSame(streamed.state(), whole.state());
  }
});

test.each([['diabetes.csv', 'progression'], ['penguins.csv', 'body_mass_g']])('the same for %s', async (file, target) => {
  await using table = await open(`datasets/${file}`, { memoryBudget: 0 });
  for (const [, estimator] of estimators) expectSame((await estimator.fit(table, { target })).state(), (await estimator.fit(await table.read(), { target })).state());
});

/** Counts how often a table is read as a whole. */
function watched(table: FileTable): { table: FileTable; reads: () => number } {
  let reads = 0;
  const read = table.read.bind(table);
  table.read = (...values): ReturnType<typeof read> => {
    reads++;
    return read(...values);
  };
  return { table, reads: () => reads };
}

test('a table is read in blocks when it would need more than the budget, and only then', async () => {
  await using file = await open(path);
  const { table, reads } = watched(file);
  const options = { target: 'price', features: ['size', 'colour'] };
  const bytes = 8 * rows * (2 + 2 + 2 * 5);
  await ridge().fit(table, { ...options, memoryBudget: bytes - 1 });
  expect(reads()).toBe(0);
  await ridge().fit(table, { ...options, memoryBudget: bytes }); // found out by a pass: there could be 50 levels
  expect(reads()).toBe(1);
  await ridge().fit(table, options);
  expect(reads()).toBe(2);
  await ridge({ solver: 'gradientDescent' }).fit(table, { ...options, features: ['age', 'garden'], memoryBudget: 0 }); // needs all rows at once
  expect(reads()).toBe(3);
});

test('a fit in blocks says how far it is, and stops when it is told to', async () => {
  await using table = await open(path, { memoryBudget: 0 });
  const seen: Progress[] = [];
  await ridge().fit(table, { target: 'price', features: ['size', 'age'], onProgress: (progress) => seen.push(progress) });
  const labels = [...new Set(seen.map(({ label }) => label))];
  expect(labels).toEqual(['ridge: reading rows, pass 1', 'ridge: reading rows, pass 2', 'ridge: reading rows, pass 3']);
  for (const label of labels) {
    const own = seen.filter((progress) => progress.label === label);
    expect(own.at(-1)).toMatchObject({ done: rows, total: rows, secondsLeft: 0 });
    expect(own.every(({ perSecond }) => perSecond! > 0)).toBe(true);
  }
  for (const stopAt of [1, seen.length - 1]) {
    const controller = new AbortController();
    let reports = 0;
    const stopped = ridge().fit(table, {
      target: 'price', features: ['size', 'age'], signal: controller.signal,
      onProgress: () => { if (++reports === stopAt) controller.abort(new Error('stopped by the user')); },
    });
    await expect(stopped).rejects.toThrow('stopped by the user');
    expect(reports).toBe(stopAt);
  }
});

test('what is wrong with a table in blocks is said as in memory, with its row', async () => {
  const bad = write('streamed-bad.csv', `a,b,y,w\n${Array.from({ length: 20_000 }, (_, i) => `${i % 7},${i === 15_003 ? 'inf' : i % 11},${i % 5 === 0 ? '' : i % 13},${i === 15_001 ? -1 : i === 15_002 ? '' : 1}`).join('\n')}\n`);
  await using table = await open(bad);
  const both = async (options: TableFitOptions): Promise<readonly string[]> => Promise.all([0, 1e9].map(async (memoryBudget) => {
    const error: unknown = await ridge().fit(table, { ...options, memoryBudget }).catch((thrown: unknown) => thrown);
    return (error as Error).message;
  }));
  const [infinite] = await both({ target: 'y', features: ['a', 'b'] });
  expect(infinite).toMatch(/^tableEncoder\.fit: every number must be finite; row \d+ of "b" is Infinity$/);
  const [missing, alike] = await both({ target: 'y', features: ['a'], sampleWeight: 'w' });
  expect([missing, alike]).toEqual(Array(2).fill('ridge.fit: every row must have a weight; row 15002 of "w" is missing'));
  expect(await both({ target: 'b', features: ['a'] })).toEqual(Array(2).fill('ridge.fit: every target must be finite; row 15003 of "b" is Infinity'));
  expect(await both({ target: 'z' })).toEqual(Array(2).fill('streamed-bad.csv: there is no column "z"; the columns are "a", "b", "y", "w"'));
  await expect(ridge().fit(table, { target: 'y', memoryBudget: -1 })).rejects.toThrow('ridge.fit: memoryBudget must be a number at least 0; it is -1');
  const none = write('streamed-none.csv', 'a,y\n1,\n2,\n');
  await using empty = await open(none, { memoryBudget: 0 });
  await expect(ridge().fit(empty, { target: 'y' })).rejects.toThrow('ridge.fit: the target must have at least one value; all 2 rows of "y" are missing');
  expect(pathOf('streamed-none.csv')).toBe(none);
});

test('predictions and scores of a table in blocks are those of the table in memory, notes included', async () => {
  await using table = await open(path, { memoryBudget: 0 });
  const whole = await table.read();
  const train = whole.take(Array.from({ length: 500 }, (_, i) => i).filter((i) => whole.column('colour').type === 'categorical' && (whole.column('colour') as { codes: Int32Array }).codes[i] !== 0));
  const features = ['size', 'age', 'colour', 'garden', 'day'];
  const numbers = await ridge().fit(train, { target: 'price', features });
  const classes = await logisticRegression().fit(train, { target: 'class', features });
  for (const sampleWeight of [undefined, 'weight', Float64Array.from({ length: rows }, (_row, i) => 1 + (i % 3))]) {
    for (const model of [numbers, classes]) {
      const [found, wanted] = [await model.score(table, { ...(sampleWeight !== undefined && { sampleWeight }) }), await model.score(whole, { ...(sampleWeight !== undefined && { sampleWeight }) })];
      expect(Math.abs(found - wanted)).toBeLessThan(1e-12);
    }
  }
  const { reads } = watched(table);
  const told: string[][] = [[], []];
  for (const [i, data] of [table, whole].entries()) {
    const onNote = (note: string): void => void told[i].push(note);
    await numbers.predict(data, { onNote });
    await numbers.score(data, { onNote });
    await classes.score(data, { onNote });
  }
  expect(told[0]).toEqual(told[1]);
  expect(told[0]).toHaveLength(3);
  expect(told[0][0]).toMatch(/^streamed\.csv: \d{3,} rows have a value of "colour" that the fit did not see \("blue"\); treated as "red"$/);
  expect(await numbers.predict(table)).toEqual(await numbers.predict(whole));
  expect(await classes.predict(table)).toEqual(await classes.predict(whole));
  expect(await classes.predictProbability(table)).toEqual(await classes.predictProbability(whole));
  expect(reads()).toBe(0);
  const controller = new AbortController();
  const stopped = numbers.predict(table, { signal: controller.signal, onProgress: () => controller.abort(new Error('stopped by the user')) });
  await expect(stopped).rejects.toThrow('stopped by the user');
});

test.each([
  ['l2', {}], ['l1', { penalty: 'l1', alpha: 5 }], ['without a penalty', { penalty: 'none' }], ['balanced', { classWeight: 'balanced' }], ['L-BFGS', { solver: 'lbfgs' }],
] as const)('logistic regression of a table in blocks is that of the table in memory: %s', async (_, options) => {
  await using table = await open(path);
  const features = ['size', 'age', 'colour', 'garden', 'day', 'id'];
  for (const [target, sampleWeight] of [['class', undefined], ['garden', 'weight']] as const) {
    const fitOptions = { target, features: features.filter((name) => name !== target), ...(sampleWeight && { sampleWeight }) };
    const streamed = await logisticRegression(options).fit(table, { ...fitOptions, memoryBudget: 0 });
    const whole = await logisticRegression(options).fit(table, fitOptions);
    expect(streamed.model.converged).toBe(true);
    expectSame(streamed.state(), whole.state());
  }
});

test('what classes in blocks cannot be is said', async () => {
  await using table = await open(path, { memoryBudget: 0 });
  await expect(logisticRegression().fit(table, { target: 'id', features: ['age'] })).rejects.toThrow('logisticRegression.fit: a target of a table in blocks must have at most 10000 classes; "id" has 12007');
  await expect(logisticRegression().fit(table, { target: 'constant', features: ['age'] })).rejects.toThrow('logisticRegression.fit: y must have at least two classes; all 12007 rows are 5');
  await expect(logisticRegression().fit(table, { target: 'age', features: ['size'] })).rejects.toThrow(/classes must be strings, booleans or whole numbers; row \d+ of "age"/);
  await expect(logisticRegression({ threshold: 0.4 }).fit(table, { target: 'class', features: ['age'] })).rejects.toThrow('a threshold is for two classes; y has 3');
  await expect(logisticRegression({ classWeight: { dear: 2, none: 1 } }).fit(table, { target: 'class', features: ['age'] })).rejects.toThrow('"none" is none of');
});
