/** Right wiring: the shapes that an editor shows. */
import { beforeAll, expect, test } from 'vitest';
import { compile, preamble } from './compiler.testing.ts';

/** A call, and the type its result has in hovers and declaration files. */
const wirings: readonly (readonly [code: string, type: string])[] = [
  ['o.conv2d(zeros(8, 3, 28, 28), zeros(16, 3, 3, 3))', 'NdArray<[8, 16, 26, 26]>'],
  ['o.conv2d(zeros(8, 3, 28, 28), zeros(16, 3, 5, 5), { padding: 2 })', 'NdArray<[8, 16, 28, 28]>'],
  ['o.conv2d(zeros(1, 3, 224, 224), zeros(32, 3, 7, 7), { stride: 2, padding: 3 })', 'NdArray<[1, 32, 112, 112]>'],
  ["o.conv2d(zeros(8, 3, 28, 30), zeros(16, 3, 5, 3), { padding: 'same', stride: [3, 2] })", 'NdArray<[8, 16, 10, 15]>'],
  ["o.conv2d(zeros(8, 3, 28, 28), zeros(16, 3, 3, 3), { padding: 'valid', dilation: [2, 3] })", 'NdArray<[8, 16, 24, 22]>'],
  ['o.conv2d(zeros(8, 3, 28, 28), zeros(16, 3, 3, 3), { padding: [1, 0] })', 'NdArray<[8, 16, 28, 26]>'],
  ['o.conv2d(zeros(8, 3, 28, 28), zeros(16, 3, 3, 3), { padding: [0, 1, 2, 3] })', 'NdArray<[8, 16, 28, 30]>'],
  ['o.conv2d(zeros(8, 6, 28, 28), zeros(9, 2, 1, 1), { groups: 3 })', 'NdArray<[8, 9, 28, 28]>'],
  ['o.conv2d(zeros(8, 6, 28, 28), zeros(6, 1, 3, 3), { groups: 6, bias: zeros(6) })', 'NdArray<[8, 6, 26, 26]>'],
  ['o.maxPool2d(zeros(16, 3, 32, 32), 2)', 'NdArray<[16, 3, 16, 16]>'],
  ['o.maxPool2d(zeros(16, 3, 32, 32), 3, { stride: 2 })', 'NdArray<[16, 3, 15, 15]>'],
  ['o.maxPool2d(zeros(16, 3, 32, 32), [2, 3], { padding: [0, 1] })', 'NdArray<[16, 3, 16, 11]>'],
  ['o.matmul(zeros(2, 3), zeros(3, 4))', 'NdArray<[2, 4]>'],
  ['o.matmul(zeros(8, 2, 3), zeros(3, 4))', 'NdArray<[8, 2, 4]>'],
  ['o.matmul(zeros(5, 1, 2, 3), zeros(8, 3, 4))', 'NdArray<[5, 8, 2, 4]>'],
  ['o.matmul(zeros(2, 3), zeros(4, 3), { transposeB: true })', 'NdArray<[2, 4]>'],
  ['o.matmul(zeros(3, 2), zeros(4, 3), { transposeA: true, transposeB: true })', 'NdArray<[2, 4]>'],
  ['o.add(zeros(2, 3), zeros(3))', 'NdArray<[2, 3]>'],
  ['o.add(zeros(4, 1, 3), zeros(2, 1))', 'NdArray<[4, 2, 3]>'],
  ['o.add(zeros(2, 3), 2)', 'NdArray<[2, 3]>'],
  ['o.add(1, zeros(2, 3))', 'NdArray<[2, 3]>'],
  ['o.broadcastTo(zeros(3), [2, 3])', 'NdArray<[2, 3]>'],
  ['o.relu(zeros(2, 3))', 'NdArray<[2, 3]>'],
  ['o.softmax(zeros(2, 3), 0)', 'NdArray<[2, 3]>'],
  ['o.reshape(zeros(16, 3, 32, 32), [16, -1])', 'NdArray<[16, 3072]>'],
  ['o.reshape(zeros(10_000_000), [100_000, -1])', 'NdArray<[100000, 100]>'],
  ['o.reshape(zeros(2, 3), [6])', 'NdArray<[6]>'],
  ['o.flatten(zeros(16, 3, 32, 32))', 'NdArray<[16, 3072]>'],
  ['o.expandDims(zeros(2, 3), -1)', 'NdArray<[2, 3, 1]>'],
  ['o.squeeze(zeros(1, 2, 1, 3))', 'NdArray<[2, 3]>'],
  ['o.squeeze(zeros(1, 2, 1, 3), [0])', 'NdArray<[2, 1, 3]>'],
  ['o.transpose(zeros(2, 3))', 'NdArray<[3, 2]>'],
  ['o.transpose(zeros(16, 3, 32, 31), [0, 2, 3, 1])', 'NdArray<[16, 32, 31, 3]>'],
  ['o.transpose(zeros(2, 3, 4), [-1, 0, 1])', 'NdArray<[4, 2, 3]>'],
  ['o.mean(zeros(2, 3))', 'NdArray<[]>'],
  ['o.mean(zeros(2, 3), -1)', 'NdArray<[2]>'],
  ['o.mean(zeros(16, 3, 8, 8), [2, 3])', 'NdArray<[16, 3]>'],
  ['o.mean(zeros(2, 3), 0, { keepDims: true })', 'NdArray<[1, 3]>'],
  ['o.concat([zeros(2, 3), zeros(5, 3), zeros(2, 3)])', 'NdArray<[9, 3]>'],
  ['o.concat([zeros(2, 3), zeros(2, 5)], -1)', 'NdArray<[2, 8]>'],
  ['o.stack([zeros(2, 3), zeros(2, 3)], 1)', 'NdArray<[2, 2, 3]>'],
  ['o.slice(zeros(5, 6, 7), [1, -2], [-1])', 'NdArray<[3, 2, 7]>'],
  ['o.slice(zeros(9), [0], [9], [2])', 'NdArray<[5]>'],
  ['o.pad(zeros(5, 3), [[1, 2], [0, 4]])', 'NdArray<[8, 7]>'],
  ['o.gather(zeros(5, 6), zeros(2, 3))', 'NdArray<[2, 3, 6]>'],
  ['o.oneHot(zeros(32), 10)', 'NdArray<[32, 10]>'],
  // a whole network in one expression
  ['o.matmul(o.flatten(o.maxPool2d(o.relu(o.conv2d(zeros(4, 3, 32, 32), zeros(8, 3, 3, 3), { padding: 1 })), 2)), zeros(2048, 10))', 'NdArray<[4, 10]>'],
];

/** What is not known at compile time flows on as `number`, or as a shape of unknown rank, and is not refused. */
const degraded: typeof wirings = [
  ['o.matmul(zeros(n, 784), zeros(784, 10))', 'NdArray<[number, 10]>'],
  ['o.add(zeros(n, 3), zeros(5, 1))', 'NdArray<[5, 3]>'],
  ['o.conv2d(zeros(n, 3, 32, 32), zeros(8, 3, 5, 5))', 'NdArray<[number, 8, 28, 28]>'],
  ['o.conv2d(zeros(16, 3, n, 32), zeros(8, 3, 5, 5))', 'NdArray<[16, 8, number, 28]>'],
  ['o.conv2d(zeros(16, 3, 32, 32), zeros(8, 3, 5, 5), { stride: n })', 'NdArray<[16, 8, number, number]>'],
  ['o.conv2d(zeros(16, 3, 32, 32), zeros(8, 3, 5, 5), { padding: 1 as 1 | 2 })', 'NdArray<[16, 8, number, number]>'],
  ["o.conv2d(zeros(16, 3, 32, 32), zeros(8, 3, 5, 5), anything as { stride?: number; padding?: number | 'same' })", 'NdArray<[16, 8, number, number]>'],
  ['o.conv2d(zeros(16, n, 32, 32), zeros(8, 3, 5, 5))', 'NdArray<[16, 8, 28, 28]>'],
  ['o.conv2d(zeros(16, 6, 32, 32), zeros(8, 3, 5, 5), { groups: n })', 'NdArray<[16, 8, 28, 28]>'],
  ['o.conv2d(zeros(16, 3, 32, 32), zeros(8, 3, 5, 5), { stride: anything, dilation: anything, groups: anything })', 'NdArray<[16, 8, number, number]>'],
  ['o.maxPool2d(zeros(2, 3, n, 8), 2)', 'NdArray<[2, 3, number, 4]>'],
  ['o.flatten(zeros(n, 3, 32, 32))', 'NdArray<[number, 3072]>'],
  ['o.reshape(zeros(n, 3), [-1, 3, 2])', 'NdArray<[number, 3, 2]>'],
  ['o.concat([zeros(2, 3), zeros(n, 5)], 1)', 'NdArray<[2, 8]>'],
  ['o.slice(zeros(n, 3), [1])', 'NdArray<[number, 3]>'],
  ['o.transpose(zeros(2, 3), [n, n])', 'NdArray<[number, number]>'],
  ['o.mean(zeros(2, 3), n)', 'NdArray<number[]>'],
  ['o.mean(zeros(2, 3), n, { keepDims: true })', 'NdArray<[number, number]>'],
  ['o.matmul(zeros(2, 3) as NdArray, zeros(5, 4))', 'NdArray<number[]>'],
  ['o.matmul(anything, zeros(5, 4))', 'NdArray<number[]>'],
  ['o.matmul(some ? zeros(2, 3) : zeros(4, 5), zeros(5, 4))', 'NdArray<number[]>'],
  ['o.concat(anything as NdArray<[2, 3]>[])', 'NdArray<number[]>'],
  ['o.matmul(anything as NdArray<[2 | 3, 4]>, zeros(4, 5))', 'NdArray<[2 | 3, 5]>'],
  ['o.reshape(anything as NdArray<[2 | 3, 4]>, [-1])', 'NdArray<[number]>'],
  ["o.matmul(anything as NdArray<[number & { readonly of: 'batch' }, 4]>, zeros(4, 5))", "NdArray<[number & {\n    readonly of: 'batch';\n}, 5]>"],
  ['o.add(anything as NdArray<[2, 3]> | number, zeros(2, 3))', 'NdArray<number[]>'],
];

/** Functions of the user's own, generic in lengths. */
const generic: typeof wirings = [
  ['<N extends number>(x: NdArray<[N, 784]>) => o.add(o.matmul(o.relu(o.add(o.matmul(x, zeros(784, 128)), zeros(128))), zeros(128, 10)), zeros(10))', '<N extends number>(x: NdArray<[N, 784]>) => NdArray<[N, 10]>'],
  ['<N extends number>(x: NdArray<[N, 128]>) => o.add(x, o.matmul(x, zeros(128, 128)))', '<N extends number>(x: NdArray<[N, 128]>) => NdArray<[N, 128]>'],
  ['<N extends number>(x: NdArray<[N, 3, 32, 32]>) => o.flatten(o.maxPool2d(o.conv2d(x, zeros(8, 3, 3, 3), { padding: 1 }), 2))', '<N extends number>(x: NdArray<[N, 3, 32, 32]>) => NdArray<[N, 2048]>'],
  ['<N extends number, I extends number, O extends number>(x: NdArray<[N, I]>, w: NdArray<[I, O]>, b: NdArray<[O]>) => o.add(o.matmul(x, w), b)', '<N extends number, I extends number, O extends number>(x: NdArray<[N, I]>, w: NdArray<[I, O]>, b: NdArray<[O]>) => NdArray<[N, O]>'],
  ['<T extends number, D extends number>(q: NdArray<[T, D]>, k: NdArray<[T, D]>) => o.softmax(o.matmul(q, k, { transposeB: true }))', '<T extends number, D extends number>(q: NdArray<[T, D]>, k: NdArray<[T, D]>) => NdArray<[T, T]>'],
  ['<N extends number>(x: NdArray<[N, 16]>) => o.mean(x, 0)', '<N extends number>(x: NdArray<[N, 16]>) => NdArray<[16]>'],
  ['(<N extends number>(x: NdArray<[N, 784]>) => o.matmul(x, zeros(784, 10)))(zeros(32, 784))', 'NdArray<[32, 10]>'],
];

let shown: readonly string[] = [];
let refused: readonly string[] = [];
const all = [...wirings, ...degraded, ...generic];
beforeAll(async () => {
  const { errors, declarations } = await compile(`${preamble}\n${all.map(([code], i) => `export const c${i} = ${code};`).join('\n')}`);
  refused = errors.map(({ line, message }) => `${all[line - 2]?.[0]}: ${message}`);
  shown = all.map((_, i) => new RegExp(`export declare const c${i}: ([^]*?);\\n(?=export|$)`).exec(declarations)?.[1] ?? 'nothing');
});

test('nothing that is right, or not known, is refused', () => {
  expect(refused).toEqual([]);
});

test.each(all.map(([code, type], i) => ({ code, type, i })))('$code is $type', ({ type, i }) => {
  expect(shown[i].replaceAll('"', "'")).toBe(type);
});
