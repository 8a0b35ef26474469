/** The one machine of all eager calls, made when the first of them comes; and how host arrays get in and out of it. */
import type { KernelWork } from '../kernels/index.ts';
import { Machine } from './machine.ts';
import { runShared } from './threads.ts';

export type Numbers = Float32Array | Float64Array;
export type AnyNumbers = Numbers | Int32Array;

let machine: Machine | undefined;

export function hostMachine(): Machine {
  machine ??= new Machine();
  return machine;
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
