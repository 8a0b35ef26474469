/** The derivation of linear, ridge, lasso and elastic-net regression: of one sample, then of all. Knows their costs. */
import { NdArray, type MatrixInput, type VectorInput } from '../../array/index.ts';
import { checkKnown } from '../../estimator/index.ts';
import type { LinearModel, Targets } from '../../models/index.ts';
import { abs, add, div, matmul, mul, square, sub, sum } from '../../ops/index.ts';
import { Derivation } from '../derivation.ts';
import { equation, note, type Section, type SymbolRow } from '../parts.ts';
import { deriveFunction, sectionsOf, symbolsOf, type Argument } from '../deriveFunction.ts';
import { label } from '../label.ts';
import { introOf } from '../reading.ts';
import { lossesOf, timesItsWeight, weightArgument, type Losses } from './losses.ts';
import { optimality } from './optimality.ts';
import { chosen, readRows, readRowWeights, readTruth, rowsOptions, zeros, type RowsOptions } from './rowsOfModel.ts';
import { atTheMinimum, propagation, samplesAreRows, sumOfDerivatives } from './sentences.ts';
import { oneSample, runStages, type Stage } from './stages.ts';

export type DeriveLinearOptions = RowsOptions<VectorInput | MatrixInput>;

/** The cost of a kind of regression, as its docstring states it. */
interface Cost {
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
interface Signs {
  readonly pulls: string;
  readonly mean: string;
  readonly count: string;
  readonly zero: string;
}

const alike = { pulls: 'Xᵀ A', total: 'Σ A', mean: '(1/m) Σ A²', count: 'm' };
const byWeight = { pulls: 'Xᵀ (v ⊙ A)', total: 'Σ (v ⊙ A)', mean: '(1/(Σ v)) Σ (v ⊙ A²)', count: '(Σ v)' };

function signsOf(weighted: boolean, hasIntercept: boolean, targets: number): Signs {
  const { total, ...signs } = weighted ? byWeight : alike;
  return { ...signs, zero: hasIntercept ? `both derivatives are 0: ${signs.pulls} = 0 and ${targets === 1 ? total : total.replace('Σ', 'Σᵢ')} = 0` : `the derivative is 0: ${signs.pulls} = 0` };
}

const alpha = ['alpha', 'alpha', 'strength of the penalty'] as const;
const half = (losses: Losses): NdArray => div(losses.mean(), 2);
const halves = [share(1, 2), share(1, 1)] as const;
const penalty = (x: NdArray): NdArray => label(x, 'R');

const costs: Readonly<Record<string, Cost>> = {
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

export function deriveLinear(model: LinearModel<Targets>, options: DeriveLinearOptions = {}): Derivation {
  checkKnown('derive', options, rowsOptions);
  const cost = costs[model.kind];
  const n = model.nFeatures;
  const coef = model.coef instanceof NdArray ? model.coef.data : model.coef;
  const targets = coef.length / n;
  const intercept = typeof model.intercept === 'number' ? [model.intercept] : Array.from(model.intercept);
  const hasIntercept = model.options.fitIntercept !== false;
  const rows = readRows(n, options);
  const truth = rows === undefined ? undefined : readTruth(options.y!, rows.shape[0], targets);
  const [X, y] = rows === undefined ? [zeros([2, n]), zeros([2, targets])] : [chosen(rows, options.sample), chosen(truth!, options.sample)];
  const weights = rows === undefined ? undefined : readRowWeights(options, rows.shape[0]);
  const v = weights && chosen(weights, options.sample);
  const w = new NdArray(Float64Array.from({ length: n * targets }, (_, i) => coef[(i % targets) * n + Math.floor(i / targets)]), [n, targets]);
  const args: Argument[] = [
    { name: 'X', shape: X.shape, dtype: 'float64', role: 'data', perSample: true, value: X, meaning: `features, a sample in each row${options.features === undefined ? '' : `: ${options.features.join(', ')}`}` },
    { name: 'y', shape: y.shape, dtype: 'float64', role: 'data', perSample: true, value: y, meaning: targets === 1 ? 'target' : 'targets, one in each column' },
    ...weightArgument(v, 'weights of the samples'),
    ...cost.settings.map(([option, name, meaning]): Argument => ({ name, shape: [], dtype: 'float64', role: 'data', meaning, value: new NdArray(Float64Array.of(Number(model.options[option])), []) })),
    { name: 'w', shape: w.shape, dtype: 'float64', role: 'parameter', value: w, meaning: 'weights' },
    ...(hasIntercept ? [{ name: 'b', shape: [targets], dtype: 'float64' as const, role: 'parameter' as const, value: new NdArray(Float64Array.from(intercept), [targets]), meaning: targets === 1 ? 'intercept' : 'intercepts' }] : []),
  ];
  const stages = stagesOf(hasIntercept);
  const f = (inputs: readonly NdArray[]): NdArray => {
    const named = new Map(args.map(({ name }, i) => [name, inputs[i]]));
    const A = label(runStages(stages.slice(0, 1), named), 'A');
    return cost.of(lossesOf(square(A), named.get('v')), named.get('w')!, cost.settings.map(([, name]) => named.get(name)!));
  };
  const hasNumbers = rows !== undefined;
  const derived = deriveFunction({ f, args, cost: 'C', numbers: hasNumbers });
  const sections: Section[] = [
    ...(targets === 1 ? [sampleSection(stages, n, hasIntercept, cost, v !== undefined)] : []),
    ...propagation(derived, X, options.sample, sectionsOf(derived)),
    atTheMinimum(options.sample, [note(cost.remark(signsOf(v !== undefined, hasIntercept, targets))), ...(targets > 1 ? [note(manyTargets(model.kind, targets))] : rows === undefined ? [] : optimality(model, rows, truth!, weights, options.features))]),
  ];
  return new Derivation({
    title: options.title ?? cost.title,
    intro: [samplesAreRows, ...introOf(derived)],
    symbols: symbolsWithModel(symbolsOf(args, derived, hasNumbers), model), sections, sizes: derived.sizes, constants: derived.constants,
  });
}

function manyTargets(kind: string, targets: number): string {
  const left = kind === 'lasso' || kind === 'elasticNet' ? 'one sample, and with rows the condition of each weight and the duality gap' : 'one sample';
  return `The ${targets} targets are fitted each by itself: a column of y, w and A and a number of b are of one target, and depend on no other. The derivation of a model of one target also shows ${left}.`;
}

function stagesOf(hasIntercept: boolean): readonly Stage[] {
  return [
    { name: 'A', from: ['y', 'X', 'w', ...(hasIntercept ? ['b'] : [])], of: (y, X, w, b) => (b === undefined ? sub(y, matmul(X, w)) : sub(sub(y, matmul(X, w)), b)) },
    { name: 'L', from: ['A'], of: (A) => square(A) },
  ];
}

/** Equations (12) and (13) of the text: what one sample costs, and how that changes with w and b. */
function sampleSection(stages: readonly Stage[], n: number, hasIntercept: boolean, cost: Cost, weighted: boolean): Section {
  const lines = oneSample(stages, new Map([['y', [1, 1]], ['X', [1, n]], ['w', [n, 1]], ['b', [1]]]), ['w', ...(hasIntercept ? ['b'] : [])]);
  return {
    title: 'One sample',
    lines: [
      { kind: 'note', text: `Sample k has the features xₖ, a row, and the target yₖ. Its loss Lₖ is the square of what the model misses:` },
      ...lines,
      ...(weighted ? [note(timesItsWeight)] : []),
      ...addedUp(cost, weighted),
    ],
  };
}

/** Equations (8) and (14): from the derivatives of single samples to that of the cost. */
function addedUp({ sum, parts: [ofLoss, ofResidual], settings }: Cost, weighted: boolean): Section['lines'] {
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

function symbolsWithModel(symbols: readonly SymbolRow[], model: LinearModel<Targets>): SymbolRow[] {
  return symbols.map((symbol) => (symbol.name === 'w' && symbol.value !== undefined ? { ...symbol, meaning: `weights, as fitted${model.converged ? '' : ' so far'}` } : symbol));
}
