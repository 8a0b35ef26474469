/** Fitted clusters, whoever found them. Knows no iteration. */
import { NdArray, readMatrix, readWeights, type Matrix, type MatrixInput } from '../array/index.ts';
import {
  arrayOf, isBoolean, isNumber, ModelFormatError, settingOf, type FittedTransformer, type Json, type ModelState, type ScoreOptions,
} from '../estimator/index.ts';
import { assign, distancesTo } from './assign.ts';
import { metrics, type ClusterMetric } from './metric.ts';

/** Options as plain data, defaults filled in; centres to start from as nested numbers. */
export interface KMeansSettings {
  readonly nClusters: number;
  readonly init: 'k-means++' | 'random' | readonly (readonly number[])[];
  readonly nInit: number;
  readonly maxIter: number;
  readonly tol: number;
  readonly metric: ClusterMetric;
  readonly batchSize: number | null;
  readonly seed: number;
}

/** What a fit found. */
export interface KMeansSolution {
  /** [clusters, features] */
  readonly centers: NdArray<[number, number]>;
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly history: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

export class KMeansModel implements FittedTransformer, KMeansSolution {
  readonly kind = 'kMeans';
  readonly options: KMeansSettings;
  readonly nFeatures: number;
  /** One row per cluster: means, means of length 1 (cosine) or medians (Manhattan). */
  readonly centers: NdArray<[number, number]>;
  /** The cluster of each row of the fit: 0 … nClusters − 1. */
  readonly labels: Int32Array;
  /** Σ w·‖x − c‖² over the rows; cosine: Σ w·(1 − cos); Manhattan: Σ w·Σ|x − c|. The SSE of the texts. */
  readonly inertia: number;
  /** The inertia of the start, and after each iteration; the last is `inertia`. Never rises. */
  readonly history: Float64Array;
  /** Of the start that was best. */
  readonly iterations: number;
  /** False when maxIter came first. */
  readonly converged: boolean;

  constructor(options: KMeansSettings, { centers, labels, inertia, history, iterations, converged }: KMeansSolution) {
    this.options = options;
    this.nFeatures = centers.shape[1];
    this.centers = centers;
    this.labels = labels;
    this.inertia = inertia;
    this.history = history;
    this.iterations = iterations;
    this.converged = converged;
  }

  /** The nearest cluster of each row; the first of equally near ones. */
  async predict(X: MatrixInput): Promise<Int32Array> {
    const matrix = readMatrix('kMeans.predict', 'X', X, { columns: this.nFeatures });
    return assign('kMeans.predict', matrix, this.options.metric, this.#matrix()).labels;
  }

  /** The distance of each row to each centre [rows, clusters]: Euclidean, 1 − cos, or Manhattan. */
  async transform(X: MatrixInput): Promise<NdArray<[number, number]>> {
    const matrix = readMatrix('kMeans.transform', 'X', X, { columns: this.nFeatures });
    const centers = this.#matrix();
    return new NdArray(distancesTo('kMeans.transform', matrix, this.options.metric, centers), [matrix.rows, centers.rows]);
  }

  /** −inertia of the rows given, so that greater is better. */
  async score(X: MatrixInput, options: ScoreOptions = {}): Promise<number> {
    const matrix = readMatrix('kMeans.score', 'X', X, { columns: this.nFeatures });
    const weights = readWeights('kMeans.score', options.sampleWeight, matrix.rows);
    return -assign('kMeans.score', matrix, this.options.metric, this.#matrix(), weights).inertia;
  }

  state(): ModelState {
    return {
      kind: this.kind,
      settings: { options: { ...this.options } as { readonly [key: string]: Json }, inertia: this.inertia, iterations: this.iterations, converged: this.converged },
      arrays: new Map<string, NdArray>([
        ['centers', this.centers],
        ['labels', new NdArray(this.labels, [this.labels.length])],
        ['history', new NdArray(this.history, [this.history.length])],
      ]),
    };
  }

  #matrix(): Matrix {
    const [rows, columns] = this.centers.shape;
    return { data: this.centers.data as Float64Array, rows, columns };
  }
}

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restoreKMeans(state: ModelState): KMeansModel {
  const options = settingOf(state, 'options', isSettings, 'the options of kMeans');
  const centers = arrayOf(state, 'centers', [options.nClusters, null]) as NdArray<[number, number]>;
  if (centers.data.length === 0) throw new ModelFormatError(`load: "centers" of a kMeans model must not be empty; it is [${centers.shape.join(', ')}]`);
  const labels = state.arrays.get('labels');
  if (labels === undefined || !(labels.data instanceof Int32Array) || labels.shape.length !== 1) {
    throw new ModelFormatError(`load: the array "labels" of a kMeans model must be int32 [any]; it is ${labels === undefined ? 'not there' : `${labels.dtype} [${labels.shape.join(', ')}]`}`);
  }
  const odd = labels.data.find((label) => label < 0 || label >= options.nClusters);
  if (odd !== undefined) throw new ModelFormatError(`load: labels of a kMeans model must be from 0 to ${options.nClusters - 1}; one is ${odd}`);
  return new KMeansModel(options, {
    centers,
    labels: labels.data,
    inertia: settingOf(state, 'inertia', isNumber, 'a number'),
    history: arrayOf(state, 'history', [null]).data,
    iterations: settingOf(state, 'iterations', isNumber, 'a number'),
    converged: settingOf(state, 'converged', isBoolean, 'true or false'),
  });
}

function isSettings(value: Json): value is { readonly [key: string]: Json } & KMeansSettings {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { nClusters, metric } = value as { readonly [key: string]: Json };
  return typeof nClusters === 'number' && Number.isInteger(nClusters) && nClusters > 0 && (metrics as readonly Json[]).includes(metric);
}
