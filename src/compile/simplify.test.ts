import fc from 'fast-check';
import { expect, test } from 'vitest';
import { array, type NdArray } from '../array/index.ts';
import { grad } from '../autodiff/index.ts';
import { abs, add, broadcastTo, cast, conv2d, div, gather, matmul, mean, mul, neg, ops, pow, relu, reshape, square, sub, sum, transpose, type Operand } from '../ops/index.ts';
import { cases, operandsOf, type Case } from '../ops/cases.testing.ts';
import { bind, check, inline, record, trace, type Op, type Program } from '../program/index.ts';
import { mlpLoss, mlpWeights, normal, randomProgram } from './programs.testing.ts';
import { simplify } from './simplify.ts';

const all = Object.entries(cases).flatMap(([name, list]) =>
  (list as readonly Case<object>[]).map((one, i) => ({ name: `${name}, case ${i}`, op: (ops as Readonly<Record<string, Op>>)[name], one })));

/** All numbers; as a list, 0 and −0 differ and NaN equals NaN. (Which NaN it is, engines are free to choose.) */
function bits(arrays: readonly NdArray[]): unknown {
  return arrays.map(({ data, shape, dtype }) => [dtype, shape, Array.from(data)]);
}

function expectSame(program: Program, args: readonly NdArray[]): Program {
  const simple = simplify(program);
  check(simple);
  expect(bits(inline(simple, args))).toEqual(bits(inline(program, args)));
  expect(String(simplify(simple))).toBe(String(simple));
  return simple;
}

test.each(all)('$name: simplified it gives the same bits, of variables and of constants', ({ op, one }) => {
  const operands = operandsOf(one);
  expectSame(record((inputs) => [bind(op, inputs, one.params)], operands), operands);
  const folded = expectSame(record(() => [bind(op, operands, one.params)], []), []);
  expect(folded.equations).toEqual([]);
});

test('random programs give the same bits when they are simplified, and cannot be simplified further', () => {
  let removed = 0;
  fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 25 }), (seed, length) => {
    const program = randomProgram(seed, length);
    removed += program.equations.length - expectSame(program, [normal([3, 4], 1), normal([3, 4], 2)]).equations.length;
  }), { numRuns: 150, seed: 7 });
  expect(removed).toBeGreaterThan(150);
});

const special = array([-0, 0, -1, 2.5, NaN, Infinity, -Infinity, 5e-324]);
const nothingLeft: readonly [string, (x: NdArray) => NdArray][] = [
  ['x + −0', (x) => add(x, -0)], ['−0 + x', (x) => add(-0, x)], ['x − 0', (x) => sub(x, 0)], ['x · 1', (x) => mul(x, 1)], ['1 · x', (x) => mul(1, x)],
  ['x · ones', (x) => mul(x, array([1, 1, 1, 1, 1, 1, 1, 1]))], ['x / 1', (x) => div(x, 1)], ['−(−x)', (x) => neg(neg(x))],
  ['reshape there and back', (x) => reshape(reshape(x, [2, 4]), [8])], ['transpose of transpose', (x) => reshape(transpose(transpose(reshape(x, [2, 4]))), [8])],
  ['float64 as float64', (x) => bind(ops.cast, [x], { dtype: 'float64', from: 'float64' })],
];

test.each(nothingLeft)('%s is x, for every x', (_, f) => {
  expect(expectSame(trace(f, special), [special]).equations).toEqual([]);
});

const oneLeft: readonly [string, (x: NdArray) => NdArray, string][] = [
  ['|−x|', (x) => abs(neg(x)), 'abs(x)'], ['||x||', (x) => abs(abs(x)), 'abs(x)'], ['(−x)²', (x) => square(neg(x)), 'square(x)'],
  ['|x|²', (x) => square(abs(x)), 'square(x)'], ['relu of relu', (x) => relu(relu(x)), 'relu(x)'],
  ['a broadcast of a broadcast', (x) => broadcastTo(broadcastTo(x, [2, 8]), [3, 2, 8]), 'broadcastTo(x)'],
  ['two reshapes', (x) => reshape(reshape(x, [2, 4]), [4, 2]), 'reshape(x)'],
];

test.each(oneLeft)('%s is one equation', (_, f, text) => {
  expect(String(expectSame(trace(f, special), [special]))).toContain(`= ${text}\n`);
  expect(simplify(trace(f, special)).equations.length).toBe(1);
});

const kept: readonly [string, (x: NdArray) => NdArray][] = [
  ['x + 0 turns −0 into 0', (x) => add(x, 0)], ['x − −0 does too', (x) => sub(x, -0)], ['x · 0 may be NaN', (x) => mul(x, 0)],
  ['1 / x is no division by 1', (x) => div(1, x)], ['0 − x is no subtraction of 0', (x) => sub(0, x)],
  ['a constant that broadcasts x gives it a shape', (x) => mul(x, array([[1], [1]]))],
  ['a cast to float32 rounds', (x) => cast(cast(x, 'float32'), 'float64')], ['pow is left as it is', (x) => pow(x, 1)],
];

test.each(kept)('%s, and stays', (_, f) => {
  const program = trace(f, special);
  expect(expectSame(program, [special]).equations.length).toBe(program.equations.length);
});

test('a float32 that was a float64 for a while is what it was, and so is an int32; an int32 among float32 is not', () => {
  const there = (x: NdArray, dtype: 'float32' | 'float64'): NdArray => cast(cast(x, dtype), x.dtype);
  const single = array(Float32Array.from(special.data), [8]);
  expect(expectSame(trace((x) => there(x, 'float64'), single), [single]).equations).toEqual([]);
  const whole = array(Int32Array.of(2 ** 24 + 1, -1), [2]);
  expect(expectSame(trace((x) => there(x, 'float64'), whole), [whole]).equations).toEqual([]);
  expect(expectSame(trace((x) => there(x, 'float32'), whole), [whole]).equations.length).toBe(2);
});

test('int32 has one zero: adding it changes nothing', () => {
  const x = array(Int32Array.of(-1, 0, 2), [3]);
  expect(expectSame(trace((x) => mul(sub(add(x, 0), 0), 1), x), [x]).equations).toEqual([]);
});

test('a product takes its operands transposed; a transpose of other axes stays', () => {
  const [a, b] = [normal([2, 3, 4], 1), normal([2, 5, 3], 2)];
  const swap = [0, 2, 1] as const;
  const product = expectSame(trace((a, b) => matmul(transpose(a, swap), transpose(b, swap)), a, b), [a, b]);
  expect(String(product)).toContain('= matmul(a, b; left transposed, right transposed)');
  expect(product.equations.length).toBe(1);
  const twice = expectSame(trace((a, b) => matmul(transpose(transpose(a, swap), swap), b, { transposeA: true, transposeB: true }), a, b), [a, b]);
  expect(twice.equations.length).toBe(1);
  const cube = normal([3, 3, 3], 3);
  expect(expectSame(trace((c) => matmul(transpose(c, [1, 0, 2]), c), cube), [cube]).equations.length).toBe(2);
});

test('an operation that broadcasts takes its operand as it was before it was repeated, unless the result needs the shape', () => {
  const [a, b] = [normal([4], 1), normal([3, 4], 2)];
  expect(String(expectSame(trace((a, b) => mul(broadcastTo(a, [3, 4]), b), a, b), [a, b]))).toContain('= mul(a, b)\n');
  expect(expectSame(trace((a) => mul(broadcastTo(a, [3, 4]), a), a), [a]).equations.length).toBe(2);
  const both = expectSame(trace((a) => mul(broadcastTo(a, [3, 4]), broadcastTo(a, [3, 1])), normal([1], 1)), [normal([1], 1)]);
  expect(both.equations.length).toBe(2);
});

test('a constant of equal numbers beside an array is one number, unless the result needs its shape or 0 and −0 are in it', () => {
  const x = normal([2, 3], 1);
  const times = (c: NdArray): string => String(expectSame(trace((x) => mul(x, c), x), [x]));
  expect(times(array([[2, 2, 2], [2, 2, 2]]))).toContain('= mul(x, 2)');
  expect(times(array([[2], [2]]))).toContain('= mul(x, 2)');
  expect(times(array([[2, 2, 3], [2, 2, 2]]))).toContain('= mul(x, constant[2, 3])');
  expect(times(array([0, -0, 0]))).toContain('= mul(x, constant[3])');
  expect(times(array(Float64Array.of(2, 2), [2, 1, 1]))).toContain('= mul(x, constant[2, 1, 1])');
  expect(times(array(new Float64Array(0), [0, 1, 1]))).toContain('= mul(x, constant[0, 1, 1])');
});

test('what is computed twice is computed once, in either order where that does not matter, and not when parameters differ', () => {
  const [a, b] = [normal([2, 2], 1), normal([2, 2], 2)];
  const f = (g: (a: Operand, b: Operand) => NdArray): number => expectSame(trace((a, b) => matmul(g(a, b), g(b, a)), a, b), [a, b]).equations.length;
  expect(f((a, b) => add(a, b))).toBe(2);
  expect(f((a, b) => sub(a, b))).toBe(3);
  expect(expectSame(trace((a) => add(sum(a, 0), sum(a, 1)), a), [a]).equations.length).toBe(3);
  expect(expectSame(trace((a) => add(sum(a, 0), sum(a, 0)), a), [a]).equations.length).toBe(2);
  expect(expectSame(trace((a) => add(mul(a, array([[2]])), mul(a, array([[2]]))), a), [a]).equations.length).toBe(2);
  expect(expectSame(trace((a) => add(mul(a, -0), mul(a, 0)), a), [a]).equations.length).toBe(3);
  const long = normal([2, 64], 1);
  expect(expectSame(trace((a) => add(matmul(a, long), matmul(a, long)), a), [a]).equations.length).toBe(2);
});

test('an output may turn out to be an input, a constant, or another output', () => {
  const x = normal([2, 2], 1);
  const program = record(([x]) => [mul(x, 1), add(array([1]), 2), exp2(x), exp2(x)], [x]);
  const simple = expectSame(program, [x]);
  expect(simple.outputs[0]).toBe(simple.inputs[0]);
  expect((simple.outputs[1] as NdArray).data).toEqual(Float64Array.of(3));
  expect(simple.outputs[3]).toBe(simple.outputs[2]);
});

test('a constant is not repeated beforehand to more than 4,096 numbers', () => {
  const x = normal([100, 100], 1);
  const repeated = (shape: [number, number]): number => simplify(record(() => [broadcastTo(array([1, 2, 3, 4]), shape)], [x])).equations.length;
  expect([repeated([1024, 4]), repeated([1025, 4])]).toEqual([0, 1]);
});

test('an index out of range among constants is left for the run to report', () => {
  const program = record(() => [gather(array([1, 2]), array(Int32Array.of(5), [1]))], []);
  expect(simplify(program).equations.length).toBe(1);
});

test('gradients shrink: of a network from 20 to 18 equations, of a small convolutional one from 18 to 16', () => {
  const mlp = trace(grad(mlpLoss), ...mlpWeights);
  const images = normal([4, 2, 6, 6], 1);
  const cnnLoss = (k: NdArray, b: NdArray, w: NdArray): NdArray => {
    const hidden = relu(conv2d(images, k, { bias: b }));
    return mean(square(matmul(reshape(hidden, [4, 48]), w)));
  };
  const weights = [normal([3, 2, 3, 3], 2), normal([3], 3), normal([48, 1], 4)] as const;
  const cnn = trace(grad(cnnLoss), ...weights);
  const counts = [expectSame(mlp, mlpWeights), mlp, expectSame(cnn, weights), cnn].map(({ equations }) => equations.length);
  expect(counts).toEqual([18, 20, 16, 18]);
});

function exp2(x: NdArray): NdArray {
  return mul(x, 2);
}
