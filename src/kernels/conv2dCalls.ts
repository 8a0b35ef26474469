/**
 * The calls of a convolution and of its gradients, for arrays at given addresses. Chooses the kernel: a product of
 * matrices, or, with one channel per group, the direct sum. Knows no memory but the addresses it is told.
 */
import type { KernelCall } from './calls.ts';
import { planConv2d, planConv2dInputGradient, planConv2dKernelGradient, planDepthwise } from './conv2dPlan.ts';
import type { Conv2dGeometry, Conv2dPlan } from './conv2dPlan.ts';
import { activations, biasKinds } from './gemmCall.ts';
import type { Activation, KernelWork } from './gemmCall.ts';
import { bytesOf } from './gemmPlan.ts';
import type { KernelFloat } from './gemmPlan.ts';

type Conv2dKernel = Extract<KernelCall['kernel'], `conv2d${string}` | `depthwise${string}`>;

const suffix = { float32: 'Float32', float64: 'Float64' } as const;

/** y = activation(x ∗ weights + bias); `bias` holds one number per output channel. */
export function conv2dForwardWork(
  g: Conv2dGeometry, dtype: KernelFloat, at: { x: number; weights: number; y: number; bias?: number }, activation: Activation = 'none',
): KernelWork {
  const plan = isDepthwise(g) ? planDepthwise(g, dtype, g.images * g.groups) : planConv2d(g, dtype);
  return work(`${isDepthwise(g) ? 'depthwise' : 'conv2d'}${suffix[dtype]}`, g, plan, at, activation);
}

/** The gradient to x at `x`, from that to y at `y`. */
export function conv2dInputGradientWork(g: Conv2dGeometry, dtype: KernelFloat, at: { x: number; weights: number; y: number }): KernelWork {
  const direct = isDepthwise(g) && g.strideHeight === 1 && g.strideWidth === 1;
  const plan = direct ? planDepthwise(g, dtype, g.images * g.groups) : planConv2dInputGradient(g, dtype);
  return work(`${direct ? 'depthwise' : 'conv2d'}InputGradient${suffix[dtype]}`, g, plan, at);
}

/** Bytes at `parts` that the gradient to the kernel needs beside its result. */
export function conv2dPartsBytes(g: Conv2dGeometry, dtype: KernelFloat): number {
  const { parts } = kernelGradientPlan(g, dtype);
  return parts === 1 ? 0 : parts * weightCount(g) * bytesOf[dtype];
}

/** The gradient to the kernel at `weights`, from that to y at `y`; `parts` is the address of conv2dPartsBytes bytes. */
export function conv2dKernelGradientWork(
  g: Conv2dGeometry, dtype: KernelFloat, at: { x: number; weights: number; y: number; parts: number },
): KernelWork {
  const plan = kernelGradientPlan(g, dtype);
  const kernel = `${isDepthwise(g) ? 'depthwise' : 'conv2d'}KernelGradient${suffix[dtype]}` as const;
  if (plan.parts === 1) return work(kernel, g, plan, at);
  const { calls, scratchBytes } = work(kernel, g, plan, { ...at, weights: at.parts });
  const words = { length: weightCount(g), parts: plan.parts, from: at.parts, to: at.weights };
  return { calls: [...calls, { kernel: `addParts${suffix[dtype]}`, chunks: 1, words }], scratchBytes };
}

function work(
  kernel: Conv2dKernel, geometry: Conv2dGeometry, plan: Conv2dPlan,
  at: { x: number; weights: number; y: number; bias?: number }, activation: Activation = 'none',
): KernelWork {
  const { blockColumns, blockImages, blockDepth, chunks, scratchBytes } = plan;
  const { x, weights, y, bias } = at;
  const words = {
    ...geometry, x, weights, y, blockColumns, blockImages, blockDepth,
    biasKind: biasKinds[bias === undefined ? 'none' : 'perRow'], bias: bias ?? 0, activation: activations[activation],
  };
  return { calls: [{ kernel, chunks, words }], scratchBytes };
}

function isDepthwise(g: Conv2dGeometry): boolean {
  return g.inputs === 1 && g.outputs === 1;
}

function kernelGradientPlan(g: Conv2dGeometry, dtype: KernelFloat): Conv2dPlan {
  return isDepthwise(g) ? planDepthwise(g, dtype, g.groups) : planConv2dKernelGradient(g, dtype);
}

function weightCount(g: Conv2dGeometry): number {
  return g.groups * g.outputs * g.inputs * g.kernelHeight * g.kernelWidth;
}
