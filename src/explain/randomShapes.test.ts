/** Random programs of arrays of any rank: axes that are dropped, kept, repeated, turned; as many as random.test.ts has, of other shapes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { array, sizeOf, type NdArray, type Shape } from '../array/index.ts';
import { grad } from '../autodiff/index.ts';
import {
  add, averagePool2d, broadcastTo, concat, conv2d, erf, expandDims, gather, greater, logsumexp, matmul, max, maximum, maxPool2d, mean, min, mul, pad, reshape, sin, slice, softmax, square, sub, sum, tanh,
  transpose, variance, where,
} from '../ops/index.ts';
import { generator, type Generator } from '../random/index.ts';
import { constantsOf, expectEvaluates } from './evaluates.testing.ts';
import { derive, label } from './index.ts';

/** Few in the gate, many when new cases are drawn. */
const runs = process.env.FUZZ === undefined ? 12 : 400;

test('random programs of arrays of any rank print, and the LaTeX computes their gradients', () => {
  fc.assert(fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 12 }), (seed, count) => {
    const draw = generator(seed, 'shapes of random derivations');
    const start = [0, 1, 2].map((): NdArray => normal(shapeOf(draw), draw));
    const plan = planned(start, count, draw);
    const cost = (...args: NdArray[]): NdArray => plan.reduce((made, step, k) => [...made, step(made, k)], args).map((made, k) => mul(sum(square(add(made, 0.1 * k))), 0.1)).reduce((total, one) => add(total, one));
    const names = ['x', 'w', 'b'];
    const derivation = derive(cost as (...args: readonly NdArray[]) => NdArray, start, { names });
    const gradients = (grad(cost as (...args: [NdArray, NdArray, NdArray]) => NdArray)(...start as [NdArray, NdArray, NdArray]));
    expectEvaluates(derivation, { ...Object.fromEntries(names.map((name, i) => [name, start[i]])), ...constantsOf(derivation) }, { C: cost(...start), ...Object.fromEntries(names.map((name, i) => [`∂C/∂${name}`, gradients[i]])) });
    expect(derivation.toMarkdown() + derivation.toLatex()).not.toMatch(/undefined|NaN|\[object/);
  }), { numRuns: runs });
});

type Step = (made: readonly NdArray[], k: number) => NdArray;

/** Steps that fit what was made before: each is tried, and another drawn where the operation refuses. */
function planned(start: readonly NdArray[], count: number, draw: Generator): Step[] {
  const [plan, made] = [[] as Step[], [...start]];
  for (let tries = 0; plan.length < count && tries < 400; tries++) {
    const [i, j] = [made.length - 1 - Math.floor(draw.uniform() * Math.min(4, made.length)), Math.floor(draw.uniform() * made.length)];
    const isNamed = draw.uniform() < 0.3;
    try {
      const one = stepOn(made[i].shape, draw);
      const step: Step = (all, k) => (isNamed ? label(one(all[i], all[j]), `N${k}`) : one(all[i], all[j]));
      const result = step(made, plan.length);
      if (sizeOf(result.shape) > 72 || result.data.some((value) => !(Math.abs(value) < 100))) continue;
      made.push(result);
      plan.push(step);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError) || error.message.startsWith('bug')) throw error;
    }
  }
  return plan;
}

function stepOn(shape: Shape, draw: Generator): (a: NdArray, b: NdArray) => NdArray {
  const below = (n: number): number => Math.floor(draw.uniform() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)];
  const rank = shape.length;
  const axis = below(rank);
  const axes = pick<'all' | number | number[]>(['all', axis, shape.flatMap((_, k) => (draw.uniform() < 0.5 ? [k] : []))]) as 'all';
  const options = { keepDims: draw.uniform() < 0.5 };
  const turned = shape.map((_, k) => k).sort(() => draw.uniform() - 0.5);
  const size = sizeOf(shape);
  const part = shape.map((length) => below(length));
  const constant = normal(shape.map((length) => (draw.uniform() < 0.4 ? 1 : length)).slice(below(rank + 1)), draw);
  const kernel = normal([2, shape[1] ?? 1, 1 + below(2), 1 + below(2)], draw);
  const places = array(Int32Array.from({ length: 3 }, () => below(shape[axis] ?? 1)), [3]);
  const [more, stride, padding] = [below(rank + 1), 1 + below(2), below(2)];
  const other = pick<number[]>([[size], [1, size], [size, 1], [1, size, 1, 1], [size, 1, 1]]);
  const wider = [...pick<number[]>([[], [2], [1]]), ...shape.map((length) => (length === 1 ? 3 : length))];
  const margins = shape.map(() => [below(2), below(2)] as const);
  return pick<(a: NdArray, b: NdArray) => NdArray>([
    (a, b) => add(a, b), (a, b) => mul(tanh(a), b), (a, b) => sub(b, a), (a, b) => maximum(a, b), (a) => mul(a, constant), (a) => add(sin(a), constant), (a) => erf(a),
    (a, b) => where(greater(a, 0), a, b), (a) => sum(a, axes, options), (a) => mean(a, axes, options), (a) => max(a, axes, options), (a) => min(a, axes, options),
    (a) => logsumexp(tanh(a), axes, options), (a) => variance(a, axes, options), (a) => softmax(a, axis), (a) => transpose(a, turned), (a) => transpose(a, turned),
    (a) => reshape(a, other), (a) => expandDims(a, more),
    (a) => broadcastTo(a, wider), (a) => slice(a, part), (a) => pad(a, margins, 0.5),
    (a, b) => concat([a, b, a], axis), (a) => gather(a, places, axis), (a) => matmul(a, a, { transposeB: true }), (a, b) => matmul(a, b),
    (a) => conv2d(a, kernel, { stride, padding }), (a) => maxPool2d(a, [1, 2], { stride: 1 }), (a) => averagePool2d(a, 2, { padding: 1 }),
  ]);
}

function shapeOf(draw: Generator): Shape {
  return Array.from({ length: Math.floor(draw.uniform() * 5) }, () => 1 + Math.floor(draw.uniform() * 3));
}

function normal(shape: Shape, draw: Generator): NdArray {
  return array(Float64Array.from({ length: sizeOf(shape) }, () => draw.normal()), shape);
}
