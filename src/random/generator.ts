/**
 * The one source of randomness: xoshiro128** (Blackman & Vigna, 2018), seeded through splitmix32.
 * The same seed and stream give the same numbers in every engine. Streams are named by purpose, so that a new
 * consumer does not shift the numbers of the others.
 */
import { log } from '../numeric/index.ts';

export interface Generator {
  /** The next 32 random bits, as an integer 0 … 2³² − 1. */
  bits(): number;
  /** A number in [0, 1) with 53 random bits. */
  uniform(): number;
  /** An integer 0 … n − 1, every one equally likely. */
  below(n: number): number;
  /** A standard normal deviate, by Marsaglia's polar method. */
  normal(): number;
  /** 0 … n − 1 in random order (Fisher–Yates). */
  permutation(n: number): Int32Array;
  /** Four whole numbers: what it draws next depends on them alone. */
  state(): readonly number[];
}

/**
 * @param seed    any integer in the safe range; others are refused
 * @param stream  what the numbers are for: 'split', 'bootstrap'. Different names, independent numbers. Default ''
 * @throws RangeError when `seed` is not a safe integer
 * @example
 * ```ts
 * import { array, generator } from 'glissade';
 * const { normal, permutation } = generator(0, 'example');
 * const weights = array(Float32Array.from({ length: 6 }, () => 0.1 * normal()), [2, 3]);
 * weights.shape; // [2, 3]
 * permutation(5).length; // 5
 * ```
 */
export function generator(seed: number, stream = ''): Generator {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`generator: seed must be an integer; it is ${String(seed)}`);
  const next = splitmix32(mix(seed, stream));
  const [a, b, c] = [next(), next(), next()];
  const d = next() | 1; // the state must not be all zero
  return generatorFrom([a, b, c, d]);
}

/** A generator that draws what another one, of which this was the `state()`, would have drawn. */
export function generatorFrom(state: readonly number[]): Generator {
  if (state.length !== 4 || !state.every((word) => Number.isInteger(word)) || state.every((word) => (word | 0) === 0)) throw new RangeError(`generatorFrom: a state must be four whole numbers, not all 0; it is [${state.join(', ')}]`);
  let [a, b, c, d] = state;

  const bits = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const uniform = (): number => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992;
  const below = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 4294967296) throw new RangeError(`below: n must be an integer from 1 to 2^32; it is ${n}`);
    let drawn = bits();
    // from the last multiple of n on, some results would be likelier than others; hardly ever is it so near that it must be known
    if (drawn >= 4294967296 - n) {
      const limit = 4294967296 - (4294967296 % n);
      while (drawn >= limit) drawn = bits();
    }
    return drawn % n;
  };
  const normal = (): number => {
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * log(s)) / s);
    }
  };
  const permutation = (n: number): Int32Array => {
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = n - 1; i > 0; i--) {
      const j = below(i + 1);
      const kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  };
  return { bits, uniform, below, normal, permutation, state: () => [a, b, c, d].map((word) => word | 0) };
}

/** FNV-1a over the stream's name, started from both halves of the seed. */
function mix(seed: number, stream: string): number {
  let hash = 2166136261 ^ (seed | 0);
  hash = Math.imul(hash ^ Math.floor(seed / 4294967296), 16777619);
  for (let i = 0; i < stream.length; i++) hash = Math.imul(hash ^ stream.charCodeAt(i), 16777619);
  return hash >>> 0;
}

function splitmix32(state: number): () => number {
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}
