/** The words of a convolution's call, the same for the product and both gradients. */

@unmanaged
export class Conv2dCall {
  kernel: i32;
  chunks: i32;
  images: i32;
  groups: i32;
  /** Input channels and output channels of one group. */
  inputs: i32;
  outputs: i32;
  height: i32;
  width: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  outHeight: i32;
  outWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  padTop: i32;
  padLeft: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  /** Addresses of [images, channels, height, width], [out channels, inputs, kh, kw], [images, out channels, oh, ow]. */
  x: usize;
  weights: usize;
  y: usize;
  biasKind: i32;
  bias: usize;
  activation: i32;
  /** How the work is cut: output positions (of y, of x for its gradient) and images of one chunk. */
  blockColumns: i32;
  blockImages: i32;
  blockDepth: i32;
}

// @ts-ignore: decorator
@inline
export function taps(call: Conv2dCall): i32 {
  return call.kernelHeight * call.kernelWidth;
}

// @ts-ignore: decorator
@inline
export function divideUp(a: i32, b: i32): i32 {
  return (a + b - 1) / b;
}
