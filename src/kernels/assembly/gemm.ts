/** C = A·B (+ C), batched, any strides. Cut into blocks of C, each summed over all of k by one thread. */
import { multiplyBlock, multiplyPanels, Target, TILE_BUFFER } from './block';
import { packColumns, packRows, ramp } from './pack';

/** One call as the host writes it (src/kernels/calls.ts); strides count elements. */
@unmanaged
export class GemmCall {
  kernel: i32;
  chunks: i32;
  m: i32;
  n: i32;
  k: i32;
  a: usize;
  aRow: i32;
  aColumn: i32;
  aBatch: i32;
  b: usize;
  bRow: i32;
  bColumn: i32;
  bBatch: i32;
  c: usize;
  cRow: i32;
  cBatch: i32;
  accumulate: i32;
  biasKind: i32;
  bias: usize;
  activation: i32;
  /** Rows, columns and depth of a block; multiples of the tile's. */
  blockRows: i32;
  blockColumns: i32;
  blockDepth: i32;
  /** 1: small, and B's columns lie side by side: nothing is packed. */
  inPlace: i32;
}

/** Chunk = one block of C, counted over columns of blocks, then rows, then the batch. */
export function gemm<T>(call: GemmCall, chunk: i32, scratch: usize): void {
  const acrossColumns = (call.n + call.blockColumns - 1) / call.blockColumns;
  const acrossRows = (call.m + call.blockRows - 1) / call.blockRows;
  const column = (chunk % acrossColumns) * call.blockColumns;
  const row = (chunk / acrossColumns % acrossRows) * call.blockRows;
  const item = <usize>(chunk / (acrossColumns * acrossRows)) * sizeof<T>();
  const m = min(call.blockRows, call.m - row);
  const n = min(call.blockColumns, call.n - column);
  const depth = max(1, min(call.blockDepth, call.k));

  const size = sizeof<T>();
  const to = changetype<Target>(scratch);
  const rows = scratch + offsetof<Target>() + TILE_BUFFER;
  const columns = rows + (<usize>call.blockRows << 2);
  const over = columns + (<usize>call.blockColumns << 2);
  const packedA = (over + (<usize>call.blockDepth << 2) + 63) & ~63;
  const packedB = (packedA + <usize>call.blockRows * depth * size + 63) & ~63;

  to.c = call.c + item * call.cBatch + <usize>row * call.cRow * size + <usize>column * size;
  to.cRow = <usize>call.cRow * size;
  to.columns = 0;
  to.biasKind = call.biasKind;
  to.bias = call.bias + <usize>(call.biasKind === 1 ? row : column) * size;
  to.activation = call.activation;
  to.buffer = scratch + offsetof<Target>();

  if (call.inPlace) {
    to.accumulate = call.accumulate;
    to.last = 1;
    const aRow = <usize>call.aRow * size, bRow = <usize>call.bRow * size;
    const from = call.a + item * call.aBatch + <usize>row * aRow;
    multiplyBlock<T>(m, n, call.k, from, aRow, <usize>call.aColumn * size, call.b + item * call.bBatch + <usize>column * size, bRow, 32, to, rows);
    return;
  }
  const isRowMajor = call.aColumn === 1; // read where it lies
  if (!isRowMajor) ramp(rows, m, row * call.aRow * <i32>size, call.aRow * <i32>size);
  ramp(columns, n, column * call.bColumn * <i32>size, call.bColumn * <i32>size);
  const a = call.a + item * call.aBatch;
  const b = call.b + item * call.bBatch;
  if (call.k === 0) {
    // nothing to sum: one step over zeros
    memory.fill(packedA, 0, <usize>call.blockRows * size);
    memory.fill(packedB, 0, <usize>call.blockColumns * size);
    to.accumulate = call.accumulate;
    to.last = 1;
    multiplyPanels<T>(m, n, 1, packedA, packedB, to);
    return;
  }
  for (let first = 0; first < call.k;) {
    const k = min(depth, call.k - first);
    to.accumulate = call.accumulate | i32(first > 0);
    to.last = i32(first + k >= call.k);
    ramp(over, k, 0, call.bRow * <i32>size);
    packColumns<T>(packedB, b + <usize>first * call.bRow * size, columns, n, over, k);
    if (isRowMajor) {
      const aRow = <usize>call.aRow * size;
      multiplyBlock<T>(m, n, k, a + <usize>row * aRow + <usize>first * size, aRow, size, packedB, 32, <usize>k << 5, to, 0);
    } else {
      ramp(over, k, 0, call.aColumn * <i32>size);
      packRows<T>(packedA, a + <usize>first * call.aColumn * size, rows, m, over, k);
      multiplyPanels<T>(m, n, k, packedA, packedB, to);
    }
    first += k;
  }
}
