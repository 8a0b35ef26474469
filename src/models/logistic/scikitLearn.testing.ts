/** The same objective minimised by scikit-learn 1.2.1, far below its default tolerance (__fixtures__/logistic.py): every coefficient. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { logisticRegression, type LogisticRegressionOptions } from '../logisticRegression.ts';
import { brokenConditions, dataset } from './logistic.testing.ts';

export interface Case {
  readonly dataset: string;
  readonly target: string;
  readonly scaled: boolean;
  readonly alpha: number;
  readonly penalty: 'l1' | 'l2';
  readonly weighted: boolean;
  readonly balanced: boolean;
  readonly fitIntercept: boolean;
  readonly classes: readonly string[];
  readonly coef: readonly (readonly number[])[];
  readonly intercept: readonly number[];
}

export const { cases } = JSON.parse(readFileSync(new URL('../__fixtures__/logistic.json', import.meta.url), 'utf8')) as { cases: readonly Case[] };


export function nameOf({ dataset: name, scaled, penalty, alpha, weighted, balanced, fitIntercept }: Case): string {
  const extras = [weighted && 'sample weights', balanced && 'balanced classes', !fitIntercept && 'no intercept'].filter((text) => text !== false);
  return `${name}, ${scaled ? 'standardised' : 'as it is'}: ${penalty}, alpha ${alpha}${extras.map((text) => `, ${text}`).join('')}`;
}

export async function check(at: Case): Promise<void> {
  const { alpha, penalty, fitIntercept, weighted, balanced } = at;
  const { X, y } = dataset(at.dataset, at.target, at.scaled);
  const sampleWeight = y.map((_, i) => (weighted ? 1 + (i % 3) : 1));
  const options: LogisticRegressionOptions = { alpha, penalty, fitIntercept, tol: 1e-12, ...(balanced && { classWeight: 'balanced' }) };
  const model = await logisticRegression(options).fit(X, y, { sampleWeight });
  expect([model.classes, model.converged, model.note]).toEqual([at.classes, true, undefined]);
  const wanted = at.coef.flat();
  expect(model.coef.shape).toEqual([at.coef.length, X[0].length]);
  model.coef.data.forEach((value, e) => expect(Math.abs(value - wanted[e]), `coefficient ${e}`).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(wanted[e]))));
  model.intercept.forEach((value, k) => expect(Math.abs(value - at.intercept[k])).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(at.intercept[k]))));
  if (penalty === 'l1') expect(Array.from(model.coef.data, (value) => value !== 0)).toEqual(wanted.map((value) => value !== 0));
  if (!balanced) expect(brokenConditions(model, X, y, { alpha, penalty, fitIntercept }, sampleWeight)).toBeLessThan(1e-11);
}
