/** What the kernels' tests share: running work on copies of arrays, by a given number of threads. */
import type { KernelFloat, KernelWork } from '../kernels/index.ts';
import { hostMachine, type Numbers } from './host.ts';
import { runShared } from './threads.ts';

export function dtypeOf(data: Numbers): KernelFloat {
  return data instanceof Float32Array ? 'float32' : 'float64';
}

/** Runs the work that writes `length` numbers at the address it is given; a copy of them, of the type of `like`. */
export function runForResult<T extends Numbers>(like: T, length: number, threads: number | undefined, workFor: (result: number) => KernelWork): T {
  const machine = hostMachine();
  const result = machine.allocate(length * like.BYTES_PER_ELEMENT);
  const { calls, scratchBytes } = workFor(result);
  runShared(machine, machine.writeTable(calls), scratchBytes, threads);
  return (like instanceof Float32Array ? machine.float32(result, length).slice() : machine.float64(result, length).slice()) as T;
}
