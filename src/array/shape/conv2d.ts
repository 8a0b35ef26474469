/** The shape of a 2-D convolution and how its kernel slides. Knows no numbers but sizes. */
import { describe } from '../describe.ts';
import { isCount, type Shape, showShape } from './shape.ts';
import { type Padding, resolveWindow, showSize, type Size, type SlidingWindow } from './window.ts';

/** How a kernel slides over an image. */
export interface Conv2dShapeOptions {
  /** Steps between neighbouring outputs, ≥ 1. Default 1. */
  readonly stride?: Size;
  /** Default 0. */
  readonly padding?: Padding;
  /** Steps between neighbouring kernel elements, ≥ 1. Default 1. */
  readonly dilation?: Size;
  /** Channels are split into this many groups convolved apart; groups = channels is depthwise. Default 1. */
  readonly groups?: number;
}

/** A convolution with every option resolved. */
export interface Conv2dGeometry extends SlidingWindow {
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
  /** [height, width] of the image. */
  readonly input: readonly [number, number];
  /** [batch, outChannels, h′, w′] */
  readonly outputShape: [number, number, number, number];
}

/**
 * The sizes of `conv2d(x, k, options)` for x [n, c, h, w] and k [o, c/groups, kh, kw]: [n, o, h′, w′] with
 * h′ = ⌊(h + top + bottom − d(kh − 1) − 1) / s⌋ + 1, and with stride, padding and dilation per axis and side.
 * @throws TypeError when an operand has another rank, the channels differ or the kernel does not fit into the padded
 *   image; RangeError for an option out of range
 * @see Dumoulin & Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285
 */
export function conv2dGeometry(x: Shape, k: Shape, options: Conv2dShapeOptions = {}): Conv2dGeometry {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  if (x.length !== 4) throw new TypeError(`conv2d: x must be [batch, channels, height, width]; x ${showShape(x)} has rank ${x.length}`);
  if (k.length !== 4) throw new TypeError(`conv2d: k must be [outChannels, inChannels / groups, height, width]; k ${showShape(k)} has rank ${k.length}`);
  const [batch, inChannels, height, width] = x;
  const [outChannels, , kernelHeight, kernelWidth] = k;
  checkChannels(x, k, groups);
  const window = resolveWindow('conv2d', [height, width], [kernelHeight, kernelWidth], { stride, padding, dilation });
  const [h, w] = window.output;
  if (kernelHeight < 1 || kernelWidth < 1) throw new TypeError(`conv2d: k must be at least 1×1; k ${showShape(k)} is ${showSize(window.kernel)}`);
  if (h < 1 || w < 1) {
    throw new TypeError(
      `conv2d: k must fit into x with its padding; k ${showShape(k)} spans ${showSize(window.span)}, x ${showShape(x)} with padding is ${showSize(window.padded)}`,
    );
  }
  return { ...window, batch, inChannels, outChannels, groups, input: [height, width], outputShape: [batch, outChannels, h, w] };
}

/**
 * The bias of a convolution must hold one number per output channel.
 * @throws TypeError when it does not
 */
export function checkConv2dBias(bias: Shape, k: Shape): void {
  if (bias.length === 1 && bias[0] === k[0]) return;
  throw new TypeError(`conv2d: bias must hold one number per output channel; k ${showShape(k)} has ${k[0]}, bias is ${showShape(bias)}`);
}

function checkChannels(x: Shape, k: Shape, groups: number): void {
  if (typeof groups !== 'number') throw new TypeError(`conv2d: groups must be a whole number ≥ 1; it is ${describe(groups)}`);
  if (!isCount(groups, 1)) throw new RangeError(`conv2d: groups must be a whole number ≥ 1; it is ${groups}`);
  const [inChannels, perGroup, outChannels] = [x[1], k[1], k[0]];
  if (groups === 1) {
    if (inChannels === perGroup) return;
    throw new TypeError(`conv2d: x and k must have equal channels; x ${showShape(x)} has ${inChannels}, k ${showShape(k)} has ${perGroup}`);
  }
  if (inChannels !== perGroup * groups) {
    throw new TypeError(`conv2d: x must have the channels of k in each group; x ${showShape(x)} has ${inChannels}, k ${showShape(k)} has ${perGroup}, groups is ${groups}`);
  }
  if (outChannels % groups !== 0) throw new RangeError(`conv2d: groups must divide the output channels; k ${showShape(k)} has ${outChannels}, groups is ${groups}`);
}
