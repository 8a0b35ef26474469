import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkConv2dBias, conv2dGeometry, type Conv2dShapeOptions } from './conv2d.ts';
import { conv2dOutputShape } from './conv2dOutputShape.ts';

/** With shapes that the compiler does not see, so that the run time has to. */
const outputShape = (x: number[], k: number[], options?: Conv2dShapeOptions): readonly number[] => conv2dOutputShape(x, k, options);
const count = (least: number, most: number) => fc.integer({ min: least, max: most });
const pair = (least: number, most: number) => fc.tuple(count(least, most), count(least, most));

const attempt = (work: () => readonly number[]): readonly number[] | string => {
  try {
    return work();
  } catch (error) {
    return (error as Error).message.replace(/;.*/, '');
  }
};

test.each<[number[], number[], Conv2dShapeOptions, number[]]>([
  [[8, 3, 28, 28], [16, 3, 3, 3], {}, [8, 16, 26, 26]],
  [[8, 3, 28, 28], [16, 3, 3, 3], { padding: 1, stride: 2 }, [8, 16, 14, 14]],
  [[1, 3, 224, 224], [32, 3, 7, 7], { stride: 2, padding: 3 }, [1, 32, 112, 112]],
  [[8, 3, 28, 30], [16, 3, 5, 3], { padding: 'same', stride: [3, 2] }, [8, 16, 10, 15]],
  [[8, 3, 28, 28], [16, 3, 3, 3], { padding: 'valid', dilation: [2, 3] }, [8, 16, 24, 22]],
  [[8, 3, 28, 28], [16, 3, 3, 3], { padding: [1, 0] }, [8, 16, 28, 26]],
  [[8, 3, 28, 28], [16, 3, 3, 3], { padding: [0, 1, 2, 3] }, [8, 16, 28, 30]],
  [[8, 6, 28, 28], [9, 2, 1, 1], { groups: 3 }, [8, 9, 28, 28]],
  [[8, 6, 28, 28], [6, 1, 3, 3], { groups: 6 }, [8, 6, 26, 26]],
  [[0, 3, 28, 28], [16, 3, 3, 3], {}, [0, 16, 26, 26]],
])('%j with kernel %j and %j gives %j', (x, k, options, shape) => {
  expect(outputShape(x, k, options)).toEqual(shape);
});

test('the output counts the places at which the dilated kernel lies within the padded input', () => {
  fc.assert(fc.property(pair(1, 20), pair(1, 5), pair(1, 4), pair(1, 3), fc.tuple(count(0, 3), count(0, 3), count(0, 3), count(0, 3)), (input, kernel, stride, dilation, padding) => {
    const places = ([0, 1] as const).map((axis) => {
      let found = 0;
      for (let start = -padding[axis === 0 ? 0 : 3]; start + dilation[axis] * (kernel[axis] - 1) < input[axis] + padding[axis === 0 ? 2 : 1]; start += stride[axis]) found++;
      return found;
    });
    expect(attempt(() => outputShape([1, 1, ...input], [1, 1, ...kernel], { stride, dilation, padding }))).toEqual(
      Math.min(...places) === 0 ? 'conv2d: k must fit into x with its padding' : [1, 1, ...places],
    );
  }));
});

test("'same' padding gives ⌈input / stride⌉ with the least padding, the greater half at the bottom and right", () => {
  fc.assert(fc.property(pair(1, 30), pair(1, 6), pair(1, 4), pair(1, 3), (input, kernel, stride, dilation) => {
    const { output, padding: [top, right, bottom, left] } = conv2dGeometry([1, 1, ...input], [1, 1, ...kernel], { stride, dilation, padding: 'same' });
    expect(output).toEqual([Math.ceil(input[0] / stride[0]), Math.ceil(input[1] / stride[1])]);
    expect([0, 1]).toContain(bottom - top);
    expect([0, 1]).toContain(right - left);
    // without padding it would fit as often, or one row or column less of it would lose an output
    const least = [top + bottom, left + right].every((total, axis) =>
      total === 0 || Math.floor((input[axis] + total - 1 - dilation[axis] * (kernel[axis] - 1) - 1) / stride[axis]) + 1 < output[axis]);
    expect(least).toBe(true);
  }));
});

test('a literal answer has a literal type', () => {
  const shape: readonly [8, 16, 14, 14] = conv2dOutputShape([8, 3, 28, 28], [16, 3, 3, 3], { stride: 2, padding: 1 });
  expect(shape).toEqual([8, 16, 14, 14]);
});

test('the geometry resolves every option', () => {
  expect(conv2dGeometry([8, 6, 28, 20], [9, 2, 4, 3], { padding: 'same', stride: 2, groups: 3 })).toEqual({
    batch: 8, inChannels: 6, outChannels: 9, groups: 3, input: [28, 20], kernel: [4, 3], stride: [2, 2], dilation: [1, 1],
    padding: [1, 1, 1, 0], span: [4, 3], padded: [30, 21], output: [14, 10], outputShape: [8, 9, 14, 10],
  });
});

test('operands of another rank, other channels and kernels that do not fit are refused', () => {
  expect(() => outputShape([8, 3, 28, 28], [16, 4, 3, 3])).toThrow(
    new TypeError('conv2d: x and k must have equal channels; x [8,3,28,28] has 3, k [16,4,3,3] has 4'),
  );
  expect(() => outputShape([3, 28, 28], [16, 3, 3, 3])).toThrow(new TypeError('conv2d: x must be [batch, channels, height, width]; x [3,28,28] has rank 3'));
  expect(() => outputShape([8, 3, 28, 28], [3, 3])).toThrow(new TypeError('conv2d: k must be [outChannels, inChannels / groups, height, width]; k [3,3] has rank 2'));
  expect(() => outputShape([1, 4, 3, 3], [8, 4, 5, 3], { padding: [0, 1], dilation: 2 })).toThrow(
    new TypeError('conv2d: k must fit into x with its padding; k [8,4,5,3] spans 9×5, x [1,4,3,3] with padding is 3×5'),
  );
  expect(() => outputShape([1, 4, 3, 3], [8, 4, 0, 3])).toThrow(new TypeError('conv2d: k must be at least 1×1; k [8,4,0,3] is 0×3'));
});

test('groups must share out the channels of both operands', () => {
  expect(() => outputShape([8, 6, 28, 28], [16, 4, 3, 3], { groups: 2 })).toThrow(
    new TypeError('conv2d: x must have the channels of k in each group; x [8,6,28,28] has 6, k [16,4,3,3] has 4, groups is 2'),
  );
  expect(() => outputShape([8, 6, 28, 28], [16, 2, 3, 3], { groups: 3 })).toThrow(
    new RangeError('conv2d: groups must divide the output channels; k [16,2,3,3] has 16, groups is 3'),
  );
  expect(() => outputShape([8, 6, 28, 28], [16, 2, 3, 3], { groups: 0 })).toThrow(new RangeError('conv2d: groups must be a whole number ≥ 1; it is 0'));
  expect(() => outputShape([8, 6, 28, 28], [16, 2, 3, 3], { groups: '2' as unknown as number })).toThrow(new TypeError('conv2d: groups must be a whole number ≥ 1; it is "2"'));
});

test('strides, dilations and paddings out of range are refused with what they may be', () => {
  const shape = (options: object) => () => outputShape([1, 3, 9, 9], [8, 3, 3, 3], options);
  expect(shape({ stride: 0 })).toThrow(new RangeError('conv2d: stride must be a whole number ≥ 1, or two of them [height, width]; it is 0'));
  expect(shape({ stride: [1, 0.5] })).toThrow(new RangeError('conv2d: stride must be a whole number ≥ 1, or two of them [height, width]; it is [1,0.5]'));
  expect(shape({ stride: 'two' })).toThrow(new TypeError('conv2d: stride must be a whole number ≥ 1, or two of them [height, width]; it is "two"'));
  expect(shape({ dilation: [1, 2, 3] })).toThrow(new RangeError('conv2d: dilation must be a whole number ≥ 1, or two of them [height, width]; it is [1,2,3]'));
  const padding = "conv2d: padding must be 'same', 'valid', a whole number ≥ 0, two of them [vertical, horizontal] or four [top, right, bottom, left]";
  expect(shape({ padding: -1 })).toThrow(new RangeError(`${padding}; it is -1`));
  expect(shape({ padding: [1, 2, 3] })).toThrow(new RangeError(`${padding}; it is [1,2,3]`));
  expect(shape({ padding: 'full' })).toThrow(new TypeError(`${padding}; it is "full"`));
});

test('a bias holds one number per output channel', () => {
  expect(() => checkConv2dBias([16], [16, 3, 3, 3])).not.toThrow();
  expect(() => checkConv2dBias([3], [16, 3, 3, 3])).toThrow(new TypeError('conv2d: bias must hold one number per output channel; k [16,3,3,3] has 16, bias is [3]'));
  expect(() => checkConv2dBias([16, 1], [16, 3, 3, 3])).toThrow('k [16,3,3,3] has 16, bias is [16,1]');
});
