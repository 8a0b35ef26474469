/** A regression together with what it remembers of its table. Knows no solver. */
import { NdArray, toNdArray, type RowBlocks } from '../../array/index.ts';
import type { OneTarget, RegressionModel, Regressor, RunOptions } from '../../estimator/index.ts';
import { explainedShare } from '../../numeric/index.ts';
import { encodedBlocks, tableEncoder, type FittedTableEncoder } from '../../preprocess/index.ts';
import type { Table, TableRows } from '../../table/index.ts';
import { checkNumbers, checkTargetThere, readRegression, type RegressionData, type TableFitOptions } from './data.ts';
import { effectsOf, linearOf, type Effect } from './effects.ts';
import { beyondBudget, encodeRows, needsBlocks } from './encodedRows.ts';
import { FittedTable, fitParts, type BlocksToScore, type TablePredictOptions, type TableScoreOptions } from './fittedTable.ts';
import { streamRows } from './streamedRows.ts';

/**
 * Fits a regressor on a table: ŷ = b + Σⱼ coefⱼ (xⱼ − meanⱼ) / scaleⱼ for a linear one, where xⱼ are the columns as
 * `tableEncoder` encodes them. Rows whose target is missing are left out, and so are columns that cannot help. A table in
 * a file that would need more memory than the budget is read in blocks, where the estimator can.
 * @param fitBlocks  the estimator's fit of rows in blocks
 * @throws TypeError, RangeError as `readRegression`; RangeError when no feature is left
 */
export async function fitOnTable<M extends RegressionModel>(
  estimator: Regressor<M>, table: Table, options: TableFitOptions, fitBlocks?: (rows: RowBlocks, run: RunOptions) => Promise<M>,
): Promise<TableModel<OneTarget<M>>> {
  const caller = `${estimator.kind}.fit`;
  const streamed = fitBlocks && beyondBudget(caller, table, options);
  if (streamed !== undefined) {
    const rows = streamRows(caller, streamed, options, checkNumbers);
    const { encoder, columns, notes } = await encodeRows(rows, options);
    if (needsBlocks(rows, encoder, options)) {
      const model = (await fitBlocks!(encodedBlocks(encoder, rows), { ...(options.signal && { signal: options.signal }) })) as OneTarget<M>;
      return new TableModel({ target: options.target, columns, encoder, model, notes });
    }
  }
  const data = await readRegression(caller, table, options);
  const { signal, onProgress } = options;
  return fitEncoded(caller, estimator, data, tableEncoder().fit(data.frame, data.features, data.weights), { signal, onProgress });
}

/** Fits a regressor on what was read from a table, encoded by an encoder that was fitted on the same columns. */
export async function fitEncoded<M extends RegressionModel>(
  caller: string,
  estimator: Regressor<M>,
  data: RegressionData,
  encoder: FittedTableEncoder,
  run: Pick<TableFitOptions, 'signal' | 'onProgress'> = {},
): Promise<TableModel<OneTarget<M>>> {
  return new TableModel(await fitParts(caller, data, encoder, run, async (X, y, options) => (await estimator.fit(X, y, options)) as OneTarget<M>));
}

/** A regression fitted on a table; predicts from tables and from plain rows. */
export class TableModel<M extends RegressionModel = RegressionModel> extends FittedTable<M> {
  readonly kind = 'table';

  withSource(source: string): TableModel<M> {
    return new TableModel({ ...this, source });
  }

  /**
   * One prediction per row. Missing numbers count as the mean of the fit, missing and unknown categories as the reference.
   * @throws RangeError naming every column that is not there; TypeError for a column of another type
   */
  async predict(data: Table | TableRows, options: TablePredictOptions = {}): Promise<Float64Array> {
    let all: Float64Array | undefined;
    for await (const { X, start, total } of this.parts('predict', data, options)) {
      const predicted = await this.model.predict(X);
      if (predicted instanceof NdArray && predicted.shape[1] !== 1) throw new RangeError(`predict: a model of a table must have one target; this one predicts ${predicted.shape[1]}`);
      (all ??= new Float64Array(total)).set(predicted instanceof NdArray ? predicted.data : predicted, start);
    }
    return all!;
  }

  /** R² = 1 − Σw(y − ŷ)² / Σw(y − ȳ)² over the rows that have a target. */
  async score(data: Table | TableRows, options: TableScoreOptions = {}): Promise<number> {
    const blocks = this.blocksToScore(data, options, checkNumbers);
    if (blocks !== undefined) return this.#scoreBlocks(blocks);
    const { X, rows } = await this.rowsToScore(data, options, readRegression);
    return this.model.score(X, rows.y, rows.weights && { sampleWeight: rows.weights });
  }

  /** Targets and weights are kept, features are not. */
  async #scoreBlocks({ rows, walk }: BlocksToScore): Promise<number> {
    let known = 0;
    const truth = new Float64Array(rows.table.rowCount);
    const weights = rows.weighted ? new Float64Array(truth.length) : undefined;
    let squares = 0;
    let total = 0;
    for await (const { X, Y, weights: own } of walk()) {
      const predicted = await this.model.predict(toNdArray(X));
      const values = predicted instanceof NdArray ? predicted.data : predicted;
      for (let i = 0; i < X.rows; i++) {
        const weight = own === undefined ? 1 : own[i];
        squares += weight * (Y.data[i] - values[i]) * (Y.data[i] - values[i]);
        total += weight;
      }
      truth.set(Y.data, known);
      weights?.set(own!, known);
      known += X.rows;
    }
    checkTargetThere('score', this.target, known, truth.length);
    return explainedShare(squares / total, truth.subarray(0, known), weights?.subarray(0, known));
  }

  /** The prediction where every feature is at its mean. Linear models only. @throws TypeError for others */
  get intercept(): number {
    return linearOf('intercept', this.model).intercept;
  }

  /** What each feature does to the target, the strongest first. Linear models only. @throws TypeError for others */
  explain(): readonly Effect[] {
    const { coef, standardErrors } = linearOf('explain', this.model);
    return effectsOf(this.encoder, coef, standardErrors);
  }
}
