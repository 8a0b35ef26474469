/** Convolution and its gradients on host arrays: copies them in, calls the kernels, copies the result out. Knows no shapes. */
import { conv2dForwardWork, conv2dInputGradientWork, conv2dKernelGradientWork, conv2dPartsBytes } from '../kernels/index.ts';
import type { Activation, Conv2dGeometry } from '../kernels/index.ts';
import { copyIn, hostMachine } from './host.ts';
import type { Numbers } from './host.ts';
import { dtypeOf, runForResult } from './hostResult.testing.ts';

export interface Conv2dOptions {
  readonly activation?: Activation;
  /** At most so many threads; default all there are. */
  readonly threads?: number;
}

/** y[n, o, i, j] = activation(Σ_{c,u,v} kernel[o, c, u, v]·x[n, c, i·s + u·d − p, j·s + v·d − p] + bias[o]). */
export function conv2dForward<T extends Numbers>(x: T, kernel: T, bias: T | undefined, g: Conv2dGeometry, options: Conv2dOptions = {}): T {
  const machine = hostMachine();
  const length = g.images * g.groups * g.outputs * g.outHeight * g.outWidth;
  return machine.scope(() => runForResult(x, length, options.threads, (y) => {
    const at = { x: copyIn(machine, x), weights: copyIn(machine, kernel), y, bias: bias && copyIn(machine, bias) };
    return conv2dForwardWork(g, dtypeOf(x), at, options.activation);
  }));
}

/** dx[n, c, h, w] = Σ_{o,u,v} kernel[o, c, u, v]·dy[n, o, i, j] over i·s + u·d − p = h, j·s + v·d − p = w. */
export function conv2dInputGradient<T extends Numbers>(dy: T, kernel: T, g: Conv2dGeometry, options: Conv2dOptions = {}): T {
  const machine = hostMachine();
  const length = g.images * g.groups * g.inputs * g.height * g.width;
  return machine.scope(() => runForResult(dy, length, options.threads, (x) =>
    conv2dInputGradientWork(g, dtypeOf(dy), { x, weights: copyIn(machine, kernel), y: copyIn(machine, dy) })));
}

/** dkernel[o, c, u, v] = Σ_{n,i,j} dy[n, o, i, j]·x[n, c, i·s + u·d − p, j·s + v·d − p]. */
export function conv2dKernelGradient<T extends Numbers>(x: T, dy: T, g: Conv2dGeometry, options: Conv2dOptions = {}): T {
  const machine = hostMachine();
  const length = g.groups * g.outputs * g.inputs * g.kernelHeight * g.kernelWidth;
  return machine.scope(() => runForResult(x, length, options.threads, (weights) => {
    const parts = machine.allocate(conv2dPartsBytes(g, dtypeOf(x)));
    return conv2dKernelGradientWork(g, dtypeOf(x), { x: copyIn(machine, x), weights, y: copyIn(machine, dy), parts });
  }));
}
