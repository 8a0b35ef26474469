/**
 * Rows that are walked block by block, any number of times, so that a matrix in memory and a table too large for it go
 * through the same code. Knows no file and no model.
 */
import type { Matrix } from './inputs.ts';

/** Some rows; good until the next block is asked for. */
export interface RowBlock {
  readonly X: Matrix;
  /** [rows, targets]; no columns where there are no targets. */
  readonly Y: Matrix;
  /** ≥ 0; undefined when every row counts once. */
  readonly weights?: Float64Array;
}

export interface RowBlocks {
  /** Columns of X. */
  readonly features: number;
  /** Columns of Y. */
  readonly targets: number;
  /** All rows in order, in blocks of `blockRows`; the last may be shorter. The numbers are the same each time. */
  walk(blockRows: number): Iterable<RowBlock> | AsyncIterable<RowBlock>;
}

/** Matrices in memory as blocks: views, nothing is copied. */
export function blocksOf(X: Matrix, Y: Matrix, weights?: Float64Array): RowBlocks {
  return {
    features: X.columns,
    targets: Y.columns,
    *walk(blockRows) {
      for (let start = 0; start < X.rows; start += blockRows) {
        const end = Math.min(X.rows, start + blockRows);
        yield { X: rowsOf(X, start, end), Y: rowsOf(Y, start, end), ...(weights && { weights: weights.subarray(start, end) }) };
      }
    },
  };
}

/** Rows from `start` to before `end`, shared with the matrix. */
export function rowsOf({ data, columns }: Matrix, start: number, end: number): Matrix {
  return { data: data.subarray(start * columns, end * columns), rows: end - start, columns };
}
