/** Reads rows of category labels, column by column. Knows no encoding. */
import { describe, isMatrixInput, readMatrix, type MatrixInput } from '../array/index.ts';

/** A category. null stands for a missing one. */
export type Label = string | number | boolean | null;
/** Rows of categories. */
export type CategoryRows = readonly (readonly Label[])[];
export type LabelColumns = readonly (readonly Label[])[];

/**
 * @param columns  the number of columns of the fit
 * @throws TypeError for a wrong kind or ragged rows; RangeError for no rows or columns, another number of columns, NaN
 */
export function readLabels(caller: string, name: string, X: MatrixInput | CategoryRows, columns?: number): LabelColumns {
  if (!Array.isArray(X) || (isMatrixInput(X as MatrixInput) && ArrayBuffer.isView(X[0]))) {
    const matrix = readMatrix(caller, name, X as MatrixInput, { columns });
    return Array.from({ length: matrix.columns }, (_, j) => Array.from({ length: matrix.rows }, (_, i) => matrix.data[i * matrix.columns + j]));
  }
  const rows = X as readonly unknown[];
  if (rows.length === 0) throw new RangeError(`${caller}: ${name} must have at least one row; it has none`);
  const wrong = rows.findIndex((row) => !Array.isArray(row));
  if (wrong >= 0) throw new TypeError(`${caller}: ${name} must be an array of rows of categories; ${name}[${wrong}] is ${describe(rows[wrong])}`);
  const cells = rows as readonly (readonly unknown[])[];
  const width = cells[0].length;
  const ragged = cells.findIndex((row) => row.length !== width);
  if (ragged >= 0) throw new TypeError(`${caller}: rows of ${name} must have equal lengths; row 0 has ${width}, row ${ragged} has ${cells[ragged].length}`);
  if (width === 0) throw new RangeError(`${caller}: ${name} must have at least one column; it is [${rows.length}, 0]`);
  if (columns !== undefined && columns !== width) throw new RangeError(`${caller}: ${name} must have the ${columns} columns of the fit; it is [${rows.length}, ${width}]`);
  return Array.from({ length: width }, (_, j) => cells.map((row, i) => readLabel(caller, `${name}[${i}][${j}]`, row[j])));
}

/** Sorted in place: false, true; numbers by value; strings by code unit; null last. One kind besides null. */
export function sortCategories<T extends Label>(labels: T[]): T[] {
  return labels.sort((a, b) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
}

function readLabel(caller: string, place: string, value: unknown): Label {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value !== 'number') throw new TypeError(`${caller}: categories must be strings, numbers, booleans or null; ${place} is ${describe(value)}`);
  if (!Number.isFinite(value)) throw new RangeError(`${caller}: numeric categories must be finite; ${place} is ${value}${Number.isNaN(value) ? '; write null for a missing one' : ''}`);
  return value;
}
