/** The one machine of all eager calls, made when the first of them comes; and how host arrays get in and out of it. */
import type { KernelFloat, KernelWork } from '../kernels/index.ts';
import { Machine } from './machine.ts';
import { runShared } from './threads.ts';

export type Numbers = Float32Array | Float64Array;
export type AnyNumbers = Numbers | Int32Array;

let machine: Machine | undefined;

export function hostMachine(): Machine {
  machine ??= new Machine();
  return machine;
}

export function dtypeOf(data: Numbers): KernelFloat {
  return data instanceof Float32Array ? 'float32' : 'float64';
}

/** The address of a copy of `data`. */
export function copyIn(machine: Machine, data: AnyNumbers): number {
  const address = machine.allocate(data.byteLength);
  viewLike(machine, data, address).set(data);
  return address;
}

function viewLike(machine: Machine, like: AnyNumbers, address: number): AnyNumbers {
  if (like instanceof Float32Array) return machine.float32(address, like.length);
  return like instanceof Float64Array ? machine.float64(address, like.length) : machine.int32(address, like.length);
}

/** Where one computation's arrays lie, in bytes. */
interface Places {
  readonly inputs: readonly number[];
  readonly output: number;
  readonly work: number;
}

/** Copies the inputs in, runs the work on them, and copies what it wrote into `out`. @param workBytes  what it needs beside */
export function runOnHost(inputs: readonly AnyNumbers[], out: AnyNumbers, workBytes: number, workFor: (at: Places) => KernelWork): void {
  const machine = hostMachine();
  machine.scope(() => {
    const places: number[] = [];
    inputs.forEach((input, i) => places.push(inputs.indexOf(input) < i ? places[inputs.indexOf(input)] : copyIn(machine, input)));
    const output = machine.allocate(out.byteLength);
    const work = machine.allocate(workBytes);
    const { calls, scratchBytes } = workFor({ inputs: places, output, work });
    runShared(machine, machine.writeTable(calls), scratchBytes);
    out.set(viewLike(machine, out, output));
  });
}

/** Runs the work that writes `length` numbers at the address it is given; a copy of them, of the type of `like`. */
export function runForResult<T extends Numbers>(like: T, length: number, threads: number | undefined, workFor: (result: number) => KernelWork): T {
  const machine = hostMachine();
  const result = machine.allocate(length * like.BYTES_PER_ELEMENT);
  const { calls, scratchBytes } = workFor(result);
  runShared(machine, machine.writeTable(calls), scratchBytes, threads);
  return (like instanceof Float32Array ? machine.float32(result, length).slice() : machine.float64(result, length).slice()) as T;
}
