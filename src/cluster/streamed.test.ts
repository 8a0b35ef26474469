import { expect, test } from 'vitest';
import { blocksOf, type Matrix, type RowBlocks } from '../array/index.ts';
import { open } from '../data/index.ts';
import { testFolder } from '../data/folder.testing.ts';
import { generator } from '../random/index.ts';
import { kMeans } from './kMeans.ts';
import type { KMeansModel } from './kMeansModel.ts';

const { write } = testFolder();

const [n, d] = [51_003, 3];
const random = generator(3);
const places = Array.from({ length: 6 }, () => Array.from({ length: d }, () => 10 * random.uniform()));
/** Six clumps that touch, in no order. */
const X: Matrix = { data: new Float64Array(n * d), rows: n, columns: d };
for (let i = 0; i < n; i++) {
  const place = places[random.below(6)];
  for (let j = 0; j < d; j++) X.data[i * d + j] = place[j] + 2 * random.normal();
}
const weights = Float64Array.from({ length: n }, (_, i) => i % 3);
const nothing: Matrix = { data: new Float64Array(0), rows: n, columns: 0 };
const start = Array.from({ length: 6 }, (_, c) => Array.from(X.data.subarray(c * d, (c + 1) * d)));

/** Blocks that are overwritten once they have been used, and how often they were walked. */
function fromFile(blocks: RowBlocks): { blocks: RowBlocks; passes: () => number } {
  let passes = 0;
  return {
    passes: () => passes,
    blocks: {
      ...blocks,
      async *walk(blockRows) {
        passes++;
        for await (const block of blocks.walk(Math.min(9001, blockRows))) {
          const own = { ...block, X: { ...block.X, data: block.X.data.slice() }, ...(block.weights && { weights: block.weights.slice() }) };
          yield own;
          own.X.data.fill(NaN);
          own.weights?.fill(NaN);
        }
      },
    },
  };
}

function expectSame(found: KMeansModel, wanted: KMeansModel): void {
  expect([found.iterations, found.converged]).toEqual([wanted.iterations, wanted.converged]);
  expect(found.labels).toEqual(wanted.labels);
  expect(Math.abs(found.inertia / wanted.inertia - 1)).toBeLessThan(1e-12);
  found.centers.data.forEach((value, e) => expect(Math.abs(value - wanted.centers.data[e])).toBeLessThan(1e-9));
  found.history.forEach((value, e) => expect(Math.abs(value / wanted.history[e] - 1)).toBeLessThan(1e-12));
}

test.each(['euclidean', 'cosine'] as const)('%s: rows in blocks are clustered as rows in memory from the same start', async (metric) => {
  const estimator = kMeans({ nClusters: 6, init: start, metric, maxIter: 15 });
  for (const sampleWeight of [undefined, weights]) {
    const { blocks, passes } = fromFile(blocksOf(X, nothing, sampleWeight));
    const found = await estimator.fit(blocks);
    expectSame(found, await estimator.fit({ data: X.data, shape: [n, d] }, { ...(sampleWeight && { sampleWeight }) }));
    expect(passes()).toBeLessThanOrEqual(found.iterations + 2);
  }
});

test('a cluster that loses its rows is given the farthest one, as in memory', async () => {
  const away = start.map((center, c) => (c < 2 ? center.map(() => 1e6 + c) : center));
  const estimator = kMeans({ nClusters: 6, init: away, maxIter: 4, tol: 0 });
  expectSame(await estimator.fit(fromFile(blocksOf(X, nothing, weights)).blocks), await estimator.fit({ data: X.data, shape: [n, d] }, { sampleWeight: weights }));
});

test('starts are chosen on a sample, and rows that are no more than that are clustered in memory', async () => {
  const whole = await kMeans({ nClusters: 6, nInit: 3 }).fit({ data: X.data, shape: [n, d] });
  const found = await kMeans({ nClusters: 6, nInit: 3 }).fit(fromFile(blocksOf(X, nothing)).blocks);
  expect(found.inertia / whole.inertia).toBeLessThan(1 + 1e-4);
  const few: Matrix = { data: X.data.subarray(0, 20_000 * d), rows: 20_000, columns: d };
  const { blocks, passes } = fromFile(blocksOf(few, { ...nothing, rows: 20_000 }));
  const small = await kMeans({ nClusters: 4 }).fit(blocks);
  expect(small).toEqual(await kMeans({ nClusters: 4 }).fit({ data: few.data, shape: [20_000, d] }));
  expect(passes()).toBe(1);
});

test('batches from blocks are as good as batches of all rows', async () => {
  const estimator = kMeans({ nClusters: 6, nInit: 3, batchSize: 1000 });
  const whole = await estimator.fit({ data: X.data, shape: [n, d] });
  const found = await estimator.fit(fromFile(blocksOf(X, nothing)).blocks);
  expect(found.inertia / whole.inertia).toBeLessThan(1.01);
  expect(found.history.every((value, i) => i === 0 || value <= found.history[i - 1])).toBe(true);
  expect(await found.predict({ data: X.data, shape: [n, d] })).toEqual(found.labels);
});

test('a table in a file is clustered in blocks when it would need more than the budget', async () => {
  const words = ['red', 'green', 'blue', ''];
  const path = write('clusters.csv', `a,b,colour,id\n${Array.from({ length: 51_000 }, (_, i) => `${X.data[i * d]},${i % 19 === 0 ? '' : X.data[i * d + 1]},${words[i % 4]},id ${i}`).join('\n')}\n`);
  await using table = await open(path);
  const centers = [[0, 0, 1, -1], [1, 1, -1, 1], [-1, 1, 0, 0]];
  const estimator = kMeans({ nClusters: 3, init: centers });
  const streamed = await estimator.fit(table, { memoryBudget: 0 });
  const whole = await estimator.fit(table);
  expectSame(streamed.model, whole.model);
  expect([streamed.features, streamed.dropped]).toEqual([whole.features, whole.dropped]);
  const controller = new AbortController();
  const stopped = estimator.fit(table, { memoryBudget: 0, signal: controller.signal, onProgress: ({ label }) => { if (label.endsWith('pass 3')) controller.abort(new Error('stopped by the user')); } });
  await expect(stopped).rejects.toThrow('stopped by the user');
});

test('what blocks cannot give is refused', async () => {
  await expect(kMeans({ nClusters: 2, metric: 'manhattan' }).fit(blocksOf(X, nothing))).rejects.toThrow("kMeans.fit: rows in blocks are clustered by means; the metric 'manhattan' needs medians, and so all rows in memory");
  const twice: Matrix = { data: Float64Array.from({ length: 60_000 }, (_, i) => i % 2), rows: 60_000, columns: 1 };
  await expect(kMeans({ nClusters: 3 }).fit(blocksOf(twice, { ...nothing, rows: 60_000 }))).rejects.toThrow('kMeans.fit: nClusters must be at most the number of distinct rows of X; nClusters is 3, X has 2 distinct rows among 50000 rows that were drawn of 60000');
  const large: RowBlocks = { features: d, targets: 0, *walk() { yield { X, Y: nothing }; yield { X, Y: nothing }; yield { X, Y: nothing }; } };
  await expect(kMeans({ nClusters: 3 }).fit({ ...large, walk: () => [{ X: { data: new Float64Array(350_000 * d), rows: 350_000, columns: d }, Y: { ...nothing, rows: 350_000 } }] })).rejects.toThrow('kMeans.fit: blocks must have no more rows than they are asked for, 349525; the one from row 0 on has 350000');
  await expect(kMeans({ nClusters: 3, init: [[1], [2], [3]] }).fit(large)).rejects.toThrow('kMeans.fit: init must have the columns of X; init has 1, X has 3');
  await expect(kMeans({ nClusters: 2 }).fit(blocksOf(X, nothing, new Float64Array(n)))).rejects.toThrow('kMeans.fit: at least one weight must be above 0; all 51003 are 0');
});
