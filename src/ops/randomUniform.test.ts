import { expect, test } from 'vitest';
import { array } from '../array/index.ts';
import { byReference } from '../program/index.ts';
import { randomUniform } from './index.ts';
import { threefry } from '../random/index.ts';

const key = (...words: [number, number]) => array(words, { dtype: 'int32' });

test('the words are those of Random123, known answers of threefry2x32 with 20 rounds', () => {
  expect(threefry([0, 0], 0, 0)).toEqual([0x6b200159, 0x99ba4efe]);
  expect(threefry([-1, -1], -1, -1)).toEqual([0x1cb996fc, 0xbb002be7]);
  expect(threefry([0x13198a2e, 0x03707344], 0x243f6a88, 0x85a308d3)).toEqual([0xc4923a9c, 0x483df7a0]);
});

test('kernels draw the bits of the reference, at every length and in every chunk', () => {
  for (const dtype of ['float32', 'float64'] as const) {
    for (const length of [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 8191, 8193, 20000]) {
      const draw = () => randomUniform(key(-5, 7), [length], { stream: 3, dtype });
      expect(draw()).toEqual(byReference(draw));
    }
  }
});

test('numbers depend on key, stream and place, are below 1, and their moments are those of the uniform distribution', () => {
  for (const dtype of ['float32', 'float64'] as const) {
    const draw = (seed: number, step: number, stream = 0) => Array.from(randomUniform(key(seed, step), [40000], { stream, dtype }).data);
    const rows = [draw(0, 1), draw(0, 2), draw(1, 1), draw(0, 1, 1)];
    for (const row of rows) {
      const [mean, square] = [row.reduce((sum, u) => sum + u, 0) / 40000, row.reduce((sum, u) => sum + u * u, 0) / 40000];
      expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.006); // 4 standard errors
      expect(Math.abs(square - 1 / 3)).toBeLessThan(0.006);
      expect([row.every((u) => u >= 0 && u < 1), new Set(row).size > 39900]).toEqual([true, true]);
    }
    for (const other of rows.slice(1)) {
      const product = rows[0].reduce((sum, u, i) => sum + (u - 0.5) * (other[i] - 0.5), 0) / 40000;
      expect(Math.abs(12 * product)).toBeLessThan(0.02);
    }
  }
});

test('what is no key, shape, stream or dtype is refused', () => {
  expect(() => randomUniform(array([1, 2]), [2])).toThrow("randomUniform: key must be int32; it is float64, make it with array([seed, step], { dtype: 'int32' })");
  expect(() => randomUniform(array([1], { dtype: 'int32' }), [2])).toThrow('randomUniform: key must be two numbers, [2]; it is [1]');
  expect(() => randomUniform(key(0, 0), [1.5])).toThrow('randomUniform: shape must be whole numbers ≥ 0; it is [1.5]');
  expect(() => randomUniform(key(0, 0), [1], { stream: -1 })).toThrow('randomUniform: stream must be a whole number from 0 to 2147483647; it is -1');
  // @ts-expect-error no float
  expect(() => randomUniform(key(0, 0), [1], { dtype: 'int32' })).toThrow("randomUniform: dtype must be 'float32' or 'float64'; it is \"int32\"");
});
