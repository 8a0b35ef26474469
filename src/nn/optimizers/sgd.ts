/** sgd: steps against the gradient, with momentum if wanted. */
import type { NdArray } from '../../array/index.ts';
import { checkFlag, checkKnown, checkNumber } from '../../estimator/index.ts';
import { add, mul, sub } from '../../ops/index.ts';
import type { Tree } from '../../program/index.ts';
import { scheduleOf, type Schedule } from '../schedules.ts';
import { mapTree } from '../tree.ts';
import { zerosLike, type Memory, type Optimizer } from './optimizer.ts';

export interface SgdOptions {
  /** Default 0.01. */
  readonly learningRate?: number | Schedule;
  /** Share of the last step's velocity that is kept, in [0, 1). Default 0. */
  readonly momentum?: number;
  /** The gradient as it will be after the momentum's step. Default false. */
  readonly nesterov?: boolean;
  /** λ ≥ 0: λ times the parameter is added to its gradient. Default 0. */
  readonly weightDecay?: number;
}

/**
 * g = ∂L/∂p + λp;  v ← momentum·v + g;  p ← p − rate·v, with nesterov p − rate·(g + momentum·v). As PyTorch has it.
 * @throws RangeError for a value out of range
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  checkKnown('sgd', options, ['learningRate', 'momentum', 'nesterov', 'weightDecay']);
  const { learningRate = 0.01 } = options;
  const schedule = scheduleOf('sgd', learningRate);
  const momentum = checkNumber('sgd', 'momentum', options.momentum ?? 0, { min: 0, below: 1 });
  const nesterov = checkFlag('sgd', 'nesterov', options.nesterov ?? false);
  const weightDecay = checkNumber('sgd', 'weightDecay', options.weightDecay ?? 0, { min: 0 });
  if (nesterov && momentum === 0) throw new RangeError('sgd: nesterov must have a momentum above 0; it is 0');
  return {
    name: 'sgd',
    options: { learningRate, momentum, nesterov, weightDecay },
    init: (parameters): Memory => (momentum === 0 ? {} : { velocity: zerosLike(parameters) }),
    numbers: (step) => ({ rate: schedule(step) }),
    update: (parameters, gradients, { velocity }, { rate }) => {
      const decayed = withDecay(gradients, parameters, weightDecay);
      if (momentum === 0) return [mapTree((p, g) => sub(p, mul(g, rate)), parameters, decayed), {}];
      const faster = mapTree((v, g) => add(mul(v, momentum), g), velocity, decayed);
      const direction = nesterov ? mapTree((g, v) => add(g, mul(v, momentum)), decayed, faster) : faster;
      return [mapTree((p, d) => sub(p, mul(d, rate)), parameters, direction), { velocity: faster }];
    },
  };
}

/** g + λp. */
export function withDecay<P extends Tree>(gradients: P, parameters: P, weightDecay: number): P {
  return weightDecay === 0 ? gradients : mapTree((g, p): NdArray => add(g, mul(p, weightDecay)), gradients, parameters);
}
