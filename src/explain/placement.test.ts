/** Which number of a formula is which of the array's: axes of length 1 that stay or go, arrays repeated beside larger ones, channels. */
import { expect, test } from 'vitest';
import { array, sizeOf, type NdArray, type Shape } from '../array/index.ts';
import { grad } from '../autodiff/index.ts';
import { add, broadcastTo, cast, gelu, logsumexp, max, mean, min, mul, pad, reshape, sin, slice, softmax, square, sum, tanh, transpose, variance } from '../ops/index.ts';
import { generator } from '../random/index.ts';
import { constantsOf, expectEvaluates } from './evaluates.testing.ts';
import { derive, label } from './index.ts';

type Arrays = readonly NdArray[];

const cases: readonly (readonly [string, readonly Shape[], (...args: NdArray[]) => NdArray])[] = [
  ['a sum along rows, its axis dropped, repeated beside columns', [[2, 2], [2]], (x, d) => sum(mul(min(sum(x, 1, { keepDims: true }), 1), d))],
  ['a mean whose axis is dropped before another sum', [[3, 1, 3, 3]], (x) => sum(square(sin(sum(mean(x, 3), 2, { keepDims: true }))))],
  ['a log of sums along the last of three axes', [[3, 2, 2]], (x) => sum(square(label(logsumexp(x, 2), 'U')))],
  ['a variance along the middle axis', [[2, 2, 3]], (x) => sum(square(label(variance(x, 1), 'U')))],
  ['the greatest along two middle axes', [[3, 3, 3, 1]], (x) => sum(square(label(max(x, [1, 2]), 'U')))],
  ['a column that was a row beside a repeated number', [[2, 2], [2]], (x, d) => sum(mul(tanh(add(sum(x, 1), broadcastTo(reshape(sum(d), [1, 1]), [2, 2]))), d))],
  ['an array repeated, then summed along an axis that it has', [[3], [3, 3, 3]], (x, d) => sum(square(sum(mul(broadcastTo(x, [3, 3, 3]), d), 2)))],
  ['what lies along the last axis times rows, beside images', [[3], [3, 3], [2, 3, 3, 3]], (a, z, y) => sum(square(mul(y, mul(a, z))))],
  ['channels made of images, beside the last axis', [[1, 3, 2, 3], [3]], (x, a) => sum(square(add(sum(x, [0, 2, 3]), mul(a, mean(x, [0, 2, 3])))))],
  ['a single number cut, padded and turned', [[]], (x) => add(slice(sin(x), []), add(square(pad(sin(x), [])), transpose(tanh(x))))],
  ['whole numbers padded with less than one', [[3]], (x) => sum(mul(cast(pad(cast(mul(x, 4), 'int32'), [[1, 1]], -1.5), 'float64'), sin(pad(x, [[1, 1]], 1e-7))))],
  ['shares with other axes than their name has', [[3]], (x) => sum(square(label(reshape(softmax(x), [1, 1, 3, 1]), 'N')))],
];

test.each(cases)('%s: every formula computes what the program does', (_, shapes, cost) => {
  const args = shapes.map((shape, i) => normal(shape, i));
  const names = ['x', 'y', 'z'].slice(0, args.length);
  const derivation = derive(cost as (...args: Arrays) => NdArray, args, { names });
  const gradients = [(grad(cost as never) as unknown as (...args: Arrays) => NdArray | Arrays)(...args)].flat();
  expectEvaluates(derivation, { ...Object.fromEntries(names.map((name, i) => [name, args[i]])), ...constantsOf(derivation) }, { C: cost(...args), ...Object.fromEntries(names.map((name, i) => [`∂C/∂${name}`, gradients[i]])) });
});

test('a number before a name stands in its parentheses', () => {
  expect(derive((x: NdArray): NdArray => gelu(x), [normal([], 0)], { names: ['x'] }).lines[0].text).toBe('C = (x/2) (1 + erf((1/√2) x))');
});

test('a permutation that moves no number is not written', () => {
  expect(derive((x: NdArray): NdArray => sum(sin(transpose(x, [2, 1, 0]))), [normal([1, 3, 1], 0)], { names: ['x'] }).lines[0].text).toBe('C = Σ sin(x)');
});

test('infinity around an image is written as such', () => {
  const { lines } = derive((x: NdArray): NdArray => sum(max(pad(x, [[1, 1]], -Infinity), 0)), [normal([2], 0)], { names: ['x'] });
  expect(lines[0].formulas).toEqual([{ text: 'max(pad[1:3, 4](x, −∞))', latex: '\\max\\left(\\operatorname{pad}_{1:3,\\,4}\\left(x, -\\infty\\right)\\right)' }]);
});

function normal(shape: Shape, seed: number): NdArray {
  const random = generator(seed, 'placement');
  return array(Float64Array.from({ length: sizeOf(shape) }, () => random.normal()), shape);
}
