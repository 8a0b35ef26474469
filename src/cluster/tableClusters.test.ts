import { expect, test } from 'vitest';
import { frameOf } from '../table/index.ts';
import { kMeans } from './kMeans.ts';
import { restoreTableClusters } from './tableClusters.ts';

/** Two kinds of animals: light ones of the shore, heavy ones of the hill; the weight in grams, so that its numbers are large. */
const rows = Array.from({ length: 40 }, (_, i) => ({
  grams: i % 2 === 0 ? 3000 + 10 * (i % 7) : 5000 + 10 * (i % 5), beak: (i % 2 === 0 ? 18 : 14) + (i % 3) / 10, where: i % 2 === 0 ? 'shore' : 'hill', same: 1,
}));
const table = frameOf(rows);

test('rows of a table are clustered by standardised columns, whatever their unit', async () => {
  const clusters = await kMeans({ nClusters: 2 }).fit(table);
  expect(clusters.labels.every((label, i) => label === clusters.labels[i % 2])).toBe(true);
  expect(clusters.features).toEqual(['grams', 'beak', 'where=shore']);
  expect(clusters.dropped).toEqual([{ column: 'same', reason: 'constant: every value is 1' }]);
  const kilograms = await kMeans({ nClusters: 2 }).fit(frameOf(rows.map(({ grams, ...row }) => ({ grams: grams / 1024, ...row }))));
  expect(kilograms.labels).toEqual(clusters.labels);
  expect(kilograms.inertia).toBeCloseTo(clusters.inertia, 10);
});

test('profiles say what a cluster is like in the units of the table', async () => {
  const clusters = await kMeans({ nClusters: 2 }).fit(table);
  const light = clusters.profiles()[clusters.labels[0]];
  expect([light.cluster, light.rows]).toEqual([clusters.labels[0], 20]);
  const shore = rows.filter((_, i) => i % 2 === 0);
  expect(light.center.grams).toBeCloseTo(shore.reduce((sum, { grams }) => sum + grams, 0) / 20, 9);
  expect(light.center['where=shore']).toBeCloseTo(1, 12);
  const directions = await kMeans({ nClusters: 2, metric: 'cosine' }).fit(table);
  expect(() => directions.profiles()).toThrow("profiles: centres must be places, those of the metric 'cosine' are directions");
});

test('tables and plain rows are put into the clusters of the fit, missing cells included', async () => {
  const clusters = await kMeans({ nClusters: 2 }).fit(table, { columns: ['grams', 'where'] });
  expect(await clusters.predict(table)).toEqual(clusters.labels);
  const [a, b] = await clusters.predict([{ grams: 3100, where: 'shore' }, { grams: null, where: 'hill' }]);
  expect([a, b]).toEqual([clusters.labels[0], clusters.labels[1]]);
  expect((await clusters.transform(table)).shape).toEqual([40, 2]);
  await expect(clusters.predict([{ grams: 3 }])).rejects.toThrow('rows: the table must have every column of the fit; "where" is missing');
  await expect(clusters.predict(5 as unknown as [])).rejects.toThrow('predict: the data must be a table, or an array of rows { column: value }; it is 5');
});

test('weights, unknown columns and useless columns', async () => {
  const weights = rows.map((_, i) => (i === 3 ? 0 : 1));
  const clusters = await kMeans({ nClusters: 2 }).fit(table, { sampleWeight: weights });
  expect(clusters.labels).toHaveLength(40);
  await expect(kMeans({ nClusters: 2 }).fit(table, { columns: ['weight'] })).rejects.toThrow('there is no column "weight"');
  await expect(kMeans({ nClusters: 2 }).fit(table, { columns: ['same'] })).rejects.toThrow('kMeans.fit: at least one column must be usable as a feature; left out: "same" (constant: every value is 1)');
  await expect(kMeans({ nClusters: 2 }).fit(table, { target: 'grams' } as object)).rejects.toThrow('kMeans.fit: unknown option "target"; the options are columns, sampleWeight, memoryBudget, signal, onProgress');
});

test('a state that is none of clusters of a table is refused', async () => {
  const state = (await kMeans({ nClusters: 2 }).fit(table)).state();
  expect(() => restoreTableClusters({ ...state, parts: [] })).toThrow('load: clusters of a table must have two parts, a tableEncoder and kMeans; they have none');
  const other = (await kMeans({ nClusters: 2 }).fit([[1], [2]])).state();
  expect(() => restoreTableClusters({ ...state, parts: [state.parts![0], other] })).toThrow('load: encoder and clusters of a table must have equal features; they have 3 and 1');
});
