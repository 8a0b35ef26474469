/** How the learning rate changes from step to step: numbers with the same bits everywhere. Knows no optimizer. */
import { checkKnown, checkNumber } from '../estimator/index.ts';
import { cos, powersOf } from '../numeric/index.ts';

/** The learning rate of a step, counted from 1. Your own is any such function. */
export type Schedule = (step: number) => number;

/** Always `rate`. */
export function constantRate(rate: number): Schedule {
  checkRate('constantRate', rate);
  return () => rate;
}

/** rate · factorᵏ, k = ⌊(step − 1) / every⌋. @param options.factor  in (0, 1]. Default 0.1 */
export function stepDecay(options: { readonly rate: number; readonly every: number; readonly factor?: number }): Schedule {
  checkKnown('stepDecay', options, ['rate', 'every', 'factor']);
  const { rate, every, factor = 0.1 } = options;
  check('stepDecay', rate, every, factor);
  const power = powersOf(factor);
  return (step) => rate * power(Math.floor((step - 1) / every));
}

/** rate · factor^((step − 1) / every). @param options.factor  in (0, 1]   @param options.every  default 1 */
export function exponentialDecay(options: { readonly rate: number; readonly factor: number; readonly every?: number }): Schedule {
  checkKnown('exponentialDecay', options, ['rate', 'factor', 'every']);
  const { rate, factor, every = 1 } = options;
  check('exponentialDecay', rate, every, factor);
  const power = powersOf(factor);
  return (step) => rate * power((step - 1) / every);
}

/**
 * From `rate` to `final` along half a cosine, in `steps` steps; `final` from then on.
 * @param options.final  default 0   @see Loshchilov & Hutter, arXiv:1608.03983
 */
export function cosineDecay(options: { readonly rate: number; readonly steps: number; readonly final?: number }): Schedule {
  checkKnown('cosineDecay', options, ['rate', 'steps', 'final']);
  const { rate, steps, final = 0 } = options;
  check('cosineDecay', rate, steps, 1);
  checkNumber('cosineDecay', 'final', final, { min: 0 });
  return (step) => final + ((rate - final) * (1 + cos(Math.PI * Math.min(1, (step - 1) / steps)))) / 2;
}

/** During the first `steps` steps a growing share of what `schedule` says: step / steps. */
export function warmUp(schedule: number | Schedule, steps: number): Schedule {
  checkNumber('warmUp', 'steps', steps, { min: 1, integer: true });
  const after = scheduleOf('warmUp', schedule);
  return (step) => after(step) * Math.min(1, step / steps);
}

/** A number is a rate that does not change. */
export function scheduleOf(caller: string, rate: number | Schedule): Schedule {
  if (typeof rate === 'function') return (step) => checkNumber(caller, `learningRate of step ${step}`, rate(step), { min: 0 });
  checkNumber(caller, 'learningRate', rate, { min: 0 });
  return () => rate;
}

function check(caller: string, rate: number, every: number, factor: number): void {
  checkRate(caller, rate);
  checkNumber(caller, caller === 'cosineDecay' ? 'steps' : 'every', every, { min: 1, integer: true });
  checkNumber(caller, 'factor', factor, { above: 0, max: 1 });
}

function checkRate(caller: string, rate: number): void {
  checkNumber(caller, 'rate', rate, { min: 0 });
}
