/** Fitted models as operators: from features to what `predict` gives. */
import { describe, sizeOf, type Label } from '../../array/index.ts';
import type { KMeansModel } from '../../cluster/index.ts';
import { LinearModel, LogisticModel } from '../../models/index.ts';
import { MlpClassifierModel, MlpRegressorModel, type TrainedNetwork } from '../../nn/index.ts';
import { axes, cast, classOutputs, flat, scalar, vector, type Numbers, type Rows } from './arithmetic.ts';
import type { FloatType, Value } from './graph.ts';
import { layersOf } from './layers.ts';

/** Puts out what a model makes of features. @param network  the type of a network's numbers, default its own */
export function predicted(numbers: Numbers, model: unknown, rows: Rows, network?: FloatType): void {
  if (model instanceof LinearModel) linear(numbers, model as LinearModel<'one' | 'many'>, rows);
  else if (model instanceof LogisticModel) logistic(numbers, model, rows);
  else if (model instanceof MlpRegressorModel) {
    const { graph, type } = numbers;
    const output = networkOutput(numbers, model.network, rows.value, network);
    const scaled = graph.node('Mul', [cast(graph, output, type), scalar(numbers, 'scale', model.scale)]);
    graph.output('prediction', flat(numbers, graph.node('Add', [scalar(numbers, 'mean', model.mean), scaled])), type, ['n']);
  } else if (model instanceof MlpClassifierModel) networkClasses(numbers, model.network, networkOutput(numbers, model.network, rows.value, network));
  else throw new TypeError(`toOnnx: the model must be one of Glissade's; it is ${describe(model)}`);
}

function linear(numbers: Numbers, model: LinearModel<'one' | 'many'>, { value, width }: Rows): void {
  const { graph, type } = numbers;
  const one = model.targets === 'one';
  const coef = model.coef instanceof Float64Array ? model.coef : model.coef.data;
  const intercept = typeof model.intercept === 'number' ? Float64Array.of(model.intercept) : model.intercept;
  const scores = affine(numbers, value, coef, intercept, width);
  graph.output('prediction', one ? flat(numbers, scores) : scores, type, one ? ['n'] : ['n', intercept.length]);
}

/** X Wᵀ + b */
function affine(numbers: Numbers, X: Value, coef: ArrayLike<number>, intercept: ArrayLike<number>, width: number): Value {
  const { graph, type } = numbers;
  return graph.node('Gemm', [X, graph.constant('coef', type, [intercept.length, width], coef), vector(numbers, 'intercept', intercept)], { transB: 1 });
}

function logistic(numbers: Numbers, { classes, coef, intercept, threshold }: LogisticModel, { value, width }: Rows): void {
  const { graph } = numbers;
  const scores = affine(numbers, value, coef.data, intercept, width);
  if (threshold === undefined) {
    const probabilities = graph.node('Softmax', [scores], { axis: -1 });
    classOutputs(numbers, classes, graph.node('ArgMax', [probabilities], { axis: 1, keepdims: 0 }), probabilities);
    return;
  }
  const second = graph.node('Sigmoid', [scores]);
  const above = graph.node('Greater', [second, scalar(numbers, 'threshold', threshold)]);
  classOutputs(numbers, classes, cast(graph, flat(numbers, above), 'int64'), bothOf(numbers, scores, second));
}

/** [n, 2]: the first by the sigmoid of −z, for 1 − p would lose what is left of a small one. */
function bothOf(numbers: Numbers, scores: Value, second: Value): Value {
  const { graph } = numbers;
  return graph.node('Concat', [graph.node('Sigmoid', [graph.node('Neg', [scores])]), second], { axis: 1 });
}

export function clusters(numbers: Numbers, { centers, nFeatures, options: { metric, nClusters } }: KMeansModel, { value }: Rows): void {
  const { graph, type } = numbers;
  const sum = (x: Value, keep: number): Value => graph.node('ReduceSum', [x, axes(numbers, -1)], { keepdims: keep });
  const square = (x: Value): Value => graph.node('Mul', [x, x]);
  let rows = value;
  if (metric === 'cosine') {
    const most = graph.node('ReduceMax', [graph.node('Abs', [rows]), axes(numbers, -1)], { keepdims: 1 });
    rows = graph.node('Div', [rows, most]); // as in the fit: no square overflows
    rows = graph.node('Div', [rows, graph.node('Sqrt', [sum(square(rows), 1)])]);
  }
  const differences = graph.node('Sub', [graph.node('Unsqueeze', [rows, axes(numbers, 1)]), graph.constant('centers', type, [nClusters, nFeatures], centers.data)]);
  const sums = sum(metric === 'manhattan' ? graph.node('Abs', [differences]) : square(differences), 0);
  graph.output('cluster', graph.node('ArgMin', [sums], { axis: 1, keepdims: 0 }), 'int64', ['n']);
  const distances = metric === 'euclidean' ? graph.node('Sqrt', [sums]) : metric === 'cosine' ? graph.node('Mul', [sums, scalar(numbers, 'half', 0.5)]) : sums;
  graph.output('distances', distances, type, ['n', nClusters]);
}

/** A network that is asked with samples: an input of its own, images normalised as it has learnt. */
export function networkOfSamples(numbers: Numbers, model: TrainedNetwork, type: FloatType): void {
  const { graph } = numbers;
  const { network: { inputShape, takesIndices }, normalization, loss } = model;
  const given = graph.input('x', takesIndices ? 'int64' : type, ['n', ...inputShape], normalization && 'pixels from 0, black, to 1, white');
  const [own, channel] = [{ graph, type }, [inputShape[0], ...inputShape.slice(1).map(() => 1)]];
  const x = normalization === undefined ? given : graph.node('Div', [
    graph.node('Sub', [given, graph.constant('mean', type, channel, normalization.mean)]), graph.constant('std', type, channel, normalization.std),
  ]);
  const output = networkOutput(own, model, x, type);
  if (model.classes !== undefined) networkClasses(numbers, model as TrainedNetwork & { readonly classes: readonly Label[] }, output);
  else {
    const { outputShape } = model.network;
    const numeric = loss.target === 'shares' ? graph.node('Sigmoid', [cast(graph, output, numbers.type)]) : output;
    const one = outputShape.length === 1 && outputShape[0] === 1 && loss.target === 'numbers';
    graph.output('prediction', one ? flat(own, numeric) : numeric, loss.target === 'shares' ? numbers.type : type, one ? ['n'] : ['n', ...outputShape]);
  }
}

/** Before any softmax or sigmoid of the loss. */
function networkOutput({ graph }: Numbers, model: Pick<TrainedNetwork, 'network' | 'dtype' | 'state'>, x: Value, type: FloatType = model.dtype): Value {
  const { network: { inputShape, takesIndices } } = model;
  const first = takesIndices ? x : cast(graph, x, type);
  return layersOf({ graph, type }, { value: first, shape: inputShape }, model.state().parts ?? [], '').value;
}

/** Of one number per sample the sigmoid is the probability of the second class. */
function networkClasses(numbers: Numbers, { classes, network: { outputShape } }: { readonly classes: readonly Label[] | undefined; readonly network: { readonly outputShape: readonly number[] } }, output: Value): void {
  const { graph, type } = numbers;
  const logits = cast(graph, output, type);
  if (sizeOf(outputShape) === 1) {
    const positive = graph.node('Greater', [logits, scalar(numbers, 'zero', 0)]);
    classOutputs(numbers, classes!, cast(graph, flat(numbers, positive), 'int64'), bothOf(numbers, logits, graph.node('Sigmoid', [logits])));
    return;
  }
  classOutputs(numbers, classes!, graph.node('ArgMax', [logits], { axis: 1, keepdims: 0 }), graph.node('Softmax', [logits], { axis: -1 }));
}
