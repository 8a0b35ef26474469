/** adam and adamW: steps by the mean of gradients, divided by the size of them. */
import { checkKnown, checkNumber } from '../../estimator/index.ts';
import { powersOf } from '../../numeric/index.ts';
import { add, div, mul, sqrt, square, sub } from '../../ops/index.ts';
import { scheduleOf, type Schedule } from '../schedules.ts';
import { mapTree } from '../tree.ts';
import { zerosLike, type Optimizer } from './optimizer.ts';
import { withDecay } from './sgd.ts';

export interface AdamOptions {
  /** Default 0.001. */
  readonly learningRate?: number | Schedule;
  /** How much of the mean of earlier gradients is kept, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** How much of the mean of their squares is kept, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** Added to the root, > 0. Default 1e-8. */
  readonly epsilon?: number;
  /** λ ≥ 0. adam: λ times the parameter is added to its gradient. adamW: the parameter is multiplied by 1 − rate·λ. Default 0; adamW 0.01. */
  readonly weightDecay?: number;
}

/**
 * m ← β₁m + (1 − β₁)g;  s ← β₂s + (1 − β₂)g²;  p ← p − rate / (1 − β₁ᵗ) · m / (√s / √(1 − β₂ᵗ) + ε), t the step. As PyTorch
 * has it.
 * @throws RangeError for a value out of range   @see Kingma & Ba, arXiv:1412.6980
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return adaptive('adam', options, 0);
}

/** As adam, the decay of the weights apart from the gradient. @see Loshchilov & Hutter, arXiv:1711.05101 */
export function adamW(options: AdamOptions = {}): Optimizer {
  return adaptive('adamW', options, 0.01);
}

function adaptive(name: 'adam' | 'adamW', options: AdamOptions, usualDecay: number): Optimizer {
  checkKnown(name, options, ['learningRate', 'beta1', 'beta2', 'epsilon', 'weightDecay']);
  const { learningRate = 0.001 } = options;
  const schedule = scheduleOf(name, learningRate);
  const beta1 = checkNumber(name, 'beta1', options.beta1 ?? 0.9, { min: 0, below: 1 });
  const beta2 = checkNumber(name, 'beta2', options.beta2 ?? 0.999, { min: 0, below: 1 });
  const epsilon = checkNumber(name, 'epsilon', options.epsilon ?? 1e-8, { above: 0 });
  const weightDecay = checkNumber(name, 'weightDecay', options.weightDecay ?? usualDecay, { min: 0 });
  const apart = name === 'adamW' && weightDecay > 0;
  const [power1, power2] = [powersOf(beta1), powersOf(beta2)];
  return {
    name,
    options: { learningRate, beta1, beta2, epsilon, weightDecay },
    init: (parameters) => ({ means: zerosLike(parameters), squares: zerosLike(parameters) }),
    numbers: (step) => {
      const rate = schedule(step);
      return { rate: rate / (1 - power1(step)), root: Math.sqrt(1 - power2(step)), ...(apart && { kept: 1 - rate * weightDecay }) };
    },
    update: (parameters, gradients, memory, { rate, root, kept }) => {
      const decayed = apart ? gradients : withDecay(gradients, parameters, weightDecay);
      const means = mapTree((m, g) => add(mul(m, beta1), mul(g, 1 - beta1)), memory.means, decayed);
      const squares = mapTree((s, g) => add(mul(s, beta2), mul(square(g), 1 - beta2)), memory.squares, decayed);
      const next = mapTree((p, m, s) => {
        const step = mul(div(m, add(div(sqrt(s), root), epsilon)), rate);
        return sub(apart ? mul(p, kept) : p, step);
      }, parameters, means, squares);
      return [next, { means, squares }];
    },
  };
}
