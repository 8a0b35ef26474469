import fc from 'fast-check';
import { expect, test } from 'vitest';
import { array } from '../array/index.ts';
import { conv2dReference } from '../ops/index.ts';
import { convolutionPlot, readConvolution } from './index.ts';

test('every cell of the output is that of the definition, with any stride, padding, dilation, channels and bias', () => {
  const size = fc.integer({ min: 1, max: 3 });
  fc.assert(fc.property(
    fc.record({ channels: size, outputs: size, kh: size, kw: size, height: fc.integer({ min: 5, max: 8 }), width: fc.integer({ min: 5, max: 8 }), stride: size, dilation: fc.integer({ min: 1, max: 2 }), padding: fc.constantFrom(0, 1, 'same' as const, [0, 1, 2, 0] as const), biased: fc.boolean() }),
    ({ channels, outputs, kh, kw, height, width, stride, dilation, padding, biased }) => {
      const x = array(Float64Array.from({ length: channels * height * width }, (_, i) => ((i * 37) % 19) - 9), [channels, height, width]);
      const kernel = array(Float64Array.from({ length: outputs * channels * kh * kw }, (_, i) => ((i * 11) % 7) - 3), [outputs, channels, kh, kw]);
      const bias = biased ? Float64Array.from({ length: outputs }, (_, i) => i + 0.5) : undefined;
      const { output } = readConvolution('test', x, kernel, { stride, dilation, padding, bias });
      const expected = conv2dReference(array(x.data, [1, channels, height, width]), kernel, { stride, dilation, padding, ...(bias && { bias: array(bias, [outputs]) }) } as never) as { data: ArrayLike<number> };
      expect([...output]).toEqual([...expected.data as Float64Array]);
    },
  ), { numRuns: 60 });
});

test('the products, their sum and the bias are written out, and cells to come are empty', () => {
  const svg = convolutionPlot({ data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] }, { data: Float32Array.of(10, -1), shape: [1, 2] }, { bias: [0.5], step: 0 });
  expect(svg).toContain('1·10 + 2·(−1) + 0.5 (bias) = 8.5');
  expect(svg).toContain('>8.5<');
  expect(svg).not.toContain('>26.5<'); // the cell below
  const many = convolutionPlot({ data: new Float32Array(36), shape: [1, 6, 6] }, { data: new Float32Array(36), shape: [6, 6] });
  expect(many).toContain('9 further products = 0');
});
