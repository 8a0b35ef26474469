/** dense: every output a weighted sum of all inputs. */
import { showShape, type NdArray } from '../../array/index.ts';
import { checkFlag, checkKnown, checkNumber } from '../../estimator/index.ts';
import { add, matmul } from '../../ops/index.ts';
import { described } from '../description.ts';
import { glorotUniform, initial, zeros, type Initialiser } from '../initialisers.ts';
import { nothing, type Layer } from '../layer.ts';
import type { DenseRule } from '../types/rules.ts';
import type { In } from '../types/wire.ts';

export interface DenseOptions {
  /** Default true. */
  readonly bias?: boolean;
  /** Of the weights. Default glorotUniform(). */
  readonly kernelInit?: Initialiser;
  /** Default zeros(). */
  readonly biasInit?: Initialiser;
}

/** kernel [features, units], bias [units]. */
export type DenseParameters = { readonly kernel: NdArray; readonly bias?: NdArray };

export interface Dense<N extends number> extends Layer {
  readonly '~out'?: DenseRule<In<this['~in']>, N>;
}

/**
 * y = x W + b, for flat samples: [features] → [units].
 * @param units  how many outputs, ≥ 1
 * @throws RangeError for a wrong number of units; TypeError, when it is put into a network, for samples that are not flat
 */
export function dense<N extends number>(units: N, options: DenseOptions = {}): Dense<N> {
  checkKnown('dense', options, ['bias', 'kernelInit', 'biasInit']);
  checkNumber('dense', 'units', units, { min: 1, integer: true });
  const hasBias = checkFlag('dense', 'bias', options.bias ?? true);
  const { kernelInit = glorotUniform(), biasInit = zeros() } = options;
  const layer: Layer<DenseParameters> = {
    name: 'dense',
    outputShape: (shape) => {
      if (shape.length !== 1) throw new TypeError(`dense: the input must be flat, [features]; it is ${showShape(shape)}, put flatten() before it`);
      return [units];
    },
    init: (random, [features], dtype) => {
      const fans = { fanIn: features, fanOut: units };
      return { kernel: initial('dense', 'kernelInit', kernelInit, random, [features, units], dtype, fans), ...(hasBias && { bias: initial('dense', 'biasInit', biasInit, random, [units], dtype, fans) }) };
    },
    apply: ({ kernel, bias }, _, x) => {
      const y: NdArray = matmul(x, kernel);
      return [bias === undefined ? y : add(y, bias), nothing];
    },
  };
  return described(layer as unknown as Dense<N>, {
    options: { units, bias: hasBias },
    parameters: ([features]) => ({ kernel: [features, units], ...(hasBias && { bias: [units] }) }),
  });
}
