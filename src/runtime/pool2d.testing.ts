/** Pooling and its gradients on host arrays: copies them in, calls the kernel, copies the result out. Knows no shapes. */
import { averagePool2dSpreadWork, averagePool2dWork, maxPool2dPlaceWork, maxPool2dTakeWork } from '../kernels/index.ts';
import type { Pool2dGeometry } from '../kernels/index.ts';
import { copyIn, hostMachine } from './host.ts';
import type { Numbers } from './host.ts';
import { dtypeOf, runForResult } from './hostResult.testing.ts';

/** y = the greatest under each window; with v, the number of v that lies where the greatest of x does. */
export function maxPool2d<T extends Numbers>(x: T, g: Pool2dGeometry, v: T = x, threads?: number): T {
  const machine = hostMachine();
  return machine.scope(() => runForResult(x, g.planes * g.outHeight * g.outWidth, threads, (y) =>
    maxPool2dTakeWork(g, dtypeOf(x), { x: copyIn(machine, x), v: copyIn(machine, v), y })));
}

/** dx from dy: each number of dy is added where the greatest of x lies, or, with `positive`, where that is greater than 0. */
export function maxPool2dGradient<T extends Numbers>(dy: T, x: T, g: Pool2dGeometry, threads?: number, positive = false): T {
  const machine = hostMachine();
  return machine.scope(() => runForResult(x, g.planes * g.height * g.width, threads, (v) =>
    maxPool2dPlaceWork(g, dtypeOf(x), { x: copyIn(machine, x), v, y: copyIn(machine, dy) }, positive)));
}

/** y = the mean under each window. */
export function averagePool2d<T extends Numbers>(x: T, g: Pool2dGeometry, countPadding: boolean, threads?: number): T {
  const machine = hostMachine();
  return machine.scope(() => runForResult(x, g.planes * g.outHeight * g.outWidth, threads, (y) =>
    averagePool2dWork(g, dtypeOf(x), { v: copyIn(machine, x), y }, countPadding)));
}

/** dx from dy: each number under a window gets its share. */
export function averagePool2dGradient<T extends Numbers>(dy: T, g: Pool2dGeometry, countPadding: boolean, threads?: number): T {
  const machine = hostMachine();
  return machine.scope(() => runForResult(dy, g.planes * g.height * g.width, threads, (v) =>
    averagePool2dSpreadWork(g, dtypeOf(dy), { v, y: copyIn(machine, dy) }, countPadding)));
}
