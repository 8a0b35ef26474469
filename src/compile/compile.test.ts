import fc from 'fast-check';
import { expect, test } from 'vitest';
import { array, NdArray, type DType } from '../array/index.ts';
import { grad, valueAndGrad } from '../autodiff/index.ts';
import { add, argmax, cast, conv2d, exp, gather, logSoftmax, matmul, maxPool2d, mean, mul, neg, oneHot, ops, relu, reshape, slice, square, sub, sum, tanh, transpose } from '../ops/index.ts';
import { cases, operandsOf, type Case } from '../ops/cases.testing.ts';
import { bind, byReference, inline, record, trace, type Op, type Program } from '../program/index.ts';
import { compile } from './compile.ts';
import { executable } from './executable.ts';
import { expand } from './expand.ts';
import { fuse } from './fuse.ts';
import { lower } from './parts.ts';
import { mlpLoss, mlpWeights, normal, randomProgram } from './programs.testing.ts';
import { simplify } from './simplify.ts';

const all = Object.entries(cases).flatMap(([name, list]) =>
  (list as readonly Case<object>[]).map((one, i) => ({ name: `${name}, case ${i}`, op: (ops as Readonly<Record<string, Op>>)[name], one })));

/** Greatest difference, relative to the greatest number; Infinity when types, shapes or places of NaN differ. */
function distance(found: NdArray, expected: NdArray): number {
  if (found.dtype !== expected.dtype || String(found.shape) !== String(expected.shape)) return Infinity;
  const numbers = Array.from(expected.data);
  const scale = Math.max(Number.MIN_VALUE, ...numbers.filter(Number.isFinite).map(Math.abs));
  const differences = numbers.map((value, i) => (Object.is(found.data[i], value) ? 0 : Math.abs(found.data[i] - value) / scale));
  return differences.some(Number.isNaN) ? Infinity : Math.max(0, ...differences);
}

const tolerance: Readonly<Record<DType, number>> = { float64: 1e-14, float32: 2e-6, int32: 0 };

function expectClose(found: readonly NdArray[], expected: readonly NdArray[], factor = 1): void {
  expect(found.length).toBe(expected.length);
  found.forEach((one, i) => expect(distance(one, expected[i])).toBeLessThanOrEqual(factor * tolerance[one.dtype]));
}

test.each(all)('$name: compiled it gives what the reference gives, in float64, float32 and int32', ({ op, one }) => {
  const double = operandsOf(one);
  const single = double.map((operand) => (operand.dtype === 'int32' || op.name === 'cast' ? operand : new NdArray(Float32Array.from(operand.data), operand.shape)));
  const whole = double.map(({ data, shape, dtype }) => new NdArray(Int32Array.from(data, (value) => (dtype === 'int32' ? value : Math.round(3 * value))), shape));
  for (const operands of [double, single, whole]) {
    const { run } = executable(expand(record((inputs) => [bind(op, inputs, one.params)], operands)));
    const expected = byReference(() => [bind(op, operands, one.params)]);
    expectClose(run(operands), expected);
    expectClose(run(operands), expected); // a second run finds what the first left behind
  }
});

test.each<[DType]>([['float64'], ['float32'], ['int32']])('on %s no operation is left to its reference', (dtype) => {
  const found = new Set<string>();
  for (const { op, one } of all) {
    // empty arrays of int32 are not worth their equations
    if (dtype === 'int32' && one.shapes.some((shape) => shape.includes(0))) continue;
    const operands = operandsOf(one).map((operand, k) => (k in (one.indices ?? {}) ? operand : array(operand.data, operand.shape, { dtype })));
    const program = expand(record((inputs) => [bind(op, inputs, one.params)], operands));
    for (const part of lower(program).parts(0)) if ('equation' in part) found.add(part.equation.op.name);
  }
  expect([...found]).toEqual([]);
});

test('arrays of many axes are computed by kernels too', () => {
  const x = normal([2, 1, 2, 3, 1, 2, 2, 2, 2, 1, 2, 2], 1);
  const turned = (x: NdArray): NdArray => add(transpose(x), sum(transpose(x), 3, { keepDims: true }));
  const every = (x: NdArray): NdArray => argmax(slice(sum(x, [0, 2, 4, 6, 8, 10]), [0, 1, 1], [1, 3, 2]), 'all');
  for (const f of [turned, every]) {
    const program = trace(f, x);
    expect(lower(program).parts(0).filter((part) => 'equation' in part)).toEqual([]);
    expectClose(executable(program).run([x]), byReference(() => inline(program, [x])), 10);
  }
});

test('arithmetic, comparisons and choices by kernels give the bits of the reference, at zeros, infinities and NaN too', () => {
  const exact = ['add', 'sub', 'mul', 'div', 'maximum', 'minimum', 'neg', 'abs', 'sqrt', 'square', 'relu',
    'equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual', 'where'] as const;
  const one: readonly string[] = ['neg', 'abs', 'sqrt', 'square', 'relu'];
  const special = [0, -0, 1, -1.5, Infinity, -Infinity, NaN, 5e-324, 1.7976931348623157e308];
  for (const type of [Float64Array, Float32Array]) {
    const operands = [new NdArray(type.from(special), [9, 1, 1]), new NdArray(type.from(special), [9, 1]), new NdArray(type.from(special), [9])];
    for (const name of exact) {
      const op: Op = ops[name];
      const args = operands.slice(0, name === 'where' ? 3 : one.includes(name) ? 1 : 2);
      const { run, lowered } = executable(record((inputs) => [bind(op, inputs, {})], args));
      expect([name, lowered, Array.from(run(args)[0].data)]).toEqual([name, 1, Array.from(byReference(() => bind(op, args, {})).data)]);
    }
  }
});

test('elementary functions by kernels are those of the reference to the last bits, also at their ends', () => {
  const names = ['exp', 'expm1', 'log', 'log1p', 'sin', 'cos', 'sigmoid', 'tanh', 'softplus'] as const;
  const numbers = [0, 1e-300, 1e-9, 0.3, 1, 5, 40, 700, 800, Infinity, NaN].flatMap((x) => [x, -x]);
  for (const type of [Float64Array, Float32Array]) {
    const x = new NdArray(type.from(numbers), [22]);
    for (const name of names) {
      const [found, expected] = [executable(record(([x]) => [bind(ops[name], [x], {})], [x])).run([x])[0].data, byReference(() => bind(ops[name], [x], {})).data];
      const wrong = numbers.filter((_, i) => !(Object.is(found[i], expected[i]) || Math.abs(found[i] - expected[i]) <= (type === Float64Array ? 1e-15 : 4e-7) * Math.abs(expected[i])));
      expect([name, wrong]).toEqual([name, []]);
    }
  }
});

test('sums and extremes along any axes are computed by kernels, also of many numbers, of none and of NaN', () => {
  const sizes = fc.array(fc.constantFrom(0, 1, 2, 3, 9, 70), { minLength: 1, maxLength: 3 });
  fc.assert(fc.property(sizes, fc.nat(7), fc.boolean(), (shape, chosen, keepDims) => {
    const axes = shape.flatMap((_, axis) => (chosen & (1 << axis) ? [axis] : []));
    for (const dtype of ['float64', 'float32'] as const) {
      const x = normal(shape, 1, dtype);
      for (const name of axes.some((axis) => shape[axis] === 0) ? ['sum'] as const : ['sum', 'max', 'min'] as const) {
        const program = record(([x]) => [bind(ops[name], [x], { axes, keepDims })], [x]);
        const { run, lowered } = executable(program);
        expect(lowered).toBe(1);
        expectClose(run([x]), byReference(() => inline(program, [x])), name === 'sum' ? 30 : 0);
      }
    }
  }), { numRuns: 100, seed: 2 });
  const odd = array([[1, NaN, 2], [-0, 0, -0], [Infinity, 1, -Infinity]]);
  for (const name of ['sum', 'max', 'min'] as const) {
    const program = record(([x]) => [bind(ops[name], [x], { axes: [1], keepDims: false })], [odd]);
    expectClose(executable(program).run([odd]), byReference(() => inline(program, [odd])));
  }
});

test('products of matrices of any batches are those of the reference', () => {
  const length = fc.integer({ min: 0, max: 5 });
  const axis = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('both', 'a', 'b'));
  fc.assert(fc.property(length, length, length, fc.array(axis, { maxLength: 4 }), fc.boolean(), fc.boolean(), (m, n, k, batch, transposeA, transposeB) => {
    const of = (letter: string): number[] => batch.map(([size, who]) => (who === 'both' || who === letter ? size : 1));
    const a = normal([...of('a'), ...(transposeA ? [k, m] : [m, k])], 1);
    const b = normal([...of('b'), ...(transposeB ? [n, k] : [k, n])], 2);
    const program = record(([a, b]) => [matmul(a, b, { transposeA, transposeB })], [a, b]);
    expectClose(executable(program).run([a, b]), byReference(() => inline(program, [a, b])), 10);
  }), { numRuns: 150, seed: 5 });
});

test('what is large enough to be cut runs on all threads there are, with the same bits every time', () => {
  const x = normal([320, 320], 1);
  const program = record(([x]) => [tanh(add(matmul(x, x), 1)), gather(x, array(Int32Array.of(3), [1])), sum(matmul(x, x, { transposeB: true }), 0)], [x]);
  const { run } = executable(program);
  const expected = byReference(() => inline(program, [x]));
  const bytes = (): Buffer => Buffer.concat(run([x]).map(({ data }) => Buffer.from(data.buffer)));
  expectClose(run([x]), expected, 1000);
  const first = bytes();
  for (let i = 0; i < 10; i++) expect(bytes().equals(first)).toBe(true);
});

test('random programs give what they give run one operation at a time', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 25 }), (seed, length) => {
    const program = randomProgram(seed, length);
    const args = [normal([3, 4], 1), normal([3, 4], 2)];
    const [found, expected] = [executable(simplify(program)).run(args), byReference(() => inline(program, args))];
    found.forEach((one, i) => expect(distance(one, expected[i])).toBeLessThan(1e-9));
  }), { numRuns: 60, seed: 11 });
});

test('compiled programs have the bits of operations called on arrays, also of networks with convolutions', () => {
  const expectSameBits = (program: Program, args: readonly NdArray[]): void => {
    const bits = (arrays: readonly NdArray[]): readonly unknown[] => arrays.map(({ data, shape, dtype }) => [dtype, shape, Array.from(data)]);
    expect(bits(executable(fuse(simplify(expand(program)))).run(args))).toEqual(bits(inline(program, args)));
  };
  fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 25 }), (seed, length) => {
    expectSameBits(randomProgram(seed, length), [normal([3, 4], 1), normal([3, 4], 2)]);
  }), { numRuns: 60, seed: 12 });
  for (const dtype of ['float32', 'float64'] as const) {
    const weights = [normal([8, 2, 9, 9], 1, dtype), normal([6, 2, 3, 3], 2, dtype), normal([6], 3, dtype), normal([6 * 16, 5], 4, dtype)];
    const loss = (x: NdArray, kernel: NdArray, bias: NdArray, w: NdArray): NdArray => {
      const features = maxPool2d(relu(conv2d(x, kernel, { bias: bias as NdArray<[number]>, padding: 1 }) as NdArray), 2) as NdArray;
      return mean(square(logSoftmax(matmul(reshape(features, [8, 6 * 16]), w) as NdArray, 1))) as NdArray;
    };
    expectSameBits(record(([x, kernel, bias, w]) => valueAndGrad(loss)(x, kernel, bias, w).flat(), weights), weights);
  }
});

test('twenty steps of gradient descent end at the weights that they end at one operation at a time', () => {
  const step = (...weights: readonly [NdArray, NdArray, NdArray]): readonly NdArray[] => {
    const gradients = grad((a: NdArray, b: NdArray, c: NdArray) => mlpLoss(a, b, c))(...weights) as readonly NdArray[];
    return weights.map((w, i) => sub(w, mul(gradients[i], 1e-4)));
  };
  const compiled = compile(step);
  let [eager, fast]: (readonly NdArray[])[] = [mlpWeights, mlpWeights];
  for (let i = 0; i < 20; i++) [eager, fast] = [step(...eager as typeof mlpWeights), compiled(...fast as typeof mlpWeights)];
  expectClose(fast, eager, 100);
  expect(mlpLoss(...fast as typeof mlpWeights).data[0]).toBeLessThan(0.5 * mlpLoss(...mlpWeights).data[0]);
});

test('a small convolutional network learns the same in twenty compiled steps as in twenty eager ones', () => {
  const images = normal([6, 1, 8, 8], 1);
  const labels = array(Float64Array.from({ length: 18 }, (_, i) => Number(i % 3 === Math.floor(i / 3) % 3)), [6, 3]);
  interface Parameters { readonly layers: readonly { readonly k: NdArray; readonly b: NdArray }[]; readonly out: NdArray }
  const loss = ({ layers, out }: Parameters): NdArray => {
    let x: NdArray = images;
    for (const { k, b } of layers) x = maxPool2d(relu(conv2d(x, k, { bias: b, padding: 1 })), 2);
    return neg(mean(sum(mul(labels, logSoftmax(matmul(reshape(x, [6, 16]), out))), 1)));
  };
  const start: Parameters = {
    layers: [{ k: mul(normal([3, 1, 3, 3], 2), 0.5), b: normal([3], 3) }, { k: mul(normal([4, 3, 3, 3], 4), 0.3), b: normal([4], 5) }],
    out: mul(normal([16, 3], 6), 0.3),
  };
  const step = (parameters: Parameters): { readonly value: NdArray; readonly parameters: Parameters } => {
    const [value, gradient] = valueAndGrad((p: Parameters) => loss(p))(parameters) as unknown as [NdArray, Parameters];
    const move = (w: NdArray, g: NdArray): NdArray => sub(w, mul(g, 0.1));
    const layers = parameters.layers.map(({ k, b }, i) => ({ k: move(k, gradient.layers[i].k), b: move(b, gradient.layers[i].b) }));
    return { value, parameters: { layers, out: move(parameters.out, gradient.out) } };
  };
  const compiled = compile(step);
  let [eager, fast] = [step(start), compiled(start)];
  const first = eager.value.data[0];
  for (let i = 1; i < 20; i++) [eager, fast] = [step(eager.parameters), compiled(fast.parameters)];
  expectClose([fast.value, fast.parameters.out, fast.parameters.layers[0].k, fast.parameters.layers[1].b],
    [eager.value, eager.parameters.out, eager.parameters.layers[0].k, eager.parameters.layers[1].b], 100);
  expect(eager.value.data[0]).toBeLessThan(0.7 * first);
});

let traces = 0;
const counted = compile((x: NdArray, ...rest: readonly NdArray[]) => {
  traces += 1;
  return [mul(x, 2), ...rest];
});

test('a function is traced once for each combination of shapes and types', () => {
  const before = traces;
  const count = (...args: readonly [NdArray, ...NdArray[]]): number => {
    counted(...args);
    return traces - before;
  };
  const one = normal([2, 3]);
  expect([count(one), count(normal([2, 3], 1)), count(normal([3, 2])), count(normal([2, 3], 0, 'float32')), count(one, one), count(one)]).toEqual([1, 1, 2, 3, 4, 4]);
});

test('records and lists of other names or nesting are other arguments', () => {
  const x = normal([2]);
  const trees: readonly unknown[] = [[x], [[x]], { a: x }, { b: x }, { 'a[0]': x }, { a: [x] }, { a: x, b: [] }, { a: x, b: {} }, [x, []]];
  let traces = 0;
  const f = compile((tree: unknown) => {
    traces += 1;
    return tree as NdArray;
  });
  for (const tree of [...trees, ...trees]) expect(f(tree)).toEqual(tree);
  expect(traces).toBe(trees.length);
});

test('of more than 64 programs the one not used for longest is dropped', () => {
  let traces = 0;
  const f = compile((x: NdArray) => {
    traces += 1;
    return neg(x);
  });
  for (let i = 1; i <= 64; i++) f(normal([i]));
  f(normal([1]));
  f(normal([65])); // takes the place of [2]
  expect(traces).toBe(65);
  f(normal([1]));
  expect(traces).toBe(65);
  f(normal([2]));
  expect(traces).toBe(66);
});

test('what a run returned stays as it is in later runs, and arguments are not changed', () => {
  const f = compile((x: NdArray) => ({ twice: mul(x, 2), again: mul(x, 2), same: x, fixed: add(array([1]), 1), flat: reshape(mul(x, 2), [4]) }));
  const x = normal([2, 2], 1);
  const copy = x.data.slice();
  const first = f(x);
  const before = first.twice.data.slice();
  f(normal([2, 2], 2));
  expect(first.twice.data).toEqual(before);
  expect(first.flat).toEqual(new NdArray(before, [4]));
  expect(x.data).toEqual(copy);
  expect(first.same).toBe(x);
  expect(first.again).toBe(first.twice);
  expect(first.fixed.toNested()).toEqual([2]);
  expect(first.twice.data.buffer).toBeInstanceOf(ArrayBuffer);
});

test('a compiled function can be differentiated, traced and compiled again', () => {
  const f = compile((x: NdArray) => sum(mul(x, square(x))));
  const x = array([1, 2]);
  expect(grad(f)(x).data).toEqual(Float64Array.of(3, 12));
  expect(compile(grad((x: NdArray) => mul(f(x), f(x))))(x).data).toEqual(Float64Array.of(54, 216));
  expect(compile(grad((x: NdArray) => sum(grad(f)(x))))(x).data).toEqual(Float64Array.of(6, 12));
});

test('functions of no argument, of none used and of empty arrays work', () => {
  expect(compile(() => add(array([1]), 2))().data).toEqual(Float64Array.of(3));
  expect(compile(() => [])()).toEqual([]);
  expect(compile((_x: NdArray) => [array([1])])(normal([3]))).toEqual([array([1])]);
  expect(compile((x: NdArray) => [mul(x, 2), sum(x)])(normal([0, 3]))).toEqual([normal([0, 3]), array(Float64Array.of(0), [])]);
  expect(compile((x: NdArray, i: NdArray) => gather(transpose(x), i))(array([[1, 2]]), array(Int32Array.of(1), [1])).toNested()).toEqual([[2]]);
  expect(compile((x: NdArray) => exp(cast(x, 'float64')))(array(Int32Array.of(0), [1])).toNested()).toEqual([1]);
});

test('what the operations throw names the line: of the call when traced, of the operation when run', () => {
  expect(() => compile((x: NdArray) => matmul(x, x as never))(normal([2, 3]))).toThrow('matmul: inner sizes must be equal');
  const look = compile((x: NdArray, i: NdArray) => gather(x, i));
  const index = (i: number): NdArray => array(Int32Array.of(i), [1]);
  expect(look(array([1, 2]), index(1)).data).toEqual(Float64Array.of(2));
  expect(() => look(array([1, 2]), index(2))).toThrow(/^gather: .*\(written at compile\.test\.ts:\d+\)$/);
  expect(look(array([1, 2]), index(0)).data).toEqual(Float64Array.of(1));
});

test('an index out of range throws what it throws one operation at a time, with its line, whatever is computed beside it', () => {
  const functions = {
    gather: (x: NdArray, i: NdArray, j: NdArray) => sum(add(exp(gather(x, i)), tanh(gather(x, j)))),
    scatterAdd: (x: NdArray, i: NdArray) => tanh(bind(ops.scatterAdd, [x, i], { axis: 0, length: 40 })),
    oneHot: (x: NdArray, i: NdArray) => matmul(oneHot(i, 40), x),
  };
  const x = normal([40, 700], 1);
  const good = array(Int32Array.from({ length: 40 }, (_, k) => k), [40]);
  const bad = (place: number, value: number): NdArray => array(good.data.slice().fill(value, place, place + 1), [40]);
  for (const [name, f] of Object.entries(functions)) {
    const fast = compile(f);
    const expected = byReference(() => f(x, good, good));
    for (const args of [[bad(7, 40), good], [bad(39, -1), bad(3, 41)], ...(name === 'gather' ? [[good, bad(0, 99)]] : [])]) {
      let message = '';
      try {
        byReference(() => f(x, args[0], args[1]));
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toMatch(new RegExp(`^${name}: indices must be from 0 to 39; number \\d+ of them is -?\\d+$`));
      expect(() => f(x, args[0], args[1])).toThrow(new RangeError(message));
      const thrown = (): unknown => fast(x, args[0], args[1]);
      expect(thrown).toThrow(RangeError);
      expect(thrown).toThrow(message);
      expect(thrown).toThrow(name === 'scatterAdd' ? /\d$/ : /\(written at compile\.test\.ts:\d+\)$/); // bind is no line of a user's
      expectClose([fast(x, good, good)], [expected], 100);
    }
  }
});

test('what is no function, and what is no array, record or list, is refused', () => {
  expect(() => compile(3 as never)).toThrow(new TypeError('compile: f must be a function of arrays; it is number'));
  const f = compile((x: unknown) => x as NdArray);
  expect(() => f(3)).toThrow('compile: only arrays, and records or lists of arrays, may be passed; x is 3, make it an array or let the function close over it');
  expect(() => f({ a: new Date() })).toThrow('compile: only arrays, and records or lists of arrays, may be passed; x.a is a Date');
  const circle: unknown[] = [];
  circle.push(circle);
  expect(() => f(circle)).toThrow('compile: records and lists must not contain themselves; x[0] does');
  const deep = Array.from({ length: 65 }).reduce((tree: unknown) => [tree], normal([1]));
  expect(() => f(deep)).toThrow(new TypeError('compile: arguments must be arrays with values, in at most 64 records and lists; some are not'));
  expect(() => compile(() => 3)()).toThrow('compile: only arrays, and records or lists of arrays, may be passed; the result of f is 3');
});

test('a chain of tanh takes the memory of one array: it is computed in place', () => {
  const x = normal([100, 100]);
  expect(executable(record(([x]) => [tanh(tanh(tanh(tanh(x))))], [x])).bytes).toBe(80_000);
});
