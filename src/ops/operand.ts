/** Reads what users pass to operations: arrays, and numbers beside arrays, brought to one number type. */
import { describe, NdArray, typedArrays, type DType } from '../array/index.ts';
import { isVar } from '../program/index.ts';
import { convert } from './cast.ts';

/** What an operation of two arrays takes: an array, or a number that stands for an array of it. */
export type Operand = NdArray | number;

/** @throws TypeError when `value` is no array */
export function readArray(caller: string, name: string, value: unknown): NdArray {
  if (value instanceof NdArray || isVar(value)) return value as NdArray;
  throw new TypeError(`${caller}: ${name} must be an NdArray; it is ${describe(value)}${advice(value)}`);
}

/**
 * Arrays of one number type: int32 gives way to float32, float32 to float64. A number takes the arrays' type, save
 * that one which is no int32, a fraction or beyond 2³¹, makes all of them float64.
 * @throws TypeError when a value is neither an array nor a number
 */
export function readOperands(caller: string, names: readonly string[], values: readonly unknown[]): NdArray[] {
  const arrays = values.map((value, i) => (typeof value === 'number' ? value : readOperand(caller, names[i], value)));
  const dtype = commonType(arrays);
  return arrays.map((value) => (typeof value === 'number' ? scalar(value, dtype) : convert(value, dtype)));
}

/** An array of floats: int32 becomes float64. */
export function readFloat(caller: string, name: string, value: unknown): NdArray {
  return asFloat(readArray(caller, name, value));
}

export function asFloat(x: NdArray): NdArray {
  return x.dtype === 'int32' ? convert(x, 'float64') : x;
}

/** An array of shape [] with one number. */
export function scalar(value: number, dtype: DType): NdArray {
  return new NdArray(typedArrays[dtype].of(value), []);
}

/** The number of a constant of shape []; undefined for an array, and for a value that is not known yet. */
export function literal(x: NdArray): number | undefined {
  return x.shape.length === 0 && !isVar(x) ? x.data[0] : undefined;
}

function readOperand(caller: string, name: string, value: unknown): NdArray {
  if (value instanceof NdArray || isVar(value)) return value as NdArray;
  throw new TypeError(`${caller}: ${name} must be an NdArray or a number; it is ${describe(value)}${advice(value)}`);
}

const order: readonly DType[] = ['int32', 'float32', 'float64'];

function commonType(values: readonly (NdArray | number)[]): DType {
  let widest = -1;
  for (const value of values) if (typeof value !== 'number') widest = Math.max(widest, order.indexOf(value.dtype));
  if (widest <= 0 && values.some((value) => typeof value === 'number' && (widest < 0 || (value | 0) !== value))) return 'float64';
  return order[widest];
}

function advice(value: unknown): string {
  return Array.isArray(value) ? ', make it one with array(…)' : ArrayBuffer.isView(value) ? ', make it one with array(values, shape)' : '';
}
