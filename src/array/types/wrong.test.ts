/** Wrong wiring: one error, on the offending argument, that reads like a sentence. */
import { beforeAll, expect, test } from 'vitest';
import { compile, preamble, sentenceIn, type Compiled } from './compiler.testing.ts';

const padding = "padding must be 'same', 'valid', a whole number ≥ 0, two of them [vertical, horizontal] or four [top, right, bottom, left]";
const bounds = 'slice: begin and end must lie within the axis, in this order';

/** A call, the argument that is underlined, and the message. */
const wirings: readonly (readonly [code: string, argument: string, message: string])[] = [
  ['o.conv2d(zeros(8, 3, 28, 28), zeros(16, 4, 3, 3))', 'zeros(16, 4, 3, 3)', 'conv2d: x and k must have equal channels; x [8,3,28,28] has 3, k [16,4,3,3] has 4'],
  ['o.conv2d(zeros(3, 28, 28), zeros(16, 3, 3, 3))', 'zeros(16, 3, 3, 3)', 'conv2d: x must be [batch, channels, height, width]; x [3,28,28] has rank 3'],
  ['o.conv2d(zeros(8, 3, 28, 28), zeros(3, 3))', 'zeros(3, 3)', 'conv2d: k must be [outChannels, inChannels / groups, height, width]; k [3,3] has rank 2'],
  ['o.conv2d(zeros(1, 4, 3, 3), zeros(8, 4, 5, 5))', 'zeros(8', 'conv2d: k must fit into x with its padding; k [8,4,5,5] spans 5×5, x [1,4,3,3] with padding is 3×3'],
  ['o.conv2d(zeros(1, 4, 3, 3), zeros(8, 4, 3, 3), { padding: [0, 1], dilation: 2 })', 'zeros(8', 'conv2d: k must fit into x with its padding; k [8,4,3,3] spans 5×5, x [1,4,3,3] with padding is 3×5'],
  ['o.conv2d(zeros(1, 4, 3, n), zeros(8, 4, 5, 5))', 'zeros(8', 'conv2d: k must fit into x with its padding; k [8,4,5,5] spans 5×5, x [1,4,3,?] with padding is 3×?'],
  ['o.conv2d(zeros(1, 4, 9, 9), zeros(8, 4, 0, 3))', 'zeros(8', 'conv2d: k must be at least 1×1; k [8,4,0,3] is 0×3'],
  ['o.conv2d(zeros(8, 6, 9, 9), zeros(16, 4, 3, 3), { groups: 2 })', 'zeros(16', 'conv2d: x must have the channels of k in each group; x [8,6,9,9] has 6, k [16,4,3,3] has 4, groups is 2'],
  ['o.conv2d(zeros(8, 6, 9, 9), zeros(16, 2, 3, 3), { groups: 3 })', 'zeros(16', 'conv2d: groups must divide the output channels; k [16,2,3,3] has 16, groups is 3'],
  ['o.conv2d(zeros(8, 6, 9, 9), zeros(16, 2, 3, 3), { groups: 0 })', 'zeros(16', 'conv2d: groups must be a whole number ≥ 1; it is 0'],
  ['o.conv2d(zeros(8, 3, 9, 9), zeros(16, 3, 3, 3), { stride: 0 })', 'zeros(16', 'conv2d: stride must be a whole number ≥ 1, or two of them [height, width]; it is 0'],
  ['o.conv2d(zeros(8, 3, 9, 9), zeros(16, 3, 3, 3), { dilation: [1, 0.5] })', 'zeros(16', 'conv2d: dilation must be a whole number ≥ 1, or two of them [height, width]; it is [1,0.5]'],
  ['o.conv2d(zeros(8, 3, 9, 9), zeros(16, 3, 3, 3), { padding: [1, -1] })', 'zeros(16', `conv2d: ${padding}; it is [1,-1]`],
  ['o.maxPool2d(zeros(1, 1, 2, 2), 3)', '3)', 'maxPool2d: the window must fit into x with its padding; the window is 3×3, x [1,1,2,2] with padding is 2×2'],
  ['o.maxPool2d(zeros(1, 1, 9, 9), 2, { padding: [0, 2] })', '2,', 'maxPool2d: padding must be less than the window; padding is [0,2,0,2], the window 2×2'],
  ['o.maxPool2d(zeros(1, 9, 9), 2)', '2)', 'maxPool2d: x must be [batch, channels, height, width]; x [1,9,9] has rank 3'],
  ['o.maxPool2d(zeros(1, 1, 9, 9), [2, 0])', '[2, 0]', 'maxPool2d: size must be a whole number ≥ 1, or two of them [height, width]; it is [2,0]'],
  ['o.matmul(zeros(2, 3), zeros(5, 4))', 'zeros(5, 4)', 'matmul: inner sizes must be equal; a [2,3] has 3, b [5,4] has 5'],
  ['o.matmul(zeros(n, 3), zeros(5, 4))', 'zeros(5, 4)', 'matmul: inner sizes must be equal; a [?,3] has 3, b [5,4] has 5'],
  ['o.matmul(zeros(2, 3), zeros(3, 4), { transposeB: true })', 'zeros(3, 4)', 'matmul: inner sizes must be equal; a [2,3] has 3, b [4,3] has 4'],
  ['o.matmul(zeros(7, 2, 3), zeros(8, 3, 4))', 'zeros(8', 'matmul: batch axes must broadcast, sizes equal or one of them 1; a [7,2,3] and b [8,3,4] have 7 and 8 at axis -3'],
  ['o.matmul(zeros(3), zeros(3, 4))', 'zeros(3, 4)', 'matmul: a must have at least 2 axes; a [3] has 1'],
  ['o.matmul(zeros(2, 3), zeros(3))', 'zeros(3)', 'matmul: b must have at least 2 axes; b [3] has 1'],
  ['o.add(zeros(2, 3), zeros(4))', 'zeros(4)', 'add: shapes must broadcast, sizes equal or one of them 1; a [2,3] and b [4] have 3 and 4 at axis -1'],
  ['o.add(zeros(5, 2, 3), zeros(4, 1, 3))', 'zeros(4', 'add: shapes must broadcast, sizes equal or one of them 1; a [5,2,3] and b [4,1,3] have 5 and 4 at axis -3'],
  ['o.broadcastTo(zeros(2, 3), [2, 4])', '[2, 4]', 'broadcastTo: x must broadcast to the shape, sizes equal or 1 in x; x [2,3] and the shape [2,4] have 3 and 4 at axis -1'],
  ['o.broadcastTo(zeros(2, 3), [3])', '[3]', 'broadcastTo: x must broadcast to the shape, sizes equal or 1 in x; x [2,3] has rank 2, the shape [3] has 1'],
  ['o.reshape(zeros(2, 3), [4, 2])', '[4, 2]', 'reshape: both shapes must hold as many numbers; x [2,3] holds 6, [4,2] holds 8'],
  ['o.reshape(zeros(2, 3), [4, -1])', '[4, -1]', 'reshape: the sizes given must divide the numbers of x; x [2,3] holds 6, [4,-1] gives 4'],
  ['o.reshape(zeros(2, 3), [-1, -1])', '[-1, -1]', 'reshape: only one size may be -1; [-1,-1] has 2'],
  ['o.reshape(zeros(2, 3), [-2, 3])', '[-2, 3]', 'reshape: every size must be a whole number ≥ 0, or -1; [-2,3] has -2'],
  ['o.expandDims(zeros(2, 3), 3)', '3)', "expandDims: axis must be one of the result's axes; the result has rank 3, axis is 3"],
  ['o.squeeze(zeros(1, 2, 3), [0, 1])', '[0, 1]', 'squeeze: an axis taken away must have size 1; x [1,2,3] has 2 at axis 1'],
  ['o.transpose(zeros(2, 3), [0, 1, 2])', '[0, 1, 2]', 'transpose: axes must name every axis of x once; x [2,3] has rank 2, axes are [0,1,2]'],
  ['o.transpose(zeros(2, 3, 4), [0, 1, 1])', '[0, 1, 1]', 'transpose: axes must name every axis of x once; x [2,3,4] has rank 3, axes are [0,1,1]'],
  ['o.mean(zeros(2, 3), 2)', '2)', "mean: axis must be one of x's axes; x [2,3] has rank 2, axis is 2"],
  ['o.mean(zeros(2, 3), [0, -3])', '[0, -3]', "mean: axis must be one of x's axes; x [2,3] has rank 2, axis is -3"],
  ['o.mean(zeros(2, 3), [0, -2])', '[0, -2]', 'mean: axes must differ; [0,-2] names axis 0 of x [2,3] twice'],
  ['o.softmax(zeros(2, 3), 2)', '2)', "softmax: axis must be one of x's axes; x [2,3] has rank 2, axis is 2"],
  ['o.concat([zeros(2, 3), zeros(2, 3), zeros(2, 4)])', '[zeros(2, 3)', 'concat: arrays must be equal in all axes but axis 0; array 0 is [2,3], array 2 is [2,4]'],
  ['o.concat([zeros(2, 3), zeros(3)], -1)', '[zeros(2, 3)', 'concat: arrays must be equal in all axes but axis -1; array 0 is [2,3], array 1 is [3]'],
  ['o.concat([zeros(2, 3), zeros(2, 3)], 2)', '[zeros(2, 3)', "concat: axis must be one of array 0's axes; array 0 [2,3] has rank 2, axis is 2"],
  ['o.concat([])', '[]', 'concat: at least one array is needed; the list is empty'],
  ['o.stack([zeros(2, 3), zeros(2, 4)])', '[zeros(2, 3)', 'stack: arrays must have equal shapes; array 0 is [2,3], array 1 is [2,4]'],
  ['o.stack([zeros(2, 3)], 3)', '[zeros(2, 3)', "stack: axis must be one of the result's axes; the result has rank 3, axis is 3"],
  ['o.slice(zeros(5, 3), [2], [7])', '[2]', `${bounds}; x [5,3] has 5 at axis 0, begin is 2, end is 7`],
  ['o.slice(zeros(5), [0, 0])', '[0, 0]', 'slice: begin must have one entry per axis at most; x [5] has rank 1, begin is [0,0]'],
  ['o.slice(zeros(5), [0], [5], [0])', '[0],', 'slice: step must be a whole number ≥ 1; at axis 0 it is 0'],
  ['o.pad(zeros(5, 3), [[1, 2]])', '[[1, 2]]', 'pad: one pair [before, after] per axis is needed; x [5,3] has rank 2, 1 pairs are given'],
  ['o.pad(zeros(5), [[1, -2]])', '[[1, -2]]', 'pad: margins must be two whole numbers ≥ 0; at axis 0 they are [1,-2]'],
  ['o.gather(zeros(5), zeros(2), 1)', 'zeros(2)', "gather: axis must be one of x's axes; x [5] has rank 1, axis is 1"],
  ['o.oneHot(zeros(5), 0)', '0)', 'oneHot: depth must be a whole number ≥ 1; it is 0'],
  // what follows a mistake is of unknown rank and not refused: one mistake, one message
  ['o.mean(o.add(o.matmul(zeros(2, 3), zeros(5, 4)), zeros(77)), 9)', 'zeros(5, 4)', 'matmul: inner sizes must be equal; a [2,3] has 3, b [5,4] has 5'],
];

/** Refused with more words of the compiler around ours, or only with its own. */
const others: readonly (readonly [code: string, argument: string, message: string])[] = [
  // a mistake in a function that is generic in the batch
  ['<N extends number>(x: NdArray<[N, 784]>) => o.matmul(x, zeros(128, 10))', 'zeros(128, 10)', 'matmul: inner sizes must be equal; a ['],
  ['o.conv2d(zeros(8, 3, 9, 9), zeros(16, 3, 3, 3), { stride: 2, pading: 1 })', 'pading', "Type 'number' is not assignable to type 'never'."],
  ['o.conv2d(zeros(8, 3, 9, 9), zeros(16, 3, 3, 3), { padding: "full" })', 'padding', `Type '"full"' is not assignable to type 'Padding | undefined'.`],
  ['o.conv2d(zeros(8, 3, 9, 9), zeros(16, 3, 3, 3), { bias: zeros(3) })', 'bias', `Type 'NdArray<[3]>' is not assignable to type '"conv2d: bias must hold one number per output channel; k [16,3,3,3] has 16, bias is [3]"'.`],
  ['(x: NdArray<[number, 3]>): NdArray<[2, 3]> => x', 'x', "Type 'NdArray<[number, 3]>' is not assignable to type 'NdArray<[2, 3]>'."],
];

const all = [...wirings, ...others];
const prefix = 'export const _ = ';
let found: Compiled['errors'][] = [];
beforeAll(async () => {
  const { errors } = await compile(`${preamble}\n${all.map(([code], i) => `${prefix.replace('_', `c${String(i).padStart(3, '0')}`)}${code};`).join('\n')}`);
  found = all.map((_, i) => errors.filter(({ line }) => line === i + 2));
});

test.each(wirings.map(([code, argument, message], i) => ({ code, argument, message, i })))('$code: $message', ({ code, argument, message, i }) => {
  expect(found[i].map((error) => sentenceIn(error.message))).toEqual([message]);
  expect(underlined(code, i)).toEqual(expect.stringMatching(new RegExp(`^${escaped(argument)}`)));
});

test.each(others.map(([code, argument, message], i) => ({ code, argument, message, i: wirings.length + i })))('$code: $message', ({ code, argument, message, i }) => {
  expect(found[i].map((error) => error.message)).toEqual([expect.stringContaining(message)]);
  expect(underlined(code, i)).toEqual(expect.stringMatching(new RegExp(`^${escaped(argument)}`)));
});

/** The code from the place of the error on. */
function underlined(code: string, i: number): string {
  return code.slice((found[i][0]?.column ?? Number.NaN) - 1 - prefix.length - 3);
}

function escaped(text: string): string {
  return text.replaceAll(/[[\](){}.*+?^$|\\]/g, '\\$&');
}
