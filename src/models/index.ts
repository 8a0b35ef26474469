export { linearRegression, type LinearRegressionOptions } from './linearRegression.ts';
export { ridge, type RidgeOptions } from './ridge.ts';
export { gradientDescent, type GradientDescent, type GradientDescentOptions } from './gradientDescent/gradientDescent.ts';
export type { ClosedFormSolver } from './solverOption.ts';
export { type LinearEstimator } from './linearEstimator.ts';
export {
  LinearModel, linearKinds, restoreLinearModel,
  type Certificate, type LinearSolution, type Prediction, type StandardErrors, type Targets,
} from './linearModel.ts';
export {
  checkUsable, columnsOf, fitEncoded, fitOnTable, readRegression, TableModel,
  type Effect, type ModelColumn, type OneTarget, type RegressionData, type TableFitOptions, type TableModelParts, type TablePredictOptions,
  type TableRows, type TableScoreOptions,
} from './table/tableModel.ts';
export { restoreTableModel } from './table/state.ts';
export { lasso, type LassoOptions } from './lasso.ts';
export { elasticNet, type ElasticNetOptions } from './elasticNet.ts';
export { type PenaltySolver } from './penaltySolver.ts';
export { alphaGrid, lassoPath, type LassoPath, type LassoPathOptions } from './lassoPath.ts';
export { alphaMax, type AlphaMaxOptions } from './alphaMax.ts';
// for select/, which fits many penalties on the same fold; not public
export { designsOf } from './coordinateDescent/choice.ts';
export { type Design } from './coordinateDescent/design.ts';
export { designFromGram } from './coordinateDescent/gram.ts';
export { largestAlpha, pathFromDesign, type Path, type PathOptions } from './coordinateDescent/path.ts';
export { ridgePath, type RidgePath } from './ridgePath.ts';
export { ridgePathOfRows } from './ridgePathOfRows.ts';
export { logisticRegression, type LogisticRegression, type LogisticRegressionOptions, type LogisticSolver } from './logisticRegression.ts';
export { LogisticModel, restoreLogisticModel, type LogisticSolution } from './logisticModel.ts';
export { type ClassWeight } from './logistic/problem.ts';
