/**
 * Columns as the solvers see them: less their mean, in units of their spread. A change of variables, not of the model:
 * the penalty stays on the coefficients of X as given. Knows no classes.
 */
import type { Matrix } from '../../array/index.ts';
import type { Pause } from '../../linalg/index.ts';

export interface Standardised {
  /** (x − center) / scale; exactly 0 in a column without spread. */
  readonly X: Matrix;
  /** Weighted means; zeros without an intercept, which could not take them up. */
  readonly center: Float64Array;
  /** Root of the weighted mean square of x − center; 0 for a column that is constant but for rounding. */
  readonly scale: Float64Array;
}

const blockNumbers = 65536; // per block: the event loop gets its turns

/**
 * @param weights  above 0, one per row
 * @throws RangeError for a column whose numbers spread less than 1e-150 or more than 1e150: their squares leave float64
 */
export async function standardise(caller: string, X: Matrix, weights: Float64Array | undefined, intercept: boolean, pause: Pause): Promise<Standardised> {
  const { data, rows, columns: d } = X;
  const total = weights === undefined ? rows : weights.reduce((sum, weight) => sum + weight, 0);
  const center = new Float64Array(d);
  const block = Math.max(1, Math.floor(blockNumbers / d));
  const eachBlock = async (visit: (start: number, end: number) => void): Promise<void> => {
    for (let start = 0; start < rows; start += block) {
      visit(start, Math.min(rows, start + block));
      await pause();
    }
  };
  if (intercept) {
    // deviations from the first row: a constant gives itself, and the second time nothing is left to cancel
    center.set(data.subarray(0, d));
    for (let pass = 0; pass < 2; pass++) {
      const sums = new Float64Array(d);
      await eachBlock((start, end) => {
        for (let i = start; i < end; i++) {
          const weight = weights === undefined ? 1 : weights[i];
          for (let j = 0; j < d; j++) sums[j] += weight * (data[i * d + j] - center[j]);
        }
      });
      for (let j = 0; j < d; j++) center[j] += sums[j] / total;
    }
  }
  const out = new Float64Array(data.length);
  const squares = new Float64Array(d);
  const largest = new Float64Array(d);
  await eachBlock((start, end) => {
    for (let i = start; i < end; i++) {
      const weight = weights === undefined ? 1 : weights[i];
      for (let j = 0; j < d; j++) {
        const value = data[i * d + j] - center[j];
        out[i * d + j] = value;
        squares[j] += weight * value * value;
        if (!(Math.abs(value) <= largest[j])) largest[j] = Math.abs(value);
      }
    }
  });
  const scale = squares.map((square, j) => {
    // a mean is wrong by some units in the last place: so small a spread says nothing
    if (largest[j] <= 2e-15 * Math.abs(center[j])) return 0;
    if (largest[j] === 0) return 0;
    if (!(largest[j] >= 1e-150 && largest[j] <= 1e150)) {
      throw new RangeError(`${caller}: columns must spread between 1e-150 and 1e150; column ${j} of X spreads ${largest[j].toPrecision(3)}, scale it first, for example with standardScaler()`);
    }
    return Math.sqrt(square / total);
  });
  const factor = scale.map((spread) => (spread === 0 ? 0 : 1 / spread));
  await eachBlock((start, end) => {
    for (let i = start; i < end; i++) for (let j = 0; j < d; j++) out[i * d + j] *= factor[j];
  });
  return { X: { data: out, rows, columns: d }, center, scale };
}
