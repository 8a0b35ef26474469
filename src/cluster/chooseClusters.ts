/** How many clusters? k-means over a range of k, with what speaks for each. */
import { describe, readMatrix, toNdArray, type MatrixInput } from '../array/index.ts';
import { checkKnown, checkNumber, type FitOptions } from '../estimator/index.ts';
import { silhouette } from '../evaluate/index.ts';
import { kMeans, type KMeansOptions } from './kMeans.ts';
import type { KMeansModel } from './kMeansModel.ts';

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
 * @throws RangeError, TypeError as `kMeans` and `silhouette`
 */
export async function chooseClusters(X: MatrixInput, options: ChooseClustersOptions = {}): Promise<ClusterChoice> {
  checkKnown(caller, options, ['range', 'sampleSize', 'init', 'nInit', 'maxIter', 'tol', 'metric', 'batchSize', 'seed', 'sampleWeight', 'signal', 'onProgress']);
  const { range = [2, 10], sampleSize = 5000, sampleWeight, signal, onProgress, ...rest } = options;
  if (!Array.isArray(range) || range.length !== 2) throw new TypeError(`${caller}: range must be [smallest, largest] number of clusters; it is ${describe(range)}`);
  const from = checkNumber(caller, 'range[0]', range[0], { min: 1, integer: true });
  const to = checkNumber(caller, 'range[1]', range[1], { min: Math.max(2, from), integer: true });
  const matrix = toNdArray(readMatrix(caller, 'X', X));
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
