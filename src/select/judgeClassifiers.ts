/** Cross-validates logistic regressions, L2 and L1, along their penalties, each fold's fits started from the fit before. */
import { NdArray, readClasses, toNdArray, type Label, type MatrixInput } from '../array/index.ts';
import { pauser, type RunOptions } from '../estimator/index.ts';
import { accuracy, summarizeScores, type ScoreSummary, type Split } from '../evaluate/index.ts';
import { alphaGrid, checkUsable, LogisticModel, logisticPath, type ClassificationData, type LogisticPath } from '../models/index.ts';
import { geometricSpace } from '../numeric/index.ts';
import { tableEncoder, type FittedTableEncoder } from '../preprocess/index.ts';
import type { AskedMlp, Judged, Steps } from './comparison.ts';
import { weighedLogLoss, type ClassWeights } from './classWeights.ts';
import { judgeMlpClassifier } from './judgeMlp.ts';
import { partOf } from './part.ts';
import type { ClassificationCandidate, CoefficientPath } from './result.ts';

export type ClassifierName = 'logistic-l2' | 'logistic-l1';
export const classifierNames: readonly ClassifierName[] = ['logistic-l2', 'logistic-l1'];
export const penaltyOf = (name: string): 'l1' | 'l2' => (name === 'logistic-l1' ? 'l1' : 'l2');

/** Penalties to try for each kind of model, at most. */
export const nPenalties = 16;
/** A weaker penalty is not tried once the mean loss has risen for so many in a row. */
const patience = 2;
/** On the relative gradient: losses are then right to more digits than their folds agree in. */
export const roughTol = 1e-4;
/** Folds of more numbers than this are encoded again for every penalty, instead of being kept. */
const mostKept = 2e7;

export async function judgeClassifiers(caller: string, train: ClassificationData, splits: readonly Split[], steps: Steps, run: RunOptions, mlp: AskedMlp, weights?: ClassWeights): Promise<Judged<ClassificationCandidate>> {
  const { labels: classes } = readClasses(caller, train.target, train.y, train.y.length);
  const encoder = encoderOf(caller, train);
  const folds = foldsOf(caller, train, classes, splits, encoder.nFeatures, weights, run);
  const found = new Map<string, Family>();
  for (const name of classifierNames) found.set(name, await judgeFamily(caller, name, { train, classes, encoder, folds, weights, steps, run }));
  const network = mlp && await judgeMlpClassifier(train, classes, splits, mlp, steps, run, weights);
  return {
    models: [...[...found.values()].map(({ candidate }) => candidate), ...(network === undefined ? [] : [network])],
    baseline: await majority(train, classes, splits, weights),
    penalties: [...found].map(([name, { alphas, scores }]) => ({ name, alphas, scores })),
    path: async ({ name, options }) => {
      const family = found.get(name);
      if (family === undefined || classes.length > 2) return undefined;
      const { alphas, coefs } = family;
      return ({ name, alphas, coefs, features: encoder.names, alpha: options.alpha as number } satisfies CoefficientPath);
    },
  };
}

interface Family {
  readonly candidate: ClassificationCandidate;
  readonly alphas: readonly number[];
  readonly scores: readonly ScoreSummary[];
  /** On the whole training part. */
  readonly coefs: readonly Float64Array[];
}

interface Work {
  readonly train: ClassificationData;
  readonly classes: readonly Label[];
  readonly encoder: FittedTableEncoder;
  readonly folds: readonly Fold[];
  readonly weights: ClassWeights | undefined;
  readonly steps: Steps;
  readonly run: RunOptions;
}

async function judgeFamily(caller: string, name: ClassifierName, { train, classes, encoder, folds, weights, steps, run }: Work): Promise<Family> {
  const pause = pauser(run.signal);
  const loss = weighedLogLoss(weights);
  const whole = await pathOf(caller, train, encoder, classes, name, weights, run);
  const n = train.y.length;
  // L2: the curvature of a standardised column is at most n/4, so this goes from hard shrinkage to none that matters
  const grid = name === 'logistic-l1' ? alphaGrid(whole.alphaMax, 1e-3, nPenalties) : geometricSpace(10 * n, 1e-5 * n, nPenalties);
  const starts = folds.map((): Float64Array | undefined => undefined);
  const scores: ScoreSummary[] = [];
  const accuracies: ScoreSummary[] = [];
  let best = 0;
  for (const [a, alpha] of grid.entries()) {
    const losses: number[] = [];
    const right: number[] = [];
    for (const [k, fold] of folds.entries()) {
      steps.advance(`${name}, penalty ${a + 1} of at most ${grid.length}, fold ${k + 1} of ${folds.length}`);
      const { path, held, y } = await fold(name);
      const point = await path.fit(alpha, starts[k]);
      starts[k] = point.theta;
      const model = new LogisticModel({}, classes, point);
      losses.push(loss(y, await model.predictProbability(held), { classes }));
      right.push(accuracy(y, await model.predict(held), { classes }));
      await pause();
    }
    scores.push(summarizeScores(losses));
    accuracies.push(summarizeScores(right));
    if (scores[a].mean < scores[best].mean) best = a;
    if (a - best >= patience) break;
  }
  steps.skip((grid.length - scores.length) * folds.length);
  const alphas = [...grid.subarray(0, scores.length)];
  const coefs: Float64Array[] = [];
  let degreesOfFreedom = 0;
  let start: Float64Array | undefined;
  for (const [a, alpha] of alphas.entries()) {
    const point = await whole.fit(alpha, start);
    start = point.theta;
    coefs.push(point.coef.data as Float64Array);
    if (a === best) degreesOfFreedom = await point.degreesOfFreedom();
  }
  return {
    candidate: { name, options: { alpha: alphas[best], penalty: penaltyOf(name) }, cv: scores[best], accuracy: accuracies[best], degreesOfFreedom, chosen: false },
    alphas, scores, coefs,
  };
}

/** A fold encoded by what is learnt from its own training rows, ready to be fitted. */
type Fold = (name: ClassifierName) => Promise<{ readonly path: LogisticPath; readonly held: MatrixInput; readonly y: readonly Label[] }>;

function foldsOf(caller: string, train: ClassificationData, classes: readonly Label[], splits: readonly Split[], nFeatures: number, weights: ClassWeights | undefined, run: RunOptions): readonly Fold[] {
  const keep = train.y.length * nFeatures * splits.length <= mostKept;
  return splits.map((split): Fold => {
    let kept: { readonly name: ClassifierName; readonly fold: ReturnType<Fold> } | undefined;
    const make: Fold = async (name) => {
      const fold = partOf(train, split.train);
      const held = partOf(train, split.test);
      const encoder = encoderOf(caller, fold);
      return { path: await pathOf(caller, fold, encoder, classes, name, weights, run), held: toNdArray(encoder.transform(held.frame)), y: held.y };
    };
    return (name) => {
      if (!keep) return make(name);
      if (kept?.name !== name) kept = { name, fold: make(name) };
      return kept.fold;
    };
  });
}

function encoderOf(caller: string, data: ClassificationData): FittedTableEncoder {
  const encoder = tableEncoder().fit(data.frame, data.features, data.weights);
  checkUsable(caller, encoder);
  return encoder;
}

function pathOf(caller: string, data: ClassificationData, encoder: FittedTableEncoder, classes: readonly Label[], name: ClassifierName, weights: ClassWeights | undefined, run: RunOptions): Promise<LogisticPath> {
  const place = new Map(classes.map((label, c) => [label, c]));
  const codes = Int32Array.from(data.y, (label) => place.get(label)!);
  return logisticPath({ caller, X: encoder.transform(data.frame), classes, codes, ...(weights && { weights: weights.of(data.y) }) }, { penalty: penaltyOf(name), tol: roughTol, maxIter: 1000 }, run);
}

/** Of classes, by their shares in the training rows: the most frequent one as prediction, the shares, weighed, as probabilities. */
export function simplest(y: readonly Label[], classes: readonly Label[], rows: number, weights?: ClassWeights): { readonly predicted: readonly Label[]; readonly probabilities: NdArray<[number, number]> } {
  const counts = classes.map((label) => y.filter((one) => one === label).length);
  const most = classes[counts.indexOf(counts.reduce((a, b) => Math.max(a, b)))];
  const factors = weights?.of(classes);
  const weighed = factors === undefined ? counts : counts.map((count, c) => count * factors[c]);
  const total = factors === undefined ? y.length : weighed.reduce((sum, weight) => sum + weight, 0);
  return {
    predicted: Array.from({ length: rows }, () => most),
    probabilities: new NdArray(Float64Array.from({ length: rows * classes.length }, (_, i) => weighed[i % classes.length] / total), [rows, classes.length]),
  };
}

async function majority(train: ClassificationData, classes: readonly Label[], splits: readonly Split[], weights: ClassWeights | undefined): Promise<ClassificationCandidate> {
  const lossOf = weighedLogLoss(weights);
  const measured = splits.map((split) => {
    const y = partOf(train, split.test).y;
    const { predicted, probabilities } = simplest(partOf(train, split.train).y, classes, y.length, weights);
    return { loss: lossOf(y, probabilities, { classes }), right: accuracy(y, predicted, { classes }) };
  });
  return {
    name: 'majority', options: {}, degreesOfFreedom: 0, chosen: false,
    cv: summarizeScores(measured.map(({ loss }) => loss)), accuracy: summarizeScores(measured.map(({ right }) => right)),
  };
}
