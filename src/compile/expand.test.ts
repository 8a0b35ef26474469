import { expect, test } from 'vitest';
import { array, NdArray } from '../array/index.ts';
import { logSoftmax, logsumexp, mean, ops, softmax, variance } from '../ops/index.ts';
import { cases, operandsOf, type Case } from '../ops/cases.testing.ts';
import { bind, byReference, check, inline, record, trace, type Op } from '../program/index.ts';
import { expand } from './expand.ts';
import { normal } from './programs.testing.ts';

const all = Object.entries(cases).flatMap(([name, list]) =>
  (list as readonly Case<object>[]).map((one, i) => ({ name: `${name}, case ${i}`, op: (ops as Readonly<Record<string, Op>>)[name], one })));

const expandable = all.filter(({ op, one }) => op.expand !== undefined && op.lower?.(operandsOf(one), bind(op, operandsOf(one), one.params), one.params) === undefined);

type RowFunction = (x: NdArray, axis: number) => NdArray;

function expectExpanded(f: (x: NdArray) => NdArray, x: NdArray, tol = 1e-14): void {
  const plain = trace(f, x);
  const expanded = expand(plain);
  check(expanded);
  expect(expanded.equations.map(({ op }) => op.name)).not.toContain(plain.equations[0].op.name);
  const [found, expected] = byReference(() => [inline(expanded, [x])[0], inline(plain, [x])[0]]);
  expect(found.shape).toEqual(expected.shape);
  const wrong = Array.from(expected.data).filter((value, i) => !(Object.is(found.data[i], value) || Math.abs(found.data[i] - value) <= tol * Math.max(1, Math.abs(value))));
  expect(wrong).toEqual([]);
}

test('the operations that are expanded are means, variances, log-sum-exp and softmax', () => {
  expect([...new Set(expandable.map(({ op }) => op.name))]).toEqual(['mean', 'logsumexp', 'variance', 'softmax', 'logSoftmax']);
});

test.each(expandable)('$name: expanded it is the same function', ({ op, one }) => {
  const [x] = operandsOf(one);
  expectExpanded((x) => bind(op, [x], one.params), x);
});

test('expanded, numbers far from 0 neither overflow nor lose what is small', () => {
  const far = array([[1000, 1001, 999], [-1000, -1001, -5000], [0, 700, -700]]);
  for (const f of [softmax, logSoftmax, logsumexp, variance] as readonly RowFunction[]) expectExpanded((x) => f(x, 1), far);
  expectExpanded((x) => variance(x, 0) as NdArray, array([[1e8 + 1], [1e8 + 2], [1e8 + 4]]));
});

test('expanded, infinities and NaN go where they go in the reference', () => {
  const odd = array([[Infinity, 0, 1], [-Infinity, -Infinity, -Infinity], [-Infinity, 0, 1], [NaN, 0, 1]]);
  for (const f of [softmax, logSoftmax, logsumexp, mean] as readonly RowFunction[]) expectExpanded((x) => f(x, 1), odd);
});

test('on int32, what has no kernel for it is computed as float64 and brought back: the numbers of the reference', () => {
  const through = new Set<string>();
  for (const { op, one } of all) {
    const operands = operandsOf(one).map(({ data, shape }) => new NdArray(Int32Array.from(data, (value) => Math.round(3 * value)), shape));
    if (op.name === 'cast' || Object.keys(one.indices ?? {}).length > 0 || one.shapes.some((shape) => shape.includes(0))) continue;
    const program = record((inputs) => [bind(op, inputs, one.params)], operands);
    const expanded = expand(program);
    if (expanded === program) continue;
    through.add(op.name);
    check(expanded);
    expect(inline(expanded, operands)).toEqual(byReference(() => inline(program, operands)));
  }
  expect([...through].join(' ')).toMatchInlineSnapshot(`"div pow exp expm1 sin cos erf tanh sigmoid softplus gelu log log1p sqrt sum mean max min logsumexp variance softmax logSoftmax matmul conv2d conv2dInputGradient conv2dKernelGradient maxPool2d maxPool2dPlace maxPool2dTake averagePool2d averagePool2dSpread sumTo"`);
});

test('a condition of another type than the values becomes 1 and 0 of theirs', () => {
  const [condition, a, b] = [array([1e-300, 0, NaN, -0]), array(Float32Array.of(1, 2, 3, 4), [4]), array(Float32Array.of(5, 6, 7, 8), [4])];
  const program = record((inputs) => [bind(ops.where, inputs, {})], [condition, a, b]);
  expect(expand(program).equations.map(({ op }) => op.name)).toEqual(['notEqual', 'cast', 'where']);
  expect(inline(expand(program), [condition, a, b])[0].data).toEqual(Float32Array.of(1, 6, 3, 8));
});

test('what has nothing to expand, or is empty, stays as it is', () => {
  const names = (f: (x: NdArray) => NdArray, x: NdArray): string[] => expand(trace(f, x)).equations.map(({ op }) => op.name);
  const same = trace((x) => bind(ops.sum, [x], { axes: [0], keepDims: false }), normal([3]));
  expect(expand(same)).toBe(same);
  expect(names((x) => logsumexp(x, 0) as NdArray, normal([0, 2]))).toEqual(['logsumexp']);
});

test('expanded equations belong to the line of what they came from', () => {
  const program = record(([x]) => [softmax(x)], [normal([2, 3])]);
  expect(new Set(expand(program).equations.map(({ place }) => place))).toEqual(new Set([program.equations[0].place]));
});
