import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Conv2dGeometry } from '../kernels/index.ts';
import { conv2dForward, conv2dInputGradient, conv2dKernelGradient } from './conv2d.testing.ts';
import { geometry, sizes } from './geometry.testing.ts';
import { hostMachine } from './host.ts';
import { random } from './random.testing.ts';
import { threadsReady } from './threads.ts';

type Numbers = Float32Array | Float64Array;

/** The nested loops: calls `visit` with the index of every x, kernel and y that meet. */
function everyProduct(g: Conv2dGeometry, visit: (x: number, kernel: number, y: number) => void): void {
  for (let n = 0; n < g.images; n++) for (let group = 0; group < g.groups; group++) for (let o = 0; o < g.outputs; o++) {
    for (let i = 0; i < g.outHeight; i++) for (let j = 0; j < g.outWidth; j++) for (let c = 0; c < g.inputs; c++) {
      for (let u = 0; u < g.kernelHeight; u++) for (let v = 0; v < g.kernelWidth; v++) {
        const h = i * g.strideHeight + u * g.dilationHeight - g.padTop;
        const w = j * g.strideWidth + v * g.dilationWidth - g.padLeft;
        if (h < 0 || h >= g.height || w < 0 || w >= g.width) continue;
        visit(
          (((n * g.groups + group) * g.inputs + c) * g.height + h) * g.width + w,
          (((group * g.outputs + o) * g.inputs + c) * g.kernelHeight + u) * g.kernelWidth + v,
          (((n * g.groups + group) * g.outputs + o) * g.outHeight + i) * g.outWidth + j,
        );
      }
    }
  }
}

/** Several blocks of the sum (270 terms), of positions (323) and of images. */
const long: Conv2dGeometry = {
  images: 3, groups: 1, inputs: 30, outputs: 10, height: 17, width: 19, kernelHeight: 3, kernelWidth: 3, outHeight: 17, outWidth: 19,
  strideHeight: 1, strideWidth: 1, padTop: 1, padLeft: 1, dilationHeight: 1, dilationWidth: 1,
};

describe.each([['float32', Float32Array, 2 ** -24], ['float64', Float64Array, 2 ** -53]] as const)('%s', (_, Type, unit) => {
  const numbers = (length: number, seed: number): Numbers => Type.from(random(length, seed));

  /** Each sum of at most `terms` products of numbers below 1 may be off by terms²/2 roundings at worst; in practice by far less. */
  function checkClose(actual: Numbers, wanted: Float64Array, terms: number): void {
    expect(actual.length).toBe(wanted.length);
    let worst = 0;
    for (let i = 0; i < wanted.length; i++) worst = Math.max(worst, Math.abs(actual[i] - wanted[i]));
    expect(worst).toBeLessThanOrEqual(2 * terms * unit);
  }

  function check(g: Conv2dGeometry, threads?: number): void {
    const size = sizes(g);
    const x = numbers(size.x, 1);
    const kernel = numbers(size.kernel, 2);
    const dy = numbers(size.y, 3);
    const bias = numbers(g.groups * g.outputs, 4);
    const plane = g.outHeight * g.outWidth;
    const y = Float64Array.from({ length: size.y }, (_, i) => bias[Math.floor(i / plane) % bias.length]);
    const dx = new Float64Array(size.x);
    const dkernel = new Float64Array(size.kernel);
    everyProduct(g, (i, j, k) => {
      y[k] += x[i] * kernel[j];
      dx[i] += dy[k] * kernel[j];
      dkernel[j] += dy[k] * x[i];
    });
    const taps = g.kernelHeight * g.kernelWidth;
    checkClose(conv2dForward(x, kernel, bias, g, { threads }), y, g.inputs * taps + 1);
    checkClose(conv2dForward(x, kernel, bias, g, { threads, activation: 'relu' }), y.map((value) => Math.max(value, 0)), g.inputs * taps + 1);
    checkClose(conv2dInputGradient(dy, kernel, g, { threads }), dx, g.outputs * taps);
    checkClose(conv2dKernelGradient(x, dy, g, { threads }), dkernel, g.images * plane);
  }

  test('forward and both gradients equal the nested loops for any stride, padding, dilation and groups', () => {
    fc.assert(fc.property(geometry, (g) => check(g, 1)), { numRuns: 150 });
  });

  test('one channel per group, the direct kernels, equal the nested loops', () => {
    fc.assert(fc.property(geometry, fc.integer({ min: 1, max: 40 }), fc.boolean(), (g, width, unit) => {
      const stride = unit ? 1 : g.strideWidth;
      const padded = width + 2 * g.padLeft - g.dilationWidth * (g.kernelWidth - 1) - 1;
      fc.pre(padded >= 0);
      check({ ...g, inputs: 1, outputs: 1, width, strideWidth: stride, outWidth: Math.floor(padded / stride) + 1, ...(unit && { strideHeight: 1, outHeight: (g.outHeight - 1) * g.strideHeight + 1 }) }, 1);
    }), { numRuns: 150 });
  });

  test('sums, positions and images longer than a block are put together', () => check(long, 1));

  test('several threads give the bits of one', async () => {
    const size = sizes(long);
    const x = numbers(size.x, 1);
    const kernel = numbers(size.kernel, 2);
    const dy = numbers(size.y, 3);
    const all = (threads?: number): Buffer[] => [
      conv2dForward(x, kernel, undefined, long, { threads }), conv2dInputGradient(dy, kernel, long, { threads }), conv2dKernelGradient(x, dy, long, { threads }),
    ].map((values) => Buffer.from(values.buffer));
    const one = all(1);
    await threadsReady(hostMachine());
    for (let i = 0; i < 5; i++) expect(all().map((bits, j) => bits.equals(one[j]))).toEqual([true, true, true]);
  });
});
