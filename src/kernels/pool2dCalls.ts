/** The calls of pooling and its gradients, for arrays at given addresses. Knows no shape rule. */
import type { KernelWork } from './gemmCall.ts';
import type { KernelFloat } from './gemmPlan.ts';

/** Sizes of images [planes, height, width] and of places [planes, outHeight, outWidth]. Every window must touch the image. */
export interface Pool2dGeometry {
  /** Images times channels. */
  readonly planes: number;
  readonly height: number;
  readonly width: number;
  readonly sizeHeight: number;
  readonly sizeWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** Codes, as assembly/pool2d.ts has them. */
const ops = { take: 0, place: 1, average: 2, spread: 3, placePositive: 4 } as const;

/** Numbers read by one chunk, about. */
const chunkElements = 32768;

/** y = v where the greatest of x lies under the window: the first of equals, the first NaN. With v = x, max pooling. */
export function maxPool2dTakeWork(g: Pool2dGeometry, dtype: KernelFloat, at: { x: number; v: number; y: number }): KernelWork {
  return work('take', g, dtype, at);
}

/**
 * v = 0, and then v += y there: the gradient of max pooling to x, from that to y. With `positive`, where x > 0 only: with x = relu(z),
 * the gradient to z.
 */
export function maxPool2dPlaceWork(g: Pool2dGeometry, dtype: KernelFloat, at: { x: number; v: number; y: number }, positive = false): KernelWork {
  return work(positive ? 'placePositive' : 'place', g, dtype, at);
}

/** y = Σ v / n over each window; n is its size, or, with countPadding false, what of it lies on the image. */
export function averagePool2dWork(g: Pool2dGeometry, dtype: KernelFloat, at: { v: number; y: number }, countPadding: boolean): KernelWork {
  return work('average', g, dtype, { ...at, x: at.v }, countPadding);
}

/** v = 0, and then v += y / n over each window: the gradient of averaging to v, from that to y. */
export function averagePool2dSpreadWork(g: Pool2dGeometry, dtype: KernelFloat, at: { v: number; y: number }, countPadding: boolean): KernelWork {
  return work('spread', g, dtype, { ...at, x: at.v }, countPadding);
}

function work(op: keyof typeof ops, g: Pool2dGeometry, dtype: KernelFloat, at: { x: number; v: number; y: number }, countPadding = true): KernelWork {
  const perPlane = g.outHeight * g.outWidth * g.sizeHeight * g.sizeWidth;
  const blockPlanes = Math.max(1, Math.floor(chunkElements / Math.max(1, perPlane)));
  const words = { ...g, ...at, op: ops[op], countPadding: Number(countPadding), blockPlanes };
  return { calls: [{ kernel: dtype === 'float32' ? 'pool2dFloat32' : 'pool2dFloat64', chunks: Math.ceil(g.planes / blockPlanes), words }], scratchBytes: 0 };
}
