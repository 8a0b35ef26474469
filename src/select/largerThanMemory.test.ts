/** Tables that would not fit the memory budget: compared on a sample, fitted on all rows. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { open, type FileTable } from '../data/index.ts';
import { elasticNet, lasso, logisticRegression, ridge } from '../models/index.ts';
import type { Progress } from '../estimator/index.ts';
import { clusterTable } from './clusterTable.ts';
import { compareClassifiers } from './compareClassifiers.ts';
import { compareRegressions } from './compareRegressions.ts';
import { recogniseTask } from './recogniseTask.ts';
import { rowsWithinBudget, sampleRows } from './sampleRows.ts';

const n = 6000;
let folder = '';
let table: FileTable;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'glissade-test-'));
  const lines = Array.from({ length: n }, (_, i) => {
    const [a, b] = [((i * 7919) % 1009) / 100, ((i * 104_729) % 997) / 100];
    const kind = ['small', 'middle', 'large'][(i >> 1) % 3];
    const noise = ((i * 31) % 101) / 50 - 1;
    const y = 2 * a - b + (kind === 'large' ? 3 : 0) + noise;
    const wish = a - b + 3 * noise;
    const group = i % 2000 === 77 ? 'rare' : wish > 1 ? 'yes' : wish > -3 ? 'maybe' : 'no';
    return [i, a, b, 2 * a + b, i % 50 === 3 ? '' : kind, i % 100 === 5 ? '' : y, group].join(',');
  });
  const path = join(folder, 'rows.csv');
  writeFileSync(path, `id,a,b,both,kind,y,group\n${lines.join('\n')}\n`);
  table = await open(path, { memoryBudget: 0 });
});
afterAll(async () => {
  await table.close();
  rmSync(folder, { recursive: true });
});

test('a sample holds so many rows, any as likely as the others, in the order of the file, the same for the same seed', async () => {
  const times = new Float64Array(n);
  for (let seed = 0; seed < 40; seed++) {
    const { columns: [ids, kinds], rowCount } = await sampleRows('test', table, ['id', 'kind'], 600, { seed });
    const { values } = ids as { values: Float64Array };
    expect([rowCount, values.length, ids.type, kinds.type]).toEqual([600, 600, 'numeric', 'categorical']);
    expect(values.every((id, i) => i === 0 || id > values[i - 1])).toBe(true);
    for (const id of values) times[id]++;
  }
  // 40 draws of a tenth: 4 of each row on average, and each tenth of the file as often as the others
  expect(times.reduce((sum, count) => sum + count, 0)).toBe(24_000);
  expect(Math.max(...times)).toBeLessThan(16);
  for (let part = 0; part < 10; part++) expect(Math.abs(times.slice(600 * part, 600 * (part + 1)).reduce((sum, count) => sum + count, 0) - 2400)).toBeLessThan(250);
  const [one, again] = [await sampleRows('test', table, ['id', 'kind'], 50, { seed: 3 }), await sampleRows('test', table, ['id', 'kind'], 50, { seed: 3 })];
  expect(again.columns).toEqual(one.columns);
  expect((one.column('kind') as { categories: readonly string[] }).categories).toEqual(['large', 'middle', 'small']);
});

test('a table that fits, or is in memory, is taken as it is; one that does not gives as many rows as fit', async () => {
  const names = ['a', 'b', 'kind'];
  expect(await rowsWithinBudget('test', table, names, { seed: 0, memoryBudget: 1e9 })).toEqual({ table });
  const frame = await table.read(names);
  expect(await rowsWithinBudget('test', frame, names, { seed: 0, memoryBudget: 0 })).toEqual({ table: frame });
  // four copies of three columns and of 4 features, twice, of 8 bytes
  const { sample, table: rows } = await rowsWithinBudget('test', table, names, { seed: 0, memoryBudget: 4000 * 8 * 4 * (3 + 2 * 4) });
  expect([sample, rows.rowCount]).toEqual([{ rows: 4000, of: n }, 4000]);
  await expect(rowsWithinBudget('compare', table, names, { seed: 0, memoryBudget: -1 })).rejects.toThrow('compare: memoryBudget must be');
});

test('regressions are compared on a sample, and the one kept is the fit on all rows with the same penalty for each', async () => {
  const labels: Progress[] = [];
  const found = await compareRegressions(table, { target: 'y', features: ['a', 'b', 'kind'], model: 'ridge', onProgress: (progress) => labels.push(progress) });
  expect(found.sample).toEqual({ rows: 2000, of: n, fittedOn: 'all' });
  expect(found.rows.total + found.rows.targetMissing).toBe(2000);
  expect(found.test.r2).toBeGreaterThan(0.9);
  const alpha = found.models.find(({ chosen }) => chosen)!.options.alpha as number;
  const whole = await ridge({ alpha: 3 * alpha }).fit(table, { target: 'y', features: ['a', 'b', 'kind'] });
  expect([found.model.state(), found.model.notes]).toEqual([whole.state(), ['60 of 6000 rows left out: "y" is missing there']]);
  expect(labels.filter(({ label }) => label.startsWith('ridge: reading rows')).every(({ perSecond, secondsLeft }) => perSecond! > 0 && secondsLeft! >= 0)).toBe(true);
  expect(labels.map(({ label }) => label)).toContain('ridge: reading rows, pass 2');
  expect(labels.some(({ label }) => label === 'compareRegressions: drawing 2000 of 6000 rows')).toBe(true);
  for (const [name, estimator] of [['lasso', lasso], ['elastic-net', elasticNet]] as const) {
    const { model, models } = await compareRegressions(table, { target: 'y', features: ['a', 'b'], model: name, folds: 2 });
    const options = models.find(({ chosen }) => chosen)!.options as { alpha: number };
    expect(model.state().parts![1].arrays.get('coef')).toEqual((await estimator(options).fit(table, { target: 'y', features: ['a', 'b'] })).model.state().arrays.get('coef'));
  }
});

test('least squares on columns that depend on each other stays with the sample, and says why', async () => {
  const { sample, model } = await compareRegressions(table, { target: 'y', features: ['a', 'b', 'both'], model: 'linear' });
  expect(sample).toEqual({ rows: 2000, of: n, fittedOn: 'sample', reason: 'columns depend on each other, which least squares finds out in memory only' });
  expect((model.model as unknown as { rank: number }).rank).toBe(2);
});

test('classes are those that were compared: rows of others are left out', async () => {
  const found = await compareClassifiers(table, { target: 'group', features: ['a', 'b', 'kind'], model: 'logistic-l1', folds: 2 });
  expect(found.sample).toEqual({ rows: 2000, of: n, fittedOn: 'all' });
  expect(found.model.classes).toEqual(['maybe', 'no', 'yes']);
  const alpha = found.models.find(({ chosen }) => chosen)!.options.alpha as number;
  const frame = await table.read();
  const group = frame.column('group') as { codes: Int32Array; categories: readonly string[] };
  const known = frame.take([...group.codes.keys()].filter((i) => group.categories[group.codes[i]] !== 'rare'));
  expect(known.rowCount).toBe(n - 3);
  const whole = await logisticRegression({ alpha: 3 * alpha, penalty: 'l1' }).fit(known, { target: 'group', features: ['a', 'b', 'kind'] });
  const wanted = whole.model.coef.data;
  found.model.model.state().arrays.get('coef')!.data.forEach((value, e) => expect(Math.abs(value - wanted[e])).toBeLessThan(1e-9));
  expect(found.model.notes).toEqual([]);
  expect((await recogniseTask(table, 'group')).task).toBe('classification');
});

test('a network is fitted on the sample', async () => {
  const { sample } = await compareRegressions(table, { target: 'y', features: ['a'], model: 'mlp', mlp: { epochs: 1, hidden: [2] }, folds: 2 });
  expect(sample).toMatchObject({ fittedOn: 'sample', reason: 'a network takes its rows at random, and so from memory' });
});

test('the number of clusters is chosen on a sample, and the clusters are those of all rows', async () => {
  const found = await clusterTable(table, { columns: ['a', 'b'], clusters: [2, 3], seed: 1 });
  expect(found.chosenOn).toEqual({ rows: 2000, of: n });
  expect([found.rows, found.model.labels.length, found.sample.labels.length]).toEqual([n, n, 2000]);
  const sizes = found.model.profiles().map(({ rows }) => rows);
  expect(sizes.reduce((sum, rows) => sum + rows, 0)).toBe(n);
  expect(found.explained).toBeGreaterThan(0.3);
  expect(found.explained).toBeLessThan(1);
  const inMemory = await clusterTable(await table.read(), { columns: ['a', 'b'], clusters: found.clusters, seed: 1 });
  expect(Math.abs(found.explained - inMemory.explained)).toBeLessThan(0.05);
});
