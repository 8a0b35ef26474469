/** Cross-validates a multilayer perceptron over the folds, everything learnt inside each fold. */
import type { Label } from '../array/index.ts';
import type { Json, RunOptions } from '../estimator/index.ts';
import { accuracy, r2, rootMeanSquaredError, summarizeScores, type Split } from '../evaluate/index.ts';
import type { ClassificationData, RegressionData, TableData } from '../models/index.ts';
import { mlpClassifier, mlpRegressor, mlpSize, type MlpOptions, type MlpSettings } from '../nn/index.ts';
import { tableEncoder } from '../preprocess/index.ts';
import { weighedLogLoss, type ClassWeights } from './classWeights.ts';
import type { Steps } from './comparison.ts';
import { partOf, tableOf, type Targets } from './part.ts';
import type { ClassificationCandidate, RegressionCandidate } from './result.ts';

export async function judgeMlpRegressor(train: RegressionData, splits: readonly Split[], options: MlpOptions, steps: Steps, run: RunOptions): Promise<RegressionCandidate> {
  const estimator = mlpRegressor(options);
  const [errors, explained]: number[][] = [[], []];
  await overFolds(train, splits, steps, async (fold, held, onProgress) => {
    const model = await estimator.fit(tableOf(fold), { target: fold.target, ...run, onProgress });
    const predicted = await model.predict(held.frame);
    errors.push(rootMeanSquaredError(held.y, predicted));
    explained.push(r2(held.y, predicted));
  });
  return { ...candidateOf(train, estimator.options, 1), cv: summarizeScores(errors), r2: summarizeScores(explained) };
}

export async function judgeMlpClassifier(train: ClassificationData, classes: readonly Label[], splits: readonly Split[], options: MlpOptions, steps: Steps, run: RunOptions, weights?: ClassWeights): Promise<ClassificationCandidate> {
  const estimator = mlpClassifier({ ...options, ...(weights && { classWeight: weights.option }) });
  const [losses, right]: number[][] = [[], []];
  const loss = weighedLogLoss(weights);
  await overFolds(train, splits, steps, async (fold, held, onProgress) => {
    const model = await estimator.fit(tableOf(fold), { target: fold.target, ...run, onProgress });
    losses.push(loss(held.y, await model.predictProbability(held.frame), { classes }));
    right.push(accuracy(held.y, await model.predict(held.frame), { classes }));
  });
  return { ...candidateOf(train, estimator.options, classes.length), cv: summarizeScores(losses), accuracy: summarizeScores(right) };
}

async function overFolds<Y extends Targets>(
  train: TableData<Y>, splits: readonly Split[], steps: Steps, judge: (fold: TableData<Y>, held: TableData<Y>, onProgress: RunOptions['onProgress']) => Promise<void>,
): Promise<void> {
  for (const [k, split] of splits.entries()) {
    const label = `fold ${k + 1} of ${splits.length}: mlp`;
    steps.advance(label);
    await judge(partOf(train, split.train), partOf(train, split.test), (inner) => { steps.say(`${label}, ${inner.label}`); });
  }
}

function candidateOf(train: TableData<Targets>, options: MlpSettings, outputs: number): { readonly name: 'mlp'; readonly options: Readonly<Record<string, Json>>; readonly degreesOfFreedom: number; readonly chosen: false } {
  const { nFeatures } = tableEncoder().fit(train.frame, train.features, train.weights);
  return { name: 'mlp', options: options as unknown as Readonly<Record<string, Json>>, degreesOfFreedom: mlpSize(nFeatures, options.hidden, outputs), chosen: false };
}
