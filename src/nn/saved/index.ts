/** What loading a network needs, apart from all that trains one: `load` asks for it when a file holds one. */
export { restoreMlpClassifier } from '../mlp/mlpClassifierModel.ts';
export { restoreMlpRegressor } from '../mlp/mlpRegressorModel.ts';
export { restoreNetwork } from './restoreNetwork.ts';
