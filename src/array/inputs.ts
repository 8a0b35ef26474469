/** Turns what a user may pass as a matrix or a vector into float64, or says exactly what is wrong with it. */
import { describe } from './describe.ts';
import { NdArray, type NumericView } from './ndarray.ts';

/** What every function takes as a matrix: rows of numbers, an NdArray, or numbers with a shape. */
export type MatrixInput =
  | readonly (readonly number[] | NumericView)[]
  | NdArray
  | { readonly data: NumericView; readonly shape: readonly number[] };

/** What every function takes as a vector. */
export type VectorInput = readonly number[] | NumericView;

/** A dense float64 matrix, row-major: element (i, j) is `data[i * columns + j]`. */
export interface Matrix {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

export interface InputRules {
  /** NaN stands for a missing value and may pass (infinity still may not). Default false. */
  readonly allowMissing?: boolean;
  /** Leaves the search for NaN and infinity to checkMatrix, for callers that see them in sums. Default false. */
  readonly unchecked?: boolean;
  /** The number of columns the function was fitted with. */
  readonly columns?: number;
}

/**
 * Reads a matrix. The result may share memory with a float64 input: never write into it.
 * @param caller  the public function's name, for messages   @param name  the argument's name, for messages
 * @throws TypeError for a wrong kind or ragged rows; RangeError for no rows or columns, NaN or infinity
 */
export function readMatrix(caller: string, name: string, input: MatrixInput, rules: InputRules = {}): Matrix {
  const matrix = Array.isArray(input) ? fromRows(caller, name, input) : fromShaped(caller, name, input as NdArray);
  if (matrix.rows === 0) throw new RangeError(`${caller}: ${name} must have at least one row; it has none`);
  if (matrix.columns === 0) throw new RangeError(`${caller}: ${name} must have at least one column; it is [${matrix.rows}, 0]`);
  if (rules.columns !== undefined && rules.columns !== matrix.columns) {
    throw new RangeError(`${caller}: ${name} must have the ${rules.columns} columns of the fit; it is [${matrix.rows}, ${matrix.columns}]`);
  }
  if (rules.unchecked !== true) checkMatrix(caller, name, matrix, rules.allowMissing);
  return matrix;
}

/** @throws RangeError for infinity, and for NaN unless `allowMissing`, with its place */
export function checkMatrix(caller: string, name: string, { data, columns }: Matrix, allowMissing = false): void {
  checkFinite(caller, data, allowMissing, (i) => `${name}[${Math.floor(i / columns)}][${i % columns}]`, 'fill missing values first, for example with imputer()');
}

/**
 * Reads a vector. The result may share memory with a float64 input: never write into it.
 * @param length  the length it must have, with what it must match: `[rows, 'X']`
 */
export function readVector(caller: string, name: string, input: VectorInput, length?: readonly [number, string], rules: InputRules = {}): Float64Array {
  const vector = toFloat64(caller, name, input);
  if (length !== undefined && vector.length !== length[0]) {
    throw new RangeError(`${caller}: ${name} must have one element per row of ${length[1]}; ${name} has ${vector.length}, ${length[1]} has ${length[0]} rows`);
  }
  if (vector.length === 0) throw new RangeError(`${caller}: ${name} must have at least one element; it has none`);
  checkFinite(caller, vector, rules.allowMissing === true, (i) => `${name}[${i}]`, 'leave out the rows where it is missing');
  return vector;
}

/**
 * Reads sample weights ≥ 0, at least one of them above 0; undefined when every row counts once.
 * @param other  the argument they must be as long as
 * @throws TypeError when not numbers; RangeError for another length, a negative weight, or none above 0
 */
export function readWeights(caller: string, sampleWeight: VectorInput | undefined, rows: number, other = 'X'): Float64Array | undefined {
  if (sampleWeight === undefined) return undefined;
  const weights = readVector(caller, 'sampleWeight', sampleWeight, [rows, other]);
  const negative = weights.findIndex((weight) => weight < 0);
  if (negative >= 0) throw new RangeError(`${caller}: weights must be at least 0; sampleWeight[${negative}] is ${weights[negative]}`);
  if (weights.every((weight) => weight === 0)) throw new RangeError(`${caller}: at least one weight must be above 0; all ${rows} are 0`);
  return weights;
}

/** True when `input` is a matrix (two axes) rather than a vector. */
export function isMatrixInput(input: MatrixInput | VectorInput): input is MatrixInput {
  if (Array.isArray(input)) return Array.isArray(input[0]) || ArrayBuffer.isView(input[0]);
  return !ArrayBuffer.isView(input) && typeof input === 'object' && input !== null && 'shape' in input;
}

/** The rows of `matrix` at `indices`, copied in that order. */
export function takeRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const { data, columns } = matrix;
  const taken = new Float64Array(indices.length * columns);
  for (let i = 0; i < indices.length; i++) taken.set(data.subarray(indices[i] * columns, (indices[i] + 1) * columns), i * columns);
  return { data: taken, rows: indices.length, columns };
}

/** A matrix as the array that users get. Shares memory. */
export function toNdArray(matrix: Matrix): NdArray<[number, number]> {
  return new NdArray(matrix.data, [matrix.rows, matrix.columns]);
}

function fromRows(caller: string, name: string, rows: readonly (readonly number[] | NumericView)[]): Matrix {
  const columns = rows.length === 0 ? 0 : rows[0]?.length;
  const data = new Float64Array(rows.length * (columns ?? 0));
  for (const [i, row] of rows.entries()) { // forEach would pass over holes
    if (!Array.isArray(row) && !ArrayBuffer.isView(row)) {
      throw new TypeError(`${caller}: ${name} must be a matrix, an array of rows; ${name}[${i}] is ${describe(row)}`);
    }
    if (row.length !== columns) {
      throw new TypeError(`${caller}: rows of ${name} must have equal lengths; row 0 has ${columns}, row ${i} has ${row.length}`);
    }
    for (let j = 0; j < columns; j++) {
      const value: unknown = row[j];
      if (typeof value !== 'number') throw new TypeError(`${caller}: ${name} must hold numbers; ${name}[${i}][${j}] is ${describe(value)}`);
      data[i * columns + j] = value;
    }
  }
  return { data, rows: rows.length, columns: columns ?? 0 };
}

function fromShaped(caller: string, name: string, input: { readonly data: NumericView; readonly shape: readonly number[] }): Matrix {
  const kind = `${caller}: ${name} must be a matrix: rows of numbers, an NdArray or { data, shape: [rows, columns] }`;
  if (typeof input !== 'object' || input === null || !ArrayBuffer.isView(input.data) || !Array.isArray(input.shape)) {
    throw new TypeError(`${kind}; it is ${describe(input)}`);
  }
  if (input.shape.length !== 2) throw new TypeError(`${kind}; its shape is [${input.shape.join(', ')}]`);
  const [rows, columns] = input.shape;
  if (!Number.isInteger(rows) || !Number.isInteger(columns) || rows < 0 || columns < 0 || rows * columns !== input.data.length) {
    throw new RangeError(`${caller}: ${name}.data must hold rows × columns numbers; shape [${input.shape.join(', ')}], ${input.data.length} numbers`);
  }
  return { data: toFloat64(caller, `${name}.data`, input.data), rows, columns };
}

function toFloat64(caller: string, name: string, input: VectorInput): Float64Array {
  if (input instanceof Float64Array) return input;
  if (ArrayBuffer.isView(input) && !(input instanceof DataView) && typeof (input as NumericView)[0] !== 'bigint') return Float64Array.from(input as NumericView);
  if (!Array.isArray(input)) throw new TypeError(`${caller}: ${name} must be an array of numbers or a typed array; it is ${describe(input)}`);
  const vector = new Float64Array(input.length);
  for (let i = 0; i < input.length; i++) {
    const value: unknown = input[i];
    if (typeof value !== 'number') throw new TypeError(`${caller}: ${name} must hold numbers; ${name}[${i}] is ${describe(value)}`);
    vector[i] = value;
  }
  return vector;
}

function checkFinite(caller: string, data: Float64Array, allowMissing: boolean, place: (index: number) => string, forMissing: string): void {
  if (allFinite(data)) return;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (Number.isFinite(value) || (allowMissing && Number.isNaN(value))) continue;
    const advice = Number.isNaN(value) ? `; ${forMissing}` : '';
    throw new RangeError(`${caller}: every number must be finite; ${place(i)} is ${value}${advice}`);
  }
}

/** True when no number is NaN or infinite. x − x is 0 for every finite number, NaN otherwise; four sums, so that additions do not wait for each other. */
export function allFinite(data: Float64Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = data.length - (data.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += data[i] - data[i];
    b += data[i + 1] - data[i + 1];
    c += data[i + 2] - data[i + 2];
    d += data[i + 3] - data[i + 3];
  }
  for (let i = whole; i < data.length; i++) a += data[i] - data[i];
  return a + b + c + d === 0;
}
