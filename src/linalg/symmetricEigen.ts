/**
 * All eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to tridiagonal form, then implicit QL.
 * The methods of Wilkinson & Reinsch (1971), II/2 and II/3, as in EISPACK's tred2 and tql2. Only sqrt, + − × ÷.
 */
import { inversePower } from '../numeric/index.ts';

export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** [d, d]: row i is the unit eigenvector of values[i]. */
  readonly vectors: Float64Array;
}

/**
 * A = Σ values[i]·vᵢvᵢᵀ.  O(d³); the error of each eigenvalue is about 1e-16 of the largest.
 * @param matrix  [d, d], symmetric; not changed
 * @throws RangeError when it does not converge in 60 steps per eigenvalue, which finite numbers have not been seen to do
 */
export function symmetricEigen(matrix: Float64Array, d: number): SymmetricEigen {
  const scale = inversePower(matrix.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0));
  // what is 10⁻¹⁵⁰ of the largest changes nothing, but its square would underflow and spoil a reflection
  const V = matrix.map((value) => (Math.abs(value * scale) < 1e-150 ? 0 : value * scale));
  const diagonal = new Float64Array(d);
  const off = new Float64Array(d);
  tridiagonalise(V, d, diagonal, off);
  transpose(V, d); // rotations then mix two contiguous rows
  for (let i = 1; i < d; i++) off[i - 1] = off[i];
  off[d - 1] = 0;
  diagonalise(V, d, diagonal, off);
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i] - diagonal[j] || i - j);
  const vectors = new Float64Array(d * d);
  order.forEach((from, to) => { vectors.set(V.subarray(from * d, (from + 1) * d), to * d); });
  return { values: Float64Array.from(order, (i) => diagonal[i] / scale), vectors };
}

/** V := Q with QᵀAQ tridiagonal: `diagonal`, and `off[i]` between i − 1 and i. */
function tridiagonalise(V: Float64Array, d: number, diagonal: Float64Array, off: Float64Array): void {
  for (let j = 0; j < d; j++) diagonal[j] = V[(d - 1) * d + j];
  for (let i = d - 1; i > 0; i--) {
    let scale = 0;
    let h = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(diagonal[k]);
    if (scale === 0) {
      off[i] = diagonal[i - 1];
      for (let j = 0; j < i; j++) {
        diagonal[j] = V[(i - 1) * d + j];
        V[i * d + j] = 0;
        V[j * d + i] = 0;
      }
      diagonal[i] = 0;
      continue;
    }
    for (let k = 0; k < i; k++) {
      diagonal[k] /= scale;
      h += diagonal[k] * diagonal[k];
    }
    const f = diagonal[i - 1];
    const g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
    off[i] = scale * g;
    h -= f * g;
    diagonal[i - 1] = f - g;
    similarity(V, d, i, h, diagonal, off);
    diagonal[i] = h;
  }
  accumulate(V, d, diagonal);
  off[0] = 0;
}

/** A := HAH for H = I − uuᵀ/h, u in diagonal[0..i). */
function similarity(V: Float64Array, d: number, i: number, h: number, u: Float64Array, p: Float64Array): void {
  for (let j = 0; j < i; j++) p[j] = 0;
  for (let j = 0; j < i; j++) {
    const value = u[j];
    V[j * d + i] = value;
    let g = p[j] + V[j * d + j] * value;
    for (let k = j + 1; k < i; k++) {
      g += V[k * d + j] * u[k];
      p[k] += V[k * d + j] * value;
    }
    p[j] = g;
  }
  let sum = 0;
  for (let j = 0; j < i; j++) {
    p[j] /= h;
    sum += p[j] * u[j];
  }
  const half = sum / (h + h);
  for (let j = 0; j < i; j++) p[j] -= half * u[j];
  for (let j = 0; j < i; j++) {
    const f = u[j];
    const g = p[j];
    for (let k = j; k < i; k++) V[k * d + j] -= f * p[k] + g * u[k];
    u[j] = V[(i - 1) * d + j];
    V[i * d + j] = 0;
  }
}

/** The product of the reflections whose vectors V holds in its upper triangle. */
function accumulate(V: Float64Array, d: number, diagonal: Float64Array): void {
  for (let i = 0; i < d - 1; i++) {
    V[(d - 1) * d + i] = V[i * d + i];
    V[i * d + i] = 1;
    const h = diagonal[i + 1];
    if (h !== 0) {
      for (let k = 0; k <= i; k++) diagonal[k] = V[k * d + i + 1] / h;
      for (let j = 0; j <= i; j++) {
        let g = 0;
        for (let k = 0; k <= i; k++) g += V[k * d + i + 1] * V[k * d + j];
        for (let k = 0; k <= i; k++) V[k * d + j] -= g * diagonal[k];
      }
    }
    for (let k = 0; k <= i; k++) V[k * d + i + 1] = 0;
  }
  for (let j = 0; j < d; j++) {
    diagonal[j] = V[(d - 1) * d + j];
    V[(d - 1) * d + j] = 0;
  }
  V[d * d - 1] = 1;
}

/** Most eigenvalues take two or three steps; one that has taken as many as this is held up by rounding. */
const patience = 20;

/** QL with implicit shifts; `off[i]` between i and i + 1. Rotations are applied to the rows of V. */
function diagonalise(V: Float64Array, d: number, diagonal: Float64Array, off: Float64Array): void {
  const size = diagonal.reduce((largest, value, i) => Math.max(largest, Math.abs(value) + Math.abs(off[i])), 0);
  // rounding of rounding goes down to subnormal numbers, whose few bits make no rotation
  const least = size * 1e-150;
  for (let l = 0; l < d; l++) {
    for (let step = 0; ; step++) {
      // among many eigenvalues of 0 nothing is small beside its neighbours, all rounding: then beside the largest
      const nothing = step < patience ? least : size * Number.EPSILON;
      let m = l;
      for (; m < d - 1; m++) {
        const near = Math.abs(diagonal[m]) + Math.abs(diagonal[m + 1]);
        if (near + Math.abs(off[m]) === near || Math.abs(off[m]) <= nothing) break;
      }
      if (m === l) break;
      if (step === 60) throw new RangeError(`symmetricEigen: the numbers of the matrix must allow QL to converge; eigenvalue ${l} of ${d} did not in 60 steps`);
      chase(V, d, diagonal, off, l, m, least);
    }
  }
}

/** One implicit QL step on the unreduced block l..m. */
function chase(V: Float64Array, d: number, diagonal: Float64Array, off: Float64Array, l: number, m: number, least: number): void {
  let g = (diagonal[l + 1] - diagonal[l]) / (2 * off[l]);
  let r = hypotenuse(g, 1);
  g = diagonal[m] - diagonal[l] + off[l] / (g + (g < 0 ? -r : r));
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = s * off[i];
    const b = c * off[i];
    r = hypotenuse(f, g);
    off[i + 1] = r;
    if (r <= least) { // the block falls apart here
      diagonal[i + 1] -= p;
      off[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = diagonal[i + 1] - p;
    r = (diagonal[i] - g) * s + 2 * c * b;
    p = s * r;
    diagonal[i + 1] = g + p;
    g = c * r - b;
    const lower = i * d;
    const upper = lower + d;
    for (let k = 0; k < d; k++) {
      const x = V[upper + k];
      V[upper + k] = s * V[lower + k] + c * x;
      V[lower + k] = c * V[lower + k] - s * x;
    }
  }
  diagonal[l] -= p;
  off[l] = g;
  off[m] = 0;
}

/** √(a² + b²) without overflow. Math.hypot may differ between engines in the last bit. */
function hypotenuse(a: number, b: number): number {
  const large = Math.max(Math.abs(a), Math.abs(b));
  if (large === 0) return 0;
  const small = Math.min(Math.abs(a), Math.abs(b)) / large;
  return large * Math.sqrt(1 + small * small);
}

function transpose(V: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) {
      const value = V[i * d + j];
      V[i * d + j] = V[j * d + i];
      V[j * d + i] = value;
    }
  }
}
