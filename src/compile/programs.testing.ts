/** Programs for the tests of this folder: networks, and random ones. */
import { array, sizeOf, type DType, type NdArray, type Shape } from '../array/index.ts';
import {
  abs, add, concat, div, exp, logSoftmax, matmul, max, maximum, mean, mul, neg, relu, reshape, slice, square, sub, sum, tanh, transpose,
} from '../ops/index.ts';
import { record, type Program } from '../program/index.ts';
import { generator, type Generator } from '../random/index.ts';

/** Normal deviates. */
export function normal(shape: Shape, seed = 0, dtype: DType = 'float64'): NdArray {
  const random = generator(seed, 'programs');
  return array(Float64Array.from({ length: sizeOf(shape) }, () => random.normal()), shape, { dtype });
}

/** Two hidden layers of tanh on 64 samples of 20 numbers, squared errors: the prototype's network. */
export function mlpLoss(w1: NdArray, w2: NdArray, w3: NdArray): NdArray {
  const [x, y] = [normal([64, 20], 1), normal([64, 1], 2)];
  return sum(square(sub(matmul(tanh(matmul(tanh(matmul(x, w1)), w2)), w3), y)));
}

export const mlpWeights: readonly [NdArray, NdArray, NdArray] = [normal([20, 30], 3), normal([30, 30], 4), normal([30, 1], 5)];

/** A program of up to `length` random equations on two [3, 4] inputs; some of them useless, some the same. */
export function randomProgram(seed: number, length: number): Program {
  const random = generator(seed, 'random programs');
  return record(([x, y]) => {
    const made: NdArray[] = [x, y, normal([3, 4], seed), array([[1]])];
    for (let i = 0; i < length; i++) made.push(randomEquation(random, made));
    return [made.at(-1)!, pick(random, made), sum(pick(random, made))];
  }, [{ shape: [3, 4], dtype: 'float64' }, { shape: [3, 4], dtype: 'float64' }]);
}

function randomEquation(random: Generator, made: readonly NdArray[]): NdArray {
  const a = pick(random, made);
  const like = made.filter(({ shape }) => String(shape) === String(a.shape));
  const b = pick(random, like);
  const choices: readonly (() => NdArray)[] = [
    () => add(a, b), () => sub(a, b), () => mul(a, b), () => maximum(a, b), () => div(a, add(abs(b), 1)), () => mul(a, 1), () => sub(a, 0),
    () => neg(a), () => abs(a), () => tanh(a), () => relu(a), () => exp(neg(abs(a))), () => logSoftmax(a, 0),
    () => reshape(a, [a.shape[1], a.shape[0]]), () => transpose(a), () => matmul(a, b, { transposeB: true }), () => matmul(transpose(a), b),
    () => add(a, mean(a, 0)), () => mul(a, max(b, 1, { keepDims: true })), () => slice(concat([a, b], 0), [0, 0], a.shape),
  ];
  return choices[random.below(choices.length)]();
}

function pick(random: Generator, list: readonly NdArray[]): NdArray {
  return list[random.below(list.length)];
}
