/** Householder QR with column pivoting, and the rank it finds. Knows nothing of models. */
import type { Pause } from './gram.ts';

/** A P = Q R for columns A; the first `rank` columns of the order span the rest, up to rounding. */
export interface PivotedQR {
  /** Row i of R lies in element i of each column (i < min(position, rank)); a pivoted column holds its reflector below. */
  readonly columns: readonly Float64Array[];
  /** order[k]: which given column stands k-th */
  readonly order: Int32Array;
  readonly rank: number;
  /** R[k, k] */
  readonly diagonal: Float64Array;
  /** H = I − tau v vᵀ */
  readonly tau: Float64Array;
  readonly rows: number;
}

/**
 * Factors `columns` in place. In each step the longest remaining column goes first; a column whose remainder is at
 * most its `negligible` counts as dependent on those before it. O(2 rows · columns · rank).
 * @param negligible  per column; compare lengths only after columns were brought to a common scale
 * @param fixed       so many columns come first, in their order
 */
export async function pivotedQR(columns: Float64Array[], negligible: Float64Array, fixed: number, pause: Pause): Promise<PivotedQR> {
  const rows = columns[0].length;
  const order = Int32Array.from(columns, (_, j) => j);
  const steps = Math.min(rows, columns.length);
  const diagonal = new Float64Array(steps);
  const tau = new Float64Array(steps);
  const squares = Float64Array.from(columns, (column) => dot(column, column, 0));
  let rank = 0;
  for (let k = 0; k < steps; k++) {
    const pivot = k < fixed ? k : longest(squares, order, negligible, k);
    if (pivot < 0) break;
    swap(columns, k, pivot);
    swap(order, k, pivot);
    swap(squares, k, pivot);
    reflector(columns[k], k, diagonal, tau);
    for (let j = k + 1; j < columns.length; j++) {
      squares[j] = reflect(columns[k], tau[k], k, columns[j]);
      await pause();
    }
    rank = k + 1;
  }
  return { columns, order, rank, diagonal, tau, rows };
}

/** Qᵀ y, in place. */
export function applyTransposed({ columns, tau, rank }: PivotedQR, y: Float64Array): void {
  for (let k = 0; k < rank; k++) reflect(columns[k], tau[k], k, y);
}

/** Q y, in place. */
export function applyQ({ columns, tau, rank }: PivotedQR, y: Float64Array): void {
  for (let k = rank - 1; k >= 0; k--) reflect(columns[k], tau[k], k, y);
}

/** Solves R₁₁ x = b for the leading rank × rank triangle. */
export function solveUpper({ columns, diagonal, rank }: PivotedQR, b: Float64Array): Float64Array {
  const x = b.slice(0, rank);
  for (let k = rank - 1; k >= 0; k--) {
    x[k] /= diagonal[k];
    for (let i = 0; i < k; i++) x[i] -= columns[k][i] * x[k];
  }
  return x;
}

/** Solves R₁₁ᵀ x = b. */
export function solveUpperTransposed({ columns, diagonal, rank }: PivotedQR, b: Float64Array): Float64Array {
  const x = new Float64Array(rank);
  for (let k = 0; k < rank; k++) {
    let sum = b[k];
    for (let i = 0; i < k; i++) sum -= columns[k][i] * x[i];
    x[k] = sum / diagonal[k];
  }
  return x;
}

function longest(squares: Float64Array, order: Int32Array, negligible: Float64Array, from: number): number {
  let best = -1;
  for (let j = from; j < squares.length; j++) {
    if (Math.sqrt(squares[j]) > negligible[order[j]] && (best < 0 || squares[j] > squares[best])) best = j;
  }
  return best;
}

/** Makes the reflector that takes column[k…] to a multiple of the first axis; stores it there with column[k] = 1. */
function reflector(column: Float64Array, k: number, diagonal: Float64Array, tau: Float64Array): void {
  const first = column[k];
  const length = Math.sqrt(dot(column, column, k));
  const beta = first > 0 ? -length : length;
  diagonal[k] = beta;
  tau[k] = beta === 0 ? 0 : (beta - first) / beta;
  const divisor = first - beta;
  if (divisor !== 0) for (let i = k + 1; i < column.length; i++) column[i] /= divisor;
  column[k] = 1;
}

/** y −= tau v (vᵀ y) from row k on. Returns the square of what is left of y below row k. */
function reflect(v: Float64Array, tau: number, k: number, y: Float64Array): number {
  const factor = tau * dot(v, y, k);
  y[k] -= factor;
  let squares = 0;
  for (let start = k + 1; start < y.length; start += 512) {
    const end = Math.min(y.length, start + 512);
    let part = 0;
    for (let i = start; i < end; i++) {
      const value = y[i] - factor * v[i];
      y[i] = value;
      part += value * value;
    }
    squares += part;
  }
  return squares;
}

/** Σ aᵢ bᵢ for i ≥ from, by blocks with four running sums: rounding errors stay near those of one block. */
function dot(a: Float64Array, b: Float64Array, from: number): number {
  const { length } = a;
  let total = 0;
  for (let start = from; start < length; start += 512) {
    const end = Math.min(length, start + 512);
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let i = start;
    for (; i + 3 < end; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < end; i++) s0 += a[i] * b[i];
    total += s0 + s1 + (s2 + s3);
  }
  return total;
}

function swap<T>(list: { [index: number]: T }, a: number, b: number): void {
  const kept = list[a];
  list[a] = list[b];
  list[b] = kept;
}
