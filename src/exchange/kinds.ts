/** Which function restores which kind of model: the one place that knows all kinds. */
import { describe } from '../array/index.ts';
import { restoreKMeans, restoreTableClusters, type KMeansModel, type TableClusters } from '../cluster/index.ts';
import { ModelFormatError, type ModelState } from '../estimator/index.ts';
import {
  restoreClassificationTable, restoreLinearModel, restoreLogisticModel, restoreTableModel,
  type ClassificationTableModel, type LinearModel, type LogisticModel, type TableModel,
} from '../models/index.ts';
import {
  restoreImputer, restoreMinMaxScaler, restoreOneHotEncoder, restorePipeline, restorePolynomialFeatures, restoreStandardScaler, restoreTableEncoder,
  type ClassificationPipeline, type FittedImputer, type FittedMinMaxScaler, type FittedOneHotEncoder, type FittedPipeline, type FittedPolynomialFeatures,
  type FittedStandardScaler, type FittedTableEncoder, type RegressionPipeline,
} from '../preprocess/index.ts';

/** A fitted linear model: `targets` tells one from many. */
type AnyLinearModel = LinearModel | LinearModel<'many'>;

/** kind → the fitted model that `load` gives for it. */
export interface ModelKinds {
  readonly table: TableModel<LinearModel | RegressionPipeline>;
  readonly classificationTable: ClassificationTableModel<LogisticModel>;
  readonly linearRegression: AnyLinearModel;
  readonly ridge: AnyLinearModel;
  readonly lasso: AnyLinearModel;
  readonly elasticNet: AnyLinearModel;
  readonly logisticRegression: LogisticModel;
  readonly kMeans: KMeansModel;
  readonly tableClusters: TableClusters;
  readonly pipeline: RegressionPipeline | ClassificationPipeline | FittedPipeline;
  readonly standardScaler: FittedStandardScaler;
  readonly minMaxScaler: FittedMinMaxScaler;
  readonly oneHotEncoder: FittedOneHotEncoder;
  readonly imputer: FittedImputer;
  readonly polynomialFeatures: FittedPolynomialFeatures;
  readonly tableEncoder: FittedTableEncoder;
}

export type ModelKind = keyof ModelKinds;

const linear = (state: ModelState): AnyLinearModel => restoreLinearModel(state) as AnyLinearModel;

const restorers: { readonly [K in ModelKind]: (state: ModelState) => ModelKinds[K] } = {
  table: (state) => restoreTableModel(state, restoreModel) as TableModel<LinearModel | RegressionPipeline>,
  classificationTable: (state) => restoreClassificationTable(state, restoreModel) as ClassificationTableModel<LogisticModel>,
  linearRegression: linear,
  ridge: linear,
  lasso: linear,
  elasticNet: linear,
  logisticRegression: restoreLogisticModel,
  kMeans: restoreKMeans,
  tableClusters: restoreTableClusters,
  pipeline: (state) => restorePipeline(state, restoreModel),
  standardScaler: restoreStandardScaler,
  minMaxScaler: restoreMinMaxScaler,
  oneHotEncoder: restoreOneHotEncoder,
  imputer: restoreImputer,
  polynomialFeatures: restorePolynomialFeatures,
  tableEncoder: restoreTableEncoder,
};

/** The kinds that a file can hold. */
export const modelKinds: readonly ModelKind[] = Object.keys(restorers) as ModelKind[];

/** The fitted model of a state. @throws ModelFormatError for an unknown kind or a state that is none of its kind */
export function restoreModel(state: ModelState): ModelKinds[ModelKind] {
  if (!isKind(state.kind)) throw new ModelFormatError(`load: the kind of a model must be one of ${modelKinds.join(', ')}; it is ${describe(state.kind)}`);
  return restorers[state.kind](state);
}

function isKind(kind: string): kind is ModelKind {
  return Object.hasOwn(restorers, kind);
}
