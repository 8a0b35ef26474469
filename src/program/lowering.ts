/** What an operation tells the compiler: which kernel calls compute it. Knows addresses, shapes and types; no operation. */
import type { DType, Shape } from '../array/index.ts';
import type { KernelWork } from '../kernels/index.ts';

/** What an array looks like, without its numbers. */
export interface ArrayType {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Where an equation's arrays lie, in bytes; each is row-major, and none overlaps the output. */
export interface Addresses {
  readonly inputs: readonly number[];
  readonly output: number;
  /** Of `workBytes` bytes for the equation itself. */
  readonly work: number;
}

/** How kernels compute an equation, once the compiler has found a place for everything. */
export interface Lowering {
  /** Bytes needed while the equation runs, beside operands, result and each thread's scratch. Default 0. */
  readonly workBytes?: number;
  calls(at: Addresses): KernelWork;
}

/** What is done to a result before it is stored: the last operand, a bias, is added, and negative numbers become 0. */
export interface Epilogue {
  readonly relu: boolean;
}
