/**
 * The one micro-kernel: a tile of 4 rows × 2 vectors (4×8 in f32, 4×4 in f64), summed over k in registers, with its
 * epilogue (bias, activation). Knows packed panels, no matrices.
 */
import { Activation, Bias } from './epilogue';
import { larger, lanes, multiplyAdd } from './vector';

/** Rows of a tile. */
export const MR: i32 = 4;

/** Columns of a tile. */
// @ts-ignore: decorator
@inline
export function tileColumns<T>(): i32 {
  return 2 * lanes<T>();
}

/**
 * c[r, v] = activation((accumulate ? c[r, v] : 0) + Σ_k a[k, r] · b[k, v] + bias),  k ≥ 1
 *
 * `a` holds 4 numbers per k, `b` two vectors. 8 sums, 2 vectors of b, one of a and one product are live: 12 of the
 * 15 registers V8 gives. Four steps are written out, each ending in a way out of the loop: V8 orders the instructions
 * between two branches as it likes, loads first, and without the branches it would load all four steps ahead and spill
 * the sums (measured: 36 GFLOP/s; one step per turn 48; this 55).
 */
export function tile<T>(k: i32, a: usize, b: usize, c: usize, cRow: usize, accumulate: bool, biasKind: i32 = Bias.none, bias: usize = 0, activation: i32 = Activation.none): void {
  let c00 = v128.splat<T>(0), c01 = v128.splat<T>(0);
  let c10 = v128.splat<T>(0), c11 = v128.splat<T>(0);
  let c20 = v128.splat<T>(0), c21 = v128.splat<T>(0);
  let c30 = v128.splat<T>(0), c31 = v128.splat<T>(0);
  let b0: v128, b1: v128, x: v128;
  const end = a + <usize>k * 4 * sizeof<T>();
  // where `a` stands in the last turn, when it takes 1, 2, 3 steps
  const last1 = end - 4 * sizeof<T>();
  const last2 = end - 8 * sizeof<T>();
  const last3 = end - 12 * sizeof<T>();
  while (a !== end) {
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load_splat<T>(a);
    c00 = multiplyAdd<T>(c00, x, b0);
    c01 = multiplyAdd<T>(c01, x, b1);
    x = v128.load_splat<T>(a, 1 * sizeof<T>());
    c10 = multiplyAdd<T>(c10, x, b0);
    c11 = multiplyAdd<T>(c11, x, b1);
    x = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = multiplyAdd<T>(c20, x, b0);
    c21 = multiplyAdd<T>(c21, x, b1);
    x = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = multiplyAdd<T>(c30, x, b0);
    c31 = multiplyAdd<T>(c31, x, b1);
    if (a === last1) break;
    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    x = v128.load_splat<T>(a, 4 * sizeof<T>());
    c00 = multiplyAdd<T>(c00, x, b0);
    c01 = multiplyAdd<T>(c01, x, b1);
    x = v128.load_splat<T>(a, 5 * sizeof<T>());
    c10 = multiplyAdd<T>(c10, x, b0);
    c11 = multiplyAdd<T>(c11, x, b1);
    x = v128.load_splat<T>(a, 6 * sizeof<T>());
    c20 = multiplyAdd<T>(c20, x, b0);
    c21 = multiplyAdd<T>(c21, x, b1);
    x = v128.load_splat<T>(a, 7 * sizeof<T>());
    c30 = multiplyAdd<T>(c30, x, b0);
    c31 = multiplyAdd<T>(c31, x, b1);
    if (a === last2) break;
    b0 = v128.load(b, 64);
    b1 = v128.load(b, 80);
    x = v128.load_splat<T>(a, 8 * sizeof<T>());
    c00 = multiplyAdd<T>(c00, x, b0);
    c01 = multiplyAdd<T>(c01, x, b1);
    x = v128.load_splat<T>(a, 9 * sizeof<T>());
    c10 = multiplyAdd<T>(c10, x, b0);
    c11 = multiplyAdd<T>(c11, x, b1);
    x = v128.load_splat<T>(a, 10 * sizeof<T>());
    c20 = multiplyAdd<T>(c20, x, b0);
    c21 = multiplyAdd<T>(c21, x, b1);
    x = v128.load_splat<T>(a, 11 * sizeof<T>());
    c30 = multiplyAdd<T>(c30, x, b0);
    c31 = multiplyAdd<T>(c31, x, b1);
    if (a === last3) break;
    b0 = v128.load(b, 96);
    b1 = v128.load(b, 112);
    x = v128.load_splat<T>(a, 12 * sizeof<T>());
    c00 = multiplyAdd<T>(c00, x, b0);
    c01 = multiplyAdd<T>(c01, x, b1);
    x = v128.load_splat<T>(a, 13 * sizeof<T>());
    c10 = multiplyAdd<T>(c10, x, b0);
    c11 = multiplyAdd<T>(c11, x, b1);
    x = v128.load_splat<T>(a, 14 * sizeof<T>());
    c20 = multiplyAdd<T>(c20, x, b0);
    c21 = multiplyAdd<T>(c21, x, b1);
    x = v128.load_splat<T>(a, 15 * sizeof<T>());
    c30 = multiplyAdd<T>(c30, x, b0);
    c31 = multiplyAdd<T>(c31, x, b1);
    a += 16 * sizeof<T>();
    b += 128;
  }
  putRow<T>(c, c00, c01, accumulate, biasKind, bias, 0, activation);
  putRow<T>(c + cRow, c10, c11, accumulate, biasKind, bias, 1, activation);
  putRow<T>(c + 2 * cRow, c20, c21, accumulate, biasKind, bias, 2, activation);
  putRow<T>(c + 3 * cRow, c30, c31, accumulate, biasKind, bias, 3, activation);
}

/**
 * The same, without packing, where the elements of each row of a lie side by side: rows start at a, a + aRow, …, those
 * from the `rows`-th on are read as the last one again; the rows of b are bStep bytes apart.
 */
export function tileAlong<T>(k: i32, a: usize, aRow: usize, rows: i32, b: usize, bStep: usize, c: usize, cRow: usize, biasKind: i32 = Bias.none, bias: usize = 0, activation: i32 = Activation.none): void {
  let c00 = v128.splat<T>(0), c01 = v128.splat<T>(0);
  let c10 = v128.splat<T>(0), c11 = v128.splat<T>(0);
  let c20 = v128.splat<T>(0), c21 = v128.splat<T>(0);
  let c30 = v128.splat<T>(0), c31 = v128.splat<T>(0);
  let b0: v128, b1: v128, x: v128;
  let a1 = a + (rows > 1 ? aRow : 0);
  let a2 = a1 + (rows > 2 ? aRow : 0);
  let a3 = a2 + (rows > 3 ? aRow : 0);
  const end = b + <usize>k * bStep;
  while (true) {
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    b += bStep;
    x = v128.load_splat<T>(a);
    c00 = multiplyAdd<T>(c00, x, b0);
    c01 = multiplyAdd<T>(c01, x, b1);
    x = v128.load_splat<T>(a1);
    c10 = multiplyAdd<T>(c10, x, b0);
    c11 = multiplyAdd<T>(c11, x, b1);
    x = v128.load_splat<T>(a2);
    c20 = multiplyAdd<T>(c20, x, b0);
    c21 = multiplyAdd<T>(c21, x, b1);
    x = v128.load_splat<T>(a3);
    c30 = multiplyAdd<T>(c30, x, b0);
    c31 = multiplyAdd<T>(c31, x, b1);
    if (b === end) break;
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    b += bStep;
    x = v128.load_splat<T>(a, 1 * sizeof<T>());
    c00 = multiplyAdd<T>(c00, x, b0);
    c01 = multiplyAdd<T>(c01, x, b1);
    x = v128.load_splat<T>(a1, 1 * sizeof<T>());
    c10 = multiplyAdd<T>(c10, x, b0);
    c11 = multiplyAdd<T>(c11, x, b1);
    x = v128.load_splat<T>(a2, 1 * sizeof<T>());
    c20 = multiplyAdd<T>(c20, x, b0);
    c21 = multiplyAdd<T>(c21, x, b1);
    x = v128.load_splat<T>(a3, 1 * sizeof<T>());
    c30 = multiplyAdd<T>(c30, x, b0);
    c31 = multiplyAdd<T>(c31, x, b1);
    if (b === end) break;
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    b += bStep;
    x = v128.load_splat<T>(a, 2 * sizeof<T>());
    c00 = multiplyAdd<T>(c00, x, b0);
    c01 = multiplyAdd<T>(c01, x, b1);
    x = v128.load_splat<T>(a1, 2 * sizeof<T>());
    c10 = multiplyAdd<T>(c10, x, b0);
    c11 = multiplyAdd<T>(c11, x, b1);
    x = v128.load_splat<T>(a2, 2 * sizeof<T>());
    c20 = multiplyAdd<T>(c20, x, b0);
    c21 = multiplyAdd<T>(c21, x, b1);
    x = v128.load_splat<T>(a3, 2 * sizeof<T>());
    c30 = multiplyAdd<T>(c30, x, b0);
    c31 = multiplyAdd<T>(c31, x, b1);
    if (b === end) break;
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    b += bStep;
    x = v128.load_splat<T>(a, 3 * sizeof<T>());
    c00 = multiplyAdd<T>(c00, x, b0);
    c01 = multiplyAdd<T>(c01, x, b1);
    x = v128.load_splat<T>(a1, 3 * sizeof<T>());
    c10 = multiplyAdd<T>(c10, x, b0);
    c11 = multiplyAdd<T>(c11, x, b1);
    x = v128.load_splat<T>(a2, 3 * sizeof<T>());
    c20 = multiplyAdd<T>(c20, x, b0);
    c21 = multiplyAdd<T>(c21, x, b1);
    x = v128.load_splat<T>(a3, 3 * sizeof<T>());
    c30 = multiplyAdd<T>(c30, x, b0);
    c31 = multiplyAdd<T>(c31, x, b1);
    if (b === end) break;
    a += 4 * sizeof<T>();
    a1 += 4 * sizeof<T>();
    a2 += 4 * sizeof<T>();
    a3 += 4 * sizeof<T>();
  }
  putRow<T>(c, c00, c01, false, biasKind, bias, 0, activation);
  putRow<T>(c + cRow, c10, c11, false, biasKind, bias, 1, activation);
  putRow<T>(c + 2 * cRow, c20, c21, false, biasKind, bias, 2, activation);
  putRow<T>(c + 3 * cRow, c30, c31, false, biasKind, bias, 3, activation);
}

/** The same where the rows of a lie side by side, and their elements aStep bytes apart. Four are read, used or not. */
export function tileAcross<T>(k: i32, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, biasKind: i32 = Bias.none, bias: usize = 0, activation: i32 = Activation.none): void {
  let c00 = v128.splat<T>(0), c01 = v128.splat<T>(0);
  let c10 = v128.splat<T>(0), c11 = v128.splat<T>(0);
  let c20 = v128.splat<T>(0), c21 = v128.splat<T>(0);
  let c30 = v128.splat<T>(0), c31 = v128.splat<T>(0);
  let b0: v128, b1: v128, x: v128;
  const end = b + <usize>k * bStep;
  do {
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    b += bStep;
    x = v128.load_splat<T>(a);
    c00 = multiplyAdd<T>(c00, x, b0);
    c01 = multiplyAdd<T>(c01, x, b1);
    x = v128.load_splat<T>(a, sizeof<T>());
    c10 = multiplyAdd<T>(c10, x, b0);
    c11 = multiplyAdd<T>(c11, x, b1);
    x = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = multiplyAdd<T>(c20, x, b0);
    c21 = multiplyAdd<T>(c21, x, b1);
    x = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = multiplyAdd<T>(c30, x, b0);
    c31 = multiplyAdd<T>(c31, x, b1);
    a += aStep;
  } while (b !== end);
  putRow<T>(c, c00, c01, false, biasKind, bias, 0, activation);
  putRow<T>(c + cRow, c10, c11, false, biasKind, bias, 1, activation);
  putRow<T>(c + 2 * cRow, c20, c21, false, biasKind, bias, 2, activation);
  putRow<T>(c + 3 * cRow, c30, c31, false, biasKind, bias, 3, activation);
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
    left = larger<T>(left, v128.splat<T>(0));
    right = larger<T>(right, v128.splat<T>(0));
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}
