/** Cholesky factor of a symmetric positive definite matrix. Knows nothing of rows and targets. */

/** A = L Lᵀ, with L lower triangular, row-major [n, n] (the upper half is not used). */
export interface Cholesky {
  readonly lower: Float64Array;
  readonly size: number;
}

/**
 * Factor of `matrix` [n, n], of which the lower half is read. O(n³/3).
 * @returns undefined when a pivot is not above `smallest` times the diagonal it came from: not positive definite
 *   up to rounding
 */
export function choleskyFactor(matrix: Float64Array, size: number, smallest = 0): Cholesky | undefined {
  const lower = matrix.slice();
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j <= i; j++) {
      const other = j * size;
      const sum = lower[row + j] - dot(lower, row, lower, other, j);
      if (j < i) lower[row + j] = sum / lower[other + j];
      else if (sum > smallest * matrix[row + i]) lower[row + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return { lower, size };
}

/** Solves A x = b. `b` is not changed. */
export function choleskySolve({ lower, size }: Cholesky, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    let sum = x[i];
    for (let k = 0; k < i; k++) sum -= lower[i * size + k] * x[k];
    x[i] = sum / lower[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    x[i] /= lower[i * size + i];
    const solved = x[i];
    for (let k = 0; k < i; k++) x[k] -= lower[i * size + k] * solved;
  }
  return x;
}

/** A⁻¹ = L⁻ᵀ L⁻¹, [n, n], both halves. O(2n³/3). */
export function choleskyInverse({ lower, size }: Cholesky): Float64Array {
  // rows of `half` are columns of L⁻¹: half[j, i] = (L⁻¹)[i, j], zero for i < j
  const half = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const column = j * size;
    half[column + j] = 1 / lower[column + j];
    for (let i = j + 1; i < size; i++) {
      half[column + i] = -dot(lower, i * size + j, half, column + j, i - j) / lower[i * size + i];
    }
  }
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      inverse[i * size + j] = inverse[j * size + i] = dot(half, i * size + i, half, j * size + i, size - i);
    }
  }
  return inverse;
}

/** Four sums, so that additions do not wait for each other. */
function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 4 <= length; k += 4) {
    s0 += a[fromA + k] * b[fromB + k];
    s1 += a[fromA + k + 1] * b[fromB + k + 1];
    s2 += a[fromA + k + 2] * b[fromB + k + 2];
    s3 += a[fromA + k + 3] * b[fromB + k + 3];
  }
  for (; k < length; k++) s0 += a[fromA + k] * b[fromB + k];
  return s0 + s1 + (s2 + s3);
}
