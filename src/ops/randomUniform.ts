/**
 * randomUniform: random numbers as a function of a key, so that a program that draws them can be run again with the same
 * result. Knows no other operation.
 */
import { describe, isCount, showShape, type NdArray, type Plain, type Shape } from '../array/index.ts';
import { uniformWork } from '../kernels/index.ts';
import { bind, within, type Op } from '../program/index.ts';
import { threefry } from '../random/index.ts';
import { readArray } from './operand.ts';

export interface UniformParams {
  readonly shape: Shape;
  /** What the numbers are for: each stream of a key has its own. */
  readonly stream: number;
  readonly dtype: 'float32' | 'float64';
}

export interface RandomUniformOptions {
  /** 0 … 2³¹ − 1: numbers of one key and several streams are independent. Default 0. */
  readonly stream?: number;
  /** Default 'float64'. */
  readonly dtype?: 'float32' | 'float64';
}

export const randomUniformOp: Op<UniformParams> = {
  name: 'randomUniform',
  shape: ([key], { shape }) => {
    if (key.length !== 1 || key[0] !== 2) throw new TypeError(`randomUniform: key must be two numbers, [2]; it is ${showShape(key)}`);
    return shape;
  },
  dtype: ([key], { dtype }) => {
    if (key !== 'int32') throw new TypeError(`randomUniform: key must be int32; it is ${key}, make it with array([seed, step], { dtype: 'int32' })`);
    return dtype;
  },
  reference: (out, [key], _, { stream }) => {
    for (let i = 0; i < out.length; i++) out[i] = out instanceof Float32Array ? ofOneWord(threefry(key, i >>> 1, stream)[i & 1]) : ofTwoWords(threefry(key, i, stream));
  },
  vjp: () => null,
  lower: (_, { shape, dtype }, { stream }) => ({
    calls: ({ inputs: [key], output }) => uniformWork(dtype as UniformParams['dtype'], shape.reduce((size, length) => size * length, 1), stream, { key, y: output }),
  }),
  describe: ({ stream, dtype }) => `stream ${stream}, ${dtype}`,
};

/**
 * Random numbers in [0, 1), every one equally likely, with 53 random bits in float64 and 24 in float32. A number depends on
 * the key, the stream and its place alone, and is the same everywhere: a compiled program that gets its key as an argument
 * draws new numbers at every call with a new key. No gradient.
 * @param key  int32 [2], such as the seed and the number of the step   @param shape  of the result
 * @throws TypeError for a key that is no int32 [2]; RangeError for a wrong shape, stream or dtype
 * @see Salmon, Moraes, Dror & Shaw, Parallel random numbers: as easy as 1, 2, 3, SC11 (Threefry-2x32, 20 rounds)
 * @example
 * ```ts
 * import { array, less, randomUniform } from 'glissade';
 * const key = array([7, 1], { dtype: 'int32' });
 * randomUniform(key, [2, 3]).shape; // [2, 3]
 * less(randomUniform(key, [4]), randomUniform(key, [4])).data; // Float64Array [0, 0, 0, 0]
 * ```
 */
export function randomUniform<const S extends number[]>(key: NdArray, shape: S, options: RandomUniformOptions = {}): NdArray<Plain<S>> {
  return within(randomUniform, () => {
    const { stream = 0, dtype = 'float64' } = options;
    if (!Array.isArray(shape) || !shape.every((length) => isCount(length))) throw new RangeError(`randomUniform: shape must be whole numbers ≥ 0; it is ${Array.isArray(shape) ? showShape(shape) : describe(shape)}`);
    if (!isCount(stream) || stream > 2147483647) throw new RangeError(`randomUniform: stream must be a whole number from 0 to 2147483647; it is ${describe(stream)}`);
    if (dtype !== 'float32' && dtype !== 'float64') throw new RangeError(`randomUniform: dtype must be 'float32' or 'float64'; it is ${describe(dtype)}`);
    return bind(randomUniformOp, [readArray('randomUniform', 'key', key)], { shape: [...shape], stream, dtype });
  }) as NdArray<Plain<S>>;
}

function ofOneWord(word: number): number {
  return (word >>> 8) / 16777216;
}

function ofTwoWords([high, low]: readonly [number, number]): number {
  return ((high >>> 5) * 67108864 + (low >>> 6)) / 9007199254740992;
}
