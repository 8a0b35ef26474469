import { expect, test } from 'vitest';
import { array, sizeOf, type NdArray } from '../array/index.ts';
import { grad } from '../autodiff/index.ts';
import { mul, ops, sum } from '../ops/index.ts';
import { cases, operandsOf, type Case } from '../ops/cases.testing.ts';
import { bind, type Op } from '../program/index.ts';
import { generator } from '../random/index.ts';
import { expectEvaluates } from './evaluates.testing.ts';
import { derive } from './index.ts';

const all = Object.entries(cases).flatMap(([name, list]) =>
  (list as readonly Case<object>[]).map((one, i) => ({ name: `${name}, case ${i}`, op: (ops as Readonly<Record<string, Op>>)[name], one })));
/** Random numbers cannot be computed from their formula. */
const unknowable = new Set(['randomUniform']);

test.each(all)('$name: its derivative prints, and the LaTeX computes it', ({ op, one }) => {
  const operands = operandsOf(one);
  const weights = weightsLike(bind(op, operands, one.params));
  const cost = (...args: readonly NdArray[]): NdArray => {
    const y = bind(op, args, one.params);
    return sum(mul(y.dtype === 'int32' ? bind(ops.cast, [y], { dtype: 'float64', from: 'int32' }) : y, weights as never));
  };
  const names = operands.map((_, i) => ['x', 'y', 'z'][i]);
  const derivation = derive(cost, operands as readonly NdArray[], { names });
  expect(derivation.toText()).toMatch(/Forward propagation/);
  expect(derivation.toMarkdown() + derivation.toLatex()).not.toMatch(/undefined|NaN|\[object/);
  if (unknowable.has(op.name)) return;
  const gradients = [(grad(cost as never) as unknown as (...args: NdArray[]) => NdArray | NdArray[])(...operands)].flat();
  const given: Record<string, NdArray> = Object.fromEntries(operands.map((operand, i) => [names[i], operand]));
  for (const { name, value } of derivation.constants) given[name] = value;
  const floats = operands.flatMap((operand, i) => (operand.dtype === 'int32' ? [] : [[`∂C/∂${names[i]}`, gradients[i]] as const]));
  expectEvaluates(derivation, given, { C: cost(...operands), ...Object.fromEntries(floats) });
});

function weightsLike({ shape }: NdArray): NdArray {
  const random = generator(3, 'catalogue');
  return array(Float64Array.from({ length: sizeOf(shape) }, () => 0.5 + random.uniform()), shape);
}
