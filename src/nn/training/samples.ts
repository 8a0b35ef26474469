/** What users pass as samples, read into one typed array, and batches of it. Knows no layer. */
import { array, describe, NdArray, readMatrix, showShape, sizeOf, typedArrays, type MatrixInput, type Nested, type NumericView, type Shape } from '../../array/index.ts';
import type { FloatType } from '../layer.ts';

/** Samples: nested arrays, an NdArray or { data, shape }, [n, …the network's input]; rows of numbers for flat ones. */
export type SamplesInput = MatrixInput | readonly Nested[];

/** Rows of numbers of one size each. */
export interface Rows {
  readonly data: Float32Array | Float64Array | Int32Array;
  readonly count: number;
  /** Of one row. */
  readonly shape: Shape;
}

export type NumberType = FloatType | 'int32';

/** Samples, a batch at a time. */
export interface Batches {
  /** Says which samples will be asked for next: what takes time to read is read while others are learnt from. */
  ahead?(order: Int32Array, first: number, count: number): void;
  /** Samples order[first] … order[first + count − 1]. Good until the next call. */
  read(order: Int32Array, first: number, count: number): NdArray | Promise<NdArray>;
}

/**
 * May share memory with the input: read only.
 * @param shape  of one sample   @param dtype  int32: whole numbers only
 * @throws TypeError for another kind or shape; RangeError for no samples, or a number that is not finite, not whole, or too large for the type
 */
export function readSamples(caller: string, name: string, input: SamplesInput, shape: Shape, dtype: NumberType): Rows {
  const { data, shape: found } = readShaped(caller, name, input, shape);
  if (dtype === 'int32') checkWhole(caller, name, data, sizeOf(shape));
  const make = typedArrays[dtype];
  if (data instanceof make) return { data, count: found[0], shape };
  const converted = make.from(data);
  if (dtype === 'float32') checkFits(caller, name, data, converted, sizeOf(shape));
  return { data: converted, count: found[0], shape };
}

/** As they are. @throws TypeError for another kind or shape; RangeError for no samples, or a number that is not finite */
export function readShaped(caller: string, name: string, input: SamplesInput, shape: Shape): { readonly data: NumericView; readonly shape: Shape } {
  const shaped = asShaped(caller, name, input, shape);
  const { data, shape: found } = shaped;
  if (found.length !== shape.length + 1 || shape.some((length, axis) => length !== found[axis + 1])) {
    const size = sizeOf(found.slice(1)) === sizeOf(shape) ? ', reshape it' : '';
    throw new TypeError(`${caller}: ${name} must be [samples, ${shape.join(', ')}], as the network has it; it is ${showShape(found)}${size}`);
  }
  if (found[0] === 0) throw new RangeError(`${caller}: ${name} must have at least one sample; it has none`);
  const size = sizeOf(shape);
  const wrong = data.findIndex((value) => value - value !== 0);
  if (wrong >= 0) throw new RangeError(`${caller}: every number must be finite; sample ${Math.floor(wrong / size)} of ${name} has ${data[wrong]}`);
  return shaped;
}

/** What is finite in float64 may not be so in float32. */
function checkFits(caller: string, name: string, data: NumericView, converted: NumericView, size: number): void {
  const wrong = converted.findIndex((value) => value - value !== 0);
  if (wrong >= 0) throw new RangeError(`${caller}: ${name} must hold numbers that fit float32, up to 3.4e38; sample ${Math.floor(wrong / size)} has ${data[wrong]}. Scale them, or say dtype: 'float64'`);
}

/** A number that does not fit would come out as another index. */
function checkWhole(caller: string, name: string, data: NumericView, size: number): void {
  const wrong = data.findIndex((value) => !Number.isInteger(value) || value > 0x7fffffff || value < -0x80000000);
  if (wrong >= 0) throw new RangeError(`${caller}: ${name} must hold whole numbers that fit int32, which the network takes as indices; sample ${Math.floor(wrong / size)} has ${data[wrong]}`);
}

function asShaped(caller: string, name: string, input: SamplesInput, shape: Shape): { readonly data: NumericView; readonly shape: Shape } {
  if (Array.isArray(input)) {
    if (shape.length !== 1) return array(input as Nested);
    const { data, rows, columns } = readMatrix(caller, name, input as MatrixInput);
    return { data, shape: [rows, columns] };
  }
  const shaped = input as { readonly data: NumericView; readonly shape: Shape };
  if (typeof input !== 'object' || input === null || !ArrayBuffer.isView(shaped.data) || !Array.isArray(shaped.shape)) {
    throw new TypeError(`${caller}: ${name} must be samples: nested arrays, an NdArray or { data, shape }; it is ${describe(input)}`);
  }
  if (!isNumeric(shaped.data)) throw new TypeError(`${caller}: ${name}.data must be a typed array of numbers; it is ${describe(shaped.data)}`);
  if (sizeOf(shaped.shape) !== shaped.data.length) throw new RangeError(`${caller}: ${name}.data must fill its shape; shape ${showShape(shaped.shape)}, ${shaped.data.length} numbers`);
  return shaped;
}

function isNumeric(data: ArrayBufferView): boolean {
  return !(data instanceof DataView || data instanceof BigInt64Array || data instanceof BigUint64Array);
}

const longRow = 256;

/** Copies rows into an array that is used again for the next batch of as many rows. */
export class BatchReader implements Batches {
  readonly #rows: Rows;
  readonly #size: number;
  readonly #batches = new Map<number, NdArray>();

  constructor(rows: Rows) {
    this.#rows = rows;
    this.#size = sizeOf(rows.shape);
  }

  /** Rows order[first] … order[first + count − 1]. Good until the next call. */
  read(order: Int32Array, first: number, count: number): NdArray {
    const { data, shape } = this.#rows;
    let batch = this.#batches.get(count);
    if (batch === undefined) {
      const make = data instanceof Float32Array ? Float32Array : data instanceof Float64Array ? Float64Array : Int32Array;
      this.#batches.set(count, batch = new NdArray(new make(count * this.#size), [count, ...shape]));
    }
    const size = this.#size;
    const into = batch.data;
    for (let i = 0; i < count; i++) {
      const from = order[first + i] * size;
      // a view is garbage, and costs more than copying a short row
      if (size > longRow) into.set(data.subarray(from, from + size), i * size);
      else for (let k = 0, at = i * size; k < size; k++) into[at + k] = data[from + k];
    }
    return batch;
  }
}
