/** What the tests of this folder share: scikit-learn's results, comparison by column, states as a file gives them back. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { array, NdArray } from '../array/index.ts';
import type { ModelState } from '../estimator/index.ts';

type Rows = number[][];
/** Written by __fixtures__/generate.py. */
export interface Fixture {
  readonly X: Rows;
  readonly weights: number[];
  readonly missing: (number | null)[][];
  readonly codes: Rows;
  readonly small: Rows;
  readonly y: number[];
  readonly standardScaler: { mean: number[]; scale: number[]; transformed: Rows; withoutMean: Rows; withoutStd: Rows; weighted: { mean: number[]; scale: number[]; transformed: Rows } };
  readonly minMaxScaler: { scale: number[]; shift: number[]; transformed: Rows };
  readonly imputer: { mean: Rows; median: Rows; mostFrequent: Rows; constant: Rows };
  readonly oneHotEncoder: { none: Rows; first: Rows };
  readonly polynomialFeatures: { options: { degree: number; interactionOnly: boolean; includeBias: boolean }; names: string[]; powers: Rows; transformed: Rows }[];
  readonly pipeline: { predicted: number[]; score: number };
  readonly tableEncoder: { size: (number | null)[]; kind: (string | null)[]; flag: (boolean | null)[]; mean: number[]; scale: number[]; transformed: Rows };
}

export const fixture: Fixture = JSON.parse(readFileSync(new URL('__fixtures__/scikitLearn.json', import.meta.url), 'utf8')) as Fixture;

/** Differences in units of the column's largest entry. */
export function expectClose(actual: NdArray<[number, number]>, expected: NdArray<[number, number]> | number[][], tolerance = 1e-12): void {
  const wanted = expected instanceof NdArray ? expected : array(expected);
  expect(actual.shape).toEqual(wanted.shape);
  const [n, d] = wanted.shape;
  for (let j = 0; j < d; j++) {
    let size = 0;
    let largest = 0;
    for (let i = 0; i < n; i++) {
      size = Math.max(size, Math.abs(wanted.data[i * d + j]));
      largest = Math.max(largest, Math.abs(actual.data[i * d + j] - wanted.data[i * d + j]));
    }
    expect(largest, `column ${j}`).toBeLessThanOrEqual(tolerance * Math.max(size, 1e-300));
  }
}

/** A state as a file would give it back: settings through JSON, numbers copied. */
export function throughJson(state: ModelState): ModelState {
  return {
    kind: state.kind,
    settings: JSON.parse(JSON.stringify(state.settings)) as ModelState['settings'],
    arrays: new Map([...state.arrays].map(([name, values]) => [name, new NdArray(values.data.slice(), [...values.shape])])),
    ...(state.parts && { parts: state.parts.map(throughJson) }),
  };
}

