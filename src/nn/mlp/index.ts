export { mlpClassifier, type MlpClassifier } from './mlpClassifier.ts';
export { MlpClassifierModel } from './mlpClassifierModel.ts';
export { mlpRegressor, type MlpRegressor } from './mlpRegressor.ts';
export { MlpRegressorModel } from './mlpRegressorModel.ts';
export { mlpSize } from './network.ts';
export type { MlpClassifierOptions, MlpClassifierSettings, MlpOptions, MlpSettings } from './options.ts';
