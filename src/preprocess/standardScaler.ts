/** Centres each feature and divides it by its standard deviation. Knows no model. */
import { NdArray, readMatrix, readWeights, toNdArray, type MatrixInput } from '../array/index.ts';
import { arrayOf, checkFlag, checkKnown, ModelFormatError, type FitOptions, type FittedTransformer, type ModelState, type Transformer } from '../estimator/index.ts';
import { columnView, momentsOf } from './moments.ts';

export interface StandardScalerOptions {
  /** Subtract the mean. Default true. */
  readonly withMean?: boolean;
  /** Divide by the standard deviation. Default true. */
  readonly withStd?: boolean;
}

/**
 * z = (x − mean) / scale per feature, with mean = Σwx / Σw and scale = √(Σw(x − mean)² / Σw): the population's, as in
 * scikit-learn. A constant feature keeps scale 1; constant means a deviation of at most Σw · |mean| · ε.
 * @throws TypeError, RangeError for bad options and input (NaN and infinity are refused), and for numbers so large
 * that mean or deviation is infinite
 * @see scikit-learn, sklearn.preprocessing.StandardScaler (which lets NaN pass)
 */
export function standardScaler(options: StandardScalerOptions = {}): Transformer<FittedStandardScaler> {
  const kind = 'standardScaler';
  checkKnown(kind, options, ['withMean', 'withStd']);
  const withMean = checkFlag(kind, 'withMean', options.withMean ?? true);
  const withStd = checkFlag(kind, 'withStd', options.withStd ?? true);
  const fit = async (X: MatrixInput, { sampleWeight, signal }: FitOptions = {}): Promise<FittedStandardScaler> => {
    const caller = `${kind}.fit`;
    signal?.throwIfAborted();
    const matrix = readMatrix(caller, 'X', X);
    const weights = readWeights(caller, sampleWeight, matrix.rows);
    const mean = new Float64Array(matrix.columns);
    const scale = new Float64Array(matrix.columns).fill(1);
    for (let j = 0; j < matrix.columns; j++) {
      const moments = momentsOf(columnView(matrix, j), weights);
      if (!Number.isFinite(moments.mean) || !Number.isFinite(moments.deviation)) {
        throw new RangeError(`${caller}: columns of X must have a finite mean and deviation; column ${j} reaches from ${moments.min} to ${moments.max}, rescale it first`);
      }
      if (withMean) mean[j] = moments.mean;
      if (withStd && !moments.constant) scale[j] = moments.deviation;
    }
    return new FittedStandardScaler(mean, scale);
  };
  return Object.freeze({ kind, options: Object.freeze({ withMean, withStd }), fit });
}

export class FittedStandardScaler implements FittedTransformer {
  readonly nFeatures: number;
  readonly nOutputs: number;
  /** What is subtracted: 0 with `withMean: false`. */
  readonly mean: Float64Array;
  /** What is divided by: 1 for a constant feature and with `withStd: false`. */
  readonly scale: Float64Array;

  constructor(mean: Float64Array, scale: Float64Array) {
    this.mean = mean;
    this.scale = scale;
    this.nFeatures = mean.length;
    this.nOutputs = mean.length;
  }

  /** z = (x − mean) / scale */
  async transform(X: MatrixInput): Promise<NdArray<[number, number]>> {
    const { data, rows, columns } = readMatrix('standardScaler.transform', 'X', X, { columns: this.nFeatures });
    const scaled = new Float64Array(data.length);
    for (let i = 0; i < rows; i++) {
      for (let j = 0, at = i * columns; j < columns; j++, at++) scaled[at] = (data[at] - this.mean[j]) / this.scale[j];
    }
    return toNdArray({ data: scaled, rows, columns });
  }

  /** x = z · scale + mean */
  async inverseTransform(X: MatrixInput): Promise<NdArray<[number, number]>> {
    const { data, rows, columns } = readMatrix('standardScaler.inverseTransform', 'X', X, { columns: this.nFeatures });
    const restored = new Float64Array(data.length);
    for (let i = 0; i < rows; i++) {
      for (let j = 0, at = i * columns; j < columns; j++, at++) restored[at] = data[at] * this.scale[j] + this.mean[j];
    }
    return toNdArray({ data: restored, rows, columns });
  }

  state(): ModelState {
    const vector = (values: Float64Array): NdArray => new NdArray(values, [values.length]);
    return { kind: 'standardScaler', settings: {}, arrays: new Map([['mean', vector(this.mean)], ['scale', vector(this.scale)]]) };
  }
}

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restoreStandardScaler(state: ModelState): FittedStandardScaler {
  const { data: mean } = arrayOf(state, 'mean', [null]);
  const { data: scale } = arrayOf(state, 'scale', [mean.length]);
  if (mean.length === 0) throw new ModelFormatError('load: a standardScaler must have at least one feature; "mean" is empty');
  const wrong = scale.findIndex((value) => value <= 0);
  if (wrong >= 0) throw new ModelFormatError(`load: "scale" of a standardScaler must be above 0; scale[${wrong}] is ${scale[wrong]}`);
  return new FittedStandardScaler(mean, scale);
}
