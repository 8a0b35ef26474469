import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { array, type MatrixInput } from '../array/index.ts';
import { setThreads } from '../runtime/index.ts';
import fixture from './__fixtures__/scikitLearn.json' with { type: 'json' };
import { clumps, readRows } from './examples.testing.ts';
import { kMeans } from './kMeans.ts';
import type { KMeansModel } from './kMeansModel.ts';
import { metrics, type ClusterMetric } from './metric.ts';
import { reference } from './reference.testing.ts';

const iris = readRows('iris', 4);
const unit = (row: readonly number[]): number[] => {
  const most = Math.max(...row.map(Math.abs));
  const norm = Math.sqrt(row.reduce((sum, value) => sum + (value / most) * (value / most), 0));
  return row.map((value) => value / most / norm);
};
const falls = (history: ArrayLike<number>): boolean => Array.from(history).every((value, i, all) => i === 0 || value <= all[i - 1]);

describe('beside scikit-learn', () => {
  test.each(fixture.fixed)('from the same start the same clusters in as many iterations: $name, k from $start.length, tol $tol', async ({ name, columns, start, tol, inertia, iterations, labels }) => {
    const X = readRows(name, columns);
    const model = await kMeans({ nClusters: start.length, init: start.map((row) => X[row]), tol }).fit(X);
    expect([...model.labels].map((label) => String.fromCharCode(48 + label)).join('')).toBe(labels);
    expect(model.iterations).toBe(iterations);
    expect(Math.abs(model.inertia / inertia - 1)).toBeLessThan(1e-12);
    expect(model.converged).toBe(true);
  });

  test('iris in three clusters has inertia 78.851441 for every seed from 0 to 99', async () => {
    const missed: number[] = [];
    for (let seed = 0; seed < 100; seed++) {
      const { inertia } = await kMeans({ nClusters: 3, seed }).fit(iris);
      if (Math.abs(inertia - 78.851441) > 1e-6) missed.push(seed);
    }
    expect(missed).toEqual([]);
  });
});

describe.each(metrics)('%s', (metric) => {
  const cases = fc.record({
    rows: fc.integer({ min: 30, max: 90 }), columns: fc.integer({ min: 1, max: 9 }), clusters: fc.integer({ min: 1, max: 27 }),
    seed: fc.nat(1e6), iterations: fc.integer({ min: 1, max: 6 }), weighted: fc.boolean(), grid: fc.boolean(),
  });

  test('gives the bits of plain loops without bounds', async () => {
    await fc.assert(fc.asyncProperty(cases, async ({ rows, columns, clusters, seed, iterations, weighted, grid }) => {
      const X = clumps(rows, columns, 5, seed).map((row) => {
        // a grid has many ties
        return row.map((value) => 0.5 + (grid ? Math.round(value) : value));
      });
      const start = X.slice(0, clusters);
      fc.pre(new Set(X.map(String)).size === X.length && (metric !== 'cosine' || columns > 1));
      const weights = weighted ? X.map((_, i) => i % 3 + 1) : undefined;
      const model = await kMeans({ nClusters: clusters, init: start, metric, tol: 0, maxIter: iterations }).fit(X, weights && { sampleWeight: weights });
      // where it stopped earlier, further iterations would have changed nothing
      const plain = reference(metric === 'cosine' ? X.map(unit) : X, start.map((row) => (metric === 'cosine' ? unit(row) : row)), metric, model.converged ? model.iterations - 1 : model.iterations, weights);
      expect([...model.labels]).toEqual(plain.labels);
      expect([...model.history].slice(0, plain.history.length)).toEqual(plain.history);
      expect(model.centers.toNested()).toEqual(plain.centers);
    }), { numRuns: 40 });
  });

  test('the inertia never rises, and is that of the labels and centres returned', async () => {
    await fc.assert(fc.asyncProperty(cases, fc.constantFrom('random', 'k-means++'), async ({ rows, columns, clusters, seed, weighted, grid }, init) => {
      const X = clumps(rows, columns + 1, 5, seed, grid ? 100 : 0.1);
      const options = weighted ? { sampleWeight: X.map((_, i) => (i % 5) / 3) } : {};
      const nClusters = Math.min(clusters, 24);
      const model = await kMeans({ nClusters, init, nInit: 2, metric, seed }).fit(X, options);
      expect(falls(model.history)).toBe(true);
      expect(model.history).toHaveLength(model.iterations + 1);
      expect(model.history[model.iterations]).toBe(model.inertia);
      expect(await model.predict(X)).toEqual(model.labels);
      expect(-(await model.score(X, options))).toBe(model.inertia);
      const distances = await model.transform(X);
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        const near = distances.data[i * nClusters + model.labels[i]];
        expect(near).toBe(Math.min(...distances.data.subarray(i * nClusters, (i + 1) * nClusters)));
        sum += (options.sampleWeight?.[i] ?? 1) * (metric === 'euclidean' ? near * near : near);
      }
      expect(Math.abs(sum - model.inertia)).toBeLessThan(1e-12 * (1 + sum));
    }), { numRuns: 30 });
  });

  test('many rows give the same bits with one thread and with several, and those of one cluster alone', async () => {
    const X = clumps(5000, 3, 40, 7, 5);
    const fit = (): Promise<KMeansModel> => kMeans({ nClusters: 30, nInit: 1, metric, maxIter: 8 }).fit(X);
    setThreads(1);
    const one = await fit();
    setThreads(Infinity);
    await new Promise((resolve) => setTimeout(resolve, 50)); // the workers start
    expect(await fit()).toEqual(one);
    expect((await kMeans({ nClusters: 1, metric }).fit(X)).labels.every((label) => label === 0)).toBe(true);
  });

  test('a row of weight 2 counts as the row twice, a row of weight 0 not at all', async () => {
    const X = clumps(60, 3, 4, 3, 1);
    const weights = X.map((_, i) => i % 3);
    const options = { nClusters: 4, init: X.slice(1, 5), metric };
    const weighted = await kMeans({ ...options, init: [1, 2, 4, 5].map((i) => X[i]) }).fit(X, { sampleWeight: weights });
    const repeated = await kMeans({ ...options, init: [1, 2, 4, 5].map((i) => X[i]) }).fit(X.flatMap((row, i) => Array.from({ length: weights[i] }, () => row)));
    expect(Math.abs(weighted.inertia / repeated.inertia - 1)).toBeLessThan(1e-13);
    weighted.centers.data.forEach((value, i) => expect(Math.abs(value - repeated.centers.data[i])).toBeLessThan(1e-13));
    expect(weighted.iterations).toBe(repeated.iterations);
  });

  test('centres that no row is near start again at far rows', async () => {
    const X = clumps(200, 2, 6, 11, 1);
    const far = [[2, 2], [900, 1], [1, 900], [900, 900], [890, 900]];
    const model = await kMeans({ nClusters: 5, init: far, metric }).fit(X);
    expect(new Set(model.labels).size).toBe(5);
    expect(falls(model.history)).toBe(true);
  });

  test('neither the rows nor the weights are changed', async () => {
    const X = array(clumps(40, 3, 3, 1, 1));
    const weights = Float64Array.from({ length: 40 }, (_, i) => i % 4);
    const before = [X.data.slice(), weights.slice()];
    const model = await kMeans({ nClusters: 3, metric }).fit(X, { sampleWeight: weights });
    await model.transform(X);
    expect([X.data, weights]).toEqual(before);
  });
});

test('rows far from the origin are clustered as rows near it', async () => {
  // offsets of which every digit is kept: the differences are the same numbers
  const near = clumps(300, 3, 4, 5).map((row) => row.map((value) => Math.round(value * 1024) / 1024));
  const far = near.map((row) => row.map((value) => value + 1e8));
  const [a, b] = [await kMeans({ nClusters: 4 }).fit(near), await kMeans({ nClusters: 4 }).fit(far)];
  expect(b.labels).toEqual(a.labels);
  expect(Math.abs(b.inertia / a.inertia - 1)).toBeLessThan(1e-9);
});

test('k may be all distinct rows, and more is an error with both numbers', async () => {
  const X = [[1, 2], [1, 2], [3, 4], [5, 6], [3, 4], [-0, 0], [0, 0]];
  const model = await kMeans({ nClusters: 4 }).fit(X);
  expect([model.inertia, new Set(model.labels).size]).toEqual([0, 4]);
  await expect(kMeans({ nClusters: 5 }).fit(X)).rejects.toThrow('kMeans.fit: nClusters must be at most the number of distinct rows of X; nClusters is 5, X has 4 distinct rows among 7 rows');
  await expect(kMeans({ nClusters: 4 }).fit(X, { sampleWeight: [1, 1, 0, 1, 0, 1, 1] })).rejects.toThrow('nClusters is 4, X has 3 distinct rows among 7 rows');
  await expect(kMeans({ nClusters: 3, metric: 'cosine' }).fit([[1, 3], [3, 9], [0.1, 0.7], [2, 6]])).rejects.toThrow('nClusters is 3, X has 2 distinct directions among 4 rows');
});

test('a seed that is not exact is refused when it is given', () => {
  expect(() => kMeans({ nClusters: 2, seed: 2 ** 53 })).toThrow('kMeans: seed must be an integer at least -9007199254740991 and at most 9007199254740991; it is 9007199254740992');
});

test('a row of zeros has no direction', async () => {
  await expect(kMeans({ nClusters: 2, metric: 'cosine' }).fit([[1, 2], [0, 0], [2, 1]])).rejects.toThrow('kMeans.fit: for the cosine metric every row must have a direction; row 1 of X is zero, leave it out or use another metric');
  const model = await kMeans({ nClusters: 2, metric: 'cosine' }).fit([[1, 2], [2, 1], [10, 21]]);
  expect([...model.labels]).toEqual([model.labels[0], 1 - model.labels[0], model.labels[0]]);
  await expect(model.predict([[0, 0]])).rejects.toThrow('kMeans.predict: for the cosine metric every row must have a direction; row 0 of X is zero');
});

test('each metric has its own centre: mean, mean of length 1, median', async () => {
  const X = [[0, 1], [0, 2], [9, 9]];
  const centre = async (metric: ClusterMetric): Promise<number[]> => (await kMeans({ nClusters: 1, metric }).fit(X)).centers.toNested()[0];
  expect(await centre('euclidean')).toEqual([3, 4]);
  expect(await centre('manhattan')).toEqual([0, 2]);
  const [a, b] = await centre('cosine');
  expect(a * a + b * b).toBeCloseTo(1, 15);
  expect(a / b).toBeCloseTo(Math.SQRT1_2 / (2 + Math.SQRT1_2), 14);
});

test('degenerate rows give finite numbers: one row, one column, constant columns, duplicates, all scales', async () => {
  const rows: [number[][], number][] = [
    [[[5]], 1], [[[1], [2], [4]], 2], [[[3, 1], [3, 2], [3, 9]], 2], [[[1, 1], [1, 1], [1, 1], [2, 2]], 2],
    [clumps(50, 2, 3, 1, 1).map(([a, b]) => [a * 1e12, b * 1e-12]), 3], [clumps(50, 2, 3, 2, 1).map(([a, b]) => [a * 1e-130, b * 1e-130]), 3], [clumps(50, 2, 3, 2, 1).map((row) => row.map((x) => x * 1e148)), 3],
  ];
  for (const metric of metrics) {
    for (const [X, nClusters] of rows) {
      const directions = new Set(X.map((row) => unit(row).join())).size;
      const model = await kMeans({ nClusters: metric === 'cosine' ? Math.min(nClusters, directions) : nClusters, metric }).fit(X);
      for (const value of [model.inertia, ...model.history, ...model.centers.data, ...(await model.transform(X)).data]) expect(Number.isFinite(value)).toBe(true);
    }
  }
  await expect(kMeans({ nClusters: 1 }).fit([[1e200], [1]])).rejects.toThrow('kMeans.fit: the largest number of X must be between 1e-140 and 1e+150 in size, so that distances can be squared; it is 1e+200, rescale the columns');
  await expect(kMeans({ nClusters: 1 }).fit([[1e-200], [0]])).rejects.toThrow('it is 1e-200, rescale the columns');
});

test('a seed gives one result, another seed another start', async () => {
  const X = clumps(400, 2, 12, 9);
  const fit = (seed: number, init: 'random' | 'k-means++'): Promise<KMeansModel> => kMeans({ nClusters: 12, nInit: 1, seed, init }).fit(X);
  for (const init of ['random', 'k-means++'] as const) {
    expect(await fit(3, init)).toEqual(await fit(3, init));
    expect((await fit(3, init)).history[0]).not.toBe((await fit(4, init)).history[0]);
  }
});

test('not converging is said, not thrown', async () => {
  const model = await kMeans({ nClusters: 8, maxIter: 1, nInit: 1 }).fit(clumps(300, 3, 8, 2));
  expect([model.converged, model.iterations, model.history.length]).toEqual([false, 1, 2]);
});

test('in batches the inertia falls from epoch to epoch, close to that of whole passes', async () => {
  const X = clumps(3000, 4, 6, 4, 1);
  for (const metric of ['euclidean', 'cosine'] as const) {
    const whole = await kMeans({ nClusters: 6, metric }).fit(X);
    const model = await kMeans({ nClusters: 6, metric, batchSize: 100 }).fit(X);
    expect(falls(model.history)).toBe(true);
    expect(model.converged).toBe(true);
    expect(model.inertia).toBeLessThan(1.03 * whole.inertia);
    expect(await model.predict(X)).toEqual(model.labels);
    expect(Math.abs((await model.score(X)) / model.inertia + 1)).toBeLessThan(1e-14);
    expect(await kMeans({ nClusters: 6, metric, batchSize: 100 }).fit(X)).toEqual(model);
  }
  const far = await kMeans({ nClusters: 3, init: [[1, 1, 1, 1], [900, 900, 900, 900], [-900, 900, 900, 900]], batchSize: 64 }).fit(X);
  expect(new Set(far.labels).size).toBe(3);
  expect(falls(far.history)).toBe(true);
  expect(() => kMeans({ nClusters: 2, metric: 'manhattan', batchSize: 10 })).toThrow("kMeans: batchSize must be left out for the metric 'manhattan', whose medians need all rows; it is 10");
});

test('a fit tells how far it is and can be ended', async () => {
  const X = clumps(2000, 3, 9, 1);
  const seen: string[] = [];
  await kMeans({ nClusters: 9, nInit: 3 }).fit(X, { onProgress: ({ label, done, total }) => seen.push(`${label} ${done}/${total}`) });
  expect(seen).toEqual(['kMeans 1/3', 'kMeans 2/3', 'kMeans 3/3']);
  const abort = new AbortController();
  await expect(kMeans({ nClusters: 9, nInit: 1000 }).fit(X, { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) })).rejects.toThrow('enough');
});

test('bad options and rows are refused with the numbers', async () => {
  expect(() => kMeans({} as { nClusters: number })).toThrow('kMeans: nClusters must be an integer at least 1; it is undefined');
  expect(() => kMeans({ nClusters: 2, nClsuters: 3 } as { nClusters: number })).toThrow('kMeans: unknown option "nClsuters"');
  expect(() => kMeans({ nClusters: 2, metric: 'l2' as 'cosine' })).toThrow("kMeans: metric must be one of 'euclidean', 'cosine', 'manhattan'; it is \"l2\"");
  expect(() => kMeans({ nClusters: 2, init: 'kmeans++' as 'random' })).toThrow("kMeans: init must be one of 'k-means++', 'random'; it is \"kmeans++\"");
  expect(() => kMeans({ nClusters: 2, init: [[1, 2]] })).toThrow('kMeans: init must have one row per cluster; nClusters is 2, init is [1, 2]');
  expect(() => kMeans({ nClusters: 2, tol: -1 })).toThrow('kMeans: tol must be a number at least 0; it is -1');
  await expect(kMeans({ nClusters: 1, init: [[1]] }).fit([[1, 2]])).rejects.toThrow('kMeans.fit: init must have the columns of X; init has 1, X has 2');
  await expect(kMeans({ nClusters: 1 }).fit([[1, NaN]])).rejects.toThrow('kMeans.fit: every number must be finite; X[0][1] is NaN');
  await expect(kMeans({ nClusters: 1 }).fit([] as MatrixInput)).rejects.toThrow('kMeans.fit: X must have at least one row; it has none');
  const model = await kMeans({ nClusters: 1 }).fit([[1, 2]]);
  await expect(model.predict([[1]])).rejects.toThrow('kMeans.predict: X must have the 2 columns of the fit; it is [1, 1]');
});
