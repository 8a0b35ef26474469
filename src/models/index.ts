export { linearRegression, type LinearRegressionOptions } from './linearRegression.ts';
export { ridge, type RidgeOptions } from './ridge.ts';
export { gradientDescent, type GradientDescent, type GradientDescentOptions } from './gradientDescent.ts';
export type { ClosedFormSolver } from './closedFormOptions.ts';
export { type LinearEstimator } from './linearEstimator.ts';
export {
  LinearModel, linearKinds, restoreLinearModel,
  type Certificate, type LinearSolution, type Prediction, type StandardErrors, type Targets,
} from './linearModel.ts';
export {
  checkUsable, columnsOf, fitEncoded, fitOnTable, readRegression, TableModel,
  type Effect, type ModelColumn, type RegressionData, type TableFitOptions, type TableModelParts, type TablePredictOptions,
  type TableRows, type TableScoreOptions,
} from './tableModel.ts';
export { restoreTableModel } from './tableModelState.ts';
