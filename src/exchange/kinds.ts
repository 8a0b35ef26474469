/** Which function restores which kind of model: the one place that knows all kinds. */
import { describe } from '../array/index.ts';
import { restoreKMeans, restoreTableClusters, type KMeansModel, type TableClusters } from '../cluster/index.ts';
import { ModelFormatError, type ModelState } from '../estimator/index.ts';
import {
  restoreClassificationTable, restoreLinearModel, restoreLogisticModel, restoreTableModel,
  type ClassificationTableModel, type LinearModel, type LogisticModel, type TableModel,
} from '../models/index.ts';
import type { MlpClassifierModel, MlpRegressorModel, TrainedNetwork } from '../nn/index.ts';
import type * as saved from '../nn/saved/index.ts';
import {
  restoreImputer, restoreMinMaxScaler, restoreOneHotEncoder, restorePipeline, restorePolynomialFeatures, restoreStandardScaler, restoreTableEncoder,
  type ClassificationPipeline, type FittedImputer, type FittedMinMaxScaler, type FittedOneHotEncoder, type FittedPipeline, type FittedPolynomialFeatures,
  type FittedStandardScaler, type FittedTableEncoder, type RegressionPipeline,
} from '../preprocess/index.ts';
import type { OnnxModel } from './onnx/onnxModel.ts';

/** A fitted linear model: `targets` tells one from many. */
type AnyLinearModel = LinearModel | LinearModel<'many'>;

/** kind → the fitted model that `load` gives for it. */
export interface ModelKinds {
  readonly table: TableModel<LinearModel | MlpRegressorModel | RegressionPipeline>;
  readonly classificationTable: ClassificationTableModel<LogisticModel | MlpClassifierModel>;
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
  readonly network: TrainedNetwork;
  readonly mlpRegressor: MlpRegressorModel;
  readonly mlpClassifier: MlpClassifierModel;
  readonly onnx: OnnxModel;
}

export type ModelKind = keyof ModelKinds;

/** Gives back a model of any kind, whose parts may be of any kind. */
type Restore = (state: ModelState) => ModelKinds[ModelKind];

const linear = (state: ModelState): AnyLinearModel => restoreLinearModel(state) as AnyLinearModel;

const restorers: { readonly [K in Exclude<ModelKind, LateKind>]: (state: ModelState, restore: Restore) => ModelKinds[K] } = {
  table: (state, restore) => restoreTableModel(state, restore) as TableModel<LinearModel | MlpRegressorModel | RegressionPipeline>,
  classificationTable: (state, restore) => restoreClassificationTable(state, restore) as ClassificationTableModel<LogisticModel | MlpClassifierModel>,
  linearRegression: linear,
  ridge: linear,
  lasso: linear,
  elasticNet: linear,
  logisticRegression: restoreLogisticModel,
  kMeans: restoreKMeans,
  tableClusters: restoreTableClusters,
  pipeline: restorePipeline,
  standardScaler: restoreStandardScaler,
  minMaxScaler: restoreMinMaxScaler,
  oneHotEncoder: restoreOneHotEncoder,
  imputer: restoreImputer,
  polynomialFeatures: restorePolynomialFeatures,
  tableEncoder: restoreTableEncoder,
};

/** Kinds whose code comes when a file holds one: networks and graphs bring kernels, which a page of regressions shall not carry. */
type LateKind = 'network' | 'mlpRegressor' | 'mlpClassifier' | 'onnx';

const lateRestorers: { readonly [K in LateKind]: () => Promise<(state: ModelState) => ModelKinds[K]> } = {
  network: async () => (await networks()).restoreNetwork,
  mlpRegressor: async () => (await networks()).restoreMlpRegressor,
  mlpClassifier: async () => (await networks()).restoreMlpClassifier,
  onnx: async () => (await import('./onnx/onnxModel.ts')).restoreOnnx,
};

const networks = (): Promise<typeof saved> => import('../nn/saved/index.ts');

/** The kinds that a file can hold. */
export const modelKinds: readonly ModelKind[] = [...Object.keys(restorers), ...Object.keys(lateRestorers)] as ModelKind[];

/**
 * What gives back the model of this state, when all code is there that it needs: the model is not looked at yet.
 * The function throws ModelFormatError for an unknown kind or a state that is none of its kind.
 */
export async function restorerOf(state: ModelState): Promise<() => ModelKinds[ModelKind]> {
  const late = new Map<string, Restore>();
  for (const kind of kindsIn(state)) if (isKind(lateRestorers, kind)) late.set(kind, await lateRestorers[kind]());
  const restore: Restore = (part) => {
    const arrived = late.get(part.kind);
    if (arrived !== undefined) return arrived(part);
    if (!isKind(restorers, part.kind)) throw new ModelFormatError(`load: the kind of a model must be one of ${modelKinds.join(', ')}; it is ${describe(part.kind)}`);
    return restorers[part.kind](part, restore);
  };
  return () => restore(state);
}

function kindsIn({ kind, parts = [] }: ModelState): Set<string> {
  return new Set([kind, ...parts.flatMap((part) => [...kindsIn(part)])]);
}

function isKind<K extends string>(kinds: Readonly<Record<K, unknown>>, kind: string): kind is K {
  return Object.hasOwn(kinds, kind);
}
