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
  // two rows and two columns at a time share what they load; a last single row is its own second
  for (let i = 0; i < size; i += 2) {
    const row = i * size;
    const below = i + 1 < size ? row + size : row;
    for (let j = 0; j < i; j += 2) {
      const top = j * size;
      const next = top + size;
      let s0 = lower[row + j];
      let s1 = lower[row + j + 1];
      let t0 = lower[below + j];
      let t1 = lower[below + j + 1];
      for (let k = 0; k < j; k++) {
        const x = lower[row + k];
        const y = lower[below + k];
        const u = lower[top + k];
        const v = lower[next + k];
        s0 -= x * u;
        s1 -= x * v;
        t0 -= y * u;
        t1 -= y * v;
      }
      s0 /= lower[top + j];
      t0 /= lower[top + j];
      lower[row + j] = s0;
      lower[below + j] = t0;
      lower[row + j + 1] = (s1 - s0 * lower[next + j]) / lower[next + j + 1];
      lower[below + j + 1] = (t1 - t0 * lower[next + j]) / lower[next + j + 1];
    }
    const pivot = matrix[row + i] - dot(lower, row, lower, row, i);
    if (!(pivot > smallest * matrix[row + i])) return undefined;
    lower[row + i] = Math.sqrt(pivot);
    if (below === row) break;
    lower[below + i] = (matrix[below + i] - dot(lower, below, lower, row, i)) / lower[row + i];
    const second = matrix[below + i + 1] - dot(lower, below, lower, below, i + 1);
    if (!(second > smallest * matrix[below + i + 1])) return undefined;
    lower[below + i + 1] = Math.sqrt(second);
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
  // rows of `half` are columns of L⁻¹: half[j, i] = (L⁻¹)[i, j], zero for i < j; two by two, as above
  const half = new Float64Array(size * size);
  for (let j = 0; j < size; j += 2) {
    const left = j * size;
    const right = j + 1 < size ? left + size : left;
    half[left + j] = 1 / lower[left + j];
    if (right === left) break;
    half[left + j + 1] = (-lower[right + j] * half[left + j]) / lower[right + j + 1];
    half[right + j + 1] = 1 / lower[right + j + 1];
    for (let i = j + 2; i < size; i += 2) {
      const row = i * size;
      const below = i + 1 < size ? row + size : row;
      let s0 = 0;
      let s1 = 0;
      let t0 = 0;
      let t1 = 0;
      for (let k = j; k < i; k++) {
        const x = lower[row + k];
        const y = lower[below + k];
        const u = half[left + k];
        const v = half[right + k];
        s0 -= x * u;
        s1 -= x * v;
        t0 -= y * u;
        t1 -= y * v;
      }
      const pivot = lower[row + i];
      half[left + i] = s0 / pivot;
      half[right + i] = s1 / pivot;
      if (below === row) break;
      half[left + i + 1] = (t0 - lower[below + i] * half[left + i]) / lower[below + i + 1];
      half[right + i + 1] = (t1 - lower[below + i] * half[right + i]) / lower[below + i + 1];
    }
  }
  return productsOfRows(half, size);
}

/** Σₖ half[i, k] half[j, k] for all i and j, where half[i, k] is 0 for k < i. */
function productsOfRows(half: Float64Array, size: number): Float64Array {
  const products = new Float64Array(size * size);
  for (let i = 0; i < size; i += 2) {
    const row = i * size;
    const below = i + 1 < size ? row + size : row;
    const i1 = below === row ? i : i + 1;
    for (let j = 0; j <= i; j += 2) {
      const top = j * size;
      const next = j + 1 < size ? top + size : top;
      const j1 = next === top ? j : j + 1;
      let s0 = 0;
      let s1 = 0;
      let t0 = 0;
      let t1 = 0;
      for (let k = i; k < size; k++) {
        const x = half[row + k];
        const y = half[below + k];
        const u = half[top + k];
        const v = half[next + k];
        s0 += x * u;
        s1 += x * v;
        t0 += y * u;
        t1 += y * v;
      }
      products[row + j] = products[top + i] = s0;
      products[row + j1] = products[next + i] = s1;
      products[below + j] = products[top + i1] = t0;
      products[below + j1] = products[next + i1] = t1;
    }
  }
  return products;
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
