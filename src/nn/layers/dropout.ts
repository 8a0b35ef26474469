/** dropout: some numbers, chosen at random in every step of training, are 0. */
import type { NdArray } from '../../array/index.ts';
import { checkNumber } from '../../estimator/index.ts';
import { div, greaterEqual, where } from '../../ops/index.ts';
import { described } from '../description.ts';
import { nothing, type Layer } from '../layer.ts';
import type { SameShape } from './activations.ts';

/**
 * In training each number is 0 with probability `rate` and divided by 1 − rate otherwise, so that its mean stays; in
 * prediction nothing is done. Which are dropped depends on the seed of the training, the step, and the place alone.
 * @param rate  in [0, 1)
 * @see Srivastava et al., JMLR 15, 2014
 */
export function dropout(rate: number): SameShape {
  checkNumber('dropout', 'rate', rate, { min: 0, below: 1 });
  const layer: Layer = {
    name: 'dropout',
    apply: (_, __, x, { training, uniform }) => {
      if (!training || rate === 0) return [x, nothing];
      if (uniform === undefined) throw new TypeError('dropout: training must provide random numbers; mode.uniform is missing');
      const draw = uniform(x.shape, x.dtype === 'float64' ? 'float64' : 'float32');
      return [where(greaterEqual(draw, rate), div(x, 1 - rate) as NdArray, 0), nothing];
    },
  };
  return described(layer as SameShape, { options: { rate } });
}
