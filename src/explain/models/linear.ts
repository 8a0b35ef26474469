/** The derivation of linear, ridge, lasso and elastic-net regression: of one sample, then of all. Knows their costs. */
import { NdArray, type MatrixInput, type VectorInput } from '../../array/index.ts';
import { checkKnown } from '../../estimator/index.ts';
import type { LinearModel, Targets } from '../../models/index.ts';
import { abs, add, div, matmul, mean, mul, square, sub, sum } from '../../ops/index.ts';
import { Derivation } from '../derivation.ts';
import type { Section, SymbolRow } from '../parts.ts';
import { deriveFunction, sectionsOf, symbolsOf, type Argument } from '../deriveFunction.ts';
import { label } from '../label.ts';
import { introOf } from '../reading.ts';
import { optimality } from './optimality.ts';
import { chosen, readRows, readTruth, zeros, type RowsOptions } from './rowsOfModel.ts';
import { oneSample, runStages, type Stage } from './stages.ts';

export type DeriveLinearOptions = RowsOptions<VectorInput | MatrixInput>;

/** The cost of a kind of regression, as its docstring states it. */
interface Cost {
  readonly title: string;
  /** Numbers of the penalty, by the name of the model's option. */
  readonly settings: readonly (readonly [option: string, name: string, meaning: string])[];
  /** Of A = y − Xw − b, the weights, and the settings in their order. */
  of(A: NdArray, w: NdArray, settings: readonly NdArray[]): NdArray;
  /** What it does with the losses of the samples. */
  readonly sum: string;
  readonly remark: string;
}

const alpha = ['alpha', 'alpha', 'strength of the penalty'] as const;
const half = (A: NdArray): NdArray => div(mean(square(A)), 2);
const penalty = (x: NdArray): NdArray => label(x, 'R');

const costs: Readonly<Record<string, Cost>> = {
  linearRegression: {
    title: 'Linear regression', settings: [], of: (A) => mean(square(A)), sum: 'is the mean of the losses',
    remark: 'At the minimum both derivatives are 0: Xᵀ A = 0 and Σ A = 0. These are the normal equations, which least squares solves at once; gradient descent comes to the same place step by step, for the cost is a bowl.',
  },
  ridge: {
    title: 'Ridge regression', settings: [alpha], of: (A, w, [alpha]) => add(sum(square(A)), penalty(mul(alpha, sum(square(w))))), sum: 'adds up the losses, and the penalty',
    remark: 'At the minimum Xᵀ A = α w: the penalty pulls every weight towards 0, the harder the larger it is, but not to 0. The cost divided by m is (1/m) Σ A² + λ Σ w² with λ = α/m.',
  },
  lasso: {
    title: 'Lasso', settings: [alpha], of: (A, w, [alpha]) => add(half(A), penalty(mul(alpha, sum(abs(w))))), sum: 'is half the mean of the losses, and the penalty',
    remark: 'At 0, where it has a corner, |w| has no derivative: there sign(w) may be any number from −1 to 1. So the pull of the penalty is always α, however small a weight is, and weights become exactly 0. Twice the cost is (1/m) Σ A² + λ Σ |w| with λ = 2α.',
  },
  elasticNet: {
    title: 'Elastic net', settings: [alpha, ['l1Ratio', 'rho', 'share of the L1 penalty']],
    of: (A, w, [alpha, rho]) => add(half(A), penalty(mul(alpha, add(mul(rho, sum(abs(w))), mul(div(sub(1, rho), 2), sum(square(w))))))), sum: 'is half the mean of the losses, and the penalty',
    remark: 'The first part of the penalty sets weights to exactly 0, as the lasso does; the second makes large ones smaller, as ridge does.',
  },
};

export function deriveLinear(model: LinearModel<Targets>, options: DeriveLinearOptions = {}): Derivation {
  checkKnown('derive', options, ['X', 'y', 'sample', 'features', 'title']);
  const cost = costs[model.kind];
  const n = model.nFeatures;
  const coef = model.coef instanceof NdArray ? model.coef.data : model.coef;
  const targets = coef.length / n;
  const intercept = typeof model.intercept === 'number' ? [model.intercept] : Array.from(model.intercept);
  const hasIntercept = model.options.fitIntercept !== false;
  const rows = readRows(n, options);
  const truth = rows === undefined ? undefined : readTruth(options.y!, rows.shape[0], targets);
  const [X, y] = rows === undefined ? [zeros([2, n]), zeros([2, targets])] : [chosen(rows, options.sample), chosen(truth!, options.sample)];
  const w = new NdArray(Float64Array.from({ length: n * targets }, (_, i) => coef[(i % targets) * n + Math.floor(i / targets)]), [n, targets]);
  const args: Argument[] = [
    { name: 'X', shape: X.shape, dtype: 'float64', role: 'data', perSample: true, value: X, meaning: `features, a sample in each row${options.features === undefined ? '' : `: ${options.features.join(', ')}`}` },
    { name: 'y', shape: y.shape, dtype: 'float64', role: 'data', perSample: true, value: y, meaning: 'target' },
    ...cost.settings.map(([option, name, meaning]): Argument => ({ name, shape: [], dtype: 'float64', role: 'data', meaning, value: new NdArray(Float64Array.of(Number(model.options[option])), []) })),
    { name: 'w', shape: w.shape, dtype: 'float64', role: 'parameter', value: w, meaning: 'weights' },
    ...(hasIntercept ? [{ name: 'b', shape: [targets], dtype: 'float64' as const, role: 'parameter' as const, value: new NdArray(Float64Array.from(intercept), [targets]), meaning: 'intercept' }] : []),
  ];
  const stages = stagesOf(hasIntercept);
  const f = (inputs: readonly NdArray[]): NdArray => {
    const named = new Map(args.map(({ name }, i) => [name, inputs[i]]));
    const A = label(runStages(stages.slice(0, 1), named), 'A');
    return cost.of(A, named.get('w')!, cost.settings.map(([, name]) => named.get(name)!));
  };
  const hasNumbers = rows !== undefined;
  const derived = deriveFunction({ f, args, cost: 'C', numbers: hasNumbers });
  const [forward, backward, update] = sectionsOf(derived);
  const sections: Section[] = [
    ...(targets === 1 ? [sampleSection(stages, n, hasIntercept, cost)] : []),
    { ...forward, title: options.sample === undefined ? 'Forward propagation: all samples' : `Forward propagation: sample ${options.sample} alone` },
    backward,
    { ...update, lines: [...update.lines, { kind: 'note', text: `Against the gradient, for it points uphill; the learning rate ${derived.rate === 'alpha' ? 'α' : 'η'} says how far.` }] },
    { title: 'At the minimum', lines: [{ kind: 'note', text: cost.remark }, ...(rows === undefined || targets > 1 ? [] : optimality(model, rows, truth!, options.features))] },
  ];
  return new Derivation({
    title: options.title ?? cost.title,
    intro: ['Samples are rows: X is m × n. A text that keeps them in columns writes w X for X w and A Xᵀ for Xᵀ A: the same numbers.', ...introOf(derived)],
    symbols: symbolsWithModel(symbolsOf(args, derived, hasNumbers), model), sections, sizes: derived.sizes, constants: derived.constants,
  });
}

function stagesOf(hasIntercept: boolean): readonly Stage[] {
  return [
    { name: 'A', from: ['y', 'X', 'w', ...(hasIntercept ? ['b'] : [])], of: (y, X, w, b) => (b === undefined ? sub(y, matmul(X, w)) : sub(sub(y, matmul(X, w)), b)) },
    { name: 'L', from: ['A'], of: (A) => square(A) },
  ];
}

/** Equations (12) and (13) of the text: what one sample costs, and how that changes with w and b. */
function sampleSection(stages: readonly Stage[], n: number, hasIntercept: boolean, cost: Cost): Section {
  const lines = oneSample(stages, new Map([['y', [1, 1]], ['X', [1, n]], ['w', [n, 1]], ['b', [1]]]), ['w', ...(hasIntercept ? ['b'] : [])]);
  return {
    title: 'One sample',
    lines: [
      { kind: 'note', text: `Sample k has the features xₖ, a row, and the target yₖ. Its loss Lₖ is the square of what the model misses:` },
      ...lines,
      { kind: 'note', text: `The cost ${cost.sum}; the derivative of a sum is the sum of the derivatives, so each sample adds its own.` },
    ],
  };
}

function symbolsWithModel(symbols: readonly SymbolRow[], model: LinearModel<Targets>): SymbolRow[] {
  return symbols.map((symbol) => (symbol.name === 'w' && symbol.value !== undefined ? { ...symbol, meaning: `weights, as fitted${model.converged ? '' : ' so far'}` } : symbol));
}
