/**
 * Max pooling by windows of 2 × 2 side by side without padding, the commonest: a vector of windows at a time. The same
 * numbers as pool2d.ts gives, zeros' signs and NaN included. Needs at least as many windows in a row as a vector has lanes.
 */
import { lanes } from './vector';

/** y[i, j] = v where x is greatest under window (i, j); rows are `row` bytes long. */
export function takePairs<T>(x: usize, v: usize, y: usize, outHeight: i32, outWidth: i32, row: usize): void {
  for (let i = 0; i < outHeight; i++) {
    for (let j = 0; j < outWidth; j += lanes<T>()) {
      // the last vector of a row ends with it, and does some windows again
      const first = min(j, outWidth - lanes<T>());
      const offset = <usize>(2 * i) * row + <usize>(2 * first) * sizeof<T>();
      const a = left<T>(x + offset), b = right<T>(x + offset);
      const c = left<T>(x + offset + row), d = right<T>(x + offset + row);
      const bWins = wins<T>(a, b);
      const ab = v128.bitselect(b, a, bWins);
      const cWins = wins<T>(ab, c);
      const abc = v128.bitselect(c, ab, cWins);
      const dWins = wins<T>(abc, d);
      let result = v128.bitselect(d, abc, dWins);
      if (v !== x) {
        const upper = v128.bitselect(right<T>(v + offset), left<T>(v + offset), bWins);
        result = v128.bitselect(right<T>(v + offset + row), v128.bitselect(left<T>(v + offset + row), upper, cWins), dWins);
      }
      v128.store(y + <usize>first * sizeof<T>(), result);
    }
    y += <usize>outWidth * sizeof<T>();
  }
}

/** v = y where x is greatest under each window, and, if that is asked, greater than 0; 0 elsewhere. */
export function placePairs<T>(x: usize, v: usize, y: usize, outHeight: i32, outWidth: i32, row: usize, positive: bool): void {
  if (positive) placeBy<T>(true, x, v, y, outHeight, outWidth, row);
  else placeBy<T>(false, x, v, y, outHeight, outWidth, row);
}

// @ts-ignore: decorator
@inline
function placeBy<T>(positive: bool, x: usize, v: usize, y: usize, outHeight: i32, outWidth: i32, row: usize): void {
  for (let i = 0; i < outHeight; i++) {
    for (let j = 0; j < outWidth; j += lanes<T>()) {
      const first = min(j, outWidth - lanes<T>());
      const offset = <usize>(2 * i) * row + <usize>(2 * first) * sizeof<T>();
      const a = left<T>(x + offset), b = right<T>(x + offset);
      const c = left<T>(x + offset + row), d = right<T>(x + offset + row);
      const bWins = wins<T>(a, b);
      const ab = v128.bitselect(b, a, bWins);
      const cWins = wins<T>(ab, c);
      const abc = v128.bitselect(c, ab, cWins);
      const dWins = wins<T>(abc, d);
      // a sum that starts from 0, so that −0 becomes 0
      let g = v128.add<T>(v128.load(y + <usize>first * sizeof<T>()), v128.splat<T>(0));
      if (positive) g = v128.and(g, v128.gt<T>(v128.bitselect(d, abc, dWins), v128.splat<T>(0)));
      const lower = v128.or(cWins, dWins);
      const upper = v128.andnot(g, lower);
      putPairs<T>(v + offset, v128.andnot(upper, bWins), v128.and(upper, bWins));
      putPairs<T>(v + offset + row, v128.and(g, v128.andnot(cWins, dWins)), v128.and(g, dWins));
    }
    y += <usize>outWidth * sizeof<T>();
  }
}

/** Where the later number takes the place of the best so far: it is greater, or the first NaN. */
// @ts-ignore: decorator
@inline
function wins<T>(best: v128, value: v128): v128 {
  return v128.andnot(v128.eq<T>(best, best), v128.le<T>(value, best));
}

/** The left ones of as many pairs as a vector has lanes. */
// @ts-ignore: decorator
@inline
function left<T>(from: usize): v128 {
  if (sizeof<T>() === 8) return v128.shuffle<f64>(v128.load(from), v128.load(from, 16), 0, 2);
  return v128.shuffle<f32>(v128.load(from), v128.load(from, 16), 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function right<T>(from: usize): v128 {
  if (sizeof<T>() === 8) return v128.shuffle<f64>(v128.load(from), v128.load(from, 16), 1, 3);
  return v128.shuffle<f32>(v128.load(from), v128.load(from, 16), 1, 3, 5, 7);
}

// @ts-ignore: decorator
@inline
function putPairs<T>(to: usize, left: v128, right: v128): void {
  if (sizeof<T>() === 8) {
    v128.store(to, v128.shuffle<f64>(left, right, 0, 2));
    v128.store(to, v128.shuffle<f64>(left, right, 1, 3), 16);
    return;
  }
  v128.store(to, v128.shuffle<f32>(left, right, 0, 4, 1, 5));
  v128.store(to, v128.shuffle<f32>(left, right, 2, 6, 3, 7), 16);
}
