/**
 * Coordinate descent on the columns of X ("residual updates"): a step costs one column of n rows, however many columns there are.
 * Right for more columns than rows. Knows no Gram matrix but the little one of columns that were once in use.
 */
import type { Matrix } from '../../array/index.ts';
import { squareOrConstant, supportOf, type Design, type Sweeper } from './design.ts';
import { softThreshold, type Penalty } from './penalty.ts';

/** The largest set whose equations are solved directly, and the most columns whose inner products are kept. */
const largestInner = 2000;

/** The centred columns √v·(x_j − mean_j), one after the other, shared by all targets. */
export interface Columns {
  readonly rows: number;
  readonly data: Float64Array;
  readonly means: Float64Array;
  readonly squares: Float64Array;
  readonly totalWeight: number;
  readonly innerOf: (set: Int32Array) => Float64Array | undefined;
}

export function columnsOf(X: Matrix, weights: Float64Array | undefined, center: boolean): Columns {
  const { rows: n, columns: d } = X;
  const data = transpose(X);
  const roots = weights?.map(Math.sqrt);
  const totalWeight = weights === undefined ? n : weights.reduce((sum, weight) => sum + weight, 0);
  const means = new Float64Array(d);
  const squares = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    const column = data.subarray(j * n, (j + 1) * n);
    means[j] = prepare(column, weights, roots, totalWeight, center);
    squares[j] = squareOrConstant(dot(column, 0, column, 0, n), means[j], totalWeight);
    if (squares[j] === 0) column.fill(0);
  }
  return { rows: n, data, means, squares, totalWeight, innerOf: innerProducts(data, n) };
}

/** The design of one target beside columns that are ready. */
export function designFromColumns(columns: Columns, Y: Matrix, target: number, weights: Float64Array | undefined, center: boolean): Design {
  const { rows: n, data, means, squares, totalWeight } = columns;
  const d = squares.length;
  const b = new Float64Array(n);
  for (let i = 0; i < n; i++) b[i] = Y.data[i * Y.columns + target];
  const targetMean = prepare(b, weights, weights?.map(Math.sqrt), totalWeight, center);
  const yy = squareOrConstant(dot(b, 0, b, 0, n), targetMean, totalWeight);
  if (yy === 0) b.fill(0);
  const xy = new Float64Array(d);
  for (let j = 0; j < d; j++) xy[j] = dot(data, j * n, b, 0, n);
  const residual = new Float64Array(n);
  const refresh = (w: Float64Array): void => {
    residual.set(b);
    for (const j of supportOf(w)) subtract(residual, data, j * n, n, w[j]);
  };
  return {
    nFeatures: d, squares, xy, yy, totalWeight, means, targetMean,
    correlate: (w, u) => {
      refresh(w);
      for (let j = 0; j < d; j++) u[j] = dot(data, j * n, residual, 0, n);
      return dot(residual, 0, residual, 0, n);
    },
    inner: columns.innerOf,
    restrict: (set, w, penalty) => columnSweeper(columns, residual, refresh, set, w, penalty),
  };
}

function columnSweeper(
  { rows: n, data, squares }: Columns, residual: Float64Array, refresh: (w: Float64Array) => void,
  set: Int32Array, w: Float64Array, { l1, l2 }: Penalty,
): Sweeper {
  refresh(w);
  return {
    moved: () => refresh(w),
    correlation: (i) => dot(data, set[i] * n, residual, 0, n),
    sweep: (onlyActive) => {
      let any = false;
      for (const j of set) {
        const old = w[j];
        if (onlyActive && old === 0) continue;
        const u = dot(data, j * n, residual, 0, n);
        const value = softThreshold(u + squares[j] * old, l1) / (squares[j] + l2);
        if (value === old) continue;
        w[j] = value;
        subtract(residual, data, j * n, n, value - old);
        any = true;
      }
      return any;
    },
  };
}

/** Inner products of columns, each pair computed once: a path meets the same columns again and again. */
function innerProducts(data: Float64Array, n: number): (set: Int32Array) => Float64Array | undefined {
  const slots = new Map<number, number>();
  let capacity = 0;
  let known = new Float64Array(0);
  const admit = (j: number): void => {
    const slot = slots.size;
    if (slot === capacity) {
      const larger = Math.max(32, capacity * 2);
      const copy = new Float64Array(larger * larger);
      for (let i = 0; i < capacity; i++) copy.set(known.subarray(i * capacity, (i + 1) * capacity), i * larger);
      known = copy;
      capacity = larger;
    }
    slots.set(j, slot);
    for (const [other, at] of slots) {
      const product = dot(data, j * n, data, other * n, n);
      known[slot * capacity + at] = product;
      known[at * capacity + slot] = product;
    }
  };
  return (set) => {
    const k = set.length;
    if (k > largestInner) return undefined;
    const missing = set.filter((j) => !slots.has(j));
    if (slots.size + missing.length > largestInner) { // forget: the path has moved on
      slots.clear();
      for (const j of set) admit(j);
    } else for (const j of missing) admit(j);
    const inner = new Float64Array(k * k);
    const places = Int32Array.from(set, (j) => slots.get(j) as number);
    for (let i = 0; i < k; i++) {
      const row = places[i] * capacity;
      for (let m = 0; m < k; m++) inner[i * k + m] = known[row + places[m]];
    }
    return inner;
  };
}

/** Centres and scales one column in place; returns what was subtracted. Two passes: the mean of what is left corrects the mean. */
function prepare(column: Float64Array, weights: Float64Array | undefined, roots: Float64Array | undefined, totalWeight: number, center: boolean): number {
  const n = column.length;
  let mean = 0;
  const passes = center ? 2 : 0;
  for (let pass = 0; pass < passes; pass++) {
    let sum = 0;
    if (weights === undefined) for (let i = 0; i < n; i++) sum += column[i] - mean;
    else for (let i = 0; i < n; i++) sum += weights[i] * (column[i] - mean);
    mean += sum / totalWeight;
  }
  for (let i = 0; i < n; i++) column[i] = roots === undefined ? column[i] - mean : (column[i] - mean) * roots[i];
  return mean;
}

/** Row-major to column-major, in blocks that stay in cache. */
function transpose({ data, rows, columns }: Matrix): Float64Array {
  const out = new Float64Array(data.length);
  const block = 32;
  for (let top = 0; top < rows; top += block) {
    const bottom = Math.min(rows, top + block);
    for (let left = 0; left < columns; left += block) {
      const right = Math.min(columns, left + block);
      for (let j = left; j < right; j++) for (let i = top; i < bottom; i++) out[j * rows + i] = data[i * columns + j];
    }
  }
  return out;
}

/** Four sums side by side: a processor adds them at once, and the order is fixed. */
function dot(a: Float64Array, aStart: number, b: Float64Array, bStart: number, n: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    s0 += a[aStart + i] * b[bStart + i];
    s1 += a[aStart + i + 1] * b[bStart + i + 1];
    s2 += a[aStart + i + 2] * b[bStart + i + 2];
    s3 += a[aStart + i + 3] * b[bStart + i + 3];
  }
  for (; i < n; i++) s0 += a[aStart + i] * b[bStart + i];
  return s0 + s1 + (s2 + s3);
}

function subtract(target: Float64Array, data: Float64Array, start: number, n: number, factor: number): void {
  for (let i = 0; i < n; i++) target[i] -= factor * data[start + i];
}
