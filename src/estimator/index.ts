export type {
  ClassificationModel, Classifier, FitOptions, FittedTransformer, NarrowedByTarget, OneTarget, Persistent, Progress, RegressionModel, Regressor, RunOptions, ScoreOptions, Transformer,
} from './contract.ts';
export {
  arrayOf, isBoolean, isNumber, isString, isStrings, ModelFormatError, settingOf, type Json, type ModelState,
} from './state.ts';
export { classFactors, readClassWeight, type ClassWeight, type ClassWeightOption } from './classWeight.ts';
export { pauser } from './pause.ts';
export { checkChoice, checkFlag, checkKnown, checkNumber, checkSeed } from './options.ts';
