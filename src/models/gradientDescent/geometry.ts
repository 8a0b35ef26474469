/** How round the cost of a descent is: its curvature, which says how long steps may be, and the lengths of columns and targets. Knows no steps. */
import type { Matrix } from '../../array/index.ts';
import { gram, type Pause } from '../../linalg/index.ts';
import type { LinearProblem } from '../linearEstimator.ts';
import { totalWeightOf, type DescentCost } from './cost.ts';

export interface Geometry {
  /** The largest eigenvalue of the cost's second derivative, up to rounding below it. */
  readonly curvature: number;
  /** The largest that a single row could give. */
  readonly rowCurvature: number;
  /** √Σ w xⱼ² */
  readonly lengths: Float64Array;
  /** √Σ w (y − ȳ)² per target; without intercept √Σ w y² */
  readonly targetLengths: Float64Array;
}

/** Curvature bend/n λmax + 2·l2, λmax of [X, 1]ᵀ W [X, 1]. @throws RangeError for squares that overflow */
export async function geometryOf({ problem, bend }: DescentCost, fitIntercept: boolean, l2: number, pause: Pause): Promise<Geometry> {
  const { X, Y, weights } = problem;
  const weight = totalWeightOf(problem);
  const squares = X.rows < X.columns ? await gramOfRows(problem, fitIntercept, pause) : await gramOfColumns(problem, fitIntercept, weight, pause);
  const overflown = squares.ofColumns.findIndex((square) => !Number.isFinite(square));
  if (overflown >= 0) throw new RangeError(`${problem.caller}: sums of squares must be below 1.8e308; those of column ${overflown} of X are not, scale it first, for example with standardScaler()`);
  const largest = await largestEigenvalue(squares.matrix, pause);
  let longestRow = 0;
  for (let i = 0; i < X.rows; i++) longestRow = Math.max(longestRow, (weights === undefined ? 1 : weights[i]) * product(X, i, i, fitIntercept));
  const ones: Matrix = { data: new Float64Array(X.rows).fill(1), rows: X.rows, columns: 1 };
  const centred = await gram(ones, Y, weights, { center: false }, pause);
  const targetLengths = Float64Array.from({ length: Y.columns }, (_, t) => {
    const mean = fitIntercept ? centred.xy[t] / weight : 0;
    let squares = 0;
    for (let i = 0; i < X.rows; i++) squares += (weights === undefined ? 1 : weights[i]) * (Y.data[i * Y.columns + t] - mean) * (Y.data[i * Y.columns + t] - mean);
    return Math.sqrt(squares);
  });
  return {
    curvature: (bend / weight) * largest + 2 * l2,
    rowCurvature: bend * (X.rows / weight) * longestRow + 2 * l2,
    lengths: squares.ofColumns.map(Math.sqrt),
    targetLengths,
  };
}

/** A symmetric matrix whose largest eigenvalue is λmax, row after row, and Σ w xⱼ². */
interface Squares {
  readonly matrix: Float64Array;
  readonly ofColumns: Float64Array;
}

/** [X, 1]ᵀ W [X, 1] itself. */
async function gramOfColumns({ X, weights }: LinearProblem, fitIntercept: boolean, weight: number, pause: Pause): Promise<Squares> {
  const d = X.columns;
  const ones: Matrix = { data: new Float64Array(X.rows).fill(1), rows: X.rows, columns: 1 };
  const { xx, xy } = await gram(X, ones, weights, { center: false }, pause);
  const ofColumns = Float64Array.from({ length: d }, (_, j) => xx[j * d + j]);
  if (!fitIntercept) return { matrix: xx, ofColumns };
  const size = d + 1;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < d; i++) {
    matrix.set(xx.subarray(i * d, (i + 1) * d), i * size);
    matrix[i * size + d] = xy[i];
    matrix[d * size + i] = xy[i];
  }
  matrix[size * size - 1] = weight;
  return { matrix, ofColumns };
}

/** √W [X, 1] [X, 1]ᵀ √W, which has the same eigenvalues but 0, and of few rows and many columns is smaller by far. */
async function gramOfRows({ X, weights }: LinearProblem, fitIntercept: boolean, pause: Pause): Promise<Squares> {
  const { data, rows: n, columns: d } = X;
  const matrix = new Float64Array(n * n);
  const ofColumns = new Float64Array(d);
  const weightOf = (i: number): number => (weights === undefined ? 1 : weights[i]);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) matrix[i * n + k] = matrix[k * n + i] = Math.sqrt(weightOf(i) * weightOf(k)) * product(X, i, k, fitIntercept);
    for (let j = 0; j < d; j++) ofColumns[j] += weightOf(i) * data[i * d + j] * data[i * d + j];
    await pause();
  }
  return { matrix, ofColumns };
}

/** Of rows i and k; with the intercept's 1 in both. */
function product({ data, columns }: Matrix, i: number, k: number, fitIntercept: boolean): number {
  let sum = fitIntercept ? 1 : 0;
  for (let j = 0; j < columns; j++) sum += data[i * columns + j] * data[k * columns + j];
  return sum;
}

/** By power iteration, up to rounding from below. @param matrix  positive semidefinite */
async function largestEigenvalue(matrix: Float64Array, pause: Pause): Promise<number> {
  const size = Math.sqrt(matrix.length);
  // start with weight on every axis, unevenly, so that no eigenvector is orthogonal to it by symmetry
  let vector = Float64Array.from({ length: size }, (_, i) => Math.sqrt(matrix[i * size + i]) * (1 + i / size));
  let largest = 0;
  for (let k = 0; k < 100; k++) {
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    if (length === 0) break;
    const unit = vector.map((value) => value / length);
    vector = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += matrix[i * size + j] * unit[j];
      vector[i] = sum;
    }
    largest = Math.max(largest, vector.reduce((sum, value, i) => sum + value * unit[i], 0));
    await pause();
  }
  return largest;
}
