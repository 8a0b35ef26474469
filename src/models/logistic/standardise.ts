/**
 * Columns as the solvers see them: less their mean, in units of their spread. A change of variables, not of the model:
 * the penalty stays on the coefficients of X as given. Knows no classes.
 */
import { logisticPartRows, momentsCall } from '../../kernels/index.ts';
import type { KernelRows } from './kernelRows.ts';

export interface Standardised {
  /** Weighted means; zeros without an intercept, which could not take them up. */
  readonly center: Float64Array;
  /** Root of the weighted mean square of x − center; 0 for a column that is constant but for rounding. */
  readonly scale: Float64Array;
}

/**
 * Makes of the rows (x − center) / scale, exactly 0 in a column without spread.
 * @param total  of the weights   @param checkX  called where a number is not finite, to say which
 * @throws RangeError for a column whose numbers spread less than 1e-150 or more than 1e150: their squares leave float64
 */
export async function standardise(caller: string, rows: KernelRows, total: number, intercept: boolean, checkX?: () => void): Promise<Standardised> {
  const { features: d } = rows;
  let center = intercept ? await rows.nearMeans() : new Float64Array(d);
  let { sums, squares, largest } = await momentsAbout(rows, center);
  if (sums.some((value, j) => !Number.isFinite(value + largest[j]))) checkX?.();
  const meansOf = (): Float64Array<ArrayBuffer> => center.map((value, j) => value + sums[j] / total);
  // once more where the first rows are far from typical: else squares would lose digits
  if (intercept && sums.some((sum, j) => 2 * sum * (sum / total) > squares[j])) {
    center = meansOf();
    ({ sums, squares, largest } = await momentsAbout(rows, center));
  }
  if (intercept) {
    center = meansOf();
    squares = squares.map((square, j) => Math.max(0, square - sums[j] * (sums[j] / total)));
  }
  const scale = squares.map((square, j) => {
    // a mean is wrong by some units in the last place: so small a spread says nothing
    if (largest[j] <= 2e-15 * Math.abs(center[j])) return 0;
    if (largest[j] === 0) return 0;
    if (!(largest[j] >= 1e-150 && largest[j] <= 1e150)) {
      throw new RangeError(`${caller}: columns must spread between 1e-150 and 1e150; column ${j} of X spreads ${largest[j].toPrecision(3)}, scale it first, for example with standardScaler()`);
    }
    return Math.sqrt(square / total);
  });
  await rows.standardise({ center, factor: scale.map((spread) => (spread === 0 ? 0 : 1 / spread)) });
  return { center, scale };
}

interface Moments {
  /** Σ w (x − center) */
  readonly sums: Float64Array;
  /** Σ w (x − center)² */
  readonly squares: Float64Array;
  /** The largest |x − center|. */
  readonly largest: Float64Array;
}

async function momentsAbout(rows: KernelRows, center: Float64Array): Promise<Moments> {
  const { features: d, machine } = rows;
  const width = d + (d & 1);
  const found: Moments = { sums: new Float64Array(d), squares: new Float64Array(d), largest: new Float64Array(d) };
  await rows.each((stretch) => {
    const parts = Math.ceil(stretch.rows / logisticPartRows(d));
    const padded = new Float64Array(width);
    padded.set(center);
    const at = machine.allocate(8 * 3 * width * parts);
    rows.run({ calls: [momentsCall(stretch, rows.copyIn(padded), at)], scratchBytes: 64 });
    const values = machine.float64(at, 3 * width * parts);
    for (let from = 0; from < values.length; from += 3 * width) {
      for (let j = 0; j < d; j++) {
        found.sums[j] += values[from + j];
        found.squares[j] += values[from + width + j];
        const largest = values[from + 2 * width + j];
        if (!(largest <= found.largest[j])) found.largest[j] = largest;
      }
    }
  });
  return found;
}
