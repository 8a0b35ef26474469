/**
 * Puts the results of blocks together in pairs, pairs of pairs, …, as they come: level k holds the result of 2^k blocks,
 * and is occupied when bit k of the number of blocks is set. Knows no elements.
 */
import { combineTiles, TILE_BYTES } from './reduceBlock';

/** Takes in the result of block `index` (0, 1, … in turn) at `value`, which is overwritten. */
export function push<T>(op: i32, levels: usize, index: i32, vectors: i32, value: usize): void {
  let level = levels;
  for (; (index & 1) !== 0; index >>= 1, level += TILE_BYTES) combineTiles<T>(op, level, value, vectors, value);
  for (let i: usize = 0; i < <usize>vectors << 4; i += 16) v128.store(level + i, v128.load(value + i));
}

/** The address of the result of `count` (at least 1) blocks. */
export function finish<T>(op: i32, levels: usize, count: i32, vectors: i32): usize {
  let level = levels + <usize>ctz(count) * TILE_BYTES;
  const result = level;
  count >>= ctz(count);
  while (count !== 1) {
    count >>= 1;
    level += TILE_BYTES;
    if ((count & 1) !== 0) combineTiles<T>(op, level, result, vectors, result);
  }
  return result;
}
