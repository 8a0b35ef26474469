/** embedding: a row of numbers, learnt, for each of some words, users or things. */
import type { NdArray } from '../../array/index.ts';
import { checkKnown, checkNumber } from '../../estimator/index.ts';
import { cast, equal, gather, where } from '../../ops/index.ts';
import { described } from '../description.ts';
import { glorotUniform, initial, type Initialiser } from '../initialisers.ts';
import { nothing, type Layer } from '../layer.ts';
import type { EmbeddingRule } from '../types/rules.ts';
import type { In } from '../types/wire.ts';

export interface EmbeddingOptions {
  /** Default glorotUniform(). */
  readonly tableInit?: Initialiser;
}

/** table [count, width]. */
export type EmbeddingParameters = { readonly table: NdArray };

export interface Embedding<N extends number> extends Layer {
  readonly '~out'?: EmbeddingRule<In<this['~in']>, N>;
}

/**
 * Row x of a table for every whole number x of a sample: […shape] → […shape, width].
 * @param count  how many things there are: numbers are from 0 to count − 1   @param width  numbers of a row
 * @throws RangeError, in training and prediction, for a number out of range; one that is not whole counts as −1
 */
export function embedding<N extends number>(count: number, width: N, options: EmbeddingOptions = {}): Embedding<N> {
  checkKnown('embedding', options, ['tableInit']);
  checkNumber('embedding', 'count', count, { min: 1, integer: true });
  checkNumber('embedding', 'width', width, { min: 1, integer: true });
  const { tableInit = glorotUniform() } = options;
  const layer: Layer<EmbeddingParameters> = {
    name: 'embedding',
    takesIndices: true,
    indices: count,
    outputShape: (shape) => [...shape, width],
    init: (random, _, dtype) => ({ table: initial('embedding', 'tableInit', tableInit, random, [count, width], dtype, { fanIn: count, fanOut: width }) }),
    apply: ({ table }, _, x) => [gather(table, wholeOf(x)), nothing],
  };
  return described(layer as unknown as Embedding<N>, { options: { count, width }, parameters: () => ({ table: [count, width] }) });
}

/** Indices are whole where the network begins with the layer. After others they are floats: what no int32 equals is no index. */
function wholeOf(x: NdArray): NdArray {
  const whole = cast(x, 'int32');
  return x.dtype === 'int32' ? whole : where(equal(cast(whole, x.dtype), x), whole, -1);
}
