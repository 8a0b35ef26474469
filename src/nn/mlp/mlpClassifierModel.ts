/** A fitted multilayer perceptron for classes. Knows no training. */
import { readLabels, readMatrix, readWeights, toNdArray, type Label, type Labels, type MatrixInput, type NdArray } from '../../array/index.ts';
import { ModelFormatError, type ClassificationModel, type ModelState, type ScoreOptions } from '../../estimator/index.ts';
import type { TrainedNetwork } from '../training/model.ts';
import { readFeatures } from './fit.ts';
import { readMlpClassifierOptions, type MlpClassifierSettings } from './options.ts';
import { mlpState, networkPart, optionsOf } from './state.ts';

const kind = 'mlpClassifier';

/** A trained network whose softmax is the probability of each class. */
export class MlpClassifierModel<L extends Label = Label> implements ClassificationModel<L> {
  readonly kind: 'mlpClassifier' = kind;
  readonly options: MlpClassifierSettings;
  readonly nFeatures: number;
  readonly network: TrainedNetwork<'classes', L>;

  constructor(network: TrainedNetwork<'classes', L>, options: MlpClassifierSettings) {
    this.network = network;
    this.options = options;
    [this.nFeatures] = network.network.inputShape;
  }

  /** Sorted: numbers ascending, strings by code unit, false before true. */
  get classes(): readonly L[] {
    return this.network.classes!;
  }

  /** The likeliest class of each row, the first of equals. */
  async predict(X: MatrixInput): Promise<L[]> {
    return await this.network.predict(this.#read('predict', X)) as L[];
  }

  /** [rows, classes], columns in the order of `classes`. */
  async predictProbability(X: MatrixInput): Promise<NdArray<[number, number]>> {
    return await this.network.predictProbability(this.#read('predictProbability', X));
  }

  /** Accuracy: the (weighted) share of rows whose class is predicted. A label that the fit did not see counts as missed. */
  async score(X: MatrixInput, y: Labels, options: ScoreOptions = {}): Promise<number> {
    const caller = `${kind}.score`;
    const { rows } = readMatrix(caller, 'X', X, { columns: this.nFeatures });
    const truth = readLabels(caller, 'y', y, rows);
    const weights = readWeights(caller, options.sampleWeight, rows);
    const predicted = await this.predict(X);
    let [right, total] = [0, 0];
    for (let i = 0; i < rows; i++) {
      const weight = weights === undefined ? 1 : weights[i];
      total += weight;
      if (truth.labels[truth.codes[i]] === predicted[i]) right += weight;
    }
    return right / total;
  }

  #read(method: string, X: MatrixInput): NdArray {
    return toNdArray(readFeatures(`${kind}.${method}`, X, { columns: this.nFeatures }));
  }

  state(): ModelState {
    return mlpState(kind, this.options, this.network, {});
  }
}

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restoreMlpClassifier(state: ModelState): MlpClassifierModel {
  const network = networkPart(state);
  const { inputShape } = network.network;
  if (network.loss.target !== 'classes' || inputShape.length !== 1) throw new ModelFormatError(`load: the network of a ${kind} model must take [features] and tell classes apart; it takes [${inputShape.join(', ')}] for ${network.loss.name}`);
  return new MlpClassifierModel(network as TrainedNetwork<'classes'>, optionsOf(state, readMlpClassifierOptions));
}
