/** Ridge regression at many penalties from one Gram matrix, as cross-validation wants it. Knows no rows. */
import { symmetricEigen, type Gram } from '../linalg/index.ts';

export interface RidgePath {
  /** [alphas, features], row-major, in the units of X. */
  readonly coefs: Float64Array;
  readonly intercepts: Float64Array;
  /** trace((XᵀX + αI)⁻¹XᵀX) per alpha: what the features use up, the intercept not counted. */
  readonly degreesOfFreedom: Float64Array;
}

/**
 * min Σ vᵢ(yᵢ − xᵢw − b)² + α‖w‖² for every alpha, with XᵀX = Σ λᵢ qᵢqᵢᵀ:  w = Σ qᵢ (qᵢᵀXᵀy)/(λᵢ + α).
 * One decomposition, O(d³), then O(d²) per alpha. Directions in which X varies less than rounding (λ < d·1e-16·λmax)
 * count as none, which for alpha 0 is the solution of smallest length. Columns should have like scales: a column a
 * million times smaller than another keeps four digits only. `ridge` itself has no such limit.
 * @param gram  centred, when an intercept is wanted (uncentred ones have means 0 and get intercept 0)
 */
export function ridgePath(gram: Gram, alphas: ArrayLike<number>, target = 0): RidgePath {
  const { means, xx, xy } = gram;
  const d = means.length;
  const nTargets = gram.targetMeans.length;
  const { values, vectors } = symmetricEigen(xx, d);
  const least = d * 1.2e-16 * Math.max(0, values[d - 1]);
  const used = Array.from(values.keys()).filter((i) => values[i] > least);
  const along = Float64Array.from(used, (i) => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += vectors[i * d + j] * xy[j * nTargets + target];
    return sum;
  });
  const coefs = new Float64Array(alphas.length * d);
  const intercepts = new Float64Array(alphas.length);
  const degreesOfFreedom = new Float64Array(alphas.length);
  for (let a = 0; a < alphas.length; a++) {
    const coef = coefs.subarray(a * d, (a + 1) * d);
    used.forEach((i, k) => {
      const part = along[k] / (values[i] + alphas[a]);
      for (let j = 0; j < d; j++) coef[j] += part * vectors[i * d + j];
      degreesOfFreedom[a] += values[i] / (values[i] + alphas[a]);
    });
    intercepts[a] = gram.targetMeans[target];
    for (let j = 0; j < d; j++) intercepts[a] -= means[j] * coef[j];
  }
  return { coefs, intercepts, degreesOfFreedom };
}
