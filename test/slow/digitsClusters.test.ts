import { expect, test } from 'vitest';
import fixture from '../../src/cluster/__fixtures__/scikitLearn.json' with { type: 'json' };
import { readRows } from '../../src/cluster/examples.testing.ts';
import { kMeans } from '../../src/cluster/kMeans.ts';

test('the median inertia of digits in ten clusters, over 20 seeds, is scikit-learn\'s to a thousandth', async () => {
  const X = readRows('digits', 64);
  const inertias: number[] = [];
  for (let seed = 0; seed < 20; seed++) inertias.push((await kMeans({ nClusters: 10, seed }).fit(X)).inertia);
  inertias.sort((a, b) => a - b);
  expect(Math.abs((inertias[9] + inertias[10]) / 2 / fixture.digits.median - 1)).toBeLessThan(1e-3);
});
