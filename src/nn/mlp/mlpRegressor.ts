/** A multilayer perceptron that predicts a number from a row of numbers: an estimator like the linear regressions. */
import { readVector, toNdArray, type MatrixInput, type VectorInput } from '../../array/index.ts';
import { checkKnown, type FitOptions, type Regressor } from '../../estimator/index.ts';
import { fitOnTable, type TableFitOptions, type TableModel } from '../../models/index.ts';
import { isTable, type Table } from '../../table/index.ts';
import { meanSquaredError } from '../losses.ts';
import { trainFor } from '../training/train.ts';
import { readFeatures, refuseWeights, runToEnd } from './fit.ts';
import { MlpRegressorModel } from './mlpRegressorModel.ts';
import { mlpNetwork, trainOptionsOf } from './network.ts';
import { readMlpOptions, type MlpOptions, type MlpSettings } from './options.ts';

export interface MlpRegressor extends Regressor<MlpRegressorModel> {
  readonly kind: 'mlpRegressor';
  readonly options: MlpSettings;
  fit(X: MatrixInput, y: VectorInput, options?: FitOptions): Promise<MlpRegressorModel>;
  fit(table: Table, options: TableFitOptions): Promise<TableModel<MlpRegressorModel>>;
  fit(X: MatrixInput, y: VectorInput | MatrixInput, options?: FitOptions): Promise<MlpRegressorModel>;
}

const kind = 'mlpRegressor';

/**
 * A network of dense layers with ReLU between them, trained on the mean squared error of the standardised target by AdamW; a share of the
 * rows is held out, and the weights kept are those of the epoch in which its error was least. Standardise the columns of a matrix first
 * (`pipeline(standardScaler(), mlpRegressor())`); on a table that is done.
 * @throws RangeError for a value out of range, TypeError for an unknown option or a wrong kind
 * @see Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2009, ch. 11
 * @example
 * ```ts
 * import { mlpRegressor } from 'glissade/nn';
 * const x = Array.from({ length: 200 }, (_, i) => [i / 100 - 1]);
 * const model = await mlpRegressor({ hidden: [32] }).fit(x, x.map(([v]) => v * v)); // no line
 * (await model.score(x, x.map(([v]) => v * v))) > 0.95; // true
 * ```
 */
export function mlpRegressor(options: MlpOptions = {}): MlpRegressor {
  const settings = readMlpOptions(kind, options);
  const fitMatrix = async (X: MatrixInput, y: VectorInput, fitOptions: FitOptions = {}): Promise<MlpRegressorModel> => {
    const caller = `${kind}.fit`;
    checkKnown(caller, fitOptions, ['sampleWeight', 'signal', 'onProgress']);
    refuseWeights(caller, fitOptions);
    const matrix = readFeatures(caller, X);
    const target = readVector(caller, 'y', y, [matrix.rows, 'X']);
    const { mean, scale } = spreadOf(caller, target);
    const run = trainFor(caller, mlpNetwork(matrix.columns, settings.hidden, 1), { x: toNdArray(matrix), y: target.map((value) => (value - mean) / scale) }, {
      ...trainOptionsOf(caller, matrix.rows, settings), loss: meanSquaredError(), ...(fitOptions.signal && { signal: fitOptions.signal }),
    });
    return new MlpRegressorModel(await runToEnd(run, settings.epochs, fitOptions), settings, mean, scale);
  };
  const estimator = {
    kind,
    options: settings,
    fit: (X: MatrixInput | Table, y: VectorInput | TableFitOptions, fitOptions?: FitOptions): Promise<unknown> =>
      (isTable(X) ? fitOnTable(estimator as Regressor<MlpRegressorModel>, X, y as TableFitOptions) : fitMatrix(X, y as VectorInput, fitOptions)),
  } as MlpRegressor;
  return Object.freeze(estimator);
}

/** Mean and standard deviation, 1 where all are equal. @throws RangeError where their squares are no numbers */
function spreadOf(caller: string, y: Float64Array): { readonly mean: number; readonly scale: number } {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const variance = y.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / y.length;
  if (!Number.isFinite(variance) || (variance === 0 && y.some((value) => value !== y[0]))) {
    throw new RangeError(`${caller}: y must have differences between 1e-150 and 1e150; they are up to ${y.reduce((most, value) => Math.max(most, Math.abs(value - y[0])), 0)}, scale y`);
  }
  return { mean, scale: Math.sqrt(variance) || 1 };
}
