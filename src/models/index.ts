export { linearRegression, type LinearRegressionOptions } from './linearRegression.ts';
export { ridge, type RidgeOptions } from './ridge.ts';
export { gradientDescent, type GradientDescent, type GradientDescentOptions } from './gradientDescent/gradientDescent.ts';
export type { ClosedFormSolver } from './solverOption.ts';
export { type LinearEstimator } from './linearEstimator.ts';
export {
  LinearModel, linearKinds, restoreLinearModel,
  type Certificate, type LinearSolution, type Prediction, type StandardErrors, type Targets,
} from './linearModel.ts';
export { fitEncoded, fitOnTable, TableModel } from './table/tableModel.ts';
export { classifyOnTable, ClassificationTableModel, type ClassEffect } from './table/classificationTable.ts';
export { readClassification, readRegression, type ClassificationData, type ModelColumn, type TableData, type RegressionData, type TableFitOptions } from './table/data.ts';
export type { TableModelParts, TablePredictOptions, TableScoreOptions } from './table/fittedTable.ts';
export { checkUsable, columnsOf } from './table/modelColumns.ts';
export { type Effect } from './table/effects.ts';
export { type OneTarget } from '../estimator/index.ts';
export { restoreClassificationTable, restoreTableModel } from './table/state.ts';
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
export { logisticPath, type LogisticPath, type LogisticPathPoint } from './logistic/path.ts'; // for select/; not public
