import { expect, test } from 'vitest';
import { array, sizeOf, type NdArray } from '../array/index.ts';
import { add, mul, ops, sum } from '../ops/index.ts';
import { cases, operandsOf, type Case } from '../ops/cases.testing.ts';
import { bind, type Op } from '../program/index.ts';
import { generator } from '../random/index.ts';
import { checkGradient, grad } from './index.ts';

const all = Object.entries(cases).flatMap(([name, list]) =>
  (list as readonly Case<object>[]).map((one, i) => ({ name: `${name}, case ${i}`, op: (ops as Readonly<Record<string, Op>>)[name], one })))
  .filter(({ one }) => one.shapes.some((shape) => !shape.includes(0)));
const constant = new Set(['sign', 'equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual', 'argmax', 'argmin', 'oneHot', 'randomUniform']);
const smooth = all.filter(({ op }) => !constant.has(op.name));

/** Σ w ⊙ op(x…) with fixed weights, so that no symmetry hides an error. */
function weighted({ op, one }: (typeof all)[number]): (...args: readonly NdArray[]) => NdArray {
  return (...args) => {
    const y = bind(op, args, one.params);
    return sum(mul(y, weightsLike(y, 1)));
  };
}

test.each(smooth)('$name: the gradient is that of finite differences', (one) => {
  const report = checkGradient(weighted(one), operandsOf(one.one), { elements: 12, tol: 1e-8 });
  expect(String(report)).toMatch(/^gradient and differences agree/);
});

test.each(smooth)('$name: the second derivative is that of finite differences', (one) => {
  const first = grad(weighted(one)) as (...args: readonly NdArray[]) => NdArray | readonly NdArray[];
  // a sum of the gradient with other weights
  const second = (...args: readonly NdArray[]): NdArray => [first(...args)].flat()
    .filter(({ dtype }) => dtype !== 'int32')
    .map((gradient, i) => sum(mul(gradient, weightsLike(gradient, i))))
    .reduce((total, term) => add(total, term));
  const report = checkGradient(second, operandsOf(one.one), { elements: 6, tol: 1e-7 });
  expect(String(report)).toMatch(/^gradient and differences agree/);
});

test.each(all.filter(({ op }) => constant.has(op.name)))('$name: is constant almost everywhere, and says so', ({ op, one }) => {
  const operands = operandsOf(one);
  const output = bind(op, operands, one.params);
  expect(operands.map((_, index) => op.vjp(index, output, operands, output, one.params))).toEqual(operands.map(() => null));
});

function weightsLike({ shape }: NdArray, seed: number): NdArray {
  const random = generator(seed, 'second');
  return array(Float64Array.from({ length: sizeOf(shape) }, () => 0.5 + random.uniform()), shape);
}
