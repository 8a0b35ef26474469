/** What is to be predicted, row by row: numbers, or classes. Knows no features and no model. */
import {
  describe, isMatrixInput, readClasses, readMatrix, readVector, takeRows, toNdArray,
  type Coded, type Label, type Labels, type Matrix, type MatrixInput, type NdArray, type VectorInput,
} from '../array/index.ts';

/** True values as metrics take them: a vector, a matrix for many targets, or classes. */
export type Truth = Float64Array | NdArray<[number, number]> | readonly Label[];

export interface Target {
  /** As splitters take it; undefined for many targets. */
  readonly y: Labels | undefined;
  /** Of classes only. */
  readonly classified?: Coded;
  /** At `rows`; without them all. */
  at(rows?: Int32Array): Truth;
}

export function numberTarget(caller: string, y: VectorInput | MatrixInput, rows: number): Target {
  const many = isMatrixInput(y);
  const Y: Matrix = many ? readMatrix(caller, 'y', y) : { data: readVector(caller, 'y', y, [rows, 'X']), rows, columns: 1 };
  if (Y.rows !== rows) throw new RangeError(`${caller}: y must have one row per row of X; y has ${Y.rows}, X has ${rows}`);
  return {
    y: many ? undefined : Y.data,
    at: (chosen) => {
      const taken = chosen === undefined ? Y : takeRows(Y, chosen);
      return many ? toNdArray(taken) : taken.data;
    },
  };
}

/** @throws TypeError or RangeError as `readClasses`; RangeError for a single class */
export function classTarget(caller: string, name: string, y: Labels, rows: number): Target {
  const classified = readClasses(caller, name, y, rows);
  const { codes, labels } = classified;
  if (labels.length < 2) throw new RangeError(`${caller}: ${name} must have at least two classes; all ${rows} rows are ${describe(labels[0])}`);
  const at = (chosen?: Int32Array): readonly Label[] => Array.from(chosen ?? codes.keys(), (row) => labels[codes[row]]);
  return { y: at(), classified, at };
}
