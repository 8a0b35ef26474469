/** What is done to every number, or, by softmax, to every row: layers without parameters. */
import type { Good, NdArray } from '../../array/index.ts';
import { checkNumber } from '../../estimator/index.ts';
import { gelu as geluOf, greater, mul, relu as reluOf, sigmoid as sigmoidOf, softmax as softmaxOf, tanh as tanhOf, where } from '../../ops/index.ts';
import { described } from '../description.ts';
import { nothing, type Layer } from '../layer.ts';
import type { In } from '../types/wire.ts';

/** A layer that keeps the shape of a sample. */
export interface SameShape extends Layer {
  readonly '~out'?: Good<In<this['~in']>>;
}

/** max(x, 0). */
export function relu(): SameShape {
  return activation('relu', reluOf);
}

/**
 * x where x > 0, else slope · x.
 * @param slope  from 0 to 1. Default 0.01
 */
export function leakyRelu(slope = 0.01): SameShape {
  checkNumber('leakyRelu', 'slope', slope, { min: 0, max: 1 });
  return activation('leakyRelu', (x) => where(greater(x, 0), x, mul(x, slope)), { slope });
}

/** (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ). */
export function tanh(): SameShape {
  return activation('tanh', tanhOf);
}

/** 1 / (1 + e⁻ˣ). Not before binaryCrossEntropy(), which takes the numbers before it. */
export function sigmoid(): SameShape {
  return activation('sigmoid', sigmoidOf);
}

/** x · Φ(x), Φ the standard normal distribution function. */
export function gelu(): SameShape {
  return activation('gelu', geluOf);
}

/** eˣⁱ / Σ eˣʲ along the last axis. Not before crossEntropy(), which takes the numbers before it. */
export function softmax(): SameShape {
  return activation('softmax', (x) => softmaxOf(x));
}

function activation(name: string, f: (x: NdArray) => NdArray, options: Readonly<Record<string, number>> = {}): SameShape {
  const layer: Layer = { name, apply: (_, __, x) => [f(x), nothing] };
  return described(layer as SameShape, { options });
}
