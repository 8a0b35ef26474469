/**
 * One pass of k-means over some rows: each row's nearest centre, the sums that the next centres are made of, and the
 * cost. Bounds on the distances to groups of centres leave out what cannot be nearer, never what can: the result has the
 * bits of comparing every row with every centre.
 */
import { Absolutes, addDeviation, distance, fourDistances, isSquares, powerOf, rootOf, Squares } from './distance';
import { NARROW, narrowRows } from './narrow';

@unmanaged
export class NearestCall {
  kernel: i32;
  chunks: i32;
  /** 0: distances are sums of squares, 1: of absolute values. */
  metric: i32;
  rows: i32;
  /** Numbers per row and per centre, a multiple of 2. */
  width: i32;
  clusters: i32;
  groups: i32;
  /** Rows per chunk, and the first chunk of this call. */
  blockRows: i32;
  firstBlock: i32;
  x: usize;
  /** One f64 per row; 0: every row counts once. */
  weights: usize;
  /** [clusters + 3, width], group after group; the last three are never looked at. */
  centers: usize;
  /** i32 [groups + 1]: where each group's centres begin; i32 [clusters]: the group of each; i32 [clusters]: among equally near ones the one of the lowest rank is taken. */
  begins: usize;
  groupOf: usize;
  rank: usize;
  /** f64 [groups]: by how much the centres of a group have moved at most since the last pass. */
  drift: usize;
  /** f64 [clusters]: a row that is nearer to its centre than this has no nearer one. */
  safe: usize;
  /** i32 per row, in and out. */
  labels: usize;
  /** f64 per row, out: the distance to its centre (Euclidean: squared). */
  distances: usize;
  /** f64 [rows, groups], in and out: no other centre of the group is nearer than this; 0: not known and not kept. */
  lower: usize;
  /** Per chunk clusters·width sums of w·(x − centre), clusters sums of w, the cost, and how many labels changed; 0: not wanted. */
  parts: usize;
}

/** (1 − a few roundings of a sum of `width` terms): what is multiplied by it is smaller in truth, too. */
// @ts-ignore: decorator
@inline
function smaller(width: i32): f64 {
  return 1 - (<f64>width + 32) * f64.EPSILON;
}

/** Chunk = `blockRows` rows. `scratch` holds f64: one per group, one per centre, three; and no fewer than 4·(width + clusters + 1). */
export function nearest(call: NearestCall, chunk: i32, scratch: usize): void {
  if (call.metric === 0) nearestRows<Squares>(call, chunk, scratch);
  else nearestRows<Absolutes>(call, chunk, scratch);
}

function nearestRows<M>(call: NearestCall, chunk: i32, scratch: usize): void {
  // read once: the compiler cannot know that no store changes the call
  const width = call.width;
  const clusters = call.clusters;
  const groups = call.groups;
  const centers = call.centers;
  const drift = call.drift;
  const safe = call.safe;
  const groupOf = call.groupOf;
  const bounded = call.lower !== 0;
  const shrink = smaller(width);
  const trial = scratch + (<usize>groups << 3);
  const rowBytes = <usize>width << 3;
  const block = call.firstBlock + chunk;
  const first = block * call.blockRows;
  const last = min(call.rows, first + call.blockRows);
  const partLength = <usize>(clusters * width + clusters + 2);
  const part = call.parts === 0 ? 0 : call.parts + (<usize>block * partLength << 3);
  const counts = part + (<usize>(clusters * width) << 3);
  if (part !== 0) memory.fill(part, 0, partLength << 3);
  if (isSquares<M>() && !bounded && width <= NARROW) {
    narrowRows(call, first, last, part, scratch);
    return;
  }
  let cost: f64 = 0;
  let changed = 0;
  let x = call.x + <usize>first * rowBytes;
  let label = call.labels + (<usize>first << 2);
  let distances = call.distances + (<usize>first << 3);
  let lower = bounded ? call.lower + (<usize>first * <usize>groups << 3) : scratch;
  let weights = call.weights === 0 ? 0 : call.weights + (<usize>first << 3);
  for (let i = first; i < last; i++, x += rowBytes, label += 4, distances += 8) {
    const before = load<i32>(label);
    if (!bounded) memory.fill(lower, 0, <usize>groups << 3);
    let near = distance<M>(x, centers + <usize>before * rowBytes, width);
    let best = before;
    const isSafe = bounded && near < load<f64>(safe + (<usize>before << 3));
    for (let g = 0; g < groups; g++) {
      const at = lower + (<usize>g << 3);
      // rounded downwards: the bound stays one
      const bound = load<f64>(at) * (1 - 4 * f64.EPSILON) - load<f64>(drift + (<usize>g << 3));
      store<f64>(at, bound);
      if (isSafe || (bound > 0 && powerOf<M>(bound) * shrink > near)) continue;
      const found = searchGroup<M>(call, x, g, best, near, trial);
      if (found >= 0) {
        store<f64>(at, rootOf<M>(secondDistance) * shrink);
        const left = lower + (<usize>load<i32>(groupOf + (<usize>best << 2)) << 3);
        store<f64>(left, min(load<f64>(left), rootOf<M>(near) * shrink));
        best = found;
        near = firstDistance;
      } else {
        store<f64>(at, rootOf<M>(firstDistance) * shrink);
      }
    }
    if (bounded) lower += <usize>groups << 3;
    store<f64>(distances, near);
    if (best !== before) {
      store<i32>(label, best);
      changed++;
    }
    if (part !== 0) {
      let weight: f64 = 1;
      if (weights !== 0) {
        weight = load<f64>(weights);
        weights += 8;
      }
      cost += weight * near;
      const count = counts + (<usize>best << 3);
      store<f64>(count, load<f64>(count) + weight);
      addDeviation(part + <usize>best * rowBytes, x, centers + <usize>best * rowBytes, rowBytes, weight);
    }
  }
  if (part !== 0) {
    const end = counts + (<usize>clusters << 3);
    store<f64>(end, cost);
    store<f64>(end + 8, <f64>changed);
  }
}

// what searchGroup found besides the index; each thread has its own
let firstDistance: f64 = 0;
let secondDistance: f64 = 0;

/**
 * The centre of group g that is nearer than `best`, at distance `near`, or −1; leaves out `best` itself. `distances` has
 * room for those of the group, and three more.
 */
// @ts-ignore: decorator
@inline
function searchGroup<M>(call: NearestCall, x: usize, g: i32, best: i32, near: f64, distances: usize): i32 {
  const width = call.width;
  const begin = load<i32>(call.begins + (<usize>g << 2));
  const end = load<i32>(call.begins + (<usize>g << 2) + 4);
  const last = distances + (<usize>(end - begin) << 3);
  const step = <usize>width << 5;
  let centre = call.centers + <usize>begin * (<usize>width << 3);
  // the last four may reach beyond the group
  for (let to = distances; to < last; to += 32, centre += step) fourDistances<M>(x, centre, width, to);
  for (let to = last; to < last + 24; to += 8) store<f64>(to, f64.MAX_VALUE);
  if (best >= begin && best < end) store<f64>(distances + (<usize>(best - begin) << 3), f64.MAX_VALUE);
  const index = smallest(distances, last);
  if (firstDistance > near || firstDistance === f64.MAX_VALUE) return -1;
  // equally near ones, rare: the lowest rank
  let found = begin + index;
  if (firstDistance === secondDistance) {
    for (let c = begin; c < end; c++) {
      if (load<f64>(distances + (<usize>(c - begin) << 3)) === firstDistance && rankOf(call, c) < rankOf(call, found)) found = c;
    }
  }
  return firstDistance < near || rankOf(call, found) < rankOf(call, best) ? found : -1;
}

/** Where the smallest number is; the two smallest go to firstDistance and secondDistance. Without jumps that depend on them. */
// @ts-ignore: decorator
@inline
function smallest(from: usize, end: usize): i32 {
  let one = f64x2.splat(f64.MAX_VALUE);
  let two = one;
  let index = f64x2.splat(0);
  let here = f64x2(0, 1);
  for (let at = from; at < end; at += 16) {
    const d = v128.load(at);
    two = f64x2.pmin(two, f64x2.pmax(one, d));
    index = v128.bitselect(here, index, f64x2.lt(d, one));
    one = f64x2.pmin(one, d);
    here = f64x2.add(here, f64x2.splat(2));
  }
  const left = f64x2.extract_lane(one, 0);
  const right = f64x2.extract_lane(one, 1);
  const isLeft = left <= right;
  firstDistance = isLeft ? left : right;
  const larger = isLeft ? right : left;
  const seconds = f64x2.pmin(two, f64x2.splat(larger));
  const a = f64x2.extract_lane(seconds, 0);
  const b = f64x2.extract_lane(seconds, 1);
  secondDistance = a < b ? a : b;
  return <i32>(isLeft ? f64x2.extract_lane(index, 0) : f64x2.extract_lane(index, 1));
}

// @ts-ignore: decorator
@inline
function rankOf(call: NearestCall, centre: i32): i32 {
  return load<i32>(call.rank + (<usize>centre << 2));
}
