import fc from 'fast-check';
import { expect, test } from 'vitest';
import { array } from '../array/index.ts';
import cases from './__fixtures__/regressionMetrics.json' with { type: 'json' };
import type { Metric } from './metric.ts';
import {
  explainedVariance, maxError, meanAbsoluteError, meanSquaredError, medianAbsoluteError, r2, rootMeanSquaredError,
} from './regressionMetrics.ts';

const metrics: readonly Metric[] = [meanSquaredError, rootMeanSquaredError, meanAbsoluteError, medianAbsoluteError, maxError, r2, explainedVariance];

test.each(cases)('agrees with scikit-learn to 1e-12: $title', ({ yTrue, yPred, sampleWeight, scores }) => {
  expect(Object.keys(scores).length).toBeGreaterThan(4);
  for (const [name, expected] of Object.entries(scores)) {
    const metric = metrics.find((candidate) => candidate.name === name) as Metric;
    const found = metric(yTrue as number[], yPred as number[], { sampleWeight });
    expect(Math.abs(found - expected), name).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
  }
});

test('a metric carries its name and its direction, and cannot be changed', () => {
  expect(metrics.map(({ name }) => name)).toEqual(['meanSquaredError', 'rootMeanSquaredError', 'meanAbsoluteError', 'medianAbsoluteError', 'maxError', 'r2', 'explainedVariance']);
  expect(metrics.filter(({ greaterIsBetter }) => greaterIsBetter).map(({ name }) => name)).toEqual(['r2', 'explainedVariance']);
  expect(metrics.filter(({ squared }) => squared).map(({ name }) => name)).toEqual(['meanSquaredError', 'r2', 'explainedVariance']);
  expect(metrics.every(Object.isFrozen)).toBe(true);
});

test('a row of weight 2 equals the row twice, a row of weight 0 none', () => {
  // quarters: numbers so small that their squares vanish are another matter
  const value = fc.integer({ min: -36, max: 36 }).map((quarters) => quarters / 4);
  const row = fc.tuple(value, value, fc.integer({ min: 0, max: 3 }));
  fc.assert(fc.property(fc.array(row, { minLength: 2, maxLength: 12 }), (rows) => {
    const repeatedRows = rows.flatMap(([y, p, w]) => Array.from({ length: w }, () => [y, p]));
    fc.pre(repeatedRows.length >= 2);
    for (const metric of metrics) {
      const weighted = metric(rows.map(([y]) => y), rows.map(([, p]) => p), { sampleWeight: rows.map(([, , w]) => w) });
      const twice = metric(repeatedRows.map(([y]) => y), repeatedRows.map(([, p]) => p));
      expect(Math.abs(weighted - twice), metric.name).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(twice)));
    }
  }));
});

test('r2 of a constant truth is 1 when met and 0 when missed, even where its rounded mean differs from it', () => {
  const truth = [0.1, 0.1, 0.1];
  expect((truth[0] + truth[1] + truth[2]) / 3).not.toBe(0.1);
  expect(r2(truth, truth)).toBe(1);
  expect(r2(truth, [0.1, 0.1, 0.2])).toBe(0);
  expect(r2([1, 1, 5], [1, 2, 0], { sampleWeight: [1, 1, 0] })).toBe(0);
});

test('a vector and a matrix of one column are the same, and inputs stay as they are', () => {
  const y = Object.freeze([1, 2, 4]);
  const p = new Float32Array([1, 3, 3]);
  expect(rootMeanSquaredError(y, array([[1], [3], [3]]))).toBe(Math.sqrt(2 / 3));
  expect(meanAbsoluteError(y, p)).toBe(2 / 3);
  expect([...p]).toEqual([1, 3, 3]);
  expect(medianAbsoluteError([0, 0, 0, 0], [1, 9, 2, 4])).toBe(3);
  expect(maxError([0, 0], [1, -9], { sampleWeight: [1, 0] })).toBe(1);
});

test.each<[string, () => number, string]>([
  ['other lengths', () => r2([1, 2], [1, 2, 3]), 'r2: yTrue and yPred must have equal shapes; yTrue is [2, 1], yPred is [3, 1]'],
  ['other targets', () => r2([[1, 2], [2, 3]], [[1], [2]]), 'r2: yTrue and yPred must have equal shapes; yTrue is [2, 2], yPred is [2, 1]'],
  ['one row', () => r2([1], [1]), 'r2: there must be at least 2 rows; there is 1'],
  ['no rows', () => meanSquaredError([], []), 'meanSquaredError: yTrue must have at least one element; it has none'],
  ['NaN', () => maxError([1, NaN], [1, 2]), 'maxError: every number must be finite; yTrue[1] is NaN; leave out the rows where it is missing'],
  ['weights of another length', () => r2([1, 2], [1, 2], { sampleWeight: [1] }), 'r2: sampleWeight must have one element per row of yTrue; sampleWeight has 1, yTrue has 2 rows'],
  ['negative weight', () => r2([1, 2], [1, 2], { sampleWeight: [1, -1] }), 'r2: weights must be at least 0; sampleWeight[1] is -1'],
  ['no weight', () => r2([1, 2], [1, 2], { sampleWeight: [0, 0] }), 'r2: at least one weight must be above 0; all 2 are 0'],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(new RangeError(message));
});
