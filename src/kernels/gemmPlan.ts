/**
 * How a product of matrices is cut into blocks. Depends on sizes only, so that the same product is summed in the same
 * order by any number of threads. Knows no memory.
 */

export type KernelFloat = 'float32' | 'float64';

export interface GemmPlan {
  readonly blockRows: number;
  readonly blockColumns: number;
  readonly blockDepth: number;
  readonly chunks: number;
  /** Bytes every thread needs for itself. */
  readonly scratchBytes: number;
}

/** KC: 256 steps keep a panel of 8 columns (8 kB) in the first cache. Sums are cut here, so it is part of the result. */
export const gemmDepth = 256;

/** Panels have room for rows up to a multiple of this, and are so many columns wide by type. */
export const tileRows = 4;
export const tileColumns: Readonly<Record<KernelFloat, number>> = { float32: 8, float64: 4 };

export const bytesOf: Readonly<Record<KernelFloat | 'int32', number>> = { float32: 4, float64: 8, int32: 4 };

/** MC × NC, largest blocks: a block of A (256 kB) stays in the second cache. */
const largest: Readonly<Record<KernelFloat, { rows: number; columns: number }>> = {
  float32: { rows: 256, columns: 512 },
  float64: { rows: 128, columns: 256 },
};

/** Products below this many multiplications are not cut: a second thread would cost more than it brings. */
const smallestChunk = 1 << 20;

/** Blocks of C for `batch` products of m × k by k × n. */
export function planGemm(m: number, n: number, k: number, batch: number, dtype: KernelFloat): GemmPlan {
  const { rows, columns } = largest[dtype];
  let blockRows = roundUp(Math.min(m, rows), tileRows);
  let blockColumns = roundUp(Math.min(n, columns), tileColumns[dtype]);
  const blockDepth = Math.max(1, Math.min(k, gemmDepth));
  const chunks = (): number => batch * Math.ceil(m / blockRows) * Math.ceil(n / blockColumns);
  const isWorth = (): boolean => chunks() < 8 && blockRows * blockColumns * k >= (chunks() < 2 ? 2 : 16) * smallestChunk;
  const isDivisible = (): boolean => (blockRows >= blockColumns ? blockRows > tileRows : blockColumns > tileColumns[dtype]);
  // two blocks, or a few large ones, to keep several threads busy; halving the longer side costs the least packing
  while (isWorth() && isDivisible()) {
    if (blockRows >= blockColumns) blockRows = roundUp(blockRows / 2, tileRows);
    else blockColumns = roundUp(blockColumns / 2, tileColumns[dtype]);
  }
  return { blockRows, blockColumns, blockDepth, chunks: chunks(), scratchBytes: scratchOf(blockRows, blockColumns, blockDepth, dtype) };
}

/** Operands of a product that need not be packed take at most so many bytes: they are read again from the first cache. */
const smallestPacked = 65536;

/** True where packing would cost more than it brings. The sum over k must not be cut. */
export function isSmallGemm(m: number, n: number, k: number, dtype: KernelFloat): boolean {
  return k >= 1 && k <= gemmDepth && (m + n) * k * bytesOf[dtype] <= smallestPacked;
}

/** As assembly/gemm.ts lays it out: a tile and its target, tables of offsets, both packed blocks. */
function scratchOf(rows: number, columns: number, depth: number, dtype: KernelFloat): number {
  return 512 + 4 * (rows + columns + depth) + 128 + (rows + columns) * depth * bytesOf[dtype];
}

/** The least multiple above 0 that is not below `value`. */
export function roundUp(value: number, multiple: number): number {
  return Math.max(1, Math.ceil(value / multiple)) * multiple;
}
