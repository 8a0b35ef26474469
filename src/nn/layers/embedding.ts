/** embedding: a row of numbers, learnt, for each of some words, users or things. */
import type { NdArray } from '../../array/index.ts';
import { checkKnown, checkNumber } from '../../estimator/index.ts';
import { cast, gather } from '../../ops/index.ts';
import { described } from '../description.ts';
import type { Initialiser } from '../initialisers.ts';
import { glorotUniform } from '../initialisers.ts';
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
 * @throws RangeError, in training and prediction, for a number out of range
 */
export function embedding<N extends number>(count: number, width: N, options: EmbeddingOptions = {}): Embedding<N> {
  checkKnown('embedding', options, ['tableInit']);
  checkNumber('embedding', 'count', count, { min: 1, integer: true });
  checkNumber('embedding', 'width', width, { min: 1, integer: true });
  const { tableInit = glorotUniform() } = options;
  const layer: Layer<EmbeddingParameters> = {
    name: 'embedding',
    takesIndices: true,
    outputShape: (shape) => [...shape, width],
    init: (random, _, dtype) => ({ table: tableInit(random, [count, width], dtype, { fanIn: count, fanOut: width }) }),
    apply: ({ table }, _, x) => [gather(table, cast(x, 'int32')), nothing],
  };
  return described(layer as unknown as Embedding<N>, { options: { count, width }, parameters: () => ({ table: [count, width] }) });
}
