/** Element-by-element functions on host arrays: copies them in, applies the kernel, copies the result out. */
import { mapWork } from '../kernels/index.ts';
import type { ElementwiseName } from '../kernels/index.ts';
import { copyIn, hostMachine } from './host.ts';
import type { Numbers } from './host.ts';
import { dtypeOf, runForResult } from './hostResult.testing.ts';

/** Numbers read by strides (elements) along the result's axes; 0 repeats. */
export interface StridedOperand<T> {
  readonly data: T;
  readonly strides: readonly number[];
}

/** y = f(a, b, …) for every index of `shape`; y is row-major. f is named as the public operation is. */
export function mapElements<T extends Numbers>(name: ElementwiseName, shape: readonly number[], operands: readonly [StridedOperand<T>, ...StridedOperand<T>[]], threads?: number): T {
  const machine = hostMachine();
  const [{ data }] = operands;
  const length = shape.reduce((a, b) => a * b, 1);
  return machine.scope(() => runForResult(data, length, threads, (y) => {
    const at = operands.map((operand) => ({ address: copyIn(machine, operand.data), strides: operand.strides }));
    return mapWork(name, dtypeOf(data), shape, at, y);
  }));
}
