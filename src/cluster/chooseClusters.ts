/** How many clusters? k-means over a range of k, with what speaks for each. */
import { describe, readMatrix, readWeights, toNdArray, type Matrix, type MatrixInput } from '../array/index.ts';
import { checkChoice, checkKnown, checkNumber, type FitOptions } from '../estimator/index.ts';
import { silhouette } from '../evaluate/index.ts';
import { withMachine } from '../runtime/index.ts';
import { kMeans, type KMeansOptions } from './kMeans.ts';
import type { KMeansModel } from './kMeansModel.ts';
import { checkRange, metrics, type ClusterMetric } from './metric.ts';
import { Points } from './points.ts';
import { distinctRows } from './spread.ts';

export interface ChooseClustersOptions extends Omit<KMeansOptions, 'nClusters' | 'init'>, FitOptions {
  /** The smallest and the largest k, both tried. Default [2, 10]. */
  readonly range?: readonly [number, number];
  readonly init?: 'k-means++' | 'random';
  /** Rows that silhouettes are measured on, drawn with the seed when there are more. Default 5000. */
  readonly sampleSize?: number;
}

export interface ClusterChoice {
  /** What was tried, ascending; the other lists are parallel to it. */
  readonly nClusters: readonly number[];
  readonly inertia: readonly number[];
  /** NaN where it has no meaning: one cluster, or as many as rows. */
  readonly silhouette: readonly number[];
  readonly models: readonly KMeansModel[];
  /** The k where the curve of the inertia bends most; undefined when it does not bend towards less. */
  readonly elbow: number | undefined;
  /** The k with the greatest silhouette, the smallest of equals. */
  readonly best: number;
}

/**
 * Fits `kMeans` for each k of the range. `best` is the k with the greatest mean silhouette. `elbow` is the k that lies
 * farthest below the straight line from the first to the last point of the inertia, both axes scaled to 0 … 1.
 * @see Satopää et al. (2011), Finding a "kneedle" in a haystack
 * @throws RangeError, TypeError as `kMeans` and `silhouette`; RangeError for a range beyond the number of distinct rows
 */
export async function chooseClusters(X: MatrixInput, options: ChooseClustersOptions = {}): Promise<ClusterChoice> {
  checkKnown(caller, options, ['range', 'sampleSize', 'init', 'nInit', 'maxIter', 'tol', 'metric', 'batchSize', 'seed', 'sampleWeight', 'signal', 'onProgress']);
  const { range = [2, 10], sampleSize = 5000, sampleWeight, signal, onProgress, ...rest } = options;
  if (!Array.isArray(range) || range.length !== 2) throw new TypeError(`${caller}: range must be [smallest, largest] number of clusters; it is ${describe(range)}`);
  const from = checkNumber(caller, 'range[0]', range[0], { min: 1, integer: true });
  const to = checkNumber(caller, 'range[1]', range[1], { min: Math.max(2, from), integer: true });
  const read = readMatrix(caller, 'X', X);
  const matrix = toNdArray(read);
  const metric = rest.metric ?? 'euclidean';
  checkChoice(caller, 'metric', metric, metrics);
  await checkDistinct(read, readWeights(caller, sampleWeight, read.rows), metric, [from, to]);
  const nClusters = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const models: KMeansModel[] = [];
  const silhouettes: number[] = [];
  for (const k of nClusters) {
    const model = await kMeans({ ...rest, nClusters: k }).fit(matrix, { signal, ...(sampleWeight !== undefined && { sampleWeight }) });
    models.push(model);
    const meaningful = k > 1 && k < matrix.shape[0];
    silhouettes.push(meaningful ? await silhouette(matrix, model.labels, { metric: model.options.metric, sampleSize, seed: model.options.seed, signal }) : NaN);
    onProgress?.({ label: caller, done: models.length, total: nClusters.length });
  }
  const inertia = models.map((model) => model.inertia);
  const best = nClusters.reduce((found, _, i) => (silhouettes[i] > silhouettes[found] || Number.isNaN(silhouettes[found]) ? i : found), 0);
  return { nClusters, inertia, silhouette: silhouettes, models, elbow: elbowOf(nClusters, inertia), best: nClusters[best] };
}

const caller = 'chooseClusters';

/** Before the first fit: the last one could not be made. */
async function checkDistinct(X: Matrix, weights: Float64Array | undefined, metric: ClusterMetric, [from, to]: readonly [number, number]): Promise<void> {
  checkRange(caller, 'X', X);
  const distinct = await withMachine(async (machine) => distinctRows(new Points(machine, metric, X.rows, X.columns, weights !== undefined).fill(caller, X, weights), to));
  if (distinct >= to) return;
  const what = metric === 'cosine' ? 'directions' : 'rows';
  throw new RangeError(`${caller}: range[1] must be at most the number of distinct ${what} of X; range is [${from}, ${to}], X has ${distinct} distinct ${what} among ${X.rows} rows`);
}

function elbowOf(k: readonly number[], inertia: readonly number[]): number | undefined {
  const last = k.length - 1;
  const fall = inertia[0] - inertia[last];
  let found: number | undefined;
  let most = 0;
  for (let i = 1; i < last; i++) {
    const below = (inertia[0] - inertia[i]) / fall - (k[i] - k[0]) / (k[last] - k[0]);
    if (below > most) {
      most = below;
      found = k[i];
    }
  }
  return found;
}
