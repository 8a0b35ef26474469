/** Runs kernel calls on host arrays, for tests: operands and result may start at any element, and what lies around the result is watched. */
import type { KernelWork } from '../kernels/index.ts';
import { Machine } from './machine.ts';
import { runShared } from './threads.ts';

export type Numbers = Float32Array | Float64Array | Int32Array;

export interface RunOptions {
  /** Elements by which all arrays are moved from a multiple of 64 bytes. Default 0. */
  readonly offset?: number;
  /** Bytes for the calls' own use. Default 0. */
  readonly workBytes?: number;
  readonly threads?: number;
}

const margin = 8;

export const testMachine: Machine = new Machine();

/**
 * `out`, as the calls leave it.
 * @throws Error when something beside it was written
 */
export function runWork<T extends Numbers>(inputs: readonly Numbers[], out: T, workFor: (inputs: readonly number[], out: number, work: number) => KernelWork, options: RunOptions = {}): T {
  const { offset = 0, workBytes = 0, threads = 1 } = options;
  return testMachine.scope(() => {
    const place = (data: Numbers): number => {
      const address = testMachine.allocate(data.byteLength + (offset + 2 * margin) * data.BYTES_PER_ELEMENT) + (offset + margin) * data.BYTES_PER_ELEMENT;
      view(address, data).set(data);
      return address;
    };
    const [addresses, result, work] = [inputs.map(place), place(out), testMachine.allocate(workBytes)];
    const around = (): Numbers => view(result - margin * out.BYTES_PER_ELEMENT, out, out.length + 2 * margin);
    for (const at of [0, out.length + margin]) around().fill(77, at, at + margin);
    const { calls, scratchBytes } = workFor(addresses, result, work);
    runShared(testMachine, testMachine.writeTable(calls), scratchBytes, threads);
    const found = around();
    if ([...found.slice(0, margin), ...found.slice(-margin)].some((value) => value !== 77)) throw new Error('something beside the result was written');
    return found.slice(margin, margin + out.length) as T;
  });
}

function view(address: number, like: Numbers, length = like.length): Numbers {
  if (like instanceof Float32Array) return testMachine.float32(address, length);
  return like instanceof Float64Array ? testMachine.float64(address, length) : testMachine.int32(address, length);
}
