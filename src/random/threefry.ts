/** Random numbers as a function of a key and a counter. */
import { generatorFrom, type Generator } from './generator.ts';

const rotations = [13, 15, 26, 6, 17, 29, 16, 24];

/**
 * The two words of the counter (block, stream), as one of 2⁶⁴ permutations that the key chooses: Threefry-2x32, 20 rounds.
 * @see Salmon, Moraes, Dror & Shaw, Parallel random numbers: as easy as 1, 2, 3, SC11
 */
export function threefry(key: ArrayLike<number>, block: number, stream: number): readonly [number, number] {
  const keys = [key[0], key[1], 0x1bd11bda ^ key[0] ^ key[1]];
  let x = (block + keys[0]) | 0;
  let y = (stream + keys[1]) | 0;
  for (let round = 0; round < 20; round++) {
    const bits = rotations[round % 8];
    x = (x + y) | 0;
    y = ((y << bits) | (y >>> (32 - bits))) ^ x;
    if (round % 4 !== 3) continue;
    const turn = (round + 1) / 4;
    x = (x + keys[turn % 3]) | 0;
    y = (y + keys[(turn + 1) % 3] + turn) | 0;
  }
  return [x >>> 0, y >>> 0];
}

/** A generator of its own for each place and stream of a key: what it draws depends on these alone, not on what was drawn before. */
export function generatorAt(key: ArrayLike<number>, place: number, stream: number): Generator {
  const [a, b] = threefry(key, place, 2 * stream);
  const [c, d] = threefry(key, place, 2 * stream + 1);
  return generatorFrom([a, b, c, d | 1]); // not all may be zero
}
