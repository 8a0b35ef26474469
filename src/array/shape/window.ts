/** How a window slides over one image axis: stride, padding, dilation, and how often it fits. Shared by convolution and pooling. */
import { describe } from '../describe.ts';
import { isCount, type Shape } from './shape.ts';

/** One number for both axes, or [height, width]. */
export type Size = number | readonly [number, number];

/**
 * How far the input is extended: by a number on all sides; by [vertical, horizontal]; by [top, right, bottom, left];
 * 'valid' = 0; 'same' = as far as makes the output ⌈input / stride⌉ long, an odd number having the greater half at the
 * bottom and right.
 */
export type Padding = Size | readonly [number, number, number, number] | 'same' | 'valid';

/** [top, right, bottom, left] */
export type Sides = [number, number, number, number];

export interface SlidingWindow {
  /** [height, width] */
  readonly kernel: readonly [number, number];
  readonly stride: [number, number];
  readonly padding: Sides;
  readonly dilation: [number, number];
  /** Lengths of the output, 0 or less where the window does not fit. */
  readonly output: [number, number];
  /** What the window covers, d(k − 1) + 1, and what it slides over, the padded input. */
  readonly span: [number, number];
  readonly padded: [number, number];
}

/**
 * Resolves the options of a window of size `kernel` on an input [height, width]:
 * output = ⌊(input + padding − d(k − 1) − 1) / stride⌋ + 1.
 * @throws TypeError for another kind of option, RangeError for a value out of range; a window that does not fit is
 *   the caller's to refuse
 */
export function resolveWindow(
  caller: string, input: readonly [number, number], kernel: readonly [number, number],
  options: { readonly stride: Size; readonly padding: Padding; readonly dilation: Size },
): SlidingWindow {
  const stride = readPair(caller, 'stride', options.stride, 1);
  const dilation = readPair(caller, 'dilation', options.dilation, 1);
  const span = both((axis) => dilation[axis] * (kernel[axis] - 1) + 1);
  const padding = options.padding === 'same' ? same(input, span, stride) : readPadding(caller, options.padding);
  const padded: [number, number] = [input[0] + padding[0] + padding[2], input[1] + padding[1] + padding[3]];
  const output = both((axis) => Math.floor((padded[axis] - span[axis]) / stride[axis]) + 1);
  return { kernel, stride, padding, dilation, output, span, padded };
}

/** '3×4' */
export function showSize(size: Shape): string {
  return size.join('×');
}

/** One number for both axes, or a pair, each a whole number ≥ `least`. */
export function readPair(caller: string, name: string, value: Size, least: number): [number, number] {
  const pair: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  if (pair.length === 2 && pair.every((one) => isCount(one, least))) return [pair[0] as number, pair[1] as number];
  throw wrong(`${caller}: ${name} must be a whole number ≥ ${least}, or two of them [height, width]`, value);
}

function readPadding(caller: string, value: Padding): Sides {
  if (value === 'valid') return [0, 0, 0, 0];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  const sides = (list.length === 2 ? [...list, ...list] : list) as Sides;
  if (sides.length === 4 && sides.every((side) => isCount(side))) return sides;
  throw wrong(`${caller}: padding must be 'same', 'valid', a whole number ≥ 0, two of them [vertical, horizontal] or four [top, right, bottom, left]`, value);
}

function same(input: readonly [number, number], span: readonly [number, number], stride: readonly [number, number]): Sides {
  const total = both((axis) => Math.max((Math.ceil(input[axis] / stride[axis]) - 1) * stride[axis] + span[axis] - input[axis], 0));
  const [top, left] = both((axis) => Math.floor(total[axis] / 2));
  return [top, total[1] - left, total[0] - top, left];
}

function both(f: (axis: 0 | 1) => number): [number, number] {
  return [f(0), f(1)];
}

function wrong(rule: string, value: unknown): Error {
  if (Array.isArray(value) && value.every((one) => typeof one === 'number')) return new RangeError(`${rule}; it is [${value.join(',')}]`);
  return typeof value === 'number' ? new RangeError(`${rule}; it is ${value}`) : new TypeError(`${rule}; it is ${describe(value)}`);
}
