/** Convolutions of all kinds, small, for tests. */
import fc from 'fast-check';
import type { Conv2dGeometry } from '../kernels/index.ts';

export const sizes = (g: Conv2dGeometry): { x: number; kernel: number; y: number } => ({
  x: g.images * g.groups * g.inputs * g.height * g.width,
  kernel: g.groups * g.outputs * g.inputs * g.kernelHeight * g.kernelWidth,
  y: g.images * g.groups * g.outputs * g.outHeight * g.outWidth,
});

const small = fc.integer({ min: 1, max: 3 });
const pad = fc.integer({ min: 0, max: 3 });
export const geometry: fc.Arbitrary<Conv2dGeometry> = fc.record({
  images: small, groups: small, inputs: fc.integer({ min: 1, max: 5 }), outputs: fc.integer({ min: 1, max: 6 }),
  height: fc.integer({ min: 1, max: 13 }), width: fc.integer({ min: 1, max: 17 }), kernelHeight: small, kernelWidth: fc.integer({ min: 1, max: 5 }),
  strideHeight: small, strideWidth: small, padTop: pad, padLeft: pad, padBottom: pad, padRight: pad,
  dilationHeight: small, dilationWidth: small,
}).map(({ padBottom, padRight, ...g }): Conv2dGeometry => ({
  ...g,
  outHeight: Math.floor((g.height + g.padTop + padBottom - g.dilationHeight * (g.kernelHeight - 1) - 1) / g.strideHeight) + 1,
  outWidth: Math.floor((g.width + g.padLeft + padRight - g.dilationWidth * (g.kernelWidth - 1) - 1) / g.strideWidth) + 1,
})).filter((g) => g.outHeight > 0 && g.outWidth > 0);
