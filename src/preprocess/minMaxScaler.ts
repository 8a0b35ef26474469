/** Maps each feature's smallest and largest value onto the ends of a range. Knows no model. */
import { describe, NdArray, readMatrix, readWeights, toNdArray, type MatrixInput } from '../array/index.ts';
import {
  arrayOf, checkKnown, ModelFormatError, type FitOptions, type FittedTransformer, type ModelState, type Transformer,
} from '../estimator/index.ts';
import { columnView, momentsOf } from './moments.ts';

export interface MinMaxScalerOptions {
  /** Where the smallest and the largest value go. Default [0, 1]. */
  readonly range?: readonly [number, number];
}

/**
 * z = x · scale + shift per feature, with scale = (high − low) / (max − min) and shift = low − min · scale.
 * A constant feature counts as one of spread 1: it becomes `low`. Constant means max − min ≤ 10 ε · max(|min|, |max|);
 * scikit-learn's test is max − min < 10 ε, which takes any feature of tiny numbers for constant.
 * Rows of weight 0 are left out; other weights change nothing.
 * @throws TypeError, RangeError for bad options and input (NaN and infinity are refused)
 * @see scikit-learn, sklearn.preprocessing.MinMaxScaler
 */
export function minMaxScaler(options: MinMaxScalerOptions = {}): Transformer<FittedMinMaxScaler> {
  const kind = 'minMaxScaler';
  checkKnown(kind, options, ['range']);
  const [low, high] = readRange(kind, options.range ?? [0, 1]);
  const fit = async (X: MatrixInput, { sampleWeight, signal }: FitOptions = {}): Promise<FittedMinMaxScaler> => {
    const caller = `${kind}.fit`;
    signal?.throwIfAborted();
    const matrix = readMatrix(caller, 'X', X);
    const weights = readWeights(caller, sampleWeight, matrix.rows);
    const arrays = { min: new Float64Array(matrix.columns), max: new Float64Array(matrix.columns), scale: new Float64Array(matrix.columns), shift: new Float64Array(matrix.columns) };
    for (let j = 0; j < matrix.columns; j++) {
      const { min, max } = momentsOf(columnView(matrix, j), weights);
      const constant = max - min <= 10 * Number.EPSILON * Math.max(Math.abs(min), Math.abs(max));
      const scale = (high - low) / (constant ? 1 : max - min);
      const shift = low - min * scale;
      if (!(scale > 0 && scale < Infinity) || !Number.isFinite(shift)) {
        throw new RangeError(`${caller}: columns of X must have a finite spread; column ${j} reaches from ${min} to ${max}, rescale it first`);
      }
      arrays.min[j] = min;
      arrays.max[j] = max;
      arrays.scale[j] = scale;
      arrays.shift[j] = shift;
    }
    return new FittedMinMaxScaler(arrays);
  };
  return Object.freeze({ kind, options: Object.freeze({ range: Object.freeze([low, high] as const) }), fit });
}

export class FittedMinMaxScaler implements FittedTransformer {
  readonly nFeatures: number;
  readonly nOutputs: number;
  /** The smallest value of each feature in the fit. */
  readonly min: Float64Array;
  /** The largest. */
  readonly max: Float64Array;
  readonly scale: Float64Array;
  readonly shift: Float64Array;

  constructor({ min, max, scale, shift }: { readonly min: Float64Array; readonly max: Float64Array; readonly scale: Float64Array; readonly shift: Float64Array }) {
    this.min = min;
    this.max = max;
    this.scale = scale;
    this.shift = shift;
    this.nFeatures = scale.length;
    this.nOutputs = scale.length;
  }

  /** z = x · scale + shift. Values outside the fit's land outside the range. */
  async transform(X: MatrixInput): Promise<NdArray<[number, number]>> {
    const { data, rows, columns } = readMatrix('minMaxScaler.transform', 'X', X, { columns: this.nFeatures });
    const scaled = new Float64Array(data.length);
    for (let i = 0; i < rows; i++) {
      for (let j = 0, at = i * columns; j < columns; j++, at++) scaled[at] = data[at] * this.scale[j] + this.shift[j];
    }
    return toNdArray({ data: scaled, rows, columns });
  }

  /** x = (z − shift) / scale */
  async inverseTransform(X: MatrixInput): Promise<NdArray<[number, number]>> {
    const { data, rows, columns } = readMatrix('minMaxScaler.inverseTransform', 'X', X, { columns: this.nFeatures });
    const restored = new Float64Array(data.length);
    for (let i = 0; i < rows; i++) {
      for (let j = 0, at = i * columns; j < columns; j++, at++) restored[at] = (data[at] - this.shift[j]) / this.scale[j];
    }
    return toNdArray({ data: restored, rows, columns });
  }

  state(): ModelState {
    const { min, max, scale, shift } = this;
    const arrays = Object.entries({ min, max, scale, shift }).map(([name, values]) => [name, new NdArray(values, [values.length])] as const);
    return { kind: 'minMaxScaler', settings: {}, arrays: new Map(arrays) };
  }
}

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restoreMinMaxScaler(state: ModelState): FittedMinMaxScaler {
  const { data: scale } = arrayOf(state, 'scale', [null]);
  if (scale.length === 0) throw new ModelFormatError('load: a minMaxScaler must have at least one feature; "scale" is empty');
  const wrong = scale.findIndex((value) => value <= 0);
  if (wrong >= 0) throw new ModelFormatError(`load: "scale" of a minMaxScaler must be above 0; scale[${wrong}] is ${scale[wrong]}`);
  const vector = (name: string): Float64Array => arrayOf(state, name, [scale.length]).data;
  const [min, max] = [vector('min'), vector('max')];
  const swapped = min.findIndex((value, j) => value > max[j]);
  if (swapped >= 0) throw new ModelFormatError(`load: "min" of a minMaxScaler must be at most "max"; feature ${swapped} has ${min[swapped]} and ${max[swapped]}`);
  return new FittedMinMaxScaler({ min, max, scale, shift: vector('shift') });
}

function readRange(caller: string, range: unknown): readonly [number, number] {
  const rule = `${caller}: range must be [low, high], two numbers with low < high`;
  if (!Array.isArray(range) || range.length !== 2) throw new TypeError(`${rule}; it is ${describe(range)}`);
  const [low, high] = range as readonly unknown[];
  if (typeof low !== 'number' || typeof high !== 'number') throw new TypeError(`${rule}; it is [${describe(low)}, ${describe(high)}]`);
  if (!(low < high) || !Number.isFinite(low) || !Number.isFinite(high)) throw new RangeError(`${rule}; it is [${low}, ${high}]`);
  return [low, high];
}
