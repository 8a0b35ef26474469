/**
 * Rows that are walked block by block, any number of times, so that a matrix in memory and a table too large for it go
 * through the same code. Knows no file and no model.
 */
import { describe } from './describe.ts';
import { allFinite, type Matrix } from './inputs.ts';

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

/** True when `value` is rows in blocks rather than a matrix. */
export function isRowBlocks(value: unknown): value is RowBlocks {
  return typeof value === 'object' && value !== null && 'walk' in value && typeof value.walk === 'function';
}

/**
 * The same blocks, each looked at as it comes.
 * @throws TypeError for counts that are none, and, when walked, for a block of another kind; RangeError for a block of
 *   another size, NaN or infinity, bad weights, or no row at all
 */
export function checkedBlocks(caller: string, blocks: RowBlocks): RowBlocks {
  const { features, targets } = blocks;
  if (!Number.isSafeInteger(features) || features < 1 || !Number.isSafeInteger(targets) || targets < 0) {
    throw new TypeError(`${caller}: rows in blocks must say how many features (≥ 1) and targets they have; they say ${describe(features)} and ${describe(targets)}`);
  }
  return {
    features,
    targets,
    async *walk(blockRows) {
      let rows = 0;
      for await (const block of blocks.walk(blockRows)) {
        checkBlock(caller, block, features, targets, rows);
        if (block.X.rows > blockRows) throw new RangeError(`${caller}: blocks must have no more rows than they are asked for, ${blockRows}; the one from row ${rows} on has ${block.X.rows}`);
        rows += block.X.rows;
        if (block.X.rows > 0) yield block;
      }
      if (rows === 0) throw new RangeError(`${caller}: there must be at least one row; the blocks hold none`);
    },
  };
}

function checkBlock(caller: string, { X, Y, weights }: RowBlock, features: number, targets: number, start: number): void {
  const place = `the block from row ${start} on`;
  for (const [name, matrix, columns] of [['X', X, features], ['Y', Y, targets]] as const) {
    if (!(matrix?.data instanceof Float64Array)) throw new TypeError(`${caller}: ${name} of every block must be a matrix { data: Float64Array, rows, columns }; in ${place} it is ${describe(matrix)}`);
    if (matrix.rows !== X.rows || matrix.columns !== columns || matrix.data.length !== matrix.rows * columns) {
      throw new RangeError(`${caller}: ${name} of ${place} must hold ${X.rows} rows of ${columns}; it is [${matrix.rows}, ${matrix.columns}] of ${matrix.data.length} numbers`);
    }
    if (allFinite(matrix.data)) continue;
    const at = matrix.data.findIndex((value) => !Number.isFinite(value));
    throw new RangeError(`${caller}: every number must be finite; ${name}[${start + Math.floor(at / columns)}][${at % columns}] is ${matrix.data[at]}`);
  }
  if (weights === undefined) return;
  if (!(weights instanceof Float64Array) || weights.length !== X.rows) throw new RangeError(`${caller}: weights of ${place} must be ${X.rows} numbers; they are ${describe(weights)}`);
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (bad >= 0) throw new RangeError(`${caller}: weights must be finite and at least 0; that of row ${start + bad} is ${weights[bad]}`);
}

/** The blocks with one of their targets. */
export function targetOf(blocks: RowBlocks, target: number): RowBlocks {
  if (blocks.targets === 1) return blocks;
  return {
    features: blocks.features,
    targets: 1,
    async *walk(blockRows) {
      for await (const { Y, ...block } of blocks.walk(blockRows)) {
        yield { ...block, Y: { data: Float64Array.from({ length: Y.rows }, (_, i) => Y.data[i * Y.columns + target]), rows: Y.rows, columns: 1 } };
      }
    },
  };
}
