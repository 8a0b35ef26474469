/**
 * Copies a block of an operand into panels, the order in which the micro-kernel reads it. An element lies at
 * `source + along[i] + over[k]`, both byte offsets from tables: a matrix, its transpose and the patches of an image
 * are all packed by these lines. Knows no shapes.
 */
import { lanes } from './vector';

/**
 * `count` rows (or columns) in panels of `width` (a multiple of the lanes); panel p holds, for each k, `width`
 * consecutive ones. The last panel is filled up with zeros.
 */
export function pack<T>(target: usize, source: usize, along: usize, count: i32, over: usize, k: i32, width: i32): void {
  const step = <usize>width * sizeof<T>();
  for (let i = 0; i < count; i += width) {
    const offsets = along + (<usize>i << 2);
    if (width === 2 * lanes<T>() && count - i >= width && neighbours<T>(offsets)) {
      packRows<T>(target, source + load<i32>(offsets), over, k);
      target += step * k;
      continue;
    }
    for (let v = 0; v < width; v += lanes<T>()) {
      const left = count - i - v;
      const at = target + <usize>v * sizeof<T>();
      const group = offsets + (<usize>v << 2);
      if (left >= lanes<T>()) packFull<T>(at, step, source, group, over, k);
      else packPartial<T>(at, step, source, group, max(left, 0), over, k);
    }
    target += step * k;
  }
}

/** Two vectors per k that lie side by side: the commonest case, a plain matrix on the right. */
function packRows<T>(target: usize, from: usize, over: usize, k: i32): void {
  const end = over + (<usize>k << 2);
  while (over < end) {
    const at = from + load<i32>(over);
    v128.store(target, v128.load(at));
    v128.store(target, v128.load(at, 16), 16);
    target += 32;
    over += 4;
  }
}

/** One vector per k, all lanes used. Neighbours in memory are loaded as a vector, along or (transposed) over k. */
function packFull<T>(target: usize, step: usize, source: usize, along: usize, over: usize, k: i32): void {
  if (consecutive<T>(along)) {
    const from = source + load<i32>(along);
    for (let i = 0; i < k; i++) {
      v128.store(target, v128.load(from + load<i32>(over + (<usize>i << 2))));
      target += step;
    }
    return;
  }
  const rest = k % lanes<T>();
  const end = over + (<usize>(k - rest) << 2);
  while (over < end) {
    if (consecutive<T>(over)) packTransposed<T>(target, step, source + load<i32>(over), along);
    else packGathered<T>(target, step, source, along, lanes<T>(), over, lanes<T>());
    target += step * lanes<T>();
    over += <usize>lanes<T>() << 2;
  }
  packGathered<T>(target, step, source, along, lanes<T>(), over, rest);
}

function packPartial<T>(target: usize, step: usize, source: usize, along: usize, count: i32, over: usize, k: i32): void {
  for (let i = 0, at = target; i < k; i++, at += step) v128.store(at, v128.splat<T>(0));
  packGathered<T>(target, step, source, along, count, over, k);
}

// @ts-ignore: decorator
@inline
function packGathered<T>(target: usize, step: usize, source: usize, along: usize, count: i32, over: usize, k: i32): void {
  for (let i = 0; i < k; i++) {
    const from = source + load<i32>(over + (<usize>i << 2));
    for (let lane = 0; lane < count; lane++) {
      store<T>(target + <usize>lane * sizeof<T>(), load<T>(from + load<i32>(along + (<usize>lane << 2))));
    }
    target += step;
  }
}

/** A square of lanes × lanes numbers, rows in memory becoming lanes. */
// @ts-ignore: decorator
@inline
function packTransposed<T>(target: usize, step: usize, source: usize, along: usize): void {
  const r0 = v128.load(source + load<i32>(along));
  const r1 = v128.load(source + load<i32>(along, 4));
  if (sizeof<T>() === 8) {
    v128.store(target, v128.shuffle<f64>(r0, r1, 0, 2));
    v128.store(target + step, v128.shuffle<f64>(r0, r1, 1, 3));
    return;
  }
  const r2 = v128.load(source + load<i32>(along, 8));
  const r3 = v128.load(source + load<i32>(along, 12));
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f64>(low01, low23, 0, 2));
  v128.store(target + step, v128.shuffle<f64>(low01, low23, 1, 3));
  v128.store(target + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2));
  v128.store(target + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3));
}

/** True when as many offsets as a vector has lanes name neighbours in memory. */
// @ts-ignore: decorator
@inline
function consecutive<T>(offsets: usize): bool {
  const first = load<i32>(offsets);
  const second = load<i32>(offsets, 4) === first + sizeof<T>();
  if (sizeof<T>() === 8) return second;
  return second && load<i32>(offsets, 8) === first + 8 && load<i32>(offsets, 12) === first + 12;
}

/** The same for two vectors. */
// @ts-ignore: decorator
@inline
function neighbours<T>(offsets: usize): bool {
  const second = offsets + (<usize>lanes<T>() << 2);
  return consecutive<T>(offsets) && consecutive<T>(second) && load<i32>(second) === load<i32>(offsets) + 16;
}

/** Fills a table with start, start + step, … */
export function ramp(table: usize, count: i32, start: i32, step: i32): void {
  for (let i = 0; i < count; i++) store<i32>(table + (<usize>i << 2), start + i * step);
}
