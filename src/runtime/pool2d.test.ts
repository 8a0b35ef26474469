import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pool2dGeometry } from '../kernels/index.ts';
import { hostMachine } from './host.ts';
import { averagePool2d, averagePool2dGradient, maxPool2d, maxPool2dGradient } from './pool2d.testing.ts';
import { random } from './random.testing.ts';
import { threadLimit, threadsReady } from './threads.ts';

type Numbers = Float32Array | Float64Array;

/** Windows of all kinds; padding is less than the window, so each touches the image. */
const geometry = fc.record({
  planes: fc.integer({ min: 1, max: 5 }), height: fc.integer({ min: 1, max: 12 }), width: fc.integer({ min: 1, max: 17 }),
  sizeHeight: fc.integer({ min: 1, max: 4 }), sizeWidth: fc.integer({ min: 1, max: 4 }),
  strideHeight: fc.integer({ min: 1, max: 3 }), strideWidth: fc.integer({ min: 1, max: 3 }),
  pads: fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 3 }))),
}).map(({ pads, ...g }): Pool2dGeometry => {
  const [padTop, padBottom] = [pads[0] % g.sizeHeight, pads[1] % g.sizeHeight];
  const [padLeft, padRight] = [pads[2] % g.sizeWidth, pads[3] % g.sizeWidth];
  return {
    ...g, padTop, padLeft,
    outHeight: Math.floor((g.height + padTop + padBottom - g.sizeHeight) / g.strideHeight) + 1,
    outWidth: Math.floor((g.width + padLeft + padRight - g.sizeWidth) / g.strideWidth) + 1,
  };
}).filter((g) => g.outHeight > 0 && g.outWidth > 0);

/** The indices of the image under each place, in order. */
function windows(g: Pool2dGeometry): number[][] {
  const all: number[][] = [];
  for (let plane = 0; plane < g.planes; plane++) for (let i = 0; i < g.outHeight; i++) for (let j = 0; j < g.outWidth; j++) {
    const inside: number[] = [];
    for (let u = 0; u < g.sizeHeight; u++) for (let v = 0; v < g.sizeWidth; v++) {
      const [h, w] = [i * g.strideHeight + u - g.padTop, j * g.strideWidth + v - g.padLeft];
      if (h >= 0 && h < g.height && w >= 0 && w < g.width) inside.push((plane * g.height + h) * g.width + w);
    }
    all.push(inside);
  }
  return all;
}

describe.each([['float32', Float32Array, 2 ** -24], ['float64', Float64Array, 2 ** -53]] as const)('%s', (_, Type, unit) => {
  const numbers = (length: number, seed: number): Numbers => Type.from(random(length, seed));
  /** Few different values, so that many are equal. */
  const coarse = (length: number, seed: number): Numbers => Type.from(random(length, seed).map((value) => Math.round(3 * value)));
  const imageSize = (g: Pool2dGeometry): number => g.planes * g.height * g.width;
  const firstGreatest = (x: Numbers, inside: readonly number[]): number => inside.find((at) => x[at] === Math.max(...inside.map((one) => x[one])))!;

  /** Sums of at most 16 numbers below 1, rounded each time. */
  const checkClose = (actual: Numbers, wanted: readonly number[]): void => {
    expect(actual.length).toBe(wanted.length);
    expect(wanted.filter((value, i) => !(Math.abs(actual[i] - value) <= 16 * 16 * unit))).toEqual([]);
  };

  test('max pooling takes the greatest under each window, and another array\'s number at the first of equals', () => {
    fc.assert(fc.property(geometry, (g) => {
      const [x, v] = [coarse(imageSize(g), 1), numbers(imageSize(g), 2)];
      expect(maxPool2d(x, g)).toEqual(Type.from(windows(g).map((inside) => x[firstGreatest(x, inside)])));
      expect(maxPool2d(x, g, v)).toEqual(Type.from(windows(g).map((inside) => v[firstGreatest(x, inside)])));
    }), { numRuns: 100 });
  });

  test('the gradient of max pooling goes to the first of the greatest, and adds up where windows meet', () => {
    fc.assert(fc.property(geometry, (g) => {
      const [x, dy] = [coarse(imageSize(g), 3), numbers(g.planes * g.outHeight * g.outWidth, 4)];
      const wanted = Array.from(x, () => 0);
      windows(g).forEach((inside, y) => { wanted[firstGreatest(x, inside)] += dy[y]; });
      checkClose(maxPool2dGradient(dy, x, g), wanted);
    }), { numRuns: 100 });
  });

  test('average pooling divides by the window or by what of it lies on the image, and so does its gradient', () => {
    fc.assert(fc.property(geometry, fc.boolean(), (g, countPadding) => {
      const [x, dy] = [numbers(imageSize(g), 5), numbers(g.planes * g.outHeight * g.outWidth, 6)];
      const divisor = (inside: readonly number[]): number => (countPadding ? g.sizeHeight * g.sizeWidth : inside.length);
      checkClose(averagePool2d(x, g, countPadding), windows(g).map((inside) => inside.reduce((sum, at) => sum + x[at], 0) / divisor(inside)));
      const wanted = Array.from(x, () => 0);
      windows(g).forEach((inside, y) => { for (const at of inside) wanted[at] += dy[y] / divisor(inside); });
      checkClose(averagePool2dGradient(dy, g, countPadding), wanted);
    }), { numRuns: 100 });
  });

  const four: Pool2dGeometry = {
    planes: 1, height: 2, width: 2, sizeHeight: 2, sizeWidth: 2, outHeight: 1, outWidth: 1, strideHeight: 2, strideWidth: 2, padTop: 0, padLeft: 0,
  };

  test('the first NaN wins, wherever it stands; −∞ everywhere is −∞', () => {
    for (let at = 0; at < 4; at++) {
      const x = Type.from([1, Infinity, -1, 0]);
      x[at] = NaN;
      x[3] = NaN;
      expect(maxPool2d(x, four)[0]).toBeNaN();
      expect([...maxPool2dGradient(Type.of(5), x, four)]).toEqual([0, 1, 2, 3].map((i) => (i === at ? 5 : 0)));
    }
    expect([...maxPool2d(new Type(4).fill(-Infinity), four)]).toEqual([-Infinity]);
  });

  test('windows of 2 × 2 side by side, taken a vector at a time: the first of equals, zeros of both signs, NaN', () => {
    const side = fc.integer({ min: 2, max: 21 });
    fc.assert(fc.property(fc.integer({ min: 1, max: 3 }), side, side, fc.integer({ min: 0, max: 1000 }), (planes, height, width, seed) => {
      const g = { ...four, planes, height, width, outHeight: Math.floor(height / 2), outWidth: Math.floor(width / 2) };
      const special = [0, -0, 1, -1, NaN, Infinity, -Infinity, 0, -0];
      const x = Type.from(random(imageSize(g), seed).map((value) => special[Math.floor((value + 1) * 1000) % special.length]));
      const v = numbers(imageSize(g), seed + 1);
      const dy = Type.from(random(planes * g.outHeight * g.outWidth, seed + 2).map((value) => (value < -0.4 ? -0 : value)));
      const chosen = windows(g).map((inside) => inside.find((at) => Number.isNaN(x[at])) ?? inside.reduce((best, at) => (x[at] > x[best] ? at : best)));
      expect(maxPool2d(x, g)).toEqual(Type.from(chosen.map((at) => x[at])));
      expect(maxPool2d(x, g, v)).toEqual(Type.from(chosen.map((at) => v[at])));
      const wanted = new Type(imageSize(g));
      chosen.forEach((at, y) => { wanted[at] += dy[y]; });
      expect(maxPool2dGradient(dy, x, g)).toEqual(wanted);
      expect(maxPool2dGradient(dy, x, g, undefined, true)).toEqual(wanted.map((value, at) => (x[at] > 0 ? value : 0)));
    }), { numRuns: 100 });
  });

  test('where only positive numbers take part, the gradient is that of all, or 0', () => {
    fc.assert(fc.property(geometry, (g) => {
      const [x, dy] = [coarse(imageSize(g), 9), numbers(g.planes * g.outHeight * g.outWidth, 10)];
      expect(maxPool2dGradient(dy, x, g, undefined, true)).toEqual(maxPool2dGradient(dy, x, g).map((value, at) => (x[at] > 0 ? value : 0)));
    }), { numRuns: 100 });
  });

  test('several threads give the same bits as one', async () => {
    await threadsReady(hostMachine());
    const g = { ...four, planes: 64, height: 57, width: 57, sizeHeight: 3, sizeWidth: 3, outHeight: 28, outWidth: 28 };
    const [x, dy] = [numbers(imageSize(g), 7), numbers(64 * 28 * 28, 8)];
    for (const run of [
      (threads: number): Numbers => maxPool2d(x, g, x, threads),
      (threads: number): Numbers => maxPool2dGradient(dy, x, g, threads),
      (threads: number): Numbers => averagePool2d(x, g, true, threads),
      (threads: number): Numbers => averagePool2dGradient(dy, g, true, threads),
    ]) {
      expect(Buffer.from(run(threadLimit()).buffer).equals(Buffer.from(run(1).buffer))).toBe(true);
    }
  });
});
