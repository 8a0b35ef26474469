/** The shape of a 2-D pooling and how its window slides. Knows no maximum and no mean. */
import { type Shape, showShape } from './shape.ts';
import { type Padding, readPair, resolveWindow, showSize, type Size, type SlidingWindow } from './window.ts';

/** How a window slides over an image. */
export interface Pool2dShapeOptions {
  /** Default: the window's size, so that windows touch and do not overlap. */
  readonly stride?: Size;
  /** Less than the window, so that every window meets the image. Default 0. */
  readonly padding?: Padding;
}

/** A pooling with every option resolved. Its `dilation` is [1, 1]. */
export interface Pool2dGeometry extends SlidingWindow {
  readonly batch: number;
  readonly channels: number;
  /** [height, width] of the image. */
  readonly input: readonly [number, number];
  /** [batch, channels, h′, w′] */
  readonly outputShape: [number, number, number, number];
}

/**
 * The sizes of pooling x [n, c, h, w] with windows `size`: [n, c, h′, w′] with h′ = ⌊(h + top + bottom − size) / s⌋ + 1.
 * @throws TypeError when x has another rank or the window does not fit; RangeError for an option out of range
 */
export function pool2dGeometry(caller: string, x: Shape, size: Size, options: Pool2dShapeOptions = {}): Pool2dGeometry {
  if (x.length !== 4) throw new TypeError(`${caller}: x must be [batch, channels, height, width]; x ${showShape(x)} has rank ${x.length}`);
  const [batch, channels, height, width] = x;
  const kernel = readPair(caller, 'size', size, 1);
  const window = resolveWindow(caller, [height, width], kernel, { stride: options.stride ?? kernel, padding: options.padding ?? 0, dilation: 1 });
  const { padding: [top, right, bottom, left], output: [h, w] } = window;
  if (Math.max(top, bottom) >= kernel[0] || Math.max(left, right) >= kernel[1]) {
    throw new RangeError(`${caller}: padding must be less than the window; padding is ${showShape(window.padding)}, the window ${showSize(kernel)}`);
  }
  if (h < 1 || w < 1) {
    throw new TypeError(`${caller}: the window must fit into x with its padding; the window is ${showSize(kernel)}, x ${showShape(x)} with padding is ${showSize(window.padded)}`);
  }
  return { ...window, batch, channels, input: [height, width], outputShape: [batch, channels, h, w] };
}

/** The shape of a pooling: see `pool2dGeometry`. */
export function poolOutputShape(caller: string, x: Shape, size: Size, options: Pool2dShapeOptions = {}): number[] {
  return pool2dGeometry(caller, x, size, options).outputShape;
}
