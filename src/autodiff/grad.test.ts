import { expect, test } from 'vitest';
import { array, type NdArray } from '../array/index.ts';
import { add, cast, conv2d, exp, gather, matmul, maximum, maxPool2d, mean, mul, neg, pow, relu, reshape, sigmoid, sqrt, square, sub, sum, tanh, where, greater } from '../ops/index.ts';
import { check, trace } from '../program/index.ts';
import { backward, checkGradient, grad, valueAndGrad } from './index.ts';

const X = array([[1, 2], [3, 4], [5, 6]]);
const y = array([[1], [0], [1]]);
const params = { layers: [{ w: array([[0.5, -1], [0.25, 0.75]]), b: array([0.1, -0.2]) }, { w: array([[1], [-1]]), b: array([0.3]) }] };
const mlp = ({ layers: [one, two] }: typeof params): NdArray<[]> =>
  mean(square(sub(add(matmul(tanh(add(matmul(X, one.w), one.b)), two.w), two.b), y)));

test('the gradient of a cost is the textbook one', () => {
  const w = array([[0.5], [-1]]);
  const gradient = grad((w: NdArray<[2, 1]>) => mean(square(sub(matmul(X, w), y))))(w);
  // (2/n) Xᵀ(Xw − y)
  const expected = mul(matmul(X, sub(matmul(X, w), y), { transposeA: true }), 2 / 3);
  gradient.data.forEach((value, i) => expect(value).toBeCloseTo(expected.data[i], 12));
});

test('records and lists keep their structure, and nothing in them is changed', () => {
  const before = structuredClone(params);
  const gradient = grad(mlp)(params);
  expect(gradient.layers.map(({ w, b }) => [w.shape, b.shape])).toEqual(params.layers.map(({ w, b }) => [w.shape, b.shape]));
  expect(structuredClone(params)).toEqual(before);
});

test('several arguments give one gradient each, in order; one that is not used has zeros', () => {
  const [a, b, c] = grad((a: NdArray, b: NdArray, _unused: NdArray) => sum(mul(a, b)))(array([1, 2]), array([3, 4]), array([[5]]));
  expect([a.data, b.data, c.toNested()]).toEqual([Float64Array.of(3, 4), Float64Array.of(1, 2), [[0]]]);
});

test('an argument used many times adds up its parts', () => {
  expect(grad((x) => sum(add(mul(x, x), add(x, neg(mul(x, 3))))))(array([5])).data).toEqual(Float64Array.of(8));
});

test('a result that does not depend on the arguments has a gradient of zeros', () => {
  expect(grad(() => sum(y))(array([1, 2])).data).toEqual(Float64Array.of(0, 0));
  expect(grad((x) => sum(cast(cast(x, 'int32'), 'float64')))(array([1.5])).data).toEqual(Float64Array.of(0));
});

test('an int32 argument has a gradient of zeros, of its own type', () => {
  const labels = array([1, 0], { dtype: 'int32' });
  const [, second] = grad((x: NdArray, labels: NdArray) => sum(gather(x, labels)))(array([1, 2]), labels);
  expect(second).toEqual(array([0, 0], { dtype: 'int32' }));
});

test('float32 stays float32, through a cast too', () => {
  const x = array([1, 2], { dtype: 'float32' });
  expect(grad((x) => sum(mul(cast(x, 'float64'), 0.1)))(x)).toEqual(array([0.1, 0.1], { dtype: 'float32' }));
  expect(grad((x) => mean(exp(x)))(x).dtype).toBe('float32');
});

test('value and gradient are those of f and of grad', () => {
  const [value, gradient] = valueAndGrad(mlp)(params);
  expect(value).toEqual(mlp(params));
  expect(gradient).toEqual(grad(mlp)(params));
});

test('gradients nest: second and third derivatives', () => {
  const f = (x: NdArray): NdArray => sum(pow(x, 5));
  const second = grad((x) => sum(grad(f)(x)));
  const third = grad((x) => sum(second(x)));
  const x = array([0, 2]);
  expect([grad(f)(x).data, second(x).data, third(x).data]).toEqual([Float64Array.of(0, 80), Float64Array.of(0, 160), Float64Array.of(0, 240)]);
});

test('an inner gradient may use variables of the outer function', () => {
  // d/da Σ d/db (a² b²) = d/da 2 a² b = 4ab
  const outer = grad((a) => sum(grad((b) => sum(mul(mul(a, a), mul(b, b))))(array([3]))));
  expect(outer(array([2])).data).toEqual(Float64Array.of(24));
});

test('the Hessian of a quadratic form is its matrix, and symmetric', () => {
  const A = array([[2, 1], [1, 3]]);
  const f = (x: NdArray): NdArray => mul(reshape(matmul(matmul(x, A, { transposeA: true }), x), []), 0.5);
  const row = (i: number): readonly number[] => [...grad((x) => sum(mul(grad(f)(x), array(Float64Array.of(1 - i, i), [2, 1]))))(array([[5], [7]])).data];
  expect([row(0), row(1)]).toEqual([[2, 1], [1, 3]]);
});

test('a gradient is a program that holds up: checked, pruned, with the lines of the function', () => {
  const program = trace(grad(mlp), params);
  check(program);
  expect(program.equations.every(({ place }) => place?.includes('grad.test.ts'))).toBe(true);
  // the cost itself is not needed for its gradient
  expect(program.equations.map(({ op }) => op.name)).not.toContain('mean');
  expect(backward(trace(mlp, params), true).outputs.length).toBe(5);
});

test('gradients stay finite at the edges of functions', () => {
  expect(grad((x) => sum(pow(x, 2)))(array([0])).data[0]).toBe(0);
  expect(grad((x) => sum(pow(x, 1)))(array([0])).data[0]).toBe(1);
  expect(grad((x) => sum(pow(x, 0)))(array([0])).data[0]).toBe(0);
  expect(grad((x: NdArray, y: NdArray) => sum(pow(x, y)))(array([0, 0, -2]), array([0, 2, 3])).map(({ data }) => [...data])).toEqual([[0, 0, 12], [0, 0, 0]]);
  expect(grad((x) => sum(relu(x)))(array([-1, 0, 1])).data).toEqual(Float64Array.of(0, 0, 1));
  expect(grad((x) => sum(sigmoid(x)))(array([-1000, 1000])).data).toEqual(Float64Array.of(0, 0));
  expect(grad((x) => sum(maximum(x, 0)))(array([-1, 0, 1])).data).toEqual(Float64Array.of(0, 0.5, 1));
  // the branch not taken contributes nothing, where its operand is made safe
  expect(grad((x) => sum(where(greater(x, 0), sqrt(where(greater(x, 0), x, 1)), 0)))(array([0, 4])).data).toEqual(Float64Array.of(0, 0.25));
});

test('what f must return is said', () => {
  const x = array([1, 2]);
  const call = (f: (x: NdArray) => unknown): (() => unknown) => () => (grad as unknown as (f: unknown) => (x: NdArray) => unknown)(f)(x);
  expect(call((x) => x)).toThrow('grad: f must return a scalar, an array of shape []; it returned [2], take its sum or mean');
  expect(call((x) => [sum(x), sum(x)])).toThrow('grad: f must return one scalar, an array of shape []; it returned a structure of 2');
  expect(call((x) => ({ loss: sum(x) }))).toThrow('grad: f must return one scalar, an array of shape []; it returned a structure of 1');
  expect(call((x) => sum(cast(x, 'int32')))).toThrow('grad: f must return a float; it returned int32, which has no gradient');
  expect(call(() => 3)).toThrow('grad: only arrays, and records or lists of arrays, may be passed; the result of f is 3, make it an array or let the function close over it');
  expect(() => (grad(() => sum(x)) as unknown as () => unknown)()).toThrow('grad: f must be given at least one argument; there is none to differentiate by');
  expect(() => (valueAndGrad((x) => x) as unknown as (x: NdArray) => unknown)(x)).toThrow('valueAndGrad: f must return a scalar');
  expect(() => (grad as unknown as (f: unknown) => (x: NdArray) => unknown)(3)(x)).toThrow('grad: f must be a function of arrays; it is number');
});

test('checkGradient passes a right gradient, structure and float32 included', () => {
  const report = checkGradient(mlp, [params]);
  expect([report.passed, report.error < 1e-9, report.entries.length]).toEqual([true, true, 15]);
  expect(report.entries.map(({ name }) => name)).toContain('argument 0.layers[0].w[1, 0]');
  expect(String(report)).toMatch(/^gradient and differences agree: relative error \d\.\de-\d+, allowed 1\.0e-6\n {2}argument 0\.layers/);
  expect(checkGradient((x) => sum(exp(x)), [array([1, 2], { dtype: 'float32' })]).passed).toBe(true);
});

test('checkGradient shows where a gradient and its function part', () => {
  // the step of relu at 0 has no derivative there; differences see half of it
  const report = checkGradient((x) => sum(relu(x)), [array([0, 1])]);
  expect(report.passed).toBe(false);
  expect(report.entries[0]).toMatchObject({ name: 'x[0]', gradient: 0 });
  expect(report.entries[0].difference).toBeCloseTo(0.5, 12);
  expect(String(report)).toMatch(/^gradient and differences DIFFER: relative error 5\.0e-1, allowed 1\.0e-6\n {2}x\[0\]: gradient 0\.0000000, difference 0\.5/);
});

test('checkGradient takes a tolerance, counts and a seed, and says what is wrong with its arguments', () => {
  const wide = array(Float64Array.from({ length: 100 }, (_, i) => i / 100), [100]);
  const report = checkGradient((x) => sum(square(x)), [wide], { elements: 3, directions: 1, tol: 1e-3, seed: 4 });
  expect([report.tol, report.entries.map(({ name }) => name).toSorted()]).toEqual([1e-3, ['x, direction 1', 'x[0]', 'x[50]', 'x[99]']]);
  expect(() => (checkGradient as unknown as (f: unknown, inputs: unknown) => unknown)((x: NdArray) => sum(x), wide)).toThrow('checkGradient: inputs must be the list of arguments of f, as [x]; it is no list');
  expect(() => checkGradient((x) => sum(sqrt(x)), [array([-1])])).toThrow('checkGradient: f and its gradient must be finite around the inputs; along x[0] the gradient is NaN, the difference NaN');
});

test('checkGradient compares something, within a tolerance that is one', () => {
  const check = (options: object, x: NdArray = array([1, 2])) => (): unknown => checkGradient((x) => sum(square(cast(x, 'float64'))), [x], options);
  expect(check({ tol: undefined })).not.toThrow();
  expect(check({ tolerance: 1 })).toThrow('checkGradient: unknown option "tolerance"; the options are tol, directions, elements, seed');
  expect(check({ tol: NaN })).toThrow('checkGradient: tol must be a number above 0; it is NaN');
  expect(check({ elements: -1 })).toThrow('checkGradient: elements must be an integer at least 0; it is -1');
  const nothing = 'checkGradient: inputs must hold a float to differentiate by, and elements or directions be above 0; there is nothing to compare';
  expect(check({ elements: 0, directions: 0 })).toThrow(nothing);
  expect(check({}, array([1, 2], { dtype: 'int32' }))).toThrow(nothing);
});

test('a small convolutional net has the right gradient to second order', () => {
  const image = array(Float64Array.from({ length: 50 }, (_, i) => ((i * 37) % 50) / 25 - 1), [1, 2, 5, 5]);
  const kernel = array(Float64Array.from({ length: 24 }, (_, i) => ((i * 11) % 24) / 12 - 1.02), [3, 2, 2, 2]);
  const net = (x: NdArray, k: NdArray, bias: NdArray): NdArray => sum(square(maxPool2d(tanh(conv2d(x, k, { padding: 1, stride: 2, bias })), 2, { stride: 1 })));
  const inputs = [image, kernel, array([0.1, 0.2, -0.1])] as const;
  expect(String(checkGradient(net, inputs, { tol: 1e-8 }))).toMatch(/agree/);
  const norm = (...args: readonly [NdArray, NdArray, NdArray]): NdArray => grad(net)(...args).map((g) => sum(square(g))).reduce<NdArray>((a, b) => add(a, b), array(Float64Array.of(0), []));
  expect(String(checkGradient(norm, inputs, { elements: 4 }))).toMatch(/agree/);
});

test('what rounding a large f does to the differences is not counted against the gradient', () => {
  const report = checkGradient((x) => sum(square(x)), [array([1e12, 1e-12])]);
  expect(report.entries.some(({ gradient, difference }) => Math.abs(gradient - difference) > 1e-6 * Math.max(1, Math.abs(gradient)))).toBe(true);
  expect(report.passed).toBe(true);
});
