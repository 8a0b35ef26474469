/** Ridge regression at many penalties when columns outnumber rows: the Gram matrix of the rows is the smaller one. */
import type { Matrix } from '../array/index.ts';
import { gram, symmetricEigen, type Pause } from '../linalg/index.ts';
import type { RidgePath } from './ridgePath.ts';

/**
 * The minima of `ridgePath`, with intercept, by way of K = (X − x̄)(X − x̄)ᵀ = Σ λᵢ uᵢuᵢᵀ [rows, rows]:
 * w = (X − x̄)ᵀ a,  a = Σ uᵢ (uᵢᵀ(y − ȳ)) / (λᵢ + α). O(n²d + n³) once, O(nd) per alpha, one copy of X.
 * Directions in which rows differ less than rounding (λ < n·1e-16·λmax) count as none.
 */
export async function ridgePathOfRows(X: Matrix, y: Float64Array, alphas: ArrayLike<number>, pause: Pause): Promise<RidgePath> {
  const { rows: n, columns: d } = X;
  const means = columnMeans(X);
  const transposed = new Float64Array(d * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) transposed[j * n + i] = X.data[i * d + j] - means[j];
  let mean = 0;
  for (const value of y) mean += value / n;
  const none: Matrix = { data: new Float64Array(0), rows: d, columns: 0 };
  const { xx } = await gram({ data: transposed, rows: d, columns: n }, none, undefined, { center: false }, pause);
  const { values, vectors } = symmetricEigen(xx, n);
  const least = n * 1.2e-16 * Math.max(0, values[n - 1]);

  const coefs = new Float64Array(alphas.length * d);
  const intercepts = new Float64Array(alphas.length);
  const degreesOfFreedom = new Float64Array(alphas.length);
  const a = new Float64Array(n);
  for (let p = 0; p < alphas.length; p++) {
    a.fill(0);
    for (let k = 0; k < n; k++) {
      if (values[k] <= least) continue;
      let along = 0;
      for (let i = 0; i < n; i++) along += vectors[k * n + i] * (y[i] - mean);
      for (let i = 0; i < n; i++) a[i] += (along / (values[k] + alphas[p])) * vectors[k * n + i];
      degreesOfFreedom[p] += values[k] / (values[k] + alphas[p]);
    }
    intercepts[p] = mean;
    for (let j = 0; j < d; j++) {
      let coef = 0;
      for (let i = 0; i < n; i++) coef += transposed[j * n + i] * a[i];
      coefs[p * d + j] = coef;
      intercepts[p] -= means[j] * coef;
    }
    await pause();
  }
  return { coefs, intercepts, degreesOfFreedom };
}

function columnMeans({ data, rows, columns }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) means[j] += data[i * columns + j];
  return means.map((sum) => sum / rows);
}
