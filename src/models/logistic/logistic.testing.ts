/** Data for tests of logistic regression: tables of datasets/, random ones, and the optimality conditions written plainly. */
import { readFileSync } from 'node:fs';
import type { Label } from '../../array/index.ts';
import type { LogisticModel } from '../logisticModel.ts';

export interface Example<L extends Label = string> {
  readonly X: number[][];
  readonly y: L[];
}

/** A table of datasets/; `scaled`: columns of mean 0 and standard deviation 1. */
export function dataset(name: string, target: string, scaled: boolean): Example {
  const text = readFileSync(new URL(`../../../datasets/${name}.csv`, import.meta.url), 'utf8');
  const [head, ...rows] = text.trim().split('\n').map((line) => line.split(','));
  const at = head.indexOf(target);
  const X = rows.map((row) => row.filter((_, j) => j !== at).map(Number));
  if (scaled) {
    for (let j = 0; j < X[0].length; j++) {
      const mean = X.reduce((sum, row) => sum + row[j], 0) / X.length;
      const spread = Math.sqrt(X.reduce((sum, row) => sum + (row[j] - mean) * (row[j] - mean), 0) / X.length);
      for (const row of X) row[j] = (row[j] - mean) / (spread === 0 ? 1 : spread);
    }
  }
  return { X, y: rows.map((row) => row[at]) };
}

/** P(class) of each row by the formula. */
export function plainProbabilities({ coef, intercept, classes, nFeatures: d }: LogisticModel, X: readonly (readonly number[])[]): number[][] {
  return X.map((row) => {
    const scores = Array.from(intercept, (b, k) => row.reduce((sum, x, j) => sum + x * coef.data[k * d + j], b));
    const all = classes.length === 2 ? [0, scores[0]] : scores;
    const largest = Math.max(...all);
    const powers = all.map((score) => Math.exp(score - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  });
}

/**
 * The largest broken optimality condition over coefficients and intercepts, each in parts of √(Σs (Σs x² + l2)): the
 * gradient of Σ s·log-loss + penalty, computed from the model's coefficients alone.
 */
export function brokenConditions(
  model: LogisticModel, X: readonly (readonly number[])[], y: readonly Label[], { alpha, penalty, fitIntercept }: { alpha: number; penalty: string; fitIntercept: boolean }, s: readonly number[] = y.map(() => 1),
): number {
  const { classes, coef, nFeatures: d } = model;
  const probabilities = plainProbabilities(model, X);
  const outputs = classes.length === 2 ? [1] : [...classes.keys()];
  const total = s.reduce((sum, weight) => sum + weight, 0);
  let worst = 0;
  outputs.forEach((code, k) => {
    const residual = probabilities.map((row, i) => s[i] * (row[code] - (y[i] === classes[code] ? 1 : 0)));
    for (let j = 0; j < d; j++) {
      const w = coef.data[k * d + j];
      const size = Math.sqrt(total * X.reduce((sum, row, i) => sum + s[i] * row[j] * row[j], penalty === 'l2' ? alpha : 0));
      if (size === 0) continue;
      const slope = X.reduce((sum, row, i) => sum + residual[i] * row[j], 0);
      const broken = penalty === 'l2' ? slope + alpha * w : penalty === 'none' ? slope : w === 0 ? Math.max(0, Math.abs(slope) - alpha) : slope + alpha * Math.sign(w);
      worst = Math.max(worst, Math.abs(broken) / size);
    }
    if (fitIntercept) worst = Math.max(worst, Math.abs(residual.reduce((sum, r) => sum + r, 0)) / total);
  });
  return worst;
}
