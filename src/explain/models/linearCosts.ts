/** The costs of linear regressions, and how their sums over samples are written. Knows no model. */
import type { NdArray } from '../../array/index.ts';
import { abs, add, div, mul, square, sub, sum } from '../../ops/index.ts';
import { label } from '../label.ts';
import { equation, note, type Section } from '../parts.ts';
import type { Losses } from './losses.ts';
import { sumOfDerivatives } from './sentences.ts';

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
  remark(signs: Signs): string;
}

/** In LaTeX or in signs; of how many samples, or of what weight. */
type Part = (count: string, isLatex: boolean) => string;

/** n / (d · count) */
function share(n: number, d: number): Part {
  return (count, isLatex) => {
    const below = d === 1 ? count : `${d} ${count}`;
    return isLatex ? `\\frac{${n}}{${below}} ` : `(${n}/${d === 1 ? below : `(${below})`}) `;
  };
}

/** How sums over samples are written, and the derivatives that are 0. */
export interface Signs {
  readonly pulls: string;
  readonly mean: string;
  readonly count: string;
  readonly zero: string;
}

const alike = { pulls: 'Xᵀ A', total: 'Σ A', mean: '(1/m) Σ A²', count: 'm' };
const byWeight = { pulls: 'Xᵀ (v ⊙ A)', total: 'Σ (v ⊙ A)', mean: '(1/(Σ v)) Σ (v ⊙ A²)', count: '(Σ v)' };

export function signsOf(weighted: boolean, hasIntercept: boolean, targets: number): Signs {
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
    title: 'Ridge regression', settings: [alpha], of: (losses, w, [alpha]) => add(losses.sum(), penalty(mul(alpha, sum(square(w))))), sum: 'adds up the losses, and the penalty', parts: [() => '', () => '2 '],
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

/** Equations (8) and (14): from the derivatives of single samples to that of the cost. */
export function addedUp({ sum, parts: [ofLoss, ofResidual], settings }: Cost, weighted: boolean): Section['lines'] {
  return [note(`The cost ${sum}. ${sumOfDerivatives}`), equation((isLatex) => {
    const { by, byLoss, each, residual, minus, v, pulls, penalty, count } = (isLatex ? inLatex : inSigns)(weighted);
    const rest = settings.length === 0 ? '' : penalty;
    return [by, `${ofLoss(count, isLatex)}${each} ${v}${byLoss}${rest}`, `${minus}${ofResidual(count, isLatex)}${each} ${v}${residual}${rest}`, `${minus}${ofResidual(count, isLatex)}${pulls}${rest}`];
  })];
}

const inSigns = (weighted: boolean): Written => ({
  by: '∂C/∂w', byLoss: '∂Lₖ/∂w', each: 'Σₖ', residual: 'Aₖ xₖᵀ', minus: '−', v: weighted ? 'vₖ ' : '', penalty: ' + ∂R/∂w', ...(weighted ? byWeight : alike),
});

const inLatex = (weighted: boolean): Written => ({
  by: '\\frac{\\partial C}{\\partial w}', byLoss: '\\frac{\\partial L_{k}}{\\partial w}', each: '\\sum_{k}', residual: 'A_{k} x_{k}^{\\top}', minus: '-', v: weighted ? 'v_{k} ' : '',
  penalty: ' + \\frac{\\partial R}{\\partial w}', pulls: weighted ? 'X^{\\top} \\left(v \\odot A\\right)' : 'X^{\\top} A', count: weighted ? '\\left(\\sum v\\right)' : 'm',
});

interface Written {
  readonly by: string;
  readonly byLoss: string;
  readonly each: string;
  readonly residual: string;
  readonly minus: string;
  readonly v: string;
  readonly pulls: string;
  readonly penalty: string;
  readonly count: string;
}
