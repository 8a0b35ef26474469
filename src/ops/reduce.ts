/** Reductions: what turns the numbers along some axes into one. A row: the number, the gradient. */
import { reduceShape, resolveAxes, showShape, sizeOf, type Axes, type NdArray } from '../array/index.ts';
import * as numeric from '../numeric/index.ts';
import { bind, within, type Entry, type Op } from '../program/index.ts';
import { add, div, mul, sub } from './arithmetic.ts';
import { repeat } from './broadcast.ts';
import { orThroughFloat64, throughFloat64 } from './cast.ts';
import { equal, where } from './compare.ts';
import { exp, log, square } from './functions.ts';
import { asFloat, readArray } from './operand.ts';
import { lowerPlaces, lowerReduction } from './reduceLowering.ts';
import { view } from './reshape.ts';
import type { ReduceArg, ReduceOf } from './signature.ts';
import { stridesOf, walk } from './strides.ts';

export interface ReduceParams {
  /** From 0, ascending, each once. */
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

export interface ReduceOptions<K extends boolean = boolean> {
  /** Keeps the reduced axes, with length 1, so that the result broadcasts against x. Default false. */
  readonly keepDims?: K;
}

type ReduceVjp = (g: NdArray, x: NdArray, y: NdArray, params: ReduceParams) => NdArray;

type ReduceExpand = (x: NdArray, axes: readonly number[], options: ReduceOptions) => NdArray;

/** @param of  the number that replaces `values`, which it may read only   @param least  how many it needs */
function reduceOp(name: string, of: (values: Float64Array) => number, vjp: ReduceVjp | null, least = 0, expand?: ReduceExpand): Op<ReduceParams> {
  const op: Op<ReduceParams> = {
    name,
    shape: ([x], { axes, keepDims }) => {
      const count = sizeOf(axes.map((axis) => x[axis]));
      if (count < least) throw new TypeError(`${name}: there must be at least ${least} element to reduce; along ${axes.join(', ')} x ${showShape(x)} has ${count}`);
      return reduceShape(name, x, axes, keepDims);
    },
    dtype: ([dtype]) => (name === 'argmax' || name === 'argmin' ? 'int32' : dtype),
    reference: (out, [x], [shape], { axes }) => {
      const strides = stridesOf(shape);
      const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
      const values = new Float64Array(sizeOf(axes.map((axis) => shape[axis])));
      walk(kept.map((axis) => shape[axis]), [kept.map((axis) => strides[axis])], (i, [start]) => {
        walk(axes.map((axis) => shape[axis]), [axes.map((axis) => strides[axis])], (k, [step]) => { values[k] = x[start + step]; });
        out[i] = of(values);
      });
    },
    vjp: (_, g, [x], y, params) => (vjp === null ? null : vjp(g, x, y, params)),
    lower: ([x], _, { axes }) => {
      if (name === 'argmax' || name === 'argmin') return lowerPlaces(name === 'argmax' ? 'max' : 'min', x, axes);
      return name === 'sum' || name === 'max' || name === 'min' ? lowerReduction(name, x, axes) : undefined;
    },
    describe: ({ axes, keepDims }) => `${axes.length === 1 ? 'axis' : 'axes'} ${axes.length === 0 ? 'none' : axes.join(', ')}${keepDims ? ', keepDims' : ''}`,
    expand: (inputs, params) => (expand === undefined
      ? throughFloat64(inputs, (floats) => bind(op, floats, params))
      : orThroughFloat64(inputs, ([x]) => expand(x, params.axes, params))),
  };
  return op;
}

export const sumOp: Op<ReduceParams> = reduceOp('sum', total, (g, x, _, { axes }) => spread(g, x, axes));
export const meanOp: Op<ReduceParams> = reduceOp('mean', average, (g, x, _, { axes }) => spread(div(g, count(x, axes)), x, axes), 0,
  (x, axes, options) => div(sum(x, axes, options), count(x, axes)));
export const maxOp: Op<ReduceParams> = reduceOp('max', greatest, extremeVjp, 1);
export const minOp: Op<ReduceParams> = reduceOp('min', (values) => -greatest(values.map((value) => -value)), extremeVjp, 1);
export const argmaxOp: Op<ReduceParams> = reduceOp('argmax', (values) => indexOfGreatest(values), null, 1);
export const argminOp: Op<ReduceParams> = reduceOp('argmin', (values) => indexOfGreatest(values.map((value) => -value)), null, 1);
export const logsumexpOp: Op<ReduceParams> = reduceOp('logsumexp', logSumOfExponentials, (g, x, y, { axes }) =>
  mul(spread(g, x, axes), exp(sub(x, spread(y, x, axes)))), 0, shiftedLogsumexp);
export const varianceOp: Op<ReduceParams> = reduceOp('variance', populationVariance, (g, x, _, { axes }) =>
  mul(spread(mul(g, 2 / count(x, axes)), x, axes), sub(x, mean(x, axes, { keepDims: true }))), 1,
  (x, axes, options) => div(sum(square(sub(x, div(sum(x, axes, { keepDims: true }), count(x, axes)))), axes, options), count(x, axes)));

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function average(values: Float64Array): number {
  return total(values) / values.length;
}

/** NaN when one is NaN. */
function greatest(values: Float64Array): number {
  let best = -Infinity;
  for (const value of values) best = Math.max(best, value);
  return best;
}

/** The first of equals; the first NaN when there is one. */
function indexOfGreatest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best] || (Number.isNaN(values[i]) && !Number.isNaN(values[best]))) best = i;
  return best;
}

/** m + log Σ e^(xᵢ − m), m the greatest: no term overflows, and the greatest is never lost. */
function logSumOfExponentials(values: Float64Array): number {
  const m = greatest(values);
  if (!Number.isFinite(m)) return m;
  let sum = 0;
  for (const value of values) sum += numeric.exp(value - m);
  return m + numeric.log(sum);
}

/** As logSumOfExponentials; an infinite greatest is not subtracted, so that no ∞ − ∞ arises. */
function shiftedLogsumexp(x: NdArray, axes: readonly number[], options: ReduceOptions): NdArray {
  if (count(x, axes) === 0) return bind(logsumexpOp, [x], { axes, keepDims: options.keepDims ?? false });
  const greatest = max(x, axes, { keepDims: true });
  const shift = where(equal(sub(greatest, greatest), 0), greatest, 0);
  const total = add(shift, log(sum(exp(sub(x, shift)), axes, { keepDims: true })));
  return view(total, reduceShape('logsumexp', x.shape, axes, options.keepDims ?? false));
}

/** In two passes: the squares of differences, not the difference of squares. */
function populationVariance(values: Float64Array): number {
  const centre = average(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) * (value - centre);
  return sum / values.length;
}

/** Equal extremes share the gradient equally. */
function extremeVjp(g: NdArray, x: NdArray, y: NdArray, { axes }: ReduceParams): NdArray {
  const isExtreme = equal(x, spread(y, x, axes));
  return mul(spread(g, x, axes), div(isExtreme, sum(isExtreme, axes, { keepDims: true })));
}

/** A reduced array, repeated to the shape of x again. */
function spread(reduced: NdArray, x: NdArray, axes: readonly number[]): NdArray {
  const kept = reduced.shape.length === 0 ? reduced : view(reduced, x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length)));
  return repeat(kept, x.shape);
}

function count(x: NdArray, axes: readonly number[]): number {
  return sizeOf(axes.map((axis) => x.shape[axis]));
}

function reduce(op: Op<ReduceParams>, x: unknown, axes: unknown, options: ReduceOptions, entry: Entry, prepare: (x: NdArray) => NdArray = (x) => x): NdArray {
  return within(entry, () => {
    const input = readArray(op.name, 'x', x);
    return bind(op, [prepare(input)], { axes: resolveAxes(op.name, input.shape, axes as Axes), keepDims: options.keepDims ?? false });
  });
}

/**
 * Σ x along axes; 0 over none. Summed in float64, rounded once.
 * @param axes  one axis, several, or 'all' (the default); negative ones count from the end
 * @throws RangeError when an axis does not exist or is named twice
 * @example
 * ```ts
 * import { array, sum } from 'glissade';
 * sum(array([[1, 2], [3, 4]]), 0).data; // Float64Array [4, 6]
 * sum(array([[1, 2], [3, 4]])).data; // Float64Array [10]
 * ```
 */
export function sum<X extends NdArray, const A extends Axes = 'all', K extends boolean = false>(
  x: X, axes?: ReduceArg<'sum', X, A, K>, options: ReduceOptions<K> = {},
): ReduceOf<'sum', X, A, K> {
  return reduce(sumOp, x, axes, options, sum) as ReduceOf<'sum', X, A, K>;
}

/**
 * Σ x / n along axes. int32 becomes float64.
 * @param axes  one axis, several, or 'all' (the default); negative ones count from the end
 * @throws RangeError when an axis does not exist or is named twice
 */
export function mean<X extends NdArray, const A extends Axes = 'all', K extends boolean = false>(
  x: X, axes?: ReduceArg<'mean', X, A, K>, options: ReduceOptions<K> = {},
): ReduceOf<'mean', X, A, K> {
  return reduce(meanOp, x, axes, options, mean, asFloat) as ReduceOf<'mean', X, A, K>;
}

/**
 * The greatest along axes; NaN if one is NaN. Equal greatest ones share the gradient.
 * @param axes  one axis, several, or 'all' (the default); negative ones count from the end
 * @throws RangeError when an axis does not exist or is named twice; TypeError when nothing is there to reduce
 */
export function max<X extends NdArray, const A extends Axes = 'all', K extends boolean = false>(
  x: X, axes?: ReduceArg<'max', X, A, K>, options: ReduceOptions<K> = {},
): ReduceOf<'max', X, A, K> {
  return reduce(maxOp, x, axes, options, max) as ReduceOf<'max', X, A, K>;
}

/**
 * The least along axes; NaN if one is NaN. Equal least ones share the gradient.
 * @param axes  one axis, several, or 'all' (the default); negative ones count from the end
 * @throws RangeError when an axis does not exist or is named twice; TypeError when nothing is there to reduce
 */
export function min<X extends NdArray, const A extends Axes = 'all', K extends boolean = false>(
  x: X, axes?: ReduceArg<'min', X, A, K>, options: ReduceOptions<K> = {},
): ReduceOf<'min', X, A, K> {
  return reduce(minOp, x, axes, options, min) as ReduceOf<'min', X, A, K>;
}

/**
 * log Σ eˣ along axes, without overflow. int32 becomes float64.
 * @param axes  one axis, several, or 'all' (the default); negative ones count from the end
 * @throws RangeError when an axis does not exist or is named twice
 */
export function logsumexp<X extends NdArray, const A extends Axes = 'all', K extends boolean = false>(
  x: X, axes?: ReduceArg<'logsumexp', X, A, K>, options: ReduceOptions<K> = {},
): ReduceOf<'logsumexp', X, A, K> {
  return reduce(logsumexpOp, x, axes, options, logsumexp, asFloat) as ReduceOf<'logsumexp', X, A, K>;
}

/**
 * Σ (x − x̄)² / n along axes: the population's variance, in two passes. int32 becomes float64.
 * @param axes  one axis, several, or 'all' (the default); negative ones count from the end
 * @throws RangeError when an axis does not exist or is named twice; TypeError when nothing is there to reduce
 */
export function variance<X extends NdArray, const A extends Axes = 'all', K extends boolean = false>(
  x: X, axes?: ReduceArg<'variance', X, A, K>, options: ReduceOptions<K> = {},
): ReduceOf<'variance', X, A, K> {
  return reduce(varianceOp, x, axes, options, variance, asFloat) as ReduceOf<'variance', X, A, K>;
}

/**
 * The index of the greatest along an axis, as int32: the first of equals, the first NaN if there is one. No gradient.
 * @param axis  default −1, the last; 'all' for the index into the numbers in row-major order
 * @throws RangeError when the axis does not exist; TypeError when nothing is there to reduce
 */
export function argmax<X extends NdArray, const A extends number | 'all' = -1, K extends boolean = false>(
  x: X, axis: ReduceArg<'argmax', X, A, K> = -1 as ReduceArg<'argmax', X, A, K>, options: ReduceOptions<K> = {},
): ReduceOf<'argmax', X, A, K> {
  return reduce(argmaxOp, x, axis, options, argmax) as ReduceOf<'argmax', X, A, K>;
}

/**
 * The index of the least along an axis, as int32: the first of equals, the first NaN if there is one. No gradient.
 * @param axis  default −1, the last; 'all' for the index into the numbers in row-major order
 * @throws RangeError when the axis does not exist; TypeError when nothing is there to reduce
 */
export function argmin<X extends NdArray, const A extends number | 'all' = -1, K extends boolean = false>(
  x: X, axis: ReduceArg<'argmin', X, A, K> = -1 as ReduceArg<'argmin', X, A, K>, options: ReduceOptions<K> = {},
): ReduceOf<'argmin', X, A, K> {
  return reduce(argminOp, x, axis, options, argmin) as ReduceOf<'argmin', X, A, K>;
}
