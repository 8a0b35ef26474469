import fc from 'fast-check';
import { expect, test } from 'vitest';
import { array, sizeOf, type NdArray, type Shape } from '../array/index.ts';
import { grad } from '../autodiff/index.ts';
import {
  abs, add, concat, div, erf, exp, gather, gelu, greater, log, logSoftmax, logsumexp, matmul, max, maximum, mean, minimum, mul, neg, pow, relu, reshape, sigmoid, sin, slice,
  softmax, softplus, sqrt, square, sub, sum, tanh, transpose, variance, where,
} from '../ops/index.ts';
import { generator } from '../random/index.ts';
import { constantsOf, expectEvaluates, expectFitsTogether } from './evaluates.testing.ts';
import { derive, label } from './index.ts';

type Step = (a: NdArray, b: NdArray) => NdArray;

/** Few in the gate, many when new cases are drawn. */
const runs = process.env.FUZZ === undefined ? 12 : 150;

type Pick = readonly [number, number, number, boolean];

/** Up to 12 steps: which, on what, and whether the result is given a name. */
const choice = (count: number): fc.Arbitrary<Pick[]> => fc.array(fc.tuple(fc.nat(count - 1), fc.nat(40), fc.nat(40), fc.boolean()), { minLength: 1, maxLength: 12 });

/** What may be done next with an array, and another of the same shape: nothing grows without bounds. */
const steps: readonly Step[] = [
  (a, b) => add(a, b), (a, b) => sub(a, b), (a, b) => mul(a, tanh(b)), (a, b) => maximum(a, b), (a, b) => minimum(a, b), (a, b) => div(a, add(abs(b), 1)),
  (a) => mul(a, 0.5), (a) => sub(1, a), (a) => neg(a), (a) => abs(a), (a) => tanh(a), (a) => relu(a), (a) => gelu(a), (a) => sigmoid(a), (a) => softplus(a),
  (a) => exp(neg(abs(a))), (a) => log(add(square(a), 1)), (a) => sqrt(add(square(a), 2)), (a) => erf(a), (a) => sin(a), (a) => square(tanh(a)), (a) => pow(add(abs(a), 1), 1.5),
  (a) => softmax(a, 1), (a) => logSoftmax(a, 0), (a, b) => matmul(a, b, { transposeB: true }), (a) => transpose(a), (a) => reshape(a, [a.shape[1], a.shape[0]]),
  (a) => sub(a, mean(a, 0)), (a) => mul(a, max(a, 1, { keepDims: true })), (a) => add(a, logsumexp(a, 1, { keepDims: true })), (a) => div(a, sqrt(add(variance(a, -1, { keepDims: true }), 0.1))),
  (a, b) => slice(concat([a, b], 0), [1, 0], [1 + a.shape[0], a.shape[1]]),
  (a, b) => where(greater(a, b), a, mul(b, 0.1)), (a) => sub(a, reshape(mean(a, 1), [a.shape[0], 1])), (a, b) => div(a, add(sum(abs(b)), 1)),
  (a) => gather(a, array(Int32Array.from({ length: a.shape[0] }, (_, i) => (i * 2) % a.shape[0]), [a.shape[0]])), // the last: its indices are so many
];


/** A cost that does the steps one after the other, each on what was made before, and adds up all that was made. */
function costOf(picks: readonly Pick[], measure: (made: NdArray, k: number) => NdArray): (...start: NdArray[]) => NdArray {
  return (...start) => {
    const made = [...start];
    picks.forEach(([step, i, j, isNamed], k) => {
      const a = made[made.length - 1 - (i % Math.min(3, made.length))];
      const like = made.filter(({ shape }) => String(shape) === String(a.shape));
      const y = steps[step](a, like[j % like.length]);
      made.push(isNamed ? label(y, `N${k}`) : y);
    });
    return made.map(measure).reduce((total, one) => add(total, one));
  };
}

test('random programs of up to 12 operations print, and the LaTeX computes their gradients', () => {
  fc.assert(fc.property(choice(steps.length), fc.nat(1000), (picks, seed) => {
    const [x, w] = [normal([3, 4], seed), normal([3, 4], seed + 1)];
    const cost = costOf(picks, (made, k) => sum(mul(made, weights(made.shape, k))));
    const derivation = derive(cost, [x, w], { names: ['X', 'w'] });
    const [gx, gw] = gradients(cost, x, w);
    const given = { X: x, w, ...constantsOf(derivation) };
    expectEvaluates(derivation, given, { C: cost(x, w), '∂C/∂X': gx, '∂C/∂w': gw });
    // where a choice hangs by a hair, differences jump
    if (!derivation.toText().includes(' if ')) expectFitsTogether(derivation, given);
  }), { numRuns: runs });
});

test('random programs for m samples print with m in them, and the LaTeX computes their gradients', () => {
  let withM = 0;
  fc.assert(fc.property(choice(steps.length - 1), fc.nat(1000), (picks, seed) => {
    const [x, w] = [normal([5, 4], seed), normal([4, 3], seed + 1)];
    const ofSteps = costOf(picks, (made, k) => mul(mean(square(made)), (k + 1) / 10));
    const cost = (X: NdArray, w: NdArray): NdArray => ofSteps(label(matmul(X, w), 'Z'));
    const derivation = derive(cost, [x, w], { names: ['X', 'w'], data: ['X'] });
    if (derivation.toText().includes('m × ')) withM++;
    const [, gw] = gradients(cost, x, w);
    expectEvaluates(derivation, { X: x, w, m: 5, ...constantsOf(derivation) }, { C: cost(x, w), '∂C/∂w': gw });
  }), { numRuns: runs });
  expect(withM).toBeGreaterThan(runs / 2);
});

function weights(shape: Shape, seed: number): NdArray {
  const random = generator(seed, 'weights');
  return array(Float64Array.from({ length: sizeOf(shape) }, () => 0.5 + random.uniform()), shape);
}

function normal(shape: Shape, seed: number): NdArray {
  const random = generator(seed, 'random derivations');
  return array(Float64Array.from({ length: sizeOf(shape) }, () => random.normal()), shape);
}

function gradients(cost: (x: NdArray, w: NdArray) => NdArray, x: NdArray, w: NdArray): readonly NdArray[] {
  return grad(cost as (...args: [NdArray, NdArray]) => NdArray)(x, w);
}
