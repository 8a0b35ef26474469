/** The one machine of all eager calls, made when the first of them comes; and how host arrays get in and out of it. */
import type { KernelFloat, KernelWork } from '../kernels/index.ts';
import { Machine } from './machine.ts';
import { runShared } from './threads.ts';

export type Numbers = Float32Array | Float64Array;

let machine: Machine | undefined;

export function hostMachine(): Machine {
  machine ??= new Machine();
  return machine;
}

export function dtypeOf(data: Numbers): KernelFloat {
  return data instanceof Float32Array ? 'float32' : 'float64';
}

/** The address of a copy of `data`. */
export function copyIn(machine: Machine, data: Numbers): number {
  const address = machine.allocate(data.byteLength);
  if (data instanceof Float32Array) machine.float32(address, data.length).set(data);
  else machine.float64(address, data.length).set(data);
  return address;
}

/** Runs the work that writes `length` numbers at the address it is given; a copy of them, of the type of `like`. */
export function runForResult<T extends Numbers>(like: T, length: number, threads: number | undefined, workFor: (result: number) => KernelWork): T {
  const machine = hostMachine();
  const result = machine.allocate(length * like.BYTES_PER_ELEMENT);
  const { calls, scratchBytes } = workFor(result);
  runShared(machine, machine.writeTable(calls), scratchBytes, threads);
  return (like instanceof Float32Array ? machine.float32(result, length).slice() : machine.float64(result, length).slice()) as T;
}
