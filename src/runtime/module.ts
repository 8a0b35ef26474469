/** The kernels as a WebAssembly module: decoded and compiled once, instantiated on a given memory. */
import { decodeBytes, kernelText } from '../kernels/index.ts';
import { canShare } from './platform.ts';

/** What the module exports; addresses are bytes in its memory. */
export interface Kernels {
  /** Runs a table of calls: `count` addresses at `calls`. */
  run(calls: number, count: number, scratch: number): void;
  /** The same, together with other threads; `counters` holds 2·count zeros. */
  share(calls: number, count: number, counters: number, scratch: number): void;
  /** The register-only roof of the benchmarks. */
  roofF32(turns: number, state: number): void;
  roofF64(turns: number, state: number): void;
}

let compiled: WebAssembly.Module | undefined;

export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(moduleBytes(canShare()));
  return compiled;
}

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}

/** Decoded; for a memory that is not shared, the one bit that says so is cleared: the code is the same. */
export function moduleBytes(shared: boolean): ArrayBuffer {
  const bytes = decodeBytes(kernelText);
  if (!shared) bytes[memoryFlags(bytes)] &= ~2;
  return bytes.buffer as ArrayBuffer;
}

/** Where the import of env.memory keeps its flags: after the two names and the kind (2: a memory). */
function memoryFlags(bytes: Uint8Array): number {
  const wanted = [3, ...ascii('env'), 6, ...ascii('memory'), 2];
  const at = bytes.findIndex((_, i) => wanted.every((byte, j) => bytes[i + j] === byte));
  if (at < 0) throw new Error('bug in memoryFlags: the module must import env.memory; the import is not there');
  return at + wanted.length;
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}
