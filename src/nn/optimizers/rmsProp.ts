/** rmsProp: every parameter's steps divided by the size of its gradients. */
import { checkKnown, checkNumber } from '../../estimator/index.ts';
import { add, div, mul, sqrt, square, sub } from '../../ops/index.ts';
import { scheduleOf, type Schedule } from '../schedules.ts';
import { mapTree } from '../tree.ts';
import { zerosLike, type Optimizer } from './optimizer.ts';
import { withDecay } from './sgd.ts';

export interface RmsPropOptions {
  /** Default 0.01. */
  readonly learningRate?: number | Schedule;
  /** How much of the mean square of earlier gradients is kept, in [0, 1). Default 0.99. */
  readonly decay?: number;
  /** Share of the last step that is kept, in [0, 1). Default 0. */
  readonly momentum?: number;
  /** Added to the root, > 0. Default 1e-8. */
  readonly epsilon?: number;
  /** λ ≥ 0: λ times the parameter is added to its gradient. Default 0. */
  readonly weightDecay?: number;
}

/**
 * g = ∂L/∂p + λp;  s ← decay·s + (1 − decay)·g²;  p ← p − rate·g / (√s + ε), with momentum through a velocity. As PyTorch
 * has it.
 * @throws RangeError for a value out of range   @see Tieleman & Hinton, Coursera lecture 6.5, 2012
 */
export function rmsProp(options: RmsPropOptions = {}): Optimizer {
  checkKnown('rmsProp', options, ['learningRate', 'decay', 'momentum', 'epsilon', 'weightDecay']);
  const { learningRate = 0.01 } = options;
  const schedule = scheduleOf('rmsProp', learningRate);
  const decay = checkNumber('rmsProp', 'decay', options.decay ?? 0.99, { min: 0, below: 1 });
  const momentum = checkNumber('rmsProp', 'momentum', options.momentum ?? 0, { min: 0, below: 1 });
  const epsilon = checkNumber('rmsProp', 'epsilon', options.epsilon ?? 1e-8, { above: 0 });
  const weightDecay = checkNumber('rmsProp', 'weightDecay', options.weightDecay ?? 0, { min: 0 });
  return {
    name: 'rmsProp',
    options: { learningRate, decay, momentum, epsilon, weightDecay },
    init: (parameters) => ({ squares: zerosLike(parameters), ...(momentum > 0 && { velocity: zerosLike(parameters) }) }),
    numbers: (step) => ({ rate: schedule(step) }),
    update: (parameters, gradients, memory, { rate }) => {
      const decayed = withDecay(gradients, parameters, weightDecay);
      const squares = mapTree((s, g) => add(mul(s, decay), mul(square(g), 1 - decay)), memory.squares, decayed);
      const scaled = mapTree((g, s) => div(g, add(sqrt(s), epsilon)), decayed, squares);
      if (momentum === 0) return [mapTree((p, d) => sub(p, mul(d, rate)), parameters, scaled), { squares }];
      const velocity = mapTree((v, d) => add(mul(v, momentum), d), memory.velocity, scaled);
      return [mapTree((p, v) => sub(p, mul(v, rate)), parameters, velocity), { squares, velocity }];
    },
  };
}
