/** A fitted multilayer perceptron for numbers. Knows no training. */
import { toNdArray, type MatrixInput, type VectorInput } from '../../array/index.ts';
import { isNumber, ModelFormatError, settingOf, type ModelState, type RegressionModel, type ScoreOptions } from '../../estimator/index.ts';
import { r2 } from '../../evaluate/index.ts';
import type { TrainedNetwork } from '../training/model.ts';
import { readFeatures } from './fit.ts';
import { readMlpOptions, type MlpSettings } from './options.ts';
import { mlpState, networkPart, optionsOf } from './state.ts';

const kind = 'mlpRegressor';

/** A trained network that predicts ŷ = mean + scale · output. */
export class MlpRegressorModel implements RegressionModel {
  readonly kind: 'mlpRegressor' = kind;
  readonly options: MlpSettings;
  readonly nFeatures: number;
  /** Of the standardised target. */
  readonly network: TrainedNetwork<'numbers'>;
  /** Of the target in the fit. */
  readonly mean: number;
  /** The target's standard deviation in the fit. */
  readonly scale: number;

  constructor(network: TrainedNetwork<'numbers'>, options: MlpSettings, mean: number, scale: number) {
    this.network = network;
    this.options = options;
    this.mean = mean;
    this.scale = scale;
    [this.nFeatures] = network.network.inputShape;
  }

  async predict(X: MatrixInput): Promise<Float64Array> {
    const { data } = await this.network.output(toNdArray(readFeatures(`${kind}.predict`, X, { columns: this.nFeatures })));
    return Float64Array.from(data, (value) => this.mean + this.scale * value);
  }

  /** R² = 1 − Σw(y − ŷ)² / Σw(y − ȳ)² */
  async score(X: MatrixInput, y: VectorInput | MatrixInput, options: ScoreOptions = {}): Promise<number> {
    return r2(y, await this.predict(X), options);
  }

  state(): ModelState {
    return mlpState(kind, this.options, this.network, { mean: this.mean, scale: this.scale });
  }
}

/** @throws ModelFormatError when the state is not one that `state()` wrote */
export function restoreMlpRegressor(state: ModelState): MlpRegressorModel {
  const network = networkPart(state);
  const { inputShape, outputShape } = network.network;
  if (network.loss.target !== 'numbers' || inputShape.length !== 1 || outputShape.length !== 1 || outputShape[0] !== 1) throw new ModelFormatError(`load: the network of a ${kind} model must take [features] and give one number; it takes [${inputShape.join(', ')}] and gives [${outputShape.join(', ')}] for ${network.loss.name}`);
  const scale = settingOf(state, 'scale', (value): value is number => isNumber(value) && value > 0, 'a number above 0');
  return new MlpRegressorModel(network as TrainedNetwork<'numbers'>, optionsOf(state, readMlpOptions), settingOf(state, 'mean', isNumber, 'a number'), scale);
}
