/** A few largest eigenvectors of a positive semi-definite matrix, by subspace iteration: O(d²) a step. Only sqrt, + − × ÷. */

/** Vectors carried along beyond those wanted make the iteration converge where the next eigenvalues are near. */
const spare = 6;
const mostSteps = 300;
const tolerance = 1e-11;

/** Values descending, with unit vectors in rows [min(count, d), d]. For up to eight columns exact to rounding. */
export function largestEigenvectors(matrix: Float64Array, d: number, count: number): { readonly values: Float64Array; readonly vectors: Float64Array } {
  const p = Math.min(d, count + spare);
  const wanted = Math.min(count, d);
  // all directions, or any that have a part of each, the same each time
  let Q: Float64Array = Float64Array.from({ length: p * d }, (_, at) => (p === d ? Number(at % (d + 1) === 0) : ((at * at * 7919 + at * 104729) % 10007) / 10007 - 0.5));
  let values: Float64Array = new Float64Array(p);
  for (let step = 0; step < mostSteps; step++) {
    orthonormalise(Q, p, d);
    const Z = times(Q, matrix, p, d);
    const inner = new Float64Array(p * p);
    for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) inner[i * p + j] = dot(Q.subarray(i * d, (i + 1) * d), Z.subarray(j * d, (j + 1) * d));
    const rotation = jacobi(inner, p);
    values = rotation.values;
    Q = times(Q, rotation.vectors, p, d, true);
    const images = times(Z, rotation.vectors, p, d, true);
    const off = Math.max(...Array.from({ length: wanted }, (_, k) => distance(images, Q, values[k], k, d)));
    if (off <= tolerance * values[0] || p === d) break;
    Q = images;
  }
  return { values: values.subarray(0, wanted), vectors: Q.subarray(0, wanted * d) };
}

/** Rows of Q, each against those before, twice; one that has nothing left becomes 0. */
function orthonormalise(Q: Float64Array, p: number, d: number): void {
  for (let i = 0; i < p; i++) {
    const row = Q.subarray(i * d, (i + 1) * d);
    const before = Math.sqrt(dot(row, row));
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < i; k++) {
        const other = Q.subarray(k * d, (k + 1) * d);
        const part = dot(row, other);
        for (let j = 0; j < d; j++) row[j] -= part * other[j];
      }
    }
    const length = Math.sqrt(dot(row, row));
    for (let j = 0; j < d; j++) row[j] = length > before * 1e-12 ? row[j] / length : 0;
  }
}

/** Rows times a symmetric [d, d]; or with `mix`, rows mixed by the rows of a [p, p]. */
function times(rows: Float64Array, matrix: Float64Array, p: number, d: number, mix = false): Float64Array {
  const out = new Float64Array(p * d);
  for (let i = 0; i < p; i++) {
    for (let k = 0; k < (mix ? p : d); k++) {
      const factor = mix ? matrix[i * p + k] : rows[i * d + k];
      const from = mix ? rows.subarray(k * d, (k + 1) * d) : matrix.subarray(k * d, (k + 1) * d);
      if (factor !== 0) for (let j = 0; j < d; j++) out[i * d + j] += factor * from[j];
    }
  }
  return out;
}

/** Cyclic Jacobi: eigenvalues descending, eigenvectors in rows. @see Golub & Van Loan, Matrix Computations, §8.5 */
function jacobi(A: Float64Array, p: number): { values: Float64Array; vectors: Float64Array } {
  const V = Float64Array.from({ length: p * p }, (_, at) => (at % (p + 1) === 0 ? 1 : 0));
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let i = 0; i < p; i++) for (let j = 0; j < i; j++) off = Math.max(off, Math.abs(A[i * p + j]));
    const size = A.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (off <= 1e-17 * size) break;
    for (let i = 1; i < p; i++) for (let j = 0; j < i; j++) rotate(A, V, p, j, i);
  }
  const order = Array.from({ length: p }, (_, i) => i).sort((a, b) => A[b * p + b] - A[a * p + a] || a - b);
  const vectors = new Float64Array(p * p);
  order.forEach((from, to) => vectors.set(V.subarray(from * p, (from + 1) * p), to * p));
  return { values: Float64Array.from(order, (i) => A[i * p + i]), vectors };
}

/** A := JAJᵀ with A[i, j] = 0; V := JV. */
function rotate(A: Float64Array, V: Float64Array, p: number, i: number, j: number): void {
  const shared = A[i * p + j];
  if (shared === 0) return;
  const half = (A[j * p + j] - A[i * p + i]) / (2 * shared);
  const t = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.sqrt(half * half + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < p; k++) [A[k * p + i], A[k * p + j]] = [c * A[k * p + i] - s * A[k * p + j], s * A[k * p + i] + c * A[k * p + j]];
  for (let k = 0; k < p; k++) [A[i * p + k], A[j * p + k]] = [c * A[i * p + k] - s * A[j * p + k], s * A[i * p + k] + c * A[j * p + k]];
  for (let k = 0; k < p; k++) [V[i * p + k], V[j * p + k]] = [c * V[i * p + k] - s * V[j * p + k], s * V[i * p + k] + c * V[j * p + k]];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/** ‖image − value · vector‖ of row k. */
function distance(images: Float64Array, vectors: Float64Array, value: number, k: number, d: number): number {
  let sum = 0;
  for (let j = k * d; j < (k + 1) * d; j++) sum += (images[j] - value * vectors[j]) * (images[j] - value * vectors[j]);
  return Math.sqrt(sum);
}
