/** Gram matrix of the columns of X and Y: all that coordinate descent and Cholesky need of the rows. Knows no model. */
import type { Matrix } from '../array/index.ts';

/** Awaited between blocks of work: lets the event loop breathe, throws when the user aborted. */
export type Pause = () => Promise<void> | undefined;

/**
 * Weighted products of columns. With `center`, of columns less their weighted mean:
 * xx[j,k] = Σᵢ wᵢ (xᵢⱼ − x̄ⱼ)(xᵢₖ − x̄ₖ),  xy[j,t] = Σᵢ wᵢ (xᵢⱼ − x̄ⱼ)(yᵢₜ − ȳₜ),  yy[t] = Σᵢ wᵢ (yᵢₜ − ȳₜ)².
 */
export interface Gram {
  /** Weighted means of the columns of X, [d]; zeros without `center`. A constant column's mean is exact. */
  readonly means: Float64Array;
  /** The same for Y, [t]. */
  readonly targetMeans: Float64Array;
  /** [d, d], symmetric, both halves filled. Exactly 0 for constant columns when centred. */
  readonly xx: Float64Array;
  /** [d, t] */
  readonly xy: Float64Array;
  /** [t] */
  readonly yy: Float64Array;
  /** Σ wᵢ; the number of rows without weights. */
  readonly totalWeight: number;
  readonly rows: number;
}

export interface GramOptions {
  /** Subtract weighted means first. */
  readonly center: boolean;
  /** Factors, powers of two, for the columns of X: products are of x·scale, so that squares neither over- nor underflow. */
  readonly scale?: Float64Array;
  /** The same for Y. */
  readonly targetScale?: Float64Array;
}

/**
 * Centred Gram matrix in two passes: the first finds a shift near the mean, the second sums products of shifted
 * columns and takes the shift's small error out. Rows go through in blocks, transposed so that each column is
 * contiguous; block sums are added with compensation. O(n (d+t) d) time, O((d+t)²) memory beside one block.
 * The bits depend on the numbers and their order alone.
 * @param weights  ≥ 0, not all zero, one per row; default all 1
 * @returns means in the units of X and Y, products in units of x·scale and y·targetScale
 */
export async function gram(X: Matrix, Y: Matrix, weights: Float64Array | undefined, options: GramOptions, pause: Pause): Promise<Gram> {
  const scales = joined(X, Y, options.scale, options.targetScale);
  const d = X.columns;
  const size = d + Y.columns;
  const totalWeight = weights === undefined ? X.rows : sum(weights);
  const shift = options.center ? await nearMeans(X, Y, weights, scales, totalWeight, pause) : new Float64Array(size);

  const blockRows = Math.max(16, Math.min(256, Math.floor(32768 / size)));
  const padded = size + (size & 1);
  const block = new Float64Array(padded * blockRows);
  const products = new Float64Array(padded * padded);
  const lost = new Float64Array(padded * padded);
  const sums = new Float64Array(size);
  for (let start = 0; start < X.rows; start += blockRows) {
    const rows = Math.min(blockRows, X.rows - start);
    packColumns(block, blockRows, X, 0, start, rows, weights, scales, shift, sums);
    packColumns(block, blockRows, Y, d, start, rows, weights, scales, shift, sums);
    addProducts(products, lost, block, blockRows, rows, d, padded);
    await pause();
  }
  for (let e = 0; e < products.length; e++) products[e] += lost[e];

  const result: Gram = {
    means: new Float64Array(d), targetMeans: new Float64Array(Y.columns), totalWeight, rows: X.rows,
    xx: new Float64Array(d * d), xy: new Float64Array(d * Y.columns), yy: new Float64Array(Y.columns),
  };
  // Σw(x−s)(z−s') = Σw(x−x̄)(z−z̄) + W(x̄−s)(z̄−s'): the last term is what the shift missed
  const product = (i: number, j: number): number => products[i * padded + j] - (options.center ? (sums[i] / totalWeight) * sums[j] : 0);
  for (let i = 0; i < d; i++) {
    for (let j = i; j < d; j++) result.xx[i * d + j] = result.xx[j * d + i] = product(i, j);
    for (let t = 0; t < Y.columns; t++) result.xy[i * Y.columns + t] = product(i, d + t);
  }
  for (let t = 0; t < Y.columns; t++) result.yy[t] = Math.max(0, product(d + t, d + t));
  for (let i = 0; i < d; i++) result.xx[i * d + i] = Math.max(0, result.xx[i * d + i]);
  if (options.center) {
    for (let i = 0; i < size; i++) {
      const mean = (shift[i] + sums[i] / totalWeight) / scales[i];
      if (i < d) result.means[i] = mean;
      else result.targetMeans[i - d] = mean;
    }
  }
  return result;
}

/** Means up to rounding. Deviations from the first row that counts are summed, so that a constant gives itself. */
async function nearMeans(X: Matrix, Y: Matrix, weights: Float64Array | undefined, scales: Float64Array, totalWeight: number, pause: Pause): Promise<Float64Array> {
  const d = X.columns;
  const first = Math.max(0, weights?.findIndex((weight) => weight > 0) ?? 0);
  const base = Float64Array.from(scales, (scale, j) => scale * (j < d ? X.data[first * d + j] : Y.data[first * Y.columns + j - d]));
  const total = new Float64Array(scales.length);
  const part = new Float64Array(scales.length);
  for (let start = 0; start < X.rows; start += 4096) {
    const end = Math.min(X.rows, start + 4096);
    part.fill(0);
    for (const [{ data, columns }, offset] of [[X, 0], [Y, d]] as const) {
      for (let i = start; i < end; i++) {
        const weight = weights === undefined ? 1 : weights[i];
        for (let j = 0; j < columns; j++) part[offset + j] += weight * (data[i * columns + j] * scales[offset + j] - base[offset + j]);
      }
    }
    for (let j = 0; j < part.length; j++) total[j] += part[j];
    await pause();
  }
  return total.map((value, j) => base[j] + value / totalWeight);
}

/** Writes √w (x·scale − shift) of some rows of `matrix` as columns into `block`, and adds Σ w (x·scale − shift) to `sums`. */
function packColumns(
  block: Float64Array, blockRows: number, { data, columns }: Matrix, offset: number, start: number, rows: number,
  weights: Float64Array | undefined, scales: Float64Array, shift: Float64Array, sums: Float64Array,
): void {
  for (let j = 0; j < columns; j++) {
    const to = (offset + j) * blockRows;
    const scale = scales[offset + j];
    const center = shift[offset + j];
    let total = 0;
    for (let i = 0, from = start * columns + j; i < rows; i++, from += columns) {
      const value = data[from] * scale - center;
      if (weights === undefined) {
        total += value;
        block[to + i] = value;
      } else {
        total += weights[start + i] * value;
        block[to + i] = Math.sqrt(weights[start + i]) * value;
      }
    }
    sums[offset + j] += total;
  }
}

/**
 * products += block · blockᵀ, rows i < d (and the diagonal below), columns j ≥ i, in 2 × 2 tiles that stay in registers.
 * What an addition rounds away goes to `lost` (Knuth's two-sum). `padded` is even; a last odd column is zero.
 */
function addProducts(products: Float64Array, lost: Float64Array, block: Float64Array, stride: number, rows: number, d: number, padded: number): void {
  const add = (at: number, value: number): void => {
    const before = products[at];
    const after = before + value;
    const taken = after - before;
    lost[at] += before - (after - taken) + (value - taken);
    products[at] = after;
  };
  for (let i = 0; i < padded; i += 2) {
    // below the columns of X only squares are wanted: targets are not multiplied with each other
    for (let j = i; j < (i < d ? padded : i + 2); j += 2) {
      const a = i * stride;
      const c = j * stride;
      let p00 = 0;
      let p01 = 0;
      let p10 = 0;
      let p11 = 0;
      for (let r = 0; r < rows; r++) {
        const a0 = block[a + r];
        const a1 = block[a + stride + r];
        const c0 = block[c + r];
        const c1 = block[c + stride + r];
        p00 += a0 * c0;
        p01 += a0 * c1;
        p10 += a1 * c0;
        p11 += a1 * c1;
      }
      add(i * padded + j, p00);
      add(i * padded + j + 1, p01);
      add((i + 1) * padded + j, p10);
      add((i + 1) * padded + j + 1, p11);
    }
  }
}

function joined(X: Matrix, Y: Matrix, scale: Float64Array | undefined, targetScale: Float64Array | undefined): Float64Array {
  const scales = new Float64Array(X.columns + Y.columns).fill(1);
  if (scale !== undefined) scales.set(scale, 0);
  if (targetScale !== undefined) scales.set(targetScale, X.columns);
  return scales;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
