/**
 * The one micro-kernel: a tile of 5 or 4 rows × 2 vectors (8 columns in f32, 4 in f64), summed over k in registers, with
 * its epilogue (bias, activation). Knows packed panels, no matrices.
 *
 * Of 5 rows, 10 sums, 2 vectors of b, one of a and one product are live: 14 of the 15 registers V8 gives. V8 orders the
 * instructions between two branches as it likes, loads first; it would load all of a step, or of several, ahead and spill
 * the sums. So each row of five ends in a way out of the loop, most of them never taken, which cost nothing beside the
 * products (measured on registers and first cache, f32: 97 % of the processor's roof; 4 rows 90).
 */
import { Activation, Bias } from './epilogue';
import { lanes, multiplyAdd, rectified } from './vector';

/** Rows of a tile, at most. */
export const MR: i32 = 5;

/** Columns of a tile. */
// @ts-ignore: decorator
@inline
export function tileColumns<T>(): i32 {
  return 2 * lanes<T>();
}

/** How many tiles `rows` rows are shared among: as few as can be. */
// @ts-ignore: decorator
@inline
export function tilesOf(rows: i32): i32 {
  return (rows + MR - 1) / MR;
}

/** How many of them have 5 rows; they come first. The others have 4, the last one fewer where there is no other way. */
// @ts-ignore: decorator
@inline
export function fivesOf(rows: i32): i32 {
  return max(0, rows - 4 * tilesOf(rows));
}

/** Rows for which panels have room. */
// @ts-ignore: decorator
@inline
export function paddedRows(rows: i32): i32 {
  return 4 * tilesOf(rows) + fivesOf(rows);
}

/** Columns for which panels have room. */
// @ts-ignore: decorator
@inline
export function paddedColumns<T>(columns: i32): i32 {
  return (columns + tileColumns<T>() - 1) / tileColumns<T>() * tileColumns<T>();
}

/**
 * c[r, v] = activation((accumulate ? c[r, v] : 0) + Σ_k a[r, k] · b[k, v] + bias),  k ≥ 1
 *
 * The elements of each row of a lie side by side: rows start at a, a + aRow, …, those from the `rows`-th on are read as
 * the last one again. The rows of b are bStep bytes apart. Addresses are even, so those compared with odd numbers are
 * ways out that are never taken.
 */
// @ts-ignore: decorator
@inline
function along<T>(five: bool, count: i32, k: i32, a: usize, aRow: usize, rows: i32, b: usize, bStep: usize, c: usize, cRow: usize, accumulate: bool, biasKind: i32, bias: usize, activation: i32): void {
  let c00: v128, c01: v128, c10: v128, c11: v128, c20: v128, c21: v128, c30: v128, c31: v128, c40: v128, c41: v128;
  let b0: v128, b1: v128, x: v128;
  const end = b + <usize>k * bStep;
  const height = five ? 5 : 4;
  for (; count > 0; count--) {
    c00 = v128.splat<T>(0);
    c01 = v128.splat<T>(0);
    c10 = v128.splat<T>(0);
    c11 = v128.splat<T>(0);
    c20 = v128.splat<T>(0);
    c21 = v128.splat<T>(0);
    c30 = v128.splat<T>(0);
    c31 = v128.splat<T>(0);
    c40 = v128.splat<T>(0);
    c41 = v128.splat<T>(0);
    let a0 = a;
    let a1 = a0 + (rows > 1 ? aRow : 0);
    let a2 = a1 + (rows > 2 ? aRow : 0);
    let a3 = a2 + (rows > 3 ? aRow : 0);
    let a4 = a3 + aRow;
    let at = b;
    while (true) {
      b0 = v128.load(at);
      b1 = v128.load(at, 16);
      at += bStep;
      x = v128.load_splat<T>(a0);
      c00 = multiplyAdd<T>(c00, x, b0);
      c01 = multiplyAdd<T>(c01, x, b1);
      if (at === 1) break; // never
      x = v128.load_splat<T>(a1);
      c10 = multiplyAdd<T>(c10, x, b0);
      c11 = multiplyAdd<T>(c11, x, b1);
      if (at === 3) break; // never
      x = v128.load_splat<T>(a2);
      c20 = multiplyAdd<T>(c20, x, b0);
      c21 = multiplyAdd<T>(c21, x, b1);
      if (at === 5) break; // never
      x = v128.load_splat<T>(a3);
      c30 = multiplyAdd<T>(c30, x, b0);
      c31 = multiplyAdd<T>(c31, x, b1);
      if (five) {
        if (at === 7) break; // never
        x = v128.load_splat<T>(a4);
        c40 = multiplyAdd<T>(c40, x, b0);
        c41 = multiplyAdd<T>(c41, x, b1);
      }
      if (at === end) break;
      b0 = v128.load(at);
      b1 = v128.load(at, 16);
      at += bStep;
      x = v128.load_splat<T>(a0, sizeof<T>());
      c00 = multiplyAdd<T>(c00, x, b0);
      c01 = multiplyAdd<T>(c01, x, b1);
      if (at === 9) break; // never
      x = v128.load_splat<T>(a1, sizeof<T>());
      c10 = multiplyAdd<T>(c10, x, b0);
      c11 = multiplyAdd<T>(c11, x, b1);
      if (at === 11) break; // never
      x = v128.load_splat<T>(a2, sizeof<T>());
      c20 = multiplyAdd<T>(c20, x, b0);
      c21 = multiplyAdd<T>(c21, x, b1);
      if (at === 13) break; // never
      x = v128.load_splat<T>(a3, sizeof<T>());
      c30 = multiplyAdd<T>(c30, x, b0);
      c31 = multiplyAdd<T>(c31, x, b1);
      if (five) {
        if (at === 15) break; // never
        x = v128.load_splat<T>(a4, sizeof<T>());
        c40 = multiplyAdd<T>(c40, x, b0);
        c41 = multiplyAdd<T>(c41, x, b1);
      }
      if (at === end) break;
      a0 += 2 * sizeof<T>();
      a1 += 2 * sizeof<T>();
      a2 += 2 * sizeof<T>();
      a3 += 2 * sizeof<T>();
      if (five) a4 += 2 * sizeof<T>();
    }
    putTile<T>(five, c, cRow, accumulate, biasKind, bias, activation, c00, c01, c10, c11, c20, c21, c30, c31, c40, c41);
    a += height * aRow;
    c += height * cRow;
    if (biasKind === Bias.perRow) bias += height * sizeof<T>();
  }
}

export function tiles5Along<T>(count: i32, k: i32, a: usize, aRow: usize, b: usize, bStep: usize, c: usize, cRow: usize, accumulate: bool, biasKind: i32, bias: usize, activation: i32): void {
  along<T>(true, count, k, a, aRow, 5, b, bStep, c, cRow, accumulate, biasKind, bias, activation);
}

export function tiles4Along<T>(count: i32, k: i32, a: usize, aRow: usize, rows: i32, b: usize, bStep: usize, c: usize, cRow: usize, accumulate: bool, biasKind: i32, bias: usize, activation: i32): void {
  along<T>(false, count, k, a, aRow, rows, b, bStep, c, cRow, accumulate, biasKind, bias, activation);
}

/** The same where the elements of each column of a lie side by side, columns aStep bytes apart: a panel, or a matrix. All are read, used or not. */
// @ts-ignore: decorator
@inline
function across<T>(five: bool, count: i32, k: i32, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, accumulate: bool, biasKind: i32, bias: usize, activation: i32): void {
  let c00: v128, c01: v128, c10: v128, c11: v128, c20: v128, c21: v128, c30: v128, c31: v128, c40: v128, c41: v128;
  let b0: v128, b1: v128, x: v128;
  const end = b + <usize>k * bStep;
  const height = five ? 5 : 4;
  for (; count > 0; count--) {
    c00 = v128.splat<T>(0);
    c01 = v128.splat<T>(0);
    c10 = v128.splat<T>(0);
    c11 = v128.splat<T>(0);
    c20 = v128.splat<T>(0);
    c21 = v128.splat<T>(0);
    c30 = v128.splat<T>(0);
    c31 = v128.splat<T>(0);
    c40 = v128.splat<T>(0);
    c41 = v128.splat<T>(0);
    let a0 = a;
    let at = b;
    while (true) {
      b0 = v128.load(at);
      b1 = v128.load(at, 16);
      at += bStep;
      x = v128.load_splat<T>(a0);
      c00 = multiplyAdd<T>(c00, x, b0);
      c01 = multiplyAdd<T>(c01, x, b1);
      if (five && at === 1) break; // never
      x = v128.load_splat<T>(a0, 1 * sizeof<T>());
      c10 = multiplyAdd<T>(c10, x, b0);
      c11 = multiplyAdd<T>(c11, x, b1);
      if (five && at === 3) break; // never
      x = v128.load_splat<T>(a0, 2 * sizeof<T>());
      c20 = multiplyAdd<T>(c20, x, b0);
      c21 = multiplyAdd<T>(c21, x, b1);
      if (five && at === 5) break; // never
      x = v128.load_splat<T>(a0, 3 * sizeof<T>());
      c30 = multiplyAdd<T>(c30, x, b0);
      c31 = multiplyAdd<T>(c31, x, b1);
      if (five) {
        if (at === 7) break; // never
        x = v128.load_splat<T>(a0, 4 * sizeof<T>());
        c40 = multiplyAdd<T>(c40, x, b0);
        c41 = multiplyAdd<T>(c41, x, b1);
      }
      if (at === end) break;
      a0 += aStep;
      b0 = v128.load(at);
      b1 = v128.load(at, 16);
      at += bStep;
      x = v128.load_splat<T>(a0);
      c00 = multiplyAdd<T>(c00, x, b0);
      c01 = multiplyAdd<T>(c01, x, b1);
      if (five && at === 9) break; // never
      x = v128.load_splat<T>(a0, 1 * sizeof<T>());
      c10 = multiplyAdd<T>(c10, x, b0);
      c11 = multiplyAdd<T>(c11, x, b1);
      if (five && at === 11) break; // never
      x = v128.load_splat<T>(a0, 2 * sizeof<T>());
      c20 = multiplyAdd<T>(c20, x, b0);
      c21 = multiplyAdd<T>(c21, x, b1);
      if (five && at === 13) break; // never
      x = v128.load_splat<T>(a0, 3 * sizeof<T>());
      c30 = multiplyAdd<T>(c30, x, b0);
      c31 = multiplyAdd<T>(c31, x, b1);
      if (five) {
        if (at === 15) break; // never
        x = v128.load_splat<T>(a0, 4 * sizeof<T>());
        c40 = multiplyAdd<T>(c40, x, b0);
        c41 = multiplyAdd<T>(c41, x, b1);
      }
      if (at === end) break;
      a0 += aStep;
    }
    putTile<T>(five, c, cRow, accumulate, biasKind, bias, activation, c00, c01, c10, c11, c20, c21, c30, c31, c40, c41);
    a += height * aRow;
    c += height * cRow;
    if (biasKind === Bias.perRow) bias += height * sizeof<T>();
  }
}

export function tiles5Across<T>(count: i32, k: i32, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, accumulate: bool, biasKind: i32, bias: usize, activation: i32): void {
  across<T>(true, count, k, a, aRow, aStep, b, bStep, c, cRow, accumulate, biasKind, bias, activation);
}

export function tiles4Across<T>(count: i32, k: i32, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, accumulate: bool, biasKind: i32, bias: usize, activation: i32): void {
  across<T>(false, count, k, a, aRow, aStep, b, bStep, c, cRow, accumulate, biasKind, bias, activation);
}

/** Leaves a finished tile: at once where nothing is done to it, as mostly. */
// @ts-ignore: decorator
@inline
function putTile<T>(five: bool, c: usize, cRow: usize, accumulate: bool, biasKind: i32, bias: usize, activation: i32, c00: v128, c01: v128, c10: v128, c11: v128, c20: v128, c21: v128, c30: v128, c31: v128, c40: v128, c41: v128): void {
  if (!accumulate && biasKind === Bias.none && activation === Activation.none) {
    storeRow(c, c00, c01);
    storeRow(c + cRow, c10, c11);
    storeRow(c + 2 * cRow, c20, c21);
    storeRow(c + 3 * cRow, c30, c31);
    if (five) storeRow(c + 4 * cRow, c40, c41);
  } else {
    putRow<T>(c, c00, c01, accumulate, biasKind, bias, 0, activation);
    putRow<T>(c + cRow, c10, c11, accumulate, biasKind, bias, 1, activation);
    putRow<T>(c + 2 * cRow, c20, c21, accumulate, biasKind, bias, 2, activation);
    putRow<T>(c + 3 * cRow, c30, c31, accumulate, biasKind, bias, 3, activation);
    if (five) putRow<T>(c + 4 * cRow, c40, c41, accumulate, biasKind, bias, 4, activation);
  }
}

// @ts-ignore: decorator
@inline
function putRow<T>(c: usize, left: v128, right: v128, accumulate: bool, biasKind: i32, bias: usize, row: usize, activation: i32): void {
  if (accumulate) {
    left = v128.add<T>(v128.load(c), left);
    right = v128.add<T>(v128.load(c, 16), right);
  }
  if (biasKind === Bias.perRow) {
    const own = v128.load_splat<T>(bias + row * sizeof<T>());
    left = v128.add<T>(left, own);
    right = v128.add<T>(right, own);
  } else if (biasKind === Bias.perColumn) {
    left = v128.add<T>(left, v128.load(bias));
    right = v128.add<T>(right, v128.load(bias, 16));
  }
  if (activation === Activation.relu) {
    left = rectified<T>(left);
    right = rectified<T>(right);
  }
  storeRow(c, left, right);
}

// @ts-ignore: decorator
@inline
function storeRow(c: usize, left: v128, right: v128): void {
  v128.store(c, left);
  v128.store(c, right, 16);
}
