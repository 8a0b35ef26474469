/** k-means: the estimator, its options and its restarts. */
import { checkedBlocks, isRowBlocks, NdArray, readMatrix, readWeights, type Matrix, type MatrixInput, type RowBlocks } from '../array/index.ts';
import { checkChoice, checkKnown, checkNumber, checkSeed, pauser, type FitOptions, type RunOptions } from '../estimator/index.ts';
import { generator } from '../random/index.ts';
import { withMachine } from '../runtime/index.ts';
import { isTable, type Table } from '../table/index.ts';
import { fitTable, type TableClusterOptions } from './fitTable.ts';
import { rowsInMemory } from './allRows.ts';
import { groupCount } from './groups.ts';
import { KMeansModel, type KMeansSettings, type KMeansSolution } from './kMeansModel.ts';
import { lloyd, type Clustering } from './lloyd.ts';
import { checkRange, metrics, writeRow, type ClusterMetric } from './metric.ts';
import { miniBatch } from './miniBatch.ts';
import { Passes, type Pause } from './passes.ts';
import { Points } from './points.ts';
import { RowsInBlocks } from './rowsInBlocks.ts';
import { distinctRows, spreadOf } from './spread.ts';
import { plusPlus, plusPlusRoom, randomRows } from './starts.ts';
import { survey } from './survey.ts';
import type { TableClusters } from './tableClusters.ts';

export interface KMeansOptions {
  /** How many clusters, at least 1. */
  readonly nClusters: number;
  /** 'k-means++' (greedy, default), 'random' (distinct rows), or the centres to start from [nClusters, features]. */
  readonly init?: 'k-means++' | 'random' | MatrixInput;
  /** Starts, of which the one with the smallest inertia is kept, the first among equals. Default 10; 1 with centres given. */
  readonly nInit?: number;
  /** Iterations of each start, at most. Default 300. */
  readonly maxIter?: number;
  /** Stop when Σ‖Δcentre‖² ≤ tol · mean variance of the columns. Default 1e-4, as scikit-learn; 0: until no label changes. */
  readonly tol?: number;
  /** Default 'euclidean'. */
  readonly metric?: ClusterMetric;
  /** Rows per batch: centres move after each batch, not after all rows. Default: no batches. Not for 'manhattan'. */
  readonly batchSize?: number;
  /** Default 0. */
  readonly seed?: number;
}

export interface KMeans {
  readonly kind: 'kMeans';
  readonly options: KMeansSettings;
  fit(X: MatrixInput, options?: FitOptions): Promise<KMeansModel>;
  /** Rows that come in blocks and need not fit into memory. Targets are not looked at. */
  fit(rows: RowBlocks, options?: RunOptions): Promise<KMeansModel>;
  fit(table: Table, options?: TableClusterOptions): Promise<TableClusters>;
}

/**
 * Minimises the inertia Σᵢ wᵢ·minₖ d(xᵢ, cₖ) over k centres: d = ‖x − c‖² for 'euclidean' (k-means: centres are means),
 * 1 − cos(x, c) for 'cosine' (spherical k-means: means divided by their length), Σ|x − c| for 'manhattan' (k-medians).
 *
 * Lloyd's iteration from several starts. It finds a local minimum: another seed may find a better one. Bounds leave out
 * distances that cannot matter; the result has the same bits without them, and for any number of threads.
 * Conventions are scikit-learn's. Its tol is relative to the variance, too; for 'manhattan' both sides are sums of
 * absolute values instead of squares. Centres that lose all their rows start again at the row farthest from its centre.
 * Rows in blocks, and of a table larger than its memory budget, are read again for each iteration; the start is then the
 * result on a sample of 50,000 rows, unless centres are given. Batches are in random order within blocks only.
 * @throws TypeError, RangeError for bad options and input; RangeError when there are fewer distinct rows than clusters,
 * and for 'cosine' naming a row of zeros
 * @see Lloyd (1982); Arthur & Vassilvitskii (2007); Dhillon & Modha (2001) for cosine
 * @example
 * const { labels } = await kMeans({ nClusters: 2 }).fit([[0], [1], [10], [11]]);
 */
export function kMeans(options: KMeansOptions): KMeans {
  const { settings, init } = readOptions(options);
  const fitNumbers = (X: MatrixInput, fitOptions: FitOptions = {}): Promise<KMeansModel> => fitRows(settings, init, X, fitOptions);
  const inBlocks = (rows: RowBlocks, run?: RunOptions): Promise<KMeansModel> => fitBlocks(settings, init, rows, run);
  return Object.freeze({
    kind,
    options: settings,
    fit: (X: MatrixInput | RowBlocks | Table, fitOptions?: FitOptions | TableClusterOptions): Promise<unknown> =>
      (isRowBlocks(X) ? inBlocks(X, fitOptions as RunOptions | undefined)
        : isTable(X) ? fitTable(caller, X, fitOptions ?? {}, fitNumbers, settings.metric === 'manhattan' ? undefined : inBlocks)
          : fitNumbers(X, fitOptions)),
  }) as KMeans;
}

const kind = 'kMeans';
const caller = 'kMeans.fit';

async function fitRows(settings: KMeansSettings, init: Matrix | undefined, X: MatrixInput, options: FitOptions): Promise<KMeansModel> {
  checkKnown(caller, options, ['sampleWeight', 'signal', 'onProgress']);
  const matrix = readMatrix(caller, 'X', X);
  const weights = readWeights(caller, options.sampleWeight, matrix.rows);
  checkInit(init, matrix.columns);
  checkRange(caller, 'X', matrix);
  return new KMeansModel(settings, await fitMatrix(settings, init, matrix, weights, options));
}

function fitMatrix(settings: KMeansSettings, init: Matrix | undefined, matrix: Matrix, weights: Float64Array | undefined, run: RunOptions, of = ''): Promise<KMeansSolution> {
  return withMachine(async (machine) => {
    const points = new Points(machine, settings.metric, matrix.rows, matrix.columns, weights !== undefined).fill(caller, matrix, weights);
    const distinct = distinctRows(points, settings.nClusters);
    if (distinct < settings.nClusters) {
      const what = settings.metric === 'cosine' ? 'directions' : 'rows';
      throw new RangeError(`${caller}: nClusters must be at most the number of distinct ${what} of X; nClusters is ${settings.nClusters}, X has ${distinct} distinct ${what} among ${matrix.rows} rows${of}`);
    }
    return bestOfStarts(points, settings, init, run);
  });
}

/** Rows that starts are chosen on when not all can be in memory. */
const sampled = 50_000;
/** Numbers in them, unless clusters are many. */
const sampledNumbers = 16_777_216;

/** Rows that are read again for each pass. Starts are chosen on a sample; when that is all rows, nothing else is left to do. */
async function fitBlocks(settings: KMeansSettings, init: Matrix | undefined, given: RowBlocks, run: RunOptions = {}): Promise<KMeansModel> {
  checkKnown(caller, run, ['signal', 'onProgress']);
  const { nClusters, metric, tol, maxIter, batchSize, seed } = settings;
  if (metric === 'manhattan') throw new TypeError(`${caller}: rows in blocks are clustered by means; the metric 'manhattan' needs medians, and so all rows in memory`);
  const blocks = checkedBlocks(caller, given);
  checkInit(init, blocks.features);
  const pause = pauser(run.signal);
  const wanted = Math.max(100 * nClusters, Math.min(sampled, Math.floor(sampledNumbers / blocks.features)));
  const { rows, weighted, spread, sample } = await withMachine((machine) => survey(caller, machine, metric, blocks, wanted, generator(seed, `${kind}.sample`), pause));
  if (rows <= wanted) return new KMeansModel(settings, await fitMatrix(settings, init, sample.X, sample.weights, run));
  const start = init ?? matrixOf((await fitMatrix({ ...settings, batchSize: null }, undefined, sample.X, sample.weights, run, ` that were drawn of ${rows}`)).centers);
  return withMachine(async (machine) => {
    const all = new RowsInBlocks(caller, machine, blocks, { metric, clusters: nClusters, rows, weighted });
    const stopping = { maxIter, shift: tol * spread };
    const centers = placed(start, metric, all.width);
    const found = batchSize === null ? await lloyd(all, centers, stopping, pause) : await miniBatch(all, centers, batchSize, stopping, generator(seed, `${kind}.batches.0`), pause);
    return new KMeansModel(settings, solutionOf(found, nClusters, blocks.features, all.width));
  });
}

function checkInit(init: Matrix | undefined, columns: number): void {
  if (init !== undefined && init.columns !== columns) throw new RangeError(`${caller}: init must have the columns of X; init has ${init.columns}, X has ${columns}`);
}

function matrixOf({ data, shape: [rows, columns] }: NdArray<[number, number]>): Matrix {
  return { data: data as Float64Array, rows, columns };
}

async function bestOfStarts(points: Points, settings: KMeansSettings, init: Matrix | undefined, run: RunOptions): Promise<KMeansSolution> {
  const { nClusters, nInit, maxIter, tol, batchSize } = settings;
  const pause = pauser(run.signal);
  const groups = groupCount(points.sum, nClusters, points.width);
  const workspace = points.machine.allocate(8 * points.rows * Math.max(groups, plusPlusRoom(nClusters)));
  const rows = rowsInMemory(new Passes(points, nClusters, groups, workspace));
  const stopping = { maxIter, shift: tol === 0 ? 0 : tol * await spreadOf(points, pause) };
  let best: Clustering | undefined;
  for (let start = 0; start < nInit; start++) {
    const centers = await startOf(points, settings, init, start, workspace, pause);
    const found = batchSize === null
      ? await lloyd(rows, centers, stopping, pause)
      : await miniBatch(rows, centers, batchSize, stopping, generator(settings.seed, `${kind}.batches.${start}`), pause);
    if (best === undefined || found.inertia < best.inertia) best = found;
    run.onProgress?.({ label: kind, done: start + 1, total: nInit });
  }
  return solutionOf(best!, nClusters, points.columns, points.width);
}

async function startOf(points: Points, { nClusters, init, seed }: KMeansSettings, given: Matrix | undefined, start: number, workspace: number, pause: Pause): Promise<Float64Array> {
  const random = generator(seed, `${kind}.start.${start}`);
  if (given !== undefined) return placed(given, points.metric, points.width);
  return init === 'random' ? randomRows(points, nClusters, random) : plusPlus(points, nClusters, random, workspace, pause);
}

/** Given centres as the metric sees them. */
function placed(given: Matrix, metric: ClusterMetric, width: number): Float64Array {
  const centers = new Float64Array(given.rows * width);
  for (let c = 0; c < given.rows; c++) writeRow(caller, 'init', metric, given, c, centers, c * width);
  return centers;
}

/** Without the column that the kernels may need. */
function solutionOf({ centers, history, ...rest }: Clustering, clusters: number, columns: number, width: number): KMeansSolution {
  const data = new Float64Array(clusters * columns);
  for (let c = 0; c < clusters; c++) data.set(centers.subarray(c * width, c * width + columns), c * columns);
  return { ...rest, centers: new NdArray(data, [clusters, columns]), history: Float64Array.from(history) };
}

function readOptions(options: KMeansOptions): { settings: KMeansSettings; init?: Matrix } {
  checkKnown(kind, options, ['nClusters', 'init', 'nInit', 'maxIter', 'tol', 'metric', 'batchSize', 'seed']);
  const { init = 'k-means++', metric = 'euclidean', batchSize } = options;
  const count = (name: string, value: unknown): number => checkNumber(kind, name, value, { min: 1, integer: true });
  const nClusters = count('nClusters', options.nClusters);
  const nInit = count('nInit', options.nInit ?? 10);
  checkChoice(kind, 'metric', metric, metrics);
  if (batchSize !== undefined) count('batchSize', batchSize);
  if (batchSize !== undefined && metric === 'manhattan') throw new TypeError(`${kind}: batchSize must be left out for the metric 'manhattan', whose medians need all rows; it is ${batchSize}`);
  const common = {
    nClusters, maxIter: count('maxIter', options.maxIter ?? 300), tol: checkNumber(kind, 'tol', options.tol ?? 1e-4, { min: 0 }),
    metric, batchSize: batchSize ?? null, seed: checkSeed(kind, options.seed ?? 0),
  };
  if (typeof init === 'string') return { settings: Object.freeze({ ...common, init: checkChoice(kind, 'init', init, ['k-means++', 'random']), nInit }) };
  const given = readMatrix(kind, 'init', init);
  if (given.rows !== nClusters) throw new RangeError(`${kind}: init must have one row per cluster; nClusters is ${nClusters}, init is [${given.rows}, ${given.columns}]`);
  checkRange(kind, 'init', given);
  const copy = { ...given, data: given.data.slice() };
  const nested = Array.from({ length: copy.rows }, (_, c) => Array.from(copy.data.subarray(c * copy.columns, (c + 1) * copy.columns)));
  return { settings: Object.freeze({ ...common, init: nested, nInit: 1 }), init: copy };
}
