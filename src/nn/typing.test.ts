/** What the compiler knows of networks: the shape after the last layer, and a sentence on the layer that does not fit, that of the run time. */
import { beforeAll, expect, test } from 'vitest';
import { compile, sentenceIn, type Compiled } from '../array/types/compiler.testing.ts';
import * as nn from './index.ts';

const preamble = `import * as nn from 'nn'; declare const n: number; declare const list: nn.AnyLayer[];
const mine = { name: 'mine', apply: (_: {}, state: {}, x: any) => [x, state] as const };`.replaceAll('\n', ' ');

/** A network, and the shape it ends in. */
const right: readonly (readonly [code: string, shape: string])[] = [
  ["nn.sequential([1, 28, 28], nn.conv2d(16, 3, { padding: 'same' }), nn.relu(), nn.maxPool2d(2), nn.flatten(), nn.dense(64), nn.relu(), nn.dropout(0.2), nn.dense(10))", '[10]'],
  ['nn.sequential([3, 32, 32], nn.conv2d(8, 5, { stride: 2 }), nn.averagePool2d([2, 1]), nn.batchNorm())', '[8, 7, 14]'],
  ['nn.sequential([6, 9, 9], nn.conv2d(12, 3, { groups: 3, dilation: 2 }), nn.globalAveragePool2d(), nn.layerNorm())', '[12]'],
  ['nn.sequential([4, 8, 8], nn.residual(nn.conv2d(4, 3, { padding: 1 }), nn.gelu()), nn.flatten())', '[256]'],
  ['nn.sequential([12], nn.embedding(100, 16), nn.tanh())', '[12, 16]'],
  ['nn.sequential([n, 28, 28], nn.conv2d(16, 3), nn.leakyRelu())', '[16, 26, 26]'],
  ['nn.sequential([5], mine, nn.dense(3))', '[3]'],
  ['nn.sequential([5], mine)', 'number[]'],
  ['nn.sequential([5], ...list)', 'number[]'],
  ['nn.sequential([5])', '[5]'],
];

/** A network, where the error is, and its message, the same when it runs. */
const wrong: readonly (readonly [code: string, argument: string, message: string])[] = [
  ['nn.sequential([1, 8, 8], nn.conv2d(6, 3), nn.relu(), nn.dense(10))', 'nn.dense', 'dense: the input must be flat, [features]; it is [6,6,6], put flatten() before it'],
  ['nn.sequential([1, 5, 5], nn.conv2d(6, 3), nn.conv2d(8, 5), nn.flatten())', 'nn.conv2d(8', 'conv2d: k must fit into x with its padding; k [8,6,5,5] spans 5×5, x [1,6,3,3] with padding is 3×3'],
  ['nn.sequential([784], nn.conv2d(6, 3))', 'nn.conv2d', 'conv2d: x must be [batch, channels, height, width]; x [1,784] has rank 2'],
  ['nn.sequential([1, 5, 5], nn.maxPool2d(2), nn.maxPool2d(3))', 'nn.maxPool2d(3', 'maxPool2d: the window must fit into x with its padding; the window is 3×3, x [1,1,2,2] with padding is 2×2'],
  ['nn.sequential([5], nn.globalAveragePool2d())', 'nn.global', 'globalAveragePool2d: the input must be [channels, height, width]; it is [5]'],
  ['nn.sequential([2, 8, 8], nn.residual(nn.conv2d(4, 3, { padding: 1 })))', 'nn.residual', 'residual: the layers must give the shape they get; they get [2,8,8] and give [4,8,8]'],
  ['nn.sequential([2, 8, 8], nn.residual(nn.relu(), nn.dense(3)), nn.flatten())', 'nn.residual', 'dense: the input must be flat, [features]; it is [2,8,8], put flatten() before it'],
  ['nn.sequential([4, 4], nn.relu(), nn.relu(), nn.relu(), nn.relu(), nn.relu(), nn.relu(), nn.relu(), nn.relu(), nn.relu(), nn.dense(3))', 'nn.dense', 'dense: the input must be flat, [features]; it is [4,4], put flatten() before it'],
];

/** Options that there are not: an error on the option, and a sentence when it runs. */
const unknown: readonly (readonly [code: string, option: string, message: string])[] = [
  ['nn.maxPool2d(2, { stride: 1, pading: 1 })', 'pading', 'maxPool2d: unknown option "pading"; the options are stride, padding'],
  ['nn.averagePool2d(2, { stride: 1, countPadding: false })', 'countPadding', 'averagePool2d: unknown option "countPadding"; the options are stride, padding'],
  ['nn.conv2d(2, 3, { padding: 1, strides: 2 })', 'strides', 'conv2d: unknown option "strides"; the options are stride, padding, dilation, groups, bias, kernelInit, biasInit'],
  ['nn.dense(2, { activation: 1, bias: false })', 'activation', 'dense: unknown option "activation"; the options are bias, kernelInit, biasInit'],
  ['nn.batchNorm({ momentum: 0.2, eps: 1 })', 'eps', 'batchNorm: unknown option "eps"; the options are momentum, epsilon'],
  ['nn.embedding(3, 2, { init: nn.zeros() })', 'init', 'embedding: unknown option "init"; the options are tableInit'],
  ['nn.cosineDecay({ rate: 1, steps: 9, warm: 2 })', 'warm', 'cosineDecay: unknown option "warm"; the options are rate, steps, final'],
];

const all = [...right, ...wrong, ...unknown].map(([code]) => code);
let compiled: Compiled;
beforeAll(async () => {
  compiled = await compile([preamble, ...all.map((code, i) => `export const c${i} = ${code};`)].join('\n'));
});

test.each(right)('%s ends in %s', (code, shape) => {
  expect(errorsOf(code)).toEqual([]);
  expect(new RegExp(`const c${all.indexOf(code)}: nn\\.Network<.*, (number\\[\\]|\\[[^\\]]*\\])>;`).exec(compiled.declarations)?.[1]).toBe(shape);
});

test.each(wrong)('%s, at %s: %s', (code, argument, message) => {
  const errors = errorsOf(code);
  expect(errors.map((error) => error.message)).toEqual([message]);
  expect(errors[0].from.startsWith(argument)).toBe(true);
  expect(() => run(code)).toThrow(new TypeError(message));
});

test.each(unknown)('%s: %s is refused', (code, option, message) => {
  expect(errorsOf(code).map(({ from }) => from.startsWith(option))).toEqual([true]);
  expect(() => run(code)).toThrow(new TypeError(message));
});

/** What the compiler says of the code: from where on, and in which words. */
function errorsOf(code: string): readonly { readonly from: string; readonly message: string }[] {
  const i = all.indexOf(code);
  return compiled.errors.filter(({ line }) => line === i + 2)
    .map(({ column, message }) => ({ from: code.slice(column - 1 - `export const c${i} = `.length), message: sentenceIn(message) }));
}

/** The code, run. */
function run(code: string): unknown {
  return (new Function('nn', `return ${code};`) as (names: typeof nn) => unknown)(nn);
}
