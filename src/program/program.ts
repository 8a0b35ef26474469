/** A computation as data: operations, equations, programs. Knows what an operation is; knows none by name. */
import type { DType, NdArray, TypedArray } from '../array/index.ts';
import type { ArrayType, Epilogue, Lowering } from './lowering.ts';

export type Dims = readonly number[];

/**
 * What an operation means. `P` are its fixed parameters (stride, axes …): plain data, no arrays.
 * Nothing here changes its arguments, save `reference`, which writes `out`.
 */
export interface Op<P extends object = object> {
  readonly name: string;
  /** The result's shape. Throws when the operands do not fit. */
  shape(inputs: readonly Dims[], params: P): Dims;
  /** The result's number type. */
  dtype(inputs: readonly DType[], params: P): DType;
  /**
   * The definition, in plain loops: what kernels are held to. Sums are taken in float64 and rounded once, when
   * stored into `out`.
   * @param shapes  the operands' shapes   @param shape  the result's
   */
  reference(out: TypedArray, inputs: readonly TypedArray[], shapes: readonly Dims[], params: P, shape: Dims): void;
  /**
   * The vector-Jacobian product: given `cotangent`, ∂L/∂output, says ∂L/∂inputs[index], written with other
   * operations. null where the result does not depend smoothly on that input, or is constant in it.
   */
  vjp(index: number, cotangent: NdArray, inputs: readonly NdArray[], output: NdArray, params: P): NdArray | null;
  /**
   * The kernel calls that compute it; undefined where no kernel fits these operands, and `reference` is run. The
   * result is that of the reference, but for the order of sums and the last bits of elementary functions.
   */
  lower?(inputs: readonly ArrayType[], output: ArrayType, params: P): Lowering | undefined;
  /**
   * The same result written with operations that have kernels, for operands that none of its own takes; undefined where
   * there is no such way. It may differ from the reference in the last bits.
   */
  expand?(inputs: readonly NdArray[], params: P): NdArray | undefined;
  /**
   * As lower, for the operation with a bias added and perhaps relu applied: the same bits as one after the other.
   * @param inputs  with the bias as the last one; undefined also where the bias is not of a shape that kernels add
   */
  lowerWith?(inputs: readonly ArrayType[], output: ArrayType, params: P, epilogue: Epilogue): Lowering | undefined;
  /** As lower, for 0 wherever the last operand, of the result's shape, is not greater than 0, as relu's gradient has it: the same bits. */
  lowerPositive?(inputs: readonly ArrayType[], output: ArrayType, params: P): Lowering | undefined;
  /** The parameters as they are printed after the operands: 'stride 2, padding 1'. Default: every name and value. */
  describe?(params: P): string;
}

/** While a function is traced, its arrays have a shape and no values. Users see it as an NdArray. */
export class Var {
  readonly shape: Dims;
  readonly dtype: DType;
  /** The recording it belongs to; once that is closed, the variable means nothing outside its program. */
  readonly owner: { readonly open: boolean };
  /** What the user called it, when that is known. */
  readonly name: string | undefined;

  constructor(shape: Dims, dtype: DType, owner: { readonly open: boolean }, name?: string) {
    this.shape = shape;
    this.dtype = dtype;
    this.owner = owner;
    this.name = name;
  }

  /** @throws TypeError always */
  get data(): TypedArray {
    throw new TypeError(`data: values must be read outside the function that is being traced; this array is a [${this.shape.join(', ')}] without values yet`);
  }

  /** What comparing and adding ask for: without it, `x > 0` would be false in silence. @throws TypeError but for a text */
  [Symbol.toPrimitive](hint: string): string {
    const what = `a [${this.shape.join(', ')}] without values yet`;
    if (hint === 'string') return what;
    throw new TypeError(`an array must be compared and computed with by operations, such as where(greater(x, 0), …), inside a function that is being traced; this one is ${what}`);
  }

  /** @throws TypeError always */
  toNested(): never {
    throw new TypeError(`toNested: values must be read outside the function that is being traced; this array is a [${this.shape.join(', ')}] without values yet`);
  }
}

/** One line of a program: `output = op(inputs; params)`. An input is a variable or, as a constant, an NdArray. */
export interface Equation {
  readonly op: Op;
  readonly params: object;
  readonly inputs: readonly (Var | NdArray)[];
  readonly output: Var;
  /** Where the user wrote it, as `file:line:column`; undefined where the engine does not say. */
  readonly place: string | undefined;
}

/** A function of arrays as a flat list of equations, each using only what stands above it. */
export interface Program {
  readonly inputs: readonly Var[];
  readonly equations: readonly Equation[];
  readonly outputs: readonly (Var | NdArray)[];
  /** The program, printed a line per equation. */
  toString(): string;
}
