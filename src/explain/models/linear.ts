/** The derivation of linear, ridge, lasso and elastic-net regression: of one sample, then of all. Their costs are in linearCosts.ts. */
import { NdArray, type MatrixInput, type VectorInput } from '../../array/index.ts';
import { checkKnown } from '../../estimator/index.ts';
import type { LinearModel, Targets } from '../../models/index.ts';
import { matmul, square, sub } from '../../ops/index.ts';
import { Derivation } from '../derivation.ts';
import { note, type Section } from '../parts.ts';
import { deriveFunction, sectionsOf, symbolsOf, type Argument } from '../deriveFunction.ts';
import { label } from '../label.ts';
import { introOf } from '../reading.ts';
import { costs, samplesAddedUp, toldOf, type Cost } from './linearCosts.ts';
import { lossesOf, timesItsWeight, weightArgument } from './losses.ts';
import { optimality } from './optimality.ts';
import { chosen, featuresArgument, readRows, readRowWeights, readTruth, rowsOptions, zeros, type RowsOptions } from './rowsOfModel.ts';
import { asFitted, atTheMinimum, propagation, samplesAreRows } from './sentences.ts';
import { oneSample, runStages, type Stage } from './stages.ts';

export type DeriveLinearOptions = RowsOptions<VectorInput | MatrixInput>;

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
  const hasNumbers = rows !== undefined;
  const w = new NdArray(Float64Array.from({ length: n * targets }, (_, i) => coef[(i % targets) * n + Math.floor(i / targets)]), [n, targets]);
  const args: Argument[] = [
    featuresArgument(X, options.features),
    { name: 'y', shape: y.shape, dtype: 'float64', role: 'data', perSample: true, value: y, meaning: targets === 1 ? 'target' : 'targets, one in each column' },
    ...weightArgument(v, 'weights of the samples'),
    ...cost.settings.map(([option, name, meaning]): Argument => ({ name, shape: [], dtype: 'float64', role: 'data', meaning, value: new NdArray(Float64Array.of(Number(model.options[option])), []) })),
    { name: 'w', shape: w.shape, dtype: 'float64', role: 'parameter', value: w, meaning: hasNumbers ? asFitted(model) : 'weights' },
    ...(hasIntercept ? [{ name: 'b', shape: [targets], dtype: 'float64' as const, role: 'parameter' as const, value: new NdArray(Float64Array.from(intercept), [targets]), meaning: targets === 1 ? 'intercept' : 'intercepts' }] : []),
  ];
  const stages = stagesOf(hasIntercept);
  const f = (inputs: readonly NdArray[]): NdArray => {
    const named = new Map(args.map(({ name }, i) => [name, inputs[i]]));
    const A = label(runStages(stages.slice(0, 1), named), 'A');
    return cost.of(lossesOf(square(A), named.get('v')), named.get('w')!, cost.settings.map(([, name]) => named.get(name)!));
  };
  const derived = deriveFunction({ f, args, cost: 'C', numbers: hasNumbers });
  const sections: Section[] = [
    ...(targets === 1 ? [sampleSection(stages, n, hasIntercept, cost, v !== undefined)] : []),
    ...propagation(derived, X, options.sample, sectionsOf(derived)),
    atTheMinimum(options.sample, [note(cost.remark(toldOf(v !== undefined, hasIntercept, targets))), ...(targets > 1 ? [note(manyTargets(model.kind, targets))] : rows === undefined ? [] : optimality(model, rows, truth!, weights, options.features))]),
  ];
  return new Derivation({
    title: options.title ?? cost.title,
    intro: [samplesAreRows, ...introOf(derived)],
    symbols: symbolsOf(args, derived, hasNumbers), sections, sizes: derived.sizes, constants: derived.constants,
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
      ...samplesAddedUp(cost, weighted),
    ],
  };
}
