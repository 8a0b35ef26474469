/** Convolution and its gradients on host arrays: copies them in, calls the kernels, copies the result out. Knows no shapes. */
import { planConv2d, planConv2dInputGradient, planConv2dKernelGradient } from '../kernels/index.ts';
import type { Conv2dGeometry, Conv2dPlan, KernelCall, KernelName } from '../kernels/index.ts';
import { activations, biasKinds, copyIn, copyOut } from './gemm.ts';
import { hostMachine } from './host.ts';
import { runShared } from './threads.ts';

type Numbers = Float32Array | Float64Array;

export interface Conv2dOptions {
  readonly activation?: 'none' | 'relu';
  /** At most so many threads; default all there are. */
  readonly threads?: number;
}

interface Addresses {
  readonly x: number;
  readonly weights: number;
  readonly y: number;
  readonly bias?: number;
}

/** y[n, o, i, j] = activation(Σ_{c,u,v} kernel[o, c, u, v]·x[n, c, i·s + u·d − p, j·s + v·d − p] + bias[o]). */
export function conv2dForward<T extends Numbers>(x: T, kernel: T, bias: T | undefined, g: Conv2dGeometry, options: Conv2dOptions = {}): T {
  const machine = hostMachine();
  return machine.scope(() => {
    const plan = planConv2d(g, dtypeOf(x));
    const length = g.images * g.groups * g.outputs * g.outHeight * g.outWidth;
    const y = machine.allocate(length * x.BYTES_PER_ELEMENT);
    const addresses = { x: copyIn(machine, x), weights: copyIn(machine, kernel), y, bias: bias && copyIn(machine, bias) };
    const call = conv2dCall(x instanceof Float32Array ? 'conv2dFloat32' : 'conv2dFloat64', g, plan, addresses, options.activation);
    runShared(machine, machine.writeTable([call]), plan.scratchBytes, options.threads);
    return copyOut(machine, x, y, length);
  });
}

/** dx[n, c, h, w] = Σ_{o,u,v} kernel[o, c, u, v]·dy[n, o, i, j] over i·s + u·d − p = h, j·s + v·d − p = w. */
export function conv2dInputGradient<T extends Numbers>(dy: T, kernel: T, g: Conv2dGeometry, options: Conv2dOptions = {}): T {
  const machine = hostMachine();
  return machine.scope(() => {
    const plan = planConv2dInputGradient(g, dtypeOf(dy));
    const length = g.images * g.groups * g.inputs * g.height * g.width;
    const x = machine.allocate(length * dy.BYTES_PER_ELEMENT);
    const addresses = { x, weights: copyIn(machine, kernel), y: copyIn(machine, dy) };
    const call = conv2dCall(dy instanceof Float32Array ? 'conv2dInputGradientFloat32' : 'conv2dInputGradientFloat64', g, plan, addresses);
    runShared(machine, machine.writeTable([call]), plan.scratchBytes, options.threads);
    return copyOut(machine, dy, x, length);
  });
}

/** dkernel[o, c, u, v] = Σ_{n,i,j} dy[n, o, i, j]·x[n, c, i·s + u·d − p, j·s + v·d − p]. */
export function conv2dKernelGradient<T extends Numbers>(x: T, dy: T, g: Conv2dGeometry, options: Conv2dOptions = {}): T {
  const machine = hostMachine();
  return machine.scope(() => {
    const single = x instanceof Float32Array;
    const plan = planConv2dKernelGradient(g, dtypeOf(x));
    const length = g.groups * g.outputs * g.inputs * g.kernelHeight * g.kernelWidth;
    const bytes = length * x.BYTES_PER_ELEMENT;
    const result = machine.allocate(bytes);
    const weights = plan.parts === 1 ? result : machine.allocate(bytes * plan.parts);
    const calls: KernelCall[] = [
      conv2dCall(single ? 'conv2dKernelGradientFloat32' : 'conv2dKernelGradientFloat64', g, plan, { x: copyIn(machine, x), weights, y: copyIn(machine, dy) }),
    ];
    if (plan.parts > 1) {
      calls.push({ kernel: single ? 'addPartsFloat32' : 'addPartsFloat64', chunks: 1, words: { length, parts: plan.parts, from: weights, to: result } });
    }
    runShared(machine, machine.writeTable(calls), plan.scratchBytes, options.threads);
    return copyOut(machine, x, result, length);
  });
}

function conv2dCall(
  kernel: Extract<KernelName, `conv2d${string}`>, geometry: Conv2dGeometry, plan: Conv2dPlan,
  { x, weights, y, bias }: Addresses, activation: 'none' | 'relu' = 'none',
): KernelCall {
  const { blockColumns, blockImages, blockDepth } = plan;
  return {
    kernel,
    chunks: plan.chunks,
    words: {
      ...geometry, x, weights, y, blockColumns, blockImages, blockDepth,
      biasKind: biasKinds[bias === undefined ? 'none' : 'perRow'], bias: bias ?? 0, activation: activations[activation],
    },
  };
}

function dtypeOf(data: Numbers): 'float32' | 'float64' {
  return data instanceof Float32Array ? 'float32' : 'float64';
}
