/** Gram matrix of the columns of X and Y: all that coordinate descent and Cholesky need of the rows. Knows no model. */
import { blocksOf, type Matrix, type RowBlock, type RowBlocks } from '../array/index.ts';
import { productRows, Products } from './products.ts';

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
 * The Gram matrix of matrices in memory: see gramOf.
 * @param weights  ≥ 0, not all zero, one per row; default all 1
 */
export function gram(X: Matrix, Y: Matrix, weights: Float64Array | undefined, options: GramOptions, pause: Pause): Promise<Gram> {
  return gramOf(blocksOf(X, Y, weights), options, pause);
}

/**
 * Centred Gram matrix, usually in one pass: sums products of columns less a shift, the mean of some rows of the first
 * block, and takes out what the mean of all rows differs by. Where that would cost more than three bits, because the
 * first rows are far from typical, a second pass is shifted by the mean itself. O(n (d+t) d) time on all threads,
 * O((d+t)²) memory beside one block. The bits depend on the numbers and their order alone.
 * @returns means in the units of X and Y, products in units of x·scale and y·targetScale
 */
export async function gramOf(blocks: RowBlocks, options: GramOptions, pause: Pause): Promise<Gram> {
  const { features, targets } = blocks;
  const scales = new Float64Array(features + targets).fill(1);
  scales.set(options.scale ?? [], 0);
  scales.set(options.targetScale ?? [], features);
  const sums = await pass(blocks, scales, options.center ? undefined : new Float64Array(scales.length), pause);
  if (!options.center) return inUnits(sums, blocks, scales, false);
  const shift = sums.products.shifts.map((value, j) => value + sums.products.at(j, scales.length) / sums.totalWeight);
  const far = shift.some((mean, j) => 9 * (mean - sums.products.shifts[j]) * sums.products.at(j, scales.length) > 8 * sums.products.at(j, j));
  return inUnits(far ? await pass(blocks, scales, shift, pause) : sums, blocks, scales, true);
}

interface Sums {
  readonly products: Products;
  readonly rows: number;
  readonly totalWeight: number;
}

/** @param shift  of every column; default the mean of some rows of the first block that counts */
async function pass(blocks: RowBlocks, scales: Float64Array, shift: Float64Array | undefined, pause: Pause): Promise<Sums> {
  const { features, targets } = blocks;
  let products: Products | undefined;
  let rows = 0;
  let totalWeight = 0;
  for await (const block of blocks.walk(productRows(features, targets))) {
    rows += block.X.rows;
    if (block.weights === undefined) totalWeight += block.X.rows;
    else for (const weight of block.weights) totalWeight += weight;
    if (totalWeight > 0) { // something counts
      products ??= new Products(features, targets, scales, shift ?? nearMeans(block, scales));
      products.add(block);
    }
    await pause();
  }
  return { products: products ?? new Products(features, targets, scales, new Float64Array(scales.length)), rows, totalWeight };
}

function inUnits({ products, rows, totalWeight }: Sums, { features: d, targets }: RowBlocks, scales: Float64Array, center: boolean): Gram {
  const size = d + targets;
  const result: Gram = {
    means: new Float64Array(d), targetMeans: new Float64Array(targets), totalWeight, rows,
    xx: new Float64Array(d * d), xy: new Float64Array(d * targets), yy: new Float64Array(targets),
  };
  const missed = scales.map((_, j) => (center ? products.at(j, size) / totalWeight : 0));
  // Σw(x−s)(z−s') = Σw(x−x̄)(z−z̄) + W(x̄−s)(z̄−s'): the last term is what the shift missed
  const product = (i: number, j: number): number => products.at(i, j) - missed[i] * missed[j] * totalWeight;
  for (let i = 0; i < d; i++) {
    for (let j = i; j < d; j++) result.xx[i * d + j] = result.xx[j * d + i] = product(i, j);
    for (let t = 0; t < targets; t++) result.xy[i * targets + t] = product(i, d + t);
  }
  for (let t = 0; t < targets; t++) result.yy[t] = Math.max(0, product(d + t, d + t));
  for (let i = 0; i < d; i++) result.xx[i * d + i] = Math.max(0, result.xx[i * d + i]);
  if (center) {
    for (let i = 0; i < size; i++) {
      const mean = (products.shifts[i] + missed[i]) / scales[i];
      if (i < d) result.means[i] = mean;
      else result.targetMeans[i - d] = mean;
    }
  }
  return result;
}

/** Rows that a shift is taken from. */
const sampled = 256;

/** Means of some rows of a block that has a weight above 0. Deviations from the first that counts are summed, so that a constant gives itself. */
function nearMeans({ X, Y, weights }: RowBlock, scales: Float64Array): Float64Array {
  const d = X.columns;
  const first = Math.max(0, weights?.findIndex((weight) => weight > 0) ?? 0);
  const base = Float64Array.from(scales, (scale, j) => scale * (j < d ? X.data[first * d + j] : Y.data[first * Y.columns + j - d]));
  const total = new Float64Array(scales.length);
  const step = Math.ceil((X.rows - first) / sampled);
  let totalWeight = 0;
  for (let i = first; i < X.rows; i += step) {
    const weight = weights === undefined ? 1 : weights[i];
    totalWeight += weight;
    addDeviations(X, i, weight, scales, base, total, 0);
    addDeviations(Y, i, weight, scales, base, total, d);
  }
  return total.map((value, j) => base[j] + value / totalWeight);
}

function addDeviations({ data, columns }: Matrix, row: number, weight: number, scales: Float64Array, base: Float64Array, total: Float64Array, offset: number): void {
  const from = row * columns;
  for (let j = 0; j < columns; j++) total[offset + j] += weight * (data[from + j] * scales[offset + j] - base[offset + j]);
}
