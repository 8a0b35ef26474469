/**
 * A block of C: runs the micro-kernel over all tiles. Tiles at the edge, and tiles whose columns
 * do not lie side by side in C, go through a small buffer. Knows no packing.
 */
import { Activation, Bias, biasAt } from './epilogue';
import { fivesOf, tileColumns, tiles4Across, tiles4Along, tiles5Across, tiles5Along, tilesOf } from './tile';

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

/** C (m × n) = A·B over k, both in panels (pack.ts). */
export function multiplyPanels<T>(m: i32, n: i32, k: i32, a: usize, b: usize, to: Target): void {
  multiplyBlock<T>(m, n, k, a, <usize>k * sizeof<T>(), 0, b, BUFFER_ROW, <usize>k * BUFFER_ROW, to, 0);
}

/**
 * C (m × n) = A·B over k. The rows of A are `aRow` bytes apart and its elements `aStep`, of which one is the size of a
 * number; aStep = 0: A is in panels. The rows of a panel of B are `bRow` bytes apart, and panels `bPanel`. Where B is in
 * no panels either, `edge` is a place of k times 32 bytes, to which its last columns are copied if they do not fill one;
 * otherwise 0.
 */
export function multiplyBlock<T>(m: i32, n: i32, k: i32, a: usize, aRow: usize, aStep: usize, b: usize, bRow: usize, bPanel: usize, to: Target, edge: usize): void {
  const tiles = tilesOf(m), fives = fivesOf(m);
  const biasKind = to.last ? to.biasKind : Bias.none;
  const activation = to.last ? to.activation : Activation.none;
  const accumulate = to.accumulate !== 0;
  for (let j = 0; j < n; j += tileColumns<T>(), b += bPanel) {
    const columns = min(tileColumns<T>(), n - j);
    const isFull = columns === tileColumns<T>();
    const isCopied = !isFull && edge !== 0;
    if (isCopied) copyEdge<T>(edge, b, bRow, columns, k);
    const panel = isCopied ? edge : b;
    const step = isCopied ? BUFFER_ROW : bRow;
    // tiles that are whole go to C at once, the others by the buffer
    const whole = !isFull || to.columns !== 0 ? 0 : fives > 0 ? tiles : m / 4;
    if (whole > 0) {
      const c = to.c + <usize>j * sizeof<T>();
      if (fives > 0) multiplyTiles<T>(5, 5, fives, k, a, aRow, aStep, panel, step, c, to.cRow, accumulate, biasKind, biasAt<T>(biasKind, to.bias, 0, j), activation);
      const i = 5 * fives;
      multiplyTiles<T>(4, 4, whole - fives, k, a + <usize>i * aRow, aRow, aStep, panel, step, c + <usize>i * to.cRow, to.cRow, accumulate, biasKind, biasAt<T>(biasKind, to.bias, i, j), activation);
    }
    for (let t = whole; t < tiles; t++) {
      const height = t < fives ? 5 : 4;
      const i = height === 5 ? 5 * t : 4 * t + fives;
      const rows = min(height, m - i);
      multiplyTiles<T>(height, rows, 1, k, a + <usize>i * aRow, aRow, aStep, panel, step, to.buffer, BUFFER_ROW, false, Bias.none, 0, Activation.none);
      putBuffer<T>(i, j, rows, columns, to);
    }
  }
}

/** `count` tiles one below the other, each of `height` rows, of which the first `rows` are there. */
function multiplyTiles<T>(height: i32, rows: i32, count: i32, k: i32, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, accumulate: bool, biasKind: i32, bias: usize, activation: i32): void {
  const columnStep = aStep === 0 ? <usize>height * sizeof<T>() : aStep;
  if (height === 5) {
    if (aStep === sizeof<T>()) tiles5Along<T>(count, k, a, aRow, b, bStep, c, cRow, accumulate, biasKind, bias, activation);
    else tiles5Across<T>(count, k, a, aRow, columnStep, b, bStep, c, cRow, accumulate, biasKind, bias, activation);
  } else {
    if (aStep === sizeof<T>()) tiles4Along<T>(count, k, a, aRow, rows, b, bStep, c, cRow, accumulate, biasKind, bias, activation);
    else tiles4Across<T>(count, k, a, aRow, columnStep, b, bStep, c, cRow, accumulate, biasKind, bias, activation);
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
