/** Errors of many linear models on the same rows: one pass over the rows for all penalties. */
import type { Matrix } from '../array/index.ts';
import type { LinearPath } from './families.ts';

/** Per penalty: √(Σ(y − ŷ)² / n), and R² with the mean of these rows as reference. */
export interface FoldScores {
  readonly rootMeanSquaredErrors: Float64Array;
  readonly r2: Float64Array;
}

export function foldScores({ coefs, intercepts }: LinearPath, X: Matrix, y: Float64Array): FoldScores {
  const [nModels, nFeatures] = coefs.shape;
  const squares = new Float64Array(nModels);
  const predicted = new Float64Array(nModels);
  for (let i = 0; i < X.rows; i++) {
    predicted.set(intercepts);
    const row = i * nFeatures;
    for (let m = 0; m < nModels; m++) {
      let sum = predicted[m];
      for (let j = 0, c = m * nFeatures; j < nFeatures; j++, c++) sum += X.data[row + j] * coefs.data[c];
      squares[m] += (y[i] - sum) * (y[i] - sum);
    }
  }
  const spread = spreadOf(y);
  return {
    rootMeanSquaredErrors: squares.map((sum) => Math.sqrt(sum / X.rows)),
    // as the metric r2: rows without spread are met (1) or not (0)
    r2: squares.map((sum) => (spread > 0 ? 1 - sum / spread : sum === 0 ? 1 : 0)),
  };
}

/** Σ(y − ȳ)² */
function spreadOf(y: Float64Array): number {
  let total = 0;
  for (const value of y) total += value;
  const mean = total / y.length;
  let squares = 0;
  for (const value of y) squares += (value - mean) * (value - mean);
  return squares;
}
