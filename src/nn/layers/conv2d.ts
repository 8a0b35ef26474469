/** conv2d: kernels slid over images. */
import { conv2dGeometry, isCount, type Conv2dShapeOptions, type NdArray, type Only, type Shape, type Size } from '../../array/index.ts';
import { checkFlag, checkKnown, checkNumber } from '../../estimator/index.ts';
import { conv2d as convolve, type Conv2dOptions } from '../../ops/index.ts';
import { described, given } from '../description.ts';
import { heNormal, initial, zeros, type Initialiser } from '../initialisers.ts';
import { nothing, type Layer } from '../layer.ts';
import type { ConvLayerRule } from '../types/rules.ts';
import type { In } from '../types/wire.ts';
import { pairOf } from './pair.ts';

export interface Conv2dLayerOptions extends Conv2dShapeOptions {
  /** Default true. */
  readonly bias?: boolean;
  /** Of the weights. Default heNormal(). */
  readonly kernelInit?: Initialiser;
  /** Default zeros(). */
  readonly biasInit?: Initialiser;
}

/** kernel [filters, channels / groups, height, width], bias [filters]. */
export type Conv2dParameters = { readonly kernel: NdArray; readonly bias?: NdArray };

export interface Conv2d<F extends number, K, O> extends Layer {
  readonly '~out'?: ConvLayerRule<In<this['~in']>, F, K, O>;
}

/**
 * 2-D convolution (cross-correlation: the kernel is not flipped): [channels, height, width] → [filters, h′, w′].
 * @param filters  how many kernels, ≥ 1   @param size  of the kernel, one number or [height, width]
 * @param options.stride  default 1   @param options.padding  default 0; 'same' keeps ⌈h / stride⌉
 * @param options.dilation  default 1   @param options.groups  default 1
 * @throws RangeError for a value out of range; TypeError, when it is put into a network, for images that it does not fit
 */
export function conv2d<F extends number, const K extends Size, const O extends Conv2dLayerOptions = object>(
  filters: F, size: K, options?: O & Only<O, keyof Conv2dLayerOptions>,
): Conv2d<F, K, O> {
  const { bias, kernelInit = heNormal(), biasInit = zeros(), ...window }: Conv2dLayerOptions = options ?? {};
  checkKnown('conv2d', options ?? {}, ['stride', 'padding', 'dilation', 'groups', 'bias', 'kernelInit', 'biasInit']);
  checkNumber('conv2d', 'filters', filters, { min: 1, integer: true });
  const hasBias = checkFlag('conv2d', 'bias', bias ?? true);
  const kernelSize = pairOf('conv2d', 'size', size);
  const kernelShape = (shape: Shape): [number, number, number, number] => [filters, (shape[0] ?? 0) / (window.groups ?? 1), ...kernelSize];
  const layer: Layer<Conv2dParameters> = {
    name: 'conv2d',
    outputShape: (shape) => {
      const { groups = 1 } = window;
      if (isCount(groups, 2) && shape.length === 3 && shape[0] % groups !== 0) {
        throw new TypeError(`conv2d: groups must divide the input's channels; the input has ${shape[0]}, groups is ${groups}`);
      }
      return conv2dGeometry([1, ...shape], kernelShape(shape), window).outputShape.slice(1);
    },
    init: (random, shape, dtype) => {
      const kernel = kernelShape(shape);
      const area = kernelSize[0] * kernelSize[1];
      const fans = { fanIn: kernel[1] * area, fanOut: (filters / (window.groups ?? 1)) * area };
      return { kernel: initial('conv2d', 'kernelInit', kernelInit, random, kernel, dtype, fans), ...(hasBias && { bias: initial('conv2d', 'biasInit', biasInit, random, [filters], dtype, fans) }) };
    },
    apply: ({ kernel, bias: offset }, _, x) => {
      const settings: Conv2dOptions = offset === undefined ? window : { ...window, bias: offset };
      return [convolve<NdArray, NdArray, Conv2dOptions>(x, kernel, settings), nothing];
    },
  };
  return described(layer as unknown as Conv2d<F, K, O>, {
    options: given({ filters, size: kernelSize, ...window, bias: hasBias }),
    parameters: (shape) => ({ kernel: kernelShape(shape), ...(hasBias && { bias: [filters] }) }),
  });
}
