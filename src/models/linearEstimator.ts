/** What linear regression, ridge, lasso and elastic net share: reading the input, calling their solver, fitting on tables. */
import {
  checkedBlocks, checkMatrix, isMatrixInput, isRowBlocks, readMatrix, readWeights, type Matrix, type MatrixInput, type RowBlocks, type VectorInput,
} from '../array/index.ts';
import { checkKnown, type FitOptions, type Json, type Regressor, type RunOptions } from '../estimator/index.ts';
import { isTable, type Table } from '../table/index.ts';
import { LinearModel, readTargets, type LinearSolution, type Targets } from './linearModel.ts';
import type { TableFitOptions } from './table/data.ts';
import { fitOnTable, type TableModel } from './table/tableModel.ts';

/** An estimator of a linear model. `fit` takes one target, many, or a table with the name of its target. */
export interface LinearEstimator extends Regressor<LinearModel<Targets>> {
  readonly options: Readonly<Record<string, Json>>;
  fit(X: MatrixInput, y: VectorInput, options?: FitOptions): Promise<LinearModel>;
  fit(X: MatrixInput, y: MatrixInput, options?: FitOptions): Promise<LinearModel<'many'>>;
  /** Rows that come in blocks and need not fit into memory. One target gives the model of a vector y. */
  fit(rows: RowBlocks, options?: RunOptions): Promise<LinearModel<Targets>>;
  fit(table: Table, options: TableFitOptions): Promise<TableModel<LinearModel>>;
  fit(X: MatrixInput, y: VectorInput | MatrixInput, options?: FitOptions): Promise<LinearModel<Targets>>;
}

/** The numbers of one fit: checked, finite (X where checkX is not there), float64. Shares memory with the user's arrays: read only. */
export interface LinearProblem {
  /** For messages: 'ridge.fit'. */
  readonly caller: string;
  readonly X: Matrix;
  /** Where X may still hold NaN or infinity: throws if it does. For solvers to call, before or when a sum shows it. */
  readonly checkX?: () => void;
  /** [rows, targets] */
  readonly Y: Matrix;
  /** ≥ 0 and not all zero; undefined when every row counts once. */
  readonly weights?: Float64Array;
}

export type LinearSolver = (problem: LinearProblem, run: RunOptions) => Promise<LinearSolution>;

/** Solves for rows that come in blocks; undefined where a solver needs all rows at once. */
export type BlockSolver = (caller: string, blocks: RowBlocks, run: RunOptions) => Promise<LinearSolution>;

/** An estimator from its name, its options (defaults filled in) and its solvers. */
export function linearEstimator(kind: string, options: Readonly<Record<string, Json>>, solve: LinearSolver, solveBlocks?: BlockSolver): LinearEstimator {
  const fitMatrix = async (X: MatrixInput, y: VectorInput | MatrixInput, fitOptions: FitOptions = {}): Promise<LinearModel<Targets>> => {
    const caller = `${kind}.fit`;
    checkKnown(caller, fitOptions, ['sampleWeight', 'signal', 'onProgress']);
    // looking for NaN costs a pass over X; closed forms see it in their sums, where weights of 0 do not hide rows
    const unchecked = typeof options.solver === 'string' && fitOptions.sampleWeight === undefined;
    const matrix = readMatrix(caller, 'X', X, { unchecked });
    const Y = readTargets(caller, y, matrix.rows);
    const weights = readWeights(caller, fitOptions.sampleWeight, matrix.rows);
    const solution = await solve({ caller, X: matrix, Y, ...(weights && { weights }), ...(unchecked && { checkX: () => checkMatrix(caller, 'X', matrix) }) }, fitOptions);
    return new LinearModel(kind, options, isMatrixInput(y) ? 'many' : 'one', solution);
  };
  const fitBlocks = async (rows: RowBlocks, runOptions: RunOptions = {}): Promise<LinearModel<Targets>> => {
    const caller = `${kind}.fit`;
    checkKnown(caller, runOptions, ['signal', 'onProgress']);
    if (solveBlocks === undefined) throw new TypeError(`${caller}: rows in blocks are solved from their Gram matrix; solver is gradient descent, leave it out or fit in memory`);
    const blocks = checkedBlocks(caller, rows);
    if (blocks.targets === 0) throw new RangeError(`${caller}: rows in blocks must have at least one target; they have none`);
    return new LinearModel(kind, options, blocks.targets === 1 ? 'one' : 'many', await solveBlocks(caller, blocks, runOptions));
  };
  const estimator = {
    kind,
    options,
    fit: (X: MatrixInput | RowBlocks | Table, y: VectorInput | MatrixInput | RunOptions | TableFitOptions, fitOptions?: FitOptions): Promise<unknown> =>
      isRowBlocks(X) ? fitBlocks(X, y as RunOptions | undefined) : isTable(X) ? fitOnTable(estimator, X, y as TableFitOptions, solveBlocks && fitBlocks) : fitMatrix(X, y as VectorInput | MatrixInput, fitOptions),
  } as LinearEstimator;
  return Object.freeze(estimator);
}
