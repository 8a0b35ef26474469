/** Ridge by Gauss elimination on the centred normal equations: a slow reference for tests, so that they need no solver. */
import { readMatrix, NdArray, type MatrixInput, type VectorInput } from '../array/index.ts';
import type { FitOptions, Regressor } from '../estimator/index.ts';
import { LinearModel, readTargets } from '../models/linearModel.ts';

export function referenceRidge(alpha: number, seen?: (X: NdArray<[number, number]>) => void): Regressor<LinearModel> {
  const fit = async (input: MatrixInput, y: VectorInput | MatrixInput, { sampleWeight }: FitOptions = {}): Promise<LinearModel> => {
    const X = readMatrix('referenceRidge.fit', 'X', input);
    seen?.(new NdArray(X.data, [X.rows, X.columns]));
    const { data: target } = readTargets('referenceRidge.fit', y, X.rows);
    const w = (i: number): number => sampleWeight?.[i] ?? 1;
    const p = X.columns;
    const rows = Array.from({ length: X.rows }, (_, i) => i);
    const total = rows.reduce((sum, i) => sum + w(i), 0);
    const mean = Array.from({ length: p }, (_, j) => rows.reduce((sum, i) => sum + w(i) * X.data[i * p + j], 0) / total);
    const yMean = rows.reduce((sum, i) => sum + w(i) * target[i], 0) / total;
    const at = (i: number, j: number): number => X.data[i * p + j] - mean[j];
    const A = Array.from({ length: p }, (_, j) => [
      ...Array.from({ length: p }, (_, k) => rows.reduce((sum, i) => sum + w(i) * at(i, j) * at(i, k), 0) + (j === k ? alpha : 0)),
      rows.reduce((sum, i) => sum + w(i) * at(i, j) * (target[i] - yMean), 0),
    ]);
    for (let j = 0; j < p; j++) {
      for (let k = 0; k < p; k++) {
        if (k === j) continue;
        const factor = A[k][j] / A[j][j];
        for (let m = j; m <= p; m++) A[k][m] -= factor * A[j][m];
      }
    }
    const coef = Float64Array.from(A, (row, j) => row[p] / row[j]);
    const intercept = coef.reduce((sum, b, j) => sum - b * mean[j], yMean);
    return new LinearModel('ridge', { alpha }, 'one', { coef: new NdArray(coef, [1, p]), intercept: Float64Array.of(intercept), converged: true, iterations: 1, optimality: 0 });
  };
  return { kind: 'ridge', options: { alpha }, fit };
}
