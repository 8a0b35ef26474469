import { expect, test } from 'vitest';
import { pool2dGeometry, type Pool2dShapeOptions, poolOutputShape } from './pool2d.ts';
import type { Size } from './window.ts';

test.each<[Size, Pool2dShapeOptions, number[]]>([
  [2, {}, [16, 3, 16, 15]],
  [3, { stride: 2 }, [16, 3, 15, 15]],
  [[2, 3], {}, [16, 3, 16, 10]],
  [3, { padding: 'same' }, [16, 3, 11, 11]],
  [3, { stride: 1, padding: 1 }, [16, 3, 32, 31]],
])('pooling [16,3,32,31] by %j with %j gives %j', (size, options, shape) => {
  expect(poolOutputShape('maxPool2d', [16, 3, 32, 31], size, options)).toEqual(shape);
});

test('windows touch unless a stride is given, and the geometry says everything', () => {
  expect(pool2dGeometry('maxPool2d', [2, 5, 6, 7], [2, 3], { padding: [1, 0, 0, 2] })).toEqual({
    batch: 2, channels: 5, input: [6, 7], kernel: [2, 3], stride: [2, 3], dilation: [1, 1], padding: [1, 0, 0, 2],
    span: [2, 3], padded: [7, 9], output: [3, 3], outputShape: [2, 5, 3, 3],
  });
});

test('a window that does not fit, a padding as large as the window and other ranks are refused', () => {
  expect(() => poolOutputShape('maxPool2d', [1, 1, 2, 2], 3)).toThrow(
    new TypeError('maxPool2d: the window must fit into x with its padding; the window is 3×3, x [1,1,2,2] with padding is 2×2'),
  );
  expect(() => poolOutputShape('averagePool2d', [1, 1, 9, 9], 2, { padding: [0, 2] })).toThrow(
    new RangeError('averagePool2d: padding must be less than the window; padding is [0,2,0,2], the window 2×2'),
  );
  expect(() => poolOutputShape('maxPool2d', [1, 9, 9], 2)).toThrow(new TypeError('maxPool2d: x must be [batch, channels, height, width]; x [1,9,9] has rank 3'));
  expect(() => poolOutputShape('maxPool2d', [1, 1, 9, 9], 0)).toThrow(new RangeError('maxPool2d: size must be a whole number ≥ 1, or two of them [height, width]; it is 0'));
});
