/** The derivation of logistic regression: the sigmoid for two classes, softmax for more. Knows its cost. */
import { NdArray, type Label, type Labels, readLabels, type NumericView } from '../../array/index.ts';
import { checkKnown } from '../../estimator/index.ts';
import type { LogisticModel } from '../../models/index.ts';
import { abs, add, div, log, matmul, mul, neg, oneHot, sigmoid, softmax, square, sub, sum } from '../../ops/index.ts';
import { Derivation } from '../derivation.ts';
import { note, type Section } from '../parts.ts';
import { deriveFunction, sectionsOf, symbolsOf, type Argument } from '../deriveFunction.ts';
import { label } from '../label.ts';
import { introOf } from '../reading.ts';
import { addedUp } from './addedUp.ts';
import { classWeightsInWords, lossesOf, timesItsWeight, weightArgument } from './losses.ts';
import { chosen, featuresArgument, readRows, readRowWeights, rowsOptions, zeros, type RowsOptions } from './rowsOfModel.ts';
import { asFitted, atTheMinimum, propagation, samplesAreRows } from './sentences.ts';
import { oneSample, runStages, type Stage } from './stages.ts';

export type DeriveLogisticOptions = RowsOptions<Labels>;

export function deriveLogistic(model: LogisticModel, options: DeriveLogisticOptions = {}): Derivation {
  checkKnown('derive', options, rowsOptions);
  const { nFeatures: n, classes } = model;
  const isBinary = classes.length === 2;
  const outputs = isBinary ? 1 : classes.length;
  const hasIntercept = model.options.fitIntercept !== false;
  const penalty = String(model.options.penalty);
  const rows = readRows(n, options);
  const codes = rows === undefined ? undefined : codesOf(options.y!, rows.shape[0], classes);
  const X = rows === undefined ? zeros([2, n]) : chosen(rows, options.sample);
  const truth = codes ?? new Int32Array(2);
  const y = chosen(isBinary ? new NdArray(Float64Array.from(truth), [truth.length, 1]) : new NdArray(truth, [truth.length]), rows === undefined ? undefined : options.sample);
  const weights = weightsOf(model.classWeights, truth, rows === undefined ? undefined : readRowWeights(options, truth.length));
  const v = weights && chosen(weights, rows === undefined ? undefined : options.sample);
  const w = new NdArray(Float64Array.from({ length: n * outputs }, (_, i) => model.coef.data[(i % outputs) * n + Math.floor(i / outputs)]), [n, outputs]);
  const hasNumbers = rows !== undefined;
  const name = isBinary ? 'w' : 'W';
  const args: Argument[] = [
    featuresArgument(X, options.features),
    { name: 'y', shape: y.shape, dtype: y.dtype, role: 'data', perSample: true, value: y, meaning: isBinary ? `1 for ${String(classes[1])}, 0 for ${String(classes[0])}` : `numbers of the classes: ${classes.map((one, i) => `${i} ${String(one)}`).join(', ')}` },
    ...weightArgument(v, `weights of the samples${model.classWeights === undefined ? '' : options.sampleWeight === undefined ? ': those of their classes' : ', times those of their classes'}`),
    ...(penalty === 'none' ? [] : [{ name: 'alpha', shape: [], dtype: 'float64' as const, role: 'data' as const, meaning: 'strength of the penalty', value: new NdArray(Float64Array.of(Number(model.options.alpha)), []) }]),
    { name, shape: w.shape, dtype: 'float64', role: 'parameter', value: w, meaning: `${hasNumbers ? asFitted(model) : 'weights'}${isBinary ? '' : ', a column for each class'}` },
    ...(hasIntercept ? [{ name: 'b', shape: [outputs], dtype: 'float64' as const, role: 'parameter' as const, value: new NdArray(Float64Array.from(model.intercept), [outputs]), meaning: isBinary ? 'intercept' : 'intercepts' }] : []),
  ];
  const stages = isBinary ? binaryStages(hasIntercept) : undefined;
  const f = (inputs: readonly NdArray[]): NdArray => {
    const named = new Map(args.map(({ name }, i) => [name, inputs[i]]));
    const losses = stages === undefined ? ofClasses(named.get('X')!, named.get('y')!, named.get('W')!, named.get('b'), named.get('v'), outputs) : lossesOf(runStages(stages, named), named.get('v')).sum();
    const p = named.get(name)!;
    if (penalty === 'none') return losses;
    return add(losses, label(penalty === 'l1' ? mul(named.get('alpha')!, sum(abs(p))) : mul(div(named.get('alpha')!, 2), sum(square(p))), 'R'));
  };
  const derived = deriveFunction({ f, args, cost: 'C', numbers: hasNumbers });
  const sections: Section[] = [
    { title: 'The model', lines: [{ kind: 'note', text: isBinary ? binaryModel(classes, hasIntercept) : classesModel(classes, hasIntercept) }] },
    stages === undefined ? sampleOfClasses : sampleSection(stages, n, hasIntercept, v !== undefined, penalty !== 'none'),
    ...propagation(derived, X, options.sample, sectionsOf(derived)),
    atTheMinimum(options.sample, [...(model.classWeights === undefined ? [] : [note(classWeightsSaid(model, model.classWeights))]), { kind: 'note', text: `${remarks[penalty](isBinary, v !== undefined, hasIntercept)} No formula solves this at once, as least squares does: the derivative holds ${isBinary ? 'the sigmoid' : 'softmax'}. The cost is a bowl all the same, so steps downhill lead to its minimum. In the program the logarithms are taken of sums of exponentials, which say the same and never overflow.` }]),
  ];
  return new Derivation({
    title: options.title ?? `Logistic regression ${isBinary ? 'of two classes' : `of ${classes.length} classes`}`,
    intro: [samplesAreRows, ...introOf(derived)],
    symbols: symbolsOf(args, derived, hasNumbers), sections, sizes: derived.sizes, constants: derived.constants,
  });
}

const remarks: Readonly<Record<string, (isBinary: boolean, weighted: boolean, hasIntercept: boolean) => string>> = {
  none: (isBinary, weighted, hasIntercept) => {
    const missed = isBinary ? 'p − y' : 'P − Y';
    const missedAll = weighted ? `v ⊙ (${missed})` : missed;
    return `Without a penalty ${hasIntercept ? `both derivatives are 0: Xᵀ (${missedAll}) = 0 and ${isBinary ? 'Σ' : 'Σᵢ'} (${missedAll}) = 0, so added up the probabilities are what came true` : `the derivative is 0: Xᵀ (${missedAll}) = 0`}.`;
  },
  l2: () => 'There the pull of the samples and that of the penalty are equal: large weights are pulled back the harder.',
  l1: () => 'There each weight that is not 0 is pulled by the samples as hard as by the penalty, with α; a weight that they pull at less than that is exactly 0.',
};

function binaryModel(classes: readonly Label[], hasIntercept: boolean): string {
  return `The score z = w·x${hasIntercept ? ' + b' : ''} is any number; the sigmoid σ(z) = 1 / (1 + exp(−z)) makes a probability of it, that of ${String(classes[1])}: ½ at z = 0, near 1 where z is large. The sign of a weight says which way the probability goes with its feature, the size how steep${hasIntercept ? '; b shifts the curve along' : ''}.`;
}

function classesModel(classes: readonly Label[], hasIntercept: boolean): string {
  return `Every class has a score, a column of Z = X W${hasIntercept ? ' + b' : ''}; softmax makes probabilities of a row of scores, exp(zᵢ) / Σⱼ exp(zⱼ), which sum to 1. For two classes that is the sigmoid of the difference of their scores. Classes: ${classes.map(String).join(', ')}.`;
}

function binaryStages(hasIntercept: boolean): readonly Stage[] {
  return [
    { name: 'z', from: ['X', 'w', ...(hasIntercept ? ['b'] : [])], of: (X, w, b) => (b === undefined ? matmul(X, w) : add(matmul(X, w), b)) },
    { name: 'p', from: ['z'], of: (z) => sigmoid(z) },
    { name: 'L', from: ['y', 'p'], of: (y, p) => neg(add(mul(y, log(p)), mul(sub(1, y), log(sub(1, p))))) },
  ];
}

function ofClasses(X: NdArray, y: NdArray, W: NdArray, b: NdArray | undefined, v: NdArray | undefined, classes: number): NdArray {
  const Y = label(oneHot(y, classes), 'Y');
  const Z = label(b === undefined ? matmul(X, W) : add(matmul(X, W), b), 'Z');
  const P = label(softmax(Z), 'P');
  return neg(lossesOf(mul(Y, log(P)), v).sum());
}

/** Section 5 of the text: as for linear regression, with the sigmoid in between. */
function sampleSection(stages: readonly Stage[], n: number, hasIntercept: boolean, weighted: boolean, penalised: boolean): Section {
  return {
    title: 'One sample',
    lines: [
      { kind: 'note', text: 'Sample k has the features xₖ, a row, and yₖ, 1 or 0. Its loss Lₖ is −log of the probability that is given to what came true:' },
      ...oneSample(stages, new Map([['y', [1, 1]], ['X', [1, n]], ['w', [n, 1]], ['b', [1]]]), ['w', ...(hasIntercept ? ['b'] : [])]),
      { kind: 'note', text: 'The slope of the sigmoid, p (1 − p), and the denominators of the logarithm cancel: what is left is how far the probability is from the truth, as A is in linear regression.' },
      ...(weighted ? [note(timesItsWeight)] : []),
      ...addedUp({
        sum: `adds up the losses${penalised ? ', and the penalty' : ''}`, weighted, penalised, each: ['(pₖ − yₖ) xₖᵀ', '\\left(p_{k} - y_{k}\\right) x_{k}^{\\top}'],
        all: weighted ? ['Xᵀ (v ⊙ (p − y))', 'X^{\\top} \\left(v \\odot \\left(p - y\\right)\\right)'] : ['Xᵀ (p − y)', 'X^{\\top} \\left(p - y\\right)'],
      }),
    ],
  };
}

const sampleOfClasses: Section = {
  title: 'One sample',
  lines: [note('Sample k has scores Zₖ and probabilities Pₖ, a row of each, and the row Yₖ with 1 in the place of its class. Its loss is −log of the probability that is given to its class, Lₖ = −Σ Yₖ log(Pₖ). By the scores it changes by ∂Lₖ/∂Zₖ = Pₖ − Yₖ, how far the probabilities are from the truth, as pₖ − yₖ is for two classes. The weights of each class are pulled by its place of that row: ∂Lₖ/∂W = xₖᵀ (Pₖ − Yₖ).')],
};

/** Of rows times of classes, [m, 1]; undefined where neither had any. */
function weightsOf(ofClasses: Float64Array | undefined, codes: Int32Array, ofRows: NdArray | undefined): NdArray | undefined {
  if (ofClasses === undefined) return ofRows;
  return new NdArray(Float64Array.from(codes, (code, i) => ofClasses[code] * (ofRows?.data[i] ?? 1)), [codes.length, 1]);
}

function classWeightsSaid({ classes, options }: LogisticModel, weights: Float64Array): string {
  const each = classWeightsInWords(classes, weights);
  return options.classWeight === 'balanced' ? `Every class weighs alike in the fit, mean weight of a class / weight of this one: ${each}.` : `Weights of classes were given: ${each}.`;
}

function codesOf(y: Labels, rows: number, classes: readonly Label[]): Int32Array {
  const { labels, codes } = readLabels('derive', 'y', y as readonly Label[] | NumericView, rows);
  const places = labels.map((one) => classes.indexOf(one));
  const strange = places.indexOf(-1);
  if (strange >= 0) throw new RangeError(`derive: labels must be classes of the model, ${classes.map((one) => JSON.stringify(one)).join(', ')}; ${JSON.stringify(labels[strange])} is none`);
  return Int32Array.from(codes, (code) => places[code]);
}
