/** The columns that QR factors: shifted, weighted, of even length, with the penalty's rows below. Knows no factorisation. */
import { inversePower } from '../numeric/index.ts';
import type { Pause } from './gram.ts';
import { isPenalised, type System } from './residual.ts';

/** A column counts as dependent when what is left of it is below so many roundings of its numbers. */
const roundings = 32;

export interface WeightedColumns {
  /** [1, X − center]·√w, each [rows] or [rows + d]; without intercept no first column */
  readonly columns: Float64Array[];
  /** Below this length a column's rest is rounding. */
  readonly negligible: Float64Array;
  readonly center: Float64Array;
  /** A power of two per column that gives it length about 1. */
  readonly even: Float64Array;
  /** Lengths before they were made even. */
  readonly lengths: Float64Array;
}

/** @param root  of rowRoots */
export async function weightedColumns({ X, weights, intercept, scale, penalty }: System, root: Float64Array, pause: Pause): Promise<WeightedColumns> {
  const { data, rows, columns: d } = X;
  const first = intercept ? 1 : 0;
  const built: WeightedColumns = {
    columns: [], negligible: new Float64Array(d + first), center: new Float64Array(d), even: new Float64Array(d), lengths: new Float64Array(d),
  };
  if (intercept) built.columns.push(Float64Array.from(root, (value, i) => (i < rows ? value : 0)));
  for (let j = 0; j < d; j++) {
    const column = new Float64Array(root.length);
    let squares = 0;
    for (let i = 0; i < rows; i++) {
      const value = data[i * d + j] * scale[j];
      column[i] = value;
      squares += value * value * root[i] * root[i];
    }
    const center = intercept ? meanOf(column, rows, weights) : 0;
    let rest = 0;
    for (let i = 0; i < rows; i++) {
      column[i] = root[i] * (column[i] - center);
      rest += column[i] * column[i];
    }
    if (root.length > rows) {
      column[rows + j] = root[rows + j];
      rest += penalty[j];
    }
    const length = Math.sqrt(rest);
    const even = inversePower(length);
    for (let i = 0; i < column.length; i++) column[i] *= even;
    built.columns.push(column);
    built.center[j] = center;
    built.even[j] = even;
    built.lengths[j] = length;
    built.negligible[first + j] = roundings * 1.1102230246251565e-16 * Math.sqrt(squares) * even;
    await pause();
  }
  return built;
}

/** √w per row; below, √penalty per column when penalised. */
export function rowRoots(system: System): Float64Array {
  const { X, weights, penalty } = system;
  const below = isPenalised(system) ? X.columns : 0;
  const root = new Float64Array(X.rows + below).fill(1);
  if (weights !== undefined) for (let i = 0; i < X.rows; i++) root[i] = Math.sqrt(weights[i]);
  for (let j = 0; j < below; j++) root[X.rows + j] = Math.sqrt(penalty[j]);
  return root;
}

/** Weighted means (zeros without intercept) and lengths of the scaled targets, less their means. */
export function measureTargets({ X, Y, weights, intercept, targetScale }: System): { means: Float64Array; lengths: Float64Array } {
  const means = new Float64Array(Y.columns);
  const lengths = targetScale.map((scale, t) => {
    const values = Float64Array.from({ length: X.rows }, (_, i) => Y.data[i * Y.columns + t] * scale);
    const mean = intercept ? meanOf(values, X.rows, weights) : 0;
    means[t] = mean;
    return Math.sqrt(values.reduce((sum, value, i) => sum + (weights === undefined ? 1 : weights[i]) * (value - mean) * (value - mean), 0));
  });
  return { means, lengths };
}

/** The weighted mean up to rounding; exact for a constant. */
function meanOf(values: Float64Array, rows: number, weights: Float64Array | undefined): number {
  const base = values[Math.max(0, weights?.findIndex((weight) => weight > 0) ?? 0)];
  let total = 0;
  let totalWeight = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights === undefined ? 1 : weights[i];
    total += weight * (values[i] - base);
    totalWeight += weight;
  }
  return base + total / totalWeight;
}
