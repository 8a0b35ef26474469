/** Mean and standard deviation of one column of numbers, weighted, missing values left out. Knows no table. */

/** Where the column lies: element i is `data[offset + i * stride]`. */
export interface ColumnView {
  readonly data: Float64Array;
  readonly offset: number;
  readonly stride: number;
  readonly length: number;
}

export interface Moments {
  /** Σw over the values that are not NaN; 0 when there is none, and then the rest is 0. */
  readonly weight: number;
  readonly mean: number;
  /** Of the population: √(Σw(x − mean)² / Σw). Exactly 0 when all values are equal. */
  readonly deviation: number;
  /** True when the deviation is no more than rounding makes of equal values. */
  readonly constant: boolean;
  readonly min: number;
  readonly max: number;
}

/** Of no value. */
export const noMoments: Moments = { weight: 0, mean: 0, deviation: 0, constant: true, min: 0, max: 0 };

/**
 * Two passes, the second correcting the first one's rounding (Chan, Golub & LeVeque, 1983).
 * A column counts as constant when its deviation is at most Σw · |mean| · ε, scikit-learn's rule.
 * Rows of weight 0 are left out altogether.
 */
export function momentsOf(column: ColumnView, weights?: Float64Array): Moments {
  const { data, offset, stride, length } = column;
  let weight = 0;
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < length; i++) {
    const x = data[offset + i * stride];
    const w = weights === undefined ? 1 : weights[i];
    if (w === 0 || Number.isNaN(x)) continue;
    weight += w;
    sum += w * x;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  if (weight === 0) return noMoments;
  if (min === max) return { weight, mean: min, deviation: 0, constant: true, min, max };

  const first = sum / weight;
  // squares of differences beyond 1e±150 would leave the range of doubles
  const range = max - min;
  const unit = range > 1e150 || range < 1e-150 ? range : 1;
  let shift = 0;
  let squares = 0;
  for (let i = 0; i < length; i++) {
    const x = data[offset + i * stride];
    const w = weights === undefined ? 1 : weights[i];
    if (w === 0 || Number.isNaN(x)) continue;
    const difference = (x - first) / unit;
    shift += w * difference;
    squares += w * difference * difference;
  }
  const mean = first + (shift / weight) * unit;
  const variance = Math.max(0, (squares - (shift * shift) / weight) / weight);
  const deviation = unit * Math.sqrt(variance);
  return { weight, mean, deviation, constant: isConstant(weight, mean, deviation), min, max };
}

/** Column j of a row-major matrix. */
export function columnView(matrix: { readonly data: Float64Array; readonly rows: number; readonly columns: number }, j: number): ColumnView {
  return { data: matrix.data, offset: j, stride: matrix.columns, length: matrix.rows };
}

/** Of two columns, one after the other. @see Chan, Golub & LeVeque (1983), Algorithms for computing the sample variance */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.weight === 0) return b;
  if (b.weight === 0) return a;
  const weight = a.weight + b.weight;
  const min = Math.min(a.min, b.min);
  const max = Math.max(a.max, b.max);
  if (min === max) return { weight, mean: min, deviation: 0, constant: true, min, max };
  const [p, q] = [a.weight / weight, b.weight / weight];
  const apart = b.mean - a.mean;
  const unit = Math.max(a.deviation, b.deviation, Math.abs(apart));
  const square = (value: number): number => (value / unit) * (value / unit);
  const mean = a.mean + q * apart;
  const deviation = unit === 0 ? 0 : unit * Math.sqrt(p * square(a.deviation) + q * square(b.deviation) + p * q * square(apart));
  return { weight, mean, deviation, constant: isConstant(weight, mean, deviation), min, max };
}

function isConstant(weight: number, mean: number, deviation: number): boolean {
  return deviation <= weight * Math.abs(mean) * Number.EPSILON;
}
