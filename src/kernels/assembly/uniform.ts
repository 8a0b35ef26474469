/**
 * Random numbers that depend on a key and on their place alone: Threefry-2x32 with 20 rounds (Salmon et al., Parallel random
 * numbers: as easy as 1, 2, 3, 2011), four blocks at a time. Whole numbers and exact conversions: the same bits everywhere.
 */

@unmanaged
export class UniformCall {
  kernel: i32;
  chunks: i32;
  /** Two words. */
  key: usize;
  y: usize;
  length: i32;
  /** The second word of every counter; the first is the number of the block. */
  stream: i32;
  /** Elements of a chunk, a multiple of 8. */
  block: i32;
}

/** Bytes of four blocks of two words. */
const GROUP: usize = 32;

/** Chunk = some elements: two of f32 from the words of a block, or one of f64. `scratch` holds what an end does not need. */
export function uniform<T>(call: UniformCall, chunk: i32, scratch: usize): void {
  const perGroup = GROUP / sizeof<T>();
  const last = <usize>min(call.length, (chunk + 1) * call.block);
  for (let at = <usize>(chunk * call.block); at < last; at += perGroup) {
    const to = call.y + at * sizeof<T>();
    const whole = at + perGroup <= last;
    writeGroup<T>(call, <i32>(at / perGroup) * 4, whole ? to : scratch);
    if (!whole) memory.copy(to, scratch, (last - at) * sizeof<T>());
  }
}

/** The numbers of blocks first … first + 3. */
// @ts-ignore: decorator
@inline
function writeGroup<T>(call: UniformCall, first: i32, to: usize): void {
  const k0 = load<i32>(call.key);
  const k1 = load<i32>(call.key, 4);
  const k2 = 0x1BD11BDA ^ k0 ^ k1;
  let x = i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(first + k0));
  let y = i32x4.splat(call.stream + k1);
  x = i32x4.add(x, y); y = turn(y, 13, x); x = i32x4.add(x, y); y = turn(y, 15, x); x = i32x4.add(x, y); y = turn(y, 26, x); x = i32x4.add(x, y); y = turn(y, 6, x);
  x = i32x4.add(x, i32x4.splat(k1)); y = i32x4.add(y, i32x4.splat(k2 + 1));
  x = i32x4.add(x, y); y = turn(y, 17, x); x = i32x4.add(x, y); y = turn(y, 29, x); x = i32x4.add(x, y); y = turn(y, 16, x); x = i32x4.add(x, y); y = turn(y, 24, x);
  x = i32x4.add(x, i32x4.splat(k2)); y = i32x4.add(y, i32x4.splat(k0 + 2));
  x = i32x4.add(x, y); y = turn(y, 13, x); x = i32x4.add(x, y); y = turn(y, 15, x); x = i32x4.add(x, y); y = turn(y, 26, x); x = i32x4.add(x, y); y = turn(y, 6, x);
  x = i32x4.add(x, i32x4.splat(k0)); y = i32x4.add(y, i32x4.splat(k1 + 3));
  x = i32x4.add(x, y); y = turn(y, 17, x); x = i32x4.add(x, y); y = turn(y, 29, x); x = i32x4.add(x, y); y = turn(y, 16, x); x = i32x4.add(x, y); y = turn(y, 24, x);
  x = i32x4.add(x, i32x4.splat(k1)); y = i32x4.add(y, i32x4.splat(k2 + 4));
  x = i32x4.add(x, y); y = turn(y, 13, x); x = i32x4.add(x, y); y = turn(y, 15, x); x = i32x4.add(x, y); y = turn(y, 26, x); x = i32x4.add(x, y); y = turn(y, 6, x);
  x = i32x4.add(x, i32x4.splat(k2)); y = i32x4.add(y, i32x4.splat(k0 + 5));
  if (sizeof<T>() === 4) {
    // 24 bits of each word
    const a = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(x, 8)), f32x4.splat(5.9604644775390625e-8));
    const b = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(y, 8)), f32x4.splat(5.9604644775390625e-8));
    v128.store(to, v128.shuffle<i32>(a, b, 0, 4, 1, 5));
    v128.store(to, v128.shuffle<i32>(a, b, 2, 6, 3, 7), 16);
  } else {
    // 27 bits of the first word, 26 of the second
    const high = i32x4.shr_u(x, 5);
    const low = i32x4.shr_u(y, 6);
    v128.store(to, joined(high, low));
    v128.store(to, joined(v128.shuffle<i32>(high, high, 2, 3, 2, 3), v128.shuffle<i32>(low, low, 2, 3, 2, 3)), 16);
  }
}

/** y turned left by `bits`, xor x. */
// @ts-ignore: decorator
@inline
function turn(y: v128, bits: i32, x: v128): v128 {
  return v128.xor(v128.or(i32x4.shl(y, bits), i32x4.shr_u(y, 32 - bits)), x);
}

/** (high · 2²⁶ + low) / 2⁵³ of the first two lanes. */
// @ts-ignore: decorator
@inline
function joined(high: v128, low: v128): v128 {
  const sum = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(high), f64x2.splat(67108864)), f64x2.convert_low_i32x4_s(low));
  return f64x2.mul(sum, f64x2.splat(1.1102230246251565e-16));
}
