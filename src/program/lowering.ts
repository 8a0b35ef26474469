/** What an operation tells the compiler: which kernel calls compute it. Knows addresses, shapes and types; no operation. */
import type { DType, Shape } from '../array/index.ts';
import type { ElementwiseName, KernelWork } from '../kernels/index.ts';

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

/** An equation whose result at an index is a function of the operands at that index, as the map kernel computes it. */
export interface Elementwise {
  readonly name: ElementwiseName;
  /** The operands by number, in the kernel's order. */
  readonly order: readonly number[];
  /** By operand: the elements between neighbours along each axis of the result; 0 repeats. */
  readonly strides: readonly (readonly number[])[];
}

/** How kernels compute an equation, once the compiler has found a place for everything. */
export interface Lowering {
  /** Bytes needed while the equation runs, beside operands, result and each thread's scratch. Default 0. */
  readonly workBytes?: number;
  /** Where it is element by element, and may be computed together with others that are. */
  readonly elementwise?: Elementwise;
  calls(at: Addresses): KernelWork;
}

/** What is done to a result before it is stored: the last operand, a bias, is added, and negative numbers become 0. */
export interface Epilogue {
  readonly relu: boolean;
}
