import { expect, test } from 'vitest';
import { array, type NdArray } from '../array/index.ts';
import { grad } from '../autodiff/index.ts';
import {
  add, argmax, averagePool2d, broadcastTo, concat, conv2d, exp, expandDims, flatten, gather, greater, matmul, maxPool2d, mean, mul, oneHot, pad, relu, reshape,
  slice, softmax, squeeze, stack, sum, transpose, where,
} from './index.ts';

const image = array(new Float32Array(8 * 3 * 28 * 28), [8, 3, 28, 28]);
const kernel = array(new Float32Array(16 * 3 * 9), [16, 3, 3, 3]);
const a = array(new Float64Array(6), [2, 3]);
const b = array(new Float64Array(12), [3, 4]);
const words = array(new Int32Array(5), [5]);

/** The shape the compiler sees is the one written here, and the one at run time. */
function expectShape<const S extends readonly number[]>(result: NdArray<S>, shape: NoInfer<S>): void {
  expect(result.shape).toEqual(shape);
}

test('the compiler knows the shapes of results', () => {
  const features: NdArray<[8, 16, 26, 26]> = conv2d(image, kernel);
  const small: NdArray<[8, 16, 13, 13]> = maxPool2d(relu(features), 2);
  const flat: NdArray<[8, 2704]> = flatten(small);
  const scores: NdArray<[8, 10]> = matmul(flat, array(new Float32Array(27040), [2704, 10]));
  const loss: NdArray<[]> = mean(softmax(scores));
  expectShape(loss, []);
  expectShape(conv2d(image, kernel, { stride: 2, padding: 1 }), [8, 16, 14, 14]);
  expectShape(conv2d(image, kernel, { padding: 'same', dilation: [2, 1] }), [8, 16, 28, 28]);
  expectShape(averagePool2d(image, [2, 4], { stride: 2 }), [8, 3, 14, 13]);
  expectShape(add(a, array(new Float64Array(3), [3])), [2, 3]);
  expectShape(mul(2, exp(a)), [2, 3]);
  expectShape(where(greater(a, 0), a, 0), [2, 3]);
  expectShape(matmul(a, b), [2, 4]);
  expectShape(matmul(b, a, { transposeA: true, transposeB: true }), [4, 2]);
  expectShape(sum(a, 0), [3]);
  expectShape(sum(a, -1, { keepDims: true }), [2, 1]);
  expectShape(argmax(a), [2]);
  expectShape(reshape(a, [3, -1]), [3, 2]);
  expectShape(transpose(a), [3, 2]);
  expectShape(expandDims(a, 0), [1, 2, 3]);
  expectShape(squeeze(array(new Float64Array(2), [1, 2])), [2]);
  expectShape(broadcastTo(a, [4, 2, 3]), [4, 2, 3]);
  expectShape(slice(a, [0, 1]), [2, 2]);
  expectShape(pad(a, [[1, 1], [0, 2]]), [4, 5]);
  expectShape(concat([a, a], 1), [2, 6]);
  expectShape(stack([a, a, a]), [3, 2, 3]);
  expectShape(gather(b, array(new Int32Array(5), [5])), [5, 4]);
  expectShape(oneHot(words, 7), [5, 7]);
});

test('gradients have the types of the arguments', () => {
  const one: NdArray<[2, 3]> = grad((x: NdArray<[2, 3]>) => sum(x))(a);
  const two: [NdArray<[2, 3]>, NdArray<[3, 4]>] = grad((x: NdArray<[2, 3]>, y: NdArray<[3, 4]>) => sum(matmul(x, y)))(a, b);
  const tree: { w: NdArray<[2, 3]>; rest: NdArray<[3, 4]>[] } = grad((p: { w: NdArray<[2, 3]>; rest: NdArray<[3, 4]>[] }) => sum(matmul(p.w, p.rest[0])))({ w: a, rest: [b] });
  expect([one.shape, two.map(({ shape }) => shape), tree.rest[0].shape]).toEqual([[2, 3], [[2, 3], [3, 4]], [3, 4]]);
});

test('wrong wiring does not compile, with the message of the run time', () => {
  // @ts-expect-error "matmul: inner sizes must be equal; a [3,4] has 4, b [2,3] has 2"
  expect(() => matmul(b, a)).toThrow('matmul: inner sizes must be equal; a [3,4] has 4, b [2,3] has 2');
  // @ts-expect-error "add: shapes must broadcast, …"
  expect(() => add(a, b)).toThrow('add: shapes must broadcast, sizes equal or one of them 1; a [2,3] and b [3,4] have 3 and 4 at axis -1');
  // @ts-expect-error "conv2d: x must be …"
  expect(() => conv2d(a, kernel)).toThrow('conv2d: x must be [batch, channels, height, width]; x [2,3] has rank 2');
  // @ts-expect-error "reshape: …"
  expect(() => reshape(a, [4, -1])).toThrow('reshape: the sizes given must divide the numbers of x; x [2,3] holds 6, [4,-1] gives 4');
  // @ts-expect-error "sum: axis must be …"
  expect(() => sum(a, 2)).toThrow("sum: axis must be one of x's axes; x [2,3] has rank 2, axis is 2");
  // @ts-expect-error "softmax: axis must be …"
  expect(() => softmax(a, 2)).toThrow("softmax: axis must be one of x's axes; x [2,3] has rank 2, axis is 2");
  // @ts-expect-error "where: shapes must broadcast, …"
  expect(() => where(words, a, 0)).toThrow('where, condition (a) and values (b): shapes must broadcast, sizes equal or one of them 1; a [5] and b [2,3] have 5 and 3 at axis -1');
});
