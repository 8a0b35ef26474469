import { expect, test } from 'vitest';
import { silhouette } from '../evaluate/index.ts';
import { chooseClusters } from './chooseClusters.ts';
import { clumps } from './examples.testing.ts';
import { kMeans } from './kMeans.ts';

const corners = Array.from({ length: 120 }, (_, i) => [20 * (i % 2) + (i % 11) / 11, 20 * (((i % 4) / 2) | 0) + (i % 7) / 7]);

test('four clumps are found by the elbow and by the silhouette', async () => {
  const choice = await chooseClusters(corners, { range: [1, 8] });
  expect([choice.best, choice.elbow]).toEqual([4, 4]);
  expect(choice.nClusters).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(choice.silhouette[0]).toBeNaN();
  expect(choice.inertia).toEqual(choice.models.map(({ inertia }) => inertia));
});

test('each k is what kMeans and silhouette give for it', async () => {
  const X = clumps(200, 3, 4, 1, 1);
  const seen: string[] = [];
  const choice = await chooseClusters(X, { range: [3, 4], metric: 'cosine', seed: 7, nInit: 2, onProgress: ({ label, done, total }) => seen.push(`${label} ${done}/${total}`) });
  const model = await kMeans({ nClusters: 4, metric: 'cosine', seed: 7, nInit: 2 }).fit(X);
  expect(choice.models[1]).toEqual(model);
  expect(choice.silhouette[1]).toBe(await silhouette(X, model.labels, { metric: 'cosine' }));
  expect(choice.elbow).toBe(undefined); // two points are a straight line
  expect(seen).toEqual(['chooseClusters 1/2', 'chooseClusters 2/2']);
});

test('a range beyond the number of distinct rows is refused before anything is fitted, by its own name', async () => {
  const few = [[0, 0], [1, 2], [1, 2], [3, 1], [3, 1], [3, 1], [2, 4]];
  const seen: number[] = [];
  await expect(chooseClusters(few, { onProgress: ({ done }) => seen.push(done) })).rejects.toThrow('chooseClusters: range[1] must be at most the number of distinct rows of X; range is [2, 10], X has 4 distinct rows among 7 rows');
  await expect(chooseClusters(few, { range: [2, 4], sampleWeight: [1, 1, 0, 1, 0, 1, 0] })).rejects.toThrow('range is [2, 4], X has 3 distinct rows among 7 rows');
  await expect(chooseClusters([[1, 0], [2, 0], [0, 3]], { range: [2, 3], metric: 'cosine' })).rejects.toThrow('range is [2, 3], X has 2 distinct directions among 3 rows');
  expect(seen).toEqual([]);
  expect((await chooseClusters(few, { range: [2, 4] })).nClusters).toEqual([2, 3, 4]);
});

test('a bad range is refused, and an aborted choice ends', async () => {
  await expect(chooseClusters(corners, { range: 3 as unknown as [number, number] })).rejects.toThrow('chooseClusters: range must be [smallest, largest] number of clusters; it is 3');
  await expect(chooseClusters(corners, { range: [5, 4] })).rejects.toThrow('chooseClusters: range[1] must be an integer at least 5; it is 4');
  await expect(chooseClusters(corners, { nClusters: 3 } as object)).rejects.toThrow('chooseClusters: unknown option "nClusters"');
  await expect(chooseClusters(corners, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});
