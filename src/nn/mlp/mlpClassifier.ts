/** A multilayer perceptron that tells classes apart from rows of numbers: an estimator like logistic regression. */
import { readClasses, takeRows, toNdArray, type Label, type Labels, type MatrixInput } from '../../array/index.ts';
import { checkKnown, type Classifier, type FitOptions } from '../../estimator/index.ts';
import { classifyOnTable, type ClassificationTableModel, type TableFitOptions } from '../../models/index.ts';
import { isTable, type Table } from '../../table/index.ts';
import { crossEntropy } from '../losses.ts';
import type { TrainedNetwork } from '../training/model.ts';
import type { TrainingData } from '../training/parts.ts';
import { trainFor } from '../training/train.ts';
import { readFeatures, refuseWeights, runToEnd } from './fit.ts';
import { heldOut } from './heldOut.ts';
import { MlpClassifierModel } from './mlpClassifierModel.ts';
import { mlpNetwork, trainOptionsOf } from './network.ts';
import { readMlpClassifierOptions, type MlpClassifierOptions, type MlpClassifierSettings } from './options.ts';

export interface MlpClassifier extends Classifier<MlpClassifierModel> {
  readonly kind: 'mlpClassifier';
  readonly options: MlpClassifierSettings;
  fit<L extends Label>(X: MatrixInput, y: readonly L[], options?: FitOptions): Promise<MlpClassifierModel<L>>;
  fit(table: Table, options: TableFitOptions): Promise<ClassificationTableModel<MlpClassifierModel>>;
  fit(X: MatrixInput, y: Labels, options?: FitOptions): Promise<MlpClassifierModel>;
}

const kind = 'mlpClassifier';

/**
 * A network of dense layers with ReLU between them and softmax at the end, trained on cross-entropy by AdamW; a share of the rows is held
 * out, and the weights kept are those of the epoch in which its loss was least. Standardise the columns of a matrix first
 * (`pipeline(standardScaler(), mlpClassifier())`); on a table that is done.
 * @throws RangeError for a value out of range, TypeError for an unknown option or a wrong kind
 * @see Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2009, ch. 11
 */
export function mlpClassifier(options: MlpClassifierOptions = {}): MlpClassifier {
  const settings = readMlpClassifierOptions(kind, options);
  const fitMatrix = async (X: MatrixInput, y: Labels, fitOptions: FitOptions = {}): Promise<MlpClassifierModel> => {
    const caller = `${kind}.fit`;
    checkKnown(caller, fitOptions, ['sampleWeight', 'signal', 'onProgress']);
    refuseWeights(caller, fitOptions);
    const matrix = readFeatures(caller, X);
    const { codes, labels } = readClasses<Label>(caller, 'y', y as readonly Label[], matrix.rows);
    if (labels.length < 2) throw new RangeError(`${caller}: y must have at least two classes; all ${matrix.rows} are ${JSON.stringify(labels[0])}`);
    const trainOptions = trainOptionsOf(caller, matrix.rows, settings);
    const taken = (rows: Int32Array): TrainingData<Label[]> => ({ x: toNdArray(takeRows(matrix, rows)), y: Array.from(rows, (row) => labels[codes[row]]) });
    const parts = heldOut(codes, labels.length, trainOptions.validation, settings.seed);
    const run = trainFor(caller, mlpNetwork(matrix.columns, settings.hidden, labels.length), taken(parts.train), {
      ...trainOptions, validation: taken(parts.held), loss: crossEntropy(), ...(settings.classWeight !== null && { classWeight: settings.classWeight }), ...(fitOptions.signal && { signal: fitOptions.signal }),
    });
    return new MlpClassifierModel(await runToEnd(run, settings.epochs, fitOptions) as TrainedNetwork<'classes'>, settings);
  };
  const estimator = {
    kind,
    task: 'classification' as const,
    options: settings,
    fit: (X: MatrixInput | Table, y: Labels | TableFitOptions, fitOptions?: FitOptions): Promise<unknown> =>
      (isTable(X) ? classifyOnTable(estimator as Classifier<MlpClassifierModel>, X, y as TableFitOptions) : fitMatrix(X, y as Labels, fitOptions)),
  } as MlpClassifier;
  return Object.freeze(estimator);
}
