/** The score of the simplest prediction there is: the mean of the training target, or its most frequent class. */
import { NdArray } from '../array/index.ts';
import type { Curves } from './curves.ts';
import type { Dataset } from './dataset.ts';
import { summarizeDefined } from './folds.ts';
import { measure, type Predicted } from './measure.ts';
import type { Split } from './splitter.ts';
import type { Truth } from './target.ts';
import type { AnyMetric } from './task.ts';

/**
 * Per split, the metric of predicting for every row held out the same: the (weighted) mean of the training target; of
 * classes the most frequent one, or their frequencies where probabilities are measured.
 */
export async function baselineScores(dataset: Dataset<never, unknown>, splits: readonly Split[], metric: AnyMetric): Promise<Required<Pick<Curves, 'baseline' | 'baselineFolds'>>> {
  const scores = [];
  for (const { train, test } of splits) {
    const predicted = dataset.classified === undefined ? meanOf(dataset, train, test) : frequenciesOf(dataset, train, test);
    scores.push(await measure(dataset, test, metric, predicted));
  }
  const { mean, folds } = summarizeDefined(scores);
  return { baseline: mean, baselineFolds: folds };
}

function meanOf(dataset: Dataset<never, unknown>, train: Int32Array, test: Int32Array): Predicted {
  const means = meansOf(dataset.truth(train) as Numbers, dataset.weights(train));
  return {
    values: async () => constantLike(dataset.truth(test) as Numbers, means),
    probabilities: async () => {
      throw new TypeError('bug in baselineScores: numbers have no probabilities');
    },
  };
}

function frequenciesOf({ classified, weights }: Dataset<never, unknown>, train: Int32Array, test: Int32Array): Predicted {
  const { codes, labels } = classified!;
  const counts = new Float64Array(labels.length);
  const counting = weights(train);
  train.forEach((row, i) => (counts[codes[row]] += counting === undefined ? 1 : counting[i]));
  const total = counts.reduce((sum, count) => sum + count, 0);
  // of equally frequent ones the first
  const most = labels[counts.indexOf(counts.reduce((a, b) => Math.max(a, b)))];
  return {
    values: async () => Array.from(test, () => most),
    probabilities: async () => new NdArray(Float64Array.from({ length: test.length * labels.length }, (_, i) => counts[i % labels.length] / total), [test.length, labels.length]),
  };
}

type Numbers = Exclude<Truth, readonly unknown[]>;

/** Per target. */
function meansOf(truth: Numbers, weights: Float64Array | undefined): Float64Array {
  const { data, columns } = truth instanceof NdArray ? { data: truth.data, columns: truth.shape[1] } : { data: truth, columns: 1 };
  const sums = new Float64Array(columns);
  let total = 0;
  for (let i = 0; i * columns < data.length; i++) {
    const weight = weights?.[i] ?? 1;
    total += weight;
    for (let t = 0; t < columns; t++) sums[t] += weight * data[i * columns + t];
  }
  return sums.map((sum) => sum / total);
}

function constantLike(truth: Numbers, values: Float64Array): Numbers {
  if (!(truth instanceof NdArray)) return new Float64Array(truth.length).fill(values[0]);
  return new NdArray(Float64Array.from({ length: truth.data.length }, (_, i) => values[i % values.length]), truth.shape);
}
