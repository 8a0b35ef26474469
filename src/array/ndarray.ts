/** N-dimensional arrays: a typed array and a shape, row-major. Knows no operation on them. */
import { describe } from './describe.ts';
import type { Shape } from './shape/index.ts';
import type { Plain, Rule } from './types/index.ts';
import type { IsUnion } from './types/sizes.ts';

/** The number types an array can hold. */
export type DType = 'float64' | 'float32' | 'int32';
export type TypedArray = Float64Array | Float32Array | Int32Array;
/** Any view of numbers that can be read by index. Big integers are not numbers. */
export type NumericView =
  | TypedArray
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Uint32Array;

/** Numbers nested as deeply as the shape is long. */
export type Nested = number | readonly Nested[];

/** The type of an array of shape S as nested JavaScript arrays. Spelt out: a recursive type would make NdArray invariant. */
export type NestedOf<S extends Shape> =
  S extends readonly [] ? number
    : S extends readonly [number] ? number[]
    : S extends readonly [number, number] ? number[][]
    : S extends readonly [number, number, number] ? number[][][]
    : S extends readonly [number, number, number, number] ? number[][][][]
    : Nested;

/** The shape of nested numbers, read off the type: literal where the rows are written out, `number` in the place of a list. */
export type ShapeOfNested<V> =
  [V] extends [number] ? []
    : IsUnion<V> extends true ? number[]
    : [V] extends [readonly [infer First, ...unknown[]]] ? [V['length'] & number, ...ShapeOfNested<First>]
    : [V] extends [readonly []] ? [0]
    : [V] extends [readonly (infer Row)[]] ? [number, ...ShapeOfNested<Row>]
    : number[];

/** What holds the numbers of each type. */
export const typedArrays: { readonly float64: Float64ArrayConstructor; readonly float32: Float32ArrayConstructor; readonly int32: Int32ArrayConstructor } = {
  float64: Float64Array, float32: Float32Array, int32: Int32Array,
};

/**
 * Numbers in a row-major typed array with a shape: element [i, j] of a matrix is `data[i * shape[1] + j]`.
 * Immutable by agreement: nothing in Glissade writes into an array it was given or has handed out.
 *
 * The shape is part of the type: `NdArray<[2, 3]>` is an `NdArray<[number, 3]>` and an `NdArray`.
 */
export class NdArray<out S extends Shape = Shape> {
  readonly data: TypedArray;
  readonly shape: S;
  readonly dtype: DType;

  /** @throws RangeError when `data` does not hold exactly the product of `shape` */
  constructor(data: TypedArray, shape: S) {
    const size = shape.reduce((product, length) => product * length, 1);
    if (shape.some((length) => !Number.isInteger(length) || length < 0) || size !== data.length) {
      throw new RangeError(
        `NdArray: data must hold the product of the shape; shape [${shape.join(', ')}] needs ${size} numbers, data has ${data.length}`,
      );
    }
    this.data = data;
    this.shape = shape;
    this.dtype = dtypeOf(data);
  }

  /** The same numbers as nested JavaScript arrays, for printing and JSON. */
  toNested(): NestedOf<S> {
    const build = (axis: number, offset: number): Nested => {
      if (axis === this.shape.length) return this.data[offset];
      const stride = this.shape.slice(axis + 1).reduce((product, length) => product * length, 1);
      return Array.from({ length: this.shape[axis] }, (_, i) => build(axis + 1, offset + i * stride));
    };
    return build(0, 0) as NestedOf<S>;
  }
}

/**
 * The array that a shape rule gives: `Result<MatMulRule<A, B>>['array']`. A field, because a name given to
 * `NdArray<…>` itself would stand in every hover in its place, with all names of the operations before.
 */
export interface Result<R extends Rule> {
  array: NdArray<R['shape']>;
}

function dtypeOf(data: TypedArray): DType {
  if (data instanceof Float64Array) return 'float64';
  return data instanceof Float32Array ? 'float32' : 'int32';
}

/**
 * Makes an NdArray from nested numbers (its shape is read off), or from a typed array and a shape.
 * The numbers are copied: changing `values` later does not change the array.
 * @param options.dtype default 'float64' for nested numbers, the array's own type for a typed array
 * @throws TypeError when rows differ in length, something is not a number, or a shape comes with nested numbers
 */
export function array<const S extends Shape>(values: NumericView, shape: S, options?: { dtype?: DType }): NdArray<Plain<S>>;
export function array<const V extends Nested>(values: V, options?: { dtype?: DType }): NdArray<ShapeOfNested<V>>;
export function array(
  values: Nested | NumericView,
  shapeOrOptions?: readonly number[] | { dtype?: DType },
  options?: { dtype?: DType },
): NdArray {
  if (ArrayBuffer.isView(values)) {
    const shape = Array.isArray(shapeOrOptions) ? (shapeOrOptions as readonly number[]) : [values.length];
    const given = options ?? (Array.isArray(shapeOrOptions) ? undefined : (shapeOrOptions as { dtype?: DType } | undefined));
    const own = values instanceof Float32Array || values instanceof Int32Array ? dtypeOf(values) : 'float64';
    return new NdArray(new typedArrays[given?.dtype ?? own](values), shape);
  }
  if (Array.isArray(shapeOrOptions)) {
    throw new TypeError(`array: a shape belongs to a typed array, that of nested numbers is read off them; [${shapeOrOptions.join(', ')}] came with ${describe(values)}, reshape the array instead`);
  }
  const { dtype = 'float64' } = (shapeOrOptions ?? {}) as { dtype?: DType };
  const shape: number[] = [];
  for (let level: Nested = values; Array.isArray(level); level = level[0] as Nested) shape.push(level.length);
  const data = new typedArrays[dtype](shape.reduce((product, length) => product * length, 1));
  let filled = 0;
  const fill = (level: Nested, axis: number, path: readonly number[]): void => {
    if (axis === shape.length) {
      if (typeof level !== 'number') throw new TypeError(`array: every element must be a number; at [${path.join(', ')}] it is ${describe(level)}`);
      data[filled++] = level;
      return;
    }
    if (!Array.isArray(level) || level.length !== shape[axis]) {
      const found = Array.isArray(level) ? `has length ${level.length}` : `is ${describe(level)}`;
      throw new TypeError(`array: rows must have equal lengths; [${path.join(', ')}] ${found}, the first of its kind has length ${shape[axis]}`);
    }
    level.forEach((inner: Nested, i) => fill(inner, axis + 1, [...path, i]));
  };
  fill(values, 0, []);
  return new NdArray(data, shape);
}
