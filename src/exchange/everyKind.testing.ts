/** One fitted model of every kind, with a question and what asks it: a kind without one does not compile. */
import { array, NdArray, type MatrixInput } from '../array/index.ts';
import { kMeans } from '../cluster/index.ts';
import type { Persistent } from '../estimator/index.ts';
import { ClassificationTableModel, LinearModel, LogisticModel, logisticRegression, TableModel, type LinearSolution, type Targets } from '../models/index.ts';
import { batchNorm, conv2d, crossEntropy, dense, flatten, maxPool2d, mlpClassifier, mlpRegressor, residual, sequential, TrainedNetwork } from '../nn/index.ts';
import {
  FittedPipeline, imputer, minMaxScaler, oneHotEncoder, polynomialFeatures, RegressionPipeline, standardScaler, tableEncoder,
} from '../preprocess/index.ts';
import { frameOf } from '../table/index.ts';
import type { ModelKind, ModelKinds } from './kinds.ts';
import { OnnxModel } from './onnx/onnxModel.ts';
import { toOnnx } from './onnx/toOnnx.ts';

export interface Specimen<M> {
  readonly model: M;
  /** What the model answers on rows it was not fitted on. */
  readonly ask: (model: M) => Promise<unknown>;
}

export type Specimens = { readonly [K in ModelKind]: Specimen<ModelKinds[K]> };

export async function everyKind(): Promise<Specimens> {
  const X = [[1, -0.5, 3e-7], [2, 0.1, 4e-7], [4, 0.7, 5.5e-7], [7, 0.2, 1e-7]];
  const unseen = [[3, 0.3, 2e-7], [-1, 12, 0]];
  const scaler = await standardScaler().fit(X);
  const linear = (kind: ModelKind, targets: Targets, extras: Partial<LinearSolution> = {}): Specimen<LinearModel | LinearModel<'many'>> => ({
    model: new LinearModel(kind, { alpha: 0.1, solver: 'auto' }, targets, { ...solution(targets === 'one' ? 1 : 2, 3), ...extras }) as LinearModel,
    ask: (model) => model.predict(unseen),
  });
  const transform = async <M extends Persistent & { transform(X: MatrixInput): Promise<NdArray> }>(model: M): Promise<Specimen<M>> => ({ model, ask: (again) => again.transform(unseen) });
  const table = frameOf({
    area: [50, 80, null, 65, 90, 70], __proto__x: [true, false, true, true, null, false],
    built: ['1990', '2001', '1970', '1985', '2010', '1999'].map((year) => new Date(`${year}-05-04`)),
    ['__proto__']: ['hill', 'town', 'hill', null, 'sea', 'sea'], constant: [1, 1, 1, 1, 1, 1],
  });
  const encoder = tableEncoder().fit(table, table.columns.map(({ name }) => name));
  const labels = [['a', 1, true], ['b', 2, null], ['__proto__', 2, false]] as const;
  const columns = table.columns.map(({ name, type }) => ({ name, type, role: encoder.columns.some((column) => column.name === name) ? 'feature' as const : 'dropped' as const }));
  return {
    table: {
      model: new TableModel({
        target: 'price',
        columns: [...columns, { name: 'price', type: 'numeric', role: 'target' }],
        encoder,
        model: new LinearModel('lasso', { alpha: 0.1 }, 'one', solution(1, encoder.nFeatures)),
        notes: ['2 rows without a price were left out'],
      }),
      ask: (model) => model.predict(table),
    },
    classificationTable: {
      model: new ClassificationTableModel({
        target: 'sold', columns: [...columns, { name: 'sold', type: 'boolean', role: 'target' }], encoder, notes: [],
        model: new LogisticModel({ alpha: 1 }, [false, true], solution(1, encoder.nFeatures)),
      }),
      ask: async (model) => [await model.predict(table), await model.predictProbability(table)],
    },
    linearRegression: linear('linearRegression', 'many', {
      rank: 3, note: 'two columns are nearly the same',
      errors: { coef: new NdArray(Float64Array.of(0.1, 0.2, 5e-324, 0.4, 0.5, 0.6), [2, 3]), intercept: Float64Array.of(NaN, NaN), residual: Float64Array.of(1, 2), degreesOfFreedom: 7 },
    }),
    ridge: linear('ridge', 'one', { history: Float64Array.of(3, 2, 1.5) }),
    lasso: linear('lasso', 'one'),
    elasticNet: linear('elasticNet', 'many'),
    logisticRegression: {
      model: new LogisticModel({ alpha: 0.1, solver: 'auto' }, ['__proto__', 'cat'], {
        ...solution(1, 3), separable: true, note: 'classes are perfectly separable', history: Float64Array.of(0.7, 0.5), classWeights: Float64Array.of(0.75, 1.5),
      }, 0.3),
      ask: async (model) => [await model.predict(unseen), await model.predictProbability(unseen)],
    },
    kMeans: {
      model: await kMeans({ nClusters: 2, init: [[1, 0, 0], [5, 0.1, 1e-7]], metric: 'manhattan' }).fit(X),
      ask: async (model) => [await model.predict(unseen), await model.transform(unseen)],
    },
    tableClusters: { model: await kMeans({ nClusters: 2 }).fit(table), ask: (model) => model.predict(table) },
    pipeline: {
      model: new RegressionPipeline([await polynomialFeatures({ degree: 2 }).fit(X), await standardScaler().fit(Array.from({ length: 9 }, (_, i) => Array.from({ length: 9 }, (__, j) => (i === j ? 1 : j / 7)))), new LinearModel('ridge', { alpha: 1 }, 'one', solution(1, 9))]),
      ask: (model) => (model instanceof FittedPipeline ? model.transform(unseen) : model.predict(unseen)),
    },
    standardScaler: await transform(scaler),
    minMaxScaler: await transform(await minMaxScaler({ range: [-1, 1] }).fit(X)),
    oneHotEncoder: { model: await oneHotEncoder({ drop: 'first' }).fit(labels), ask: (model) => model.transform([['b', 1, false]]) },
    imputer: { model: await imputer({ strategy: 'median' }).fit([[1, NaN], [2, -0], [4, 8]]), ask: (model) => model.transform([[NaN, NaN], [1, NaN]]) },
    polynomialFeatures: await transform(await polynomialFeatures({ degree: 3 }).fit(X)),
    tableEncoder: { model: encoder, ask: async (model) => model.transform(table) },
    network: { model: network(), ask: async (model) => [await model.predict(pixels), await model.predictProbability(pixels)] },
    mlpRegressor: { model: await mlpRegressor({ hidden: [3], epochs: 2 }).fit(X, [1, 2, 4, 8]), ask: (model) => model.predict(unseen) },
    mlpClassifier: { model: await mlpClassifier({ hidden: [], epochs: 2 }).fit(X, ['__proto__', 'b', 'b', 'b']), ask: async (model) => [await model.predict(unseen), await model.predictProbability(unseen)] },
    onnx: { model: new OnnxModel(toOnnx(await logisticRegression().fit(X, ['__proto__', 'b', 'b', 'b']))), ask: async (model) => [await model.predict(unseen), await model.predictProbability(unseen)] },
  };
}

const pixels = { data: Float32Array.from({ length: 8 }, (_, i) => (i % 7) / 7), shape: [2, 1, 2, 2] };

/** As after a training that diverged in its second epoch. */
function network(): TrainedNetwork {
  const net = sequential([1, 2, 2], conv2d(2, 1, { bias: false }), residual(batchNorm()), maxPool2d(2), flatten(), dense(2));
  return new TrainedNetwork(net, {
    loss: crossEntropy(), weights: net.init(1), dtype: 'float32', classes: ['__proto__', 'cat'], bestEpoch: 1, baselineLoss: 1 / 3, normalization: { mean: [0.25], std: [0.5] },
    history: [{ epoch: 1, trainLoss: 0.7, validationLoss: 0.6, metrics: {}, seconds: 0.25 }, { epoch: 2, trainLoss: NaN, validationLoss: undefined, metrics: { ['__proto__']: Infinity }, seconds: 1 }],
  }) as TrainedNetwork;
}

/** Coefficients that only survive when every bit does. */
function solution(nTargets: number, nFeatures: number): LinearSolution {
  const hard = [0.1, -0, 5e-324, 1 / 3, -Math.PI, 1.0000000000000002, 123456.789];
  return {
    coef: array(Float64Array.from({ length: nTargets * nFeatures }, (_, i) => hard[i % hard.length]), [nTargets, nFeatures]),
    intercept: Float64Array.from({ length: nTargets }, (_, t) => t - 0.1),
    converged: true, iterations: 12, optimality: 1.25e-13,
  };
}
