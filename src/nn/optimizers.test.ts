import { expect, test } from 'vitest';
import { array, type NdArray } from '../array/index.ts';
import { checkGradient } from '../autodiff/index.ts';
import { sum } from '../ops/index.ts';
import {
  adam, adamW, binaryCrossEntropy, constantRate, cosineDecay, crossEntropy, exponentialDecay, huber, meanSquaredError, rmsProp, sgd, stepDecay, stepNumbers, warmUp, type Optimizer,
} from './index.ts';

test('schedules give the rates of their formulas', () => {
  const rates = (schedule: (step: number) => number, steps: readonly number[]): number[] => steps.map((step) => Number(schedule(step).toPrecision(12)));
  expect(rates(constantRate(0.1), [1, 100])).toEqual([0.1, 0.1]);
  expect(rates(stepDecay({ rate: 1, every: 10, factor: 0.5 }), [1, 10, 11, 20, 21])).toEqual([1, 1, 0.5, 0.5, 0.25]);
  expect(rates(exponentialDecay({ rate: 1, factor: 0.25, every: 2 }), [1, 2, 3, 5])).toEqual([1, 0.5, 0.25, 0.0625]);
  expect(rates(cosineDecay({ rate: 1, steps: 4, final: 0.2 }), [1, 2, 3, 4, 5, 9])).toEqual([1, 0.882842712475, 0.6, 0.317157287525, 0.2, 0.2]);
  expect(rates(warmUp(cosineDecay({ rate: 1, steps: 100 }), 4), [1, 2])).toEqual([0.25, Number((0.5 * cosineDecay({ rate: 1, steps: 100 })(2)).toPrecision(12))]);
  expect(rates(warmUp(0.5, 2), [1, 2, 3])).toEqual([0.25, 0.5, 0.5]);
});

test('a schedule sets the rate of each step', () => {
  for (const make of [sgd, rmsProp] as const) expect([1, 2, 3].map((step) => stepNumbers(make({ learningRate: (step) => step / 8 }), step, 'float32').rate.data[0])).toEqual([0.125, 0.25, 0.375]);
  expect(adam({ learningRate: stepDecay({ rate: 1, every: 1 }), beta1: 0.5 }).numbers(2).rate).toBeCloseTo(0.1 / 0.75, 15);
});

test('every optimizer finds the bottom of a bowl', () => {
  for (const optimizer of [sgd({ learningRate: 0.1 }), sgd({ learningRate: 0.05, momentum: 0.8, nesterov: true }), rmsProp({ learningRate: 0.005 }), adam({ learningRate: 0.05 }), adamW({ learningRate: 0.05, weightDecay: 0 })]) {
    expect(Math.abs(descended(optimizer, 600))).toBeLessThan(0.02);
  }
});

/** (w − 0)², from 1. */
function descended(optimizer: Optimizer, steps: number): number {
  let w: { readonly w: NdArray } = { w: array([1]) };
  let memory = optimizer.init(w);
  for (let step = 1; step <= steps; step++) [w, memory] = optimizer.update(w, { w: array([2 * w.w.data[0]]) }, memory, stepNumbers(optimizer, step, 'float64'));
  return w.w.data[0];
}

test('losses are those of their formulas, one for each sample, and their gradients those of finite differences', () => {
  const z = array([[1, -2], [0.5, 3]]);
  expect(meanSquaredError().of(z, array([[0, 0], [0, 3]])).toNested()).toEqual([2.5, 0.125]);
  expect(huber({ delta: 1 }).of(z, array([[0.5, 0], [0.5, 3]])).toNested()).toEqual([(0.125 + 1.5) / 2, 0]);
  const [a, b] = crossEntropy().of(z, array([0, 1], { dtype: 'int32' })).data;
  expect([a, b].map((value) => value.toFixed(12))).toEqual([Math.log(1 + Math.exp(-3)), Math.log(1 + Math.exp(-2.5))].map((value) => value.toFixed(12)));
  expect(binaryCrossEntropy().of(array([[0]]), array([[1]])).data[0]).toBeCloseTo(Math.log(2), 15);
  for (const [loss, target] of [[meanSquaredError(), array([[0.2, 1], [0, 2]])], [huber(), array([[0.2, 1], [0, 2.5]])], [binaryCrossEntropy(), array([[0, 1], [0.25, 1]])], [crossEntropy(), array([1, 0], { dtype: 'int32' })]] as const) {
    expect(String(checkGradient((z: NdArray) => sum(loss.of(z, target)), [z]))).toMatch(/^gradient and differences agree/);
  }
});

test('losses stay right where probabilities round to 0 or 1', () => {
  expect(binaryCrossEntropy().of(array([[800], [-800], [40]]), array([[0], [1], [1]])).data).toEqual(Float64Array.of(800, 800, 4.248354255291589e-18));
  expect(crossEntropy().of(array([[1000, 0], [0, -Infinity]]), array([1, 0], { dtype: 'int32' })).data).toEqual(Float64Array.of(1000, 0));
});

test.each<[string, () => unknown, string]>([
  ['a negative rate', () => sgd({ learningRate: -1 }), 'sgd: learningRate must be a number at least 0; it is -1'],
  ['nesterov without momentum', () => sgd({ nesterov: true }), 'sgd: nesterov must have a momentum above 0; it is 0'],
  ['an unknown option', () => adam({ lr: 1 } as never), 'adam: unknown option "lr"; the options are learningRate, beta1, beta2, epsilon, weightDecay'],
  ['no forgetting', () => adamW({ beta2: 1 }), 'adamW: beta2 must be a number at least 0 and below 1; it is 1'],
  ['a growing decay', () => stepDecay({ rate: 1, every: 1, factor: 2 }), 'stepDecay: factor must be a number above 0 and at most 1; it is 2'],
  ['a schedule that gives NaN', () => sgd({ learningRate: () => NaN }).numbers(3), 'sgd: learningRate of step 3 must be a number at least 0; it is NaN'],
  ['an unknown option of a schedule', () => stepDecay({ rate: 1, every: 1, gamma: 0.5 } as never), 'stepDecay: unknown option "gamma"; the options are rate, every, factor'],
  ['no options of a schedule', () => cosineDecay(undefined as never), 'cosineDecay: options must be an object with rate, steps, final; they are undefined'],
  ['a decay every so many epochs', () => exponentialDecay({ rate: 1, factor: 0.5, epochs: 2 } as never), 'exponentialDecay: unknown option "epochs"; the options are rate, factor, every'],
  ['an unknown option of a loss', () => huber({ beta: 2 } as never), 'huber: unknown option "beta"; the options are delta'],
  ['a sharp corner', () => huber({ delta: 0 }), 'huber: delta must be a number above 0; it is 0'],
  ['one class', () => crossEntropy().check([1]), 'crossEntropy: the network must end in one number per class, [classes], at least 2; it ends in [1], binaryCrossEntropy() is for a single one'],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(message);
});
