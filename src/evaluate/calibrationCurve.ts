/** Whether probabilities mean what they say: of the rows given 0.7, is 0.7 positive? */
import type { Labels, MatrixInput, VectorInput } from '../array/index.ts';
import { checkChoice, checkNumber } from '../estimator/index.ts';
import { checkClassOptions } from './classMetric.ts';
import { readBinary, slack, type BinaryScores, type PositiveOptions } from './probabilities.ts';

export interface CalibrationOptions extends PositiveOptions {
  /** Default 10. */
  readonly nBins?: number;
  /** 'uniform': bins of equal width. 'quantile': bins of equally many rows. Default 'uniform'. */
  readonly strategy?: 'uniform' | 'quantile';
}

/** One element per bin that has rows, from low probabilities to high. */
export interface CalibrationCurve {
  /** Mean predicted probability of the bin's rows. */
  readonly predicted: Float64Array;
  /** The share of them that is positive. */
  readonly observed: Float64Array;
  /** Rows of the bin, by weight. */
  readonly rows: Float64Array;
}

/**
 * Mean predicted probability and observed frequency of the positive class, bin by bin. A row on the edge of two bins is
 * in the lower one. The edges of quantile bins are predicted probabilities (scikit-learn interpolates between two), so
 * that a row of weight 2 is the row twice.
 * @param yTrue  [rows]   @param probabilities  [rows] of the positive class, or [rows, classes]
 * @param options  nBins 10, strategy 'uniform', positive (default the last of two classes), classes, sampleWeight
 * @throws RangeError for a probability below 0 or above 1
 * @see Niculescu-Mizil & Caruana (2005), Predicting good probabilities with supervised learning, ICML
 */
export function calibrationCurve(yTrue: Labels, probabilities: MatrixInput | VectorInput, options: CalibrationOptions = {}): CalibrationCurve {
  const caller = 'calibrationCurve';
  checkClassOptions(caller, options, ['positive', 'nBins', 'strategy']);
  const { nBins = 10, strategy = 'uniform' } = options;
  checkNumber(caller, 'nBins', nBins, { integer: true, min: 1 });
  checkChoice(caller, 'strategy', strategy, ['uniform', 'quantile']);
  const binary = readBinary(caller, yTrue, probabilities, options);
  const { isPositive, scores, weights } = binary;
  const outside = scores.findIndex((p) => p < -slack || p > 1 + slack);
  if (outside >= 0) throw new RangeError(`${caller}: probabilities must lie between 0 and 1; row ${outside} has ${scores[outside]}`);
  const edges = strategy === 'uniform' ? Float64Array.from({ length: nBins - 1 }, (_, k) => (k + 1) / nBins) : quantiles(binary, nBins);
  const [predicted, observed, rows] = [new Float64Array(nBins), new Float64Array(nBins), new Float64Array(nBins)];
  scores.forEach((p, i) => {
    const weight = weights === undefined ? 1 : weights[i];
    const bin = edgesBelow(edges, p);
    predicted[bin] += weight * p;
    observed[bin] += weight * isPositive[i];
    rows[bin] += weight;
  });
  const filled = rows.map((_, bin) => bin).filter((bin) => rows[bin] > 0);
  return {
    predicted: filled.map((bin) => predicted[bin] / rows[bin]),
    observed: filled.map((bin) => observed[bin] / rows[bin]),
    rows: filled.map((bin) => rows[bin]),
  };
}

/** For each inner edge k the smallest score with at least k / nBins of the weight at or below it. */
function quantiles({ scores, weights }: BinaryScores, nBins: number): Float64Array {
  const order = Int32Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b] || a - b);
  const weightOf = (i: number): number => (weights === undefined ? 1 : weights[i]);
  const total = order.reduce((sum, i) => sum + weightOf(i), 0);
  const edges = new Float64Array(nBins - 1);
  let below = 0;
  let k = 0;
  for (const i of order) {
    below += weightOf(i);
    for (; k < edges.length && below * nBins >= (k + 1) * total; k++) edges[k] = scores[i];
  }
  return edges;
}

/** How many of the ascending edges are below p. */
function edgesBelow(edges: Float64Array, p: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] < p) low = middle + 1;
    else high = middle;
  }
  return low;
}
