/** Normalisation: numbers brought to mean 0 and variance 1, by channel over a batch or by sample, then scaled and shifted. */
import { NdArray, sizeOf, typedArrays, type Shape } from '../../array/index.ts';
import { checkKnown, checkNumber } from '../../estimator/index.ts';
import { add, div, mean, mul, reshape, sqrt, sub, variance } from '../../ops/index.ts';
import { described } from '../description.ts';
import { nothing, type FloatType, type Layer } from '../layer.ts';
import type { NormRule } from '../types/rules.ts';
import type { In } from '../types/wire.ts';

export interface BatchNormOptions {
  /** How much of a batch's mean and variance goes into the running ones, in (0, 1]. Default 0.1. */
  readonly momentum?: number;
  /** Added to the variance, > 0. Default 1e-5. */
  readonly epsilon?: number;
}

export interface LayerNormOptions {
  /** Added to the variance, > 0. Default 1e-5. */
  readonly epsilon?: number;
}

/** One number per channel, or feature. */
export type NormParameters = { readonly scale: NdArray; readonly shift: NdArray };
export type BatchNormState = { readonly mean: NdArray; readonly variance: NdArray };

export interface Norm<Name extends string> extends Layer {
  readonly '~out'?: NormRule<Name, In<this['~in']>>;
}

/**
 * y = scale · (x − mean) / √(variance + ε) + shift, by channel: the first axis of a sample. In training mean and variance are
 * those of the batch (and of all places of an image); in prediction they are running means of those seen in training, the
 * variance with n − 1, as PyTorch has it. A batch with a single number per channel, such as a last one of one flat sample, has no
 * variance: it is normalised by the running ones, and does not change them. PyTorch refuses it.
 * @see Ioffe & Szegedy, arXiv:1502.03167
 */
export function batchNorm(options: BatchNormOptions = {}): Norm<'batchNorm'> {
  checkKnown('batchNorm', options, ['momentum', 'epsilon']);
  const momentum = checkNumber('batchNorm', 'momentum', options.momentum ?? 0.1, { above: 0, max: 1 });
  const epsilon = checkNumber('batchNorm', 'epsilon', options.epsilon ?? 1e-5, { above: 0 });
  const running = (before: NdArray, batch: NdArray): NdArray => add(mul(before, 1 - momentum), mul(batch, momentum));
  const layer: Layer<NormParameters, BatchNormState> = {
    name: 'batchNorm',
    outputShape: (shape) => checkAxes('batchNorm', shape),
    init: (_, [channels], dtype) => scaleAndShift(channels, dtype),
    initState: ([channels], dtype) => ({ mean: filled(channels, dtype, 0), variance: filled(channels, dtype, 1) }),
    apply: (parameters, state, x, { training }) => {
      const count = sizeOf(x.shape) / x.shape[1];
      if (!training || count === 1) return [normalised(x, state.mean, state.variance, parameters, epsilon), state];
      const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
      const [centre, spread]: NdArray[] = [mean(x, axes), variance(x, axes)];
      const unbiased = mul(spread, count / (count - 1));
      return [normalised(x, centre, spread, parameters, epsilon), { mean: running(state.mean, centre), variance: running(state.variance, unbiased) }];
    },
  };
  return described(layer as unknown as Norm<'batchNorm'>, {
    options: { momentum, epsilon },
    parameters: ([channels]) => ({ scale: [channels], shift: [channels] }),
    state: ([channels]) => ({ mean: [channels], variance: [channels] }),
  });
}

/**
 * y = scale · (x − mean) / √(variance + ε) + shift, mean and variance along the last axis: the features of one sample, or of
 * one place of a sequence. The same in training and in prediction.
 * @see Ba, Kiros & Hinton, arXiv:1607.06450
 */
export function layerNorm(options: LayerNormOptions = {}): Norm<'layerNorm'> {
  checkKnown('layerNorm', options, ['epsilon']);
  const epsilon = checkNumber('layerNorm', 'epsilon', options.epsilon ?? 1e-5, { above: 0 });
  const layer: Layer<NormParameters> = {
    name: 'layerNorm',
    outputShape: (shape) => checkAxes('layerNorm', shape),
    init: (_, shape, dtype) => scaleAndShift(shape[shape.length - 1], dtype),
    apply: ({ scale, shift }, _, x) => {
      const [centre, spread]: NdArray[] = [mean(x, -1, { keepDims: true }), variance(x, -1, { keepDims: true })];
      const scaled: NdArray = mul(div(sub(x, centre), sqrt(add(spread, epsilon))), scale);
      return [add(scaled, shift), nothing];
    },
  };
  return described(layer as unknown as Norm<'layerNorm'>, {
    options: { epsilon },
    parameters: (shape) => ({ scale: [shape[shape.length - 1]], shift: [shape[shape.length - 1]] }),
  });
}

/** All are one number per channel, axis 1 of x. */
function normalised(x: NdArray, centre: NdArray, spread: NdArray, { scale, shift }: NormParameters, epsilon: number): NdArray {
  const along = (one: NdArray): NdArray => reshape(one, [x.shape[1], ...x.shape.slice(2).map(() => 1)]);
  const factor: NdArray = div(scale, sqrt(add(spread, epsilon)));
  const scaled: NdArray = mul(sub(x, along(centre)), along(factor));
  return add(scaled, along(shift));
}

function checkAxes(name: string, shape: Shape): Shape {
  if (shape.length === 0) throw new TypeError(`${name}: the input must have at least one axis; it is []`);
  return shape;
}

function scaleAndShift(length: number, dtype: FloatType): NormParameters {
  return { scale: filled(length, dtype, 1), shift: filled(length, dtype, 0) };
}

function filled(length: number, dtype: FloatType, value: number): NdArray {
  return new NdArray(new typedArrays[dtype](length).fill(value), [length]);
}
