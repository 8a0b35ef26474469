/**
 * A memory with the kernels on it: places for arrays, and running tables of calls. One machine serves all eager calls;
 * a compiled program may have its own, which the garbage collector frees with it. Knows no operation.
 */
import { encodeCall, refusedBytes } from '../kernels/index.ts';
import type { KernelCall, Refuse } from '../kernels/index.ts';
import { instantiate, kernelModule } from './module.ts';
import type { Kernels } from './module.ts';
import { canShare } from './platform.ts';

const pageBytes = 65536;

/** 4 GiB, all that 32-bit addresses reach. */
const mostPages = 65536;

/** Below lie the module's own data. */
const firstFree = 65536;

/** A table of calls written into a machine's memory. */
export interface CallTable {
  /** Address of the calls' addresses. */
  readonly calls: number;
  readonly count: number;
  /** Address of two counters per call. */
  readonly counters: number;
  /** The most chunks a call has: more threads than that have nothing to do. */
  readonly widest: number;
  /** Where calls that check something have written what they found, and what to throw then. */
  readonly checks: readonly { readonly address: number; readonly refuse: Refuse }[];
}

export class Machine {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
  #top = firstFree;

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: firstFree / pageBytes + 1, maximum: mostPages, shared: canShare() });
    this.kernels = instantiate(kernelModule(), this.memory);
  }

  /** The address of `bytes` new bytes, a multiple of 64, not cleared. The memory grows as needed. */
  allocate(bytes: number): number {
    const address = this.#top;
    const top = address + Math.ceil(bytes / 64) * 64;
    const missing = top - this.memory.buffer.byteLength;
    if (missing > 0) this.#grow(missing, bytes);
    this.#top = top;
    return address;
  }

  /** Everything `work` allocates is free again when it returns; its result must not point into the memory. */
  scope<T>(work: () => T): T {
    const top = this.#top;
    try {
      return work();
    } finally {
      this.#top = top;
    }
  }

  /** Frees everything that was allocated. */
  clear(): void {
    this.#top = firstFree;
  }

  /** A view of the memory, good until the next allocation. */
  float32(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  float64(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  int32(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  /** Writes calls into the memory, to be run any number of times. */
  writeTable(calls: readonly KernelCall[]): CallTable {
    const encoded = calls.map((call) => encodeCall(call));
    const addresses = encoded.map((words) => this.allocate(4 * words.length));
    const table = this.allocate(4 * calls.length);
    const counters = this.allocate(8 * calls.length);
    encoded.forEach((words, i) => this.int32(addresses[i], words.length).set(words));
    this.int32(table, calls.length).set(addresses);
    const checks = calls.flatMap(({ refuse }, i) => (refuse === undefined ? [] : [{ address: addresses[i] + refusedBytes, refuse }]));
    return { calls: table, count: calls.length, counters, widest: Math.max(1, ...calls.map(({ chunks }) => chunks)), checks };
  }

  /**
   * Runs a table on this thread. `scratch` is the address of as many bytes as its calls need.
   * @throws what the first call throws that refuses its operands
   */
  run(table: CallTable, scratch: number): void {
    this.kernels.run(table.calls, table.count, scratch);
    this.checkRun(table);
  }

  /** After a run by whatever threads: throws what the first call throws that has refused its operands. */
  checkRun({ checks }: CallTable): void {
    for (const { address, refuse } of checks) {
      const [place, found] = this.int32(address, 2);
      if (place >= 0) throw refuse(place, found);
    }
  }

  #grow(missing: number, wanted: number): void {
    const pages = this.memory.buffer.byteLength / pageBytes;
    const needed = Math.ceil(missing / pageBytes);
    // half as much again, so that growing step by step costs little in sum; when that is not to be had, what is needed
    for (const more of [Math.min(Math.max(needed, pages >> 1), mostPages - pages), needed]) {
      try {
        if (more >= needed && pages + more <= mostPages) {
          this.memory.grow(more);
          return;
        }
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
    throw new RangeError(`memory: arrays in use at one time must fit into 4 GiB; ${wanted} bytes more are needed beside ${this.#top}; use smaller batches`);
  }
}
