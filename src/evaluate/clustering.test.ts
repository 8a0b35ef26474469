import { describe, expect, test } from 'vitest';
import fixture from './__fixtures__/clustering.json' with { type: 'json' };
import { adjustedRand, completeness, homogeneity, vMeasure } from './agreement.ts';
import { silhouette, silhouetteSamples } from './silhouette.ts';

const { X, labels } = fixture;

describe.each(['euclidean', 'cosine', 'manhattan'] as const)('silhouette, %s', (metric) => {
  test('is scikit-learn\'s, row by row', async () => {
    const samples = await silhouetteSamples(X, labels, { metric });
    samples.forEach((value, i) => expect(Math.abs(value - fixture.silhouettes[metric].samples[i])).toBeLessThan(1e-13));
    expect(Math.abs((await silhouette(X, labels, { metric })) - fixture.silhouettes[metric].mean)).toBeLessThan(1e-14);
    expect(samples[labels.indexOf(4)]).toBe(0); // alone in its cluster
  });
});

test.each(fixture.pairs)('agreement of $a and $b is scikit-learn\'s', ({ a, b, ...wanted }) => {
  const found = { adjustedRand: adjustedRand(a, b), homogeneity: homogeneity(a, b), completeness: completeness(a, b), vMeasure: vMeasure(a, b) };
  for (const [name, value] of Object.entries(found)) expect(Math.abs(value - wanted[name as keyof typeof wanted]), name).toBeLessThan(1e-14);
});

test('what labels are called does not matter', () => {
  const names = labels.map((label) => `cluster ${9 - label}`);
  expect(adjustedRand(labels, names)).toBe(1);
  expect(adjustedRand(labels.map((label) => label > 1), labels)).toBe(adjustedRand(labels, labels.map((label) => label > 1)));
  expect([homogeneity(labels, names), completeness(labels, names), vMeasure(labels, names)]).toEqual([1, 1, 1]);
});

test('a sample of the rows stands for all, and holds every cluster', async () => {
  const many = Array.from({ length: 3000 }, (_, i) => [(i % 2) * 5 + (i % 13) / 13, (i % 7) / 7]);
  const of = many.map((_, i) => (i === 17 ? 2 : i % 2));
  const all = await silhouette(many, of);
  const some = await silhouette(many, of, { sampleSize: 300 });
  expect(Math.abs(some - all)).toBeLessThan(0.03);
  expect(await silhouette(many, of, { sampleSize: 300 })).toBe(some);
  expect(await silhouette(many, of, { sampleSize: 300, seed: 1 })).not.toBe(some);
  expect(await silhouette(many, of.map((label) => (label === 2 ? 2 : 0)), { sampleSize: 300 })).toBeLessThan(0.1);
});

test.each(['euclidean', 'manhattan'] as const)('silhouettes do not depend on the unit of X, also where squares would overflow or vanish, %s', async (metric) => {
  const samples = await silhouetteSamples(X, labels, { metric });
  for (const exponent of [-1000, -300, 300, 1000]) {
    const scaled = X.map((row) => row.map((value) => value * 2 ** exponent));
    expect(await silhouetteSamples(scaled, labels, { metric })).toEqual(samples);
  }
  expect(await silhouette([[-1.7e308], [-1.7e308], [1.7e308], [1.7e308]], [0, 0, 1, 1], { metric })).toBe(1);
});

test('progress is told and the work can be ended', async () => {
  const seen: number[] = [];
  await silhouette(X, labels, { onProgress: ({ done, total }) => seen.push(done / total) });
  expect(seen.at(-1)).toBe(1);
  await expect(silhouette(X, labels, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});

test('labels without meaning are refused', async () => {
  await expect(silhouette([[1], [2], [3]], [0, 0, 0])).rejects.toThrow('silhouette: there must be at least 2 clusters and fewer than rows; there are 1 clusters among 3 rows');
  await expect(silhouette([[1], [2], [3]], [0, 1, 2])).rejects.toThrow('there are 3 clusters among 3 rows');
  await expect(silhouette([[1], [2]], [0])).rejects.toThrow('silhouette: labels must have one element per row');
  await expect(silhouette([[1, 1], [0, 0], [2, 1]], [0, 0, 1], { metric: 'cosine' })).rejects.toThrow('silhouette: for the cosine metric every row must have a direction; row 1 of X is zero');
  expect(() => adjustedRand([], [])).toThrow('adjustedRand: there must be at least one row; there is none');
  expect(() => vMeasure([1, 2], [1])).toThrow('vMeasure: yPred must have one element per row; it has 1, there are 2 rows');
});
