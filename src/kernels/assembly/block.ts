/**
 * A block of C from packed panels: runs the micro-kernel over all tiles. Tiles at the edge, and tiles whose columns
 * do not lie side by side in C, go through a small buffer. Knows no packing.
 */
import { Activation, Bias, biasAt } from './epilogue';
import { MR, tile, tileAcross, tileAlong, tileColumns } from './tile';

/** Bytes of the buffer for one tile and its bias. */
export const TILE_BUFFER: usize = 256;

/** Where a block goes and what is done to it. */
@unmanaged
export class Target {
  /** Address of the first element; bytes from row to row. */
  c: usize;
  cRow: usize;
  /** Byte offset of every column, or 0 when they lie side by side. */
  columns: usize;
  /** 1: add to what C holds. */
  accumulate: i32;
  /** 1: this was the last part of the sum; bias and activation follow. */
  last: i32;
  biasKind: i32;
  /** Address of the bias of the block's first row or column. */
  bias: usize;
  activation: i32;
  /** Address of TILE_BUFFER bytes. */
  buffer: usize;
}

/** C (m × n) = A·B over k, A in panels of 4 rows, B in panels of a tile's columns. */
export function multiplyBlock<T>(m: i32, n: i32, k: i32, a: usize, b: usize, to: Target): void {
  const aPanel = <usize>k * MR * sizeof<T>();
  const biasKind = to.last ? to.biasKind : Bias.none;
  const activation = to.last ? to.activation : Activation.none;
  const bPanel = <usize>k * tileColumns<T>() * sizeof<T>();
  for (let j = 0; j < n; j += tileColumns<T>()) {
    let panel = a;
    const columns = min(tileColumns<T>(), n - j);
    for (let i = 0; i < m; i += MR) {
      const rows = min(MR, m - i);
      if (to.columns === 0 && rows === MR && columns === tileColumns<T>()) {
        const c = to.c + <usize>i * to.cRow + <usize>j * sizeof<T>();
        tile<T>(k, panel, b, c, to.cRow, to.accumulate !== 0, biasKind, biasAt<T>(biasKind, to.bias, i, j), activation);
      } else {
        tile<T>(k, panel, b, to.buffer, BUFFER_ROW, false);
        putBuffer<T>(i, j, rows, columns, to);
      }
      panel += aPanel;
    }
    b += bPanel;
  }
}

/**
 * The same without packing, for small products. A's rows or its columns lie side by side, `aRow` and `aStep` bytes apart;
 * B's columns do, its rows `bRow` bytes apart. Columns of B that do not fill a panel are copied to `edge`, k times 32 bytes.
 */
export function multiplyInPlace<T>(m: i32, n: i32, k: i32, a: usize, aRow: usize, aStep: usize, b: usize, bRow: usize, to: Target, edge: usize): void {
  for (let j = 0; j < n; j += tileColumns<T>()) {
    const columns = min(tileColumns<T>(), n - j);
    const isFull = columns === tileColumns<T>();
    const from = b + <usize>j * sizeof<T>();
    if (!isFull) copyEdge<T>(edge, from, bRow, columns, k);
    const panel = isFull ? from : edge;
    const step = isFull ? bRow : BUFFER_ROW;
    for (let i = 0; i < m; i += MR) {
      const rows = min(MR, m - i);
      const aFrom = a + <usize>i * aRow;
      if (rows === MR && isFull && to.accumulate === 0) {
        const c = to.c + <usize>i * to.cRow + <usize>j * sizeof<T>();
        const bias = biasAt<T>(to.biasKind, to.bias, i, j);
        if (aStep === sizeof<T>()) tileAlong<T>(k, aFrom, aRow, MR, panel, step, c, to.cRow, to.biasKind, bias, to.activation);
        else tileAcross<T>(k, aFrom, aStep, panel, step, c, to.cRow, to.biasKind, bias, to.activation);
      } else {
        if (aStep === sizeof<T>()) tileAlong<T>(k, aFrom, aRow, rows, panel, step, to.buffer, BUFFER_ROW);
        else tileAcross<T>(k, aFrom, aStep, panel, step, to.buffer, BUFFER_ROW);
        putBuffer<T>(i, j, rows, columns, to);
      }
    }
  }
}

/** Bytes from row to row of the buffer: two vectors. */
const BUFFER_ROW: usize = 32;

function copyEdge<T>(to: usize, from: usize, fromRow: usize, columns: i32, k: i32): void {
  for (let i = 0; i < k; i++, to += BUFFER_ROW, from += fromRow) {
    for (let v = 0; v < tileColumns<T>(); v++) {
      const at = <usize>v * sizeof<T>();
      store<T>(to + at, v < columns ? load<T>(from + at) : 0);
    }
  }
}

/** Puts the part of a tile that there is where it belongs, one number at a time. */
function putBuffer<T>(i: i32, j: i32, rows: i32, columns: i32, to: Target): void {
  const from = biasAt<T>(to.biasKind, to.bias, i, j);
  for (let r = 0; r < rows; r++) {
    for (let v = 0; v < columns; v++) {
      const at = address<T>(to, i + r, j + v);
      let x = load<T>(to.buffer + <usize>r * BUFFER_ROW + <usize>v * sizeof<T>());
      if (to.accumulate) x = load<T>(at) + x;
      if (to.last) {
        if (to.biasKind !== Bias.none) x += load<T>(from + <usize>(to.biasKind === Bias.perRow ? r : v) * sizeof<T>());
        if (to.activation === Activation.relu) x = max<T>(x, 0);
      }
      store<T>(at, x);
    }
  }
}

// @ts-ignore: decorator
@inline
function address<T>(to: Target, row: i32, column: i32): usize {
  const offset = to.columns === 0 ? column * sizeof<T>() : load<i32>(to.columns + (<usize>column << 2));
  return to.c + <usize>row * to.cRow + offset;
}
