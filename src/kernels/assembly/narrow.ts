/**
 * The pass of `nearest` for sums of squares, without bounds, over rows of few numbers: to compare a row with a centre
 * costs little more than to look up whether that can be left out, and nothing depends on what is found. Four rows at a
 * time, each in a lane of its own. The same bits as with bounds.
 */
import { addDeviation } from './distance';
import { NearestCall } from './nearest';

/** Rows of more numbers, even when put into lanes, leave the first cache; then a row at a time is as fast. */
export const NARROW: i32 = 32;

/** 2⁵²: the low bits of what it is added to are a whole number. */
const WHOLE = memory.data<f64>([4503599627370496]);
const ONE = memory.data<f64>([1]);
const MOST = memory.data<f64>([f64.MAX_VALUE]);

/** Rows from `first` to before `last`, whose sums go to `part` (0: none). `scratch` has room for 4·(width + clusters + 1) f64. */
export function narrowRows(call: NearestCall, first: i32, last: i32, part: usize, scratch: usize): void {
  // read once: the compiler cannot know that no store changes the call
  const clusters = call.clusters;
  const centers = call.centers;
  const rowBytes = <usize>call.width << 3;
  const counts = part + <usize>clusters * rowBytes;
  const lanes = scratch + 32;
  let cost: f64 = 0;
  let changed = 0;
  let x = call.x + <usize>first * rowBytes;
  let label = call.labels + (<usize>first << 2);
  let distances = call.distances + (<usize>first << 3);
  let weights = call.weights === 0 ? 0 : call.weights + (<usize>first << 3);
  for (let i = first; i < last; i += 4) {
    const count = min(4, last - i);
    if (rowBytes === 16) compareTwo(x, count, centers, centers + <usize>clusters * rowBytes, distances, scratch);
    else compare(x, count, centers, centers + <usize>clusters * rowBytes, rowBytes, distances, scratch, lanes);
    for (let r: usize = 0; r < <usize>count; r++, x += rowBytes, label += 4, distances += 8) {
      const best = load<i32>(scratch + (r << 3));
      if (best !== load<i32>(label)) {
        store<i32>(label, best);
        changed++;
      }
      if (part === 0) continue;
      let weight: f64 = 1;
      if (weights !== 0) {
        weight = load<f64>(weights);
        weights += 8;
      }
      cost += weight * load<f64>(distances);
      const members = counts + (<usize>best << 3);
      store<f64>(members, load<f64>(members) + weight);
      addDeviation(part + <usize>best * rowBytes, x, centers + <usize>best * rowBytes, rowBytes, weight);
    }
  }
  if (part === 0) return;
  const after = counts + (<usize>clusters << 3);
  store<f64>(after, cost);
  store<f64>(after + 8, <f64>changed);
}

/**
 * Of up to four rows the distance to the nearest centre, to `distances`, and which that is, i32 in every other word of
 * `found`: rows of two numbers. V8 loads all that it can ahead: the way out in the middle, never taken, keeps it from
 * spilling (measured: a seventh of the time).
 */
// @ts-ignore: decorator
@inline
function compareTwo(x: usize, count: i32, centers: usize, end: usize, distances: usize, found: usize): void {
  const row0 = v128.load(x);
  // rows that are not there repeat the first one
  const row1 = count > 1 ? v128.load(x, 16) : row0;
  const row2 = count > 2 ? v128.load(x, 32) : row0;
  const row3 = count > 3 ? v128.load(x, 48) : row0;
  const x0 = v128.shuffle<f64>(row0, row1, 0, 2), y0 = v128.shuffle<f64>(row0, row1, 1, 3);
  const x1 = v128.shuffle<f64>(row2, row3, 0, 2), y1 = v128.shuffle<f64>(row2, row3, 1, 3);
  let near0 = v128.load_splat<f64>(MOST), near1 = near0;
  let here = v128.load_splat<f64>(WHOLE);
  let index0 = here, index1 = here;
  for (let c = centers; c !== end; c += 16) {
    const cx = v128.load_splat<f64>(c), cy = v128.load_splat<f64>(c, 8);
    const d0 = f64x2.add(term(x0, cx), term(y0, cy));
    // the later centre only where it is nearer: of equally near ones the first
    index0 = f64x2.pmax(index0, v128.and(here, f64x2.lt(d0, near0)));
    near0 = f64x2.pmin(near0, d0);
    if (c === 1) break; // never: addresses are even
    const d1 = f64x2.add(term(x1, cx), term(y1, cy));
    index1 = f64x2.pmax(index1, v128.and(here, f64x2.lt(d1, near1)));
    near1 = f64x2.pmin(near1, d1);
    here = f64x2.add(here, v128.load_splat<f64>(ONE));
  }
  v128.store(found, index0);
  v128.store(found, index1, 16);
  put(distances, near0, near1, count);
}

/** The same for rows of any even number of numbers. */
function compare(x: usize, count: i32, centers: usize, end: usize, rowBytes: usize, distances: usize, found: usize, lanes: usize): void {
  putInLanes(x, count, rowBytes, lanes);
  const all = lanes + 4 * rowBytes;
  if (rowBytes === 32) {
    distancesOfFour(lanes, centers, end, all);
    distancesOfFour(lanes + 16, centers, end, all + 16);
  } else {
    distancesOf(lanes, centers, end, rowBytes, all);
  }
  let near0 = v128.load_splat<f64>(MOST), near1 = near0;
  let here = v128.load_splat<f64>(WHOLE);
  let index0 = here, index1 = here;
  for (let c = centers, at = all; c !== end; c += rowBytes, at += 32) {
    const d0 = v128.load(at), d1 = v128.load(at, 16);
    index0 = f64x2.pmax(index0, v128.and(here, f64x2.lt(d0, near0)));
    index1 = f64x2.pmax(index1, v128.and(here, f64x2.lt(d1, near1)));
    near0 = f64x2.pmin(near0, d0);
    near1 = f64x2.pmin(near1, d1);
    here = f64x2.add(here, v128.load_splat<f64>(ONE));
  }
  v128.store(found, index0);
  v128.store(found, index1, 16);
  put(distances, near0, near1, count);
}

/** Four numbers of each column after each other. Rows that are not there repeat the first one. */
// @ts-ignore: decorator
@inline
function putInLanes(x: usize, count: i32, rowBytes: usize, lanes: usize): void {
  const x1 = count > 1 ? x + rowBytes : x;
  const x2 = count > 2 ? x + 2 * rowBytes : x;
  const x3 = count > 3 ? x + 3 * rowBytes : x;
  for (let j: usize = 0; j < rowBytes; j += 16, lanes += 64) {
    const row0 = v128.load(x + j), row1 = v128.load(x1 + j), row2 = v128.load(x2 + j), row3 = v128.load(x3 + j);
    v128.store(lanes, v128.shuffle<f64>(row0, row1, 0, 2));
    v128.store(lanes, v128.shuffle<f64>(row2, row3, 0, 2), 16);
    v128.store(lanes, v128.shuffle<f64>(row0, row1, 1, 3), 32);
    v128.store(lanes, v128.shuffle<f64>(row2, row3, 1, 3), 48);
  }
}

/** Of two rows of four numbers to all centres: two of four f64 for each. */
// @ts-ignore: decorator
@inline
function distancesOfFour(x: usize, centers: usize, end: usize, to: usize): void {
  const x0 = v128.load(x), x1 = v128.load(x, 32), x2 = v128.load(x, 64), x3 = v128.load(x, 96);
  for (let c = centers; c !== end; c += 32, to += 32) {
    const even = f64x2.add(term(x0, v128.load_splat<f64>(c)), term(x2, v128.load_splat<f64>(c, 16)));
    const odd = f64x2.add(term(x1, v128.load_splat<f64>(c, 8)), term(x3, v128.load_splat<f64>(c, 24)));
    v128.store(to, f64x2.add(even, odd));
  }
}

/** Of four rows of any even number of numbers. V8 loads all that it can ahead: the way out keeps it from spilling sums. */
// @ts-ignore: decorator
@inline
function distancesOf(x: usize, centers: usize, end: usize, rowBytes: usize, to: usize): void {
  const whole = rowBytes & ~31;
  for (let c = centers; c !== end; to += 32) {
    let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, p0 = a0, p1 = a0, q0 = a0, q1 = a0;
    let at = x;
    for (const last = c + whole; c !== last; at += 128, c += 32) {
      let centre = v128.load_splat<f64>(c);
      a0 = f64x2.add(a0, term(v128.load(at), centre));
      a1 = f64x2.add(a1, term(v128.load(at, 16), centre));
      centre = v128.load_splat<f64>(c, 8);
      b0 = f64x2.add(b0, term(v128.load(at, 32), centre));
      b1 = f64x2.add(b1, term(v128.load(at, 48), centre));
      if (c === 1) break; // never
      centre = v128.load_splat<f64>(c, 16);
      p0 = f64x2.add(p0, term(v128.load(at, 64), centre));
      p1 = f64x2.add(p1, term(v128.load(at, 80), centre));
      centre = v128.load_splat<f64>(c, 24);
      q0 = f64x2.add(q0, term(v128.load(at, 96), centre));
      q1 = f64x2.add(q1, term(v128.load(at, 112), centre));
    }
    if (whole !== rowBytes) {
      let centre = v128.load_splat<f64>(c);
      a0 = f64x2.add(a0, term(v128.load(at), centre));
      a1 = f64x2.add(a1, term(v128.load(at, 16), centre));
      centre = v128.load_splat<f64>(c, 8);
      b0 = f64x2.add(b0, term(v128.load(at, 32), centre));
      b1 = f64x2.add(b1, term(v128.load(at, 48), centre));
      c += 16;
    }
    v128.store(to, f64x2.add(f64x2.add(a0, p0), f64x2.add(b0, q0)));
    v128.store(to, f64x2.add(f64x2.add(a1, p1), f64x2.add(b1, q1)), 16);
  }
}

// @ts-ignore: decorator
@inline
function term(x: v128, c: v128): v128 {
  const difference = f64x2.sub(x, c);
  return f64x2.mul(difference, difference);
}

/** The first `count` of four numbers. */
// @ts-ignore: decorator
@inline
function put(to: usize, low: v128, high: v128, count: i32): void {
  if (count === 4) {
    v128.store(to, low);
    v128.store(to, high, 16);
    return;
  }
  store<f64>(to, f64x2.extract_lane(low, 0));
  if (count > 1) store<f64>(to, f64x2.extract_lane(low, 1), 8);
  if (count > 2) store<f64>(to, f64x2.extract_lane(high, 0), 16);
}
