/**
 * The sum that convolution and its two gradients share: Σ x · k · y over all places where the three meet. Each of the
 * three operations multiplies two of them and adds up into the third. Knows no program.
 */
import type { Shape, Sides } from '../array/index.ts';

/** How a kernel lies on an image, all options resolved. */
export interface Window {
  /** Down, across. */
  readonly stride: readonly [number, number];
  /** Top, right, bottom, left. */
  readonly padding: Readonly<Sides>;
  readonly dilation: readonly [number, number];
}

export interface Conv2dParams extends Window {
  readonly groups: number;
}

/**
 * Calls `visit(xIndex, kIndex, yIndex)` for every product x · k that is part of y, in the order n, o, i, j, c, u, v.
 * Places outside the image are left out: they are 0.
 */
export function eachProduct(xShape: Shape, kShape: Shape, yShape: Shape, params: Conv2dParams, visit: (x: number, k: number, y: number) => void): void {
  const [images, channels, height, width] = xShape;
  const [outChannels, perGroup, kernelHeight, kernelWidth] = kShape;
  const [, , outHeight, outWidth] = yShape;
  const outPerGroup = outChannels / params.groups;
  for (let n = 0; n < images; n++) {
    for (let o = 0; o < outChannels; o++) {
      const plane = n * channels + Math.floor(o / outPerGroup) * perGroup;
      eachPlace(outHeight, outWidth, params, ([i, j], row, column) => {
        const y = ((n * outChannels + o) * outHeight + i) * outWidth + j;
        for (let c = 0; c < perGroup; c++) {
          for (let u = 0; u < kernelHeight; u++) {
            const r = row + u * params.dilation[0];
            if (r < 0 || r >= height) continue;
            const xRow = ((plane + c) * height + r) * width;
            const kRow = ((o * perGroup + c) * kernelHeight + u) * kernelWidth;
            for (let v = 0; v < kernelWidth; v++) {
              const s = column + v * params.dilation[1];
              if (s >= 0 && s < width) visit(xRow + s, kRow + v, y);
            }
          }
        }
      });
    }
  }
}

/** Calls `visit([i, j], row, column)` for every place of the window, row and column being its upper left in the image. */
export function eachPlace(outHeight: number, outWidth: number, { stride, padding }: Window, visit: (place: readonly [number, number], row: number, column: number) => void): void {
  for (let i = 0; i < outHeight; i++) for (let j = 0; j < outWidth; j++) visit([i, j], i * stride[0] - padding[0], j * stride[1] - padding[3]);
}

/** 'stride 2, padding 1', leaving out what has no effect. */
export function describeWindow({ stride, padding, dilation }: Window): string {
  const parts = [`stride ${pair(stride)}`];
  if (padding.some((p) => p !== 0)) {
    const even = padding[0] === padding[2] && padding[1] === padding[3];
    parts.push(`padding ${even ? pair([padding[0], padding[1]]) : `[${padding.join(', ')}]`}`);
  }
  if (dilation.some((d) => d !== 1)) parts.push(`dilation ${pair(dilation)}`);
  return parts.join(', ');
}

export function pair([a, b]: readonly [number, number]): string {
  return a === b ? String(a) : `[${a}, ${b}]`;
}
