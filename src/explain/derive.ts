/** derive: the derivation of whatever can be derived. Knows which kinds there are, and no formula. */
import { describe, type Label, type NdArray, type Shape } from '../array/index.ts';
import { KMeansModel, TableClusters } from '../cluster/index.ts';
import { ClassificationTableModel, LinearModel, LogisticModel, TableModel, type Targets } from '../models/index.ts';
import { MlpClassifierModel, MlpRegressorModel, TrainedNetwork, type Network, type TargetKind } from '../nn/index.ts';
import { within, type Entry } from '../program/index.ts';
import type { Derivation } from './derivation.ts';
import { deriveKMeans, type DeriveKMeansOptions } from './models/kMeans.ts';
import { deriveLinear, type DeriveLinearOptions } from './models/linear.ts';
import { deriveLogistic, type DeriveLogisticOptions } from './models/logistic.ts';
import { deriveNetwork, type DeriveNetworkOptions } from './models/network.ts';
import { deriveTraced, type DeriveOptions } from './traced.ts';

/**
 * Forward and backward propagation of a function of arrays, written out: what is computed under which name, each partial
 * derivative by the chain rule, the update of the parameters. Made from the function's program and that of its gradient; the
 * last formula of every line computes what the program does.
 *
 * What is used twice, or that you name with `label`, has a name and a line; the rest stands where it is used.
 * @param f  returns a scalar, as for grad
 * @param inputs  its arguments, as a list: shapes, and numbers where you ask for them
 * @throws TypeError when f does not return a scalar float; RangeError for names that do not fit
 * @example
 * ```ts
 * import { add, array, matmul, mean, square, sub, type NdArray } from 'glissade';
 * import { derive } from 'glissade/explain';
 * const cost = (X: NdArray, y: NdArray, w: NdArray, b: NdArray) => mean(square(sub(y, add(matmul(X, w), b))));
 * const derivation = derive(cost, [array([[1, 2], [3, 4]]), array([[1], [2]]), array([[0], [0]]), array([0])], {
 *   names: ['X', 'y', 'w', 'b'], data: ['X', 'y'],
 * });
 * for (const { text } of derivation.lines) console.log(text);
 * // A = y − X w − b
 * // C = (1/m) Σ A²
 * // ∂C/∂A = (2/m) A
 * // ∂C/∂w = ∂C/∂A · ∂A/∂w = −Xᵀ ∂C/∂A = −(2/m) Xᵀ A
 * // ∂C/∂b = ∂C/∂A · ∂A/∂b = −Σ ∂C/∂A = −(2/m) Σ A
 * // w ← w − α ∂C/∂w
 * // b ← b − α ∂C/∂b
 * ```
 */
export function derive(f: (x: NdArray) => NdArray, inputs: readonly [NdArray], options?: DeriveOptions): Derivation;
export function derive<const A extends readonly NdArray[]>(f: (...args: A) => NdArray, inputs: A, options?: DeriveOptions): Derivation;
export function derive<const A extends readonly unknown[]>(f: (...args: A) => NdArray, inputs: A, options?: DeriveOptions): Derivation;
/**
 * The derivation of a linear, ridge, lasso or elastic-net regression: one sample, all samples, the update, and what holds at
 * the minimum; with rows, the numbers of every step at the fitted weights, and for the lasso and elastic net the condition of
 * each weight and the duality gap.
 * @throws TypeError, RangeError for rows that do not fit the model
 */
export function derive(model: LinearModel<Targets>, options?: DeriveLinearOptions): Derivation;
/** The derivation of a logistic regression, with the sigmoid for two classes and softmax for more. */
export function derive(model: LogisticModel, options?: DeriveLogisticOptions): Derivation;
/** One iteration of k-means: with rows, every assignment and every move of a centre. */
export function derive(model: KMeansModel, options?: DeriveKMeansOptions): Derivation;
/** The derivation of a network with its loss, a line for every layer; that of a trained one knows its loss and weights. */
export function derive<T extends TargetKind, L extends Label, Out extends Shape>(network: Network<Shape, Out> | TrainedNetwork<T, L, Out>, options?: DeriveNetworkOptions): Derivation;
/** The derivation of the network of a multilayer perceptron; of a regression, whose network is trained on the standardised target, y is given as it is. */
export function derive<L extends Label>(model: MlpClassifierModel<L> | MlpRegressorModel, options?: DeriveNetworkOptions): Derivation;
/** The derivation of a model of a table: of the model of its encoded, standardised columns. */
export function derive(model: TableModel | ClassificationTableModel | TableClusters): Derivation;
export function derive(subject: unknown, ...rest: readonly unknown[]): Derivation {
  return within(derive as Entry, () => {
    if (typeof subject === 'function') return deriveTraced(subject as never, rest[0] as readonly unknown[], rest[1] as DeriveOptions);
    return deriveModel(subject, rest[0] as never);
  });
}

function deriveModel(model: unknown, options: never): Derivation {
  if (model instanceof LinearModel) return deriveLinear(model as LinearModel<Targets>, options);
  if (model instanceof LogisticModel) return deriveLogistic(model, options);
  if (model instanceof KMeansModel) return deriveKMeans(model, options);
  if (model instanceof TrainedNetwork || isNetwork(model)) return deriveNetwork(model, options);
  if (model instanceof MlpClassifierModel) return deriveNetwork(model.network as TrainedNetwork<TargetKind>, options);
  if (model instanceof MlpRegressorModel) return deriveNetwork(model.network as TrainedNetwork<TargetKind>, options, model);
  if (model instanceof TableModel || model instanceof ClassificationTableModel) {
    const inner = model.model as unknown;
    const isRegression = inner instanceof LinearModel || inner instanceof LogisticModel;
    return deriveModel(inner, { ...(isRegression && { features: model.features }), ...(options as object) } as never);
  }
  if (model instanceof TableClusters) return deriveModel(model.model, { features: model.encoder.names, ...(options as object) } as never);
  throw new TypeError(`derive: what is derived must be a function of arrays with the list of its arguments, a fitted linear, logistic or k-means model, or a network; it is ${inWords(model)}`);
}

/** What is near to a model, and how to come to one. */
function inWords(value: unknown): string {
  if (typeof value !== 'object' || value === null) return describe(value);
  if ('then' in value) return 'a promise, await it';
  if ('fit' in value) return 'an estimator, fit it first';
  if ('model' in value && Symbol.asyncIterator in value) return 'a training, await its model';
  return 'kind' in value && value.kind === 'pipeline' ? 'a pipeline, derive its model: derive(pipeline.model)' : describe(value);
}

function isNetwork(value: unknown): value is Network {
  return typeof value === 'object' && value !== null && 'layers' in value && 'apply' in value && 'init' in value;
}
