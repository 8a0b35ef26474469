/**
 * The micro-kernel of the Gram matrix: three columns times three columns, summed over rows in registers. Knows packed
 * panels, no matrices.
 */

/** Columns of a panel. */
export const WIDTH: i32 = 3;

/** Bytes of the nine sums, and of a zero that makes their number even. */
export const TILE: usize = 80;

/**
 * c[i, j] = (accumulate ? c[i, j] : 0) + Σ over even rows of a[i]·b[j] + Σ over odd rows,  pairs ≥ 1
 *
 * Panels hold, for each pair of rows, three columns of two numbers. What bounds a tile is that loads into vector
 * registers take the places of arithmetic: here 6 for 18 products and sums, none to be spread over both lanes, where
 * `tile` has 6, four of them spread, for 16. 9 sums, 5 vectors of a and b and one product are live, all 15 registers
 * that V8 gives; the ways out of the loop, some of them never taken, keep it from loading the sixth vector early and
 * spilling a sum (measured on one processor: 37 % of its roof, with them 73).
 */
export function dots(pairs: i32, a: usize, b: usize, c: usize, accumulate: bool): void {
  let c00 = f64x2.splat(0), c01 = c00, c02 = c00;
  let c10 = c00, c11 = c00, c12 = c00;
  let c20 = c00, c21 = c00, c22 = c00;
  let a0: v128, a1: v128, a2: v128, x: v128;
  const end = a + <usize>pairs * 48;
  // where `a` stands in the last turn, when it takes 1, 2 steps
  const last1 = end - 48;
  const last2 = end - 96;
  while (a !== end) {
    a0 = v128.load(a);
    a1 = v128.load(a, 16);
    a2 = v128.load(a, 32);
    x = v128.load(b);
    c00 = f64x2.add(c00, f64x2.mul(a0, x));
    c10 = f64x2.add(c10, f64x2.mul(a1, x));
    c20 = f64x2.add(c20, f64x2.mul(a2, x));
    if (b === 1) break; // never: addresses are even
    x = v128.load(b, 16);
    c01 = f64x2.add(c01, f64x2.mul(a0, x));
    c11 = f64x2.add(c11, f64x2.mul(a1, x));
    c21 = f64x2.add(c21, f64x2.mul(a2, x));
    x = v128.load(b, 32);
    c02 = f64x2.add(c02, f64x2.mul(a0, x));
    c12 = f64x2.add(c12, f64x2.mul(a1, x));
    c22 = f64x2.add(c22, f64x2.mul(a2, x));
    if (a === last1) break;
    a0 = v128.load(a, 48);
    a1 = v128.load(a, 64);
    a2 = v128.load(a, 80);
    x = v128.load(b, 48);
    c00 = f64x2.add(c00, f64x2.mul(a0, x));
    c10 = f64x2.add(c10, f64x2.mul(a1, x));
    c20 = f64x2.add(c20, f64x2.mul(a2, x));
    if (b === 3) break; // never
    x = v128.load(b, 64);
    c01 = f64x2.add(c01, f64x2.mul(a0, x));
    c11 = f64x2.add(c11, f64x2.mul(a1, x));
    c21 = f64x2.add(c21, f64x2.mul(a2, x));
    x = v128.load(b, 80);
    c02 = f64x2.add(c02, f64x2.mul(a0, x));
    c12 = f64x2.add(c12, f64x2.mul(a1, x));
    c22 = f64x2.add(c22, f64x2.mul(a2, x));
    if (a === last2) break;
    a0 = v128.load(a, 96);
    a1 = v128.load(a, 112);
    a2 = v128.load(a, 128);
    x = v128.load(b, 96);
    c00 = f64x2.add(c00, f64x2.mul(a0, x));
    c10 = f64x2.add(c10, f64x2.mul(a1, x));
    c20 = f64x2.add(c20, f64x2.mul(a2, x));
    if (b === 5) break; // never
    x = v128.load(b, 112);
    c01 = f64x2.add(c01, f64x2.mul(a0, x));
    c11 = f64x2.add(c11, f64x2.mul(a1, x));
    c21 = f64x2.add(c21, f64x2.mul(a2, x));
    x = v128.load(b, 128);
    c02 = f64x2.add(c02, f64x2.mul(a0, x));
    c12 = f64x2.add(c12, f64x2.mul(a1, x));
    c22 = f64x2.add(c22, f64x2.mul(a2, x));
    a += 144;
    b += 144;
  }
  put(c, c00, c01, accumulate);
  put(c + 16, c02, c10, accumulate);
  put(c + 32, c11, c12, accumulate);
  put(c + 48, c20, c21, accumulate);
  put(c + 64, c22, f64x2.splat(0), accumulate);
}

/** Two sums, each of its even and its odd rows. */
// @ts-ignore: decorator
@inline
function put(c: usize, left: v128, right: v128, accumulate: bool): void {
  const sums = f64x2.add(v128.shuffle<f64>(left, right, 0, 2), v128.shuffle<f64>(left, right, 1, 3));
  v128.store(c, accumulate ? f64x2.add(v128.load(c), sums) : sums);
}
