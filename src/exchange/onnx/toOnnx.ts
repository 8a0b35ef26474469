/** A fitted model as the bytes of an ONNX file. Knows which kinds of model there are, and no operator. */
import { describe, type Label } from '../../array/index.ts';
import { KMeansModel, TableClusters } from '../../cluster/index.ts';
import { checkChoice, checkKnown, type Persistent } from '../../estimator/index.ts';
import { ClassificationTableModel, TableModel } from '../../models/index.ts';
import { TrainedNetwork } from '../../nn/index.ts';
import {
  ClassificationPipeline, FittedOneHotEncoder, FittedPipeline, FittedTableEncoder, RegressionPipeline, type FittedImputer,
} from '../../preprocess/index.ts';
import type { FileBytes } from '../save.ts';
import type { Numbers, Rows } from './arithmetic.ts';
import { Graph, type FloatType } from './graph.ts';
import { encodedInputs, labelInputs, matrixInput, takesNumbers } from './inputs.ts';
import { metadataEntries, type OnnxColumn } from './metadata.ts';
import { clusters, networkOfSamples, predicted } from './models.ts';
import { transformed } from './transformers.ts';

export interface OnnxOptions {
  /** The type of all numbers in the file. Default that of the model: float64, of networks what they were trained in. */
  readonly dtype?: FloatType;
}

/**
 * A fitted model, its preprocessing included, as the bytes of an ONNX file: a graph of standard operators (ai.onnx, operator set 20), which ONNX
 * Runtime and other tools run. Of networks it is what they do in prediction.
 *
 * Inputs: `X` [n, features] for a model of a matrix; one per column [n, 1] under the column's name for a model of a table, numbers, booleans (1 and 0) and dates (days
 * since 1970) with NaN for a missing value, texts with an empty or unknown one; `x` [n, …shape] for a network.
 * Outputs: `prediction`; for classes `label` and `probabilities` [n, classes]; for clusters `cluster` and `distances`; for transformers `features`.
 *
 * Entries beside the graph, `glissade.columns` and `glissade.classes`, say as JSON what the table's columns, its target and the classes are; `glissade.images` that `x` is images.
 *
 * A category that the fit did not see has zeros for its features, also where a `oneHotEncoder` would refuse it.
 * @throws TypeError for what is no fitted model, and for layers of your own; RangeError for column names that ONNX has not
 * @example
 * import { ridge, toOnnx } from 'glissade';
 * const model = await ridge().fit(X, y);
 * const bytes = toOnnx(model); // write them to 'model.onnx', or load(bytes)
 * console.log(bytes.length > 100); // true
 */
export function toOnnx(model: Persistent, options: OnnxOptions = {}): FileBytes {
  checkKnown('toOnnx', options, ['dtype']);
  const { dtype } = options;
  if (dtype !== undefined) checkChoice('toOnnx', 'dtype', dtype, ['float32', 'float64']);
  const numbers: Numbers = { graph: new Graph(), type: dtype ?? 'float64' };
  const kind = write(numbers, model, dtype);
  const { classes } = model as { readonly classes?: readonly Label[] };
  const images = model instanceof TrainedNetwork && model.normalization !== undefined && classes !== undefined;
  return numbers.graph.toBytes(kind, `A model of kind ${kind}, written by Glissade`, metadataEntries(kind, { columns: columnsOf(model), classes, images }));
}

/** Of the table of the fit, as far as the model needs or predicts them. */
function columnsOf(model: Persistent): readonly OnnxColumn[] | undefined {
  if (model instanceof TableModel || model instanceof ClassificationTableModel) {
    return model.columns.flatMap(({ name, type, role }) => (role === 'feature' || role === 'target' ? [{ name, type, role }] : []));
  }
  const encoder = model instanceof TableClusters ? model.encoder : model;
  return encoder instanceof FittedTableEncoder ? encoder.columns.map(({ name, type }) => ({ name, type, role: 'feature' })) : undefined;
}

/** @returns the kind of the model */
function write(numbers: Numbers, model: Persistent, dtype: FloatType | undefined): string {
  if (model instanceof TableModel || model instanceof ClassificationTableModel) {
    const rows = encodedInputs(numbers, model.encoder);
    if (model.model instanceof RegressionPipeline || model.model instanceof ClassificationPipeline) steps(numbers, model.model.steps, dtype, rows);
    else predicted(numbers, model.model, rows, dtype);
    return model.kind;
  }
  if (model instanceof TableClusters) {
    clusters(numbers, model.model, encodedInputs(numbers, model.encoder));
    return model.kind;
  }
  if (model instanceof KMeansModel) {
    clusters(numbers, model, matrixInput(numbers, model.nFeatures));
    return model.kind;
  }
  if (model instanceof TrainedNetwork) {
    networkOfSamples(numbers, model, dtype ?? model.dtype);
    return model.kind;
  }
  if (model instanceof FittedTableEncoder) {
    features(numbers, encodedInputs(numbers, model));
    return 'tableEncoder';
  }
  if (model instanceof FittedPipeline || model instanceof RegressionPipeline || model instanceof ClassificationPipeline) {
    steps(numbers, model.steps, dtype);
    return model.kind;
  }
  if (typeof (model as Partial<Persistent> | null)?.state !== 'function') {
    const advice = typeof (model as { fit?: unknown } | null)?.fit === 'function' ? '. It is an estimator: export what its fit returns' : '';
    throw new TypeError(`toOnnx: the model must be a fitted model; it is ${describe(model)}${advice}`);
  }
  steps(numbers, [model], dtype);
  return model.state().kind;
}

/** Transformers in a row, the last of which may be a model. @param before  the features that they take, by default an input */
function steps(numbers: Numbers, list: readonly unknown[], dtype: FloatType | undefined, before?: Rows): void {
  const [first, ...others] = list;
  const labels = before === undefined && first instanceof FittedOneHotEncoder && !takesNumbers(first);
  let rows = before ?? (labels ? labelInputs(numbers, first) : matrixInput(numbers, (first as FittedImputer).nFeatures));
  for (const step of labels ? others : list) {
    if (typeof (step as { predict?: unknown }).predict === 'function') {
      predicted(numbers, step, rows, dtype);
      return;
    }
    rows = transformed(numbers, step, rows);
  }
  features(numbers, rows);
}

function features({ graph, type }: Numbers, { value, width }: Rows): void {
  graph.output('features', value, type, ['n', width]);
}
