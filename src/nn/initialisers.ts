/** What parameters are before training. Knows no layer. */
import { describe, NdArray, sameShape, showShape, sizeOf, typedArrays, type Shape } from '../array/index.ts';
import { checkNumber } from '../estimator/index.ts';
import type { Generator } from '../random/index.ts';
import type { FloatType } from './layer.ts';

/** How many numbers go into one output, and how many outputs one input goes to. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Makes parameters of a shape from random numbers. */
export type Initialiser = (random: Generator, shape: Shape, dtype: FloatType, fans: Fans) => NdArray;

/**
 * What an initialiser makes of parameters of a layer.
 * @param name  of the option it was given as
 * @throws TypeError for another shape or type, which would be broadcast and trained as something else
 */
export function initial(layer: string, name: string, initialiser: Initialiser, random: Generator, shape: Shape, dtype: FloatType, fans: Fans): NdArray {
  const made: NdArray = initialiser(random, shape, dtype, fans);
  if (!(made instanceof NdArray) || !sameShape(made.shape, shape) || made.dtype !== dtype) {
    throw new TypeError(`${layer}: ${name} must give ${dtype} ${showShape(shape)}; it gives ${made instanceof NdArray ? `${made.dtype} ${showShape(made.shape)}` : describe(made)}`);
  }
  return made;
}

/** Normal deviates of variance 2 / fanIn: keeps the size of signals through relu. @see He et al., arXiv:1502.01852 */
export function heNormal(): Initialiser {
  return normalOf(({ fanIn }) => 2 / fanIn);
}

/** Uniform in ±√(6 / fanIn): the variance of heNormal. */
export function heUniform(): Initialiser {
  return uniformOf(({ fanIn }) => 6 / fanIn);
}

/** Normal deviates of variance 2 / (fanIn + fanOut): for tanh and sigmoid. @see Glorot & Bengio, AISTATS 2010 */
export function glorotNormal(): Initialiser {
  return normalOf(({ fanIn, fanOut }) => 2 / (fanIn + fanOut));
}

/** Uniform in ±√(6 / (fanIn + fanOut)): the variance of glorotNormal. */
export function glorotUniform(): Initialiser {
  return uniformOf(({ fanIn, fanOut }) => 6 / (fanIn + fanOut));
}

/** All 0: right for biases, and for a network of one layer, whose cost is a bowl; units of a hidden layer would stay equal. */
export function zeros(): Initialiser {
  return constant(0);
}

/** All `value`. */
export function constant(value: number): Initialiser {
  checkNumber('constant', 'value', value, {});
  return (_, shape, dtype) => fill(shape, dtype, () => value);
}

function normalOf(variance: (fans: Fans) => number): Initialiser {
  return (random, shape, dtype, fans) => {
    const deviation = Math.sqrt(variance(fans));
    return fill(shape, dtype, () => deviation * random.normal());
  };
}

function uniformOf(squaredLimit: (fans: Fans) => number): Initialiser {
  return (random, shape, dtype, fans) => {
    const limit = Math.sqrt(squaredLimit(fans));
    return fill(shape, dtype, () => limit * (2 * random.uniform() - 1));
  };
}

function fill(shape: Shape, dtype: FloatType, next: () => number): NdArray {
  const data = new typedArrays[dtype](sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = next();
  return new NdArray(data, shape);
}
