/** The costs of linear regressions, and how their sums over samples are written. Knows no model. */
import type { NdArray } from '../../array/index.ts';
import { abs, add, div, mul, square, sub, sum } from '../../ops/index.ts';
import { label } from '../label.ts';
import type { Section } from '../parts.ts';
import { addedUp, type Signs } from './addedUp.ts';
import type { Losses } from './losses.ts';

/** The cost of a kind of regression, as its docstring states it. */
export interface Cost {
  readonly title: string;
  /** Numbers of the penalty, by the name of the model's option. */
  readonly settings: readonly (readonly [option: string, name: string, meaning: string])[];
  /** Of the losses A², A = y − Xw − b, the weights, and the settings in their order. */
  of(losses: Losses, w: NdArray, settings: readonly NdArray[]): NdArray;
  /** What it does with the losses of the samples. */
  readonly sum: string;
  /** What ∂C/∂w has of Σₖ ∂Lₖ/∂w, and of −Σₖ Aₖ xₖᵀ. */
  readonly parts: readonly [Part, Part];
  /** What holds at the minimum. */
  remark(told: Told): string;
}

/** Of how many samples, or of what weight. */
type Part = (count: Signs) => Signs;

/** n / (d · count) */
function share(n: number, d: number): Part {
  const times = d === 1 ? '' : `${d} `;
  return ([signs, latex]) => [`(${n}/${d === 1 ? signs : `(${times}${signs})`}) `, `\\frac{${n}}{${times}${latex}} `];
}

/** How sums over samples are written, and the derivatives that are 0. */
export interface Told {
  readonly pulls: string;
  readonly mean: string;
  readonly count: string;
  readonly zero: string;
}

const alike = { pulls: 'Xᵀ A', total: 'Σ A', mean: '(1/m) Σ A²', count: 'm' };
const byWeight = { pulls: 'Xᵀ (v ⊙ A)', total: 'Σ (v ⊙ A)', mean: '(1/(Σ v)) Σ (v ⊙ A²)', count: '(Σ v)' };

export function toldOf(weighted: boolean, hasIntercept: boolean, targets: number): Told {
  const { total, ...signs } = weighted ? byWeight : alike;
  return { ...signs, zero: hasIntercept ? `both derivatives are 0: ${signs.pulls} = 0 and ${targets === 1 ? total : total.replace('Σ', 'Σᵢ')} = 0` : `the derivative is 0: ${signs.pulls} = 0` };
}

const alpha = ['alpha', 'alpha', 'strength of the penalty'] as const;
const half = (losses: Losses): NdArray => div(losses.mean(), 2);
const halves = [share(1, 2), share(1, 1)] as const;
const penalty = (x: NdArray): NdArray => label(x, 'R');

/** By the kind of the model. */
export const costs: Readonly<Record<string, Cost>> = {
  linearRegression: {
    title: 'Linear regression', settings: [], of: (losses) => losses.mean(), sum: 'is the mean of the losses', parts: [share(1, 1), share(2, 1)],
    remark: ({ zero }) => `At the minimum ${zero}. These are the normal equations, which least squares solves at once; gradient descent comes to the same place step by step, for the cost is a bowl.`,
  },
  ridge: {
    title: 'Ridge regression', settings: [alpha], of: (losses, w, [alpha]) => add(losses.sum(), penalty(mul(alpha, sum(square(w))))), sum: 'adds up the losses, and the penalty', parts: [() => ['', ''], () => ['2 ', '2 ']],
    remark: ({ pulls, mean, count }) => `At the minimum ${pulls} = α w: the penalty pulls every weight towards 0, the harder the larger it is, but not to 0. The cost divided by ${count} is ${mean} + λ Σ w² with λ = α/${count}.`,
  },
  lasso: {
    title: 'Lasso', settings: [alpha], of: (losses, w, [alpha]) => add(half(losses), penalty(mul(alpha, sum(abs(w))))), sum: 'is half the mean of the losses, and the penalty', parts: halves,
    remark: ({ mean }) => `At 0, where it has a corner, |w| has no derivative: there sign(w) may be any number from −1 to 1. So the pull of the penalty is always α, however small a weight is, and weights become exactly 0. Twice the cost is ${mean} + λ Σ |w| with λ = 2α.`,
  },
  elasticNet: {
    title: 'Elastic net', settings: [alpha, ['l1Ratio', 'rho', 'share of the L1 penalty']],
    of: (losses, w, [alpha, rho]) => add(half(losses), penalty(mul(alpha, add(mul(rho, sum(abs(w))), mul(div(sub(1, rho), 2), sum(square(w))))))), sum: 'is half the mean of the losses, and the penalty', parts: halves,
    remark: () => 'The first part of the penalty sets weights to exactly 0, as the lasso does; the second makes large ones smaller, as ridge does.',
  },
};

/** From single samples to all of them. */
export function samplesAddedUp({ sum, parts: [ofLosses, ofResiduals], settings }: Cost, weighted: boolean): Section['lines'] {
  const count: Signs = weighted ? [byWeight.count, '\\left(\\sum v\\right)'] : [alike.count, 'm'];
  const [signs, latex] = ofResiduals(count);
  return addedUp({
    sum, weighted, penalised: settings.length > 0, ofLosses: ofLosses(count), ofEach: [`−${signs}`, `-${latex}`], each: ['Aₖ xₖᵀ', 'A_{k} x_{k}^{\\top}'],
    all: weighted ? [byWeight.pulls, 'X^{\\top} \\left(v \\odot A\\right)'] : [alike.pulls, 'X^{\\top} A'],
  });
}
