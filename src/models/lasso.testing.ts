/** Data for tests of lasso and elastic net: the designs of __fixtures__/lasso.py, and random ones. Knows no model. */
import { readFileSync } from 'node:fs';

export interface LassoCase {
  readonly name: string;
  readonly diabetes?: 'scaled' | 'raw';
  readonly seed: number;
  readonly n: number;
  readonly d: number;
  readonly correlation: number;
  readonly scales: readonly number[];
  readonly alpha: number;
  readonly l1Ratio: number;
  readonly fitIntercept: boolean;
  readonly weighted: boolean;
  readonly coef: readonly number[];
  readonly intercept: number;
}

export interface Example {
  readonly X: number[][];
  readonly y: number[];
}

const fixture = JSON.parse(readFileSync(new URL('./__fixtures__/lasso.json', import.meta.url), 'utf8')) as {
  diabetes: { data: number[][]; target: number[] }; cases: LassoCase[];
};

export const lassoCases: readonly LassoCase[] = fixture.cases;

/** Uniform in [−1, 1): the generator of lasso.py. The product fits in 62 bits only, so it is taken in two parts. */
export function numbers(seed: number, count: number): number[] {
  let state = BigInt(seed);
  return Array.from({ length: count }, () => {
    state = (1103515245n * state + 12345n) % 2147483648n;
    return Number(state) / 1073741824 - 1;
  });
}

/** Column j = correlation · column j − 1 + noise, then scaled, then + 1; y = three columns + noise. */
export function design(seed: number, n: number, d: number, correlation: number, scales: readonly number[] = [1]): Example {
  const flat = numbers(seed, n * d);
  const raw = Array.from({ length: n }, (_, i) => flat.slice(i * d, (i + 1) * d));
  for (const row of raw) for (let j = 1; j < d; j++) row[j] += correlation * row[j - 1];
  const noise = numbers(seed + 1, n);
  return {
    X: raw.map((row) => row.map((value, j) => value * scales[j % scales.length] + 1)),
    y: raw.map((row, i) => 3 * row[0] - 2 * row[Math.floor(d / 2)] + row[d - 1] + noise[i] + 0.5),
  };
}

export function exampleOf(at: LassoCase): Example & { readonly sampleWeight?: number[] } {
  if (at.diabetes === undefined) {
    const weights = numbers(at.seed + 2, at.n).map((value) => value + 1.5);
    return { ...design(at.seed, at.n, at.d, at.correlation, at.scales), ...(at.weighted && { sampleWeight: weights }) };
  }
  const { data, target } = fixture.diabetes;
  return { X: at.diabetes === 'raw' ? data : unitColumns(data), y: target };
}

/** Centred columns of length 1, as scikit-learn gives the diabetes data by default. */
function unitColumns(rows: readonly number[][]): number[][] {
  const n = rows.length;
  const means = rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j], 0) / n);
  const lengths = means.map((mean, j) => Math.sqrt(rows.reduce((sum, row) => sum + (row[j] - mean) * (row[j] - mean), 0)));
  return rows.map((row) => row.map((value, j) => (value - means[j]) / lengths[j]));
}
