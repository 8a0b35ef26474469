/** Pooling: the greatest number or the mean under a window, or of the whole image. */
import { pool2dGeometry, showShape, type NdArray, type Only, type Pool2dShapeOptions, type Size } from '../../array/index.ts';
import { checkKnown } from '../../estimator/index.ts';
import { averagePool2d as averageUnder, maxPool2d as greatestUnder, mean } from '../../ops/index.ts';
import { described, given } from '../description.ts';
import { nothing, type Layer } from '../layer.ts';
import type { GlobalPoolRule, PoolLayerRule } from '../types/rules.ts';
import type { In } from '../types/wire.ts';
import { pairOf } from './pair.ts';

export interface Pool2d<Name extends string, K, O> extends Layer {
  readonly '~out'?: PoolLayerRule<Name, In<this['~in']>, K, O>;
}

export interface GlobalPool2d extends Layer {
  readonly '~out'?: GlobalPoolRule<In<this['~in']>>;
}

/**
 * The greatest number under each place of a window: [channels, height, width] → [channels, h′, w′].
 * @param size  of the window, one number or [height, width]   @param options.stride  default: the size   @param options.padding  default 0
 * @throws RangeError for a wrong size; TypeError, when it is put into a network, for images that it does not fit
 */
export function maxPool2d<const K extends Size, const O extends Pool2dShapeOptions = object>(size: K, options?: O & Only<O, keyof Pool2dShapeOptions>): Pool2d<'maxPool2d', K, O> {
  return pooling('maxPool2d', size, options, (x, window) => greatestUnder(x, window, options)) as unknown as Pool2d<'maxPool2d', K, O>;
}

/** The mean under each place of a window, padding counting as zeros. Otherwise as maxPool2d. */
export function averagePool2d<const K extends Size, const O extends Pool2dShapeOptions = object>(size: K, options?: O & Only<O, keyof Pool2dShapeOptions>): Pool2d<'averagePool2d', K, O> {
  return pooling('averagePool2d', size, options, (x, window) => averageUnder(x, window, options)) as unknown as Pool2d<'averagePool2d', K, O>;
}

/** The mean of each channel: [channels, height, width] → [channels]. */
export function globalAveragePool2d(): GlobalPool2d {
  const layer: Layer = {
    name: 'globalAveragePool2d',
    outputShape: (shape) => {
      if (shape.length !== 3) throw new TypeError(`globalAveragePool2d: the input must be [channels, height, width]; it is ${showShape(shape)}`);
      return [shape[0]];
    },
    apply: (_, __, x) => [mean(x, [2, 3]), nothing],
  };
  return described(layer as GlobalPool2d, { options: {} });
}

function pooling(name: string, size: Size, options: Pool2dShapeOptions = {}, apply: (x: NdArray, window: [number, number]) => NdArray): Layer {
  checkKnown(name, options, ['stride', 'padding']);
  const window = pairOf(name, 'size', size);
  const layer: Layer = {
    name,
    outputShape: (shape) => pool2dGeometry(name, [1, ...shape], window, options).outputShape.slice(1),
    apply: (_, __, x) => [apply(x, window), nothing],
  };
  return described(layer, { options: given({ size: window, ...options }) });
}
