/** The plane in which rows differ most, for pictures: the first principal axes, without the weight of `linalg/` in a page. */
import type { Matrix } from '../array/index.ts';
import { largestEigenvectors } from './largestEigenvectors.ts';

export interface PrincipalAxes {
  /** [d], of the columns: the origin of the axes. */
  readonly means: Float64Array;
  /** [count, d], unit vectors, the widest first; the largest element of each is positive. Zeros beyond the columns there are. */
  readonly axes: Float64Array;
  /** [count]: the part of the whole variance that lies along each. All 0 when rows are equal. */
  readonly shares: Float64Array;
}

/** More multiplications than this take seconds: beyond, evenly spaced rows stand for all. */
const mostWork = 1e9;

/** Of the covariance of the columns; for many columns of as many evenly spaced rows as `work` steps allow. */
export function principalAxes(X: Matrix, count: number, work: number = mostWork): PrincipalAxes {
  const { data, rows, columns: d } = X;
  const stride = Math.max(1, Math.ceil(rows / Math.max(1000, Math.floor(work / (d * d)))));
  const used = Math.ceil(rows / stride);
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // so that neither sums nor squares leave the range of doubles
  const unit = largest === 0 ? 1 : largest;
  const means = new Float64Array(d);
  for (let i = 0; i < rows; i += stride) for (let j = 0; j < d; j++) means[j] += data[i * d + j] / unit / used;
  const covariance = new Float64Array(d * d);
  const row = new Float64Array(d);
  for (let i = 0; i < rows; i += stride) {
    for (let j = 0; j < d; j++) row[j] = data[i * d + j] / unit - means[j];
    for (let j = 0; j < d; j++) for (let k = 0; k <= j; k++) covariance[j * d + k] += row[j] * row[k];
  }
  let total = 0;
  for (let j = 0; j < d; j++) {
    total += covariance[j * d + j];
    for (let k = 0; k < j; k++) covariance[k * d + j] = covariance[j * d + k];
  }
  const { values, vectors } = largestEigenvectors(covariance, d, count);
  const axes = new Float64Array(count * d);
  for (let axis = 0; axis < values.length; axis++) {
    const vector = vectors.subarray(axis * d, (axis + 1) * d);
    const widest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) + 1e-9 ? value : best), 0);
    axes.set(vector.map((value) => (widest < 0 ? -value : value)), axis * d);
  }
  const shares = Float64Array.from({ length: count }, (_, axis) => (total === 0 ? 0 : Math.max(0, values[axis] ?? 0) / total));
  return { means: means.map((mean) => mean * unit), axes, shares };
}

/** Coordinates of rows along the axes, [rows, count]. */
export function projectOn({ means, axes }: PrincipalAxes, { data, rows, columns: d }: Matrix): Matrix {
  const count = axes.length / d;
  const projected = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) {
    for (let axis = 0; axis < count; axis++) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += axes[axis * d + j] * (data[i * d + j] - means[j]);
      projected[i * count + axis] = sum;
    }
  }
  return { data: projected, rows, columns: count };
}
