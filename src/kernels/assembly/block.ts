/**
 * A block of C from packed panels: runs the micro-kernel over all tiles. Tiles at the edge, and tiles whose columns
 * do not lie side by side in C, go through a small buffer. Knows no packing.
 */
import { Activation, Bias, biasAt, finish } from './epilogue';
import { MR, tile, tileColumns } from './tile';

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
  const finishing = to.last !== 0 && (to.biasKind !== Bias.none || to.activation !== Activation.none);
  const bPanel = <usize>k * tileColumns<T>() * sizeof<T>();
  for (let j = 0; j < n; j += tileColumns<T>()) {
    let panel = a;
    const columns = min(tileColumns<T>(), n - j);
    for (let i = 0; i < m; i += MR) {
      const rows = min(MR, m - i);
      if (to.columns === 0 && rows === MR && columns === tileColumns<T>()) {
        const c = to.c + <usize>i * to.cRow + <usize>j * sizeof<T>();
        tile<T>(k, panel, b, c, to.cRow, to.accumulate !== 0);
        if (finishing) finish<T>(c, to.cRow, to.biasKind, biasAt<T>(to.biasKind, to.bias, i, j), to.activation);
      } else {
        bufferedTile<T>(i, j, rows, columns, k, panel, b, to);
      }
      panel += aPanel;
    }
    b += bPanel;
  }
}

function bufferedTile<T>(i: i32, j: i32, rows: i32, columns: i32, k: i32, a: usize, b: usize, to: Target): void {
  const row: usize = 32;
  const buffer = to.buffer;
  tile<T>(k, a, b, buffer, row, false);
  if (to.accumulate) {
    for (let r = 0; r < rows; r++) {
      for (let v = 0; v < columns; v++) {
        const at = buffer + <usize>r * row + <usize>v * sizeof<T>();
        store<T>(at, load<T>(address<T>(to, i + r, j + v)) + load<T>(at));
      }
    }
  }
  if (to.last) {
    const bias = buffer + <usize>MR * row;
    const valid = to.biasKind === Bias.perRow ? rows : to.biasKind === Bias.perColumn ? columns : 0;
    const from = biasAt<T>(to.biasKind, to.bias, i, j);
    for (let v = 0; v < valid; v++) store<T>(bias + <usize>v * sizeof<T>(), load<T>(from + <usize>v * sizeof<T>()));
    finish<T>(buffer, row, to.biasKind, bias, to.activation);
  }
  for (let r = 0; r < rows; r++) {
    for (let v = 0; v < columns; v++) store<T>(address<T>(to, i + r, j + v), load<T>(buffer + <usize>r * row + <usize>v * sizeof<T>()));
  }
}

// @ts-ignore: decorator
@inline
function address<T>(to: Target, row: i32, column: i32): usize {
  const offset = to.columns === 0 ? column * sizeof<T>() : load<i32>(to.columns + (<usize>column << 2));
  return to.c + <usize>row * to.cRow + offset;
}
