/** 2-D convolution as the textbook writes it: the definition that the fast one is held to. Knows no program. */
import { checkConv2dBias, conv2dGeometry, NdArray, type Conv2dShapeOptions } from '../array/index.ts';
import { readArray } from './operand.ts';

/**
 * 2-D cross-correlation by nested loops: slide the kernel over the padded image; at every place multiply element by
 * element, and add up.
 *
 * y[n, o, i, j] = bias[o] + Σ_{c,u,v} x[n, c, i·s + u·d − p, j·s + v·d − p] · k[o, c, u, v], x being 0 outside the image
 *
 * For reading and for checking: it runs over every product in turn. `conv2d` gives the same result.
 * @param x  [n, c, h, w]: images, channels, height, width   @param kernel  [o, c, kh, kw]: a kernel per output channel
 * @param options  as of conv2d
 * @returns  [n, o, h′, w′], h′ = ⌊(h + 2p − d(kh − 1) − 1) / s⌋ + 1
 * @throws TypeError when channels differ or the kernel does not fit; RangeError for a wrong option
 * @example
 * ```ts
 * import { array, conv2dReference, reshape } from 'glissade';
 * const x = reshape(array([1, 2, 3, 4, 5, 6, 7, 8, 9]), [1, 1, 3, 3]);
 * const kernel = reshape(array([1, 0, 0, 1]), [1, 1, 2, 2]);
 * conv2dReference(x, kernel).data; // Float64Array [6, 8, 12, 14]
 * ```
 */
export function conv2dReference(x: NdArray, kernel: NdArray, options: Conv2dShapeOptions & { readonly bias?: NdArray } = {}): NdArray {
  const image = readArray('conv2dReference', 'x', x);
  const { outputShape, stride, padding, dilation, groups } = conv2dGeometry(image.shape, readArray('conv2dReference', 'kernel', kernel).shape, options);
  if (options.bias !== undefined) checkConv2dBias(readArray('conv2dReference', 'bias', options.bias).shape, kernel.shape);
  const [images, channels, height, width] = image.shape;
  const [outChannels, channelsPerGroup, kernelHeight, kernelWidth] = kernel.shape;
  const [, , outHeight, outWidth] = outputShape;
  const [top, , , left] = padding;
  const y = new Float64Array(images * outChannels * outHeight * outWidth);

  for (let n = 0; n < images; n++) {
    for (let o = 0; o < outChannels; o++) {
      // with groups, an output channel sees only its own group of input channels
      const firstChannel = Math.floor(o / (outChannels / groups)) * channelsPerGroup;
      for (let i = 0; i < outHeight; i++) {
        for (let j = 0; j < outWidth; j++) {
          let sum = options.bias === undefined ? 0 : options.bias.data[o];
          for (let c = 0; c < channelsPerGroup; c++) {
            for (let u = 0; u < kernelHeight; u++) {
              for (let v = 0; v < kernelWidth; v++) {
                const row = i * stride[0] + u * dilation[0] - top;
                const column = j * stride[1] + v * dilation[1] - left;
                const inside = row >= 0 && row < height && column >= 0 && column < width;
                const pixel = inside ? x.data[((n * channels + firstChannel + c) * height + row) * width + column] : 0;
                sum += pixel * kernel.data[((o * channelsPerGroup + c) * kernelHeight + u) * kernelWidth + v];
              }
            }
          }
          y[((n * outChannels + o) * outHeight + i) * outWidth + j] = sum;
        }
      }
    }
  }
  return new NdArray(image.dtype === 'float32' && kernel.dtype === 'float32' ? Float32Array.from(y) : y, outputShape);
}
