/**
 * Distances as the kernels sum them (kernels/assembly/distance.ts): from differences, so that nothing cancels, in four
 * running sums of every fourth difference each. Knows no clusters.
 */
import type { DistanceSum } from '../kernels/index.ts';

/** Σ(a − b)² or Σ|a − b| over `width` (even) numbers of a from `i` on and of b from `j` on. */
export function distanceOf(sum: DistanceSum, a: Float64Array, i: number, b: Float64Array, j: number, width: number): number {
  return sum === 'squares' ? squares(a, i, b, j, width) : absolutes(a, i, b, j, width);
}

function squares(a: Float64Array, i: number, b: Float64Array, j: number, width: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let q = 0; q < width; q += 4) {
    const d0 = a[i + q] - b[j + q];
    const d1 = a[i + q + 1] - b[j + q + 1];
    s0 += d0 * d0;
    s1 += d1 * d1;
    if (q + 2 === width) break;
    const d2 = a[i + q + 2] - b[j + q + 2];
    const d3 = a[i + q + 3] - b[j + q + 3];
    s2 += d2 * d2;
    s3 += d3 * d3;
  }
  return s0 + s2 + (s1 + s3);
}

function absolutes(a: Float64Array, i: number, b: Float64Array, j: number, width: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let q = 0; q < width; q += 4) {
    s0 += Math.abs(a[i + q] - b[j + q]);
    s1 += Math.abs(a[i + q + 1] - b[j + q + 1]);
    if (q + 2 === width) break;
    s2 += Math.abs(a[i + q + 2] - b[j + q + 2]);
    s3 += Math.abs(a[i + q + 3] - b[j + q + 3]);
  }
  return s0 + s2 + (s1 + s3);
}
