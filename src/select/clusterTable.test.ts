import { expect, test } from 'vitest';
import { silhouette } from '../evaluate/index.ts';
import { frameOf, type Cell } from '../table/index.ts';
import { clusterTable } from './clusterTable.ts';
import { whyClusters } from './whyClusters.ts';

/** Three clumps; the unit of b is a thousand times that of a. */
const rows = Array.from({ length: 60 }, (_, i) => ({
  a: 10 * (i % 3) + (i % 7) / 7, b: 1000 * ((i % 3) === 1 ? 9 : 1) + (i % 5) * 100, kind: ['x', 'y', 'y'][i % 3], same: 1, number: i + 1,
}));
const table = frameOf(rows, 'clumps.csv');

test('of a range the number with the greatest silhouette is kept, and explained', async () => {
  const found = await clusterTable(table, { columns: ['a', 'b'] });
  expect(found.clusters).toBe(3);
  expect(found.tried.nClusters).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(found.why).toMatch(/^Of 2 to 10 clusters, 3 have the greatest mean silhouette, 0\.\d\d: a strong structure\. The sum of squared distances bends there, too\.$/);
  expect(found.model.labels.every((label, i) => label === found.model.labels[i % 3])).toBe(true);
  expect(found.explained).toBeGreaterThan(0.95);
  const shown = found.tried.silhouette[1];
  expect(found.sample.silhouettes!.reduce((sum, value) => sum + value, 0) / 60).toBeCloseTo(shown, 12);
});

test('a number is taken as given, and its silhouette is said', async () => {
  const found = await clusterTable(table, { clusters: 2, drop: ['number'] });
  expect([found.clusters, found.tried.nClusters]).toEqual([2, [2]]);
  expect(found.tried.silhouette[0]).toBeCloseTo(await silhouette(found.sample.X, found.sample.labels), 12);
  expect(found.why).toMatch(/^2 clusters were asked for; their mean silhouette is 0\.\d\d: /);
  expect(found.dropped).toEqual([{ column: 'same', reason: 'constant: every value is 1' }]);
  const single = await clusterTable(table, { clusters: 1, columns: ['a'] });
  expect([single.why, single.sample.silhouettes, single.explained]).toEqual(['1 cluster was asked for.', undefined, expect.closeTo(0, 12)]);
});

test('a column that counts the rows is named', async () => {
  expect((await clusterTable(table, { clusters: 2 })).identifiers).toEqual(['number']);
});

test('a table of few distinct rows is not asked for more clusters than that', async () => {
  const few = frameOf({ a: Array.from({ length: 40 }, (_, i) => i % 3) });
  const { tried, clusters } = await clusterTable(few);
  expect([tried.nClusters, clusters]).toEqual([[2, 3], 3]);
  await expect(clusterTable(few, { clusters: 4 })).rejects.toThrow('kMeans.fit: nClusters must be at most the number of distinct rows of X; nClusters is 4, X has 3 distinct rows among 40 rows');
  expect((await clusterTable(frameOf({ a: [1, 2] }))).clusters).toBe(2);
});

test('no more than 2,000 rows are drawn', async () => {
  const many = frameOf({ a: Array.from({ length: 5000 }, (_, i) => (i % 2) * 100 + i / 5000) });
  const { sample, rows: all } = await clusterTable(many, { clusters: 2 });
  expect([all, sample.X.shape, sample.labels.length]).toEqual([5000, [2000, 1], 2000]);
});

test('what cannot be clustered is refused', async () => {
  const same = frameOf({ a: Array.from({ length: 9 }, (): Cell => 4) });
  await expect(clusterTable(same)).rejects.toThrow('clusterTable: at least one column must be usable as a feature; left out: "a" (constant: every value is 4)');
  await expect(clusterTable(table, { columns: ['c'] })).rejects.toThrow('clumps.csv: there is no column "c"');
  await expect(clusterTable(table, { columns: ['a'], drop: ['b'] })).rejects.toThrow('clusterTable: give columns or drop, not both');
  await expect(clusterTable(table, { clusters: 0 })).rejects.toThrow(/clusterTable: clusters must be an integer at least 1/);
  await expect(clusterTable(frameOf({ a: [1, Infinity] }))).rejects.toThrow('clusterTable: every number must be finite; row 1 of "a" is Infinity');
  await expect(clusterTable(frameOf([]))).rejects.toThrow('clusterTable: the table must have at least one row');
});

test('a number at the end of the range is doubted, and a weak structure called weak', () => {
  expect(whyClusters({ nClusters: [2, 3], inertia: [3, 1], silhouette: [0.1, 0.3] }, 3)).toBe(
    'Of 2 to 3 clusters, 3 have the greatest mean silhouette, 0.30: a weak structure that may be artificial. It is the largest number tried: more may be better still.',
  );
  expect(whyClusters({ nClusters: [2, 3, 4], inertia: [3, 2, 1], silhouette: [0.2, 0.1, 0.1], elbow: 3 }, 2)).toBe(
    'Of 2 to 4 clusters, 2 have the greatest mean silhouette, 0.20: no substantial structure: the rows hardly fall into groups. The sum of squared distances bends most at 3.',
  );
});
