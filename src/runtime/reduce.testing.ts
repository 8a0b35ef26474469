/** Reductions of host arrays: copies the operand in, applies the kernel, copies the result out. */
import { reduceWork } from '../kernels/index.ts';
import type { ReductionName } from '../kernels/index.ts';
import type { StridedOperand } from './elementwise.testing.ts';
import { copyIn, hostMachine } from './host.ts';
import type { Numbers } from './host.ts';
import { dtypeOf, runForResult } from './hostResult.testing.ts';

/** The sum, maximum or minimum along `axes` (ascending) of an array of this shape; the result is row-major. */
export function reduceElements<T extends Numbers>(name: ReductionName, shape: readonly number[], axes: readonly number[], x: StridedOperand<T>, threads?: number): T {
  const machine = hostMachine();
  const length = shape.reduce((size, one, axis) => (axes.includes(axis) ? size : size * one), 1);
  return machine.scope(() => runForResult(x.data, length, threads, (y) =>
    reduceWork(name, dtypeOf(x.data), shape, axes, { address: copyIn(machine, x.data), strides: x.strides }, y)));
}
