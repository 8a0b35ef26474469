import { expect, test } from 'vitest';
import type { NdArray } from '../array/index.ts';
import { grad } from '../autodiff/index.ts';
import { add, conv2d, matmul, maxPool2d, mean, mul, relu, square, sum, tanh } from '../ops/index.ts';
import { check, inline, trace, type Program } from '../program/index.ts';
import { executable } from './executable.ts';
import { fuse } from './fuse.ts';
import { normal } from './programs.testing.ts';
import { simplify } from './simplify.ts';

/** The names of the equations that are left, after checks that fused and plain, by kernels and by reference, agree. */
function fusedNames(f: (...args: readonly NdArray[]) => unknown, ...args: readonly NdArray[]): string[] {
  const plain = simplify(trace(f as never, ...args) as Program);
  const fused = fuse(plain);
  check(fused);
  expect(inline(fused, args)).toEqual(inline(plain, args));
  expect(executable(fused).run(args)).toEqual(executable(plain).run(args));
  return fused.equations.map(({ op, params }) => (op.describe === undefined || op.name !== 'fused' ? op.name : op.describe(params)));
}

const [x, w, b] = [normal([5, 3], 1), normal([3, 4], 2), normal([4], 3)];
const affine = (x: NdArray, w: NdArray, b: NdArray): NdArray => add(matmul(x, w as never), b as never) as NdArray;

test('a product takes a bias per column, from either side, and relu after it', () => {
  expect(fusedNames(affine as never, x, w, b)).toEqual(['matmul, add']);
  expect(fusedNames(((x: NdArray, w: NdArray, b: NdArray) => add(b, matmul(x, w as never) as never)) as never, x, w, b)).toEqual(['matmul, add']);
  expect(fusedNames(((x: NdArray, w: NdArray, b: NdArray) => relu(affine(x, w, b))) as never, x, w, b)).toEqual(['matmul, add, relu']);
  expect(fusedNames(((x: NdArray, w: NdArray, b: NdArray) => relu(affine(x, w, b))) as never, ...[[200, 300], [300, 90], [1, 90]].map((shape, i) => normal(shape, i, 'float32')))).toEqual(['matmul, add, relu']);
});

test('batches of products take one too, by one matrix or by several', () => {
  for (const shape of [[3, 4], [6, 3, 4], [2, 1, 3, 4]]) expect(fusedNames(affine as never, normal([2, 6, 5, 3]), normal(shape), b)).toEqual(['matmul, add']);
});

test('a convolution takes a bias per channel and relu, with groups, and one channel per group', () => {
  const convolve = (groups: number) => (x: NdArray, k: NdArray, b: NdArray): NdArray => relu(conv2d(x, k as never, { bias: b, groups, padding: 1 } as never));
  for (const [groups, outputs] of [[1, 6], [2, 6], [4, 4]]) {
    for (const dtype of ['float64', 'float32'] as const) {
      const args = [normal([2, 4, 7, 6], 1, dtype), normal([outputs, 4 / groups, 3, 3], 2, dtype), normal([outputs], 3, dtype)];
      expect(fusedNames(convolve(groups) as never, ...args)).toEqual(['reshape', 'conv2d, add, relu']);
    }
  }
});

test('what something else needs is not fused away, and neither is what kernels cannot add', () => {
  const args = [x, w, b] as const;
  const names = (f: (x: NdArray, w: NdArray, b: NdArray) => unknown, ...given: readonly NdArray[]): string[] => fusedNames(f as never, ...(given.length > 0 ? given : args));
  expect(names((x, w, b) => [affine(x, w, b), matmul(x, w as never)])).toEqual(['matmul', 'add']);
  expect(names((x, w, b) => mul(affine(x, w, b), tanh(matmul(x, w as never)) as never))).toEqual(['matmul', 'add', 'tanh', 'mul']);
  expect(names((x, w, b) => [relu(affine(x, w, b)), affine(x, w, b)])).toEqual(['matmul, add', 'relu']);
  expect(names((x, w) => relu(matmul(x, w as never)))).toEqual(['matmul', 'relu']);
  expect(names((x, w) => add(matmul(x, w as never), matmul(x, w as never) as never))).toEqual(['matmul', 'add']);
  expect(names(affine, x, w, normal([5, 1]))).toEqual(['matmul', 'add']);
  expect(names(affine, x, w, normal([5, 4]))).toEqual(['matmul', 'add']);
  expect(names(affine, x, w, normal([2, 5, 4]))).toEqual(['matmul', 'add']);
  expect(names(affine, normal([5, 0]), normal([0, 4]), b)).toEqual(['matmul', 'add']);
});

test('the gradient of pooling takes that of relu before it, where it is needed for nothing else', () => {
  const cost = (size: number) => (x: NdArray): NdArray => sum(square(maxPool2d(relu(x) as never, size as never) as never));
  const twice = (x: NdArray): NdArray => {
    const y = relu(x);
    return sum(mul(mean(maxPool2d(y as never, 2 as never) as never), y as never));
  };
  for (const dtype of ['float64', 'float32'] as const) {
    const x = normal([2, 3, 9, 8], 1, dtype);
    x.data.set([NaN, -0, 0, Infinity]);
    for (const size of [2, 3]) expect(fusedNames(grad(cost(size)) as never, x)).toContain('maxPool2dPlace, greater, where');
    expect(fusedNames(grad(twice) as never, x)).not.toContain('maxPool2dPlace, greater, where');
  }
});

test('a fused program cannot be differentiated, and says so', () => {
  const [equation] = fuse(trace(affine as never, x, w, b) as Program).equations;
  expect(() => equation.op.vjp(0, x, [], x, equation.params)).toThrow('bug in fuse: programs must be differentiated before they are fused');
});
