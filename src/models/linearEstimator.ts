/** What linear regression, ridge, lasso and elastic net share: reading the input, calling their solver, fitting on tables. */
import { checkMatrix, isMatrixInput, readMatrix, readWeights, type Matrix, type MatrixInput, type VectorInput } from '../array/index.ts';
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

/** An estimator from its name, its options (defaults filled in) and its solver. */
export function linearEstimator(kind: string, options: Readonly<Record<string, Json>>, solve: LinearSolver): LinearEstimator {
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
  const estimator = {
    kind,
    options,
    fit: (X: MatrixInput | Table, y: VectorInput | MatrixInput | TableFitOptions, fitOptions?: FitOptions): Promise<unknown> =>
      isTable(X) ? fitOnTable(estimator, X, y as TableFitOptions) : fitMatrix(X, y as VectorInput | MatrixInput, fitOptions),
  } as LinearEstimator;
  return Object.freeze(estimator);
}
