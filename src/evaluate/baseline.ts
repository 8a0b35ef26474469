/** The score of the simplest prediction there is: the mean of the training target. */
import { NdArray } from '../array/index.ts';
import type { Curves } from './curves.ts';
import type { Dataset } from './dataset.ts';
import type { Metric } from './metric.ts';
import { summarizeScores } from './score.ts';
import type { Split } from './splitter.ts';

/** Per split, the metric of predicting for every row held out the (weighted) mean of the training target. */
export function meanBaseline(dataset: Dataset<never, unknown>, splits: readonly Split[], metric: Metric): Required<Pick<Curves, 'baseline' | 'baselineFolds'>> {
  const { mean, folds } = summarizeScores(splits.map(({ train, test }) => {
    const truth = dataset.truth(test);
    const sampleWeight = dataset.weights(test);
    const predicted = constantLike(truth, meansOf(dataset.truth(train), dataset.weights(train)));
    return metric(truth, predicted, sampleWeight === undefined ? {} : { sampleWeight });
  }));
  return { baseline: mean, baselineFolds: folds };
}

/** Per target. */
function meansOf(truth: Float64Array | NdArray<[number, number]>, weights: Float64Array | undefined): Float64Array {
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

function constantLike(truth: Float64Array | NdArray<[number, number]>, values: Float64Array): Float64Array | NdArray<[number, number]> {
  if (!(truth instanceof NdArray)) return new Float64Array(truth.length).fill(values[0]);
  return new NdArray(Float64Array.from({ length: truth.data.length }, (_, i) => values[i % values.length]), truth.shape);
}
