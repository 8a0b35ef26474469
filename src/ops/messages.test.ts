import { expect, test } from 'vitest';
import { array, type NdArray } from '../array/index.ts';
import { bind } from '../program/index.ts';
import {
  add, argmax, averagePool2d, broadcastTo, cast, concat, conv2d, conv2dReference, equal, exp, gather, less, logsumexp, matmul, max, maximum, maxPool2d, mean, mul, oneHot, ops, pad, relu,
  reshape, scalar, slice, softmax, stack, sub, sum, transpose, variance, where,
} from './index.ts';

/** Calls that no compiler checks. */
type Loose = (...args: readonly unknown[]) => unknown;
const loose = (f: (...args: never[]) => unknown): Loose => f as unknown as Loose;
const x = array([[1, 2, 3], [4, 5, 6]]);
const image = array(new Float64Array(18), [1, 2, 3, 3]);
const kernel = array(new Float64Array(8), [1, 2, 2, 2]);
const empty = array(new Float64Array(0), [2, 0]);
const indices = array(Int32Array.of(0, 3), [2]);

const refusals: [string, () => unknown, string][] = [
  ['an operand that is no array', () => loose(add)('1', x), 'add: a must be an NdArray or a number; it is "1"'],
  ['nested numbers', () => loose(add)(x, [1, 2]), 'add: b must be an NdArray or a number; it is an array of 2, make it one with array(…)'],
  ['a typed array', () => loose(exp)(Float64Array.of(1)), 'exp: x must be an NdArray; it is Float64Array(1), make it one with array(values, shape)'],
  ['a number where an array is needed', () => loose(relu)(3), 'relu: x must be an NdArray; it is 3'],
  ['no operand', () => loose(matmul)(x), 'matmul: b must be an NdArray; it is undefined'],
  ['shapes that do not broadcast', () => loose(sub)(x, array([1, 2])), 'sub: shapes must broadcast, sizes equal or one of them 1; a [2,3] and b [2] have 3 and 2 at axis -1'],
  ['a condition that does not broadcast', () => loose(where)(array([1, 0]), x, 0), 'where, condition (a) and values (b): shapes must broadcast'],
  ['unequal inner sizes', () => loose(matmul)(x, x), 'matmul: inner sizes must be equal; a [2,3] has 3, b [2,3] has 2'],
  ['unequal inner sizes after transposing', () => loose(matmul)(x, x, { transposeA: true, transposeB: true }), 'matmul: inner sizes must be equal; a [3,2] has 2, b [3,2] has 3'],
  ['a vector in a product', () => loose(matmul)(array([1, 2]), x), 'matmul: a must have at least 2 axes; a [2] has 1'],
  ['unequal channels', () => loose(conv2d)(image, array(new Float64Array(12), [1, 3, 2, 2])), 'conv2d: x and k must have equal channels; x [1,2,3,3] has 2, k [1,3,2,2] has 3'],
  ['a bias of another length', () => loose(conv2d)(image, kernel, { bias: array([1, 2]) }), 'conv2d: bias must hold one number per output channel; k [1,2,2,2] has 1, bias is [2]'],
  ['a bias that is no array', () => loose(conv2d)(image, kernel, { bias: 1 }), 'conv2d: bias must be an NdArray; it is 1'],
  ['a bias of another length in the reference', () => loose(conv2dReference)(image, kernel, { bias: array([1, 2]) }), 'conv2d: bias must hold one number per output channel; k [1,2,2,2] has 1, bias is [2]'],
  ['a kernel that does not fit', () => loose(conv2d)(image, array(new Float64Array(32), [1, 2, 4, 4])), 'conv2d: k must fit into x with its padding; k [1,2,4,4] spans 4×4, x [1,2,3,3] with padding is 3×3'],
  ['a gradient of another shape for the input', () => bind(ops.conv2dInputGradient, [image, kernel], { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1, shape: [1, 2, 3, 3] }), 'conv2dInputGradient: g must have the shape of the convolution; g is [1,2,3,3], the convolution [1,1,2,2]'],
  ['a gradient of another shape for the kernel', () => bind(ops.conv2dKernelGradient, [image, image], { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1, shape: [1, 2, 2, 2] }), 'conv2dKernelGradient: g must have the shape of the convolution; g is [1,2,3,3], the convolution [1,1,2,2]'],
  ['a window that does not fit', () => loose(maxPool2d)(image, 4), 'maxPool2d: the window must fit into x with its padding; the window is 4×4, x [1,2,3,3] with padding is 3×3'],
  ['padding as long as the window', () => loose(averagePool2d)(image, 2, { padding: 2 }), 'averagePool2d: padding must be less than the window; padding is [2,2,2,2], the window 2×2'],
  ['numbers to place of another shape', () => bind(ops.maxPool2dPlace, [image, image], { size: [2, 2], stride: [1, 1], padding: [0, 0, 0, 0] }), 'maxPool2dPlace: g must be [1,2,2,2]; it is [1,2,3,3]'],
  ['numbers to take from of another shape', () => bind(ops.maxPool2dTake, [kernel, image], { size: [2, 2], stride: [1, 1], padding: [0, 0, 0, 0] }), 'maxPool2dTake: v must be [1,2,3,3]; it is [1,2,2,2]'],
  ['numbers to spread of another shape', () => bind(ops.averagePool2dSpread, [image], { size: [2, 2], stride: [1, 1], padding: [0, 0, 0, 0], countPadding: true, shape: [1, 2, 3, 3] }), 'averagePool2dSpread: g must be [1,2,2,2]; it is [1,2,3,3]'],
  ['an axis that does not exist', () => loose(sum)(x, 2), "sum: axis must be one of x's axes; x [2,3] has rank 2, axis is 2"],
  ['an axis named twice', () => loose(mean)(x, [0, -2]), 'mean: axes must differ; [0,-2] names axis 0 of x [2,3] twice'],
  ['axes of another kind', () => loose(mean)(x, 'rows'), "mean: axis must be a whole number, a list of them or 'all'; it is \"rows\""],
  ['the greatest of nothing', () => max(empty, 1), 'max: there must be at least 1 element to reduce; along 1 x [2,0] has 0'],
  ['the index of the greatest of nothing', () => argmax(empty), 'argmax: there must be at least 1 element to reduce; along 1 x [2,0] has 0'],
  ['the variance of nothing', () => variance(empty), 'variance: there must be at least 1 element to reduce; along 0, 1 x [2,0] has 0'],
  ['a softmax along no axis', () => loose(softmax)(x, 5), "softmax: axis must be one of x's axes; x [2,3] has rank 2, axis is 5"],
  ['an index out of range', () => gather(array([1, 2]), indices), 'gather: indices must be from 0 to 1; number 1 of them is 3'],
  ['an index below 0', () => gather(array([1, 2]), array(Int32Array.of(-1), [1])), 'gather: indices must be from 0 to 1; number 0 of them is -1'],
  ['indices that are floats', () => gather(x, array([0, 1])), "gather: indices must be int32; they are float64, cast them with cast(indices, 'int32')"],
  ['a place out of range', () => bind(ops.scatterAdd, [array([1, 2]), indices], { axis: 0, length: 3 }), 'scatterAdd: indices must be from 0 to 2; number 1 of them is 3'],
  ['slices of another shape than the indices', () => bind(ops.scatterAdd, [x, indices], { axis: 1, length: 3 }), 'scatterAdd: g must have the shape of the indices from axis 1 on; g is [2,3], the indices [2]'],
  ['a class out of range', () => oneHot(indices, 3), 'oneHot: indices must be from 0 to 2; number 1 of them is 3'],
  ['classes that are floats', () => oneHot(array([0, 1]), 3), "oneHot: indices must be int32; they are float64, cast them with cast(indices, 'int32')"],
  ['no classes', () => loose(oneHot)(indices, 0), 'oneHot: depth must be a whole number ≥ 1; it is 0'],
  ['a shape that x does not stretch to', () => loose(broadcastTo)(x, [2, 2]), 'broadcastTo: x must broadcast to the shape, sizes equal or 1 in x; x [2,3] and the shape [2,2] have 3 and 2 at axis -1'],
  ['a shape that x does not sum to', () => bind(ops.sumTo, [x], { shape: [2] }), 'sumTo: the shape must have the lengths of x, or 1; x is [2,3], the shape [2]'],
  ['a shape longer than x', () => bind(ops.sumTo, [x], { shape: [1, 2, 3] }), 'sumTo: the shape must have the lengths of x, or 1; x is [2,3], the shape [1,2,3]'],
  ['a shape that x does not fill', () => loose(reshape)(x, [4]), 'reshape: both shapes must hold as many numbers; x [2,3] holds 6, [4] holds 4'],
  ['an axis that is missing', () => loose(transpose)(x, [0]), 'transpose: axes must name every axis of x once; x [2,3] has rank 2, axes are [0]'],
  ['a block outside x', () => loose(slice)(x, [0, 4]), 'slice: begin and end must lie within the axis, in this order; x [2,3] has 3 at axis 1, begin is 4, end is 3'],
  ['margins for another rank', () => loose(pad)(x, [[1, 1]]), 'pad: one pair [before, after] per axis is needed; x [2,3] has rank 2, 1 pairs are given'],
  ['a list that is none', () => loose(concat)(x), 'concat: arrays must be a list of arrays; they are a NdArray'],
  ['a list with something else', () => loose(stack)([x, 1]), 'stack: arrays[1] must be an NdArray; it is 1'],
  ['lengths that differ', () => loose(concat)([x, array([[1]])]), 'concat: arrays must be equal in all axes but axis 0; array 0 is [2,3], array 1 is [1,1]'],
  ['a result beyond all memory', () => broadcastTo(array([1]), [1e6, 1e6]), 'broadcastTo: a result must fit into memory; [1000000, 1000000] float64 takes 8000000000000 bytes, use smaller batches'],
  ['a number type that does not exist', () => loose(cast)(x, 'float16'), "cast: dtype must be 'float32', 'float64' or 'int32'; it is \"float16\""],
];

test.each(refusals)('%s is refused', (_, call, message) => {
  expect(call).toThrow(message);
});

test('values out of range are RangeErrors, wrong kinds and shapes TypeErrors', () => {
  expect(() => gather(array([1, 2]), indices)).toThrow(RangeError);
  expect(() => loose(sum)(x, 2)).toThrow(RangeError);
  expect(() => loose(matmul)(x, x)).toThrow(TypeError);
  expect(() => loose(add)('1', x)).toThrow(TypeError);
});

test('int32, float32 and float64 meet in the widest; a number takes the type of the array', () => {
  const int = array([1, 2], { dtype: 'int32' });
  const single = array([1, 2], { dtype: 'float32' });
  const double = array([1, 2]);
  const types = (...results: readonly NdArray[]): readonly string[] => results.map(({ dtype }) => dtype);
  expect(types(add(int, int), add(int, single), add(single, double), add(int, double))).toEqual(['int32', 'float32', 'float64', 'float64']);
  expect(types(add(int, 1), mul(0.5, int), mul(single, 0.1), add(1, 2))).toEqual(['int32', 'float64', 'float32', 'float64']);
  expect(types(exp(int), exp(single), mean(int), sum(int), logsumexp(single))).toEqual(['float64', 'float32', 'float64', 'int32', 'float32']);
  expect(mul(single, 0.1).data).toEqual(Float32Array.of(Math.fround(0.1), Math.fround(2 * Math.fround(0.1))));
});

test('a number that is no int32 makes float64 of int32 beside it, and is what it is', () => {
  const int = array([1, -1294967296], { dtype: 'int32' }); // 3e9 − 2³²
  expect([less(int, 3e9).data, equal(int, 3e9).data]).toEqual([Float64Array.of(1, 1), Float64Array.of(0, 0)]);
  expect([maximum(int, 3e9).data, add(int, -(2 ** 31)).dtype, add(int, 2 ** 31).dtype]).toEqual([Float64Array.of(3e9, 3e9), 'int32', 'float64']);
});

test('int32 wraps around, in products too', () => {
  const big = array([2147483647, 65537], { dtype: 'int32' });
  expect(add(big, 1).data[0]).toBe(-2147483648);
  expect(mul(big, big).data).toEqual(Int32Array.of(1, 131073));
});

test('reductions keep their promises at the limits', () => {
  expect([sum(empty, 1).data, mean(empty, 1).data, logsumexp(empty, 1).data]).toEqual([Float64Array.of(0, 0), Float64Array.of(NaN, NaN), Float64Array.of(-Infinity, -Infinity)]);
  expect(logsumexp(array([1000, 1000])).data[0]).toBeCloseTo(1000.6931471805599, 9);
  expect(logsumexp(array([-Infinity, -Infinity])).data[0]).toBe(-Infinity);
  expect(max(array([1, NaN, 2])).data[0]).toBeNaN();
  expect(argmax(array([[1, 3, 3], [NaN, 9, NaN]])).data).toEqual(Int32Array.of(1, 0));
  expect(softmax(array([-1e300, 1e300])).data).toEqual(Float64Array.of(0, 1));
  expect(scalar(3, 'float32')).toEqual(array(Float32Array.of(3), []));
});
