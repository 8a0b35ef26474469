/**
 * The reduction of a block of at most 128 elements to one, of numbers that lie side by side, or of many blocks beside
 * each other at once. Both take the elements in the same order: eight partial results, the l-th of elements l, l + 8,
 * l + 16, …, then ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)). Knows no axes.
 */
import { lanes, splat } from './vector';

export namespace Reduction {
  export const sum: i32 = 0;
  export const max: i32 = 1;
  export const min: i32 = 2;
}

/** Elements of a block. */
export const BLOCK: i32 = 128;

/** Vectors of a wide tile, and its bytes. */
export const WIDE: i32 = 8;
export const TILE_BYTES: usize = 128;

/** The partial results of a block. */
const PARTS: i32 = 8;

/** What does not change a result. */
// @ts-ignore: decorator
@inline
export function neutral<T>(op: i32): v128 {
  return splat<T>(op === Reduction.sum ? 0 : op === Reduction.max ? -Infinity : Infinity);
}

// @ts-ignore: decorator
@inline
export function combine<T>(op: i32, a: v128, b: v128): v128 {
  if (op === Reduction.sum) return v128.add<T>(a, b);
  return op === Reduction.max ? v128.max<T>(a, b) : v128.min<T>(a, b);
}

/** `count` elements from `from` on; the result is in lane 0. `buffer`: 64 bytes. */
export function reduceRow<T>(op: i32, from: usize, count: i32, buffer: usize): v128 {
  if (op === Reduction.sum) return rowBy<T>(Reduction.sum, from, count, buffer);
  return op === Reduction.max ? rowBy<T>(Reduction.max, from, count, buffer) : rowBy<T>(Reduction.min, from, count, buffer);
}

// @ts-ignore: decorator
@inline
function rowBy<T>(op: i32, from: usize, count: i32, buffer: usize): v128 {
  const none = neutral<T>(op);
  let a0 = none, a1 = none, a2 = none, a3 = none;
  const whole = from + <usize>(count & -PARTS) * sizeof<T>();
  const rest = count & (PARTS - 1);
  for (; from < whole; from += <usize>PARTS * sizeof<T>()) {
    a0 = combine<T>(op, a0, v128.load(from));
    a1 = combine<T>(op, a1, v128.load(from, 16));
    if (sizeof<T>() === 8) {
      a2 = combine<T>(op, a2, v128.load(from, 32));
      a3 = combine<T>(op, a3, v128.load(from, 48));
    }
  }
  if (rest !== 0) {
    for (let i: usize = 0; i < <usize>PARTS * sizeof<T>(); i += 16) v128.store(buffer + i, none);
    for (let i: usize = 0; i < <usize>rest * sizeof<T>(); i += sizeof<T>()) store<T>(buffer + i, load<T>(from + i));
    a0 = combine<T>(op, a0, v128.load(buffer));
    a1 = combine<T>(op, a1, v128.load(buffer, 16));
    if (sizeof<T>() === 8) {
      a2 = combine<T>(op, a2, v128.load(buffer, 32));
      a3 = combine<T>(op, a3, v128.load(buffer, 48));
    }
  }
  if (sizeof<T>() === 8) {
    const all = combine<T>(op, combine<T>(op, a0, a2), combine<T>(op, a1, a3));
    return combine<T>(op, all, v128.shuffle<f64>(all, all, 1, 0));
  }
  const four = combine<T>(op, a0, a1);
  const two = combine<T>(op, four, v128.shuffle<f32>(four, four, 2, 3, 0, 1));
  return combine<T>(op, two, v128.shuffle<f32>(two, two, 1, 0, 3, 2));
}

/**
 * `count` (at least 1) times `vectors` (8 or 1) vectors, the j-th lot at from + offsets[j] (bytes); the result is at
 * `to`, which has room for eight tiles.
 */
export function reduceColumns<T>(op: i32, from: usize, offsets: usize, count: i32, vectors: i32, to: usize): void {
  if (op === Reduction.sum) columnsBy<T>(Reduction.sum, from, offsets, count, vectors, to);
  else if (op === Reduction.max) columnsBy<T>(Reduction.max, from, offsets, count, vectors, to);
  else columnsBy<T>(Reduction.min, from, offsets, count, vectors, to);
}

// @ts-ignore: decorator
@inline
function columnsBy<T>(op: i32, from: usize, offsets: usize, count: i32, vectors: i32, to: usize): void {
  const none = neutral<T>(op);
  const end = offsets + (<usize>count << 2);
  let parts = min(PARTS, count);
  for (let part = 0; part < parts; part++) {
    const target = to + <usize>part * TILE_BYTES;
    let at = offsets + (<usize>part << 2);
    let a0 = none;
    if (vectors === 1) {
      for (; at < end; at += 4 * PARTS) a0 = combine<T>(op, a0, v128.load(from + load<usize>(at)));
      v128.store(target, a0);
      continue;
    }
    let a1 = none, a2 = none, a3 = none, a4 = none, a5 = none, a6 = none, a7 = none;
    for (; at < end; at += 4 * PARTS) {
      const row = from + load<usize>(at);
      a0 = combine<T>(op, a0, v128.load(row));
      a1 = combine<T>(op, a1, v128.load(row, 16));
      a2 = combine<T>(op, a2, v128.load(row, 32));
      a3 = combine<T>(op, a3, v128.load(row, 48));
      a4 = combine<T>(op, a4, v128.load(row, 64));
      a5 = combine<T>(op, a5, v128.load(row, 80));
      a6 = combine<T>(op, a6, v128.load(row, 96));
      a7 = combine<T>(op, a7, v128.load(row, 112));
    }
    v128.store(target, a0);
    v128.store(target, a1, 16);
    v128.store(target, a2, 32);
    v128.store(target, a3, 48);
    v128.store(target, a4, 64);
    v128.store(target, a5, 80);
    v128.store(target, a6, 96);
    v128.store(target, a7, 112);
  }
  // a part that is not there would change nothing
  for (let half = PARTS >> 1; half > 0; half >>= 1) {
    for (let part = 0; part + half < parts; part++) {
      combineTiles<T>(op, to + <usize>part * TILE_BYTES, to + <usize>(part + half) * TILE_BYTES, vectors, to + <usize>part * TILE_BYTES);
    }
    parts = min(parts, half);
  }
}

/** to = a ∘ b, vector by vector. */
// @ts-ignore: decorator
@inline
export function combineTiles<T>(op: i32, a: usize, b: usize, vectors: i32, to: usize): void {
  for (let i: usize = 0; i < <usize>vectors << 4; i += 16) v128.store(to + i, combine<T>(op, v128.load(a + i), v128.load(b + i)));
}
