/**
 * Distances of a row to centres, from differences, so that nothing cancels. Four running sums, of every fourth
 * difference each, are added at the end: (0 + 2) + (1 + 3).
 */

/** How differences are summed, as a type, so that the compiler makes one loop for each: Squares or Absolutes. */
export type Squares = u8;
export type Absolutes = u16;

// @ts-ignore: decorator
@inline
export function isSquares<M>(): bool {
  return sizeof<M>() === 1;
}

// @ts-ignore: decorator
@inline
function add<M>(sum: v128, x: v128, c: v128): v128 {
  const difference = f64x2.sub(x, c);
  return f64x2.add(sum, isSquares<M>() ? f64x2.mul(difference, difference) : f64x2.abs(difference));
}

// @ts-ignore: decorator
@inline
function finish(even: v128, odd: v128): f64 {
  const both = f64x2.add(even, odd);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** Of one row to one centre, `width` (even) numbers each. */
// @ts-ignore: decorator
@inline
export function distance<M>(x: usize, c: usize, width: i32): f64 {
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  const end = x + (<usize>(width & ~3) << 3);
  for (; x < end; x += 32, c += 32) {
    even = add<M>(even, v128.load(x), v128.load(c));
    odd = add<M>(odd, v128.load(x, 16), v128.load(c, 16));
  }
  if ((width & 2) !== 0) even = add<M>(even, v128.load(x), v128.load(c));
  return finish(even, odd);
}

/**
 * Of one row to four centres that follow each other; four f64 at `to`. V8 loads all that it can ahead: the way out in
 * the middle of a turn, never taken, keeps it from loading both halves at once and spilling sums (measured: 15 % more).
 */
// @ts-ignore: decorator
@inline
export function fourDistances<M>(x: usize, c: usize, width: i32, to: usize): void {
  const row = <usize>width << 3;
  let c1 = c + row;
  let c2 = c1 + row;
  let c3 = c2 + row;
  let even0 = f64x2.splat(0);
  let even1 = even0;
  let even2 = even0;
  let even3 = even0;
  let odd0 = even0;
  let odd1 = even0;
  let odd2 = even0;
  let odd3 = even0;
  const end = x + (<usize>(width & ~3) << 3);
  for (; x < end; x += 32, c += 32, c1 += 32, c2 += 32, c3 += 32) {
    let part = v128.load(x);
    even0 = add<M>(even0, part, v128.load(c));
    even1 = add<M>(even1, part, v128.load(c1));
    even2 = add<M>(even2, part, v128.load(c2));
    even3 = add<M>(even3, part, v128.load(c3));
    if (x === 1) break; // never: addresses are even
    part = v128.load(x, 16);
    odd0 = add<M>(odd0, part, v128.load(c, 16));
    odd1 = add<M>(odd1, part, v128.load(c1, 16));
    odd2 = add<M>(odd2, part, v128.load(c2, 16));
    odd3 = add<M>(odd3, part, v128.load(c3, 16));
  }
  if ((width & 2) !== 0) {
    const part = v128.load(x);
    even0 = add<M>(even0, part, v128.load(c));
    even1 = add<M>(even1, part, v128.load(c1));
    even2 = add<M>(even2, part, v128.load(c2));
    even3 = add<M>(even3, part, v128.load(c3));
  }
  store<f64>(to, finish(even0, odd0));
  store<f64>(to, finish(even1, odd1), 8);
  store<f64>(to, finish(even2, odd2), 16);
  store<f64>(to, finish(even3, odd3), 24);
}

/** What a distance of the plane becomes when distances are kept as the metric sums them, and back. */
// @ts-ignore: decorator
@inline
export function powerOf<M>(distance: f64): f64 {
  return isSquares<M>() ? distance * distance : distance;
}

// @ts-ignore: decorator
@inline
export function rootOf<M>(sum: f64): f64 {
  return isSquares<M>() ? sqrt(sum) : sum;
}

/** sum += weight·(x − c) */
// @ts-ignore: decorator
@inline
export function addDeviation(sum: usize, x: usize, c: usize, bytes: usize, weight: f64): void {
  const factor = f64x2.splat(weight);
  for (const end = x + bytes; x < end; x += 16, c += 16, sum += 16) {
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(factor, f64x2.sub(v128.load(x), v128.load(c)))));
  }
}
