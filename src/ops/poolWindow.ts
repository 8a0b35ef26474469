/** How a pooling window lies on an image: shape rule and the loop over its places. Knows no operation by name. */
import { pool2dGeometry, type Shape, type Sides } from '../array/index.ts';
import { pair } from './conv2dProducts.ts';

export interface PoolParams {
  /** Height, width. */
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  /** Top, right, bottom, left. */
  readonly padding: Readonly<Sides>;
}

export function poolShape(name: string, x: Shape, { size, stride, padding }: PoolParams): Shape {
  return pool2dGeometry(name, x, size, { stride, padding }).outputShape;
}

/** Calls `visit(y, inside)` for every place of the window, with the indices of x that lie under it: the same array every time. */
export function eachWindow(xShape: Shape, yShape: Shape, { size, stride, padding }: PoolParams, visit: (y: number, inside: readonly number[]) => void): void {
  const [, , height, width] = xShape;
  const [images, channels, outHeight, outWidth] = yShape;
  const inside: number[] = [];
  let y = 0;
  for (let plane = 0; plane < images * channels; plane++) {
    for (let i = 0; i < outHeight; i++) {
      for (let j = 0; j < outWidth; j++) {
        inside.length = 0;
        const [top, left] = [i * stride[0] - padding[0], j * stride[1] - padding[3]];
        for (let r = Math.max(top, 0); r < Math.min(top + size[0], height); r++) {
          for (let s = Math.max(left, 0); s < Math.min(left + size[1], width); s++) inside.push((plane * height + r) * width + s);
        }
        visit(y++, inside);
      }
    }
  }
}

/** 'size 2, stride 2'. */
export function describePool({ size, stride, padding }: PoolParams): string {
  const even = padding[0] === padding[2] && padding[1] === padding[3];
  const padded = padding.every((p) => p === 0) ? '' : `, padding ${even ? pair([padding[0], padding[1]]) : `[${padding.join(', ')}]`}`;
  return `size ${pair(size)}, stride ${pair(stride)}${padded}`;
}
